"""Floor 2: a case: its graph, facts and their sources; load, check, save. Knows no closure and no law."""

from ._case import HELD_AS, Case, Format, Statement
from ._template import template, write_template

__all__ = ["HELD_AS", "Case", "Format", "Statement", "template", "write_template"]
