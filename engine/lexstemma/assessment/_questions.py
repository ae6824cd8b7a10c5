"""From the graph to questions: table 1 (step kinds entail acts) and table 2 (acts and subject matter engage rights)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..case import Case
from ..derivation import Derivation
from ..terms import Vocabulary


@dataclass(frozen=True, slots=True)
class Matter:
    """What can be asked about a step, before any law is chosen: an act done to one object under one right.

    Args:
        under: the laws that name the right so; empty if all do.
        not_under: laws that name it otherwise.
    """

    step: str
    act: str | None
    object: str | None
    right: str | None
    result: str | None
    result_entity: str | None
    under: frozenset[str] = frozenset()
    not_under: frozenset[str] = frozenset()

    def asked_under(self, place: str | None) -> bool:
        """Whether the law of a place (its id, None if not known) asks it."""
        return (not self.under or place in self.under) and place not in self.not_under


@dataclass(frozen=True, slots=True)
class Question:
    """May this performer do this act to this object under this right, by this law, on this day?

    Args:
        result: the kind of copy; working copies and what remains in the weights are two questions.
        result_entity: the dataset, weights or output that holds the copy, if the case names it.
        place: the id of the jurisdiction asked, None if the step's place is not known.
        outside: the act is done elsewhere (law asked as claimed).
        dated: the case gives the day of the act; else it is the day of asking.
    """

    id: str
    step: str
    performer: str | None
    act: str | None
    object: str | None
    right: str | None
    result: str | None
    result_entity: str | None
    place: str | None
    day: date
    outside: bool = False
    dated: bool = True


def matters(case: Case, derivation: Derivation, words: Vocabulary) -> Iterator[Matter]:
    """Every (act, object, right, copy) of every step, in file order; a step without any yields one matter without an act."""
    for step in case.of_kind("Step"):
        found = list(_of_step(case, derivation, words, step))
        yield from found or [Matter(step, None, None, None, None, None)]


def _of_step(case: Case, derivation: Derivation, words: Vocabulary, step: str) -> Iterator[Matter]:
    kinds = case.types(step)
    for line in words.entailments:
        if line.steps.isdisjoint(kinds):
            continue
        for result, entity, obj in _objects(case, derivation, step, line.objects, line.result):
            subjects = derivation.kinds(obj)
            for engagement in words.engagements:
                if line.act not in engagement.acts or engagement.subjects.isdisjoint(subjects):
                    continue
                if engagement.except_subjects.isdisjoint(subjects):
                    for right in engagement.rights:
                        yield Matter(step, line.act, obj, right, result, entity, engagement.under, engagement.not_under)


def _objects(case: Case, derivation: Derivation, step: str, wanted: str, result: str) -> Iterator[tuple[str, str | None, str]]:
    """The objects of one line of table 1, each with the thing that holds the copy."""
    inputs, results = derivation.inputs(step), derivation.results(step)
    outputs = [e for e in (*results, *inputs) if "Output" in case.types(e)]
    weights = [e for e in results if "Weights" in case.types(e)] or [e for e in inputs if "Weights" in case.types(e)]
    if wanted == "worksTaken":
        taken = frozenset().union(*(derivation.works_in(e) for e in inputs))
        yield from ((result, next(iter(results), None), work) for work in _layered(case, taken))
    elif wanted == "databasesTaken":
        taken = frozenset().union(*(derivation.databases_behind(e) for e in inputs if "Weights" not in case.types(e)))
        yield from ((result, next(iter(results), None), database) for database in case.of_kind("Database") if database in taken)
    elif wanted == "worksInWeights":
        for entity in weights:
            yield from ((result, entity, work) for work in _layered(case, derivation.works_behind(entity)))
    elif wanted == "weightsUsed":
        yield from ((result, next(iter(results), None), e) for e in inputs if "Weights" in case.types(e))
    elif wanted == "worksInOutput":
        for entity in outputs:
            yield from ((result, entity, work) for work in _layered(case, derivation.works_behind(entity)))
    elif wanted == "databasesInOutput":
        for entity in outputs:
            behind = derivation.databases_behind(entity)
            yield from ((result, entity, database) for database in case.of_kind("Database") if database in behind)
    elif wanted == "outputUsed":
        yield from ((result, entity, entity) for entity in inputs if "Output" in case.types(entity))


def _layered(case: Case, works: frozenset[str]) -> list[str]:
    """The works with all their layers, in file order: every layer is asked about separately."""
    found, queue = set(works), list(works)
    while queue:
        for layer in case.graph.names(queue.pop(), "layers"):
            if layer not in found:
                found.add(layer)
                queue.append(layer)
    return [work for work in case.of_kind("Work") if work in found]
