"""One what-if on Figure 2, in process: change one fact and read every answer again.

The case was assessed once before, as it is when a person asks "what if". Every run then changes another fact of a step, never
one asked before, and only such as change some answer: with `Run.what_if`, which keeps what the fact cannot touch, and, as its
peer, by assessing the changed case anew. What the engine may know already is what the law object remembers: questions alike in
every respect that a rule looks at are decided once. Each way has a law object of its own.
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

    run = assess(case, law)
    run.answers()
    anew, other = Law.load(), Law.load()
    statuses(case, anew)

    def ask(fact: str, step: str, value: bool) -> None:
        run.what_if(fact, step, value).answers()

    def ask_anew(fact: str, step: str, value: bool) -> None:
        assess(case.with_statement(fact, step, value), anew).answers()

    # Which changes matter is found out with a law object of its own, so that the measured ones have not seen them.
    telling = [change for change in changes if statuses(case.with_statement(*change), other) != before]
    asked = random.Random(1).sample(telling, min(RUNS, len(telling)))
    taken = [(timed(partial(ask, *change)), timed(partial(ask_anew, *change))) for change in asked]
    what = f"one what-if on Figure 2 that changes some of {len(before)} answers"
    ours, peer = [t for t, _ in taken], [t for _, t in taken]
    report(Result.of(what, ours, peer="assessing the changed case anew", against=peer, budget=20))


if __name__ == "__main__":
    main()
