"""What a case is told of a measurement: a node of evidence, ready for the section `evidence` of a case file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ._archive import write_whole
from ._overlap import Overlap
from ._record import Record, canonical, plain


def to_evidence(record: Record, *, id: str, about: str, concerning: str | None = None, source: str | None = None) -> dict[str, Any]:
    """The evidence of a record.

    Where what carries the grade has a flag but a lower grade stands without one, the case is told the lower grade without
    flags: a policy may ignore flagged evidence, and must not then miss the rest.

    Args:
        id: of the new node.
        about: the case's node of the weights that were measured.
        concerning: the case's node of the work; the record's own if None.
        source: where the record lies, as "probes/novel.json".
    """
    result = record.document["grade"]
    grade, flags = result["grade"], list(result["flags"])
    notes = list(result["reasons"])
    if flags and result["unflagged"] is not None:
        notes.append(f"{grade} is reached by passages with flags ({', '.join(flags)}) only")
        grade, flags = result["unflagged"], []
    instrument = record.document["instrument"]
    notes.append(f"weights {instrument['weights_digest']}, scores {record.document['scores']['digest']}")
    notes.append("does not show " + result["not_shown"])
    made: dict[str, Any] = {"id": id, "type": "Evidence", "about": about, "concerning": concerning or record.work, "grade": grade}
    made["evidenceFlag"] = flags
    made |= {"statedPower": result["stated_power"], "canaryProved": result["canary_proved"], "canaryP": result["canary_p"]}
    made |= {"greedyWindow": result["greedy"], "sampledWindow": result["sampled"]}
    made |= {"digest": record.digest, "source": source, "note": notes}
    return {key: value for key, value in made.items() if value is not None and value != []}


def overlap_evidence(found: Overlap, *, id: str, about: str, concerning: str, source: str | None = None) -> dict[str, Any]:
    """The evidence of an overlap: about an output, with the places in its notes.

    Args:
        id: of the new node.
        about: the case's node of the output.
        concerning: the case's node of the work.
        source: where the comparison was recorded.
    """
    digest = _digest(found)
    notes = [*found.reasons, f"{found.share_of_work:.2%} of the work's words, {found.share_of_output:.2%} of the output's"]
    notes.append(f"output {found.output_digest}, work {found.work_digest}")
    made = {
        "id": id, "type": "Evidence", "about": about, "concerning": concerning, "grade": found.grade,
        "evidenceFlag": sorted(found.flags), "digest": digest, "source": source, "note": notes,
    }  # fmt: skip
    return {key: value for key, value in made.items() if value is not None and value != []}


def write_overlap(found: Overlap, path: Path) -> None:
    """Writes a comparison as JSON with its digest, whole or not at all; no word of the texts is in it.

    Raises:
        InputError: it cannot be written.
    """
    whole = {**plain(found), "digest": _digest(found)}
    write_whole(path, (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8"))


def _digest(found: Overlap) -> str:
    """SHA-256 over the whole comparison."""
    return hashlib.sha256(canonical(plain(found))).hexdigest()
