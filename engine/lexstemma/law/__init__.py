"""Floor 3: law data loaded, linted and dated. Knows no case."""

from ._law import POSITIVE_LAW, Law
from ._model import ANYWHERE, Decision, Issue, Jurisdiction, LawBook, LicenceTerms, Position, Rule, Scope, Stance, TermRule

__all__ = [
    "ANYWHERE", "POSITIVE_LAW",
    "Decision", "Issue", "Jurisdiction", "Law", "LawBook", "LicenceTerms", "Position", "Rule", "Scope", "Stance", "TermRule",
]  # fmt: skip
