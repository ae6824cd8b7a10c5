"""Floor 3: law data loaded, linted and dated. Knows no case."""

from typing import TYPE_CHECKING, Any

from ._book import LawBook, Volume
from ._files import law_digest, law_faults, law_files, lint_bundled, stamp_file
from ._law import POSITIVE_LAW, Law
from ._model import ANYWHERE, Decision, Issue, Jurisdiction, LicenceTerms, Position, Rule, Scope, Stance, TermRule

if TYPE_CHECKING:
    from ._precedents import Court, Factor, Precedent, PrecedentBase
    from ._precedents_read import load_precedents

__all__ = [
    "ANYWHERE", "POSITIVE_LAW",
    "Court", "Decision", "Factor", "Issue", "Jurisdiction", "Law", "LawBook", "LicenceTerms", "Position", "Precedent",
    "PrecedentBase", "Rule", "Scope", "Stance", "TermRule", "Volume", "law_digest", "law_faults", "law_files",
    "lint_bundled", "load_precedents", "stamp_file",
]  # fmt: skip

# Imported when asked for: few questions turn on a standard that precedents decide.
_LATER = {
    **dict.fromkeys(("Court", "Factor", "Precedent", "PrecedentBase"), "_precedents"),
    "load_precedents": "_precedents_read",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
