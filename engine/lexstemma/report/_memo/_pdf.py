"""The memo as PDF, set by Typst. The words reach it as data beside a fixed template, so that none is read as markup."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from ...terms import MissingExtra
from .._svg import LOOKS, SERIF, Drawing
from ._model import Block, Bullets, Figure, Heading, Memo, Paragraph, Span, Table, Text

_LONG = re.compile(r"\S{25,}")
_BREAK = re.compile(r"(?<=[/_.,;:=&?%-])(?=\w)|(?<=\w{20})(?=\w)")
_ZERO = "\N{ZERO WIDTH SPACE}"
# A page holds so much of a drawing: its width in the units of a figure, and its height in them.
_PAGE_WIDTH, _PAGE_HEIGHT = 720.0, 990.0


def memo_pdf(memo: Memo) -> bytes:
    """A tagged PDF, dated by the day of asking.

    Raises:
        MissingExtra: the package typst is not installed.
    """
    day = datetime.fromisoformat(memo.asked).replace(tzinfo=UTC)
    template = files(__package__).joinpath("memo.typ").read_bytes()
    words = json.dumps(_memo(memo), ensure_ascii=False)
    return _compiled(template, {"memo": words}, "--format pdf", "pdf", format="pdf", timestamp=day)


def png(svg: str, *, ppi: float) -> bytes:
    """A drawing as PNG, for files that hold no SVG; 72 of its units are an inch.

    Raises:
        MissingExtra: the package typst is not installed.
    """
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return _compiled(source, {"svg": svg}, "the figure of a .docx", "docx", format="png", ppi=ppi)


def _compiled(source: bytes, inputs: dict[str, str], feature: str, extra: str, **options: Any) -> bytes:
    """One call of Typst: no packages, no files, the words as data."""
    try:
        import typst
    except ImportError:
        raise MissingExtra(feature, extra) from None
    made = typst.compile(source, sys_inputs=inputs, **options)
    assert isinstance(made, bytes), "one page range, one file"
    return made


def _memo(memo: Memo) -> dict[str, Any]:
    return {
        "title": _broken(memo.title),
        "head": [{"label": label, "text": _text(value)} for label, value in memo.head],
        "notice": memo.notice,
        "running": memo.running,
        "looks": {name: {"ink": look[2], **_sign(name, look[3])} for name, look in LOOKS.items()},
        "sections": [{"title": s.title, "blocks": [_block(block) for block in s.blocks]} for s in memo.sections],
    }


def _sign(status: str, sign: str) -> dict[str, str]:
    """The sign of a status: a letter, or for signs that the font lacks a small drawing, the same as in the figure."""
    drawing = Drawing()
    drawing.status(1, 10.5, status, size=12, words=" ")
    return {"letter": sign if len(sign) == 1 else "", "drawn": drawing.whole(10, 13, status, SERIF)}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "kind": block.kind, "text": _text(block.text)}
    if isinstance(block, Heading):
        return {"type": "heading", "text": _text(block.text)}
    if isinstance(block, Bullets):
        return {"type": "bullets", "items": [_text(item) for item in block.items]}
    if isinstance(block, Table):
        rows = [{"heads": row.heads, "cells": [_text(cell) for cell in row.cells]} for row in block.rows]
        return {"type": "table", "header": list(block.header), "widths": list(block.widths), "rows": rows}
    of_width = share(block)
    fills = block.height / block.width * of_width * _PAGE_WIDTH / _PAGE_HEIGHT
    words = {"told": f"{block.told}: {'; '.join(block.lines)}", "caption": _text(block.caption)}
    return {"type": "figure", "svg": block.svg, "share": of_width, "fills": round(fills, 3), **words}


def share(figure: Figure) -> float:
    """Which share of the width of a page a drawing takes: its own size, less if it would not fit."""
    scale = min(1.0, _PAGE_WIDTH / figure.width, _PAGE_HEIGHT / figure.height)
    return round(figure.width * scale / _PAGE_WIDTH, 4)


def _text(spans: Text) -> list[dict[str, str]]:
    return [_span(span) for span in spans]


def _span(span: Span) -> dict[str, str]:
    return {"text": _broken(span.text), "style": span.style, "url": span.url, "status": span.status}


def _broken(words: str) -> str:
    """The words with places to break in those that no line would hold."""
    return _LONG.sub(lambda found: _BREAK.sub(_ZERO, found[0]), words)
