"""The command that keeps the ledger of claims: claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ..terms import InputError
from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Forum, Laws, Overlay, Stance, Strict, Work
from ._output import write, write_record

if TYPE_CHECKING:
    from ..assessment import Run
    from ..inquiry import Claim, Until
    from ..report import Page

_STYLES = {
    "stands": "red", "depends": "yellow", "contested": "yellow", "ended": "green", "fails": "green", "none": "dim",
    "not_encoded": "magenta",
}  # fmt: skip
_COLUMNS = (
    "thing", "thing_kind", "law", "kind", "role", "rights", "status", "holders", "because", "until", "until_day", "arithmetic",
    "conditional", "open", "presumed", "after_death", "outlives_economic_rights", "provisions",
)  # fmt: skip
_SCOPE = "A claim says who could claim protection and until when; it says nothing about whether a use infringes it."


def claims(
    case: CaseName,
    work: Work = None,
    law: Laws = "place",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Protection on this day.", show_default="the day of asking")
    ] = None,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    everything: Annotated[bool, typer.Option("--all", help="Also rights that a law does not give or has no rules on.")] = False,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, json or csv.")] = "table",
) -> int:
    """Tell who could claim protection in what, until when.

    For every work, dataset, weights and output, under every law asked: which rights could exist, of which kind, in whose hands,
    until when (with the arithmetic), on which facts and provisions they depend, and which moral rights outlive the economic ones.
    """
    check_format(format, ("table", "json", "csv"))
    day = _day(on)
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law)
    from ..inquiry import claims as ledger

    found = ledger(run, day, None if work is None else [work])
    if format == "json":
        from ..report import NOT_ADVICE

        day_asked = (day or run.law.as_of).isoformat()
        whole = {"case": run.case.id, "identity": run.identity, "on": day_asked, "scope": _SCOPE, "notice": NOT_ADVICE}
        write_record({**whole, "claims": [claim_record(claim) for claim in found]})
    elif format == "csv":
        write(_csv(found))
    else:
        _print(run, found, day or run.law.as_of, everything=everything)
    return 0


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--on is {text!r}", expected="write a day as YYYY-MM-DD") from None


def claim_record(claim: Claim) -> dict[str, object]:
    """A claim as plain data."""
    answer, until = claim.answer, claim.until
    rules = [] if answer is None else [r for r in answer.rules if r.kind in ("Restriction", "Limit")]
    return {
        "thing": claim.thing,
        "thing_kind": claim.thing_kind,
        "law": claim.law,
        "kind": claim.kind,
        "role": claim.role or None,
        "rights": list(claim.rights),
        "status": claim.status,
        "holders": list(claim.holders),
        "because": claim.because,
        "rules": [{"id": r.id, "label": r.label, "provision": r.provision, "link": r.url or None} for r in rules],
        "until": None if until is None else _until_record(until),
        "open": []
        if answer is None
        else [{"kind": d.kind, "atom": d.atom, "label": answer.run.label_of(d.atom)} for d in answer.depends_on],
        "presumed": [] if answer is None else list(answer.presumed),
        "facts": [] if answer is None else _facts(claim),
        "after_death": claim.after_death or None,
        "outlives_economic_rights": claim.outlives,
        "looked_at_only_for_a_use": list(claim.at_use),
    }


def _until_record(until: Until) -> dict[str, object]:
    return {
        "state": until.state,
        "day": until.day.isoformat() if until.day else None,
        "text": until.text,
        "rules": [{"id": t.id, "label": t.label, "provision": t.provision, "link": t.url or None} for t in until.terms],
        "conditional": list(until.conditional),
    }


def _facts(claim: Claim) -> list[dict[str, object]]:
    answer = claim.answer
    assert answer is not None
    found = [(atom, finding) for atom in sorted(answer.tree.atoms) if (finding := answer.finding(atom)) is not None]
    return [
        {
            "atom": atom,
            "label": answer.run.label_of(atom),
            "value": finding.value,
            "origin": finding.origin,
            "detail": finding.detail or None,
            "source": finding.source or None,
        }
        for atom, finding in found
    ]


def _csv(found: Iterable[Claim]) -> str:
    import csv
    import io

    from ..report import safe_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for claim in found:
        until = claim.until
        day = until.day.isoformat() if until and until.day else ""
        rules = claim.answer.rules if claim.answer else ()
        cells = (
            claim.thing, claim.thing_kind, claim.law, claim.kind, claim.role, "; ".join(claim.rights), claim.status,
            "; ".join(claim.holders), claim.because, until.state if until else "", day, until.text if until else "",
            "; ".join(until.conditional) if until else "", "; ".join(claim.open), "; ".join(claim.presumed), claim.after_death,
            "yes" if claim.outlives else "no", "; ".join(dict.fromkeys(rule.provision for rule in rules)),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


# ------------------------------------------------------------ for people
def _print(run: Run, found: Sequence[Claim], day: date, *, everything: bool) -> None:
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.line((f"Who could claim protection on {day.isoformat()}. {_SCOPE}", "dim"))
    graph = run.case.graph
    for thing in dict.fromkeys(claim.thing for claim in found):
        here = [claim for claim in found if claim.thing == thing]
        title = graph.text(thing, "title")
        page.heading(thing + (f": {title}" if title else ""))
        shown = [claim for claim in here if everything or claim.status not in ("none", "not_encoded")]
        if shown:
            kinds = [(claim.law, claim.kind) for claim in shown]
            rows = [_row(run, claim, whole=kinds.count((claim.law, claim.kind)) > 1) for claim in shown]
            page.table(("law", "right", "status", "who", "until", "turns on"), rows)
        for claim in shown:
            _aside(page, claim)
        if not everything:
            _rest(page, run, [claim for claim in here if claim not in shown])
    print_foot(page)


def _row(run: Run, claim: Claim, *, whole: bool) -> list[str | tuple[str, str]]:
    """Args:
    whole: name the acts as well, since another row has the same kind of right.
    """
    role = f"the {run.words.label(claim.role)}, not named" if claim.role else ""
    who = ", ".join(_named(run, claim, holder) for holder in claim.holders) or role
    status = claim.status.replace("_", " ")
    turns = claim.because
    if claim.status in ("depends", "contested"):
        turns = "; ".join(claim.open) or claim.because
    right = ", ".join(run.words.label(name).partition(": ")[2] for name in claim.rights)
    kind = f"{claim.kind}: {right}" if whole else claim.kind
    return [claim.law, kind, (status, _STYLES[claim.status]), who, _until_words(claim.until), turns]


def _named(run: Run, claim: Claim, holder: str) -> str:
    """A holder; of a database or of weights with the nationality that decides who qualifies."""
    nations = run.case.graph.names(holder, "nationality") if claim.role == "databaseMaker" else []
    return f"{holder} ({', '.join(nations)})" if nations else holder


def _until_words(until: Until | None) -> str:
    if until is None:
        return ""
    first, _, rest = until.text.partition(" = 31 December")
    named = {
        "until": f"{until.day}: {first}",
        "ended": f"ended {until.day}: {first}",
        "runs_on": f"runs on: {until.text}",
        "without_end": "without end",
        "not_known": f"not known; {until.text}",
        "not_encoded": f"not encoded: {until.text}",
    }
    return named[until.state] + rest.partition(";")[1] + rest.partition(";")[2]


def _aside(page: Page, claim: Claim) -> None:
    """What a row cannot hold."""
    if claim.outlives or (claim.after_death and claim.status not in ("ended", "fails", "none")):
        words = "outlives the economic rights" if claim.outlives else "after the author's death"
        who = f"; after the author's death: {claim.after_death}" if claim.outlives and claim.after_death else ""
        page.line((f"{claim.law} {claim.kind}: {words}" + (who if claim.outlives else f": {claim.after_death}"), "cyan"), indent=2)
    if claim.until:
        for text in claim.until.conditional:
            page.line((f"{claim.law} {claim.kind}: or {text}", "dim"), indent=2)


def _rest(page: Page, run: Run, others: Sequence[Claim]) -> None:
    """What no law gives, and what is not encoded, in as few lines as can be."""
    for status, words in (("none", "no such right in the law as encoded"), ("not_encoded", "not encoded, a gap and no freedom")):
        told: dict[str, list[str]] = {}
        for claim in others:
            if claim.status == status:
                what = ", ".join(run.words.label(right) for right in claim.rights) or claim.because
                told.setdefault(what, []).append(claim.law)
        if told:
            page.line((f"{words}: " + "; ".join(f"{what} [{', '.join(laws)}]" for what, laws in told.items()), "dim"), indent=2)
