"""One what-if on Figure 2, in process: change one fact, assess the whole case again, read every answer.

Every run asks something else, and nothing of an answer is kept between runs: `assess` starts from the case each time.
"""

from __future__ import annotations

from functools import partial
from itertools import cycle, islice

from _measure import Result, report, timed
from lexstemma import Case, Law, assess
from lexstemma.terms import data_path

RUNS = 40
# A fact on the way to the exception, one of a person, and the copy in the weights: each asked both ways.
CHANGES = (("rightsReserved", "crawl"), ("lawfulAccess", "crawl"), ("memorised", "base"))


def main() -> None:
    case, law = Case.load(data_path("examples") / "figure2.yaml"), Law.load()

    def ask(fact: str, about: str, value: bool) -> int:
        return len(assess(case.with_statement(fact, about, value), law).answers())

    changes = [(fact, about, value) for fact, about in CHANGES for value in (True, False)]
    answers = ask(*changes[0])
    taken = [timed(partial(ask, *change)) for change in islice(cycle(changes), RUNS)]
    report(Result.of(f"one what-if on Figure 2 ({answers} answers again)", taken, budget=20))


if __name__ == "__main__":
    main()
