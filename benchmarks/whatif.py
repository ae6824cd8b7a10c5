"""One what-if on Figure 2, in process: change one fact, assess the whole case again, read every answer.

Every run asks something else, and nothing of an answer is kept between runs: `assess` starts from the case each time.
"""

from __future__ import annotations

from itertools import cycle, islice

from _measure import Result, report, timed
from lexstemma import Case, Law, assess
from lexstemma.terms import data_path

RUNS = 40
# A fact on the way to the exception, one of a person, and the copy in the weights: each asked both ways.
CHANGES = (("rightsReserved", "crawl"), ("lawfulAccess", "crawl"), ("memorised", "base"))


def main() -> None:
    case, law = Case.load(data_path("examples") / "figure2.yaml"), Law.load()
    assess(case, law).answers()
    asked = islice(cycle((fact, about, value) for fact, about in CHANGES for value in (True, False)), RUNS)
    taken = [timed(lambda q=q: assess(case.with_statement(q[0], q[1], q[2]), law).answers()) for q in asked]
    report(Result.of(f"one what-if on Figure 2, {len(assess(case, law).answers())} answers again", taken, budget=20))


if __name__ == "__main__":
    main()
