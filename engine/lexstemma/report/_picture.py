"""The derivation of a case as a drawing in the style of the source paper's Figure 2, with the status of every step.

It runs downwards, so that it fits the width of a page: works, the steps that copy them, datasets, weights, outputs. Blue and
solid is a copy or derivative; yellow dots lead from an output back to training data; red dashes back to training and tuning
data. Status is a colour, a sign and words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..assessment import Run
from ._layers import Layout, layered
from ._page import clean
from ._stemma import ABREAST, MOST, Back, Node, Stemma, stemma
from ._svg import GREY, INK, LINE, LOOKS, ORDER, SERIF, Box, Drawing, lines_of, shortened, text_width

WIDE, PILL = 150.0, 150.0
"""The widths of a box and of a pill; four boxes abreast fill a page of 720."""
_GAP, _ROW, _LANE, _MARGIN = 12.0, 28.0, 11.0, 8.0
_SIZE, _SMALL = 12.5, 10.5
_LAWS = 4


@dataclass(frozen=True)
class Picture:
    """A drawing with its size, what it shows in a line, and what it shows line by line."""

    svg: str
    width: float
    height: float
    told: str
    lines: tuple[str, ...]


def picture(run: Run, *, most: int = MOST) -> Picture:
    """The picture of a run.

    Args:
        most: boxes; beyond that siblings share one.
    """
    found = stemma(run, most=most)
    sizes = {name: _size(node) for name, node in found.nodes.items()}
    laid = layered({name: wide for name, (wide, _) in sizes.items()}, found.edges, gap=_GAP, abreast=ABREAST)
    lanes = len(found.backs)
    rows, bottom = _rows(laid, found, sizes)
    inner = max(laid.width, 440.0)
    shift = _MARGIN + (inner - laid.width) / 2
    boxes = {
        name: Box(
            round(shift + laid.x[name] - sizes[name][0] / 2, 1),
            rows[level][0] + (rows[level][1] - sizes[name][1]) / 2,
            *sizes[name],
        )
        for level, row in enumerate(laid.layers)
        for name in row
    }
    width = inner + 2 * _MARGIN + (lanes * _LANE + 14 if lanes else 0)
    drawing = Drawing()
    for edge in found.edges:
        _edge(drawing, found, laid, boxes, rows, edge, shift)
    for number, back in enumerate(found.backs):
        _back(drawing, laid, boxes, rows, back, number, inner + 2 * _MARGIN + 6 + number * _LANE)
    for name, node in found.nodes.items():
        (_pill if node.kind == "step" else _card)(drawing, node, boxes[name])
    height = _legend(drawing, found, bottom + 12, width)
    told = clean(f"{run.case.title}: works, datasets, weights and outputs, with the status of every step between them")
    size = round(width, 1), round(height, 1)
    return Picture(drawing.whole(*size, told, SERIF), *size, told, tuple(_words(found)))


def _words(found: Stemma) -> Iterator[str]:
    """Every step with what goes in, what comes out and its status; then what leads back."""
    titles = {name: clean(node.title) for name, node in found.nodes.items()}
    through = {name for name, node in found.nodes.items() if node.kind == "step"}
    for name in (name for name in found.nodes if name in through):
        node = found.nodes[name]
        used = ", ".join(titles[a] for a, b in found.edges if b == name)
        made = ", ".join(titles[b] for a, b in found.edges if a == name)
        told = "; ".join(f"{law}: {LOOKS[status][4]}" if law else LOOKS[status][4] for law, status in node.statuses)
        yield f"{used or 'nothing'} → {titles[name]} ({told or 'asks nothing'})" + (f" → {made}" if made else "")
    for a, b in found.edges:
        if a not in through and b not in through:
            yield f"{titles[a]} → {titles[b]}"
    for back in found.backs:
        kind = "training and tuning data" if back.tuning else "training data"
        yield f"{titles[back.output]} leads back to {kind}: {', '.join(titles[name] for name in back.data)}"


def _size(node: Node) -> tuple[float, float]:
    if node.kind == "step":
        lines = len(_titles(node, PILL))
        return PILL, 13.0 + 14 * lines + (12 if node.note else 0) + 15 * max(len(_shown(node)), 1)
    lines = len(_titles(node, WIDE))
    return WIDE, 12.0 + 14 * lines + 13 + (16 if node.statuses else 0) + 28 * len(node.layers)


def _titles(node: Node, wide: float) -> list[str]:
    return lines_of(clean(node.title), wide - 20, _SIZE, 2) or [" "]


def _shown(node: Node) -> list[tuple[str, str]]:
    """The statuses to write, with the code of the law where several were asked; of many laws the worst and how many."""
    pairs = list(node.statuses)
    if len(pairs) <= _LAWS:
        return pairs
    return [(f"{sum(s == node.status for _, s in pairs)} of {len(pairs)} laws", node.status)]


def _rows(laid: Layout, found: Stemma, sizes: dict[str, tuple[float, float]]) -> tuple[list[tuple[float, float]], float]:
    """Top and height of every layer; the gap below a layer holds the level lines of what goes back from or to it."""
    level = {name: number for number, row in enumerate(laid.layers) for name in row}
    y, rows = _MARGIN, []
    for number, row in enumerate(laid.layers):
        height = max((sizes[name][1] for name in row), default=10.0)
        rows.append((y, height))
        passing = sum(level[end] == number for back in found.backs for end in {back.output, *back.data})
        y += height + _ROW + passing * 9
    return rows, y - _ROW + (16 if found.backs else 0)


def _edge(
    drawing: Drawing, found: Stemma, laid: Layout, boxes: dict[str, Box], rows: list[tuple[float, float]], edge: tuple[str, str],
    shift: float,
) -> None:  # fmt: skip
    """From the bottom of one to the top of the other, upright through every layer on the way."""
    start, end = boxes[edge[0]], boxes[edge[1]]
    path = laid.paths[edge]
    at = start.bottom
    d = ""
    for level, x in path[1:-1]:
        top, height = rows[level]
        d += drawing.curve(at, (x + shift, top)) + f" V{top + height:g} "
        at = (x + shift, top + height)
    d += drawing.curve(at, end.top)
    # Every curve begins where the one before ended, so that the line is one.
    first, *rest = d.split("M")[1:]
    d = "M" + first + "".join(" L" + part for part in rest)
    if edge[1] in found.ends:
        drawing.path(d, stroke=GREY, width=1.4)
    else:
        drawing.copy(d)


def _back(
    drawing: Drawing, laid: Layout, boxes: dict[str, Box], rows: list[tuple[float, float]], back: Back, number: int, lane: float
) -> None:
    """Down from the output, out to a lane of its own, up, and into the data from below."""
    level = {name: at for at, row in enumerate(laid.layers) for name in row}
    box = boxes[back.output]
    top, height = rows[level[back.output]]
    channel = top + height + 9 + 9 * number
    x = box.x + box.width - 14 - 6 * (number % 3)
    d = f"M{x:g} {box.y + box.height:g} V{channel:g} H{lane:g}"
    rows_of = sorted({level[name] for name in back.data}, reverse=True)
    # The lowest data first: what lies higher branches off where the lane was left, what lies abreast off the level line.
    for here in rows_of:
        above, tall = rows[here]
        low = above + tall + 9 + 9 * number
        into = sorted(
            (boxes[name].x + boxes[name].width - 14 - 8 * (number % 6), name) for name in back.data if level[name] == here
        )
        for at, name in into:
            end = boxes[name].y + boxes[name].height
            d = f"{d} V{low:g} H{at:g}" if name == into[0][1] else f"M{at:g} {low:g}"
            d += f" V{end + (3 if back.tuning else 10):g}"
            if back.tuning:
                drawing.tuning(d)
            else:
                drawing.training(d)
                drawing.tip(f"M{at:g} {end + 11:g} V{end + 2:g}")
        d = f"M{lane:g} {low:g}"


def _card(drawing: Drawing, node: Node, box: Box) -> None:
    colour, tint = LOOKS[node.status][:2] if node.statuses else ("#98A2B3", "#F4F6F9")
    if len(node.members) > 1:
        for behind in (6, 3):
            drawing.rect(Box(box.x + behind, box.y - behind, box.width, box.height), fill="#FFFFFF", stroke=colour, width=0.8)
    drawing.rect(box, fill=tint, stroke=colour, radius=4)
    y = box.y + 17
    for line in _titles(node, WIDE):
        drawing.text(box.x + 10, y, line, size=_SIZE, bold=True)
        y += 14
    drawing.text(box.x + 10, y - 1, shortened(clean(node.note), box.width - 20, _SMALL, bold=False), size=_SMALL, fill=GREY)
    y += 14
    if node.statuses:
        drawing.status(box.x + 10, y + 1, node.status, size=11.5)
        y += 16
    for title, status in node.layers:
        drawing.text(box.x + 10, y, shortened(f"layer: {clean(title)}", box.width - 20, _SMALL, bold=False), size=_SMALL, fill=GREY)
        if status:
            drawing.status(box.x + 20, y + 13, status, size=_SMALL)
        y += 28


def _pill(drawing: Drawing, node: Node, box: Box) -> None:
    colour, tint, *_ = LOOKS[node.status] if node.status else LOOKS["not_encoded"]
    if len(node.members) > 1:
        drawing.rect(Box(box.x + 4, box.y - 4, box.width, box.height), fill="#FFFFFF", stroke=colour, radius=14, width=0.8)
    drawing.rect(box, fill=tint, stroke=colour, radius=14, width=1.4)
    middle, y = box.top[0], box.y + 17
    for line in _titles(node, PILL):
        drawing.text(middle, y, line, size=_SIZE, bold=True, anchor="middle")
        y += 14
    if node.note:
        drawing.text(
            middle, y - 2, shortened(clean(node.note), box.width - 16, _SMALL, bold=False), size=_SMALL, fill=GREY, anchor="middle"
        )
        y += 12
    for law, status in _shown(node) or [("", "")]:
        if status:
            words = LOOKS[status][4] if not law else f"{law}: {LOOKS[status][4]}"
            drawing.status(middle, y + 1, status, size=11, centre=True, words=shortened(words, box.width - 26, 11))
        else:
            drawing.text(middle, y + 1, "asks nothing", size=_SMALL, fill=GREY, anchor="middle")
        y += 15


def _legend(drawing: Drawing, found: Stemma, y: float, width: float) -> float:
    """What the colours and lines in this drawing mean; gives the height of the whole."""
    drawing.path(f"M{_MARGIN:g} {y:g} H{width - _MARGIN:g}", stroke=LINE, width=1)
    y += 20
    present = {node.status for node in found.nodes.values() if node.status}
    x = _MARGIN
    for status in (status for status in ORDER if status in present):
        wide = 14 + text_width(LOOKS[status][4], 11.5, bold=True) + 18
        if x + wide > width - _MARGIN:
            x, y = _MARGIN, y + 18
        drawing.status(x, y, status, size=11.5)
        x += wide
    y, x = y + 20, _MARGIN
    kinds = {"copy": "copy or derivative"}
    if any(not back.tuning for back in found.backs):
        kinds["training"] = "output back to training data"
    if any(back.tuning for back in found.backs):
        kinds["tuning"] = "output back to training and tuning data"
    for kind, words in kinds.items():
        wide = 52 + text_width(words, 11.5) + 20
        if x + wide > width and x > _MARGIN:
            x, y = _MARGIN, y + 18
        d = f"M{x:g} {y - 4:g} h42"
        {"copy": drawing.copy, "training": drawing.training, "tuning": drawing.tuning}[kind](d)
        drawing.text(x + 50, y, words, size=11.5, fill=INK)
        x += wide
    return y + 14
