"""Floor 2: a case: its graph, facts and their sources; load, check, save. Knows no closure and no law."""

from ._case import Case, Format, Statement

__all__ = ["Case", "Format", "Statement"]
