"""The fast closure and an OWL reasoner agree, edge by edge, on generated derivation graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest

from lexstemma.derivation import Derivation

from ..derivation.graphs import SmallCase
from .owl_tools import LS, inferred, triples
from .random_graphs import random_graph

GRAPHS = 200
CASE = "https://w3id.org/lexstemma/case/random#"
Values = set[tuple[str, str, str]]
Types = set[tuple[str, str]]
RELATIONS: dict[str, Callable[[Derivation, str], frozenset[str]]] = {
    "copyOrDerivativeOf": Derivation.copy_or_derivative_of,
    "copyOf": Derivation.copies,
    "derivativeOf": Derivation.derivatives,
    "holds": Derivation.holds,
    "tracesBackTo": Derivation.traces_back_to,
    "tracesBackToTrainingData": Derivation.traces_to_training_data,
    "tracesBackToTuningData": Derivation.traces_to_tuning_data,
}


@pytest.fixture(scope="module")
def cases() -> list[SmallCase]:
    return [SmallCase(*random_graph(seed, f"g{seed}-")) for seed in range(GRAPHS)]


@pytest.fixture(scope="module")
def oracle(cases: list[SmallCase], tmp_path_factory: pytest.TempPathFactory) -> tuple[Values, Types]:
    """All graphs as components of one graph: starting Java and reading the ontology cost more than reasoning.

    One run of Pellet lists what one chain of properties yields but not all that follows from two inferred values in a
    row, so its findings are given back to it until it finds nothing new.
    """
    found = triples(("lexstemma.ttl",))
    for case in cases:
        found.extend(_as_owl(case))
    folder, known = tmp_path_factory.mktemp("pellet"), set[tuple[str, str, str]]()
    while True:
        values, types = inferred(found, folder)
        new = {value for value in values if value[0].removeprefix(LS) in RELATIONS} - known
        if not new:
            return known, types
        known |= new
        found.extend(ox.Triple(ox.NamedNode(one), ox.NamedNode(prop), ox.NamedNode(other)) for prop, one, other in new)


def _as_owl(case: SmallCase) -> Iterator[ox.Triple]:
    derivation = Derivation.of(case)
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for thing in case.graph.subjects():
        for prop, values in case.graph.properties(thing).items():
            for value in values:
                if prop == "type":
                    yield ox.Triple(ox.NamedNode(CASE + thing), rdf_type, ox.NamedNode(LS + str(value)))
                else:
                    base = LS if prop == "grade" else CASE
                    yield ox.Triple(ox.NamedNode(CASE + thing), ox.NamedNode(LS + prop), ox.NamedNode(base + str(value)))
        # That a dataset which nobody calls an index is a corpus is a closed-world reading; OWL has to be told.
        if "Corpus" in derivation.kinds(thing):
            yield ox.Triple(ox.NamedNode(CASE + thing), rdf_type, ox.NamedNode(LS + "Corpus"))


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_fast_closure_equals_pellets(relation: str, cases: list[SmallCase], oracle: tuple[Values, Types]) -> None:
    values, _ = oracle
    slow = {
        (one.removeprefix(CASE), other.removeprefix(CASE)) for prop, one, other in values if prop == LS + relation and one != other
    }
    fast = set()
    for case in cases:
        derivation = Derivation.of(case)
        fast |= {(one, other) for one in case.of_kind("Entity") for other in RELATIONS[relation](derivation, one)}
    assert fast - slow == set(), "the fast closure says more than the ontology"
    assert slow - fast == set(), "the fast closure says less than the ontology"
    assert len(fast) > GRAPHS / 8, "the graphs exercise this relation"


@pytest.mark.parametrize("kind", ["FoundationWeights", "FineTunedWeights"])
def test_defined_classes_of_weights_agree(kind: str, cases: list[SmallCase], oracle: tuple[Values, Types]) -> None:
    _, types = oracle
    slow = {thing.removeprefix(CASE) for cls, thing in types if cls == LS + kind}
    fast = {thing for case in cases for thing in case.of_kind("Weights") if kind in Derivation.of(case).kinds(thing)}
    assert fast == slow
    assert len(fast) > GRAPHS / 20


def test_works_behind_a_thing_are_the_works_among_what_it_derives_from(cases: list[SmallCase]) -> None:
    for case in cases:
        derivation, works = Derivation.of(case), frozenset(case.of_kind("Work"))
        for thing in case.of_kind("Entity"):
            assert derivation.works_behind(thing) == works & (derivation.copy_or_derivative_of(thing) | {thing})
            assert derivation.works_in(thing) <= derivation.works_behind(thing)


def test_chains_are_as_many_as_counted(cases: list[SmallCase]) -> None:
    for case in cases:
        derivation = Derivation.of(case)
        for thing in case.of_kind("Output") + case.of_kind("Weights"):
            listed = list(derivation.chains(to=thing))
            assert len(listed) == len(set(listed)) == derivation.count_chains(to=thing)
            assert {chain.links[0].origin for chain in listed} == derivation.works_behind(thing)
