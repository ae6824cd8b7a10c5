"""Boxes, words and lines of an SVG, and how a status looks."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

BLUE, YELLOW, CASING, RED = "#0B61A4", "#F2C500", "#5B4700", "#C4161C"
INK, GREY, LINE = "#16202E", "#475467", "#D0D5DD"
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"

# Status: colour of bars and borders, tint of fills, colour of words, sign, words. Mildest first.
LOOKS = {
    "free": ("#1B7F5C", "#E7F4EF", "#0E5A40", "tick", "free"),
    "excepted": ("#2C9AD1", "#E6F4FB", "#0C557B", "§", "excepted"),
    "licensed": ("#5B3FA0", "#EEEAF7", "#463082", "©", "licensed"),
    "depends": ("#667085", "#F0F2F5", "#414B5C", "?", "depends"),
    "contested": ("#C77700", "#FDF1DF", "#7A4900", "≠", "contested"),
    "authorization_required": ("#A3201A", "#FAE9E7", "#8A1A15", "cross", "authorization required"),
    "not_encoded": ("#98A2B3", "#FFFFFF", "#475467", "–", "not encoded"),
}
ORDER = list(LOOKS)


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> tuple[float, float]:
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        return self.x + self.width, self.y + self.height / 2

    @property
    def top(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y

    @property
    def bottom(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height


class Drawing:
    """An SVG in the making."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, text: str) -> None:
        self.parts.append(text)

    def text(
        self, x: float, y: float, words: str, *, size: float = 14, fill: str = INK, bold: bool = False, anchor: str = "start"
    ) -> None:
        weight = ' font-weight="700"' if bold else ""
        self.add(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def rect(self, box: Box, *, fill: str, stroke: str, radius: float = 6, width: float = 1.2) -> None:
        self.add(
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{radius:g}" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'
        )

    def path(self, d: str, *, stroke: str, width: float, extra: str = "") -> None:
        self.add(f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round" {extra}/>')

    def dot(self, x: float, y: float, fill: str) -> None:
        self.add(f'<circle cx="{x:g}" cy="{y:g}" r="2.7" fill="{fill}" stroke="#FFFFFF" stroke-width="0.7"/>')

    def status(self, x: float, y: float, status: str, *, size: float = 12.5, centre: bool = False, words: str = "") -> None:
        """The sign and the words of a status, from x on or centred on it."""
        _, _, ink, sign, said = LOOKS[status]
        words = words or said
        wide = size * 1.15 + text_width(words, size, bold=True)
        x = x - wide / 2 if centre else x
        middle, reach = y - size * 0.36, size * 0.32
        if sign == "tick":
            self.path(f"M{x:g} {middle:g} l{reach * 0.75:g} {reach:g} l{reach * 1.25:g} {-reach * 2:g}", stroke=ink, width=2)
        elif sign == "cross":
            self.path(
                f"M{x:g} {middle - reach:g} l{2 * reach:g} {2 * reach:g} m0 {-2 * reach:g} l{-2 * reach:g} {2 * reach:g}",
                stroke=ink,
                width=2,
            )
        else:
            self.text(x + reach, y, sign, size=size, fill=ink, bold=True, anchor="middle")
        self.text(x + size * 1.15, y, words, size=size, fill=ink, bold=True)


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide words are in a sans serif."""
    narrow = sum(words.count(letter) for letter in "iljtfr.,'I ")
    return size * ((len(words) - narrow) * 0.56 + narrow * 0.29) * (1.05 if bold else 1)
