"""The rules that can bear on one kind of question, gathered once and evaluated for many.

A question's kind: the law asked, the rules in force on the day of the act, the step's classes, the act, the right, the kind of
copy, and the classes of the subject matter. Two questions of one kind differ only in their atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..law import Jurisdiction, Law, Rule

_BY_RIGHT = frozenset(("Restriction", "Exception", "Limit"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What selects the rules for a question."""

    place: str
    day: date
    steps: frozenset[str]
    act: str | None
    right: str | None
    result: str | None
    subjects: frozenset[str]


@dataclass(frozen=True)
class Program:
    """Rules by their part in the decision; `defeaters` and `definitions` are those in scope."""

    restrictions: tuple[Rule, ...]
    limits: tuple[Rule, ...]
    exceptions: tuple[Rule, ...]
    grants: tuple[Rule, ...]
    reported: tuple[Rule, ...]
    defeaters: dict[str, tuple[Rule, ...]]
    definitions: dict[str, tuple[Rule, ...]]
    atoms: tuple[str, ...]
    base_atoms: tuple[str, ...]
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def deciding(self) -> tuple[Rule, ...]:
        return self.restrictions + self.limits + self.exceptions + self.grants


def gather(law: Law, place: Jurisdiction, kind: Kind, grants: Sequence[Rule] = (), *, moral: bool = False) -> Program:
    """The program for a kind of question.

    Args:
        grants: the grants of the licences that the object is under; they cover economic rights unless they name rights.
        moral: the right is a moral right, which no licence grant without an express mention covers.
    """

    def reached(r: Rule) -> bool:
        return r.scope.reaches(kind.steps, kind.act, kind.result, kind.subjects)

    # Of rules that name rights, those that name another right cannot bear on the question.
    rules = [r for r in law.rules_on(place, kind.day) if (r.kind not in _BY_RIGHT or kind.right in r.names) and reached(r)]
    deciding = [r for r in rules if law.decides(r)]

    def of(name: str) -> tuple[Rule, ...]:
        return tuple(r for r in deciding if r.kind == name)

    granted = [r for r in rules if r.kind == "Grant"] + [g for g in grants if reached(g)]
    defeaters: dict[str, tuple[Rule, ...]] = {}
    definitions: dict[str, tuple[Rule, ...]] = {}
    for rule in deciding:
        if rule.kind == "Defeater":
            for name in rule.names:
                defeaters[name] = (*defeaters.get(name, ()), rule)
        elif rule.kind == "Definition" and rule.concludes:
            definitions[rule.concludes] = (*definitions.get(rule.concludes, ()), rule)
    parts: dict[str, Any] = {
        "restrictions": of("Restriction"),
        "limits": of("Limit"),
        "exceptions": of("Exception"),
        "grants": tuple(g for g in granted if kind.right in g.names or not (g.names or moral)),
        "reported": tuple(r for r in rules if r.kind in ("Duty", "SeparateWrong", "RemedyGate")),
    }
    atoms = _reachable([r for group in parts.values() for r in group], defeaters, definitions)
    base = tuple(atom for atom in atoms if atom not in definitions)
    return Program(**parts, defeaters=defeaters, definitions=definitions, atoms=atoms, base_atoms=base)


def _reachable(
    rules: list[Rule], defeaters: dict[str, tuple[Rule, ...]], definitions: dict[str, tuple[Rule, ...]]
) -> tuple[str, ...]:
    """Atoms that the rules ask for, through their defeaters and definitions, in the order of first mention."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = list(reversed(rules))
    while stack:
        rule = stack.pop()
        if rule.id in seen:
            continue
        seen.add(rule.id)
        for atom in rule.atoms:
            if atom not in found:
                found[atom] = None
                stack.extend(definitions.get(atom, ()))
        stack.extend(defeaters.get(rule.id, ()))
    return tuple(found)
