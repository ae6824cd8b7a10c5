"""Which grade of evidence asserts which fact: `ontology/evidence-policy.ttl`, from which every case chooses one policy by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._data import data_path
from ._door import read_turtle_file
from ._errors import InputError, LawError
from ._graph import Graph

DEFAULT_POLICY = "default"
_FILE = "evidence-policy.ttl"
# Elevated likelihood, nothing found, and a measurement that counts for nothing never assert a fact, under any policy.
_ASSERTING = ("G2", "G3", "G4")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line of a policy.

    Attributes:
        fact: name of the fact that evidence asserts. No evidence ever denies it.
        lowest: the lowest grade that asserts it: G2, G3 or G4.
        label: the line in words, as "memorised from G3".
    """

    fact: str
    lowest: str
    label: str

    def asserted_by(self, grade: str) -> bool:
        """Whether a result of this grade asserts the fact."""
        return grade in _ASSERTING and grade >= self.lowest


@dataclass(frozen=True, slots=True)
class EvidencePolicy:
    """A policy: its name, its thresholds by fact, and the flags with which evidence asserts nothing under it."""

    name: str
    thresholds: dict[str, Threshold]
    ignores: frozenset[str]


def evidence_policy(name: str = DEFAULT_POLICY) -> EvidencePolicy:
    """The bundled policy of this name.

    Raises:
        InputError: there is none.
    """
    known = evidence_policies()
    if name not in known:
        raise InputError(f"no evidence policy is called {name!r}", expected="choose one of " + ", ".join(known))
    return known[name]


@cache
def evidence_policies() -> dict[str, EvidencePolicy]:
    """All bundled policies by name, the default first."""
    return read_policies(read_turtle_file(data_path("ontology") / _FILE), where=_FILE)


def read_policies(graph: Graph, *, where: str) -> dict[str, EvidencePolicy]:
    """The policies of a graph by name.

    Raises:
        LawError: a policy without a name or a threshold, one that lets a grade below G2 assert a fact, or two for one fact.
    """
    found: dict[str, EvidencePolicy] = {}
    for policy in graph.of_type("EvidencePolicy"):
        name = graph.text(policy, "label")
        if name is None or name in found:
            raise LawError(f"{policy} has no name of its own", where=where, expected="give it an rdfs:label that no other has")
        thresholds: dict[str, Threshold] = {}
        for node in graph.names(policy, "hasThreshold"):
            fact, lowest = graph.name(node, "policyFact"), graph.name(node, "fromGrade")
            if fact is None or fact in thresholds:
                raise LawError(f"{node}: asserts no fact of its own", where=where, expected="one ls:policyFact to a threshold")
            if lowest not in _ASSERTING:
                what = f"{node}: lets {lowest or 'no grade'} assert {fact}"
                raise LawError(what, where=where, expected="ls:fromGrade is one of " + ", ".join(_ASSERTING))
            thresholds[fact] = Threshold(fact, lowest, f"{fact} from {lowest}")
        if not thresholds:
            raise LawError(f"{policy} asserts nothing", where=where, expected="give it ls:hasThreshold")
        found[name] = EvidencePolicy(name, thresholds, frozenset(graph.names(policy, "ignoresFlag")))
    return dict(sorted(found.items(), key=lambda item: item[0] != DEFAULT_POLICY))
