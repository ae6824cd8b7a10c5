"""Writes the bundled JSON-LD context from the vocabulary: `python -m lexstemma.case._context > ontology/context.jsonld`.

The context is shipped as a file, so that any JSON-LD processor can use it; a test holds it against this function.
"""

from __future__ import annotations

import json

from lexstemma.terms import LAW, LS, XSD, Plain

from ._schema import SECTIONS, schema

_TYPES = {
    "date": "xsd:date",
    "dateOrYear": "xsd:date",
    "boolean": "xsd:boolean",
    "ref": "@id",
    "node": "@id",
    "fact": "@vocab",
    "term": "@vocab",
}


def context() -> dict[str, Plain]:
    """The context: the keys of a case with what they take, then the classes and the named values."""
    known = schema()
    terms: dict[str, Plain] = {
        "@version": 1.1, "ls": LS, "law": LAW, "xsd": XSD, "id": "@id", "type": "@type", "lexstemma": "ls:formatVersion",
    }  # fmt: skip
    for section in (*SECTIONS, "includes"):
        terms[section] = {"@id": f"ls:{section}", "@type": "@id"}
    for key in known.keys.values():
        if key.kind == "code":
            scoped: Plain = {"@id": f"ls:{key.name}", "@type": "@vocab", "@context": {"@vocab": LAW}}
        elif key.kind == "licence":
            scoped = {"@id": f"ls:{key.name}", "@type": "@vocab", "@context": {"@vocab": f"{LAW}licence-"}}
        elif key.kind in _TYPES:
            scoped = {"@id": f"ls:{key.name}", "@type": _TYPES[key.kind]}
        else:
            scoped = f"ls:{key.name}"
        terms[key.name] = scoped
    named = {value for key in known.keys.values() if key.kind == "term" for value in known.values(key.of)}
    for name in (*sorted(known.classes), *sorted(named)):
        terms.setdefault(name, f"ls:{name}")
    return terms


def text() -> str:
    """The file, one term a line."""
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(term)}" for name, term in context().items())
    return '{\n  "@context": {\n' + lines + "\n  }\n}\n"


if __name__ == "__main__":
    print(text(), end="")
