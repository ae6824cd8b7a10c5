"""Which things of a case share a box in its picture: siblings that nothing tells apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from graphlib import TopologicalSorter

Pairs = Sequence[tuple[str, str]]


def folded(
    nodes: Sequence[str], edges: Pairs, kind: Mapping[str, str], status: Mapping[str, str], *, most: int, abreast: int
) -> dict[str, str]:
    """For every node the first of those it shares a box with; as little is folded as keeps to `most` boxes.

    Sources that agree in kind, status and use are folded first, then whatever stands in the same relations to the same
    kinds of things, then without regard to status, then all of one kind at one depth.

    Args:
        abreast: sources are folded also where more than twice so many feed the same things.
    """
    produced = {b for _, b in edges}
    sources = [node for node in nodes if node not in produced]
    own: dict[str, Hashable] = {node: node for node in nodes}
    alone = _first(nodes, own)
    after: dict[str, list[str]] = {}
    for a, b in edges:
        after.setdefault(a, []).append(b)
    fed: dict[Hashable, list[str]] = {}
    for node in sources:
        fed.setdefault((kind[node], status[node], tuple(sorted(after.get(node, ())))), []).append(node)
    many = {key: same for key, same in fed.items() if len(same) > 2 * abreast}
    gentle = _first(nodes, {**own, **{node: ("fed", n) for n, same in enumerate(many.values()) for node in same}})
    alike = _first(nodes, {**own, **{node: ("fed", n) for n, same in enumerate(fed.values()) for node in same}})
    for found in (alone if not many else gentle, alike):
        if len(set(found.values())) <= most:
            return found
    for said in (lambda n: (kind[n], status[n]), lambda n: kind[n]):
        found = _first(nodes, _refined(nodes, edges, {node: said(node) for node in nodes}))
        if len(set(found.values())) <= most:
            return found
    depth = _depths(nodes, edges)
    return _first(nodes, {node: (kind[node], depth[node]) for node in nodes})


def _first(nodes: Iterable[str], colour: Mapping[str, Hashable]) -> dict[str, str]:
    leaders: dict[Hashable, str] = {}
    return {node: leaders.setdefault(colour[node], node) for node in nodes}


def _refined(nodes: Sequence[str], edges: Pairs, start: Mapping[str, Hashable]) -> dict[str, Hashable]:
    """Colour refinement: nodes stay alike as long as they stand to alike nodes. Depth tells apart, so no circle arises."""
    above: dict[str, list[str]] = {node: [] for node in nodes}
    below: dict[str, list[str]] = {node: [] for node in nodes}
    for a, b in edges:
        above[b].append(a)
        below[a].append(b)
    colour, count = _numbered(start), len(set(start.values()))
    while True:
        seen: dict[str, Hashable] = {
            node: (colour[node], frozenset(colour[a] for a in above[node]), frozenset(colour[b] for b in below[node]))
            for node in nodes
        }
        colour = _numbered(seen)
        if len(set(colour.values())) == count:
            return dict(colour)
        count = len(set(colour.values()))


def _numbered(colours: Mapping[str, Hashable]) -> dict[str, int]:
    numbers: dict[Hashable, int] = {}
    return {node: numbers.setdefault(colour, len(numbers)) for node, colour in colours.items()}


def _depths(nodes: Iterable[str], edges: Pairs) -> dict[str, int]:
    above: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in edges:
        above[b].add(a)
    depth: dict[str, int] = {}
    for node in TopologicalSorter(above).static_order():
        depth[node] = 1 + max((depth[a] for a in above[node]), default=-1)
    return depth
