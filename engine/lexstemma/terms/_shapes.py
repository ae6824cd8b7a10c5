"""The fast check compiled from the SHACL files: the same verdicts as a SHACL engine on the parts of SHACL used there.

`ontology/shapes/` uses a small part of SHACL (listed at the head of `case.ttl`); anything else in a shapes file is refused
when it is compiled, so that no constraint is silently left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ._data import data_path
from ._door import read_turtle_file
from ._errors import LawError
from ._graph import Graph, Lit, Value
from ._vocabulary import vocabulary

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NUMERIC = ("integer", "decimal", "double", "float")
_LEXICAL = {
    "boolean": re.compile(r"true|false|1|0"),
    "integer": re.compile(r"[+-]?\d+"),
    "date": re.compile(r"-?\d{4,}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?"),
    "gYear": re.compile(r"-?\d{4,}(Z|[+-]\d{2}:\d{2})?"),
    "string": re.compile(r".*", re.DOTALL),
    "anyURI": re.compile(r".*", re.DOTALL),
}

Test = Callable[[Value, "Typing"], bool]


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """A thing that does not have the shape it must have; `path` is the property at fault, None for the thing itself."""

    subject: str
    path: str | None
    message: str


@dataclass(frozen=True, slots=True)
class _PropertyShape:
    path: str
    message: str
    least: int
    most: int | None
    tests: tuple[Test, ...]

    def holds(self, values: list[Value], typing: Typing) -> bool:
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            return False
        return all(test(value, typing) for value in values for test in self.tests)


@dataclass(frozen=True, slots=True)
class _NodeShape:
    target: str
    message: str
    excluded: frozenset[str]
    properties: tuple[_PropertyShape, ...]


class Typing:
    """The classes of things: those the checked graph gives, else those of the vocabulary, with all superclasses."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._known = graph, dict[str, frozenset[str]]()

    def classes(self, name: str) -> frozenset[str]:
        if name not in self._known:
            types = self._graph.names(name, "type") or vocabulary().graph.names(name, "type")
            self._known[name] = vocabulary().classes_of(types)
        return self._known[name]


def shape_faults(graph: Graph, shapes: str) -> Iterator[ShapeFault]:
    """Every fault of a graph (short names) against `ontology/shapes/<shapes>.ttl`, in the order of the graph.

    Args:
        shapes: `case` or `law`.
    """
    compiled, typing = _compiled(shapes), Typing(graph)
    for subject in graph.subjects():
        if not graph.names(subject, "type"):
            continue
        classes = typing.classes(subject)
        for shape in compiled:
            if shape.target not in classes:
                continue
            if shape.excluded & classes:
                yield ShapeFault(subject, None, shape.message)
            for constraint in shape.properties:
                if not constraint.holds(graph.values(subject, constraint.path), typing):
                    yield ShapeFault(subject, constraint.path, constraint.message)


@cache
def _compiled(shapes: str) -> tuple[_NodeShape, ...]:
    graph = read_turtle_file(data_path("ontology") / "shapes" / f"{shapes}.ttl")
    return tuple(_node_shape(graph, name) for name in graph.of_type(_SH + "NodeShape"))


def _node_shape(graph: Graph, name: str) -> _NodeShape:
    _only(graph, name, "targetClass", "property", "not", "message")
    target = graph.name(name, _SH + "targetClass")
    if target is None:
        raise LawError(f"shape {name} has no target class")
    excluded = []
    for negated in graph.names(name, _SH + "not"):
        _only(graph, negated, "class")
        excluded += graph.names(negated, _SH + "class")
    properties = tuple(_property_shape(graph, node) for node in graph.names(name, _SH + "property"))
    return _NodeShape(target, graph.text(name, _SH + "message") or "", frozenset(excluded), properties)


def _property_shape(graph: Graph, node: str) -> _PropertyShape:
    _only(graph, node, "path", "message", "minCount", "maxCount", *_TESTS)
    path = graph.name(node, _SH + "path")
    if path is None or path.startswith("_:"):
        raise LawError("a property shape needs one property as its path")
    most = graph.text(node, _SH + "maxCount")
    least = int(graph.text(node, _SH + "minCount") or 0)
    return _PropertyShape(
        path, graph.text(node, _SH + "message") or "", least, None if most is None else int(most), _tests(graph, node)
    )


def _tests(graph: Graph, node: str) -> tuple[Test, ...]:
    return tuple(make(graph, value) for name, make in _TESTS.items() for value in graph.values(node, _SH + name))


def _only(graph: Graph, node: str, *known: str) -> None:
    extra = [p for p in graph.properties(node) if p != "type" and p.removeprefix(_SH) not in known]
    if extra:
        raise LawError(f"shapes use only a part of SHACL, and {extra[0]} is not in it", expected="see the head of shapes/case.ttl")


def _class(_graph: Graph, wanted: Value) -> Test:
    return lambda value, typing: isinstance(value, str) and wanted in typing.classes(value)


def _datatype(_graph: Graph, wanted: Value) -> Test:
    name = str(wanted).rpartition("#")[2]
    return lambda value, typing: isinstance(value, Lit) and value.datatype == name and _well_formed(value)


def _node_kind(_graph: Graph, wanted: Value) -> Test:
    if wanted == _SH + "Literal":
        return lambda value, typing: isinstance(value, Lit)
    if wanted == _SH + "IRI":
        return lambda value, typing: isinstance(value, str) and not value.startswith("_:")
    raise LawError(f"shapes use only sh:IRI and sh:Literal as node kinds, not {wanted}")


def _in(graph: Graph, head: Value) -> Test:
    allowed = frozenset(_members(graph, head))
    return lambda value, typing: value in allowed


def _pattern(_graph: Graph, wanted: Value) -> Test:
    expression = re.compile(wanted.text if isinstance(wanted, Lit) else wanted)
    return lambda value, typing: isinstance(value, Lit) and expression.search(value.text) is not None


def _least(_graph: Graph, bound: Value) -> Test:
    return lambda value, typing: (number := _number(value)) is not None and number >= float(_text(bound))


def _greatest(_graph: Graph, bound: Value) -> Test:
    return lambda value, typing: (number := _number(value)) is not None and number <= float(_text(bound))


def _or(graph: Graph, head: Value) -> Test:
    choices = []
    for node in _members(graph, head):
        _only(graph, str(node), *_TESTS)
        choices.append(_tests(graph, str(node)))
    return lambda value, typing: any(all(test(value, typing) for test in tests) for tests in choices)


_TESTS: dict[str, Callable[[Graph, Value], Test]] = {
    "class": _class, "datatype": _datatype, "nodeKind": _node_kind, "in": _in, "pattern": _pattern,
    "minInclusive": _least, "maxInclusive": _greatest, "or": _or,
}  # fmt: skip


def _members(graph: Graph, head: Value) -> Iterator[Value]:
    while isinstance(head, str) and head != _RDF + "nil":
        yield graph.values(head, _RDF + "first")[0]
        head = graph.values(head, _RDF + "rest")[0]


def _text(value: Value) -> str:
    return value.text if isinstance(value, Lit) else value


def _number(value: Value) -> float | None:
    if not isinstance(value, Lit) or value.datatype not in _NUMERIC:
        return None
    try:
        return float(value.text)
    except ValueError:
        return None


def _well_formed(value: Lit) -> bool:
    pattern = _LEXICAL.get(value.datatype)
    if pattern is None or not pattern.fullmatch(value.text):
        return pattern is None
    if value.datatype != "date":
        return True
    try:
        date.fromisoformat(value.text[:10])
    except ValueError:
        return False
    return True
