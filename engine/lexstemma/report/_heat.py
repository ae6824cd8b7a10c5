"""A text as weights see it: every token by its probability, on a terminal, in a pipe, and as a page that needs no scripts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from ._page import Page, clean, width_of, wrap

# Least probability, name, style on a terminal, mark in a pipe, colours of the page (behind, text).
_LEVELS = (
    (0.9, "0.9 and more", "black on bright_red", "#", "#b3400a", "#ffffff"),
    (0.5, "0.5 to 0.9", "black on red", "*", "#ee7a3a", "#000000"),
    (0.1, "0.1 to 0.5", "black on yellow", "+", "#f9b98a", "#000000"),
    (0.01, "0.01 to 0.1", "black on bright_yellow", "-", "#fde4cf", "#000000"),
    (0.0, "less", "", ".", "#ffffff", "#000000"),
)
_CARRIES, _UNSCORED = "_", " "
_TITLED = 20_000  # tokens of a page with a figure for each; a longer one joins neighbours of the same colour


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.

    Attributes:
        p: its probability after all of the text before it; None where it was not scored.
        carries: it lies in a passage that carries a grade.
    """

    text: str
    p: float | None
    carries: bool = False

    @property
    def level(self) -> int | None:
        """Index of its colour; None where it was not scored."""
        return None if self.p is None else next(n for n, level in enumerate(_LEVELS) if self.p >= level[0])


def heat_pieces(
    text: str,
    spans: Iterable[tuple[int, int]],
    logprobs: Iterable[float],
    passages: Sequence[tuple[int, int]] = (),
) -> list[Piece]:
    """The text cut at its tokens.

    Args:
        spans: where each token stands, in characters; tokens that share a character are one piece, as likely as all of them.
        logprobs: nats; NaN for a token without a probability.
        passages: where the passages stand that carry a grade, in characters.
    """
    rows: list[tuple[int, int, float]] = []
    at = 0
    for (start, end), logp in zip(spans, logprobs, strict=True):
        if rows and end <= at:  # a further part of the same character
            rows[-1] = (rows[-1][0], rows[-1][1], rows[-1][2] + logp)
            continue
        if max(start, at) > at:
            rows.append((at, start, math.nan))
        rows.append((max(start, at), end, logp))
        at = end
    if at < len(text):
        rows.append((at, len(text), math.nan))
    return [
        Piece(
            text[a:b], None if math.isnan(logp) else math.exp(min(0.0, logp)), any(a < end and b > start for start, end in passages)
        )
        for a, b, logp in rows
    ]


def around(pieces: Sequence[Piece], most: int) -> tuple[list[Piece], int, int]:
    """As many pieces as make `most` characters: from the first that carries a grade on, or else the likeliest stretch of the text;
    and how many characters are left out before and after."""
    whole = sum(len(piece.text) for piece in pieces)
    if whole <= most:
        return list(pieces), 0, 0
    first = next((n for n, piece in enumerate(pieces) if piece.carries), None)
    if first is None:
        weights = [len(piece.text) * (piece.p or 0.0) for piece in pieces]
        best, begin, size, total = -math.inf, 0, 0, 0.0
        first = 0
        for n, piece in enumerate(pieces):
            size += len(piece.text)
            total += weights[n]
            while size > most:
                size -= len(pieces[begin].text)
                total -= weights[begin]
                begin += 1
            if size > most // 2 and total / max(size, 1) > best:
                best, first = total / max(size, 1), begin
    shown: list[Piece] = []
    before, size = sum(len(piece.text) for piece in pieces[:first]), 0
    for piece in pieces[first:]:
        if size + len(piece.text) > most:
            break
        shown.append(piece)
        size += len(piece.text)
    return shown, before, whole - before - size


def print_heat(page: Page, pieces: Sequence[Piece], *, most: int = 3000) -> None:
    """The text with colours; where there are none, with a line of marks under each of its lines."""
    shown, before, after = around(pieces, most)
    if page.coloured:
        named = [(f" p {name} ", style) for _, name, style, *_ in _LEVELS]
        page.line("Tokens by probability after all of the text before them: ", *named, "; underlined: carries a grade.")
    else:
        named = [(f"{mark} {name}, ", "") for _, name, _, mark, *_ in _LEVELS]
        page.line(
            "Under each token its probability after all of the text before it: ",
            *named,
            f"{_CARRIES} in a passage that carries a grade.",
        )
    if before or after:
        page.line(f"{before:,} characters before and {after:,} after this part are left out; --html shows all.")
    page.gap()
    for paragraph in _paragraphs(shown):
        styled = [(clean(piece.text), _style(piece)) for piece in paragraph]
        if page.coloured:
            page.line(*styled, hang=0)
            continue
        marked = [(clean(piece.text), _mark(piece)) for piece in paragraph]
        for line in wrap(marked, page.width, page.width):
            if text := "".join(text for text, _ in line):
                page.verbatim(text)
                page.verbatim("".join(mark * width_of(text) for text, mark in line).rstrip())


