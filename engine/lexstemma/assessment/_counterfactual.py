"""The smallest changes of known facts that would turn an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ..reasoning import LAWFUL, NEEDED
from ..terms import FactTerm

if TYPE_CHECKING:
    from ._answer import Answer

# Computations over what people did and can do otherwise; ages, places of birth and countries of origin stay as they are.
_CHANGEABLE = ("computeReservation", "computeReservationForm", "computeEvidence")
# To obtain a licence is an authorization, which the requirement sets list.
_PERMISSION = ("computeLicence", "computeOwnRight")
_MOST_ATOMS = 60


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Facts set the other way, and the status that the answer would have."""

    changes: tuple[tuple[str, bool], ...]
    status: str


def counterfactuals(answer: Answer, *, most: int = 2) -> tuple[Counterfactual, ...]:
    """For an answer that needs an authorization, the smallest changes that would make the act lawful; for a lawful one,
    the smallest after which it no longer is. Open answers have none: their requirement sets say it.

    Args:
        most: how many facts may change together.
    """
    if answer.status not in (*LAWFUL, NEEDED):
        return ()
    atoms = sorted(_changeable(answer))[:_MOST_ATOMS]
    found: list[Counterfactual] = []
    for size in range(1, most + 1):
        for chosen in combinations(atoms, size):
            if any(set(dict(one.changes)) <= set(dict(chosen)) for one in found):
                continue
            status = answer.with_values(dict(chosen)).status
            if (status in LAWFUL) != (answer.status in LAWFUL):
                found.append(Counterfactual(chosen, status))
        if found:
            break
    return tuple(c for c in found if answer.status in LAWFUL or c.status in LAWFUL)


def _changeable(answer: Answer) -> Iterator[tuple[str, bool]]:
    """Known facts in the proof that could be otherwise, each with its other value."""
    for node in answer.tree.walk():
        term = answer.run.words.facts.get(node.name) if node.kind == "atom" else None
        if term is None or node.finding is None or node.value is None or not _may_change(term, node.finding.origin):
            continue
        yield node.name, not node.value


def _may_change(term: FactTerm, origin: str) -> bool:
    if term.computed_by in _PERMISSION:
        return False
    if origin in ("stated", "presumed", "evidence", "what-if", "disputed"):
        return term.about != "Work"
    return origin == "computed" and term.computed_by in _CHANGEABLE
