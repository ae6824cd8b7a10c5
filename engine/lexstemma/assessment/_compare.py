"""One case under several laws, step by step; and one run against another: what-if and reform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..reasoning import NOT_ENCODED, rank, worst
from ._deciding import Deciding, deciding

if TYPE_CHECKING:
    from ._answer import Answer
    from ._run import Run


@dataclass(frozen=True, slots=True)
class Cell:
    """A step under one law: its most demanding status, and the answer that gives it.

    Args:
        encoded: where the status is a gap in coverage, the most demanding answer of what is encoded.
    """

    law: str
    status: str
    answer: Answer | None
    encoded: Answer | None = None

    @property
    def deciding(self) -> Deciding | None:
        return None if self.answer is None else deciding(self.answer)


@dataclass(frozen=True, slots=True)
class Row:
    """One step under every law of a run."""

    step: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.status for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer is not the same in two runs; one side is None where the question does not arise."""

    id: str
    before: Answer | None
    after: Answer | None


def compare(run: Run) -> tuple[Row, ...]:
    """A row for every step, in file order, with a cell for every law asked about any step."""
    by_step: dict[str, dict[str, list[Answer]]] = {}
    laws: dict[str, None] = {}
    for answer in run.answers():
        law = answer.question.place or "?"
        laws[law] = None
        by_step.setdefault(answer.question.step, {}).setdefault(law, []).append(answer)
    return tuple(Row(step, tuple(_cell(law, found[law]) for law in laws if law in found)) for step, found in by_step.items())


def _cell(law: str, answers: list[Answer]) -> Cell:
    status = worst([a.status for a in answers])
    answer = next((a for a in answers if a.status == status), None)
    encoded = [a for a in answers if a.status != NOT_ENCODED] if status == NOT_ENCODED else []
    return Cell(law, status, answer, max(encoded, key=lambda a: rank(a.status), default=None))


def changes(before: Run, after: Run) -> tuple[Change, ...]:
    """The questions with another status, or that arise in one of the runs only, in the order of the first run."""
    one, other = _keyed(before), _keyed(after)
    found = []
    for key in dict.fromkeys((*one, *other)):
        was, now = one.get(key), other.get(key)
        if was is None or now is None or was.status != now.status:
            found.append(Change("/".join(part for part in key if part), was, now))
    return tuple(found)


def _keyed(run: Run) -> dict[tuple[str, ...], Answer]:
    """Answers by what is asked, so that a step moved to another place is still the same question."""
    found: dict[tuple[str, ...], Answer] = {}
    for answer in run.answers():
        q = answer.question
        place = "" if run.under == "place" else q.place or "?"
        found[q.step, q.act or "", q.object or "", q.right or "", q.result or "", q.result_entity or "", place] = answer
    return found


def reason_for(change: Change) -> Deciding | None:
    """What decides the answer after the change; before it, where the question no longer arises."""
    answer = change.after or change.before
    return None if answer is None else deciding(answer)


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Rows by how demanding their worst cell is; steps of one status keep their order."""
    return sorted(rows, key=lambda row: -max(rank(cell.status) for cell in row.cells))
