"""Floor 6: larger questions over runs; each answer with its reasons. Knows no file formats."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._accounts import DESCRIPTIVE, Account, Holding, Measured, Share, accounts
    from ._claims import CLAIM_STATUSES, Claim, claims
    from ._knowledge import iri, knowledge
    from ._query import ROWS, SECONDS, Result, Term, prefixes_of, query, refuse
    from ._questions import Parameter, StoredQuestion, choices, read_question, stored_question, stored_questions
    from ._until import Until

__all__ = [
    "CLAIM_STATUSES", "DESCRIPTIVE", "ROWS", "SECONDS",
    "Account", "Claim", "Holding", "Measured", "Parameter", "Result", "Share", "StoredQuestion", "Term", "Until",
    "accounts", "choices", "claims", "iri", "knowledge", "prefixes_of", "query", "read_question", "refuse", "stored_question",
    "stored_questions",
]  # fmt: skip

# Imported when asked for.
_LATER = {
    "_accounts": ("DESCRIPTIVE", "Account", "Holding", "Measured", "Share", "accounts"),
    "_claims": ("CLAIM_STATUSES", "Claim", "claims"),
    "_knowledge": ("iri", "knowledge"),
    "_query": ("ROWS", "SECONDS", "Result", "Term", "prefixes_of", "query", "refuse"),
    "_questions": ("Parameter", "StoredQuestion", "choices", "read_question", "stored_question", "stored_questions"),
    "_until": ("Until",),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
