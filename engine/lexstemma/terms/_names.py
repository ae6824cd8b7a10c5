"""Namespaces, and the short names used inside the engine.

Inside the engine a term of the vocabulary or of the law is its local name (`Acquisition`, `de-...`), a thing of a case
is its id, and every other IRI stays whole.
"""

from __future__ import annotations

from functools import lru_cache

LS = "https://w3id.org/lexstemma#"
LAW = "https://w3id.org/lexstemma/law#"
CASE = "https://w3id.org/lexstemma/case/"
RUN = "https://w3id.org/lexstemma/run/"
PROV = "http://www.w3.org/ns/prov#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_SHORT = {
    RDF_TYPE: "type",
    RDFS + "label": "label",
    RDFS + "comment": "comment",
    RDFS + "subClassOf": "subClassOf",
    RDFS + "subPropertyOf": "subPropertyOf",
    RDFS + "domain": "domain",
    RDFS + "range": "range",
    SKOS + "definition": "definition",
    SKOS + "example": "example",
    SKOS + "scopeNote": "scopeNote",
    SKOS + "notation": "notation",
}


@lru_cache(maxsize=1 << 16)
def compact(iri: str) -> str:
    """The short name of an IRI: the local name for our own namespaces, else the IRI itself."""
    if iri.startswith((LS, LAW)):
        return iri[iri.index("#") + 1 :]
    if iri.startswith(CASE):
        return iri.partition("#")[2] or iri
    return _SHORT.get(iri, iri)
