"""How well weights know a text along its length, beside how well they know any stretch of the controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..probes import Archive, Record
    from ._page import Page

STRETCH = 50
"""Tokens of a stretch, as in a window."""

_POINTS = 400
_RAMP = ".:-=+*#%@"
_WIDTH, _HEIGHT = 720, 160


@dataclass(frozen=True, slots=True)
class Curve:
    """Mean log p of every stretch of tokens, in nats per token.

    Attributes:
        values: of the work's stretches, from its beginning to its end.
        low, high: the least and the greatest of any stretch of any control; None without controls that are long enough.
        controls: how many were.
    """

    values: tuple[float, ...]
    low: float | None
    high: float | None
    controls: int

    @property
    def above(self) -> int:
        """How many stretches are likelier than every stretch of every control."""
        return 0 if self.high is None else sum(value > self.high for value in self.values)


def curve(record: Record, archive: Archive) -> Curve | None:
    """The curve of a record's work; None if the text has fewer tokens than a stretch."""
    document = record.document
    mine = stretches(archive.scores(document["work"]["text"]["digest"]).logprobs)
    if not mine:
        return None
    null = [item for item in document["controls"]["items"] if item["kind"] != "paraphrase"]
    theirs = [found for item in null if (found := stretches(archive.scores(item["digest"]).logprobs))]
    low = min((min(found) for found in theirs), default=None)
    high = max((max(found) for found in theirs), default=None)
    return Curve(tuple(mine), low, high, len(theirs))


def stretches(logprobs: Iterable[float], length: int = STRETCH) -> list[float]:
    """Mean of every `length` neighbours; a first token without a probability (NaN) is left out."""
    values = [value for value in map(float, logprobs) if value == value]
    sums = [0.0, *accumulate(values)]
    return [(sums[n + length] - sums[n]) / length for n in range(len(values) - length + 1)]


def curve_words(found: Curve) -> str:
    """The curve in a sentence."""
    if found.high is None or found.low is None:
        return f"Along the text, mean log p of {STRETCH} tokens; no control is long enough to compare, so it says nothing."
    return (
        f"Along the text, mean log p of {STRETCH} tokens: {min(found.values):.2f} to {max(found.values):.2f} nats; in "
        f"{found.controls} controls {found.low:.2f} to {found.high:.2f}. {found.above:,} of {len(found.values):,} stretches are "
        "likelier than any stretch of any control; stretches overlap and are not independent."
    )


def print_curve(page: Page, found: Curve) -> None:
    """The curve as one row of marks: the fuller the mark, the likelier; `^` beneath what is likelier than all controls."""
    page.line(curve_words(found))
    points = _thinned(found.values, page.width)
    least, most = _bounds(found)
    page.verbatim("".join(_RAMP[min(len(_RAMP) - 1, int((value - least) / (most - least) * len(_RAMP)))] for value in points))
    if found.high is not None and found.above:
        page.verbatim("".join("^" if value > found.high else " " for value in points).rstrip())


def curve_svg(found: Curve) -> str:
    """The curve as SVG to stand in a page; the band is what the controls span."""
    points, (least, most) = _thinned(found.values, _POINTS), _bounds(found)

    def y(value: float) -> float:
        return _HEIGHT * (most - value) / (most - least)

    step = _WIDTH / max(1, len(points) - 1)
    path = " ".join(f"{n * step:.1f},{y(value):.1f}" for n, value in enumerate(points))
    band = ""
    if found.low is not None and found.high is not None:
        band = f'<rect x="0" y="{y(found.high):.1f}" width="{_WIDTH}" height="{y(found.low) - y(found.high):.1f}" fill="#d9e2ec"/>'
        band += f'<text x="6" y="{(y(found.low) + y(found.high)) / 2 + 4:.1f}">any {STRETCH} tokens of any control: '
        band += f"{found.low:.1f} to {found.high:.1f} nats per token</text>"
    words = escape(curve_words(found))
    return (
        f'<svg viewBox="0 -6 {_WIDTH} {_HEIGHT + 30}" role="img" aria-label="{words}">{band}'
        f'<polyline points="{path}" fill="none" stroke="#b3400a" stroke-width="2"/>'
        f'<text x="0" y="{_HEIGHT + 20}">beginning of the text</text>'
        f'<text x="{_WIDTH}" y="{_HEIGHT + 20}" text-anchor="end">its end</text></svg>'
        f'<p class="small">{words} The band is the range of the controls; up is likelier.</p>'
    )


def _thinned(values: Sequence[float], most: int) -> list[float]:
    """At most so many values: the greatest of each of as many equal parts, so that no peak is lost."""
    if len(values) <= most:
        return list(values)
    return [
        max(values[n * len(values) // most : max((n + 1) * len(values) // most, n * len(values) // most + 1)]) for n in range(most)
    ]


def _bounds(found: Curve) -> tuple[float, float]:
    shown = [*found.values, *(value for value in (found.low, found.high) if value is not None)]
    return min(shown), max(max(shown), min(shown) + 1e-9)
