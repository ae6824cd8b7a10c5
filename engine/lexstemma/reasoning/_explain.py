"""Proof trees: conclusion <- rule <- atoms with their values and where the values come from.

The tree holds what the status rests on and no more: of a rule that fails, the conditions that fail; of one that stands or is
open, all conditions. Making unknown whatever is not in the tree leaves the status as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

from ..law import Rule
from ._decide import Decision, Valuation
from ._finding import UNKNOWN, Finding


@dataclass(frozen=True)
class Node:
    """One step of a proof.

    Args:
        kind: "status", "rule" or "atom".
        name: the status, the rule's id or the atom's name.
        value: whether the rule stands or the atom holds; None if open.
        wanted: for an atom, the value the rule above asks for.
        role: for a rule, its kind (Restriction, Exception, ...); "Defeater" and "Definition" below others.
    """

    kind: str
    name: str
    value: bool | None
    children: tuple[Node, ...] = ()
    wanted: bool | None = None
    role: str = ""
    rule: Rule | None = None
    finding: Finding | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Atoms that carry a finding of their own (not concluded by definitions), in the order of the tree."""
        return {n.name: n.finding for n in self.walk() if n.finding is not None}

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset(self.findings)


@dataclass(frozen=True)
class Reason:
    """Values that together suffice for a conclusion, none of which can be missed."""

    conclusion: str
    atoms: tuple[tuple[str, bool], ...]


class Explainer:
    """Builds the tree of one decided question."""

    def __init__(self, valuation: Valuation, decision: Decision, findings: Mapping[str, Finding]) -> None:
        self._valuation, self._decision, self._findings = valuation, decision, findings
        self._blank = valuation.blank

    def tree(self) -> Node:
        program = self._valuation.program
        groups: list[tuple[Rule, ...]]
        match self._decision.status:
            case "free":
                groups = self._free()
            case "excepted":
                groups = [self._not_failing(program.restrictions), self._sufficient(program.exceptions, program.limits)]
            case "licensed":
                others = (*program.limits, *program.exceptions)
                groups = [self._not_failing(program.restrictions), self._sufficient(program.grants, others)]
            case _:
                groups = [program.restrictions, program.limits, program.exceptions, program.grants]
        children = tuple(self.rule(rule) for group in groups for rule in group)
        return Node("status", self._decision.status, None, children)

    def _free(self) -> list[tuple[Rule, ...]]:
        program = self._valuation.program
        standing = tuple(r for r in program.limits if self._value(r) is True)
        if standing:
            return [standing]
        if all(self._value(r) is False for r in program.restrictions):
            return [program.restrictions]
        return [program.restrictions, program.limits]

    def _sufficient(self, titles: tuple[Rule, ...], others: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """The titles that stand; if none does alone, all that may."""
        standing = tuple(r for r in titles if self._value(r) is True)
        return standing or self._not_failing((*titles, *others))

    def _not_failing(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(r for r in rules if self._value(r) is not False)

    def _value(self, rule: Rule) -> bool | None:
        return self._valuation.stands(rule)

    def rule(self, rule: Rule) -> Node:
        """A rule with the conditions and defeaters that make it stand, fail, or stay open."""
        value = self._value(rule)
        if value is not None and self._blank.stands(rule) is value:
            return self._node(rule, value, [])  # whatever the facts are
        conditions = [(name, True) for name in rule.requires] + [(name, False) for name in rule.unless]
        defeaters = self._valuation.program.defeaters.get(rule.id, ())
        if value is False:
            failing = [(n, w) for n, w in conditions if self._holds(n, w) is False]
            standing = [d for d in defeaters if self._value(d) is True]
            if failing or standing:
                return self._node(rule, value, [self.atom(n, w) for n, w in failing] + [self.rule(d) for d in standing])
        return self._node(rule, value, [self.atom(n, w) for n, w in conditions] + [self.rule(d) for d in defeaters])

    def _node(self, rule: Rule, value: bool | None, children: list[Node]) -> Node:
        return Node("rule", rule.id, value, tuple(children), role=rule.kind, rule=rule)

    def _holds(self, name: str, wanted: bool) -> bool | None:
        """Whether a condition is met."""
        value = self._valuation.holds(name)
        return None if value is None else value is wanted

    def atom(self, name: str, wanted: bool) -> Node:
        definitions = self._valuation.program.definitions.get(name, ())
        value = self._valuation.holds(name)
        if not definitions or name in self._valuation.known:
            found = self._findings.get(name, UNKNOWN)
            grounds = tuple(Node("atom", fact, f.value, wanted=f.value, finding=f) for fact, f in found.grounds)
            return Node("atom", name, value, grounds, wanted=wanted, finding=found)
        if value is not None and self._blank.holds(name) is value:
            return Node("atom", name, value, wanted=wanted)
        shown = definitions
        if value is True:
            shown = tuple(d for d in definitions if self._value(d) is True) or self._not_failing(definitions)
        return Node("atom", name, value, tuple(self.rule(d) for d in shown), wanted=wanted)

    def failing(self, rules: tuple[Rule, ...]) -> list[tuple[Rule, tuple[str, ...]]]:
        """Rules that do not stand, each with the atoms or defeaters because of which."""
        found = []
        for rule in rules:
            if self._value(rule) is False:
                found.append((rule, tuple(child.name for child in self.rule(rule).children)))
        return found


def reasons(tree: Node, valuation: Valuation) -> list[Reason]:
    """The reasons that a tree lists: for every rule or defined atom in it with a value, minimal sets of known atoms.

    A rule stands because all its conditions hold: one reason. It fails because of any one failing condition: a reason each.
    """
    found: dict[Reason, None] = {}
    for node in tree.walk():
        if node.kind == "status" or node.value is None or node.finding is not None:
            continue
        word = str(node.value) if node.kind == "atom" else "stands" if node.value else "fails"
        for atoms in _supports(node):
            found.setdefault(Reason(f"{node.name} {word}", _needed(node, atoms, valuation)))
    return list(found)


def _needed(node: Node, atoms: frozenset[tuple[str, bool]], valuation: Valuation) -> tuple[tuple[str, bool], ...]:
    """The atoms without those that can be missed because every completion agrees anyway."""
    kept = dict(sorted(atoms))
    for name in sorted(kept):
        less = {a: v for a, v in kept.items() if a != name}
        other = valuation.knowing(less)
        formula = other.rule(node.rule) if node.rule is not None else other.atom(node.name)
        if formula.value is node.value:
            kept = less
    return tuple(kept.items())


def _supports(node: Node, cap: int = 64) -> list[frozenset[tuple[str, bool]]]:
    """Sets of atom values each of which suffices for the node's value."""
    if node.kind == "atom" and node.finding is not None:
        return [] if node.value is None else [frozenset(((node.name, node.value),))]
    if not node.children:
        return [frozenset()]
    all_needed = (node.kind == "rule") == bool(node.value)
    alternatives = [_supports(child, cap) for child in node.children]
    if not all_needed:
        return _minimal([s for group in alternatives for s in group])
    return reduce(lambda a, b: _minimal([x | y for x in a for y in b][:cap]), alternatives, [frozenset()])


def _minimal(sets: list[frozenset[tuple[str, bool]]]) -> list[frozenset[tuple[str, bool]]]:
    unique = sorted(set(sets), key=lambda s: (len(s), sorted(s)))
    return [s for i, s in enumerate(unique) if not any(t < s for t in unique[:i])]
