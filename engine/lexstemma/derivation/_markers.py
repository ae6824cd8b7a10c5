"""Which step kinds and things carry copies on: read from the ontology's self-restrictions, never listed in code.

The property chains of the ontology tell steps apart by marker properties: `ModelStep` has `trainingUse` to itself, and
so on. Reading the same axioms here keeps this closure and an OWL reasoner's on one source.
"""

from __future__ import annotations

from functools import cache

from lexstemma.terms import vocabulary

_OWL = "http://www.w3.org/2002/07/owl#"


@cache
def marked_by(marker: str) -> frozenset[str]:
    """The classes whose instances have this marker property to themselves."""
    graph = vocabulary().graph
    found = set()
    for name in graph.subjects():
        for parent in graph.names(name, "subClassOf"):
            if graph.name(parent, _OWL + "onProperty") == marker and graph.flag(parent, _OWL + "hasSelf"):
                found.add(name)
    return frozenset(found)
