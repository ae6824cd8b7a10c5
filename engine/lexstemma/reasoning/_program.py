"""The rules that can bear on one kind of question, gathered once and evaluated for many.

A question's kind: the law asked, the rules in force on the day of the act, the step's classes, the act, the right, the kind of
copy, and the classes of the subject matter. Two questions of one kind differ only in their atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..law import Jurisdiction, Law, Rule

_ByName = dict[str, tuple[Rule, ...]]


@dataclass(frozen=True)
class Program:
    """Rules by their part in the decision; `defeaters` and `definitions` are those in scope.

    Args:
        atoms: what the rules ask for, through defeaters and definitions; `base_atoms` are those that no definition concludes.
        weighed: for each standard that precedents decide, the definitions of the factors it is found by.
    """

    restrictions: tuple[Rule, ...]
    limits: tuple[Rule, ...]
    exceptions: tuple[Rule, ...]
    grants: tuple[Rule, ...]
    reported: tuple[Rule, ...]
    defeaters: dict[str, tuple[Rule, ...]]
    definitions: dict[str, tuple[Rule, ...]]
    atoms: tuple[str, ...]
    base_atoms: tuple[str, ...]
    weighed: dict[str, Program] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def watched(self) -> frozenset[str]:
        """Every atom that can bear on the answer, those by which standards are found included."""
        found: frozenset[str] | None = self.memo.get("watched")
        if found is None:
            found = frozenset((*self.atoms, *(atom for part in self.weighed.values() for atom in part.atoms)))
            self.memo["watched"] = found
        return found

    @property
    def deciding(self) -> tuple[Rule, ...]:
        return self.restrictions + self.limits + self.exceptions + self.grants


def gather(
    law: Law, place: Jurisdiction, right: str | None, rules: Sequence[Rule], grants: Sequence[Rule] = (), *, moral: bool = False
) -> Program:
    """The program of the rules that reach a question.

    Args:
        right: the right asked about.
        rules: those in force that reach the question, in the order of the law.
        grants: the grants that reach it, of the licences that the object is under; they cover economic rights unless they name
            rights.
        moral: the right is a moral right, which no licence grant without an express mention covers.
    """
    deciding = [r for r in rules if law.decides(r)]

    def of(name: str) -> tuple[Rule, ...]:
        return tuple(r for r in deciding if r.kind == name)

    granted = [r for r in rules if r.kind == "Grant"] + list(grants)
    defeaters, definitions = _supporting(deciding)
    parts: dict[str, Any] = {
        "restrictions": of("Restriction"),
        "limits": of("Limit"),
        "exceptions": of("Exception"),
        "grants": tuple(g for g in granted if right in g.names or not (g.names or moral)),
        "reported": tuple(r for r in rules if r.kind in ("Duty", "SeparateWrong", "RemedyGate")),
    }
    atoms = _reachable([r for group in parts.values() for r in group], defeaters, definitions)
    base = tuple(atom for atom in atoms if atom not in definitions)
    weighed = {
        standard: _weighed(list(known.factors), defeaters, definitions)
        for standard in base
        if (known := law.base(place, standard)) is not None
    }
    return Program(**parts, defeaters=defeaters, definitions=definitions, atoms=atoms, base_atoms=base, weighed=weighed)


def _supporting(rules: list[Rule]) -> tuple[_ByName, _ByName]:
    """Defeaters by the rules that they switch off, and definitions by the facts that they conclude."""
    defeaters: _ByName = {}
    definitions: _ByName = {}
    for rule in rules:
        if rule.kind == "Defeater":
            for name in rule.names:
                defeaters[name] = (*defeaters.get(name, ()), rule)
        elif rule.kind == "Definition" and rule.concludes:
            definitions[rule.concludes] = (*definitions.get(rule.concludes, ()), rule)
    return defeaters, definitions


def _weighed(factors: list[str], defeaters: _ByName, definitions: _ByName) -> Program:
    """The part of the law by which the factors of a standard are found: nothing is decided by it."""
    defining = [rule for factor in factors for rule in definitions.get(factor, ())]
    atoms = tuple(dict.fromkeys((*factors, *_reachable(defining, defeaters, definitions))))
    base = tuple(atom for atom in atoms if atom not in definitions)
    return Program((), (), (), (), (), defeaters, definitions, atoms, base)


def _reachable(rules: list[Rule], defeaters: _ByName, definitions: _ByName) -> tuple[str, ...]:
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
