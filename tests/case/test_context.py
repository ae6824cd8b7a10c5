"""The bundled context agrees with the vocabulary, and the keys of a case with both."""

import json

import pytest

from lexstemma.case import Case
from lexstemma.case._context import context, text
from lexstemma.case._schema import _TABLE, SECTIONS, schema
from lexstemma.terms import LAW, LS, OWL, bundled_context, data_path, vocabulary


def test_the_shipped_context_is_the_one_of_the_vocabulary() -> None:
    shipped = (data_path("ontology") / "context.jsonld").read_text(encoding="utf-8")
    assert shipped == text(), "write it anew: python -m lexstemma.case._context > ontology/context.jsonld"
    assert bundled_context() == context()


def test_every_fact_class_and_value_is_a_term_of_the_context() -> None:
    terms = context()
    for fact in vocabulary().facts:
        assert terms[fact] == {"@id": f"ls:{fact}", "@type": "xsd:boolean"}
    for name in (
        *schema().classes,
        *schema().values("Purpose"),
        *schema().values("ReservationForm"),
        *schema().values("EvidenceGrade"),
    ):
        assert terms[name] == f"ls:{name}"


def test_every_term_of_the_context_is_in_the_vocabulary() -> None:
    graph = vocabulary().graph
    for name, term in context().items():
        if name.startswith("@") or name in ("ls", "law", "xsd", "id", "type", "lexstemma"):
            continue
        assert graph.text(name, "label"), name
        assert (term["@id"] if isinstance(term, dict) else term) == f"ls:{name}"


@pytest.mark.parametrize("key", [key for key in _TABLE], ids=lambda key: key.name)  # noqa: C416
def test_the_keys_of_a_case_agree_with_their_properties(key) -> None:  # type: ignore[no-untyped-def]
    graph = vocabulary().graph
    of_things = OWL + "ObjectProperty" in graph.names(key.name, "type")
    of_values = OWL + "DatatypeProperty" in graph.names(key.name, "type")
    assert of_things != of_values, "an object property or a datatype property"
    assert of_things == (key.kind in ("ref", "node", "code", "licence", "term", "fact"))
    for domain in graph.names(key.name, "domain"):
        assert all(domain in vocabulary().ancestors[base] for base in key.on), "the key stands on things outside the domain"
    for range_ in graph.names(key.name, "range"):
        if of_things:
            assert key.of == range_ or range_ in vocabulary().ancestors[key.of]
    assert graph.text(key.name, "definition")


def test_sections_are_properties_of_a_case() -> None:
    graph = vocabulary().graph
    for section in SECTIONS:
        assert graph.names(section, "subPropertyOf") == ["includes"]


def test_no_term_means_two_things() -> None:
    keys = set(schema().keys) | set(SECTIONS)
    assert not keys & schema().classes
    assert LS != LAW


def test_a_property_declared_for_a_record_is_a_key_at_once() -> None:
    """Whoever adds a property of licences or evidence to the vocabulary adds no Python."""
    for name in vocabulary().graph.subjects():
        domain = vocabulary().graph.name(name, "domain")
        if domain in ("Licence", "Reservation", "Evidence", "Statement"):
            assert domain in schema().keys[name].on


def test_the_context_is_json_with_one_key() -> None:
    assert list(json.loads(text())) == ["@context"]


def test_the_address_of_the_context_stands_for_the_format_version() -> None:
    case = Case.parse(
        b'{"@context": "https://w3id.org/lexstemma/context/1", "id": "x", "works": [{"id": "n", "type": "TextWork"}]}',
        format="json-ld",
    )
    assert case.of_kind("Work") == ["n"]
