"""From a case to the direct links of its derivation graph, following the property chains of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from lexstemma.terms import Graph, Where, vocabulary

from ._markers import marked_by

# Properties that a case may state directly between two things.
_STATED = ("copyOf", "derivativeOf", "copyOrDerivativeOf")


class StatementLike(Protocol):
    """What this room needs of a statement of fact."""

    @property
    def fact(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def concerning(self) -> str | None: ...
    @property
    def value(self) -> bool: ...


class CaseLike(Protocol):
    """What this room needs of a case."""

    @property
    def graph(self) -> Graph: ...
    @property
    def statements(self) -> Sequence[StatementLike]: ...
    def of_kind(self, cls: str, /) -> list[str]: ...
    def types(self, entity: str, /) -> frozenset[str]: ...
    def where(self, entity: str, prop: str | None = None, /) -> Where: ...


class Link(NamedTuple):
    """`result` is a copy or derivative of `origin`.

    how: `step` (through `step`), `contains`, `stated` (copyOf and the like) or `evidence` (a probe or a statement that
    the work is memorised, where no step documents it).
    """

    origin: str
    result: str
    step: str | None
    how: str


# Dictionaries without values serve as sets that keep their order: a collection may contain a million works.
Links = dict[str, dict[Link, None]]
Names = dict[str, dict[str, None]]


@dataclass
class Edges:
    """The direct links, each in file order; `copied` and `altered` hold only what is stated as such."""

    derived: Links = field(default_factory=dict)
    held: Names = field(default_factory=dict)
    traced: Links = field(default_factory=dict)
    copied: Names = field(default_factory=dict)
    altered: Names = field(default_factory=dict)
    pretrained: Names = field(default_factory=dict)
    tuned: Names = field(default_factory=dict)
    inputs: Names = field(default_factory=dict)
    outcomes: Names = field(default_factory=dict)
    producers: Names = field(default_factory=dict)
    users: Names = field(default_factory=dict)


def read_edges(case: CaseLike) -> Edges:
    """All direct links of a case."""
    edges = Edges()
    _steps(case, edges)
    for step, used in edges.inputs.items():
        _step_links(case, edges, step, used)
    graph = case.graph
    for thing in list(graph.subjects()):
        for part in graph.names(thing, "contains"):
            _put(edges.held, thing, part)
            _link(edges, Link(part, thing, None, "contains"))
        for prop in _STATED:
            for origin in graph.names(thing, prop):
                _link(edges, Link(origin, thing, None, "stated"))
                if prop == "copyOf":
                    _put(edges.copied, thing, origin)
                elif prop == "derivativeOf":
                    _put(edges.altered, thing, origin)
        for origin in graph.names(thing, "tracesBackTo"):
            _add(edges.traced, thing, Link(origin, thing, None, "stated"))
    _empirical(case, edges)
    return edges


def _steps(case: CaseLike, edges: Edges) -> None:
    graph = case.graph
    for step in case.of_kind("Step"):
        edges.inputs[step] = dict.fromkeys(graph.names(step, "used"))
        edges.outcomes[step] = dict.fromkeys(graph.names(step, "produced"))
    for thing in graph.subjects():
        for step in graph.names(thing, "producedBy"):
            _put(edges.outcomes, step, thing)
            edges.inputs.setdefault(step, dict.fromkeys(graph.names(step, "used")))
    for step, things in edges.outcomes.items():
        for thing in things:
            _put(edges.producers, thing, step)
    for step, things in edges.inputs.items():
        for thing in things:
            _put(edges.users, thing, step)


def _step_links(case: CaseLike, edges: Edges, step: str, used: Iterable[str]) -> None:
    kinds = case.types(step)
    carries_all = any(kinds & marked_by(marker) for marker in ("trainingUse", "generationUse", "releaseUse"))
    gathers, pretrains, tunes = (bool(kinds & marked_by(m)) for m in ("gatheringUse", "pretrainingUse", "tuningUse"))
    material = [thing for thing in used if case.types(thing) & marked_by("materialMarker")]
    for result in edges.outcomes.get(step, ()):
        for origin in used:
            _add(edges.traced, result, Link(origin, result, step, "step"))
            if carries_all:
                _link(edges, Link(origin, result, step, "step"))
        taking = result_kinds(case, result)
        for origin in material:
            if gathers and taking & marked_by("copyMarker"):
                _link(edges, Link(origin, result, step, "step"))
                if taking & marked_by("corpusMarker"):
                    _put(edges.held, result, origin)
            if pretrains:
                _put(edges.pretrained, result, origin)
            if tunes:
                _put(edges.tuned, result, origin)


def result_kinds(case: CaseLike, thing: str) -> frozenset[str]:
    """The types of a thing; a dataset or database that is not said to be an index is a corpus (a closed-world reading)."""
    kinds = case.types(thing)
    if kinds & {"Dataset", "Database"} and not kinds & {"Index", "Work", "Weights", "Output"}:
        return kinds | vocabulary().classes_of(["Corpus"])
    return kinds


def _empirical(case: CaseLike, edges: Edges) -> None:
    graph, strong = case.graph, marked_grades()
    for probe in case.of_kind("Evidence"):
        if strong.intersection(graph.names(probe, "grade")):
            for thing in graph.names(probe, "about"):
                for work in graph.names(probe, "concerning"):
                    _link(edges, Link(work, thing, None, "evidence"))
    for statement in case.statements:
        if statement.fact == "memorised" and statement.value and statement.concerning is not None:
            _link(edges, Link(statement.concerning, statement.subject, None, "evidence"))


def marked_grades() -> frozenset[str]:
    """The grades that support an edge where no step documents one (`ls:supportsEdge` in the ontology)."""
    graph = vocabulary().graph
    return frozenset(grade for grade in graph.of_type("EvidenceGrade") if graph.flag(grade, "supportsEdge"))


def _link(edges: Edges, link: Link) -> None:
    _add(edges.derived, link.result, link)
    _add(edges.traced, link.result, link)


def _add(table: Links, key: str, link: Link) -> None:
    table.setdefault(key, {}).setdefault(link)


def _put(table: Names, key: str, value: str) -> None:
    table.setdefault(key, {}).setdefault(value)
