"""Deciding with binary decision diagrams, for questions with so much unknown that listing alternatives would not end.

Ordinary facts stand above standards and issues in the order of variables, so "some setting of the facts alone settles it" is
a walk over the upper part of the diagram. Only the requirement sets are then not listed completely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..law import Rule

if TYPE_CHECKING:
    from ._decide import Atoms, Valuation

ZERO, ONE = 0, 1


class Diagrams:
    """Reduced ordered diagrams over the open atoms of one question; a diagram is an index."""

    def __init__(self, valuation: Valuation, kinds: Atoms) -> None:
        self._valuation = valuation
        order = sorted(valuation.open, key=lambda a: not kinds.ordinary(a))
        self.level = {atom: i for i, atom in enumerate(order)}
        self.order = order
        self.facts = sum(1 for atom in order if kinds.ordinary(atom))
        end = len(order)
        self._nodes: list[tuple[int, int, int]] = [(end, ZERO, ZERO), (end, ONE, ONE)]
        self._index: dict[tuple[int, int, int], int] = {}
        self._memo: dict[tuple[int, int, int], int] = {}
        self._rules: dict[str, int] = {}
        self.within = self._clauses()

    # ------------------------------------------------------------ diagrams
    def variable(self, atom: str) -> int:
        return self._node(self.level[atom], ZERO, ONE)

    def _node(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self._nodes)
            self._nodes.append(key)
        return found

    def ite(self, test: int, then: int, other: int) -> int:
        """If `test` then `then`, else `other`."""
        if test == ONE or then == other:
            return then
        if test == ZERO:
            return other
        key = (test, then, other)
        found = self._memo.get(key)
        if found is None:
            level = min(self._nodes[n][0] for n in key)
            low, high = (self.ite(*(self._child(n, level, side) for n in key)) for side in (1, 2))
            found = self._memo[key] = self._node(level, low, high)
        return found

    def _child(self, node: int, level: int, side: int) -> int:
        return self._nodes[node][side] if self._nodes[node][0] == level else node

    def negate(self, one: int) -> int:
        return self.ite(one, ZERO, ONE)

    def both(self, one: int, other: int) -> int:
        return self.ite(one, other, ZERO)

    def either(self, one: int, other: int) -> int:
        return self.ite(one, ONE, other)

    # ------------------------------------------------------------ rules
    def atom(self, name: str) -> int:
        valuation = self._valuation
        if name in valuation.known:
            return ONE if valuation.known[name] else ZERO
        if name in valuation.program.definitions:
            return self.any(valuation.program.definitions[name])
        return self.variable(name)

    def rule(self, rule: Rule) -> int:
        found = self._rules.get(rule.id)
        if found is None:
            found = ONE
            for name in rule.requires:
                found = self.both(found, self.atom(name))
            for name in rule.unless:
                found = self.both(found, self.negate(self.atom(name)))
            for defeater in self._valuation.program.defeaters.get(rule.id, ()):
                found = self.both(found, self.negate(self.rule(defeater)))
            self._rules[rule.id] = found
        return found

    def any(self, rules: Iterable[Rule]) -> int:
        found = ZERO
        for rule in rules:
            found = self.either(found, self.rule(rule))
        return found

    def _clauses(self) -> int:
        found = ONE
        for a, b in self._valuation.theory.clauses:
            found = self.both(found, self.either(self._literal(a), self._literal(b)))
        return found

    def _literal(self, bits: int) -> int:
        index = (bits.bit_length() - 1) // 2
        variable = self.variable(self._valuation.open[index])
        return variable if bits == 1 << (2 * index) else self.negate(variable)

    # ------------------------------------------------------------ questions about diagrams
    def given(self, one: int, values: Mapping[str, bool]) -> int:
        """What is left of a diagram once some atoms are set."""
        if not values:
            return one
        fixed = {self.level[name]: value for name, value in values.items()}
        done: dict[int, int] = {ZERO: ZERO, ONE: ONE}

        def walk(node: int) -> int:
            found = done.get(node)
            if found is None:
                level, low, high = self._nodes[node]
                value = fixed.get(level)
                if value is None:
                    found = self._node(level, walk(low), walk(high))
                else:
                    found = walk(high if value else low)
                done[node] = found
            return found

        return walk(one)

    def follows(self, values: Mapping[str, bool], one: int) -> bool:
        """Whether it holds in every admissible completion with these values."""
        fixed = {self.level[name]: value for name, value in values.items()}
        seen: set[int] = set()
        stack = [self.either(self.negate(self.within), one)]
        while stack:
            node = stack.pop()
            if node == ZERO:
                return False
            if node != ONE and node not in seen:
                seen.add(node)
                level, low, high = self._nodes[node]
                sides = {True: (high,), False: (low,), None: (low, high)}[fixed.get(level)]
                stack.extend(sides)
        return True

    def support(self, one: int) -> tuple[str, ...]:
        """The atoms it depends on, in the order of the valuation."""
        found: set[int] = set()
        seen: set[int] = set()
        stack = [one]
        while stack:
            node = stack.pop()
            if node > ONE and node not in seen:
                seen.add(node)
                level, low, high = self._nodes[node]
                found.add(level)
                stack += [low, high]
        return tuple(atom for atom in self._valuation.open if self.level[atom] in found)

    def settled_by_facts(self, one: int, within: int) -> bool:
        """Whether some admissible setting of the ordinary facts alone makes it true, or false, whatever else holds."""
        seen: set[tuple[int, int]] = set()
        stack = [(self.both(within, one), self.both(within, self.negate(one)))]
        while stack:
            pair = stack.pop()
            if pair in seen or pair == (ZERO, ZERO):
                continue
            seen.add(pair)
            if ZERO in pair:
                return True
            level = min(self._nodes[n][0] for n in pair)
            if level < self.facts:
                stack += [tuple(self._child(n, level, side) for n in pair) for side in (1, 2)]  # type: ignore[misc]
        return False
