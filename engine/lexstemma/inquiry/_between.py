"""Two laws over one case, step by step: every question on which they differ, with what decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..reasoning import NOT_ENCODED, rank, worst
from ._differences import Difference, asked_of, explain_difference

if TYPE_CHECKING:
    from ..assessment import Answer, Run


@dataclass(frozen=True, slots=True)
class StepDifference:
    """One step under two laws.

    Args:
        laws: the two laws.
        statuses: the most demanding status of the step under each.
        parts: the questions answered differently, the most demanding first.
        only: questions that one law alone asks, because the other names the right otherwise.
    """

    step: str
    laws: tuple[str, str]
    statuses: tuple[str, str]
    parts: tuple[Difference, ...]
    only: tuple[Answer, ...]

    @property
    def differs(self) -> bool:
        """Whether the step as a whole has another status; else it is only inside that the laws differ."""
        return self.statuses[0] != self.statuses[1]

    @property
    def decisive(self) -> tuple[Difference, ...]:
        """The questions because of which the step is more demanding under one law; of a gap in coverage, the gaps."""
        if not self.differs:
            return ()
        if NOT_ENCODED in self.statuses:
            return tuple(one for one in self.parts if NOT_ENCODED in (one.a.status, one.b.status))
        least = min(map(rank, self.statuses))
        return tuple(one for one in self.parts if max(rank(one.a.status), rank(one.b.status)) > least)


def between(run: Run, a: str, b: str) -> tuple[StepDifference, ...]:
    """Every step on which two laws of a run differ in some question, the most demanding first.

    Args:
        a, b: place codes, both asked by the run.

    Raises:
        InputError: an unknown place code.
    """
    by_step: dict[str, tuple[dict[tuple[str, ...], Answer], dict[tuple[str, ...], Answer]]] = {}
    for side, law in enumerate((a, b)):
        for answer in run.answers(law=law):
            by_step.setdefault(answer.question.step, ({}, {}))[side][asked_of(answer)] = answer
    found = []
    for step, (ours, theirs) in by_step.items():
        pairs = [(one, theirs[key]) for key, one in ours.items() if key in theirs]
        parts = [difference for one, other in pairs if (difference := explain_difference(one, other)) is not None]
        parts.sort(key=lambda d: -max(rank(d.a.status), rank(d.b.status)))
        only = tuple(answer for mine, other in ((ours, theirs), (theirs, ours)) for key, answer in mine.items() if key not in other)
        if parts or only:
            statuses = tuple(worst([answer.status for answer in side.values()]) if side else NOT_ENCODED for side in (ours, theirs))
            laws = tuple(run.law.jurisdiction(law).id for law in (a, b))  # type: ignore[union-attr]
            found.append(StepDifference(step, laws, statuses, tuple(parts), only))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda one: (not one.differs, -max(map(rank, one.statuses)))))
