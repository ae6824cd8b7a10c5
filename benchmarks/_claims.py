"""A claim that is not a time: a ratio of two ways taken in turns, a difference of figures, a size; with its bound and its noise."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Claim:
    """One measured claim.

    Args:
        what: what is measured, and against what.
        value, low, high: median, least and greatest of the runs, in `unit`.
        bound, at_least: what `value` must reach, or (`at_least` false) must not pass; None: told, without a bound.
        note: what else a reader must know.
        load: the machine's load average of the last minute.
    """

    what: str
    value: float
    low: float
    high: float
    unit: str
    runs: int
    bound: float | None = None
    at_least: bool = True
    note: str = ""
    load: float = 0.0

    @classmethod
    def of(
        cls, what: str, taken: Sequence[float], unit: str, *, least: float | None = None, most: float | None = None, note: str = ""
    ) -> Claim:
        """Of one figure per run."""
        return cls(
            what=what, value=statistics.median(taken), low=min(taken), high=max(taken), unit=unit, runs=len(taken),
            bound=most if least is None else least, at_least=least is not None, note=note, load=os.getloadavg()[0],
        )  # fmt: skip

    @property
    def kept(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def row(self) -> str:
        figure = f"{self.value:.3g}" if self.runs == 1 else f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"
        bound = "-"
        if self.bound is not None:
            bound = f"{'at least' if self.at_least else 'at most'} {self.bound:g}: {'kept' if self.kept else 'NOT KEPT'}"
        return f"| {self.what} | {figure} {self.unit} | {self.runs} | {bound} | {self.note or '-'} | {self.load:.1f} |"


CLAIMS_HEAD = """\
| what | median (least to greatest) | runs | bound | note | load |
|---|---|---|---|---|---|"""


def tell(claims: Sequence[Claim]) -> None:
    """Prints a table, or (with --json, for `all.py`) one JSON object a line."""
    if "--json" in sys.argv[1:]:
        for claim in claims:
            print(json.dumps(asdict(claim)))
    else:
        print(CLAIMS_HEAD, *(claim.row() for claim in claims), sep="\n", flush=True)
