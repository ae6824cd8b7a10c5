"""Laws that say the same of a case, together; and what sets each group apart from the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ..reasoning import rank
from ._between import StepDifference, between
from ._differences import asked_of

if TYPE_CHECKING:
    from ..assessment import Run

By = Literal["step", "question"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Laws with one outcome.

    Args:
        laws: their ids, in the order asked.
        outcome: the status of every step (or question), the same under each of these laws; a question that a law does not ask
            is not in it.
    """

    laws: tuple[str, ...]
    outcome: tuple[tuple[str, str], ...]

    @property
    def statuses(self) -> dict[str, str]:
        return dict(self.outcome)


@dataclass(frozen=True, slots=True)
class Apart:
    """What sets a cluster apart from the next.

    Args:
        keys: the steps (or questions) with another status; that holds for any two laws of the clusters.
        compared: the first law of each, by which it is explained; other members may have other rules to the same effect.
        steps: the explanation, step by step.
    """

    keys: tuple[str, ...]
    compared: tuple[str, str]
    steps: tuple[StepDifference, ...]


def clusters(run: Run, by: By = "step") -> tuple[Cluster, ...]:
    """The laws of a run by identical outcome, the most demanding outcome first; every law stands in exactly one cluster.

    Args:
        by: "step" compares the most demanding status of every step, "question" that of every question.
    """
    outcomes = _by_step(run) if by == "step" else _by_question(run)
    together: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for law, outcome in outcomes.items():
        together.setdefault(tuple(outcome.items()), []).append(law)
    found = [Cluster(tuple(laws), outcome) for outcome, laws in together.items()]
    return tuple(sorted(found, key=lambda one: sorted((-rank(status) for _, status in one.outcome))))


def _by_step(run: Run) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in run.compare():
        for cell in row.cells:
            found.setdefault(cell.law, {})[row.step] = cell.status
    return found


def _by_question(run: Run) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for answer in run.answers():
        found.setdefault(answer.question.place or "?", {})["/".join(filter(None, asked_of(answer)))] = answer.status
    return found


def apart(run: Run, found: tuple[Cluster, ...], *, decisive: bool = True) -> Iterator[Apart]:
    """For every cluster but the last, what sets it apart from the next.

    Args:
        decisive: explain only the questions because of which a step's status differs.
    """
    for one, other in pairwise(found):
        ours, theirs = one.statuses, other.statuses
        keys = tuple(key for key in dict.fromkeys((*ours, *theirs)) if ours.get(key) != theirs.get(key))
        steps = {key.split("/")[0] for key in keys}
        a, b = one.laws[0], other.laws[0]
        yield Apart(keys, (a, b), between(run, a, b, steps=steps, decisive=decisive))
