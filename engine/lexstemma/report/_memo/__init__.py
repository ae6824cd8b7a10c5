"""A run as a legal memo: one document, and a writer for each kind of file."""

from ._build import memo
from ._docx import memo_docx
from ._html import memo_html
from ._markdown import memo_markdown
from ._model import Memo
from ._pdf import memo_pdf

__all__ = ["Memo", "memo", "memo_docx", "memo_html", "memo_markdown", "memo_pdf"]
