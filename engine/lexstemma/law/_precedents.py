"""Coded precedents of an open standard: the records, and what is wrong with them.

A precedent is one use that a court judged: the factors present on both sides, the side it was found for, and the reason,
a part of the winning side's factors. What follows from a base of them is decided a floor above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from ..terms import LawError, vocabulary


class Court(NamedTuple):
    """A court; `binding` if its rulings bind itself and the courts that it reviews."""

    id: str
    label: str
    jurisdiction: str
    level: str
    binding: bool
    reviewed_by: str | None


class Factor(NamedTuple):
    """A fact that speaks for one side; `excludes` is told in both directions, `ask` is what to observe."""

    name: str
    label: str
    side: str
    group: str
    implies: frozenset[str]
    excludes: frozenset[str]
    ask: str


@dataclass(frozen=True)
class Precedent:
    """One use judged. `factors` are closed under implication; `reason` is a part of those of the side it was found for."""

    id: str
    label: str
    case: str
    docket: str
    court: str
    decided: date
    use: str
    jurisdiction: str
    standard: str
    factors: frozenset[str]
    found_for: str
    reason: frozenset[str]
    status: str
    superseded_by: str | None = None
    superseded_on: date | None = None
    verification: str = ""
    verified_against: str = ""
    confidence: str = ""
    comment: str = ""
    file: str = ""

    def counts_on(self, asked: date) -> bool:
        """Whether it was decided by that day and nothing had taken its place."""
        return self.decided <= asked and (self.superseded_on is None or asked < self.superseded_on)

    @property
    def cited(self) -> str:
        return f"{self.case}, {self.docket}, on: {self.label}"


@dataclass(frozen=True)
class PrecedentBase:
    """The precedents of one jurisdiction on one standard with its courts and factors, by id.

    Args:
        statuses: the statuses a ruling may have, in words; any will do if there are none.
        conflicts: by model and precedents, the pair found to contradict one another, or None; filled when first asked.
    """

    standard: str
    precedents: dict[str, Precedent]
    courts: dict[str, Court]
    factors: dict[str, Factor]
    jurisdiction: str = ""
    statuses: dict[str, str] = field(default_factory=dict)
    conflicts: dict[tuple[str, tuple[str, ...]], tuple[str, str] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def _sides(self) -> dict[str, frozenset[str]]:
        sides = {factor.side for factor in self.factors.values()}
        return {side: frozenset(f.name for f in self.factors.values() if f.side == side) for side in sides}

    def side(self, name: str) -> frozenset[str]:
        """The factors that speak for a side."""
        return self._sides.get(name, frozenset())

    def closed(self, names: Iterable[str], *, where: str | None = None) -> frozenset[str]:
        """Factors with all that they imply.

        Raises:
            LawError: a name is no factor, or two of them exclude one another.
        """
        found = frozenset(names)
        for name in sorted(found - set(self.factors)):
            raise LawError(f"{name} is no factor", where=where, expected="use the factors of the vocabulary (ls:Factor)")
        found = found.union(*(self.factors[name].implies for name in found))
        for one, other in combinations(sorted(found), 2):
            if other in self.factors[one].excludes:
                raise LawError(f"{one} and {other} never hold together", where=where, expected="keep the one that holds")
        return found

    def binding_on(self, forum: str) -> frozenset[str]:
        """The courts whose rulings bind in a forum: the forum itself and those above it, where they set precedent.

        Raises:
            LawError: there is no such court.
        """
        if forum not in self.courts:
            raise LawError(f"unknown court {forum!r}", expected=f"use one of: {', '.join(sorted(self.courts))}")
        return frozenset(name for name in self.above(forum) if self.courts[name].binding)

    def with_precedent(self, precedent: Precedent) -> PrecedentBase:
        """The same base with a precedent added or, under its id, coded otherwise."""
        faults = [*_precedent_faults(precedent, replace(self, precedents={**self.precedents, precedent.id: precedent}))]
        if faults:
            raise faults[0]
        coded = replace(precedent, factors=self.closed(precedent.factors))
        return replace(self, precedents={**self.precedents, precedent.id: coded})

    def court(self, name: str) -> Court | None:
        """A court by its id, with or without the code of its jurisdiction, or by its name."""
        wanted = name.casefold()
        for court in self.courts.values():
            code = f"{court.jurisdiction}-".casefold()
            if wanted in (court.id.casefold(), court.id.casefold().removeprefix(code), court.label.casefold()):
                return court
        return None

    @property
    def highest(self) -> tuple[str, ...]:
        """The courts that no other reviews; what they decided binds whatever the forum."""
        return tuple(court.id for court in self.courts.values() if court.reviewed_by is None and court.binding)

    def circuit(self, forum: str) -> frozenset[str]:
        """The courts whose line of review passes through a forum or starts above it: the forum's own, not its sisters."""
        above = self.above(forum)
        return frozenset(name for name in self.courts if name in above or forum in self.above(name))

    def above(self, court: str) -> tuple[str, ...]:
        """A court and those that review it, upwards."""
        found: list[str] = []
        at = self.courts.get(court)
        while at is not None and at.id not in found:
            found.append(at.id)
            at = self.courts.get(at.reviewed_by or "")
        return tuple(found)

    def without(self, ids: Collection[str]) -> PrecedentBase:
        """The same base without some precedents."""
        return replace(self, precedents={n: p for n, p in self.precedents.items() if n not in ids})


