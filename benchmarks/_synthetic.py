"""A synthetic rule base of fixed size: jurisdictions whose exceptions and defeaters share a pool of facts.

Its shape is that of the bundled law: a restriction, permissions with flat conditions, defeaters, defeaters of defeaters.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One rule: a permission if it defeats nothing, else a defeater."""

    name: str
    requires: tuple[str, ...]
    unless: tuple[str, ...]
    defeats: str | None = None


@dataclass(frozen=True)
class Question:
    """The rules of one jurisdiction, and what is known (None: unknown) of their facts at one step."""

    rules: tuple[Line, ...]
    facts: dict[str, bool | None] = field(hash=False)

    @property
    def permissions(self) -> tuple[Line, ...]:
        return tuple(r for r in self.rules if r.defeats is None)

    @property
    def open(self) -> tuple[str, ...]:
        """Unknown facts that some rule names."""
        used = {atom for r in self.rules for atom in r.requires + r.unless}
        return tuple(a for a in self.facts if a in used and self.facts[a] is None)


RequirementSets = frozenset[frozenset[tuple[str, bool]]]


def jurisdiction(rng: random.Random, facts: list[str], permissions: int, defeaters: int) -> tuple[Line, ...]:
    rules: list[Line] = []
    for index in range(permissions + defeaters):
        conditions = rng.sample(facts, rng.randint(2, 4) if index < permissions else rng.randint(1, 2))
        split = 1 if len(conditions) > 1 and rng.random() < 0.3 else 0
        # A defeater names a permission or an earlier defeater, so that nothing runs in a circle.
        target = rng.choice(rules).name if index >= permissions else None
        rules.append(Line(f"r{index}", tuple(conditions[split:]), tuple(conditions[:split]), target))
    return tuple(rules)


def questions(
    seed: int,
    *,
    jurisdictions: int = 12,
    permissions: int = 13,
    defeaters: int = 11,
    facts: int = 48,
    steps: int = 6,
    unknown: float = 0.3,
) -> list[Question]:
    """Every step asked under every jurisdiction. With its restriction a jurisdiction has 1 + permissions + defeaters rules."""
    rng = random.Random(seed)
    names = [f"f{i}" for i in range(facts)]
    law = [jurisdiction(rng, names, permissions, defeaters) for _ in range(jurisdictions)]
    known = [{n: None if rng.random() < unknown else rng.random() < 0.5 for n in names} for _ in range(steps)]
    return [Question(rules, facts_here) for facts_here in known for rules in law]
