"""Requirement sets of a six-step chain under twelve jurisdictions: 72 questions, 300 rules, 30 % of the facts unknown.

The engine, clingo and pysat answer the same questions in the same run; the run fails if one set differs.
"""

from __future__ import annotations

import sys

from _measure import Result, load, milliseconds, report, spread
from _ours import program, sets
from _peers import by_clingo, by_pysat
from _synthetic import questions

RUNS = 21
SEED = 1


def main() -> None:
    asked = questions(SEED)
    programs = {rules: program(rules) for rules in {q.rules for q in asked}}
    ways = {
        "engine": lambda: [sets(programs[q.rules], q) for q in asked],
        "clingo": lambda: [by_clingo(q) for q in asked],
        "pysat": lambda: [by_pysat(q) for q in asked],
    }
    answers = {name: way() for name, way in ways.items()}
    if not answers["engine"] == answers["clingo"] == answers["pysat"]:
        sys.exit("the engine, clingo and pysat do not agree; nothing was measured")
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            times[name].append(milliseconds(way))
    median, low, high = spread(times["engine"])
    found = sum(len(answer) for answer in answers["engine"])
    what = f"requirement sets, {len(asked)} questions ({found} sets)"
    report(
        *(
            Result(what, median, low, high, RUNS, peer=peer, peer_median=spread(times[peer])[0], budget=10, load=load())
            for peer in ("clingo", "pysat")
        )
    )


if __name__ == "__main__":
    main()
