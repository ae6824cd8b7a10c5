"""Saving a case: the format of the suffix; the file is replaced in one step or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from lexstemma.terms import CaseError, Graph

from ._sections import jsonld, yaml
from ._triples import ntriples, turtle


def save(case: str, graph: Graph, path: Path) -> None:
    """Writes `graph`; see `Case.save`."""
    writers: dict[str, Callable[[str, Graph], str]] = {
        ".ttl": turtle, ".nt": ntriples, ".yaml": yaml, ".yml": yaml, ".jsonld": jsonld, ".json": jsonld,
    }  # fmt: skip
    if (writer := writers.get(path.suffix.lower())) is None:
        raise CaseError(f"cannot write '{path.suffix}'", where=str(path), expected="expected .yaml, .jsonld, .ttl or .nt")
    write_atomically(path, writer(case, graph))


def write_atomically(path: Path, text: str) -> None:
    """Writes beside the file and then takes its place, so that a reader sees the old text or the new, never half.

    Raises:
        CaseError: the folder is missing or cannot be written to.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a case keeps the rights it had, or gets those of a new file.
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = (problem.strerror or str(problem)).lower()
        raise CaseError(f"cannot be written: {reason}", where=str(path), expected="nothing was changed") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
