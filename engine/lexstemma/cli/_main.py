"""The entry point: exit codes, and one line for every mistake of a user.

0: done; 1: the case has answers at or above `--fail-on`; 2: unusable input.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command and exits with its code.

    Args:
        arguments: as after the program's name; those of the process if left out.
    """
    # A command lives for a second; collecting garbage meanwhile costs a tenth of it.
    gc.disable()
    # A terminal that lacks a character shows a question mark rather than a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads the pipe has seen enough; Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = 130
    finally:
        gc.enable()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of a command; a user's mistake is one line on standard error."""
    from ..terms import LexstemmaError

    try:
        if not arguments:
            # The main job parses nothing, so it does not pay for the parser.
            from ._main_job import main_job

            main_job()
            return 0
        from ._app import run_app

        return run_app(arguments)
    except LexstemmaError as problem:
        return complain(str(problem))
    except RecursionError:
        return complain("the input is nested too deeply; flatten it")
    except MemoryError:
        return complain("the input is too large for this machine's memory; split it")


def complain(text: str) -> int:
    """One line on standard error, without control characters; the exit code for unusable input."""
    from ..report import clean

    sys.stdout.flush()
    print("lexstemma: " + " ".join(clean(text).split()), file=sys.stderr)
    return USAGE