def faults(base: PrecedentBase) -> Iterator[LawError]:
    """Every fault of one base."""
    for court in base.courts.values():
        if court.reviewed_by and court.reviewed_by not in base.courts:
            yield LawError(f"{court.id}: reviewed by {court.reviewed_by}, which is no court")
        path, at = [court.id], court.reviewed_by
        while at in base.courts and at not in path:
            path.append(at)
            at = base.courts[at].reviewed_by
        if at in path:
            yield LawError(f"courts review themselves: {' -> '.join((*path, at or ''))}", expected="name the higher court")
            return
    for precedent in base.precedents.values():
        yield from _precedent_faults(precedent, base)


def _precedent_faults(precedent: Precedent, base: PrecedentBase) -> Iterator[LawError]:
    words = vocabulary()

    def fault(what: str, expected: str | None = None) -> LawError:
        return LawError(f"{precedent.id}: {what}", where=precedent.file or None, expected=expected)

    standard = words.facts.get(precedent.standard)
    if standard is None or not standard.standard:
        yield fault(f"unknown standard {precedent.standard!r}", "give ls:onStandard a fact that is an ls:Standard")
    if not precedent.jurisdiction:
        yield fault("of no jurisdiction", "give ls:jurisdiction")
    if precedent.court not in base.courts:
        yield fault(f"unknown court {precedent.court!r}", "give ls:decidedBy a court of the same jurisdiction")
    if precedent.found_for not in words.graph.of_type("Side"):
        yield fault("no outcome", "give ls:foundFor one of the two sides")
    if base.statuses and precedent.status not in base.statuses:
        yield fault(f"unknown status {precedent.status!r}", f"use one of: {', '.join(sorted(base.statuses))}")
    if not precedent.verification or not precedent.confidence:
        yield fault("not said how it was verified", "give ls:verification and ls:confidence")
    try:
        factors = base.closed(precedent.factors)
    except LawError as error:
        yield fault(error.what, error.expected)
        return
    if not precedent.reason:
        yield fault("no reason", "name in ls:reasonFactor the factors that sufficed")
    for name in sorted(precedent.reason - (factors & base.side(precedent.found_for))):
        yield fault(f"the reason names {name}, which is no factor present of the side it was found for", "correct one of them")
    if (precedent.superseded_by is None) != (precedent.superseded_on is None):
        yield fault("half superseded", "give both ls:supersededBy and ls:supersededOn, or neither")
    elif precedent.superseded_by is not None and precedent.superseded_on is not None:
        later = base.precedents.get(precedent.superseded_by)
        if later is None:
            yield fault(f"superseded by {precedent.superseded_by}, which is no precedent of this standard")
        elif not precedent.decided < precedent.superseded_on <= later.decided:
            yield fault(
                f"dates out of order: decided {precedent.decided}, superseded on {precedent.superseded_on}, "
                f"later ruling of {later.decided}",
                "a ruling ends after its own day, and at the latest on the day of the one that takes its place",
            )
