"""A memo as a document: sections of paragraphs, lists, tables and one figure. Writers turn it into files and add nothing.

Every text goes through `Span`, which takes out control characters and keeps only plain web links, so that no writer has to
think of either; each writer escapes for its own format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .._page import clean

_SECTION = re.compile(r"(?<=§) (?=\d)")
_SAFE_URL = re.compile(r"https?://[^\s<>\"'`\\{}|^]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style.

    Args:
        style: "", "strong", "em" or "dim".
        url: where it leads; anything but a plain http(s) address is dropped.
        status: the status that the text names, for its colour and sign.
    """

    text: str
    style: str = ""
    url: str = ""
    status: str = ""

    def __post_init__(self) -> None:
        # The sign of a section stays with its number.
        object.__setattr__(self, "text", _SECTION.sub("\N{NO-BREAK SPACE}", clean(self.text)))
        if not _SAFE_URL.fullmatch(self.url):
            object.__setattr__(self, "url", "")


Text = tuple[Span, ...]


def text(*parts: str | Span) -> Text:
    """Parts in a row; a bare string is a plain span."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part)


def plain(spans: Text) -> str:
    """The words without their styles."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Args:
        kind: "" (body), "answer" (the bottom line, set off), "lead" (stays with the list below it) or "note" (small).
    """

    text: Text
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; it stays with what follows."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is one paragraph."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: one cell per column, or a single cell across all of them that heads the rows below it."""

    cells: tuple[Text, ...]
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is repeated on every page.

    Args:
        widths: the share of each column; they add up to 1.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG.

    Args:
        width, height: in the units of the drawing, of which 720 fill the width of a page.
        told: what it shows.
        lines: the drawing in words, for readers who do not see it.
    """

    svg: str
    width: float
    height: float
    caption: Text
    told: str
    lines: tuple[str, ...]


Block = Paragraph | Heading | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo.

    Args:
        head: what stands in the box under the title: label and text.
        notice: the line that says what a memo is not; shown once.
        asked: the day of asking, ISO; writers date files by it.
        running: one line for the foot of every page.
    """

    title: str
    head: tuple[tuple[str, Text], ...]
    notice: str
    sections: tuple[Section, ...]
    asked: str
    running: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "running", clean(self.running))
