"""Reachability as bit sets: one integer per thing, one bit per thing reached; no path is ever enumerated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


class Numbering:
    """Things numbered in file order, so that sets of things are integers and listings are stable."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: list[str] = list(dict.fromkeys(names))
        self._position = {name: position for position, name in enumerate(self.names)}

    def bit(self, name: str) -> int:
        position = self._position.get(name)
        return 0 if position is None else 1 << position

    def bits(self, names: Iterable[str]) -> int:
        """The set of these names; built in one piece, because joining single bits would copy the set for each."""
        mask = bytearray(len(self.names) // 8 + 1)
        for name in names:
            position = self._position.get(name)
            if position is not None:
                mask[position >> 3] |= 1 << (position & 7)
        return int.from_bytes(mask, "little")

    def listed(self, bits: int) -> list[str]:
        """The names of a set, in file order."""
        found = []
        for start, byte in enumerate(bits.to_bytes(len(self.names) // 8 + 1, "little")):
            if byte:
                found += [self.names[start * 8 + offset] for offset in range(8) if byte >> offset & 1]
        return found


class Reach:
    """`reach(node)`: the base bits of the node and of everything it leads to, computed on demand and kept.

    The relation must be free of cycles. Nothing is kept for things that lead nowhere: there may be very many of them.
    """

    def __init__(self, successors: Mapping[str, Collection[str]], base: Mapping[str, int] | None, numbering: Numbering) -> None:
        self._successors, self._base, self._numbering = successors, base, numbering
        self._known: dict[str, int] = {}

    def __call__(self, start: str) -> int:
        if start not in self._successors:
            return self._own((start,))
        known, stack = self._known, [start]
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            leading = [other for other in self._successors[node] if other in self._successors]
            waiting = [other for other in leading if other not in known]
            if waiting:
                stack.extend(waiting)
                continue
            bits = self._own((node, *(other for other in self._successors[node] if other not in self._successors)))
            for other in leading:
                bits |= known[other]
            known[node] = bits
            stack.pop()
        return known[start]

    def leads(self, node: str, bits: int, target: str) -> bool:
        """Whether the node is the target or leads to it; `bits` is the target's bit, given so that it is made once."""
        return node == target or (node in self._successors and bool(self(node) & bits))

    def _own(self, nodes: Collection[str]) -> int:
        if self._base is None:
            return self._numbering.bit(*nodes) if len(nodes) == 1 else self._numbering.bits(nodes)
        bits = 0
        for node in nodes:
            bits |= self._base.get(node, 0)
        return bits


def find_cycle(successors: Mapping[str, Iterable[str]]) -> list[str] | None:
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
