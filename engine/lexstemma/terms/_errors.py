"""Errors are part of the interface: one line saying what, where, what was expected and what to do.

LexstemmaError
├── InputError          a file or value given by the user cannot be used (exit code 2)
│   ├── CaseError       a case file
│   └── LawError        a law file or overlay
└── MissingExtra        an optional package is not installed
"""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Where:
    """A place in an input: a file, and a line (from 1) or a path inside it."""

    file: str
    line: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        text = self.file if self.line is None else f"{self.file}:{self.line}"
        return text if self.path is None else f"{text} ({self.path[:_LONGEST_QUOTE]})"


class LexstemmaError(Exception):
    """Base of all errors that Lexstemma raises on purpose."""


class InputError(LexstemmaError):
    """Something the user gave cannot be used.

    Args:
        what: what is wrong, in one sentence without a full stop.
        where: the place in the input.
        expected: what was expected instead, and what to do.
    """

    def __init__(self, what: str, *, where: Where | str | None = None, expected: str | None = None) -> None:
        self.what, self.expected = what, expected
        self.where = Where(where) if isinstance(where, str) else where
        super().__init__(str(self))

    def __str__(self) -> str:
        what = self.what if len(self.what) <= _LONGEST_QUOTE else f"{self.what[:_LONGEST_QUOTE]}..."
        text = what if self.where is None else f"{self.where}: {what}"
        line = text if self.expected is None else f"{text}; {self.expected}"
        # A message quotes what a stranger wrote: no marks that move a terminal's cursor or turn its text around.
        return "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in " ".join(line.split()))


class CaseError(InputError):
    """A case file cannot be used."""


class LawError(InputError):
    """A law file or an overlay cannot be used."""


class MissingExtra(LexstemmaError):
    """An optional package is missing; the message carries the command that installs it."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional package; install it with: pip install 'lexstemma[{extra}]'")
