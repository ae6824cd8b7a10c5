"""Boxes, words and lines of an SVG, and how a status looks."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

BLUE, YELLOW, CASING, RED = "#0B61A4", "#F2C500", "#5B4700", "#C4161C"
INK, GREY, LINE = "#16202E", "#475467", "#D0D5DD"
SANS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
SERIF = "'Libertinus Serif', 'Times New Roman', Times, 'Liberation Serif', serif"

# Status: colour of bars and borders, tint of fills, colour of words, sign, words. Mildest first.
LOOKS = {
    "free": ("#1B7F5C", "#E7F4EF", "#0E5A40", "tick", "free"),
    "excepted": ("#2C9AD1", "#E6F4FB", "#0C557B", "§", "excepted"),
    "licensed": ("#5B3FA0", "#EEEAF7", "#463082", "©", "licensed"),
    "depends": ("#667085", "#F0F2F5", "#414B5C", "?", "depends"),
    "contested": ("#C77700", "#FDF1DF", "#7A4900", "apart", "contested"),
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

    def curve(self, start: tuple[float, float], end: tuple[float, float]) -> str:
        """The path of a line that leaves and arrives upright."""
        (x, y), (u, v) = start, end
        middle = (y + v) / 2
        return f"M{x:g} {y:g} C{x:g} {middle:g} {u:g} {middle:g} {u:g} {v:g}"

    def copy(self, d: str, *, head: bool = True) -> None:
        """Blue and solid: a copy or derivative."""
        self.path(d, stroke=BLUE, width=2.2, extra='marker-end="url(#copy)"' if head else "")

    def training(self, d: str) -> None:
        """Yellow dots on a dark casing: back to training data."""
        self.path(d, stroke=CASING, width=6.4, extra='stroke-dasharray="0.1 9" stroke-linecap="round"')
        self.path(d, stroke=YELLOW, width=4.2, extra='stroke-dasharray="0.1 9" stroke-linecap="round"')

    def tip(self, d: str) -> None:
        """The tip of a dotted line, at the end of this path; dots and markers do not go together."""
        self.path(d, stroke="none", width=2, extra='marker-end="url(#training)"')

    def tuning(self, d: str, *, head: bool = True) -> None:
        """Red dashes: back to training and tuning data."""
        extra = 'stroke-dasharray="9 6"' + (' marker-end="url(#tuning)"' if head else "")
        self.path(d, stroke=RED, width=2.4, extra=extra)

    def whole(self, width: float, height: float, told: str, font: str) -> str:
        """The drawing as a file of its own.

        Args:
            told: what it shows, for readers who do not see it.
        """
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
            f'role="img" aria-label="{escape(told)}" font-family="{font}">\n<defs>\n{_markers()}\n</defs>'
        )
        return "\n".join([head, *self.parts, "</svg>\n"])

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
        elif sign == "apart":
            self.path(
                f"M{x:g} {middle - reach * 0.45:g} h{2 * reach:g} m0 {reach * 0.9:g} h{-2 * reach:g} "
                f"M{x + reach * 0.4:g} {middle + reach * 1.15:g} l{reach * 1.2:g} {-reach * 2.3:g}",
                stroke=ink,
                width=1.5,
            )
        else:
            self.text(x + reach, y, sign, size=size, fill=ink, bold=True, anchor="middle")
        self.text(x + size * 1.15, y, words, size=size, fill=ink, bold=True)


def _markers() -> str:
    heads = {"copy": BLUE, "training": CASING, "tuning": RED}
    return "\n".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 L10 5 L0 9.2 z" fill="{colour}"/></marker>'
        for name, colour in heads.items()
    )


def shortened(words: str, wide: float, size: float, *, bold: bool = True) -> str:
    """The words as far as they fit, with an ellipsis for the rest."""
    if text_width(words, size, bold=bold) <= wide:
        return words
    while words and text_width(words + "…", size, bold=bold) > wide:
        head, space, _ = words.rpartition(" ")
        words = head if space and text_width(head, size, bold=bold) > wide / 2 else words[:-1]
    return words.rstrip(" ,;:") + "…"


def lines_of(words: str, wide: float, size: float, most: int, *, bold: bool = True) -> list[str]:
    """The words broken into at most so many lines; the last is shortened."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most - 1:
        fitting = 1
        while fitting < len(rest) and text_width(" ".join(rest[: fitting + 1]), size, bold=bold) <= wide:
            fitting += 1
        if text_width(rest[0], size, bold=bold) > wide:
            break
        lines.append(" ".join(rest[:fitting]))
        rest = rest[fitting:]
    return [*lines, shortened(" ".join(rest), wide, size, bold=bold)] if rest else lines


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide words are in a sans serif."""
    narrow = sum(words.count(letter) for letter in "iljtfr.,'I ")
    return size * ((len(words) - narrow) * 0.56 + narrow * 0.29) * (1.05 if bold else 1)
