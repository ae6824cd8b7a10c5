"""Timing: medians with their spread, the machine's load, and one line per result."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One measured claim, against its peer in the same run.

    Args:
        what, peer: what is timed, and what it is compared with (empty: nothing).
        median, low, high: milliseconds; the spread is the 10th and the 90th percentile.
        peer_median: milliseconds; 0 without a peer.
        budget: milliseconds, or (with `times`) how many times the peer's time.
    """

    what: str
    median: float
    low: float
    high: float
    runs: int
    peer: str = ""
    peer_median: float = 0.0
    budget: float = 0.0
    times: float = 0.0
    load: float = 0.0

    @property
    def kept(self) -> bool:
        within = not self.budget or self.median <= self.budget
        return within and (not self.times or self.median <= self.times * self.peer_median)

    def row(self) -> str:
        peer = f"{self.peer}: {self.peer_median:,.1f} ms, ratio {self.median / self.peer_median:.2f}" if self.peer else "-"
        limits = [f"{self.budget:g} ms"] if self.budget else []
        limits += [f"{self.times:g} x peer"] if self.times else []
        spread = f"{self.low:,.1f} to {self.high:,.1f}"
        verdict = " and ".join(limits) + (" kept" if self.kept else " NOT KEPT") if limits else "-"
        return f"| {self.what} | {self.median:,.1f} ms | {spread} | {self.runs} | {peer} | {verdict} | {self.load:.1f} |"


HEAD = "| what | median | 10 % to 90 % | runs | peer in the same run | budget | load |\n|---|---|---|---|---|---|---|"


def milliseconds(task: Callable[[], object]) -> float:
    """The wall time of one call."""
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1000


def spread(times: list[float]) -> tuple[float, float, float]:
    """Median, 10th and 90th percentile."""
    cuts = statistics.quantiles(times, n=10)
    return statistics.median(times), cuts[0], cuts[-1]


def load() -> float:
    """The machine's load average of the last minute."""
    return os.getloadavg()[0]


def report(*results: Result) -> None:
    """Prints a table, or (with --json, for `all.py`) one JSON object a line."""
    if "--json" in sys.argv[1:]:
        for result in results:
            print(json.dumps(asdict(result)))
    else:
        print(HEAD, *(result.row() for result in results), sep="\n")