def _paragraphs(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    """The pieces of each line of the text."""
    line: list[Piece] = []
    for piece in pieces:
        parts = piece.text.replace("\r\n", "\n").split("\n")
        for number, part in enumerate(parts):
            if number:
                yield line
                line = []
            if part:
                line.append(Piece(part, piece.p, piece.carries))
    if line:
        yield line


def _style(piece: Piece) -> str:
    style = "dim" if piece.level is None else _LEVELS[piece.level][2]
    return f"{style} underline".strip() if piece.carries else style


def _mark(piece: Piece) -> str:
    return _UNSCORED if piece.level is None else _CARRIES if piece.carries else _LEVELS[piece.level][3]


# ------------------------------------------------------------ a page of its own
_STYLE = """body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#000;background:#fff}
h1,h2{font:600 1.25rem/1.3 system-ui,sans-serif}table{border-collapse:collapse;font:14px/1.4 system-ui,sans-serif}
th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ccc}
td:first-child{min-width:11rem}svg text{font:13px system-ui,sans-serif}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid #ccc;padding-top:1rem}i{font-style:normal}
.g{border-bottom:3px solid #00509e}.n{color:#555}.small{font-size:.85rem;overflow-wrap:anywhere}"""


def heat_html(
    title: str,
    pieces: Sequence[Piece],
    paragraphs: Sequence[str] = (),
    figures: Sequence[Sequence[str]] = (),
    foot: Sequence[str] = (),
    drawing: str = "",
) -> str:
    """One HTML file that holds all it needs and runs nothing.

    Args:
        paragraphs: what stands above the text.
        figures: rows of a table, the first one its header.
        foot: what stands below the text, small.
        drawing: SVG, as from `curve_svg`; it alone is not escaped.
    """
    colours = "".join(f".l{n}{{background:{back};color:{fore}}}" for n, (*_, back, fore) in enumerate(_LEVELS))
    legend = " ".join(f'<i class="l{n}">&nbsp;{_text(name)}&nbsp;</i>' for n, (_, name, *_) in enumerate(_LEVELS))
    rows = [[f"<{'td' if n else 'th'}>{_text(cell)}</{'td' if n else 'th'}>" for cell in row] for n, row in enumerate(figures)]
    lines = [
        "<!doctype html>", '<html lang="en"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{_STYLE}{colours}</style></head><body>", f"<h1>{_text(title)}</h1>",
        *(f"<p>{_text(paragraph)}</p>" for paragraph in paragraphs),
    ]  # fmt: skip
    if rows:
        lines.append("<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>")
    if drawing:
        lines += ["<h2>Along the text</h2>", drawing]
    lines.append("<h2>The text, token by token</h2>")
    lines.append(f'<p class="small">Probability of each token after all of the text before it: {legend} '
                 '<i class="g">&nbsp;in a passage that carries a grade&nbsp;</i> '
                 '<i class="n">&nbsp;not scored&nbsp;</i></p>')  # fmt: skip
    lines.append(f'<div class="text" dir="auto">{_marked(pieces)}</div>')
    lines += [f'<p class="small">{_text(line)}</p>' for line in foot]
    return "\n".join([*lines, "</body></html>"]) + "\n"


def _marked(pieces: Sequence[Piece]) -> str:
    single = len(pieces) <= _TITLED
    found = []
    for (_, level, carries), group in groupby(
        enumerate(pieces), lambda pair: (pair[0] if single else 0, pair[1].level, pair[1].carries)
    ):
        members = [piece for _, piece in group]
        name = ("n" if level is None else f"l{level}") + (" g" if carries else "")
        title = f' title="p {members[0].p:.3g}"' if single and members[0].p is not None else ""
        text = "".join(_kept(piece.text) for piece in members)
        found.append(f'<i class="{name}"{title}>{escape(text)}</i>')
    return "".join(found)


def _kept(text: str) -> str:
    """Clean, line breaks and tabs as they are."""
    return "".join(mark if mark in "\n\t" else clean(mark) for mark in text.replace("\r\n", "\n"))


def _text(text: str) -> str:
    return escape(clean(text))


def pieces_of(text: str, spans: Any, logprobs: Any, passages: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """`heat_pieces` from arrays of scores and the passages of a record."""
    places = [(int(row["characters"][0]), int(row["characters"][1])) for row in passages]
    return heat_pieces(text, [(int(a), int(b)) for a, b in spans], [float(p) for p in logprobs], places)
