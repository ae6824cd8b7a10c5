"""The run graph as Turtle."""

from __future__ import annotations

from ..assessment import Run
from ..terms import CASE, LAW, LS, PROV, RUN, Lit, Value

_XSD = "http://www.w3.org/2001/XMLSchema#"


def to_turtle(run: Run) -> str:
    """The graph of a run (see `Run.to_graph`); the same inputs give the same bytes."""
    import pyoxigraph

    graph = run.to_graph()

    def term(value: Value) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
        if isinstance(value, Lit):
            return pyoxigraph.Literal(value.text, datatype=pyoxigraph.NamedNode(_XSD + value.datatype))
        return pyoxigraph.NamedNode(value)

    triples = [
        pyoxigraph.Triple(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(prop), term(value))
        for subject in graph.subjects()
        for prop, values in graph.properties(subject).items()
        for value in values
    ]
    prefixes = {"ls": LS, "law": LAW, "prov": PROV, "run": RUN, "case": f"{CASE}{run.case.id}#", "xsd": _XSD}
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=prefixes)
    return (data or b"").decode()
