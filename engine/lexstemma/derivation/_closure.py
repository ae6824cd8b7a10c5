"""Reachability as bit sets: one integer per thing, one bit per thing reached; no path is ever enumerated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol


class Successors(Protocol):
    def __call__(self, node: str, /) -> Iterable[str]: ...


class Numbering:
    """Things numbered in file order, so that sets of things are integers and listings are stable."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: list[str] = list(dict.fromkeys(names))
        self._bit = {name: 1 << position for position, name in enumerate(self.names)}

    def bit(self, name: str) -> int:
        return self._bit.get(name, 0)

    def bits(self, names: Iterable[str]) -> int:
        total = 0
        for name in names:
            total |= self._bit.get(name, 0)
        return total

    def listed(self, bits: int) -> list[str]:
        """The names of a set, in file order."""
        found = []
        while bits:
            low = bits & -bits
            found.append(self.names[low.bit_length() - 1])
            bits ^= low
        return found


class Reach:
    """`reach(node)`: the base bits of the node and of everything it leads to, computed on demand and kept.

    The relation must be free of cycles.
    """

    def __init__(self, successors: Mapping[str, Sequence[str]], base: Mapping[str, int] | None, numbering: Numbering) -> None:
        self._successors, self._base, self._numbering = successors, base, numbering
        self._known: dict[str, int] = {}

    def __call__(self, start: str) -> int:
        known, stack = self._known, [start]
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            following = self._successors.get(node, ())
            waiting = [other for other in following if other not in known]
            if waiting:
                stack.extend(waiting)
                continue
            bits = self._own(node)
            for other in following:
                bits |= known[other]
            known[node] = bits
            stack.pop()
        return known[start]

    def _own(self, node: str) -> int:
        return self._numbering.bit(node) if self._base is None else self._base.get(node, 0)


def find_cycle(successors: Mapping[str, Sequence[str]]) -> list[str] | None:
    """A cycle as the nodes along it, first node repeated at the end; None if there is none."""
    done: set[str] = set()
    for start in successors:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        stack = [iter(successors.get(start, ()))]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                done.add(path.popitem()[0])
            elif node in path:
                around = list(path)
                return [*around[around.index(node) :], node]
            elif node not in done:
                path[node] = None
                stack.append(iter(successors.get(node, ())))
    return None
