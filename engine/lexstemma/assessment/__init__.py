"""Floor 5: cases x law -> answers, requirement sets, comparison, what-if. Knows no file formats."""

from typing import TYPE_CHECKING, Any

from ._answer import Answer, Dependency, Failure, Requirement
from ._questions import Question
from ._run import PLACE, Run, assess

if TYPE_CHECKING:
    from ._along import AnsweredChain
    from ._compare import Cell, Change, Row, changes, reason_for, worst_first
    from ._counterfactual import Counterfactual, counterfactuals
    from ._deciding import Deciding, cited, deciding
    from ._reform import Reform, Shift, Tally, reform, told, touched
    from ._requirements import Authorization, Needs
    from ._standards import SIDES, Weighing
    from ._term import applicable, end_of_term
    from ._when import Announced, Event, Period, Timeline
    from ._where import Trace

__all__ = [
    "PLACE", "SIDES",
    "Announced", "Answer", "AnsweredChain", "Authorization", "Cell", "Change", "Counterfactual", "Deciding", "Dependency", "Event",
    "Failure", "Needs", "Period", "Question", "Reform", "Requirement", "Row", "Run", "Shift", "Tally", "Timeline", "Trace",
    "Weighing",
    "applicable", "assess", "changes", "cited", "counterfactuals", "deciding", "end_of_term", "reason_for", "reform", "told",
    "touched", "worst_first",
]  # fmt: skip

# Views of a run are imported when asked for.
_LATER = {
    "_along": ("AnsweredChain",),
    "_compare": ("Cell", "Change", "Row", "changes", "reason_for", "worst_first"),
    "_counterfactual": ("Counterfactual", "counterfactuals"),
    "_deciding": ("Deciding", "cited", "deciding"),
    "_reform": ("Reform", "Shift", "Tally", "reform", "told", "touched"),
    "_requirements": ("Authorization", "Needs"),
    "_standards": ("SIDES", "Weighing"),
    "_term": ("applicable", "end_of_term"),
    "_when": ("Announced", "Event", "Period", "Timeline"),
    "_where": ("Trace",),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
