"""A case as whole triples: N-Triples and Turtle."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph

from lexstemma.terms import CASE, LAW, LS, RDF_TYPE, XSD, Graph, Lit, Value

from ._schema import SECTIONS, schema

Node = pyoxigraph.NamedNode


def is_iri(name: str) -> bool:
    """Whether a short name is a whole IRI; the ids of a case hold no colon."""
    return ":" in name


def _expanded(case: str, graph: Graph) -> Iterator[tuple[str, str, Value]]:
    """The triples with whole IRIs, in the order of the graph."""
    keys, own = schema().keys, f"{CASE}{case}#"
    for subject, properties in ((subject, graph.properties(subject)) for subject in graph.subjects()):
        about = subject if is_iri(subject) else own + subject
        for prop, values in properties.items():
            known = keys.get(prop)
            kind = "type" if prop == "type" else "ref" if prop in SECTIONS else known.kind if known else ""
            predicate = RDF_TYPE if prop == "type" else prop if is_iri(prop) else LS + prop
            for value in values:
                if isinstance(value, Lit) or is_iri(value):
                    yield about, predicate, value
                elif kind in ("type", "term", "fact"):
                    yield about, predicate, LS + value
                elif kind == "code" or (kind == "licence" and value not in graph):
                    yield about, predicate, LAW + value
                else:
                    yield about, predicate, own + value


def _object(value: Value) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if isinstance(value, Lit):
        return pyoxigraph.Literal(value.text, datatype=Node(XSD + value.datatype))
    return Node(value)


def ntriples(case: str, graph: Graph) -> str:
    """Sorted N-Triples: one text for one graph."""
    lines = {f"<{subject}> <{predicate}> {_object(value)} .\n" for subject, predicate, value in _expanded(case, graph)}
    return "".join(sorted(lines))


def turtle(case: str, graph: Graph) -> str:
    """Turtle with the usual prefixes, one thing after the other in the order of the graph."""
    triples = [pyoxigraph.Triple(Node(s), Node(p), _object(value)) for s, p, value in _expanded(case, graph)]
    prefixes = {"ls": LS, "law": LAW, "xsd": XSD, "": f"{CASE}{case}#"}
    return (pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
