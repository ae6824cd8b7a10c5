"""Floor 4: deciding one question: rules, completions, prime implicants, issue states, proof trees. Knows no case."""

from typing import TYPE_CHECKING, Any

from ._decide import LAWFUL, NEEDED, NOT_ENCODED, STATUSES, Atoms, Decision, Outcome, Valuation, decide, rank, worst
from ._dnf import FALSE, TRUE, Formula, Theory, TooManyTerms, negative, positive
from ._explain import Explainer, Node, Reason, reasons
from ._finding import UNKNOWN, Finding, Origin
from ._issues import Bearing, IssueState, Standing, bearing, finding, issue_state
from ._program import Program, gather

if TYPE_CHECKING:
    from ._precedents import (
        INCONSISTENT,
        MODELS,
        UNSETTLED,
        Constraint,
        Distinction,
        Model,
        Ruling,
        conflict,
        constrain,
        distinguish,
        selected,
    )

__all__ = [
    "FALSE", "INCONSISTENT", "LAWFUL", "MODELS", "NEEDED", "NOT_ENCODED", "STATUSES", "TRUE", "UNKNOWN", "UNSETTLED",
    "Atoms", "Bearing", "Constraint", "Decision", "Distinction", "Explainer", "Finding", "Formula", "IssueState",
    "Model", "Node", "Origin", "Outcome", "Program", "Reason", "Ruling", "Standing", "Theory", "TooManyTerms", "Valuation",
    "bearing", "conflict", "constrain", "decide", "distinguish", "finding", "gather", "issue_state", "negative", "positive", "rank",
    "reasons", "selected", "worst",
]  # fmt: skip

# Imported when asked for: few questions turn on a standard that precedents decide.
_LATER = (
    "INCONSISTENT", "MODELS", "UNSETTLED",
    "Constraint", "Distinction", "Model", "Ruling",
    "conflict", "constrain", "distinguish", "selected",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from . import _precedents

        return getattr(_precedents, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
