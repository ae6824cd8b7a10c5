"""Writes what a probe measured: scores and records in a folder beside the case, then the case, each whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import InputError

if TYPE_CHECKING:
    from ..case import Case
    from ..probes import Archive, Record

_SHORT = 12


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: the ids of new evidence, the ids that the case had already, and the folder of the records."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    folder: Path


def save(case: Case, target: Path, weights: str, records: Sequence[Record], archive: Archive) -> Saved:
    """Adds the evidence of the records to the case and writes it to `target`.

    Raises:
        InputError: the case cannot take the evidence, or something cannot be written; the case is then as it was.
    """
    from ..probes import to_evidence

    folder = target.parent / f"{target.stem}.probes"
    nodes, known, files = [], [], {}
    for record in records:
        slug = re.sub(r"[^\w.-]+", "-", record.work).strip("-.") or "work"
        name = f"{slug[:60]}-{record.digest[:_SHORT]}"
        id = f"probe-{name}"
        files[folder / f"{name}.json"] = record
        if case.graph.text(id, "digest") == record.digest:
            known.append(id)
        else:
            source = f"{folder.name}/{name}.json"
            nodes.append(to_evidence(record, id=id, about=weights, concerning=record.work, source=source))
    larger = case.with_evidence(nodes, source=str(target))  # refused before anything is written
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise InputError(f"cannot be made: {reason}", where=str(folder), expected="nothing was changed") from None
    scores = folder / scores_name(archive.digest)
    if not _holds(scores, archive.digest):  # packing writes the time, so that the same figures would make another file
        archive.write(scores)
    for path, record in files.items():
        record.write(path)
    added = tuple(str(node["id"]) for node in nodes)
    if added or not target.exists():
        larger.save_evidence(target, added, original=case.source)
    return Saved(added, tuple(known), folder)


def _holds(path: Path, digest: str) -> bool:
    from ..probes import read_archive

    try:
        return path.exists() and read_archive(path).digest == digest
    except InputError:
        return False


def scores_name(digest: str) -> str:
    """The file of raw scores, which lies beside the records that name its digest."""
    return f"scores-{digest[:_SHORT]}.npz"
