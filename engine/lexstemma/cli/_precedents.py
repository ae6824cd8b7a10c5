"""Precedents: what is coded, whether it is consistent, and what it makes of a use given by its factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format, get_close_matches, load_law
from ._options import AsOf, Forum, Overlay, Short
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Weighing
    from ..law import Law, PrecedentBase
    from ..reasoning import Constraint
    from ..report import Page


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
    format: Short = "table",
) -> int:
    """List coded precedents, or ask them about a use.

    A use is what one step does to one work. Without --forum, what the highest court decided binds.
    """
    check_format(format, ("table", "json"))
    loaded = load_law(as_of=as_of, forum=forum, overlay=overlay)
    bases = _bases(loaded, law)
    statuses = [part.strip() for part in status.split(",")] if status else None
    if present is None:
        return _list(loaded, bases, statuses, format)
    base = bases[0]
    weighing = _ask(loaded, base, [part.strip() for part in present.split(",") if part.strip()], statuses)
    if format == "json":
        from ..report import standard_record

        write_record({**standard_record(weighing), "conflicts": _conflicts(weighing.constraint)})
    else:
        from ..report import Page, print_foot

        page = Page()
        _print_weighing(page, weighing)
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


def _ask(law: Law, base: PrecedentBase, present: list[str], statuses: list[str] | None) -> Weighing:
    from ..assessment import Weighing
    from ..reasoning import Finding, constrain
    from ..terms import InputError

    for name in present:
        if name not in base.factors:
            near = get_close_matches(name, base.factors)
            hint = f"did you mean {near[0]}?" if near else "lexstemma vocabulary lists the factors"
            raise InputError(f"--factors: {name!r} is no factor", expected=hint)
    forum = law.forum.id if law.forum else base.highest[0]
    found = constrain(base, present, forum=forum, as_of=law.as_of, statuses=statuses)
    # What a factor implies is present too, and was not stated.
    factors = {name: Finding(True, "stated" if name in present else "inferred") for name in base.factors if name in found.present}
    return Weighing(base.standard, base, factors, found)


def _list(law: Law, bases: list[PrecedentBase], statuses: list[str] | None, format: str) -> int:
    from ..assessment import SIDES
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
            by = f"{base.courts[p.court].label}, {p.decided.isoformat()}, {base.statuses[p.status]}"
            page.line((p.id, "cyan"), f"  {p.cited} ({by})", indent=2, hang=4)
            reason = "; ".join(words.label(name) for name in sorted(p.reason))
            page.line((f"{SIDES[p.found_for]}: ", "green" if p.found_for == "favoursUser" else "red"), reason, indent=6)
    print_foot(page)
    return 0


def _conflicts(found: Constraint) -> list[dict[str, object]]:
    """Precedents that contradict one another, which an overlay may bring."""
    return [
        {"force": force, "model": model, "precedents": list(ruling.conflict)}
        for force, rulings in (("binding", found.binding), ("persuasive", found.persuasive))
        for model, ruling in rulings.items()
        if ruling.conflict
    ]


def _print_weighing(page: Page, weighing: Weighing) -> None:
    from ..report import print_weighing
    from ..terms import vocabulary

    found = weighing.constraint
    print_weighing(page, weighing, vocabulary().label(weighing.standard))
    page.line(("by the result model", "bold"), indent=2)
    for force, rulings in (("binding", found.binding), ("persuasive", found.persuasive)):
        page.line((f"{force}: ", "dim"), weighing.told(rulings["result"]), indent=4, hang=2)
