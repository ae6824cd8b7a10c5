"""Writes what was measured: files in a folder beside the case, then the case, each whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terms import InputError

if TYPE_CHECKING:
    from ..case import Case
    from ..probes import Archive, Overlap, Record

_SHORT = 12


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: the ids of new evidence, the ids that the case had already, and the folder of the records."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One measurement: its id in the case and its digest, its evidence given where the record lies, and how to write that."""

    id: str
    digest: str
    evidence: Callable[[str], dict[str, Any]]
    write: Callable[[Path], None]


def save(case: Case, target: Path, weights: str, records: Sequence[Record], archive: Archive) -> Saved:
    """Adds the evidence of records to the case and writes it to `target`, raw scores and records before it.

    Raises:
        InputError: the case cannot take the evidence, or something cannot be written; the case is then as it was.
    """
    from ..probes import to_evidence

    def entry(record: Record) -> Entry:
        id = f"probe-{_slug(record.work)}-{record.digest[:_SHORT]}"

        def evidence(source: str) -> dict[str, Any]:
            return to_evidence(record, id=id, about=weights, concerning=record.work, source=source)

        return Entry(id, record.digest, evidence, record.write)

    def write_scores(folder: Path) -> None:
        scores = folder / scores_name(archive.digest)
        if not _holds(scores, archive.digest):  # packing writes the time, so that the same figures would make another file
            archive.write(scores)

    return _save(case, target, [entry(record) for record in records], before=write_scores)


def save_overlaps(case: Case, target: Path, output: str, found: dict[str, Overlap]) -> Saved:
    """The same for comparisons of an output with works.

    Raises:
        InputError: as for `save`.
    """
    from ..probes import overlap_evidence, write_overlap

    def entry(work: str, one: Overlap) -> Entry:
        id = f"overlap-{_slug(output)}-{_slug(work)}-{one.digest[:_SHORT]}"

        def evidence(source: str) -> dict[str, Any]:
            return overlap_evidence(one, id=id, about=output, concerning=work, source=source)

        return Entry(id, one.digest, evidence, lambda path: write_overlap(one, path))

    return _save(case, target, [entry(*pair) for pair in found.items()])


def _save(case: Case, target: Path, entries: Sequence[Entry], before: Callable[[Path], None] | None = None) -> Saved:
    folder = target.parent / f"{target.stem}.probes"
    known = [entry.id for entry in entries if case.graph.text(entry.id, "digest") == entry.digest]
    new = [entry for entry in entries if entry.id not in known]
    # Refused before anything is written.
    larger = case.with_evidence([entry.evidence(f"{folder.name}/{_file(entry)}") for entry in new], source=str(target))
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise InputError(f"cannot be made: {reason}", where=str(folder), expected="nothing was changed") from None
    if before is not None:
        before(folder)
    for entry in entries:
        entry.write(folder / _file(entry))
    added = tuple(entry.id for entry in new)
    if added or not target.exists():
        larger.save_evidence(target, added, original=case.source)
    return Saved(added, tuple(known), folder)


def _file(entry: Entry) -> str:
    return f"{entry.id.removeprefix('probe-')}.json"


def _slug(name: str) -> str:
    return (re.sub(r"[^\w.-]+", "-", name).strip("-.") or "work")[:60]


def _holds(path: Path, digest: str) -> bool:
    from ..probes import read_archive

    try:
        return path.exists() and read_archive(path).digest == digest
    except InputError:
        return False


def scores_name(digest: str) -> str:
    """The file of raw scores, which lies beside the records that name its digest."""
    return f"scores-{digest[:_SHORT]}.npz"
