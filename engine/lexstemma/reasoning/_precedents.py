"""What a base of precedents forces for one use: the result model (a fortiori) and Horty's reason model.

A use is a set of factors. With s the side a precedent was found for, it forces s for a use

- in the result model, if the use has all factors for s that the precedent has, and no opposing factor that it lacks;
- in the reason model, if the use has the precedent's reason, and no opposing factor that the precedent lacks.

So whatever the result model forces, the reason model forces. Two precedents of opposite outcome contradict one another if
each has among its factors what the other asks for: a use with just these would be forced both ways. A base that holds such
a pair is not asked. (J. Horty, Rules and Reasons in the Theory of Precedent, Legal Theory 17, 2011.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, NamedTuple

from ..law import Precedent, PrecedentBase
from ..terms import LawError

Model = Literal["result", "reason"]
MODELS: tuple[Model, ...] = ("result", "reason")
UNSETTLED, INCONSISTENT = "unsettled", "inconsistent"


class Ruling(NamedTuple):
    """What some precedents say of a use in one model.

    Args:
        outcome: the side that is forced, `unsettled`, or `inconsistent`.
        by: the precedents that force it, oldest first.
        conflict: of an inconsistent base, two precedents that contradict one another.
    """

    model: Model
    outcome: str
    by: tuple[str, ...] = ()
    conflict: tuple[str, str] | None = None


class Distinction(NamedTuple):
    """What keeps a use apart from a precedent, so that it does not force its side.

    Args:
        missing: factors of its reason that the use lacks.
        extra: opposing factors of the use that it lacked; one is enough.
        weaker: further factors of its side that the use lacks: they count in the result model only.
        to_show: of the missing, those that are not known to be absent.
        to_rule_out: opposing factors that it lacked and that are not known to be absent here.
    """

    precedent: str
    side: str
    missing: frozenset[str]
    extra: frozenset[str]
    weaker: frozenset[str]
    to_show: frozenset[str] = frozenset()
    to_rule_out: frozenset[str] = frozenset()

    @property
    def distance(self) -> int:
        """How many factors keep the two apart in the reason model, open ones included."""
        return len(self.missing) + len(self.extra) + len(self.to_rule_out)

    @property
    def within_reach(self) -> bool:
        """Whether facts that are still open could make the precedent force its side."""
        return not self.extra and self.missing == self.to_show


@dataclass(frozen=True)
class Constraint:
    """What precedents force for one use: bindingly in a forum, and persuasively over the whole base.

    Args:
        present: the factors of the use, with what they imply.
        unknown: factors that may or may not hold; a side is forced only if it is whatever they turn out to be.
        binding: by model; empty where no forum was named. Only these settle the standard.
        persuasive: by model.
        nearest: by side, the precedents of the whole base that come closest without forcing it.
        nearest_binding: the same of the binding ones.
    """

    standard: str
    forum: str | None
    asked: date
    present: frozenset[str]
    unknown: frozenset[str]
    binding: dict[Model, Ruling]
    persuasive: dict[Model, Ruling]
    nearest: dict[str, tuple[Distinction, ...]]
    nearest_binding: dict[str, tuple[Distinction, ...]]

    def settled(self, model: Model = "reason") -> str | None:
        """The side for which the standard is settled here; None while nothing binding forces one."""
        ruling = self.binding.get(model)
        return ruling.outcome if ruling and ruling.outcome not in (UNSETTLED, INCONSISTENT) else None


def constrain(
    base: PrecedentBase,
    present: Iterable[str],
    *,
    unknown: Iterable[str] = (),
    forum: str | None = None,
    as_of: date | None = None,
    statuses: Collection[str] | None = None,
    nearest: int = 3,
) -> Constraint:
    """What a base forces for a use with these factors; factors in neither set are absent.

    Args:
        forum: a court; its own precedents and those of the courts above it bind.
        as_of: only precedents decided by then, and not superseded then; today if not given.
        statuses: only precedents with one of these statuses.
        nearest: how many of the nearest precedents are given for each side.

    Raises:
        LawError: a factor, court or status is unknown, or two factors exclude one another.
    """
    asked = as_of or date.today()
    persuasive = selected(base, as_of=asked, statuses=statuses)
    courts = base.binding_on(forum) if forum is not None else frozenset[str]()
    binding = tuple(p for p in persuasive if p.court in courts)
    held = base.closed(present)
    open_ones = _possible(base, held, frozenset(unknown))
    found = {p.id: _distinguish(base, p, held, open_ones) for p in persuasive}
    return Constraint(
        standard=base.standard,
        forum=forum,
        asked=asked,
        present=held,
        unknown=open_ones,
        binding={model: _rule(base, binding, found, model) for model in MODELS} if forum is not None else {},
        persuasive={model: _rule(base, persuasive, found, model) for model in MODELS},
        nearest=_nearest(persuasive, found, nearest),
        nearest_binding=_nearest(binding, found, nearest),
    )


def selected(
    base: PrecedentBase, *, as_of: date | None = None, statuses: Collection[str] | None = None, forum: str | None = None
) -> tuple[Precedent, ...]:
    """The precedents that count on a day, with a status, in a forum; oldest first.

    Raises:
        LawError: the court is unknown, or no precedent has one of the statuses.
    """
    known = {p.status for p in base.precedents.values()}
    for status in sorted(set(statuses or ()) - known):
        raise LawError(f"no precedent has the status {status!r}", expected=f"use some of: {', '.join(sorted(known))}")
    courts = base.binding_on(forum) if forum is not None else None
    asked = as_of or date.today()
    found = [
        p
        for p in base.precedents.values()
        if p.counts_on(asked) and (statuses is None or p.status in statuses) and (courts is None or p.court in courts)
    ]
    return tuple(sorted(found, key=lambda p: (p.decided, p.id)))


def conflict(base: PrecedentBase, precedents: Iterable[Precedent], model: Model) -> tuple[str, str] | None:
    """The first two precedents that contradict one another in a model; None if these are consistent."""
    for one, other in combinations(precedents, 2):
        opposed = one.found_for != other.found_for
        if opposed and _asked_by(base, one, model) <= other.factors and _asked_by(base, other, model) <= one.factors:
            return one.id, other.id
    return None


def _conflict(base: PrecedentBase, precedents: tuple[Precedent, ...], model: Model) -> tuple[str, str] | None:
    """The same, kept with the base: whether it is sound does not depend on the use that it is asked about."""
    key = (model, tuple(p.id for p in precedents))
    if key not in base.conflicts:
        base.conflicts[key] = conflict(base, precedents, model)
    return base.conflicts[key]


def distinguish(base: PrecedentBase, precedent: Precedent, present: Iterable[str], unknown: Iterable[str] = ()) -> Distinction:
    """What keeps a use with these factors apart from a precedent.

    Raises:
        LawError: a name is no factor, or two factors exclude one another.
    """
    held = base.closed(present)
    return _distinguish(base, precedent, held, _possible(base, held, frozenset(unknown)))


def _asked_by(base: PrecedentBase, precedent: Precedent, model: Model) -> frozenset[str]:
    """The factors of its side that a precedent asks for."""
    return precedent.reason if model == "reason" else precedent.factors & base.side(precedent.found_for)


def _distinguish(base: PrecedentBase, precedent: Precedent, held: frozenset[str], unknown: frozenset[str]) -> Distinction:
    side = base.side(precedent.found_for)
    missing = precedent.reason - held
    return Distinction(
        precedent=precedent.id,
        side=precedent.found_for,
        missing=missing,
        extra=held - side - precedent.factors,
        weaker=(precedent.factors & side) - held - missing,
        to_show=missing & unknown,
        to_rule_out=unknown - side - precedent.factors,
    )


def _forces(found: Distinction, model: Model) -> bool:
    """Whether nothing keeps a use apart. Open factors are taken at their worst, which is one of their completions: the
    missing ones absent, the opposing ones present; in every other completion the precedent forces its side all the more."""
    return not (found.missing or found.extra or found.to_rule_out or (model == "result" and found.weaker))


def _rule(base: PrecedentBase, precedents: tuple[Precedent, ...], found: dict[str, Distinction], model: Model) -> Ruling:
    pair = _conflict(base, precedents, model)
    if pair is not None:
        return Ruling(model, INCONSISTENT, conflict=pair)
    forcing = [p for p in precedents if _forces(found[p.id], model)]
    # A consistent base never forces both sides, so that the first names the only one.
    return Ruling(model, forcing[0].found_for, tuple(p.id for p in forcing)) if forcing else Ruling(model, UNSETTLED)


def _nearest(precedents: tuple[Precedent, ...], found: dict[str, Distinction], count: int) -> dict[str, tuple[Distinction, ...]]:
    """By side, those that do not force it, least apart first; of equals the later, which a court would look at first."""
    apart = [found[p.id] for p in reversed(precedents) if not _forces(found[p.id], "reason")]
    apart.sort(key=lambda d: (d.distance, len(d.extra) + len(d.to_rule_out), len(d.weaker)))
    return {side: tuple(d for d in apart if d.side == side)[:count] for side in sorted({d.side for d in apart})}


def _possible(base: PrecedentBase, held: frozenset[str], unknown: frozenset[str]) -> frozenset[str]:
    """Of the open factors, those that can hold beside the ones present, with what they imply not known to be absent."""
    for name in sorted(unknown - set(base.factors)):
        raise LawError(f"{name} is no factor", expected="use the factors of the vocabulary (ls:Factor)")

    def can_hold(name: str) -> bool:
        needed = base.factors[name].implies | {name}
        return needed <= held | unknown and not any(base.factors[n].excludes & held for n in needed)

    return frozenset(name for name in unknown - held if can_hold(name))
