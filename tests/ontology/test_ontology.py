"""The ontology is consistent, satisfiable, in the OWL 2 DL profile, and says of every term what it means."""

from __future__ import annotations

import re
from pathlib import Path

import owlready2
import pytest

from lexstemma.derivation._edges import marked_grades
from lexstemma.terms import data_path, vocabulary

from .owl_tools import ALL, LS, OWL, VOCABULARY, hermit, law_triples, parse, profile, triples

XSD = "http://www.w3.org/2001/XMLSchema#"
# The datatypes of the OWL 2 datatype map that the vocabulary uses. OWLAPI's checker lets xsd:date pass; OWL 2 does not.
OWL_2_DATATYPES = {XSD + name for name in ("boolean", "integer", "nonNegativeInteger", "decimal", "string", "anyURI")} | {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
}


def test_no_class_is_unsatisfiable_and_nothing_contradicts_under_hermit() -> None:
    """Nor does the bundled law; its dates and texts are left out, as OWL 2 has no datatype for days."""
    assert hermit([*triples(ALL), *law_triples()]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "ls:thing a ls:Work , ls:Weights .",
        "ls:thing a ls:Exception ; ls:excuses ls:memorised . ls:memorised a ls:Fact .",
        "ls:thing ls:produced ls:anybody . ls:anybody a ls:Company .",
    ],
)
def test_hermit_would_have_found_a_contradiction(wrong: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        hermit(triples(("lexstemma.ttl",)) + parse(wrong))


def test_hermit_would_have_found_an_unsatisfiable_class() -> None:
    broken = triples(("lexstemma.ttl",)) + parse("ls:Chimera a owl:Class ; rdfs:subClassOf ls:Work , ls:Weights .")
    assert hermit(broken) == [LS + "Chimera"]


@pytest.mark.parametrize("files", [("lexstemma.ttl",), VOCABULARY, ALL])
def test_the_profile_is_owl_2_dl(files: tuple[str, ...], tmp_path: Path) -> None:
    assert profile(triples(files), tmp_path) in ("OWL 2 DL", "OWL 2 EL", "OWL 2 QL", "OWL 2 RL")


def test_the_profile_checker_would_have_found_an_irregular_hierarchy(tmp_path: Path) -> None:
    irregular = parse("ls:copyOf owl:propertyChainAxiom ( ls:copyOf ls:derivativeOf ) .")
    assert profile(triples(VOCABULARY) + irregular, tmp_path) == "OWL 2"


def test_only_datatypes_that_owl_2_knows_are_used() -> None:
    used = {t.object.datatype.value for t in triples(ALL) if hasattr(t.object, "datatype")}
    ranges = {t.object.value for t in triples(ALL) if t.predicate.value.endswith("#range") and t.object.value.startswith(XSD)}
    assert used | ranges <= OWL_2_DATATYPES


def test_no_name_is_a_data_property_and_another_kind_of_property() -> None:
    kinds: dict[str, set[str]] = {}
    for triple in triples(ALL):
        if triple.predicate.value.endswith("#type") and triple.object.value.startswith(OWL):
            kinds.setdefault(triple.subject.value, set()).add(triple.object.value.removeprefix(OWL))
    of_properties = {"DatatypeProperty", "ObjectProperty", "AnnotationProperty"}
    assert [name for name, found in kinds.items() if len(found & of_properties) > 1] == []


def test_no_name_is_declared_as_two_things() -> None:
    """Two files that declare one name would give one thing two labels: a fact and a property of law once did."""
    labels: dict[str, set[str]] = {}
    for triple in triples(ALL):
        if triple.predicate.value.endswith("#label"):
            labels.setdefault(triple.subject.value, set()).add(triple.object.value)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_every_term_used_is_declared() -> None:
    """By the vocabulary itself, by the law, by stances and by licences."""
    found = [*triples(ALL), *law_triples(literals=True)]
    declared = {t.subject.value for t in found if t.predicate.value.endswith("#type") and not hasattr(t.object, "datatype")}
    used = {node.value for t in found for node in (t.subject, t.predicate, t.object) if getattr(node, "value", "").startswith(LS)}
    assert sorted(used - declared) == []


def test_every_term_has_a_label_and_a_definition() -> None:
    graph = vocabulary().graph
    strangers = set(graph.of_type(OWL + "AnnotationProperty"))
    terms = [
        name for name in graph.subjects() if re.fullmatch(r"\w+", name) and graph.names(name, "type") and name not in strangers
    ]
    assert [name for name in terms if not graph.text(name, "label")] == []
    lines = set(graph.of_type("Entailment", "Engagement"))
    assert [name for name in terms if not graph.text(name, "definition") and name not in lines] == []


def test_every_presumption_says_why() -> None:
    assert [fact.name for fact in vocabulary().facts.values() if fact.silence is not None and not fact.silence_reason] == []


def test_facts_are_about_known_kinds_and_name_known_terms() -> None:
    graph = vocabulary().graph
    domains = set(graph.of_type("FactDomain"))
    for fact in vocabulary().facts.values():
        assert fact.about in domains, fact.name
        for other in (*graph.names(fact.name, "implies"), *graph.names(fact.name, "excludes")):
            assert other in vocabulary().facts, f"{fact.name}: {other}"


def test_grades_that_support_an_edge_are_those_of_the_axiom_on_strong_evidence() -> None:
    text = (data_path("ontology") / "lexstemma.ttl").read_text(encoding="utf-8")
    (listed,) = re.findall(r"owl:oneOf \( ((?:ls:G\w )+)\)", text)
    assert {name.removeprefix("ls:") for name in listed.split()} == marked_grades() == {"G2", "G3", "G4"}


def test_no_policy_lets_elevated_likelihood_assert_anything() -> None:
    lowest = [t.object.value for t in triples(("evidence-policy.ttl",)) if t.predicate.value == LS + "fromGrade"]
    assert set(lowest) <= {LS + "G2", LS + "G3", LS + "G4"}


def test_alignments_name_nothing_of_ours_that_does_not_exist_and_give_no_axiom_to_strangers() -> None:
    text = (data_path("ontology") / "alignments.ttl").read_text(encoding="utf-8")
    ours = set(re.findall(r"\bls:(\w+)", text))
    assert sorted(ours - set(vocabulary().graph.subjects())) == []
    assert "rdfs:subClassOf ls:" not in text
    assert "rdfs:subPropertyOf ls:" not in text
