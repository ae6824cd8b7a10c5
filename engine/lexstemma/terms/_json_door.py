"""JSON-LD made harmless before it is expanded: every context is inline or the bundled one."""

from __future__ import annotations

import json
from functools import cache

from ._data import data_path
from ._errors import InputError
from ._json import read_json
from ._nodes import Mapping, Node, Plain, Reading, Scalar, Sequence, to_plain
from ._yaml import read_yaml

CONTEXT = "https://w3id.org/lexstemma/context/1"
# An expander recurses through terms defined by other terms, and reads scoped contexts again at every use.
_MOST_TERMS = 500


@cache
def bundled_context() -> Plain:
    """The context that ships with the program, as `@context` holds it."""
    text = (data_path("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context: Plain = json.loads(text)["@context"]
    return context


def read_document(text: str, *, format: str, file: str, depth: int, error: type[InputError] = InputError) -> Node:
    """YAML or JSON as nodes that know their lines."""
    if format == "yaml-ld":
        return read_yaml(text, file=file, depth=depth, error=error)
    return read_json(text, file=file, depth=depth, error=error)


def without_remote_contexts(text: str, *, format: str, file: str, depth: int, error: type[InputError]) -> str:
    """JSON-LD text in which the address of the bundled context is replaced by that context.

    Raises:
        InputError: (or `error`) the document names another context, imports one, or nests or defines too much.
    """
    root = read_document(text, format=format, file=file, depth=depth, error=error)
    _Contexts(file, depth, error).visit(root)
    plain = to_plain(root)
    return json.dumps(_with_bundled(plain))


class _Contexts(Reading):
    terms = 0

    def visit(self, node: Node) -> None:
        if isinstance(node, Sequence):
            for item in node.items:
                self.visit(item)
        elif isinstance(node, Mapping):
            for key, value in node.entries.items():
                if key == "@context":
                    self.context(value)
                else:
                    self.visit(value)

    def context(self, node: Node) -> None:
        if isinstance(node, Sequence):
            for item in node.items:
                self.context(item)
        elif isinstance(node, Scalar):
            if node.value is not None and node.value != CONTEXT:
                raise self.fail(f"the context {node.text} is not read", node.line, f"nothing is fetched; use {CONTEXT}")
            self._count(_MOST_TERMS // 4, node.line)
        else:
            self._count(len(node.entries), node.line)
            for key, value in node.entries.items():
                if key == "@import":
                    raise self.fail("@import is not read", node.lines[key], f"nothing is fetched; use {CONTEXT}")
                if isinstance(value, Mapping) and "@context" in value.entries:
                    raise self.fail(f"the scoped context of '{key}' is not read", value.line, "write one context at the top")

    def _count(self, terms: int, line: int | None) -> None:
        self.terms += terms
        if self.terms > _MOST_TERMS:
            raise self.fail("its contexts define too many terms", line, f"at most {_MOST_TERMS} are read; write one at the top")


def _with_bundled(value: Plain) -> Plain:
    if isinstance(value, list):
        return [_with_bundled(item) for item in value]
    if isinstance(value, dict):
        return {key: _context(item) if key == "@context" else _with_bundled(item) for key, item in value.items()}
    return value


def _context(value: Plain) -> Plain:
    if isinstance(value, list):
        return [_context(item) for item in value]
    return bundled_context() if value == CONTEXT else value
