"""Reading the coded precedents under `ontology/precedents/`, and of overlays over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..terms import Graph, LawError, data_path, read_turtle_file, vocabulary
from ._precedents import Court, Factor, Precedent, PrecedentBase, faults
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
    statuses = {n: part.text(n, "label") or n for part in bundled.values() for n in part.of_type("PrecedentStatus")}
    grouped: dict[tuple[str, str], dict[str, Precedent]] = {}
    for record in records:
        grouped.setdefault((record.jurisdiction, record.standard), {})[record.id] = record
    bases = {}
    for (place, standard), own in grouped.items():
        base = PrecedentBase(standard, own, {n: c for n, c in courts.items() if c.jurisdiction == place}, factors, place, statuses)
        for message in faults(base):
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
