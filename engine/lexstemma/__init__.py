"""Lexstemma: the family tree of generative AI, and what copyright law requires at every step of it.

from lexstemma import Case, Law, assess
run = assess(Case.load("case.yaml"), Law.load(), under="place")
for answer in run.answers():
    print(answer.status, answer.why())
"""

from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .assessment import Answer, Run, assess
    from .case import Case
    from .clearance import LicenceFinding, licence_findings
    from .inquiry import Claim, accounts, claims, explain_difference
    from .law import Law
    from .reasoning import STATUSES
    from .terms import CaseError, InputError, LawError, LexstemmaError, MissingExtra

__all__ = [
    "STATUSES", "Answer", "Case", "CaseError", "Claim", "InputError", "Law", "LawError", "LexstemmaError", "LicenceFinding",
    "MissingExtra", "Run", "__version__", "accounts", "assess", "claims", "explain_difference", "licence_findings",
]  # fmt: skip

# Imported when asked for, so that `import lexstemma` costs nothing to a program that only wants the version.
_ROOMS = {
    "assessment": ("Answer", "Run", "assess"),
    "case": ("Case",),
    "clearance": ("LicenceFinding", "licence_findings"),
    "inquiry": ("Claim", "accounts", "claims", "explain_difference"),
    "law": ("Law",),
    "reasoning": ("STATUSES",),
    "terms": ("CaseError", "InputError", "LawError", "LexstemmaError", "MissingExtra"),
}


def __getattr__(name: str) -> Any:
    for room, names in _ROOMS.items():
        if name in names:
            from importlib import import_module

            found = globals()[name] = getattr(import_module(f"{__name__}.{room}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
