"""What must be asked of whom: requirement sets per question, authorizations per rightsholder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..reasoning import NEEDED

if TYPE_CHECKING:
    from ._answer import Answer, Requirement


@dataclass(frozen=True, slots=True)
class Needs:
    """A question that is not lawful as it stands, and the minimal sets of which one suffices."""

    answer: Answer
    sets: tuple[tuple[Requirement, ...], ...]


@dataclass(frozen=True, slots=True)
class Authorization:
    """What one holder (or, where the case names none, one role) must be asked under one right.

    Args:
        holders: the agents whom the case names; empty if it names none.
        certain: needed whatever the open facts and issues turn out to be; else only unless they turn out well.
        answers: the answers that ask for it.
    """

    holders: tuple[str, ...]
    role: str
    right: str
    objects: tuple[str, ...]
    steps: tuple[str, ...]
    laws: tuple[str, ...]
    certain: bool
    answers: tuple[Answer, ...]


def needs(answers: Iterable[Answer]) -> tuple[Needs, ...]:
    """The requirement sets of every question that is not lawful as it stands."""
    return tuple(Needs(a, a.requirements) for a in answers if a.requirements != ((),))


def authorizations(answers: Iterable[Answer]) -> tuple[Authorization, ...]:
    """Grouped by holder, right and certainty; certain ones first.

    To ask for all of them clears everything that is encoded; the certain ones alone are the fewest that any way needs.
    """
    groups: dict[tuple[tuple[str, ...], str, str, bool], list[Answer]] = {}
    for answer in answers:
        right = answer.question.right
        if right is not None and answer.status in (NEEDED, "depends", "contested"):
            key = (answer.holders, answer.holder_role or "", right, answer.status == NEEDED)
            groups.setdefault(key, []).append(answer)
    found = [
        Authorization(
            holders=holders,
            role=role,
            right=right,
            objects=_distinct(a.question.object for a in group),
            steps=_distinct(a.question.step for a in group),
            laws=_distinct(a.question.place for a in group),
            certain=certain,
            answers=tuple(group),
        )
        for (holders, role, right, certain), group in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: not one.certain))


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
