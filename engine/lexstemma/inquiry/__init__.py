"""Floor 6: larger questions over runs; each answer with its reasons. Knows no file formats."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._alternatives import Alternative, Alternatives, alternatives
    from ._atoms import Atom, together, with_issue
    from ._clearing import NEVER, Clearing, Permission, Reading, clearing, demands
    from ._covering import Covering, Demand, covering
    from ._evidence_use import EvidenceUse, Piece, Stale, evidence_use, stale
    from ._flips import Flip, flips
    from ._sensitivity import Sensitivity, Toggle, sensitivity

__all__ = [
    "NEVER",
    "Alternative", "Alternatives", "Atom", "Clearing", "Covering", "Demand", "EvidenceUse", "Flip", "Permission", "Piece",
    "Reading", "Sensitivity", "Stale", "Toggle",
    "alternatives", "clearing", "covering", "demands", "evidence_use", "flips", "sensitivity", "stale", "together", "with_issue",
]  # fmt: skip

# Every inquiry is imported when asked for.
_LATER = {
    "_alternatives": ("Alternative", "Alternatives", "alternatives"),
    "_atoms": ("Atom", "together", "with_issue"),
    "_clearing": ("NEVER", "Clearing", "Permission", "Reading", "clearing", "demands"),
    "_covering": ("Covering", "Demand", "covering"),
    "_evidence_use": ("EvidenceUse", "Piece", "Stale", "evidence_use", "stale"),
    "_flips": ("Flip", "flips"),
    "_sensitivity": ("Sensitivity", "Toggle", "sensitivity"),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
