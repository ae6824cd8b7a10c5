"""The memo as Markdown, for wikis and version control; the figure is told in words."""

from __future__ import annotations

from .._markdown import escape
from ._model import Block, Bullets, Heading, Memo, Paragraph, Row, Span, Table, Text

_EDGES = {"strong": "**", "em": "*"}


def memo_markdown(memo: Memo) -> str:
    """The memo; whatever a case says is escaped."""
    lines = [f"# {escape(memo.title)}", ""]
    lines += [f"**{escape(label)}:** {_text(value)}  " for label, value in memo.head]
    lines += ["", f"*{escape(memo.notice)}*"]
    for number, section in enumerate(memo.sections, 1):
        lines += ["", f"## {number}. {escape(section.title)}"]
        for block in section.blocks:
            lines += ["", *_block(block)]
    return "\n".join([*lines, ""])


def _block(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [f"> {_text(block.text)}" if block.kind == "answer" else _text(block.text)]
    if isinstance(block, Heading):
        return [f"### {_text(block.text)}"]
    if isinstance(block, Bullets):
        return [f"- {_text(item)}" for item in block.items]
    if isinstance(block, Table):
        return _table(block)
    return [f"- {escape(line)}" for line in block.lines]


def _table(table: Table) -> list[str]:
    columns = len(table.header)
    lines = [f"| {' | '.join(escape(name) for name in table.header)} |", "|---" * columns + "|"]
    return [*lines, *(_row(row, columns) for row in table.rows)]


def _row(row: Row, columns: int) -> str:
    """A row that heads others stands in the first column, for Markdown joins no cells."""
    cells = [_text(cell) for cell in row.cells] + [""] * (columns - len(row.cells))
    return f"| {' | '.join(cells)} |"


def _text(spans: Text) -> str:
    return "".join(_span(span) for span in spans).strip()


def _span(span: Span) -> str:
    words = escape(span.text)
    edge = "**" if span.status else _EDGES.get(span.style, "")
    inner = words.strip()
    if not inner:
        return words
    # Emphasis must touch the words, so the blanks at the ends stay outside.
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    inner = f"{edge}{inner}{edge}"
    return f"{before}[{inner}](<{span.url}>){after}" if span.url else f"{before}{inner}{after}"
