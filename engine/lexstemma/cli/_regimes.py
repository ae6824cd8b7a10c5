"""Many cases under many laws, as a table of counts: regimes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format, every_law, laws_asked, load_case, load_law
from ._options import AsOf, Forum, Overlay, Stance, Strict
from ._output import write, write_record

if TYPE_CHECKING:
    from ..case import Case
    from ..inquiry import Regime, Regimes
    from ..law import Law
    from ..report import Page

_SUFFIXES = (".yaml", ".yml", ".jsonld", ".json", ".ttl", ".nt")
# What a file says that is meant as a case: the format line of a document, or a name in the namespace of cases or its class.
_MARKS = ("lexstemma:", '"lexstemma":', "https://w3id.org/lexstemma/case/", "https://w3id.org/lexstemma#Case", "ls:Case")
_PROBED = 1_000_000


def regimes(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FOLDER|CASE]...", help="Folders of cases, and cases.", show_default="every bundled example"),
    ] = None,
    law: Annotated[
        str, typer.Option("--law", metavar="LAWS", help="Codes of laws, all, or place: each step under the law of its own place.")
    ] = "all",
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, json, csv or parquet.")] = "table",
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="Where to write Parquet; it must not exist.", show_default=False)
    ] = None,
) -> int:
    """Count by law how many steps of many cases are free.

    And how many are excepted, licensed, to be authorized, contested, open or not encoded. Every file of a FOLDER is a case of its
    own (subfolders are left out). A file that is not meant as a case is passed over with a notice; a case with a fault stops all.
    """
    check_format(format, ("table", "json", "csv", "parquet"))
    target = _target(format, out)
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    under = every_law(asked) if law.strip().lower() == "all" else laws_asked(law)
    passed: list[str] = []
    loaded = list(_cases(cases or _examples(), passed))
    _check_ids(loaded)
    from ..inquiry import regimes as count

    found = count((case for _, case in loaded), asked, under=under)
    from ..report import clean

    for name in passed:
        print(clean(f"lexstemma: {name}: passed over, it is not meant as a case"), file=sys.stderr)
    if format == "json":
        write_record(_record(found, asked, [name for name, _ in loaded], passed))
    elif format == "csv":
        _write_csv(found)
    elif target is not None:
        from ._parquet import write_parquet

        write_parquet(target, _COLUMNS, list(_rows(found)))
        print(f"Wrote {target}.")
    else:
        _print(found, asked)
    return 0


def _target(format: str, out: str | None) -> Path | None:
    from ..terms import InputError

    if format != "parquet":
        if out is not None:
            raise InputError("--out is for Parquet", expected="other formats are printed; send them to a file with >")
        return None
    if out is None:
        raise InputError("Parquet is not text", expected="say where to write it: --out FILE")
    from ._parquet import need_duckdb

    need_duckdb()
    if Path(out).exists():
        raise InputError("exists already", where=out, expected="nothing was changed; give another name")
    return Path(out)


def _examples() -> list[str]:
    from ..terms import data_path

    return [str(file) for file in sorted(data_path("examples").glob("*.yaml"))]


# ---------------------------------------------------------------- which files
def _cases(names: Iterable[str], passed: list[str]) -> Iterator[tuple[str, Case]]:
    """The cases named, and those in folders; notes in `passed` what is not meant as one.

    Raises:
        InputError: a faulty case, or a folder without any.
    """
    for name in names:
        if not Path(name).is_dir():
            yield name, load_case(name)
            continue
        found = False
        for file in sorted(one for one in Path(name).iterdir() if one.is_file() and not one.name.startswith(".")):
            if file.suffix.lower() in _SUFFIXES and _meant_as_case(file):
                found = True
                yield str(file), load_case(str(file))
            else:
                passed.append(str(file))
        if not found:
            from ..terms import InputError

            raise InputError("the folder holds no case", where=name, expected=f"its files should end in {', '.join(_SUFFIXES)}")


def _meant_as_case(file: Path) -> bool:
    """Whether a file says that it is a case, faulty or not; one that cannot be read counts as one, so that reading it complains."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_PROBED).decode("utf-8", errors="replace")
    except OSError:
        return True
    return any(mark in text for mark in _MARKS)


def _check_ids(loaded: Sequence[tuple[str, Case]]) -> None:
    """Rows are told apart by the id of their case."""
    seen: dict[str, str] = {}
    for name, case in loaded:
        if case.id in seen:
            from ..terms import InputError

            raise InputError(
                f"the case {case.id!r} stands in {seen[case.id]} too", where=name, expected="give every case an id of its own"
            )
        seen[case.id] = name


# ---------------------------------------------------------------- as a table
_SHORT = {
    "free": "free",
    "excepted": "excepted",
    "licensed": "licensed",
    "depends": "open",
    "contested": "contested",
    "authorization_required": "must ask",
    "not_encoded": "not encoded",
}


def _print(found: Regimes, law: Law) -> None:
    from ..report import Page, print_foot

    page = Page()
    page.line((f"{len(found.cases)} case{'' if len(found.cases) == 1 else 's'} asked on {law.as_of.isoformat()}", "bold"))
    page.line(("steps by their most demanding answer; must ask = authorization required, unlawful without it; "
               "not encoded = a gap, never a freedom", "dim"), hang=0)  # fmt: skip
    for name in found.cases:
        page.heading(name)
        _print_rows(page, [row for row in found.rows if row.case == name])
    if len(found.cases) > 1:
        page.heading("All cases")
        _print_rows(page, found.totals)
    print_foot(page)


def _print_rows(page: Page, rows: Sequence[Regime]) -> None:
    """Laws with the same counts stand in one row."""
    together: dict[tuple[int, ...], list[str]] = {}
    for row in rows:
        together.setdefault(row.counts, []).append(row.law)
    body = [
        [" ".join(laws), str(sum(counts)), *(str(count) if count else "-" for count in counts)]
        for counts, laws in sorted(together.items(), key=lambda one: one[0][::-1], reverse=True)
    ]
    page.table(["law", "steps", *_SHORT.values()], body)


# ---------------------------------------------------------------- as data
_COLUMNS = ("scope", "case", "law", "steps", *_SHORT)


def _rows(found: Regimes) -> Iterator[tuple[str | int, ...]]:
    for row in (*found.rows, *found.totals):
        yield ("total" if row.case is None else "case", row.case or "", row.law, row.steps, *row.counts)


def _write_csv(found: Regimes) -> None:
    import csv
    import io

    from ..report import safe_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(found):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    write(out.getvalue())


def _record(found: Regimes, law: Law, files: Sequence[str], passed: Sequence[str]) -> dict[str, object]:
    from ..report import NOT_ADVICE

    def counts(row: Regime) -> dict[str, object]:
        return {"law": row.law, "steps": row.steps, **dict(zip(_SHORT, row.counts, strict=True))}

    return {
        "law": law.book.digest,
        "as_of": law.as_of.isoformat(),
        "stance": law.stance.name,
        "strict": law.strict,
        "notice": NOT_ADVICE,
        "cases": [
            {"case": name, "file": Path(file).name, "laws": [counts(row) for row in found.rows if row.case == name]}
            for name, file in zip(found.cases, files, strict=True)
        ],
        "total": [counts(row) for row in found.totals],
        "passed_over": [Path(name).name for name in passed],
    }
