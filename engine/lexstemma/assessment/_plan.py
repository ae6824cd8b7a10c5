"""How the atoms of a program are to be found, settled once for all questions that it decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..reasoning import Program


class Plan(NamedTuple):
    """The atoms of a program by how they are found, and the implications and exclusions between them."""

    plain: tuple[str, ...]
    defined: tuple[str, ...]
    issues: tuple[str, ...]
    directed: tuple[tuple[str, str, bool], ...]


def plan(program: Program, issues: Collection[str], directed: Iterable[tuple[str, str, bool]]) -> Plan:
    """Args:
    directed: implications (true) and exclusions (false) between facts, each from the one that is known to the other.
    """
    definitions, weighed = program.definitions, program.weighed
    facts = [atom for atom in program.atoms if atom not in issues]
    held = frozenset(facts)
    return Plan(
        plain=tuple(atom for atom in facts if atom not in definitions and atom not in weighed),
        defined=tuple(atom for atom in facts if atom in definitions),
        issues=tuple(atom for atom in program.base_atoms if atom in issues),
        directed=tuple(pair for pair in directed if pair[0] in held and pair[1] in held),
    )
