"""Commands about the law: list, show, diff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import get_close_matches, load_law
from ._options import AsOf, Overlay, Short
from ._output import write_record

if TYPE_CHECKING:
    from ..law import Law, Rule
    from ..report import Page

app = typer.Typer(help="Read the law: list, show, diff.", rich_markup_mode=None, add_completion=False)

_ORDER = ("Restriction", "Exception", "Limit", "Defeater", "Definition", "Duty", "SeparateWrong", "RemedyGate", "Grant")


@app.callback(invoke_without_command=True)
def _root(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        _print_overview(load_law())


@app.command("list")
def list_rules(
    law: Annotated[
        str | None,
        typer.Option("--law", metavar="CODE", help="Only rules of this jurisdiction.", show_default="an overview of all"),
    ] = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """List rules, or what is encoded at all."""
    from ._inputs import check_format

    check_format(format, ("table", "json"))
    loaded = load_law(overlay=overlay)
    if law is None and format == "table":
        _print_overview(loaded)
        return 0
    wanted = None if law is None else _jurisdiction(loaded, law)
    rules = [r for r in loaded.book.rules.values() if wanted is None or r.jurisdiction == wanted]
    if format == "json":
        from ..report import rule_record

        write_record([rule_record(rule) for rule in rules])
        return 0
    from ..report import Page

    page = Page()
    record = loaded.book.jurisdictions[wanted or ""]
    page.line((record.label, "bold"), f"  {len(rules)} rules")
    if not rules:
        union = loaded.book.jurisdictions.get(record.union or "")
        page.line(
            f"No law of its own is encoded; the law of {union.label} is applied."
            if union and union.id in loaded.book.volumes
            else "No law is encoded: answers are not_encoded.",
            indent=2,
        )
    for kind in _ORDER:
        here = [rule for rule in rules if rule.kind == kind]
        if here:
            page.heading(f"{_words(kind)} ({len(here)})")
            for rule in here:
                page.line(
                    (rule.id, "cyan"),
                    f"  {rule.label}",
                    (f" [{rule.provision}]", "dim") if rule.provision else "",
                    indent=2,
                    hang=4,
                )
    terms = [t for t in loaded.book.terms.values() if t.jurisdiction == wanted]
    if terms:
        page.heading(f"Terms of protection ({len(terms)})")
        for term in terms:
            page.line((term.id, "cyan"), f"  {term.label}", (f" [{term.provision}]", "dim"), indent=2, hang=4)
    return 0


def _words(kind: str) -> str:
    from ..terms import vocabulary

    return vocabulary().label(kind).capitalize()


def _jurisdiction(law: Law, code: str) -> str:
    from ..terms import InputError

    found = law.jurisdiction(code)
    if found is None:
        known = ", ".join(j.id for j in law.encoded())
        raise InputError(f"unknown jurisdiction {code!r}", expected=f"use a place code; encoded are {known}")
    return found.id


def _print_overview(law: Law) -> None:
    from ..report import Page

    page, book = Page(), law.book
    page.line(("Encoded law", "bold"))
    rows = []
    for record in law.encoded():
        volume, until = book.volume(record.id), law.verified_until(record)
        decisions = sum(1 for d in book.decisions.values() if d.jurisdiction == record.id)
        states = [one.verification for one in volume.rules.values()] + [one.verification for one in volume.terms.values()]
        checked = f"{states.count('checked')} of {len(states)}"
        counts = (str(len(volume.rules)), str(len(volume.terms)), str(decisions), checked)
        rows.append([record.id, record.label, *counts, until.isoformat() if until else "not said"])
    page.table(["code", "jurisdiction", "rules", "terms", "decisions", "checked", "followed until"], rows)
    page.line("checked: rules and terms compared with the text of their source; the others were written from memory.", indent=1)
    members = [j for j in book.jurisdictions.values() if j.union and j.id not in book.volumes]
    if members:
        page.line(f"{len(members)} member states without a file of their own are asked under the law of their union.", indent=1)
    page.line(
        f"{len(book.issues)} contested issues, {len(book.licences)} licences, stances: {', '.join(sorted(book.stances))}", indent=1
    )
    page.gap()
    page.line("lexstemma law list --law CODE lists its rules; lexstemma law show RULE shows one.")


@app.command("show")
def show(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule, as law list prints it.", show_default=False)],
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Print one rule in words.

    Conditions, provision, dates, how it was checked, what it leaves out. Terms of protection, issues and decisions too.
    """
    from ._inputs import check_format
    from ._rules import print_decision, print_issue, print_rule, print_term

    check_format(format, ("table", "json"))
    from ..report import Page

    loaded = load_law(overlay=overlay)
    book = loaded.book
    name = next(
        (n for n in (rule, f"issue-{rule}") if n in book.rules or n in book.terms or n in book.issues or n in book.decisions), None
    )
    if name is None:
        from ..terms import InputError

        near = get_close_matches(rule, [*book.rules, *book.terms, *book.issues, *book.decisions], 1)
        raise InputError(
            f"no rule is called {rule!r}",
            expected=f"did you mean {near[0]}?" if near else "lexstemma law list --law CODE lists them",
        )
    if format == "json":
        from dataclasses import asdict

        write_record(
            _plain(asdict(next(table[name] for table in (book.rules, book.terms, book.issues, book.decisions) if name in table)))
        )
        return 0
    page = Page()
    if name in book.rules:
        print_rule(page, loaded, book.rules[name])
    elif name in book.terms:
        print_term(page, loaded, book.terms[name])
    elif name in book.issues:
        print_issue(page, loaded, book.issues[name])
    else:
        print_decision(page, loaded, book.decisions[name])
    return 0


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "file"}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)  # type: ignore[type-var]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@app.command("diff")
def diff(
    one: Annotated[
        str, typer.Argument(metavar="A", help="A day (YYYY-MM-DD), an overlay file, or the word bundled.", show_default=False)
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="The same for the other side.", show_default=False)],
    law: Annotated[
        str | None, typer.Option("--law", metavar="CODE", help="Only rules of this jurisdiction.", show_default="all")
    ] = None,
    as_of: AsOf = None,
) -> int:
    """Compare two states of the law.

    The rules in force on two days, or the law without and with a reform.
    Lists rules that begin, end or are worded otherwise.
    """
    first, second = _state(one, as_of), _state(other, as_of)
    wanted = _jurisdiction(load_law(), law) if law else None
    from ..report import Page

    page = Page()
    page.line((f"From {one} to {other}", "bold"))
    lines = 0
    for word, style, found in (
        ("gone", "red", [r for n, r in first.items() if n not in second]),
        ("new", "green", [r for n, r in second.items() if n not in first]),
        ("changed", "yellow", [r for n, r in second.items() if n in first and first[n] != r]),
    ):
        for rule in found:
            if wanted is None or rule.jurisdiction == wanted:
                lines += 1
                _print_difference(page, word, style, first.get(rule.id), rule)
    if not lines:
        page.line("The rules are the same.", indent=2)
    _print_rulings(page, one, other, wanted)
    return 0


