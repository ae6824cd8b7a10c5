"""A layered layout: what comes first stands above what comes from it, lines run downwards, and few of them cross.

Layers by longest path (what has no origin stands just above what first uses it), crossings thinned by sweeps of barycentres,
places along a layer by least squares under the least distances (Sugiyama's method, small).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise

_SWEEPS = 12
_THREAD = 10.0
"""The width that a line takes where it passes a layer."""


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Args:
        layers: the nodes of each layer from left to right, without the lines that pass.
        x: the middle of every node, from the left edge of the drawing.
        paths: for every edge, the middles through which it passes: (layer, x), both ends included.
        width: of the widest layer.
    """

    layers: tuple[tuple[str, ...], ...]
    x: dict[str, float]
    paths: dict[tuple[str, str], tuple[tuple[int, float], ...]]
    width: float


def layered(widths: Mapping[str, float], edges: Iterable[tuple[str, str]], *, gap: float, abreast: int) -> Layout:
    """Lays out an acyclic graph.

    Args:
        widths: of every node, in the order in which equals stand.
        edges: pairs (above, below).
        gap: the least distance between neighbours.
        abreast: of nodes without an origin, those beyond so many in a layer move one up.

    Raises:
        graphlib.CycleError: the edges run in a circle.
    """
    pairs = list(dict.fromkeys((a, b) for a, b in edges if a != b))
    level = _levels(list(widths), pairs, abreast)
    chains: dict[tuple[str, str], list[str]] = {}
    rows: list[list[str]] = [[] for _ in range(max(level.values(), default=0) + 1)]
    wide = dict(widths)
    for node in widths:
        rows[level[node]].append(node)
    for a, b in pairs:
        chain = [a]
        for between in range(level[a] + 1, level[b]):
            thread = f"{a}\0{b}\0{between}"
            wide[thread] = _THREAD
            rows[between].append(thread)
            chain.append(thread)
        chains[a, b] = [*chain, b]
    steps = [(one, other) for chain in chains.values() for one, other in pairwise(chain)]
    _order(rows, steps)
    x = _places(rows, steps, wide, gap)
    left = min((x[n] - wide[n] / 2 for n in x), default=0.0)
    x = {node: round(at - left, 1) for node, at in x.items()}
    at_level = {node: number for number, row in enumerate(rows) for node in row}
    return Layout(
        layers=tuple(tuple(node for node in row if node in widths) for row in rows),
        x={node: x[node] for node in widths},
        paths={edge: tuple((at_level[node], x[node]) for node in chain) for edge, chain in chains.items()},
        width=round(max((x[n] + wide[n] / 2 for n in x), default=0.0), 1),
    )


def _levels(nodes: Sequence[str], pairs: Sequence[tuple[str, str]], abreast: int) -> dict[str, int]:
    above: dict[str, set[str]] = {node: set() for node in nodes}
    below: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in pairs:
        above[b].add(a)
        below[a].add(b)
    level: dict[str, int] = {}
    for node in TopologicalSorter(above).static_order():
        level[node] = 1 + max((level[a] for a in above[node]), default=-1)
    for node in nodes:
        if not above[node] and below[node]:
            level[node] = min(level[b] for b in below[node]) - 1
    # Too many abreast: what came first stays lowest, the rest moves up, if need be above the top.
    for number in range(max(level.values(), default=0), -len(nodes), -1):
        row = [node for node in nodes if level[node] == number]
        movable = [node for node in row if not above[node]]
        surplus = movable[max(abreast - (len(row) - len(movable)), 1) :] if len(row) > abreast else []
        for node in surplus:
            level[node] = number - 1
        if number < min(level.values(), default=0):
            break
    top = min(level.values(), default=0)
    used = sorted({at - top for at in level.values()})
    return {node: used.index(at - top) for node, at in level.items()}


def _order(rows: list[list[str]], steps: Sequence[tuple[str, str]]) -> None:
    """Sweeps down and up, each row sorted by the mean place of its neighbours; ties keep their order. The best is kept."""
    up, down = _neighbours(steps)
    best, least = [list(row) for row in rows], _crossings(rows, steps)
    for sweep in range(_SWEEPS):
        near = up if sweep % 2 == 0 else down
        for row, beside in _beside(rows, downwards=sweep % 2 == 0):
            place = {node: (number + 0.5) / len(beside) for number, node in enumerate(beside)}
            own = {node: (number + 0.5) / len(row) for number, node in enumerate(row)}
            row.sort(key=lambda n: _mean([place[m] for m in near.get(n, []) if m in place], own[n]))
        crossed = _crossings(rows, steps)
        if crossed < least:
            best, least = [list(row) for row in rows], crossed
    for row, kept in zip(rows, best, strict=True):
        row[:] = kept


def _neighbours(steps: Sequence[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Of every node, those above and those below."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for a, b in steps:
        down.setdefault(a, []).append(b)
        up.setdefault(b, []).append(a)
    return up, down


def _beside(rows: list[list[str]], *, downwards: bool) -> list[tuple[list[str], list[str]]]:
    return list(zip(rows[1:], rows, strict=False)) if downwards else list(zip(rows[-2::-1], rows[:0:-1], strict=False))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: Sequence[Sequence[str]], steps: Sequence[tuple[str, str]]) -> int:
    place = {node: (level, number) for level, row in enumerate(rows) for number, node in enumerate(row)}
    by_level: dict[int, list[tuple[int, int]]] = {}
    for a, b in steps:
        by_level.setdefault(place[a][0], []).append((place[a][1], place[b][1]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for lines in by_level.values()
        for number, one in enumerate(lines)
        for other in lines[:number]
    )


def _places(
    rows: Sequence[Sequence[str]], steps: Sequence[tuple[str, str]], wide: Mapping[str, float], gap: float
) -> dict[str, float]:
    up, down = _neighbours(steps)
    x: dict[str, float] = {}
    for row in rows:
        total = sum(wide[n] for n in row) + gap * max(len(row) - 1, 0)
        at = -total / 2
        for node in row:
            x[node] = at + wide[node] / 2
            at += wide[node] + gap
    # First everything settles between its neighbours, then it moves under what it comes from, which keeps chains straight.
    for sweep in range(3 * _SWEEPS):
        settling = sweep < 2 * _SWEEPS
        for row in rows if sweep % 2 == 0 else reversed(rows):
            pull = {node: up.get(node) or down.get(node, []) for node in row}
            if settling:
                pull = {node: [*up.get(node, []), *down.get(node, [])] for node in row}
            wanted = [_mean([x[m] for m in pull[node]], x[node]) for node in row]
            for node, at in zip(row, _spread(row, wanted, wide, gap), strict=True):
                x[node] = at
    return x


def _spread(row: Sequence[str], wanted: Sequence[float], wide: Mapping[str, float], gap: float) -> list[float]:
    """The places nearest to those wanted (least squares) that keep the distances: pools of neighbours share their mean."""
    offset, offsets = 0.0, []
    for number, node in enumerate(row):
        if number:
            offset += wide[row[number - 1]] / 2 + gap + wide[node] / 2
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for place, shift in zip(wanted, offsets, strict=True):
        mean, count = place - shift, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, count = (mean * count + other * many) / (count + many), count + many
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + shift for mean, shift in zip(flat, offsets, strict=True)]
