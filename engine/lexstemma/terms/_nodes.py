"""A document as it was written: mappings, sequences and scalars that remember their line.

YAML, JSON and plain Python dictionaries all become these nodes, so that one set of checks serves them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ._errors import InputError, Where

Plain = bool | int | float | str | None | list["Plain"] | dict[str, "Plain"]

# The YAML 1.2 core schema (chapter 10.3.2): NO is a string, 2025-03-01 is a string, and only these are not.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 100
_MOST_NODES = 3_000_000


@dataclass(slots=True)
class Scalar:
    """One value: its text as written, and what the core schema makes of it (quoted text is always a string)."""

    text: str
    line: int | None
    value: bool | int | float | str | None

    @classmethod
    def plain(cls, text: str, line: int | None) -> Scalar:
        return cls(text, line, _resolve(text))


@dataclass(slots=True)
class Sequence:
    items: list[Node]
    line: int | None


@dataclass(slots=True)
class Mapping:
    entries: dict[str, Node]
    lines: dict[str, int | None]
    line: int | None

    @classmethod
    def empty(cls, line: int | None = None) -> Mapping:
        return cls({}, {}, line)


Node = Scalar | Sequence | Mapping


def _resolve(text: str) -> bool | int | float | str | None:
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if len(text) <= _LONGEST_NUMBER and text[0] in "-+.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text[2:], 8 if text[1] == "o" else 16) if text[1:2] in ("o", "x") else int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


def to_plain(node: Node) -> Plain:
    """The node without its lines."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [to_plain(item) for item in node.items]
    return {key: to_plain(value) for key, value in node.entries.items()}


def from_plain(value: object, *, depth: int, where: str, error: type[InputError] = InputError) -> Node:
    """A Python value (dict, list, str, int, float, bool, date, None) as a node without lines.

    Raises:
        InputError: (or `error`) the value is nested too deeply or is of another type.
    """
    if depth < 0:
        raise error("is nested too deeply", where=where)
    if isinstance(value, dict):
        node = Mapping.empty()
        for key, item in value.items():
            if not isinstance(key, str):
                raise error(f"key {key!r} is not text", where=where)
            node.entries[key] = from_plain(item, depth=depth - 1, where=where, error=error)
            node.lines[key] = None
        return node
    if isinstance(value, list | tuple):
        return Sequence([from_plain(item, depth=depth - 1, where=where, error=error) for item in value], None)
    if isinstance(value, date):
        return Scalar(value.isoformat()[:10], None, value.isoformat()[:10])
    if value is None or isinstance(value, bool | int | float | str):
        text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        return Scalar(text, None, value)
    raise error(f"{type(value).__name__} is not a value of a document", where=where, expected="use text, numbers, lists, dicts")


class Reading:
    """What the readers of YAML and JSON share: the file, its depth limit, and errors with a line."""

    def __init__(self, file: str, depth: int, error: type[InputError]) -> None:
        self.file, self.depth, self.error, self.nodes = file, depth, error, 0

    def fail(self, what: str, line: int | None, expected: str | None = None) -> InputError:
        return self.error(what, where=Where(self.file, line), expected=expected)

    def check_depth(self, depth: int, line: int | None) -> None:
        """Called for every node: neither a deep document nor a wide one may fill the memory."""
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise self.fail("holds too many values", line, f"at most {_MOST_NODES:,} are read")
        if depth > self.depth:
            raise self.fail("is nested too deeply", line, f"at most {self.depth} levels are read")

    def add(self, mapping: Mapping, key: str, value: Node, line: int | None) -> None:
        if key in mapping.entries:
            first = mapping.lines[key]
            seen = "" if first is None else f", first on line {first}"
            raise self.fail(f"'{key}' stands twice{seen}", line, "keep one of them")
        mapping.entries[key] = value
        mapping.lines[key] = line
