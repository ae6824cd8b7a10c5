"""Coded precedents of an open standard: what the files under `ontology/precedents/` say, read and linted.

A precedent is one use that a court judged: the factors present on both sides, the side it was found for, and the reason,
a part of the winning side's factors. What follows from a base of them is decided a floor above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from ..terms import Graph, LawError, data_path, read_turtle_file, vocabulary
from ._read import day

_SINGLE = (
    "label",
    "onStandard",
    "decidedBy",
    "decided",
    "foundFor",
    "precedentStatus",
    "supersededBy",
    "supersededOn",
    "reviewedBy",
)
_NEEDED = ("docket", "useJudged", "caseName")


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
    """The precedents of one jurisdiction on one standard with its courts and factors, by id."""

    standard: str
    precedents: dict[str, Precedent]
    courts: dict[str, Court]
    factors: dict[str, Factor]
    jurisdiction: str = ""

    def side(self, name: str) -> frozenset[str]:
        """The factors that speak for a side."""
        return frozenset(f.name for f in self.factors.values() if f.side == name)

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
        found, at = set[str](), self.courts.get(forum)
        while at is not None:
            if at.binding:
                found.add(at.id)
            at = self.courts.get(at.reviewed_by or "")
        return frozenset(found)

    def with_precedent(self, precedent: Precedent) -> PrecedentBase:
        """The same base with a precedent added or, under its id, coded otherwise."""
        faults = [*_precedent_faults(precedent, replace(self, precedents={**self.precedents, precedent.id: precedent}))]
        if faults:
            raise faults[0]
        coded = replace(precedent, factors=self.closed(precedent.factors))
        return replace(self, precedents={**self.precedents, precedent.id: coded})

    def without(self, ids: Collection[str]) -> PrecedentBase:
        """The same base without some precedents."""
        return replace(self, precedents={n: p for n, p in self.precedents.items() if n not in ids})


def load_precedents(overlays: Iterable[str | Path] = ()) -> dict[tuple[str, str], PrecedentBase]:
    """Every bundled base, by jurisdiction and standard; a record of an overlay replaces the one with its id.

    Raises:
        LawError: a file is faulty; names the file and the record.
    """
    paths = [Path(path) for path in overlays]
    if not paths:
        return dict(_bundled())
    return _assemble(_bundled_parts(), {str(path): read_turtle_file(path, error=LawError) for path in paths})


@cache
def _bundled() -> dict[tuple[str, str], PrecedentBase]:
    return _assemble(_bundled_parts(), {})


@cache
def _bundled_parts() -> dict[str, Graph]:
    root = data_path("ontology")
    paths = sorted((root / "precedents").glob("*.ttl"))
    return {str(path.relative_to(root)): read_turtle_file(path, error=LawError) for path in paths}


def _assemble(bundled: dict[str, Graph], overlays: dict[str, Graph]) -> dict[tuple[str, str], PrecedentBase]:
    seen: dict[str, tuple[str, Graph]] = {}
    for file, part in (*bundled.items(), *overlays.items()):
        for name in part.of_type("Precedent", "Court"):
            if name in seen and file not in overlays:
                raise LawError(f"{name} is defined in {seen[name][0]} and again here", where=file, expected="give each its own id")
            for prop in _SINGLE:
                if len(part.values(name, prop)) > 1:
                    raise LawError(
                        f"{name} has two values of {prop}", where=file, expected="two records may share this id; give each its own"
                    )
            seen[name] = file, part
    courts = {n: _court(part, n) for n, (_, part) in seen.items() if "Court" in part.names(n, "type")}
    factors = _factors()
    records = [_precedent(part, n, file) for n, (file, part) in seen.items() if "Precedent" in part.names(n, "type")]
    grouped: dict[tuple[str, str], dict[str, Precedent]] = {}
    for record in records:
        grouped.setdefault((record.jurisdiction, record.standard), {})[record.id] = record
    bases = {}
    for (place, standard), own in grouped.items():
        base = PrecedentBase(standard, own, {n: c for n, c in courts.items() if c.jurisdiction == place}, factors, place)
        for message in _faults(base):
            raise message
        closed = {p.id: replace(p, factors=base.closed(p.factors)) for p in base.precedents.values()}
        bases[place, standard] = replace(base, precedents=closed)
    return bases


def _court(part: Graph, name: str) -> Court:
    return Court(
        id=name,
        label=part.text(name, "label") or name,
        jurisdiction=part.name(name, "jurisdiction") or "",
        level=part.name(name, "authorityLevel") or "",
        binding=bool(part.flag(name, "setsPrecedent")),
        reviewed_by=part.name(name, "reviewedBy"),
    )


def _precedent(part: Graph, name: str, file: str) -> Precedent:
    decided = day(part, name, "decided")
    if decided is None:
        raise LawError(f"{name}: no day of decision", where=file, expected="give ls:decided")
    for prop in _NEEDED:
        if not part.text(name, prop):
            raise LawError(f"{name}: no {prop}", where=file, expected=f"give ls:{prop}")
    return Precedent(
        id=name,
        label=part.text(name, "label") or name,
        case=part.text(name, "caseName") or "",
        docket=part.text(name, "docket") or "",
        court=part.name(name, "decidedBy") or "",
        decided=decided,
        use=part.text(name, "useJudged") or "",
        jurisdiction=part.name(name, "jurisdiction") or "",
        standard=part.name(name, "onStandard") or "",
        factors=frozenset(part.names(name, "factorPresent")),
        found_for=part.name(name, "foundFor") or "",
        reason=frozenset(part.names(name, "reasonFactor")),
        status=part.name(name, "precedentStatus") or "",
        superseded_by=part.name(name, "supersededBy"),
        superseded_on=day(part, name, "supersededOn"),
        verification=part.name(name, "verification") or "",
        verified_against=part.text(name, "verifiedAgainst") or "",
        confidence=part.text(name, "confidence") or "",
        comment=part.text(name, "comment") or "",
        file=file,
    )


def _factors() -> dict[str, Factor]:
    words = vocabulary()
    names = frozenset(words.graph.of_type("Factor"))
    implied = {name: {b for a, b in words.implications if a == name and b in names} for name in names}
    grown = True
    while grown:
        grown = False
        for found in implied.values():
            more = set().union(*(implied[b] for b in found)) - found
            found |= more
            grown = grown or bool(more)
    pairs = {(a, b) for one, other in words.exclusions for a, b in ((one, other), (other, one)) if {a, b} <= names}
    return {
        name: Factor(
            name=name,
            label=words.label(name),
            side=words.graph.name(name, "favours") or "",
            group=words.graph.name(name, "factorGroup") or "",
            implies=frozenset(implied[name]),
            excludes=frozenset(b for a, b in pairs if a == name),
            ask=words.graph.text(name, "askFor") or "",
        )
        for name in words.graph.of_type("Factor")
    }


def _faults(base: PrecedentBase) -> Iterator[LawError]:
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
    if precedent.status not in (known := _statuses()):
        yield fault(f"unknown status {precedent.status!r}", f"use one of: {', '.join(sorted(known))}")
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


@cache
def _statuses() -> frozenset[str]:
    """The statuses, as the bundled files declare them."""
    return frozenset(name for part in _bundled_parts().values() for name in part.of_type("PrecedentStatus"))
