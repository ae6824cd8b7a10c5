"""Where readable text is written: as wide as the terminal, and coloured there; plain in a pipe.

Everything printed goes through `clean`, so that a case cannot move the cursor, hide text or colour it; nothing is read as
markup. Rich paints on terminals and is imported only then: to a pipe a plain writer is enough, and faster to start.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

Part = str | tuple[str, str]
Line = list[tuple[str, str]]
_PIPE_WIDTH, _TERMINAL_WIDTH, _LEAST_WIDTH = 100, 80, 40
_WORDS = re.compile(r" +|[^ ]+")


def clean(text: str) -> str:
    """The text without control and direction-changing characters and those no XML may hold; breaks and tabs become spaces."""
    if text.isprintable() and text.isascii():
        return text
    return "".join(" " if c in "\n\r\t" else "\N{REPLACEMENT CHARACTER}" if _hidden(c) else c for c in text)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in "\ufffe\uffff"


def width_of(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(parts: Sequence[tuple[str, str]], first: int, rest: int) -> list[Line]:
    """Styled parts in lines of at most `first` columns, then `rest`; only a longer word is broken."""
    lines: list[Line] = [[]]
    used, most = 0, max(first, 2)
    for text, style in parts:
        for word in _WORDS.findall(text):
            if used + width_of(word) > most:
                if word.isspace():
                    continue
                if used and width_of(word) <= max(rest, 2):
                    lines.append([])
                    used, most = 0, max(rest, 2)
                while used + width_of(word) > most:
                    fitting = _fitting(word, most - used)
                    if fitting:
                        lines[-1].append((word[:fitting], style))
                    word = word[fitting:]
                    lines.append([])
                    used, most = 0, max(rest, 2)
            if used or not word.isspace() or len(lines) == 1:
                lines[-1].append((word, style))
                used += width_of(word)
    for line in lines:
        _trim(line)
    return [line for number, line in enumerate(lines) if line or not number]


def _fitting(word: str, columns: int) -> int:
    """How many characters of a word fit into so many columns."""
    used = 0
    for number, character in enumerate(word):
        used += width_of(character)
        if used > columns:
            return number
    return len(word)


def _trim(line: Line) -> None:
    while line and not line[-1][0].strip():
        line.pop()
    if line:
        line[-1] = (line[-1][0].rstrip(), line[-1][1])


class Page:
    """Lines of styled parts. A part is a text, or a text with a style; several parts stand in a list."""

    def __init__(self, file: TextIO | None = None, *, width: int | None = None) -> None:
        self._file = file or sys.stdout
        terminal = self._file.isatty()
        self._console = self._painter() if terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" else None
        if width is None:
            asked = os.environ.get("COLUMNS", "")
            width = int(asked) if asked.isdigit() and asked != "0" else _columns(self._file) if terminal else _PIPE_WIDTH
        self.width = max(width, _LEAST_WIDTH)
        self._begun = False

    def _painter(self) -> Console:
        from rich.console import Console

        return Console(file=self._file, highlight=False, markup=False, emoji=False, force_terminal=True)

    @property
    def coloured(self) -> bool:
        """Whether styles are seen."""
        return self._console is not None

    def verbatim(self, text: str) -> None:
        """One line as it is, not wrapped."""
        self._write([(clean(text), "")])

    def line(self, *parts: Part, indent: int = 0, hang: int = 2) -> None:
        """One paragraph; what does not fit stands `hang` columns further right than its first line."""
        found = wrap(_styled(list(parts)), self.width - indent, self.width - indent - hang)
        for number, line in enumerate(found):
            self._write([(" " * (indent + (hang if number else 0)), ""), *line] if line else [])

    def gap(self) -> None:
        """An empty line, unless nothing stands above it."""
        if self._begun:
            self._write([])

    def heading(self, text: str) -> None:
        """A heading with an empty line above it."""
        self.gap()
        self.line((text, "bold"))

    def table(self, header: Sequence[str], rows: Iterable[Sequence[Part | Sequence[Part]]], *, indent: int = 1) -> None:
        """Columns under a header; cells wrap where the page is too narrow, and the widest columns give way first."""
        body = [[_styled([(name, "bold")]) for name in header], *([_styled(cell) for cell in row] for row in rows)]
        widths = [max(_length(row[i]) for row in body) for i in range(len(header))]
        room = self.width - indent - 2 * (len(widths) - 1)
        while sum(widths) > room and max(widths) > 6:
            widths[widths.index(max(widths))] -= 1
        for row in body:
            cells = [wrap(cell, width, width) for cell, width in zip(row, widths, strict=True)]
            for number in range(max(len(cell) for cell in cells)):
                line: Line = [(" " * indent, "")]
                for cell, width in zip(cells, widths, strict=True):
                    part = cell[number] if number < len(cell) else []
                    line += [*part, (" " * (width - _length(part) + 2), "")]
                _trim(line)
                self._write(line)

    def _write(self, line: Line) -> None:
        self._begun = True
        if self._console is None:
            self._file.write("".join(text for text, _ in line) + "\n")
            return
        from rich.text import Text

        painted = Text()
        for text, style in line:
            painted.append(text, style or None)
        self._console.print(painted, soft_wrap=True)


def _columns(terminal: TextIO) -> int:
    try:
        return os.get_terminal_size(terminal.fileno()).columns or _TERMINAL_WIDTH
    except (OSError, ValueError):
        return _TERMINAL_WIDTH


def _styled(cell: Part | Sequence[Part]) -> Line:
    parts: Sequence[Part] = [cell] if isinstance(cell, str | tuple) else cell
    return [(clean(part[0]), part[1]) if isinstance(part, tuple) else (clean(part), "") for part in parts]


def _length(line: Sequence[tuple[str, str]]) -> int:
    return sum(width_of(text) for text, _ in line)
