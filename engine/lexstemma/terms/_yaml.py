"""YAML 1.2 read through ruamel.yaml's events: core schema, positions kept, nothing constructed.

Only events are taken from the library, so no tag can build an object and no alias can multiply itself. ruamel.yaml
uses its C scanner where the package `ruamel.yaml.clib` is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._errors import InputError
from ._nodes import Mapping, Node, Reading, Scalar, Sequence

_LONGEST_READ_TWICE = 1_000_000


def read_yaml(text: str, *, file: str, depth: int, error: type[InputError] = InputError) -> Node:
    """The one document in `text`.

    Raises:
        InputError: (or `error`) not YAML, more than one document, a key twice, an anchor, alias or tag, too deep.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reading = _YamlReading(file, depth, error)
    try:
        return reading.document(iter(YAML(typ="safe").parse(text)))
    except (YAMLError, ValueError, RecursionError) as problem:
        refusal = _refusal(reading, text, problem)
    # The C scanner knows YAML 1.1 only and stumbles over {source: https://...}: the slower one has the last word.
    if len(text) > _LONGEST_READ_TWICE:
        raise refusal
    try:
        return reading.document(iter(YAML(typ="safe", pure=True).parse(text)))
    except (YAMLError, ValueError, RecursionError) as problem:
        raise _refusal(reading, text, problem) from None


def _refusal(reading: Reading, text: str, problem: Exception) -> InputError:
    """What the library says is wrong, in one line."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if isinstance(problem, MarkedYAMLError):
        mark = problem.problem_mark or problem.context_mark
        line = None if mark is None else mark.line + 1
        said = " ".join(part for part in (problem.problem, problem.context and f"({problem.context})") if part)
        if line is not None and "\t" in text.split("\n", line)[line - 1]:
            said = "a tab stands where only spaces may"
        return reading.fail(f"is not YAML: {said}", line, "check indentation, quotes and colons")
    if isinstance(problem, YAMLError):
        position = getattr(problem, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        reason = getattr(problem, "reason", None) or str(problem).splitlines()[0]
        return reading.fail(f"is not YAML: {reason}", line, "remove characters that are not text")
    return reading.fail(f"is not YAML: {problem}", None)


class _YamlReading(Reading):
    def document(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and root is not None:
                raise self.fail("holds a second document", event.start_mark.line + 1, "keep one document to a file")
            if kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"):
                root = self._node(event, events, 1)
        if root is None:
            raise self.fail("is empty", None, "lexstemma new FILE writes a template to start from")
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        kind, line = type(event).__name__, event.start_mark.line + 1
        if kind == "AliasEvent" or event.anchor is not None:
            raise self.fail("anchors (&) and aliases (*) are not read", line, "write the value out, or quote it if it is text")
        if event.tag is not None:
            raise self.fail(f"the tag {event.tag} is not read", line, "remove it, or quote the value if it is text")
        self.check_depth(depth, line)
        if kind == "ScalarEvent":
            # Only unquoted text is looked up in the core schema.
            return Scalar.plain(event.value, line) if event.implicit[0] else Scalar(event.value, line, event.value)
        if kind == "SequenceStartEvent":
            items = []
            while type(item := next(events)).__name__ != "SequenceEndEvent":
                items.append(self._node(item, events, depth + 1))
            return Sequence(items, line)
        mapping = Mapping.empty(line)
        while type(key := next(events)).__name__ != "MappingEndEvent":
            name = self._node(key, events, depth + 1)
            if not isinstance(name, Scalar):
                raise self.fail("a key must be a word", name.line)
            if name.text == "<<":
                raise self.fail("merge keys (<<) are not read", name.line, "write the keys out")
            self.add(mapping, name.text, self._node(next(events), events, depth + 1), name.line)
        return mapping
