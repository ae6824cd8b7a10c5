"""The heat map of a book as SVG: a strip per book with its windows in their places, chapters as ticks, controls below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

import numpy as np

# log10 p of 50 tokens, from which a colour holds; from unlikely to likely. -3 is the threshold from which a passage counts.
LEVELS = (
    (-999, "#f3f4f6"), (-60, "#fdebd8"), (-50, "#fbd0a4"), (-40, "#f6a866"),
    (-30, "#e77a33"), (-20, "#bd4a10"), (-10, "#7c2606"), (-3, "#00509e"),
)  # fmt: skip
LEFT, WIDTH, HIGH, GAP, BIN = 52, 840, 15, 8, 2


class Row(Protocol):
    """What is drawn of a part: the log10 of every window's suffix, and the tokens at which chapters begin."""

    @property
    def name(self) -> str: ...
    @property
    def tokens(self) -> int: ...
    @property
    def sums(self) -> Sequence[float]: ...
    @property
    def starts(self) -> Sequence[int]: ...


def drawn(books: Sequence[Row], controls: Sequence[Row], *, title: str, stride: int = 10) -> str:
    """The picture.

    Args:
        controls: drawn one after the other as the last rows, a tick before each.
        stride: tokens from one window to the next.
    """
    longest = max(row.tokens for row in books)
    lines: list[str] = []
    top = 74
    for row in books:
        ticks = [start * WIDTH / longest for start in row.starts]
        lines += _strip(row.name, top, np.array(row.sums), row.tokens * WIDTH / longest, stride * WIDTH / longest, ticks)
        top += HIGH + GAP
    if controls:
        top += 12
        lines.append(
            f'<text x="{LEFT}" y="{top}">{len(controls)} control texts, which the weights cannot know, one after the other</text>'
        )
        top += 6
        at, name, ticks, sums = 0.0, "controls", list[float](), list[float]()
        for row in controls:
            wide = row.tokens * WIDTH / longest
            if at + wide > WIDTH:
                lines += _strip(name, top, np.array(sums), at, stride * WIDTH / longest, ticks)
                at, name, ticks, sums, top = 0.0, "", [], [], top + HIGH + GAP
            ticks.append(at)
            cells = round(wide / (stride * WIDTH / longest))
            sums += [*row.sums, *([-1000.0] * cells)][:cells]
            at += wide
        lines += _strip(name, top, np.array(sums), at, stride * WIDTH / longest, ticks)
        top += HIGH + GAP
    return "\n".join([*_head(title, top), *lines, "</svg>"]) + "\n"


def _strip(name: str, top: float, sums: np.ndarray, wide: float, step: float, ticks: Sequence[float]) -> list[str]:
    """One row: the greatest value of each bin, neighbours of one colour joined, one path for each colour."""
    bins = np.full(max(1, int(np.ceil(wide / BIN))), -1000.0)
    np.maximum.at(bins, np.minimum((np.arange(len(sums)) * step / BIN).astype(int), len(bins) - 1), sums)
    levels = np.searchsorted([least for least, _ in LEVELS], bins, "right") - 1
    lines = [f'<text x="{LEFT - 6}" y="{top + 12}" text-anchor="end">{escape(name)}</text>',
             f'<rect x="{LEFT}" y="{top}" width="{wide:.0f}" height="{HIGH}" fill="{LEVELS[0][1]}"/>']  # fmt: skip
    for number, (_, colour) in enumerate(LEVELS[1:], 1):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], (levels == number).astype(int), [0]])))
        if len(edges):
            path = "".join(f"M{LEFT + a * BIN} {top}h{(b - a) * BIN}v{HIGH}h-{(b - a) * BIN}z" for a, b in edges.reshape(-1, 2))
            lines.append(f'<path fill="{colour}" d="{path}"/>')
    marks = "".join(f"M{LEFT + tick:.0f} {top + HIGH}v4" for tick in ticks)
    return [*lines, f'<path stroke="#555" d="{marks}"/>']


def _head(title: str, high: float) -> list[str]:
    legend = [f"below 10^{LEVELS[1][0]}", *(f"from 10^{least}" for least, _ in LEVELS[1:])]
    wide = LEFT + WIDTH + 10
    said = "Probability of the next 50 tokens after the 50 to 511 before them, at every tenth token; the best of each bin."
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high:.0f}" role="img" aria-label="{escape(title)}" '
        'font-family="system-ui,sans-serif" font-size="11">', f'<rect width="{wide}" height="{high:.0f}" fill="#fff"/>',
        f'<text x="10" y="18" font-size="14" font-weight="600">{escape(title)}</text>',
        f'<text x="10" y="35">{said} A tick begins a chapter.</text>',
    ]  # fmt: skip
    for number, ((_, colour), name) in enumerate(zip(LEVELS, legend, strict=True)):
        x = 10 + number * 110
        lines += [f'<rect x="{x}" y="46" width="12" height="12" fill="{colour}" stroke="#999" stroke-width=".5"/>',
                  f'<text x="{x + 16}" y="56">{name}</text>']  # fmt: skip
    return lines
