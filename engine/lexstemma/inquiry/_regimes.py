"""Regimes: for many cases and many laws, how many steps are free, excepted, licensed, to be authorized, contested or open.

A step counts once under a law, with the status that `compare` gives it: its most demanding one. A gap in coverage ranks with
what is open, so a step of which anything is not encoded never counts as free, excepted or licensed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..assessment import PLACE, assess
from ..reasoning import NOT_ENCODED, STATUSES, worst

if TYPE_CHECKING:
    from ..case import Case
    from ..law import Law

COUNTED = (*STATUSES, NOT_ENCODED)


@dataclass(frozen=True, slots=True)
class Regime:
    """One law over one case, or over all.

    Args:
        case: the id of the case; None for all together.
        law: the id of the law; "?" for steps of which the case does not say where they are done.
        counts: how many steps have each status, one number for each of `COUNTED`.
    """

    case: str | None
    law: str
    counts: tuple[int, ...]

    @property
    def steps(self) -> int:
        return sum(self.counts)

    def count(self, status: str) -> int:
        """How many steps have a status."""
        return self.counts[COUNTED.index(status)]


@dataclass(frozen=True, slots=True)
class Regimes:
    """A regime table.

    Args:
        cases: the ids of the cases, in the order given.
        rows: for every case its laws, in the order asked.
        totals: for every law all cases together.
    """

    cases: tuple[str, ...]
    rows: tuple[Regime, ...]
    totals: tuple[Regime, ...]


def regimes(cases: Iterable[Case], law: Law, *, under: str | Sequence[str] = PLACE) -> Regimes:
    """The regime table of some cases.

    Args:
        under: place codes, as if every step were done there; or `"place"`: each step counts under the law of its own place.

    Raises:
        InputError: an unknown place code.
    """
    names, rows = [], []
    for case in cases:
        names.append(case.id)
        rows += _of_case(case, law, under)
    totals: dict[str, list[int]] = {}
    for row in rows:
        so_far = totals.setdefault(row.law, [0] * len(COUNTED))
        for index, count in enumerate(row.counts):
            so_far[index] += count
    return Regimes(tuple(names), tuple(rows), tuple(Regime(None, name, tuple(counts)) for name, counts in totals.items()))


def _of_case(case: Case, law: Law, under: str | Sequence[str]) -> list[Regime]:
    run = assess(case, law, under=under)
    by_step: dict[tuple[str, str], list[str]] = {}
    laws: dict[str, None] = {}
    for answer in run.answers():
        place = answer.question.place or "?"
        laws[place] = None
        by_step.setdefault((answer.question.step, place), []).append(answer.status)
    if under != PLACE:
        # A law that asks nothing of a step names none of its rights: that is no freedom either.
        for step in case.of_kind("Step"):
            for place in laws:
                by_step.setdefault((step, place), [NOT_ENCODED])
    counts = {place: [0] * len(COUNTED) for place in laws}
    for (_, place), statuses in by_step.items():
        counts[place][COUNTED.index(worst(statuses))] += 1
    return [Regime(case.id, place, tuple(counts[place])) for place in laws]
