"""A calibration in a file: how often the probe found works that are known to be in weights, so that "no evidence" can be weighed.

{"format": "lexstemma calibration 1", "name": "planted novels", "weights_digest": "<sha256>", "epochs": 2,
 "detections": [{"copies": 1, "found": 0, "works": 24}, {"copies": 8, "found": 24, "works": 24}]}
"""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError, read_bytes, write_atomically

from ._power import Calibration, Detection

FORMAT = "lexstemma calibration 1"
_KEYS = {"copies", "found", "works"}


def read_calibration(path: Path) -> Calibration:
    """The calibration of a file.

    Raises:
        InputError: no such file, another format, or figures that cannot be.
    """
    where = str(path)
    try:
        document = json.loads(read_bytes(path))
    except (ValueError, RecursionError):
        raise InputError("is not JSON", where=where, expected="expected a calibration") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError("is no calibration", where=where, expected=f'expected {{"format": "{FORMAT}", "detections": [...]}}')
    rows, epochs = document.get("detections"), document.get("epochs", 1)
    name, digest = document.get("name", path.stem), document.get("weights_digest")
    if not isinstance(rows, list) or not rows or not all(_sound(row) for row in rows):
        expected = 'expected {"copies": 1 or more, "found": at most works, "works": 1 or more}, one for each number of copies'
        raise InputError("has detections that cannot be", where=where, expected=expected)
    if len({row["copies"] for row in rows}) < len(rows):
        raise InputError("has a number of copies twice", where=where, expected="expected one row for each number of copies")
    if not isinstance(name, str) or not isinstance(digest, str) or not digest:
        raise InputError("names no weights", where=where, expected='expected "weights_digest", and a name of text')
    if isinstance(epochs, bool) or not isinstance(epochs, int | float) or not (math.isfinite(epochs) and epochs > 0):
        raise InputError(f"has {epochs!r} epochs", where=where, expected="expected a number above 0")
    return Calibration(name, digest, tuple(Detection(**row) for row in rows), float(epochs))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Writes the file whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    document = {"format": FORMAT, **dataclasses.asdict(calibration)}
    write_atomically(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _sound(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != _KEYS or not all(type(value) is int for value in row.values()):
        return False
    return bool(row["copies"] >= 1 and row["works"] >= 1 and 0 <= row["found"] <= row["works"])
