"""What a case is told of a measurement: a node of evidence, ready for the section `evidence` of a case file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexstemma.terms import write_atomically

from ._overlap import Overlap
from ._passages import KINDS
from ._record import Record, plain

_SHA256 = re.compile(r"[0-9a-f]{64}")


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
    if flags and result["unflagged"] not in (None, grade):
        notes.append(f"{grade} is reached by passages with flags ({', '.join(flags)}) only")
        grade, flags = result["unflagged"], []
    notes.append("does not show " + result["not_shown"])
    digest, place = record.weights_digest, _place(record.document["passages"], grade)
    if not _SHA256.fullmatch(digest):
        notes.append(f"weights {digest}: what the server holds was not checked")
    made = {
        "id": id, "type": "Evidence", "about": about, "concerning": concerning or record.work, "grade": grade,
        "evidenceFlag": flags, "statedPower": result["stated_power"], "canaryProved": result["canary_proved"],
        "canaryP": result["canary_p"], "greedyWindow": result["greedy"], "sampledWindow": result["sampled"],
        "workFrom": place and place[0], "workUntil": place and place[1],
        "weightsDigest": digest if _SHA256.fullmatch(digest) else None, "scoresDigest": record.document["scores"]["digest"],
        "digest": record.digest, "source": source, "note": notes,
    }  # fmt: skip
    return _told(made)


def _place(passages: Sequence[Mapping[str, Any]], grade: str) -> Sequence[int] | None:
    """Characters of the passage that carries a grade: of those with the fewest flags the likeliest, as when it was graded."""
    carrying = [passage for passage in passages if KINDS[passage["kind"]] == grade]
    best = max(carrying, key=lambda p: (-len(p["flags"]), p["logp"], -p["start"]), default=None)
    return None if best is None else best["characters"]


def overlap_evidence(found: Overlap, *, id: str, about: str, concerning: str, source: str | None = None) -> dict[str, Any]:
    """The evidence of an overlap: about an output, with the place of the passage that carries the grade.

    Args:
        id: of the new node.
        about: the case's node of the output.
        concerning: the case's node of the work.
        source: where the comparison was recorded.
    """
    run = found.carrying
    made = {
        "id": id, "type": "Evidence", "about": about, "concerning": concerning, "grade": found.grade,
        "evidenceFlag": sorted(found.flags), "workFrom": run and run.work[0], "workUntil": run and run.work[1],
        "outputFrom": run and run.output[0], "outputUntil": run and run.output[1],
        "shareOfWork": found.share_of_work, "shareOfOutput": found.share_of_output,
        "digest": found.digest, "source": source,
        "note": [*found.reasons, f"output {found.output_digest}, work {found.work_digest}"],
    }  # fmt: skip
    return _told(made)


def write_overlap(found: Overlap, path: Path) -> None:
    """Writes a comparison as JSON with its digest, whole or not at all; no word of the texts is in it.

    Raises:
        InputError: it cannot be written.
    """
    whole = {"format": "lexstemma overlap 1", **plain(found), "digest": found.digest}
    write_atomically(path, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _told(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value is not None and value != []}
