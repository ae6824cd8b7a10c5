"""A run as a legal memo: one document, and a writer for each kind of file."""

from ._docx import docx
from ._html import html
from ._memo import memo
from ._model import Memo
from ._pdf import pdf

__all__ = ["Memo", "docx", "html", "memo", "pdf"]
