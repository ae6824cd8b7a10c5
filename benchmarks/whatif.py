"""One what-if on Figure 2, in process: change one fact, assess the whole case again, read every answer.

The case was assessed once before, as it is when a person asks "what if". Every run then changes another fact of a step, never
one asked before, and only such as change some answer. What the engine may know already is what the law object remembers:
questions alike in every respect that a rule looks at are decided once.
"""

from __future__ import annotations

import random
from functools import partial

from _measure import Result, report, timed
from lexstemma import Case, Law, assess
from lexstemma.terms import data_path, vocabulary

RUNS = 60


def statuses(case: Case, law: Law) -> list[str]:
    return [answer.status for answer in assess(case, law).answers()]


def main() -> None:
    case, law = Case.load(data_path("examples") / "figure2.yaml"), Law.load()
    facts = [term.name for term in vocabulary().facts.values() if term.about == "Step"]
    changes = [(fact, step, value) for step in case.of_kind("Step") for fact in facts for value in (True, False)]
    before = statuses(case, law)

    def ask(fact: str, step: str, value: bool) -> None:
        assess(case.with_statement(fact, step, value), law).answers()

    # Which changes matter is found out with a law object of its own, so that the measured one has not seen them.
    other = Law.load()
    telling = [change for change in changes if statuses(case.with_statement(*change), other) != before]
    asked = random.Random(1).sample(telling, min(RUNS, len(telling)))
    taken = [timed(partial(ask, *change)) for change in asked]
    report(Result.of(f"one what-if on Figure 2 that changes some of {len(before)} answers", taken, budget=20))


if __name__ == "__main__":
    main()
