"""Floor 6: other tools' formats and checks: SHACL. Knows no rules."""

from ._check import check_case, check_law, stamp, stamped

__all__ = ["check_case", "check_law", "stamp", "stamped"]
