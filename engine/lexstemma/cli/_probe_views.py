"""The heat maps that `probe` shows and writes, and its progress."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import InputError, write_atomically

if TYPE_CHECKING:
    from ..probes import Archive, Progress, Record
    from ..report import Page
    from ._probe_save import Saved


def check_page(html: str | None) -> None:
    """Whether a page can be written there.

    Raises:
        InputError: the name of a file of another kind, or no such folder.
    """
    if html is None:
        return
    path = Path(html)
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--html is {html!r}", expected="the name of a page, ending in .html")
    if not path.parent.is_dir():
        raise InputError("there is no such folder", where=str(path.parent), expected="make it first")


def show_texts(
    page: Page,
    weights: str,
    records: Sequence[Record],
    archive: Archive,
    texts: Mapping[str, str],
    *,
    heat: bool,
    html: str | None,
) -> None:
    """The heat map of each record's text on the page and, of several, in one file each.

    Raises:
        InputError: a text is not the one that was measured, or a page cannot be written.
    """
    from ..report import (
        FIGURES,
        GRADE_WORDS,
        curve,
        curve_svg,
        does_not_show,
        figures,
        heat_html,
        paragraph,
        pieces_of,
        print_curve,
        print_heat,
        provenance,
    )

    for record in records if heat or html else ():
        text, digest = texts[record.work], str(record.document["work"]["text"]["digest"])
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != digest:
            raise InputError("is not the text that was measured", where=record.work, expected="give the same file as then")
        scores = archive.scores(digest)
        pieces = pieces_of(text, scores.spans, scores.logprobs, record.document["passages"])
        along = curve(record, archive)
        if heat:
            page.heading(f"{record.work}, token by token")
            if along is not None:
                print_curve(page, along)
                page.gap()
            print_heat(page, pieces)
        if html:
            path = _file(Path(html), record.work, len(records) > 1)
            said = [
                f"What this shows. {paragraph(record, weights)}",
                f"What it does not show. It does not show {does_not_show(record)}.",
                "Why. " + " ".join(f"{reason}." for reason in record.document["grade"]["reasons"]),
            ]
            rows = [FIGURES, *figures(record, archive)]
            drawing = "" if along is None else curve_svg(along)
            title = f"{record.work} in {weights}: {record.grade}, {GRADE_WORDS[record.grade]}"
            made = heat_html(title, pieces, said, rows, provenance(record), drawing)
            write_atomically(path, made.encode("utf-8", errors="replace"))
            page.gap()
            page.line(f"Wrote {path}; it holds the whole text of {record.work}.")


def _file(path: Path, work: str, several: bool) -> Path:
    slug = re.sub(r"[^\w.-]+", "-", work).strip("-.") or "work"
    return path.with_name(f"{path.stem}-{slug[:60]}{path.suffix}") if several else path


def print_saved(page: Page, saved: Saved | None, target: Path | None, what: str) -> None:
    """What was written; None is a dry run."""
    if saved is None:
        page.line("Nothing was written (--dry-run).")
        return
    if saved.known:
        page.line(f"In the case already, as measured now: {', '.join(saved.known)}.")
    if saved.added:
        page.line(f"Wrote {target}: {', '.join(saved.added)}; {what} in {saved.folder}.")
        page.line(f"What follows in law: lexstemma assess {target}")


def progress_line() -> Progress | None:
    """Writes how far it is to the terminal; None where there is none."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\r" if done < total else "\n"
        print(f"{done:,} of {total:,} tokens", file=sys.stderr, end=end, flush=True)

    return show
