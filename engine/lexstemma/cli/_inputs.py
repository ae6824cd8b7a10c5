"""From options to a case, a law and a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import InputError, data_path

if TYPE_CHECKING:
    from ..assessment import Run
    from ..case import Case
    from ..law import Law

PLACE, ALL = "place", "all"


def get_close_matches(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The nearest known words; difflib is imported only once something is misspelt."""
    import difflib

    return difflib.get_close_matches(word, list(known), most)


def load_case(name: str) -> Case:
    """A case file or folder; or, where there is none of that name, a bundled example.

    Raises:
        InputError: there is neither, or the file cannot be used.
    """
    from ..case import Case

    path = Path(name)
    if not path.exists() and "/" not in name and "\\" not in name:
        bundled = {file.stem: file for file in sorted(data_path("examples").glob("*.yaml"))}
        if name in bundled:
            return Case.load(bundled[name])
        near = get_close_matches(name, [*bundled, *_files_here()], 1)
        hint = f"did you mean {near[0]}?" if near else f"give the path of a case, or a bundled example: {', '.join(bundled)}"
        raise InputError("no such file", where=name, expected=hint)
    return Case.load(path)


def _files_here() -> list[str]:
    return [file.name for file in sorted(Path().iterdir()) if file.suffix in (".yaml", ".yml", ".jsonld", ".json", ".ttl", ".nt")][
        :1000
    ]


def load_law(
    *,
    as_of: str | None = None,
    stance: str | None = None,
    strict: bool = False,
    forum: str | None = None,
    overlay: Iterable[str] | None = None,
) -> Law:
    """The bundled law as asked.

    Raises:
        InputError: an unknown stance or court, a day that is none, a broken overlay.
    """
    from ..law import POSITIVE_LAW, Law

    overlays = tuple(overlay or ())
    law = Law.load(as_of=as_of, stance=stance or POSITIVE_LAW, strict=strict, forum=forum, overlays=overlays)
    if overlays:
        # Slow once for every new overlay; the verdict is kept by digest.
        from ..interop import check_law

        check_law(overlays)
    return law


def laws_asked(text: str | None, *, claimed: bool = False) -> str | list[str]:
    """`--law`: the word place, or codes separated by commas.

    Raises:
        InputError: no code between two commas, or `--claimed` without codes.
    """
    if text is None or text.strip().lower() == PLACE:
        if claimed:
            raise InputError("--claimed asks named laws about acts where they were done", expected="name them, e.g. --law DE,UK")
        return PLACE
    codes = [part.strip() for part in text.split(",")]
    if not all(codes) or len(set(codes)) < len(codes):
        raise InputError(f"--law is {text!r}", expected="write place, or codes once each and separated by commas, e.g. --law DE,UK")
    return codes


def ask(case: Case, law: Law, laws: str | None = None, *, claimed: bool = False) -> Run:
    """The run for `--law` (codes, the word place, or the word all) and `--claimed`."""
    from ..assessment import assess

    under = every_law(law) if laws is not None and laws.strip().lower() == ALL else laws_asked(laws, claimed=claimed)
    return assess(case, law, under=under, claimed=claimed)


def every_law(law: Law) -> list[str]:
    """The ids of all encoded laws, in the order of the data."""
    return [record.id for record in law.encoded()]


def check_format(given: str, known: Sequence[str]) -> str:
    """The format, if the command writes it.

    Raises:
        InputError: it does not.
    """
    if given not in known:
        near = get_close_matches(given, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(known)}"
        raise InputError(f"unknown format {given!r}", expected=hint)
    return given


def check_status(given: str) -> str:
    """A status as written or with hyphens.

    Raises:
        InputError: there is no such status.
    """
    from ..reasoning import NOT_ENCODED, STATUSES

    status = given.strip().lower().replace("-", "_").replace(" ", "_")
    if status not in (*STATUSES, NOT_ENCODED):
        near = get_close_matches(status, (*STATUSES, NOT_ENCODED), 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(STATUSES)}"
        raise InputError(f"--fail-on is {given!r}", expected=hint)
    return status


# ------------------------------------------------------------ what if
_TRUE, _FALSE, _UNKNOWN = ("true", "yes"), ("false", "no"), ("unknown", "")


def apply_changes(case: Case, law: Law, changes: Iterable[str]) -> tuple[Case, Law]:
    """The case and the law with `--set` applied, in the order given.

    Each is `THING.FACT=true|false|unknown`, `THING.FACT@OTHER=...` for a fact about a pair, `THING.KEY=VALUE` for another
    key of the case file, or `ISSUE=yes|no`.

    Raises:
        InputError: one of them cannot be read or names nothing that there is.
    """
    from ..terms import vocabulary

    facts = vocabulary().facts
    for change in changes:
        name, equals, value = (part.strip() for part in change.partition("="))
        if not equals:
            raise InputError(f"--set {change!r} sets nothing", expected="write e.g. crawl.lawfulAccess=true")
        if "." not in name:
            law = _with_issue(law, name, value)
            continue
        # The id of a thing may hold points itself.
        thing, _, key = name.rpartition(".")
        key, _, other = key.partition("@")
        for one in (thing, other):
            if one and not case.types(one):
                raise InputError(f"--set {change!r}: the case describes no {one!r}", expected=_nearest_thing(case, one))
        if key in facts:
            case = case.with_statement(key, thing, _flag(change, value), other or None, source="what-if")
        elif other:
            raise InputError(f"--set {change!r}: no fact is called {key!r}", expected=_nearest(key, list(facts)))
        else:
            case = case.with_value(thing, key, value, source=f"--set {change}")
    return case, law


def _nearest_thing(case: Case, word: str) -> str:
    things = [*case.of_kind("Step"), *case.of_kind("Entity"), *case.of_kind("Agent")]
    near = get_close_matches(word, things, 1)
    return f"did you mean {near[0]}?" if near else f"it describes {', '.join(things[:12])}{' ...' if len(things) > 12 else ''}"


def _flag(change: str, value: str) -> bool | None:
    lowered = value.lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    if lowered in _UNKNOWN:
        return None
    raise InputError(f"--set {change!r}", expected="a fact is true, false or unknown")


def _with_issue(law: Law, name: str, value: str) -> Law:
    issues = law.book.issues
    wanted = name if name in issues else f"issue-{name}"
    if wanted not in issues:
        near = get_close_matches(wanted, list(issues), 1)
        hint = f"did you mean {near[0]}?" if near else "write THING.FACT=true, or an issue that lexstemma vocabulary lists"
        raise InputError(f"--set names {name!r}, which is no issue", expected=hint)
    if value.lower() not in (*_TRUE, *_FALSE):
        raise InputError(f"--set {name}={value}", expected="an issue is answered yes or no")
    from ..inquiry import with_issue

    return with_issue(law, wanted, value.lower() in _TRUE)


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 1)
    return f"did you mean {near[0]}?" if near else "lexstemma vocabulary lists what there is"
