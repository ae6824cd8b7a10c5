"""Floor 6: answers as tables, records, RDF and text. Knows no rules."""

from typing import TYPE_CHECKING, Any

from ._page import Page, clean
from ._summary import print_assessment, print_foot, print_head, print_matrix, print_steps, status_part
from ._words import NOT_ADVICE, STATUS_SHORT, STATUS_WORDS, asked, listed, required

if TYPE_CHECKING:
    from ._authorities import Authority, authorities
    from ._citations import to_bibtex, to_csl
    from ._comparison import print_changes, print_comparison, reason_text
    from ._csv import safe_cell, to_csv
    from ._curve import Curve, curve, curve_svg, curve_words, print_curve
    from ._explanation import print_explanations
    from ._heat import Piece, heat_html, heat_pieces, pieces_of, print_heat
    from ._json import json_schema, to_json
    from ._markdown import proof_markdown
    from ._memo import Memo, memo, memo_docx, memo_html, memo_markdown, memo_pdf
    from ._picture import Picture, picture
    from ._probe import FIGURES, GRADE_WORDS, does_not_show, figures, paragraph, print_probe, provenance
    from ._record import answer_record, change_record, rule_record, run_record, standard_record
    from ._turtle import to_turtle
    from ._weighing import print_weighing

__all__ = [
    "FIGURES", "GRADE_WORDS", "NOT_ADVICE", "STATUS_SHORT", "STATUS_WORDS", "Authority", "Curve", "Memo", "Page", "Picture",
    "Piece", "answer_record", "asked", "authorities", "change_record", "clean", "curve", "curve_svg", "curve_words",
    "does_not_show", "figures", "heat_html", "heat_pieces", "json_schema", "listed", "memo", "memo_docx", "memo_html",
    "memo_markdown", "memo_pdf", "paragraph", "picture", "pieces_of", "print_assessment", "print_changes",
    "print_comparison", "print_curve", "print_explanations", "print_foot", "print_head", "print_heat", "print_matrix",
    "print_probe", "print_steps", "print_weighing", "proof_markdown", "provenance", "reason_text", "required", "rule_record",
    "run_record", "safe_cell", "standard_record", "status_part", "to_bibtex", "to_csl", "to_csv", "to_json", "to_turtle",
]  # fmt: skip

# Imported when asked for: the main job prints a table and needs none of the writers.
_LATER = {
    "_authorities": ("Authority", "authorities"),
    "_citations": ("to_bibtex", "to_csl"),
    "_comparison": ("print_changes", "print_comparison", "reason_text"),
    "_csv": ("safe_cell", "to_csv"),
    "_curve": ("Curve", "curve", "curve_svg", "curve_words", "print_curve"),
    "_explanation": ("print_explanations",),
    "_heat": ("Piece", "heat_html", "heat_pieces", "pieces_of", "print_heat"),
    "_json": ("json_schema", "to_json"),
    "_markdown": ("proof_markdown",),
    "_memo": ("Memo", "memo", "memo_docx", "memo_html", "memo_markdown", "memo_pdf"),
    "_picture": ("Picture", "picture"),
    "_probe": ("FIGURES", "GRADE_WORDS", "does_not_show", "figures", "paragraph", "print_probe", "provenance"),
    "_record": ("answer_record", "change_record", "rule_record", "run_record", "standard_record"),
    "_turtle": ("to_turtle",),
    "_weighing": ("print_weighing",),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
