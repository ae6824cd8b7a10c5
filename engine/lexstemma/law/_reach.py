"""Which of many rules reach a question, told for every part of its scope once and then by combining bits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ._model import BY_RIGHT, Rule


class Reach:
    """The rules that apply at one place between two changes of the law."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        # Rules share few scopes: for each part of a scope, the rules that have it, as bits.
        self._steps: dict[frozenset[str], int] = {}
        self._acts: dict[frozenset[str], int] = {}
        self._results: dict[frozenset[str], int] = {}
        self._subjects: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self._rights: dict[tuple[str, ...] | None, int] = {}
        for index, rule in enumerate(self.rules):
            scope, bit = rule.scope, 1 << index
            self._steps[scope.steps] = self._steps.get(scope.steps, 0) | bit
            self._acts[scope.acts] = self._acts.get(scope.acts, 0) | bit
            self._results[scope.results] = self._results.get(scope.results, 0) | bit
            subjects = scope.subjects, scope.excluded
            self._subjects[subjects] = self._subjects.get(subjects, 0) | bit
            rights = rule.names if rule.kind in BY_RIGHT else None
            self._rights[rights] = self._rights.get(rights, 0) | bit
        # By part of the scope: step classes, act, kind of copy, subject classes, right.
        self._bits: dict[tuple[int, Hashable], int] = {}
        self._found: dict[int, tuple[Rule, ...]] = {}

    def bits(self, steps: frozenset[str], act: str | None, result: str | None, subjects: frozenset[str], right: str | None) -> int:
        """A set of rules: those on this right, or on any, whose scope includes these step classes, act, kind of copy and subject
        classes."""
        known = self._bits
        try:
            return known[0, steps] & known[1, act] & known[2, result] & known[3, subjects] & known[4, right]
        except KeyError:
            known[0, steps] = sum(bits for part, bits in self._steps.items() if not part or not part.isdisjoint(steps))
            known[1, act] = sum(bits for part, bits in self._acts.items() if not part or act in part)
            known[2, result] = sum(bits for part, bits in self._results.items() if not part or result in part)
            known[3, subjects] = sum(
                bits
                for (part, excluded), bits in self._subjects.items()
                if (not part or not part.isdisjoint(subjects)) and excluded.isdisjoint(subjects)
            )
            known[4, right] = sum(bits for part, bits in self._rights.items() if part is None or right in part)
            return known[0, steps] & known[1, act] & known[2, result] & known[3, subjects] & known[4, right]

    def reached(self, bits: int) -> tuple[Rule, ...]:
        """The rules of a set, in the order of the law."""
        found = self._found.get(bits)
        if found is None:
            found = self._found[bits] = tuple(rule for index, rule in enumerate(self.rules) if bits >> index & 1)
        return found
