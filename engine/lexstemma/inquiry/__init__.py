"""Floor 6: larger questions over runs; each answer with its reasons. Knows no file formats."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._accounts import DESCRIPTIVE, Account, HeldBits, Measured, Share, accounts
    from ._alternatives import Alternative, Alternatives, alternatives
    from ._atoms import Atom, together, with_issue
    from ._between import StepDifference, between
    from ._claims import CLAIM_STATUSES, Claim, claims
    from ._clearing import NEVER, Clearing, Permission, Reading, clearing, demands
    from ._clusters import Apart, Cluster, apart, clusters
    from ._covering import Covering, Demand, covering
    from ._differences import Decider, Difference, Enough, Turn, asked_of, explain_difference
    from ._evidence_use import EvidenceUse, Piece, Stale, evidence_use, stale
    from ._flips import Flip, flips
    from ._holdings import Holding, holdings
    from ._knowledge import iri, knowledge
    from ._lineage import Behind, works_behind, worst_first, worst_step
    from ._query import ROWS, SECONDS, Result, Term, prefixes_of, query, refuse
    from ._questions import Parameter, StoredQuestion, choices, read_question, stored_question, stored_questions
    from ._regimes import COUNTED, Regime, Regimes, regimes
    from ._sensitivity import Sensitivity, Toggle, sensitivity
    from ._sentences import deciding_sentence, enough_sentence
    from ._until import Until

__all__ = [
    "CLAIM_STATUSES", "COUNTED", "DESCRIPTIVE", "NEVER", "ROWS", "SECONDS",
    "Account", "Alternative", "Alternatives", "Apart", "Atom", "Behind", "Claim", "Clearing", "Cluster", "Covering", "Decider",
    "Demand", "Difference", "Enough", "EvidenceUse", "Flip", "HeldBits", "Holding", "Measured", "Parameter", "Permission",
    "Piece", "Reading", "Regime", "Regimes", "Result", "Sensitivity", "Share", "Stale", "StepDifference", "StoredQuestion",
    "Term", "Toggle", "Turn", "Until",
    "accounts", "alternatives", "apart", "asked_of", "between", "choices", "claims", "clearing", "clusters", "covering",
    "deciding_sentence", "demands", "enough_sentence", "evidence_use", "explain_difference", "flips", "holdings", "iri",
    "knowledge", "prefixes_of", "query", "read_question", "refuse", "regimes", "sensitivity", "stale",
    "stored_question", "stored_questions", "together", "with_issue", "works_behind", "worst_first", "worst_step",
]  # fmt: skip

# Each inquiry stands in a module of its own and is imported when asked for.
_LATER = {
    "_accounts": ("DESCRIPTIVE", "Account", "HeldBits", "Measured", "Share", "accounts"),
    "_alternatives": ("Alternative", "Alternatives", "alternatives"),
    "_atoms": ("Atom", "together", "with_issue"),
    "_between": ("StepDifference", "between"),
    "_claims": ("CLAIM_STATUSES", "Claim", "claims"),
    "_clearing": ("NEVER", "Clearing", "Permission", "Reading", "clearing", "demands"),
    "_clusters": ("Apart", "Cluster", "apart", "clusters"),
    "_covering": ("Covering", "Demand", "covering"),
    "_differences": ("Decider", "Difference", "Enough", "Turn", "asked_of", "explain_difference"),
    "_evidence_use": ("EvidenceUse", "Piece", "Stale", "evidence_use", "stale"),
    "_flips": ("Flip", "flips"),
    "_holdings": ("Holding", "holdings"),
    "_knowledge": ("iri", "knowledge"),
    "_lineage": ("Behind", "works_behind", "worst_first", "worst_step"),
    "_query": ("ROWS", "SECONDS", "Result", "Term", "prefixes_of", "query", "refuse"),
    "_questions": ("Parameter", "StoredQuestion", "choices", "read_question", "stored_question", "stored_questions"),
    "_regimes": ("COUNTED", "Regime", "Regimes", "regimes"),
    "_sensitivity": ("Sensitivity", "Toggle", "sensitivity"),
    "_sentences": ("deciding_sentence", "enough_sentence"),
    "_until": ("Until",),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
