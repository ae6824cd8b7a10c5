"""Commands that look along the graph: chains, authorizations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import AnsweredChain, Authorization, Needs, Run
    from ..report import Page


def chains(
    case: CaseName,
    frm: Annotated[
        str | None, typer.Option("--from", metavar="WORK", help="Only chains that begin at this work.", show_default="every work")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="THING", help="Only chains that end here.", show_default="every output")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="How many chains (or works) to list.")] = 20,
    works: Annotated[
        bool, typer.Option("--works", help="Instead: the works behind each output, their role, how many chains, a shortest one.")
    ] = False,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """List chains from works to outputs, with needs.

    A chain needs, of every line below it, one of the ways listed there; the most demanding step stands first. Chains are counted
    exactly, however many there are, and listed one by one. A case in which a thing derives from itself is refused.
    """
    check_format(format, ("table", "json"))
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    if works:
        from ._behind import show_works

        show_works(run, frm=frm, to=to, most=most, as_json=format == "json")
        return 0
    total = run.derivation.count_chains(to=to, frm=frm)
    listed = list(islice(run.chains(to=to, frm=frm), most))
    if format == "json":
        write_record(
            {"case": run.case.id, "identity": run.identity, "total": total, "chains": [_chain_record(one) for one in listed]}
        )
        return 0
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.line(f"{total:,} chain{'' if total == 1 else 's'}" + (f", the first {most} of them" if total > most else ""))
    for one in listed:
        page.gap()
        _print_chain(page, one)
    print_foot(page)
    return 0


def _print_chain(page: Page, one: AnsweredChain) -> None:
    from ..inquiry import worst_first
    from ..report import status_part

    page.line(status_part(one.status), "  ", (str(one.chain), "bold"), hang=4)
    if one.beside:
        page.line(("beside it: " + ", ".join(one.beside), "dim"), indent=4)
    if not one.answers:
        page.line(("no step of it is asked about: the links are stated, not documented as steps", "dim"), indent=4)
    elif not one.factors:
        page.line(("nothing more is required", "dim"), indent=4)
    for need in _once(worst_first(one)):
        q, run = need.answer.question, need.answer.run
        ways = " or ".join(_way(need, number) for number in range(min(len(need.sets), 4)))
        more = f" or one of {len(need.sets) - 4} more sets" if len(need.sets) > 4 else ""
        right = f": {run.words.label(q.right)}" if q.right else ""
        page.line(status_part(need.answer.status), f"  {q.step} [{q.place or '?'}] {q.object or ''}{right}", indent=4)
        page.line(
            ("needs  ", "dim"),
            ways + more if ways else need.answer.notes[0] if need.answer.notes else "more facts",
            indent=8,
            hang=7,
        )


def _way(need: Needs, number: int) -> str:
    from ..report import required

    chosen = need.sets[number]
    if len(chosen) == 1 and chosen[0].kind == "authorization":
        holders = ", ".join(need.answer.holders)
        return f"authorization by {holders}" if holders else "authorization by the holder"
    return "(" + "; ".join(required(r) for r in chosen) + ")"


def _once(factors: Iterable[Needs]) -> list[Needs]:
    """Needs that read alike, once: two acts of one step often hang on the same."""
    seen: dict[tuple[object, ...], Needs] = {}
    for need in factors:
        q = need.answer.question
        seen.setdefault((q.step, q.object, q.place, q.right, need.sets), need)
    return list(seen.values())


def _chain_record(one: AnsweredChain) -> dict[str, object]:
    from ..inquiry import worst_first, worst_step

    return {
        "things": list(one.chain.things),
        "steps": list(one.chain.steps),
        "beside": list(one.beside),
        "status": one.status,
        "worst_step": worst_step(one),
        "answers": [answer.id for answer in one.answers],
        "requires": [
            {
                "answer": need.answer.id,
                "one_of": [[{"kind": r.kind, "atom": r.atom, "value": r.value} for r in chosen] for chosen in need.sets],
            }
            for need in worst_first(one)
        ],
    }


def authorizations(
    case: CaseName,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, json or csv.")] = "table",
) -> int:
    """List what must be asked of which rightsholder.

    For which steps, under which right and law.
    First what is needed in any case; then what is needed unless open facts and issues turn out well.
    """
    check_format(format, ("table", "json", "csv"))
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    found = run.authorizations()
    if format != "table":
        _write_authorizations(run, found, format)
        return 0
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    for certain, heading in ((True, "To be asked in any case"), (False, "To be asked unless open facts and issues turn out well")):
        here = [one for one in found if one.certain is certain]
        page.heading(heading)
        if not here:
            page.line(("nobody", "dim"), indent=2)
        for one in here:
            who = ", ".join(one.holders) or "a holder whom the case does not name"
            page.line((who, "bold"), (f"  as {run.words.label(one.role)}", "dim"), indent=2)
            page.line(f"{run.words.label(one.right)} in {', '.join(one.objects)}", indent=4, hang=4)
            page.line(("for ", "dim"), ", ".join(one.steps), (" under ", "dim"), ", ".join(one.laws), indent=4, hang=4)
    gaps = sorted({a.question.step for a in run.answers() if a.status == "not_encoded"})
    if gaps:
        page.gap()
        page.line(("Not known: ", "bold"), f"law that is not encoded applies to {', '.join(gaps)}.")
    print_foot(page)
    return 0


def _write_authorizations(run: Run, found: tuple[Authorization, ...], format: str) -> None:
    rows = [
        {
            "holders": list(one.holders),
            "role": one.role,
            "right": one.right,
            "objects": list(one.objects),
            "steps": list(one.steps),
            "laws": list(one.laws),
            "certain": one.certain,
            "answers": [answer.id for answer in one.answers],
        }
        for one in found
    ]
    if format == "json":
        write_record({"case": run.case.id, "identity": run.identity, "authorizations": rows})
        return
    import csv
    import io

    from ..report import safe_cell
    from ._output import write

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["holders", "role", "right", "objects", "steps", "laws", "certain"])
    for one in found:
        cells = ["; ".join(one.holders), one.role, one.right, "; ".join(one.objects), "; ".join(one.steps), "; ".join(one.laws)]
        writer.writerow([*map(safe_cell, cells), str(one.certain).lower()])
    write(out.getvalue())
