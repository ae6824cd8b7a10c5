"""Floor 4: deciding one question: rules, completions, prime implicants, issue states, proof trees. Knows no case."""

from ._decide import NOT_ENCODED, STATUSES, Atoms, Decision, Outcome, Valuation, decide, rank, worst
from ._dnf import FALSE, TRUE, Formula, Theory, TooManyTerms, negative, positive
from ._explain import Explainer, Node, Reason, reasons
from ._finding import UNKNOWN, Finding, Origin
from ._issues import IssueState, Standing, finding, issue_state
from ._program import Kind, Program, gather

__all__ = [
    "FALSE", "NOT_ENCODED", "STATUSES", "TRUE", "UNKNOWN",
    "Atoms", "Decision", "Explainer", "Finding", "Formula", "IssueState", "Kind", "Node", "Origin", "Outcome", "Program", "Reason",
    "Standing", "Theory", "TooManyTerms", "Valuation",
    "decide", "finding", "gather", "issue_state", "negative", "positive", "rank", "reasons", "worst",
]  # fmt: skip
