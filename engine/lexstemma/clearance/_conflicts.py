"""Licences that meet on one thing: terms that exclude one another, and terms that the thing's own licence does not keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ._conditions import BROKEN, KEPT, NO_MATTER, STANDS
from ._desk import Desk, lower
from ._effect import weakest
from ._finding import LicenceFinding
from ._names import Held
from ._records import LicenceTerm
from ._spread import Reached
from ._terms import allowed_by

_FREEDOM, _SHARE, _PASS_ON, _NO_SUB = "noFurtherRestrictions", "shareAlike", "passRestrictionsOn", "noSublicensing"


@dataclass(frozen=True, slots=True)
class Carried:
    """A term on its way, with everything that it reaches."""

    licensed: str
    held: Held
    term: LicenceTerm
    spread: dict[str, tuple[Reached, ...]]

    def on(self, thing: str, *, changed: bool) -> Reached | None:
        """How it reached a thing: with something made on the way, or at all."""
        return next((r for r in self.spread.get(thing, ()) if r.changed or not changed), None)


@dataclass(frozen=True, slots=True)
class Group:
    """The same term of the same licence, from all licensed things from which it reaches one thing."""

    members: tuple[Carried, ...]

    @property
    def first(self) -> Carried:
        return self.members[0]

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(member.licensed for member in self.members))


def carried_terms(desk: Desk) -> tuple[Carried, ...]:
    """Every term of every licensed thing that matters where licences meet."""
    return tuple(
        Carried(licensed, held, term, desk.web.spread(licensed, term.through))
        for licensed in desk.names.licensed()
        for held in desk.names.own(licensed)
        for term in desk.terms(licensed, held)
        if term.kind.restricts or term.kind.name in (_FREEDOM, _SHARE, _NO_SUB)
    )


def conflict_findings(desk: Desk) -> Iterator[LicenceFinding]:
    """Conflicts at every step that offers something; two that cannot both be kept also where nothing is offered yet."""
    carried = carried_terms(desk)
    offered: set[str] = set()
    for step in desk.offering_steps:
        for thing in desk.offered(step):
            offered.add(thing)
            here = [c for c in carried if thing in c.spread and not desk.is_own(c.licensed, step)]
            yield from _irreconcilable(desk, step, thing, here)
            yield from _restricted(desk, step, thing, here)
            yield from _restricted_by_offer(desk, step, thing, here)
            yield from _dropped(desk, step, thing, here)
            yield from _sublicensed(desk, step, thing, here)
    yield from _not_yet_offered(desk, carried, offered)


def _grouped(carried: Iterable[Carried]) -> list[Group]:
    groups: dict[tuple[str, str | None], list[Carried]] = {}
    for one in carried:
        groups.setdefault((one.term.id, one.held.licence), []).append(one)
    return [Group(tuple(found)) for found in groups.values()]


def _pair(
    desk: Desk, kind: str, step: str, thing: str, one: Group, other: Group, said: str, severity: str | None = None
) -> LicenceFinding:
    """A finding that names both sides."""
    sources, effects = [], []
    for group in (one, other):
        carried = group.first
        reached = carried.on(thing, changed=True) or carried.on(thing, changed=False)
        sources.append(desk.source(group.objects, carried.held, carried.term, reached.way if reached else ""))
        effects.append(desk.effect(carried.licensed, carried.held, step))
    ways = "; ".join(s.way for s in sources if s.way)
    message = f"{said} They meet on {desk.named(thing)} at {step}{': ' + ways if ways else ''}."
    found = weakest(effects)
    return desk.finding(
        kind, one.first.licensed, step, tuple(sources), found, message, hand=thing, term=one.first.term, severity=severity
    )


def _side(desk: Desk, group: Group) -> str:
    carried = group.first
    return f"{carried.held.label} of {desk.named(*group.objects)} ({carried.term.provision})"


# ---------------------------------------------------------------- share-alike against share-alike
def _irreconcilable(desk: Desk, step: str, thing: str, here: list[Carried], *, offered: bool = True) -> Iterator[LicenceFinding]:
    groups = _grouped(c for c in here if c.term.kind.name == _SHARE and c.licensed != thing and c.on(thing, changed=True))
    for one, other in combinations(groups, 2):
        if allowed_by(one.first.term, one.first.held) & allowed_by(other.first.term, other.first.held):
            continue
        said = (
            f"{_side(desk, one)} and {_side(desk, other)} both ask for what was made from them to be offered under "
            "their own terms, and no licence satisfies both."
        )
        if not offered:
            said += " Nothing is offered yet: what is kept to oneself breaks neither."
        yield _pair(desk, "irreconcilableCopyleft", step, thing, one, other, said, None if offered else "warning")


def _not_yet_offered(desk: Desk, carried: tuple[Carried, ...], offered: set[str]) -> Iterator[LicenceFinding]:
    """Share-alike terms that exclude one another, at the step that brings them together, while the result is offered nowhere."""
    derivation = desk.run.derivation
    shared = [c for c in carried if c.term.kind.name == _SHARE]
    for step in desk.steps:
        here = [c for c in shared if not desk.is_own(c.licensed, step)]
        for thing in derivation.results(step):
            if thing in offered or any(thing in derivation.copy_or_derivative_of(other) for other in offered):
                continue
            inputs = derivation.inputs(step)
            for finding in _irreconcilable(desk, step, thing, [c for c in here if thing in c.spread], offered=False):
                sides = [set(source.objects) for source in finding.sources]
                together = any(
                    all(any(t in c.spread and c.on(t, changed=True) for c in here if c.licensed in side) for side in sides)
                    for t in inputs
                )
                if not together:
                    yield finding


# ---------------------------------------------------------------- restrictions against freedom from them
def _restricted(desk: Desk, step: str, thing: str, here: list[Carried]) -> Iterator[LicenceFinding]:
    """One licence tolerates no further restrictions, another one that reached the same thing adds some."""
    made = [c for c in here if c.licensed != thing and c.on(thing, changed=True)]
    free = _grouped(c for c in made if c.term.kind.name == _FREEDOM)
    restricting: dict[str | None, list[Group]] = {}
    for group in _grouped(c for c in made if c.term.kind.restricts):
        restricting.setdefault(group.first.held.licence, []).append(group)
    for one in free:
        for licence, groups in restricting.items():
            if not _tolerated(desk, one.first, licence) and one.objects != groups[0].objects:
                said = _said(desk, one, _side(desk, groups[0]), *(group.first.term for group in groups))
                yield _pair(desk, _FREEDOM, step, thing, one, groups[0], said)


def _said(desk: Desk, one: Group, other: str, *terms: LicenceTerm) -> str:
    added = "; ".join(lower(term.label) for term in terms)
    return f"{_side(desk, one)} tolerates no further restrictions, and {other} adds to them: {added}."


def _tolerated(desk: Desk, one: Carried, licence: str | None) -> bool:
    """Whether the other licence is the same, or one that the share-alike terms of the first allow."""
    shares = desk.effects.carried(one.held.licence or "", _SHARE)
    return licence == one.held.licence or any(licence in term.compatible for term in shares)


def _restricted_by_offer(desk: Desk, step: str, thing: str, here: list[Carried]) -> Iterator[LicenceFinding]:
    """One licence tolerates no further restrictions, and the thing is offered under a licence that adds some."""
    free = _grouped(c for c in here if c.term.kind.name == _FREEDOM and desk.offered_anew(step, c.licensed, thing))
    for given in desk.given(step, thing):
        adding = [t for t in desk.effects.terms.get(given.licence or "", ()) if t.kind.restricts]
        for one in free:
            if adding and not _tolerated(desk, one.first, given.licence):
                carried = one.first
                reached = carried.on(thing, changed=True) or carried.on(thing, changed=False)
                way = reached.way if reached else ""
                said = _said(desk, one, f"{given.label}, under which {desk.named(thing)} is offered,", *adding)
                sources = (desk.source(one.objects, carried.held, carried.term, way), desk.source((thing,), given, adding[0]))
                effect = desk.effect(carried.licensed, carried.held, step)
                severity = desk.severity(desk.of_kind(_FREEDOM), STANDS, effect)
                # In a collection the works keep their licences; that its own terms reach them is only how they may be read.
                if severity == "error" and not (reached and reached.changed):
                    severity = "warning"
                message = f"{said} This is so {desk.at(step, thing, way)}."
                yield desk.finding(
                    _FREEDOM, carried.licensed, step, sources, effect, message, hand=thing, term=carried.term, severity=severity
                )


# ---------------------------------------------------------------- what the licence of the result does not say
def _dropped(desk: Desk, step: str, thing: str, here: list[Carried]) -> Iterator[LicenceFinding]:
    """A restriction goes on binding recipients, and the licence of the result has none of its kind."""
    given = [h for h in desk.given(step, thing) if h.licence]
    if not given:
        return
    for one in _grouped(c for c in here if c.term.kind.binds_recipients and desk.offered_anew(step, c.licensed, thing)):
        carried = one.first
        if desk.effects.carried(carried.held.licence or "", _PASS_ON):
            continue
        if any(h.licence == carried.held.licence or desk.effects.carried(h.licence or "", carried.term.kind.name) for h in given):
            continue
        state, _ = desk.conditions.state(carried.term, step, carried.licensed, [thing])
        reached = carried.on(thing, changed=True) or carried.on(thing, changed=False)
        if state == NO_MATTER or reached is None:
            continue
        offered = ", ".join(h.label for h in given)
        message = (
            f"{_side(desk, one)} goes on binding recipients ({lower(carried.term.label)}); "
            f"{offered}, under which {step} offers {desk.named(thing)}, does not say so."
            + (f" Along {reached.way}." if reached.way else "")
        )
        sources = (desk.source(one.objects, carried.held, carried.term, reached.way), desk.source((thing,), given[0]))
        effect = desk.effect(carried.licensed, carried.held, step)
        yield desk.finding(
            "restrictionDropped", carried.licensed, step, sources, effect, message, state=BROKEN, hand=thing, term=carried.term
        )


def _sublicensed(desk: Desk, step: str, thing: str, here: list[Carried]) -> Iterator[LicenceFinding]:
    """An unchanged copy under other terms; in a collection the works keep their licences, and recipients are told so."""
    given = desk.given(step, thing)
    unchanged = [c for c in here if c.term.kind.name == _NO_SUB and desk.offered_anew(step, c.licensed, thing)]
    for one in _grouped(c for c in unchanged if desk.bites(c.term, step)):
        carried = one.first
        reached = carried.on(thing, changed=False)
        if not given or reached is None or reached.changed or any(h.licence == carried.held.licence for h in given):
            continue
        shares = [t for t in desk.effects.carried(carried.held.licence or "", _SHARE) if t.compatible]
        if any(desk.conditions.state(t, step, carried.licensed, [thing])[0] == KEPT for t in shares):
            continue
        collection = bool(desk.case.types(thing) & {"Dataset", "Database"}) and thing != carried.licensed
        collected = collection and "Weights" not in desk.case.types(carried.licensed)
        kind = "licenceFromLicensor" if collected else _NO_SUB
        offered = ", ".join(h.label for h in given)
        verb = "keep theirs" if len(one.objects) > 1 else "keeps it"
        message = (
            f"{step} offers {desk.named(thing)} under {offered}; under {_side(desk, one)} recipients have the licence from "
            "the licensor"
            + (f", and what is in the collection {verb}." if collected else ", and the copy cannot be offered under other terms.")
            + (f" Along {reached.way}." if reached.way else "")
        )
        sources = (desk.source(one.objects, carried.held, carried.term, reached.way), desk.source((thing,), given[0]))
        effect = desk.effect(carried.licensed, carried.held, step)
        yield desk.finding(kind, carried.licensed, step, sources, effect, message, hand=thing, term=carried.term)