def _print_rulings(page: Page, one: str, other: str, wanted: str | None) -> None:
    """Between two days: what was decided meanwhile, and on which questions."""
    try:
        since, until = sorted((date.fromisoformat(one), date.fromisoformat(other)))
    except ValueError:
        return
    book = load_law().book
    found = [d for d in book.decisions.values() if d.decided and since < d.decided <= until and wanted in (None, d.jurisdiction)]
    if found:
        page.heading("Decided between these days")
    for decision in sorted(found, key=lambda d: (d.decided or date.min, d.id)):
        page.line((decision.id, "cyan"), f"  {decision.cited}", indent=2, hang=4)
        for position in book.positions.values():
            if position.authority == decision.id and position.issue in book.issues:
                answer = {"yes": "yes", "no": "no", "notDecided": "not decided", "notArgued": "not argued"}[position.answer]
                page.line((f"{answer}: ", "dim"), book.issues[position.issue].label, indent=6)


def _state(name: str, as_of: str | None) -> Mapping[str, Rule]:
    """The rules in one state of the law."""
    from ..terms import InputError

    if name == "bundled":
        return load_law(as_of=as_of).book.rules
    try:
        day = date.fromisoformat(name)
    except ValueError:
        if not Path(name).exists():
            raise InputError(
                f"{name!r} is no state of the law", expected="give a day (YYYY-MM-DD), an overlay file, or the word bundled"
            ) from None
        return load_law(as_of=as_of, overlay=[name]).book.rules
    return {n: r for n, r in load_law().book.rules.items() if r.in_force(day)}


def _print_difference(page: Page, word: str, style: str, before: Rule | None, rule: Rule) -> None:
    page.line(
        (f"{word:8}", style),
        (rule.id, "cyan"),
        f"  {rule.label}",
        (f" [{rule.provision}]", "dim") if rule.provision else "",
        indent=2,
        hang=10,
    )
    if before is None or before == rule:
        return
    for name in ("label", "provision", "since", "until", "requires", "unless", "names", "level", "scope"):
        was, now = getattr(before, name), getattr(rule, name)
        if was != now:
            page.line((f"{name}: ", "dim"), f"{_shown(was)} becomes {_shown(now)}", indent=12)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
