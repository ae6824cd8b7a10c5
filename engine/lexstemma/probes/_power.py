"""What "no evidence" is worth: how often the same probe found works that are known to be in weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._nulls import clopper_pearson

ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Detection:
    """Works planted in training and how many of them the probe found.

    Attributes:
        copies: how often each stood in the training data (k).
        found: works that got the grade in question or a higher one.
        works: works planted.
    """

    copies: int
    found: int
    works: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A run of the probe on weights whose training is known.

    Attributes:
        name: how people call it.
        weights_digest: the weights it was run on.
        detections: by number of copies.
        epochs: how often the training data were read: exposures are copies times epochs.
    """

    name: str
    weights_digest: str
    detections: tuple[Detection, ...]
    epochs: float = 1.0


@dataclass(frozen=True, slots=True)
class Power:
    """The power statement that stands beside every G0.

    Attributes:
        statement: in words.
        probability: lower bound (95 %, Clopper-Pearson) of the probability of finding a work of that many copies in *these*
            weights; None where the calibration was run on other weights, or there is none: then nothing follows from G0.
        copies: fewest copies from which on the lower bound reached `ENOUGH`, or else the most copies tried.
    """

    statement: str
    probability: float | None
    copies: int | None


def power_statement(calibration: Calibration | None, weights_digest: str) -> Power:
    """What would have been seen.

    Raises:
        InputError: a calibration without planted works.
    """
    if calibration is None:
        return Power("no calibration was run: nothing at all follows from finding nothing", None, None)
    rows = sorted(calibration.detections, key=lambda row: row.copies)
    if not rows:
        raise InputError("no planted works", where=calibration.name, expected="expected detections by number of copies")
    bounds = [clopper_pearson(row.found, row.works, level=0.9)[0] for row in rows]  # one-sided 95 %
    enough = next((n for n in range(len(rows)) if min(bounds[n:]) >= ENOUGH), None)
    at = len(rows) - 1 if enough is None else enough
    row, bound = rows[at], bounds[at]
    exposures = f"{row.copies} copies ({row.copies * calibration.epochs:g} exposures)"
    words = f"in {calibration.name}, {row.found} of {row.works} works of {exposures} were found, "
    words += f"at least {bound:.0%} with 95 % confidence"
    words += "" if enough is not None else f"; no number of copies was found reliably ({ENOUGH:.0%})"
    if calibration.weights_digest != weights_digest:
        words += "; these are other weights, so this is an illustration and no power of this test"
        return Power(words, None, row.copies)
    return Power(words + "; fewer copies would not have been seen as surely", bound, row.copies)


def detections(results: Sequence[tuple[int, bool]]) -> tuple[Detection, ...]:
    """Detections by copies from (copies, found) of each planted work."""
    table: dict[int, list[bool]] = {}
    for copies, found in results:
        table.setdefault(copies, []).append(found)
    return tuple(Detection(copies, sum(rows), len(rows)) for copies, rows in sorted(table.items()))
