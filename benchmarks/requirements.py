"""Requirement sets of a six-step chain under twelve jurisdictions: 72 questions, 300 rules, 30 % of the facts unknown.

The engine, clingo and pysat answer the same questions in the same run; the run fails if one set differs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from _measure import Result, Time, report, timed
from _ours import answer, program, sets
from _peers import by_clingo, by_pysat
from _synthetic import questions

RUNS = 21
SEED = 1


def main() -> None:
    asked = questions(SEED)
    programs = {rules: program(rules) for rules in {q.rules for q in asked}}
    ways: dict[str, Callable[[], object]] = {
        "engine": lambda: [answer(programs[q.rules], q) for q in asked],
        "clingo": lambda: [by_clingo(q) for q in asked],
        "pysat": lambda: [by_pysat(q) for q in asked],
    }
    ours = [sets(answer(programs[q.rules], q)) for q in asked]
    if not ours == ways["clingo"]() == ways["pysat"]():
        sys.exit("the engine, clingo and pysat do not agree; nothing was measured")
    taken: dict[str, list[Time]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            taken[name].append(timed(way))
    what = f"requirement sets, {len(asked)} questions ({sum(len(one) for one in ours)} sets)"
    report(*(Result.of(what, taken["engine"], peer=peer, against=taken[peer], budget=10) for peer in ("clingo", "pysat")))


if __name__ == "__main__":
    main()
