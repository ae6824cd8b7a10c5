"""Timing: medians with their spread, the machine's load, and one line per result.

Both the clock on the wall and the processor's time are taken. Everything measured here runs in one thread, so on a quiet
machine the two agree; budgets are held against the processor's time, which other people's programs disturb less.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple


class Time(NamedTuple):
    """One measurement, in milliseconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Result:
    """One measured claim, against its peer in the same run.

    Args:
        what, peer: what is timed, and what it is compared with (empty: nothing).
        wall, low, high: milliseconds on the wall clock: median, 10th and 90th percentile.
        cpu, least, peer_cpu: milliseconds of processor time: median, least, and the median of the peer (0 without one).
        budget, times: what `cpu` may be at most: milliseconds, and how many times the peer's.
        load: the machine's load average of the last minute.
    """

    what: str
    wall: float
    low: float
    high: float
    cpu: float
    least: float
    runs: int
    peer: str = ""
    peer_cpu: float = 0.0
    budget: float = 0.0
    times: float = 0.0
    load: float = 0.0

    @classmethod
    def of(
        cls, what: str, taken: list[Time], *, peer: str = "", against: list[Time] | None = None, budget: float, times: float = 0.0
    ) -> Result:
        wall, cpu = [t.wall for t in taken], [t.cpu for t in taken]
        cuts = statistics.quantiles(wall, n=10)
        return cls(
            what=what, wall=statistics.median(wall), low=cuts[0], high=cuts[-1],
            cpu=statistics.median(cpu), least=min(cpu), runs=len(taken),
            peer=peer, peer_cpu=statistics.median(t.cpu for t in against) if against else 0.0,
            budget=budget, times=times, load=os.getloadavg()[0],
        )  # fmt: skip

    @property
    def kept(self) -> bool:
        return self.cpu <= self.budget and (not self.times or self.cpu <= self.times * self.peer_cpu)

    def row(self) -> str:
        peer = f"{self.peer}: {self.peer_cpu:,.1f} ms cpu, ratio {self.cpu / self.peer_cpu:.2f}" if self.peer else "-"
        limits = f"{self.budget:g} ms{f' and {self.times:g} x peer' if self.times else ''} {'kept' if self.kept else 'NOT KEPT'}"
        wall = f"{self.wall:,.1f} ms ({self.low:,.1f} to {self.high:,.1f})"
        cpu = f"{self.cpu:,.1f} ms (least {self.least:,.1f})"
        return f"| {self.what} | {wall} | {cpu} | {self.runs} | {peer} | {limits} | {self.load:.1f} |"


HEAD = """\
| what | wall: median (10 % to 90 %) | cpu: median | runs | peer in the same run | budget | load |
|---|---|---|---|---|---|---|"""


def timed(task: Callable[[], object]) -> Time:
    """The time of one call in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    task()
    return Time((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def timed_child(task: Callable[[], object]) -> Time:
    """The time of one call that runs a program; the processor's time is the program's."""
    wall, cpu = time.perf_counter(), _children()
    task()
    return Time((time.perf_counter() - wall) * 1000, (_children() - cpu) * 1000)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def report(*results: Result) -> None:
    """Prints a table, or (with --json, for `all.py`) one JSON object a line."""
    if "--json" in sys.argv[1:]:
        for result in results:
            print(json.dumps(asdict(result)))
    else:
        print(HEAD, *(result.row() for result in results), sep="\n")
