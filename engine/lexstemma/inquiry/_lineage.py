"""What stands behind an output: every work with its role, how many chains lead from it, and a shortest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..reasoning import rank

if TYPE_CHECKING:
    from ..assessment import AnsweredChain, Needs, Run
    from ..derivation import Chain

TRAINING, TUNING, BOTH, OTHER = "training", "tuning", "both", "other"


@dataclass(frozen=True, slots=True)
class Behind:
    """One work behind an output (or other end of chains).

    Args:
        role: "training" (the weights behind it were pre-trained on the work), "tuning" (fine-tuned on it), "both", or "other":
            it came by retrieval, by what the case states directly or by evidence, with no training on it documented.
        chains: how many chains lead from the work to the end, exactly.
        shortest: one of the shortest.
    """

    end: str
    work: str
    role: str
    chains: int
    shortest: Chain


def works_behind(run: Run, end: str) -> Iterator[Behind]:
    """The works behind an output, in file order; nothing is enumerated, however many chains there are.

    Raises:
        InputError: the case has no such thing.
    """
    derivation = run.derivation
    counts = derivation.chains_from(end)
    trained, tuned = derivation.traces_to_training_data(end), derivation.traces_to_tuning_data(end)
    roles = {(True, True): BOTH, (True, False): TRAINING, (False, True): TUNING, (False, False): OTHER}
    shortest = derivation.shortest(end, counts)
    for work, number in counts.items():
        yield Behind(end, work, roles[work in trained, work in tuned], number, shortest[work])


def worst_step(one: AnsweredChain) -> str | None:
    """The step of a chain whose answer is the most demanding, the first of several; None if no step of it is asked about."""
    worst = max(one.answers, key=lambda answer: rank(answer.status), default=None)
    return worst.question.step if worst else None


def worst_first(one: AnsweredChain) -> tuple[Needs, ...]:
    """What a chain requires, the most demanding question first; those of one status in the order of the chain."""
    return tuple(sorted(one.factors, key=lambda need: -rank(need.answer.status)))
