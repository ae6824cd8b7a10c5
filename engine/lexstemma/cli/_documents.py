"""An assessment as a document: which formats there are, and where they are written."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import InputError, write_atomically
from ._inputs import check_format
from ._output import write

if TYPE_CHECKING:
    from ..assessment import Run

FORMATS = ("table", "json", "ttl", "csv", "md", "html", "docx", "pdf", "bibtex", "csl")
# What a file is called by its suffix alone.
_SUFFIXES = {
    ".json": "json", ".ttl": "ttl", ".csv": "csv", ".md": "md", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf",
    ".bib": "bibtex", ".txt": "table",
}  # fmt: skip
_BYTES = ("docx", "pdf")


def check_document(format: str | None, output: str | None, case: str) -> str:
    """The format asked for by `--format` or by the suffix of `--output`, before anything is computed.

    Raises:
        InputError: an unknown format; a document that a terminal cannot show; an output that is the case itself.
    """
    if format is None:
        format = _SUFFIXES.get(Path(output).suffix.lower(), "") if output else "table"
        if not format:
            raise InputError("the suffix names no format", where=output, expected=f"add --format: {', '.join(FORMATS)}")
    check_format(format, FORMATS)
    if output is None:
        if format in _BYTES and sys.stdout.isatty():
            raise InputError(f"a terminal cannot show a .{format}", expected=f"write it to a file: --output memo.{format}")
        return format
    target = Path(output)
    if target.is_dir():
        raise InputError("is a folder", where=output, expected="name a file to write")
    if target.exists() and Path(case).exists() and target.samefile(case):
        raise InputError("is the case itself", where=output, expected="nothing was changed; name another file")
    return format


def document(run: Run, format: str) -> str | bytes:
    """The run in one of the formats but the table."""
    from .. import report

    if format in ("md", "html", "docx", "pdf"):
        writers: dict[str, Callable[[report.Memo], str | bytes]] = {
            "md": report.memo_markdown, "html": report.memo_html, "docx": report.memo_docx, "pdf": report.memo_pdf,
        }  # fmt: skip
        return writers[format](report.memo(run))
    others: dict[str, Callable[[Run], str | bytes]] = {
        "json": report.to_json, "csv": report.to_csv, "ttl": report.to_turtle, "bibtex": report.to_bibtex, "csl": report.to_csl,
    }  # fmt: skip
    return others[format](run)


def deliver(data: str | bytes, output: str | None) -> None:
    """To the file, or to standard output.

    Raises:
        InputError: the file cannot be written; then it is as it was.
    """
    if output is None:
        write(data)
        return
    write_atomically(Path(output), data)
    print(f"Wrote {output}.", file=sys.stderr)


@contextlib.contextmanager
def printed(output: str | None) -> Iterator[None]:
    """What is printed meanwhile goes to the file, if one is named."""
    if output is None:
        yield
        return
    held = io.StringIO()
    with contextlib.redirect_stdout(held):
        yield
    deliver(held.getvalue(), output)
