"""Runs commands in this process and catches what they print."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from lexstemma.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str


def lexstemma(*arguments: str) -> Done:
    """The command as typed after `lexstemma`, with its output as in a pipe."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Done(code, out.buffer.getvalue().decode(), err.getvalue())  # type: ignore[attr-defined]


def refusal(*arguments: str) -> str:
    """The one line that a refused command prints; nothing else is printed and the exit code is 2."""
    done = lexstemma(*arguments)
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.startswith("lexstemma: ")
    assert done.err.count("\n") == 1, done.err
    return done.err
