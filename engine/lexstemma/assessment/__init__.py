"""Floor 5: cases x law -> answers, requirement sets, comparison, what-if. Knows no file formats."""

from ._along import AnsweredChain
from ._answer import Answer, Dependency, Failure, Requirement
from ._compare import Cell, Change, Row, changes, reason_for, worst_first
from ._counterfactual import Counterfactual, counterfactuals
from ._deciding import Deciding, cited, deciding
from ._questions import Question
from ._requirements import Authorization, Needs
from ._run import PLACE, Run, assess
from ._where import Trace

__all__ = [
    "PLACE",
    "Answer", "AnsweredChain", "Authorization", "Cell", "Change", "Counterfactual", "Deciding", "Dependency", "Failure", "Needs",
    "Question", "Requirement", "Row", "Run", "Trace",
    "assess", "changes", "cited", "counterfactuals", "deciding", "reason_for", "worst_first",
]  # fmt: skip
