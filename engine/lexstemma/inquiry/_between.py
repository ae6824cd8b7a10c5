"""Two laws over one case, step by step: every question on which they differ, with what decides it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
        return tuple(one for one in self.parts if _decides(self.statuses, (one.a.status, one.b.status)))


def between(
    run: Run, a: str, b: str, *, steps: Collection[str] | None = None, decisive: bool = False
) -> tuple[StepDifference, ...]:
    """Every step on which two laws of a run differ in some question, the most demanding first.

    Args:
        a, b: place codes, both asked by the run.
        steps: only these; every step if left out.
        decisive: explain only the questions because of which a step's status differs.

    Raises:
        InputError: an unknown place code.
    """
    by_step: dict[str, tuple[dict[tuple[str, ...], Answer], dict[tuple[str, ...], Answer]]] = {}
    for side, law in enumerate((a, b)):
        for answer in run.answers(law=law):
            if steps is not None and answer.question.step not in steps:
                continue
            by_step.setdefault(answer.question.step, ({}, {}))[side][asked_of(answer)] = answer
    found = []
    for step, (ours, theirs) in by_step.items():
        statuses = tuple(worst([answer.status for answer in side.values()]) if side else NOT_ENCODED for side in (ours, theirs))
        pairs = [(one, theirs[key]) for key, one in ours.items() if key in theirs]
        if decisive:
            pairs = [pair for pair in pairs if _decides(statuses, (pair[0].status, pair[1].status))]
        parts = [difference for one, other in pairs if (difference := explain_difference(one, other)) is not None]
        parts.sort(key=lambda d: -max(rank(d.a.status), rank(d.b.status)))
        only = tuple(answer for mine, other in ((ours, theirs), (theirs, ours)) for key, answer in mine.items() if key not in other)
        if parts or only:
            laws = tuple(run.law.jurisdiction(law).id for law in (a, b))  # type: ignore[union-attr]
            found.append(StepDifference(step, laws, statuses, tuple(parts), only))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda one: (not one.differs, -max(map(rank, one.statuses)))))


def _decides(of_step: Sequence[str], of_question: Sequence[str]) -> bool:
    """Whether a question is among those because of which a step has another status under two laws."""
    if of_step[0] == of_step[1] or of_question[0] == of_question[1]:
        return False
    if NOT_ENCODED in of_step:
        return NOT_ENCODED in of_question
    return max(map(rank, of_question)) > min(map(rank, of_step))
