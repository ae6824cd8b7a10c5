"""The picture: how surely tales are brought out, and told apart, by how often they stood in the training data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from _figures import HELD_OUT, TUNING, Figures
from _measuring import Group
from _works import COPIES

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 900, 400, 60, 84, 84
_PANEL, _GAP = 370, 70
_COLOURS = {"early": "#667085", "base": "#0B61A4", "tuned": "#C4161C"}
_WORDS = {"early": "after one epoch", "base": "base model", "tuned": "after fine-tuning"}
_INK, _GREY, _LINE = "#16202E", "#475467", "#D0D5DD"
_PARTS = (HELD_OUT, *map(str, COPIES), TUNING)

Point = tuple[float, float, float]  # value, low, high


def draw(found: Figures) -> str:
    """Two panels as SVG: the share of tales brought out, and the AUROC of bits per byte; bars are 95 % intervals."""
    sizes = {group.works for part, group in found.groups["base"].items() if part.isdigit()}
    text = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="Arial, Helvetica, sans-serif">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#FFFFFF"/>',
        _text(20, 28, "What a probe finds, by how often a tale stood in the training data", 17, bold=True),
        _text(20, 48, f"{min(sizes)} tales for each number of copies, seed {found.seed}; bars are 95 % intervals. Copies times "
              f"{found.trained['base'].epochs:.0f} epochs are the exposures of the base model.", 12, _GREY),
        *_panel(found, _LEFT, "tales brought out word for word", _brought_out, ("0", "0.5", "1"), _PARTS),
        *_panel(found, _LEFT + _PANEL + _GAP, "AUROC of bits per byte against tales never read (0.5 is guessing)", _separation,
                ("0", "0.5", "1"), _PARTS[1:]),
        *_legend(found),
        "</svg>",
    ]  # fmt: skip
    return "\n".join(text) + "\n"


def _brought_out(group: Group) -> Point:
    return group.extracted / group.works, *group.interval


def _separation(group: Group) -> Point:
    one = group.separation["bits_per_byte"]
    return one.value, one.low, one.high


def _panel(
    found: Figures, left: float, title: str, value: Callable[[Group], Point], marks: Sequence[str], parts: Sequence[str]
) -> list[str]:  # fmt: skip
    bottom = _HEIGHT - _BOTTOM
    step = _PANEL / len(parts)

    def y(share: float) -> float:
        return bottom - share * (bottom - _TOP)

    drawn = [_text(left, _TOP - 12, title, 12.5, bold=True)]
    for mark in marks:
        high = y(float(mark))
        dash = ' stroke-dasharray="4 3"' if mark == "0.5" else ""
        drawn.append(f'<line x1="{left}" y1="{high:.1f}" x2="{left + _PANEL}" y2="{high:.1f}" stroke="{_LINE}"{dash}/>')
        drawn.append(_text(left - 8, high + 4, mark, 11, _GREY, anchor="end"))
    for n, part in enumerate(parts):
        words = {HELD_OUT: "never read", TUNING: "tuning only"}.get(part, part)
        drawn.append(_text(left + step * (n + 0.5), bottom + 18, words, 11, _INK, anchor="middle"))
    drawn.append(_text(left + _PANEL / 2, bottom + 36, "copies in the training data of the base model", 11, _GREY, anchor="middle"))
    for version, colour in _COLOURS.items():
        aside = (list(_COLOURS).index(version) - 1) * 7
        points = [value(found.groups[version][part]) for part in parts]
        places = [left + step * (n + 0.5) + aside for n in range(len(parts))]
        known = [n for n, part in enumerate(parts) if part.isdigit()]
        path = " ".join(f"{places[n]:.1f},{y(points[n][0]):.1f}" for n in known)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5" opacity="0.6"/>')
        for x, (middle, low, high) in zip(places, points, strict=True):
            drawn.append(
                f'<line x1="{x:.1f}" y1="{y(low):.1f}" x2="{x:.1f}" y2="{y(high):.1f}" stroke="{colour}" stroke-width="2"/>'
            )
            drawn.append(f'<circle cx="{x:.1f}" cy="{y(middle):.1f}" r="3.6" fill="{colour}" stroke="#FFFFFF" stroke-width="0.8"/>')
    return drawn


def _legend(found: Figures) -> list[str]:
    drawn, x = [], _LEFT
    for version, colour in _COLOURS.items():
        drawn.append(f'<circle cx="{x}" cy="{_HEIGHT - 22}" r="4.5" fill="{colour}"/>')
        drawn.append(_text(x + 10, _HEIGHT - 18, _WORDS[version], 12, _INK))
        x += 150
    held = found.groups["base"][HELD_OUT].works
    drawn.append(_text(x, _HEIGHT - 18, f"{held} tales were never read; an interval that includes 0.5 shows nothing.", 12, _GREY))
    return drawn


def _text(x: float, y: float, words: str, size: float, fill: str = _INK, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
