"""A case as a document in sections: the YAML that people edit, and the same as strict JSON-LD."""

from __future__ import annotations

import json
import re

from lexstemma.terms import CASE, CONTEXT, LAW, XSD, CaseError, Graph, Lit, Plain, Scalar, Value

from ._schema import FORMAT_VERSION, SECTIONS, schema
from ._triples import is_iri
from ._values import LICENCE

# Text that YAML reads as itself without quotes, in a block and between brackets.
_BARE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 _./+-]*[A-Za-z0-9])?")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~/%?=&+-]+")
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_WIDTH = 120


def yaml(case: str, graph: Graph) -> str:
    """The document as YAML 1.2."""
    lines = [f"lexstemma: {FORMAT_VERSION}"]
    for key, value in _Document(case, graph, strict=False).plain().items():
        lines += _entry(key, value, "")
    return "\n".join(lines) + "\n"


def jsonld(case: str, graph: Graph) -> str:
    """The document as JSON-LD that any processor expands with the bundled context."""
    head: dict[str, Plain] = {"@context": [CONTEXT, {"@base": CASE + case}], "formatVersion": FORMAT_VERSION}
    return json.dumps({**head, **_Document(case, graph, strict=True).plain()}, indent=2, ensure_ascii=False) + "\n"


class _Document:
    def __init__(self, case: str, graph: Graph, *, strict: bool) -> None:
        self.case, self.graph, self.strict = case, graph, strict
        self.iri, self.keys = CASE + case, schema().keys
        self.written: set[str] = set()

    def plain(self) -> dict[str, Plain]:
        """The document.

        Raises:
            CaseError: the case holds statements of other vocabularies, for which a document has no keys.
        """
        graph, iri = self.graph, self.iri
        for subject in graph.subjects():
            foreign = [prop for prop in graph.properties(subject) if is_iri(prop)]
            foreign += [name for name in graph.names(subject, "type") if is_iri(name)]
            if foreign:
                what = f"'{subject}' has a statement of another vocabulary, {foreign[0]}"
                raise CaseError(what, where=self.case, expected="save the case as .ttl to keep it")
        document: dict[str, Plain] = {"id": iri, "type": "Case"} if self.strict else {"id": self.case}
        for prop, values in graph.properties(iri).items():
            if prop not in SECTIONS and prop not in ("type", "formatVersion"):
                document[prop] = self._values(iri, prop, values)
        for section in ("agents", "works", "datasets", "weights", "outputs", "licences", "steps", "evidence"):
            entries = [self._thing(name) for name in graph.names(iri, section)]
            if entries:
                document[section] = entries
        return document

    def _thing(self, name: str, generated: str = "") -> Plain:
        self.written.add(name)
        entry: dict[str, Plain] = {} if name == generated and not self.strict else {"id": self._id(name)}
        for prop, values in self.graph.properties(name).items():
            entry[prop] = self._values(name, prop, values)
        return entry

    def _id(self, name: str) -> str:
        return "#" + name if self.strict and not is_iri(name) else name

    def _values(self, subject: str, prop: str, values: list[Value]) -> Plain:
        shown = [self._value(subject, prop, value, index) for index, value in enumerate(values, 1)]
        return shown[0] if len(shown) == 1 else shown

    def _value(self, subject: str, prop: str, value: Value, index: int) -> Plain:
        if prop == "type":
            return str(value)
        key = self.keys[prop]
        if isinstance(value, Lit):
            return self._literal(key.kind, value)
        if key.kind == "licence":
            if value in self.graph:
                return {"id": self._id(value)} if self.strict else value
            name = value.removeprefix(LICENCE)
            return (LAW if self.strict else "law:") + value if name in self.graph else name
        if key.kind == "node" and value not in self.written:
            return self._thing(value, f"{subject}.{prop}.{index}")
        return self._id(value) if key.kind in ("ref", "node") else value

    def _literal(self, kind: str, value: Lit) -> Plain:
        if kind == "licence":
            return {"@value": value.text} if self.strict or value.text in self.graph else value.text
        if value.datatype == "boolean":
            return value.text == "true"
        if value.datatype == "integer":
            return int(value.text)
        if self.strict and (value.datatype in ("decimal", "double") or value.datatype == "gYear"):
            return {"@value": value.text, "@type": XSD + value.datatype}
        if value.datatype in ("decimal", "double"):
            return float(value.text) if not value.text.isdigit() else int(value.text)
        return int(value.text) if value.datatype == "gYear" and not value.text.startswith("0") else value.text


# ---------------------------------------------------------------- YAML text
def _entry(key: str, value: Plain, indent: str) -> list[str]:
    """A key with its value: on one line where it fits, else in block style below it."""
    short = f"{indent}{key}: {_flow(value)}"
    if not isinstance(value, dict | list) or (len(short) <= _WIDTH and indent != ""):
        return [f"{indent}{key}: {_scalar(value, flow=False)}"] if not isinstance(value, dict | list) else [short]
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value) and len(short) <= _WIDTH:
        return [short]
    return [f"{indent}{key}:", *_block(value, indent + "  ")]


def _block(value: Plain, indent: str) -> list[str]:
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _entry(key, item, indent)]
    lines: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        short = f"{indent}- {_flow(item)}"
        if not isinstance(item, dict) or len(short) <= _WIDTH:
            lines.append(short)
        else:
            first, *rest = _block(item, indent + "  ")
            lines += [f"{indent}- {first.lstrip()}", *rest]
    return lines


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, flow=True)


def _scalar(value: Plain, *, flow: bool) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    bare = _BARE.fullmatch(value) or (not flow and _ADDRESS.fullmatch(value))
    if bare and isinstance(Scalar.plain(value, None).value, str):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda mark: f"\\u{ord(mark[0]):04x}", quoted)
