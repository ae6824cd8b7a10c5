"""Where readable text is written: coloured and as wide as the terminal, or plain in a pipe.

Everything printed goes through `clean`, so that a case cannot move the cursor, hide text or colour it; nothing is read as
markup.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Part = str | tuple[str, str]
_PIPE_WIDTH = 100


def clean(text: str) -> str:
    """The text without control and direction-changing characters; line breaks become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if c in "\n\r\t" else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


class Page:
    """Lines of styled parts. A part is a text, or a text with a style."""

    def __init__(self, file: TextIO | None = None, *, width: int | None = None) -> None:
        from rich.console import Console

        out = file or sys.stdout
        if width is None and not (hasattr(out, "isatty") and out.isatty()) and not os.environ.get("COLUMNS", "").isdigit():
            width = _PIPE_WIDTH
        self.console: Console = Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)

    def text(self, parts: Part | Sequence[Part]) -> Text:
        """Parts as one styled text; a tuple is one part with its style, a list is several parts."""
        from rich.text import Text

        text = Text()
        for part in [parts] if isinstance(parts, str | tuple) else parts:
            body, style = part if isinstance(part, tuple) else (part, "")
            text.append(clean(body), style or None)
        return text

    def line(self, *parts: Part, indent: int = 0, hang: int = 2) -> None:
        """One paragraph; what does not fit stands `hang` columns further right than its first line."""
        text = self.text(list(parts))
        width = max(self.console.width - indent - hang, 20)
        lines = text.wrap(self.console, width) if text.cell_len > self.console.width - indent else [text]
        for number, piece in enumerate(lines):
            piece.rstrip()
            self.console.print(self.text(" " * (indent + (hang if number else 0))) + piece, soft_wrap=True)

    def gap(self) -> None:
        self.console.print()

    def heading(self, text: str) -> None:
        """A heading with an empty line above it."""
        self.gap()
        self.line((text, "bold"))

    def table(self, header: Sequence[Part], rows: Iterable[Sequence[Part | Sequence[Part]]], *, indent: int = 1) -> None:
        """Columns under a header; cells wrap."""
        from rich.padding import Padding
        from rich.table import Table

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
        for number, cell in enumerate(header):
            table.add_column(self.text(cell), overflow="fold", no_wrap=False, min_width=8 if number else 10)
        for row in rows:
            table.add_row(*(self.text(cell) for cell in row))
        # Rich pads every cell to its column; what ends a line in a pipe should end it.
        with self.console.capture() as captured:
            self.console.print(Padding(table, (0, 0, 0, indent)))
        for line in captured.get().splitlines():
            self.console.file.write(line.rstrip() + "\n")
