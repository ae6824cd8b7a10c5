"""JSON read with positions: which line a key stands on, keys that stand twice, and a limit on nesting."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # the module's own C scanner

from ._errors import InputError
from ._nodes import Mapping, Node, Reading, Scalar, Sequence

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 100


def read_json(text: str, *, file: str, depth: int, error: type[InputError] = InputError) -> Node:
    """The JSON value in `text`.

    Raises:
        InputError: (or `error`) not JSON, a key twice, too deep.
    """
    return _JsonReading(text, file, depth, error).document()


class _JsonReading(Reading):
    def __init__(self, text: str, file: str, depth: int, error: type[InputError]) -> None:
        super().__init__(file, depth, error)
        self.text = text
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        return bisect_right(self.breaks, at - 1) + 1

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return at if match is None else match.end()

    def wrong(self, at: int, expected: str) -> InputError:
        found = "the end of the file" if at >= len(self.text) else repr(self.text[at])
        return self.fail(f"is not JSON: found {found}", self.line(at), f"expected {expected}")

    def document(self) -> Node:
        node, at = self._value(self.skip(0), 1)
        if (at := self.skip(at)) < len(self.text):
            raise self.wrong(at, "the end of the file")
        return node

    def _string(self, at: int) -> tuple[str, int]:
        try:
            string, end = scanstring(self.text, at + 1, True)
            string.encode()
            return string, end
        except UnicodeEncodeError:
            raise self.fail("holds half a character", self.line(at), "escape both halves: \\ud83d\\ude00") from None
        except JSONDecodeError as problem:
            raise self.fail(f"is not JSON: {problem.msg.lower()}", self.line(problem.pos)) from None

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        line, mark = self.line(at), self.text[at : at + 1]
        self.check_depth(depth, line)
        if mark == '"':
            string, end = self._string(at)
            return Scalar(string, line, string), end
        if mark == "{":
            return self._object(at, depth)
        if mark == "[":
            return self._array(at, depth)
        word = _WORD.match(self.text, at)
        if word is None:
            raise self.wrong(at, "a value")
        if len(word[0]) > _LONGEST_NUMBER:
            raise self.fail("holds a number that is too long", line)
        return Scalar.plain(word[0], line), word.end()

    def _array(self, at: int, depth: int) -> tuple[Node, int]:
        sequence = Sequence([], self.line(at))
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "]":
            item, at = self._value(at, depth + 1)
            sequence.items.append(item)
            at = self._next(at, "]")
        return sequence, at + 1

    def _object(self, at: int, depth: int) -> tuple[Node, int]:
        mapping = Mapping.empty(self.line(at))
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise self.wrong(at, "a key in double quotes")
            line = self.line(at)
            key, at = self._string(at)
            at = self.skip(at)
            if self.text[at : at + 1] != ":":
                raise self.wrong(at, "a colon")
            value, at = self._value(self.skip(at + 1), depth + 1)
            self.add(mapping, key, value, line)
            at = self._next(at, "}")
        return mapping, at + 1

    def _next(self, at: int, close: str) -> int:
        """After an item: the closing mark, or the item behind a comma."""
        at = self.skip(at)
        if self.text[at : at + 1] == close:
            return at
        if self.text[at : at + 1] != ",":
            raise self.wrong(at, f"a comma or {close}")
        at = self.skip(at + 1)
        if self.text[at : at + 1] == close:
            raise self.wrong(at, "another item after the comma")
        return at
