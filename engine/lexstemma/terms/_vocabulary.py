"""The vocabulary as typed records: classes, facts, acts, rights and the two tables.

Read from `ontology/lexstemma.ttl`, `acts.ttl` and `facts.ttl`; nothing here knows a case or a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from ._data import data_path
from ._door import read_turtle_file
from ._graph import Graph

VOCABULARY_FILES = ("lexstemma.ttl", "acts.ttl", "facts.ttl")


@dataclass(frozen=True, slots=True)
class FactTerm:
    """A fact: what it is about, what silence means, and how it may be found without a statement."""

    name: str
    label: str
    test: str
    about: str
    silence: bool | None
    silence_reason: str | None
    burden: str | None
    standard: bool
    follows: str | None
    held_by: tuple[str, ...]
    excluded_by: tuple[str, ...]
    held_by_purpose: tuple[str, ...]
    excluded_by_purpose: tuple[str, ...]
    held_by_form: tuple[str, ...]
    computed_by: str | None
    of_property: str | None
    group: str | None
    threshold: str | None


@dataclass(frozen=True, slots=True)
class Entailment:
    """One line of table 1: a step kind entails an act on a kind of objects, leaving a kind of copy."""

    steps: frozenset[str]
    act: str
    objects: str
    result: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """One line of table 2: acts on a subject matter engage rights, under every law or under some only."""

    acts: frozenset[str]
    subjects: frozenset[str]
    except_subjects: frozenset[str]
    rights: tuple[str, ...]
    under: frozenset[str] = frozenset()
    not_under: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    graph: Graph
    facts: dict[str, FactTerm]
    entailments: tuple[Entailment, ...]
    engagements: tuple[Engagement, ...]
    implications: tuple[tuple[str, str], ...]
    exclusions: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    ancestors: dict[str, frozenset[str]] = field(repr=False)

    def classes_of(self, types: list[str]) -> frozenset[str]:
        """The types with all their superclasses."""
        return frozenset().union(*(self.ancestors.get(t, frozenset((t,))) for t in types))

    def label(self, name: str) -> str:
        return self.graph.text(name, "label") or name

    def definition(self, name: str) -> str:
        return self.graph.text(name, "definition") or ""


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary, read once per process."""
    graph = Graph()
    for name in VOCABULARY_FILES:
        graph.update(read_turtle_file(data_path("ontology") / name))
    facts = {name: _fact(graph, name) for name in graph.of_type("Fact", "Standard")}
    pairs = [(name, prop, other) for name in facts for prop in ("implies", "excludes") for other in graph.names(name, prop)]
    return Vocabulary(
        graph=graph,
        facts=facts,
        entailments=tuple(_entailment(graph, line) for line in graph.of_type("Entailment")),
        engagements=tuple(_engagement(graph, line) for line in graph.of_type("Engagement")),
        implications=tuple((a, b) for a, prop, b in pairs if prop == "implies"),
        exclusions=tuple((a, b) for a, prop, b in pairs if prop == "excludes"),
        flags=tuple(graph.of_type("Flag")),
        ancestors=_ancestors(graph),
    )


def _fact(graph: Graph, name: str) -> FactTerm:
    silence = {"presumedTrue": True, "presumedFalse": False}.get(graph.name(name, "silence") or "unknown")
    return FactTerm(
        name=name,
        label=graph.text(name, "label") or name,
        test=graph.text(name, "definition") or "",
        about=graph.name(name, "factAbout") or "Step",
        silence=silence,
        silence_reason=graph.text(name, "silenceReason"),
        burden=graph.text(name, "burden") or None,
        standard="Standard" in graph.names(name, "type"),
        follows=graph.name(name, "follows"),
        held_by=tuple(graph.names(name, "heldBy")),
        excluded_by=tuple(graph.names(name, "excludedBy")),
        held_by_purpose=tuple(graph.names(name, "heldByPurpose")),
        excluded_by_purpose=tuple(graph.names(name, "excludedByPurpose")),
        held_by_form=tuple(graph.names(name, "heldByForm")),
        computed_by=graph.name(name, "computedBy"),
        of_property=graph.name(name, "ofProperty"),
        group=graph.name(name, "group"),
        threshold=graph.text(name, "threshold"),
    )


def _entailment(graph: Graph, line: str) -> Entailment:
    act, objects, result = (graph.name(line, p) or "" for p in ("act", "objects", "result"))
    return Entailment(frozenset(graph.names(line, "entailedBy")), act, objects, result)


def _engagement(graph: Graph, line: str) -> Engagement:
    acts, subjects, excepted, under, not_under = (
        frozenset(graph.names(line, p)) for p in ("act", "subject", "exceptSubject", "onlyUnderLaw", "exceptUnderLaw")
    )
    return Engagement(acts, subjects, excepted, tuple(graph.names(line, "right")), under, not_under)


def _ancestors(graph: Graph) -> dict[str, frozenset[str]]:
    parents = {s: [p for p in graph.names(s, "subClassOf") if not p.startswith("_:")] for s in graph.subjects()}
    # Defined classes (FoundationWeights, FineTunedWeights) are weights by their definition's first conjunct.
    for name in parents:
        for equivalent in graph.names(name, "http://www.w3.org/2002/07/owl#equivalentClass"):
            head = graph.name(equivalent, "http://www.w3.org/2002/07/owl#intersectionOf")
            first = head and graph.name(head, "http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
            if first and not first.startswith("_:"):
                parents[name].append(first)

    def up(name: str, seen: frozenset[str]) -> frozenset[str]:
        for parent in parents.get(name, ()):
            if parent not in seen:
                seen = up(parent, seen | {parent})
        return seen

    return {name: up(name, frozenset((name,))) for name in parents}
