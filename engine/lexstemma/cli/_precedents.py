"""Precedents: what is coded, whether it is consistent, and what it makes of a use given by its factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format, get_close_matches, load_law
from ._options import AsOf, Forum, Overlay
from ._output import write_record

if TYPE_CHECKING:
    from ..law import Law, PrecedentBase
    from ..reasoning import Constraint, Model, Ruling
    from ..report import Page

_Short = Annotated[str, typer.Option("--format", metavar="FORMAT", help="table or json.")]
_SIDES = {"favoursUser": "for the user", "favoursHolder": "for the rightholder", "unsettled": "not settled"}


def precedents(
    law: Annotated[
        str | None, typer.Option("--law", metavar="CODE", help="The country.", show_default="all with coded precedents")
    ] = None,
    present: Annotated[
        str | None,
        typer.Option("--factors", metavar="NAMES", help="Ask about a use with these factors and no others (with commas)."),
    ] = None,
    forum: Forum = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="NAMES", help="Only precedents with these statuses.", show_default="all")
    ] = None,
    as_of: AsOf = None,
    overlay: Overlay = None,
    format: _Short = "table",
) -> int:
    """List coded precedents, or ask them about a use.

    A use is what one step does to one work. Without --forum, what the highest court decided binds.
    """
    check_format(format, ("table", "json"))
    loaded = load_law(as_of=as_of, forum=forum, overlay=overlay or ())
    bases = _bases(loaded, law)
    statuses = [part.strip() for part in status.split(",")] if status else None
    if present is None:
        return _list(loaded, bases, statuses, format)
    base = bases[0]
    found = _ask(loaded, base, [part.strip() for part in present.split(",") if part.strip()], statuses)
    if format == "json":
        write_record(_record(base, found))
    else:
        from ..report import Page, print_foot

        page = Page()
        _print_constraint(page, base, found)
        print_foot(page)
    return 0


def _bases(law: Law, code: str | None) -> list[PrecedentBase]:
    from ..terms import InputError

    wanted = law.forum.jurisdiction if law.forum and code is None else code
    place = law.jurisdiction(wanted) if wanted else None
    known = f"they are for {', '.join(sorted(law.book.judged))}"
    if wanted and place is None:
        raise InputError(f"unknown jurisdiction {wanted!r} for precedents", expected=known)
    found = [base for (home, _), base in law.book.precedents.items() if place is None or home == place.id]
    if not found:
        raise InputError(f"no precedents are coded for {wanted}", expected=known)
    return found


def _ask(law: Law, base: PrecedentBase, present: list[str], statuses: list[str] | None) -> Constraint:
    from ..reasoning import constrain
    from ..terms import InputError

    for name in present:
        if name not in base.factors:
            near = get_close_matches(name, base.factors)
            hint = f"did you mean {near[0]}?" if near else "lexstemma vocabulary lists the factors"
            raise InputError(f"--factors: {name!r} is no factor", expected=hint)
    forum = law.forum.id if law.forum else base.highest[0]
    return constrain(base, present, forum=forum, as_of=law.as_of, statuses=statuses)


def _list(law: Law, bases: list[PrecedentBase], statuses: list[str] | None, format: str) -> int:
    from ..reasoning import MODELS, conflict, selected
    from ..terms import vocabulary

    words = vocabulary()
    court = law.forum.id if law.forum else None
    listed = [(base, selected(base, as_of=law.as_of, statuses=statuses, forum=court)) for base in bases]
    if format == "json":
        write_record(
            [
                {
                    "jurisdiction": base.jurisdiction,
                    "standard": base.standard,
                    "precedent": p.id,
                    "cited": p.cited,
                    "court": p.court,
                    "decided": p.decided.isoformat(),
                    "status": p.status,
                    "found_for": p.found_for,
                    "factors": sorted(p.factors),
                    "reason": sorted(p.reason),
                    "verification": p.verification,
                    "confidence": p.confidence,
                }
                for base, ones in listed
                for p in ones
            ]
        )
        return 0
    from ..report import Page, print_foot

    page = Page()
    for base, ones in listed:
        bound = f" that bind in the {law.forum.label}" if law.forum else ""
        head = f"{words.label(base.standard)}, {base.jurisdiction}"
        page.line((head, "bold"), f"  {len(ones)} precedents{bound}, one for each use judged")
        for model in MODELS:
            pair = conflict(base, ones, model)
            told = f"{pair[0]} and {pair[1]} contradict one another" if pair else "no two contradict one another"
            page.line((f"{model} model: ", "dim"), told, indent=2)
        for p in ones:
            by = f"{base.courts[p.court].label}, {p.decided.isoformat()}, {words.label(p.status)}"
            page.line((p.id, "cyan"), f"  {p.cited} ({by})", indent=2, hang=4)
            reason = "; ".join(words.label(name) for name in sorted(p.reason))
            page.line((f"{_SIDES[p.found_for]}: ", "green" if p.found_for == "favoursUser" else "red"), reason, indent=6)
    print_foot(page)
    return 0


def _print_constraint(page: Page, base: PrecedentBase, found: Constraint) -> None:
    court = base.courts[found.forum or ""].label
    for title, rulings in ((f"binding in the {court}", found.binding), ("persuasive, over all courts", found.persuasive)):
        page.line((title, "bold"))
        for model, ruling in rulings.items():
            by = f", by {'; '.join(base.precedents[name].cited for name in ruling.by)}" if ruling.by else ""
            clash = f"{ruling.conflict[0]} and {ruling.conflict[1]} contradict one another" if ruling.conflict else ""
            page.line((f"{model} model: ", "dim"), clash or f"{_SIDES[ruling.outcome]}{by}", indent=2, hang=4)
    page.line(("what keeps it apart from the nearest precedents", "bold"))
    for side, ones in found.nearest.items():
        for one in ones:
            precedent = base.precedents[one.precedent]
            page.line((f"{_SIDES[side]}: ", "dim"), precedent.cited, indent=2, hang=4)
            for words, names in (("it had, and this lacks: ", one.missing), ("this has against it, and it lacked: ", one.extra)):
                if names:
                    page.line(words + "; ".join(base.factors[name].label for name in sorted(names)), indent=6)


def _record(base: PrecedentBase, found: Constraint) -> dict[str, object]:
    def rulings(by_model: dict[Model, Ruling]) -> dict[str, object]:
        return {model: {"outcome": r.outcome, "by": list(r.by), "conflict": r.conflict} for model, r in by_model.items()}

    return {
        "jurisdiction": base.jurisdiction,
        "standard": base.standard,
        "forum": found.forum,
        "asked": found.asked.isoformat(),
        "present": sorted(found.present),
        "settled": found.settled(),
        "binding": rulings(found.binding),
        "persuasive": rulings(found.persuasive),
        "nearest": [
            {"precedent": one.precedent, "side": side, "missing": sorted(one.missing), "extra": sorted(one.extra)}
            for side, ones in found.nearest.items()
            for one in ones
        ],
    }
