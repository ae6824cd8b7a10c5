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
    yield f"case {case.id}: {steps} steps, {things} things, {len(case.statements)} stated facts: names, references, dates and circles are sound"
    if not steps:
        yield "nothing can be asked: the case has no steps"
    yield from _unplaced(case)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "case.nt"
        case.save(written)
        yield from _shapes(case, written)
        yield from _contradictions(case, written, insist=owl)


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
    yield f"{where}: {len(rules)} rules, {others} terms, issues and decisions: atoms, references, sources, dates and circles are sound"
    unchecked = [s for s in rules if not book.rules[s].verification]
    if unchecked:
        yield f"{len(unchecked)} rules do not say how they were checked: {', '.join(unchecked[:3])}{' ...' if len(unchecked) > 3 else ''}"


def _unplaced(case: Case) -> Iterator[str]:
    for prop in ("place", "date", "performer"):
        missing = [step for step in case.of_kind("Step") if not case.graph.values(step, prop)]
        if missing:
            yield f"{len(missing)} steps have no {prop}: {', '.join(missing[:5])}{' ...' if len(missing) > 5 else ''}"


def _shapes(case: Case, written: Path) -> Iterator[str]:
    shapes = sorted((data_path("ontology") / "shapes").glob("*.ttl"))
    shapes = [path for path in shapes if "law" not in path.stem and "rule" not in path.stem]
    if not shapes:
        return
    import pyshacl
    import rdflib

    data, wanted, ontology = rdflib.Graph(), rdflib.Graph(), rdflib.Graph()
    data.parse(written, format="nt")
    for path in shapes:
        wanted.parse(path, format="turtle")
    for name in ("lexstemma.ttl", "acts.ttl", "facts.ttl"):
        ontology.parse(data_path("ontology") / name, format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=wanted, ont_graph=ontology, inference="none", do_owl_imports=False)
    if not conforms:
        shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
        messages = sorted({f"{_local(report.value(r, shacl.focusNode))}: {report.value(r, shacl.resultMessage)}" for r in report.subjects(shacl.resultSeverity, None)})
        more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
        raise CaseError(f"does not conform to its shapes: {messages[0]}{more}", where=case.source)
    yield "conforms to its SHACL shapes"


def _local(node: object) -> str:
    return str(node).rpartition("#")[2] or str(node)


def _contradictions(case: Case, written: Path, *, insist: bool) -> Iterator[str]:
    from ..derivation import contradicts

    try:
        wrong = contradicts(written.read_bytes())
    except MissingExtra:
        if insist:
            raise
        yield "consistency under HermiT skipped: no Java was found (pip install 'lexstemma[owl]'; --owl insists)"
        return
    if wrong:
        raise CaseError("contradicts the ontology (HermiT)", where=case.source, expected="something is of two types that exclude each other")
    yield "consistent with the ontology (HermiT)"


