"""A small in-memory graph: subject -> property -> values, in the order they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ._names import XSD, compact


class Lit(NamedTuple):
    """A literal: its text and the local name of its datatype (`string`, `date`, `gYear`, `boolean`, ...)."""

    text: str
    datatype: str = "string"


Value = str | Lit

_SHORT_LIST = 32


class Graph:
    """Triples with short names (see `compact`): `graph.values(subject, property)`."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, list[Value]]] = {}
        self._long: dict[tuple[str, str], set[Value]] = {}

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Graph:
        graph = cls()
        for triple in triples:
            graph.add(_name(triple.subject), compact(triple.predicate.value), _value(triple.object))  # type: ignore[arg-type]
        return graph

    @classmethod
    def restored(cls, kept: dict[str, dict[str, list[str | list[str]]]]) -> Graph:
        """A graph from what `kept` gave."""
        graph = cls()
        graph._nodes = {
            subject: {prop: [v if v.__class__ is str else Lit(*v) for v in values] for prop, values in properties.items()}
            for subject, properties in kept.items()
        }
        return graph

    def kept(self) -> dict[str, dict[str, list[str | tuple[str, str]]]]:
        """The graph in plain values, for JSON: literals are pairs of text and datatype."""
        return {
            subject: {
                prop: [v if isinstance(v, str) else (v.text, v.datatype) for v in values] for prop, values in properties.items()
            }
            for subject, properties in self._nodes.items()
        }

    def add(self, subject: str, prop: str, value: Value) -> None:
        values = self._nodes.setdefault(subject, {}).setdefault(prop, [])
        # A list answers "is it there?" fast while it is short; a dataset of a hundred thousand works needs a set.
        if len(values) < _SHORT_LIST:
            if value not in values:
                values.append(value)
            return
        known = self._long.get((subject, prop))
        if known is None:
            known = self._long[subject, prop] = set(values)
        if value not in known:
            known.add(value)
            values.append(value)

    def update(self, other: Graph) -> None:
        for subject, properties in other._nodes.items():
            if subject not in self._nodes:
                self._nodes[subject] = {prop: list(values) for prop, values in properties.items()}
                continue
            for prop, values in properties.items():
                for value in values:
                    self.add(subject, prop, value)

    def restated(self, other: Graph) -> Graph:
        """A copy in which the subjects of another graph stand as they stand there."""
        copy = Graph()
        copy._nodes = {subject: properties for subject, properties in self._nodes.items() if subject not in other._nodes}
        copy._long = {key: values for key, values in self._long.items() if key[0] not in other._nodes}
        copy.update(other)
        return copy

    def values(self, subject: str, prop: str) -> list[Value]:
        return self._nodes.get(subject, {}).get(prop, [])

    def names(self, subject: str, prop: str) -> list[str]:
        """The values that are things, as short names."""
        return [value for value in self.values(subject, prop) if isinstance(value, str)]

    def name(self, subject: str, prop: str) -> str | None:
        return next(iter(self.names(subject, prop)), None)

    def texts(self, subject: str, prop: str) -> list[str]:
        """The texts of the values that are literals."""
        return [value.text for value in self.values(subject, prop) if isinstance(value, Lit)]

    def text(self, subject: str, prop: str) -> str | None:
        return next(iter(self.texts(subject, prop)), None)

    def flag(self, subject: str, prop: str) -> bool | None:
        """A boolean literal; None where there is none."""
        text = self.text(subject, prop)
        return None if text is None else text in ("true", "1")

    def properties(self, subject: str) -> dict[str, list[Value]]:
        return self._nodes.get(subject, {})

    def subjects(self) -> Iterator[str]:
        return iter(self._nodes)

    def of_type(self, *classes: str) -> list[str]:
        """Subjects with one of these types, stated as such (no subclass reasoning)."""
        wanted = set(classes)
        return [s for s, p in self._nodes.items() if "type" in p and not wanted.isdisjoint(p["type"])]

    def __contains__(self, subject: object) -> bool:
        return subject in self._nodes

    def __len__(self) -> int:
        return sum(len(values) for properties in self._nodes.values() for values in properties.values())


def _name(node: NamedNode | BlankNode) -> str:
    return "_:" + node.value if isinstance(node, BlankNode) else compact(node.value)


@lru_cache(maxsize=256)
def _datatype(iri: str) -> str:
    return iri[len(XSD) :] if iri.startswith(XSD) else iri.rpartition("#")[2]


def _value(node: NamedNode | BlankNode | Literal) -> Value:
    return Lit(node.value, _datatype(node.datatype.value)) if isinstance(node, Literal) else _name(node)
