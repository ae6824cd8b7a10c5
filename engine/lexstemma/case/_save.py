"""Saving a case: the format of the suffix; the file is replaced in one step or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lexstemma.terms import CaseError, Graph, write_atomically

from ._sections import jsonld, yaml
from ._triples import ntriples, turtle


def save(case: str, graph: Graph, path: Path) -> None:
    """Writes `graph`; see `Case.save`."""
    writers: dict[str, Callable[[str, Graph], str]] = {
        ".ttl": turtle, ".nt": ntriples, ".yaml": yaml, ".yml": yaml, ".jsonld": jsonld, ".json": jsonld,
    }  # fmt: skip
    if (writer := writers.get(path.suffix.lower())) is None:
        raise CaseError(f"cannot write '{path.suffix}'", where=str(path), expected="expected .yaml, .jsonld, .ttl or .nt")
    write_atomically(path, writer(case, graph), CaseError)
