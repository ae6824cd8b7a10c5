"""The synthetic questions in the engine's own records."""

from __future__ import annotations

from _synthetic import Line, Question, RequirementSets
from lexstemma.law import Rule, Scope
from lexstemma.reasoning import Atoms, Decision, Program, Theory, Valuation, decide

RIGHT = "authorReproduction"
KINDS = Atoms(issues=frozenset(), standards=frozenset())
RESTRICTION = Line("restriction", (), ())


def record(line: Line, kind: str, name: str) -> Rule:
    """A rule as the law loader would give it."""
    return Rule(
        id=line.name, kind=kind, label=line.name, jurisdiction="X", provision="", url="", level="statute", since=None, until=None,
        scope=Scope(), names=(name,), concludes=None, requires=line.requires, unless=line.unless,
    )  # fmt: skip


def program(rules: tuple[Line, ...]) -> Program:
    """The rules of one jurisdiction, gathered."""
    defeaters: dict[str, tuple[Rule, ...]] = {}
    for line in rules:
        if line.defeats:
            defeaters[line.defeats] = (*defeaters.get(line.defeats, ()), record(line, "Defeater", line.defeats))
    atoms = tuple(dict.fromkeys(a for line in rules for a in line.requires + line.unless))
    return Program(
        restrictions=(record(RESTRICTION, "Restriction", RIGHT),),
        limits=(),
        exceptions=tuple(record(line, "Exception", RIGHT) for line in rules if line.defeats is None),
        grants=(), reported=(), defeaters=defeaters, definitions={}, atoms=atoms, base_atoms=atoms,
    )  # fmt: skip


def answer(rules: Program, question: Question) -> Decision:
    """The engine's decision of one question."""
    values = {atom: question.facts[atom] for atom in rules.base_atoms}
    return decide(Valuation.of(rules, values, lambda _: Theory()), KINDS)


def sets(decision: Decision) -> RequirementSets:
    """Its requirement sets, to be compared."""
    return frozenset(frozenset(s) for s in decision.sets)
