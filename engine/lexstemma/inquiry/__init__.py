"""Floor 6: larger questions over runs; each answer with its reasons. Knows no file formats."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._between import StepDifference, between
    from ._clusters import Apart, Cluster, apart, clusters
    from ._differences import Decider, Difference, Enough, Turn, asked_of, explain_difference
    from ._holdings import Holding, holdings
    from ._lineage import Behind, works_behind, worst_first, worst_step
    from ._regimes import COUNTED, Regime, Regimes, regimes
    from ._sentences import deciding_sentence, enough_sentence, law_label

__all__ = [
    "COUNTED",
    "Apart", "Behind", "Cluster", "Decider", "Difference", "Enough", "Holding", "Regime", "Regimes", "StepDifference", "Turn",
    "apart", "asked_of", "between", "clusters", "deciding_sentence", "enough_sentence", "explain_difference", "holdings",
    "law_label", "regimes", "works_behind", "worst_first", "worst_step",
]  # fmt: skip

# Each inquiry stands in a module of its own and is imported when asked for.
_LATER = {
    "_between": ("StepDifference", "between"),
    "_clusters": ("Apart", "Cluster", "apart", "clusters"),
    "_differences": ("Decider", "Difference", "Enough", "Turn", "asked_of", "explain_difference"),
    "_holdings": ("Holding", "holdings"),
    "_lineage": ("Behind", "works_behind", "worst_first", "worst_step"),
    "_regimes": ("COUNTED", "Regime", "Regimes", "regimes"),
    "_sentences": ("deciding_sentence", "enough_sentence", "law_label"),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
