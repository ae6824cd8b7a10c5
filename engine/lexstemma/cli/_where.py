"""Where a work, or every work of a rightsholder, went: where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, get_close_matches, load_case, load_law
from ._options import CaseName, Short
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Run, Trace
    from ..inquiry import Holding
    from ..report import Page


def where(
    work: Annotated[
        str, typer.Argument(metavar="WORK", help="The id of a work of the case, or of a rightsholder.", show_default=False)
    ],
    case: CaseName,
    format: Short = "table",
) -> int:
    """Trace where a work went, with the evidence.

    Lists the datasets, weights and outputs that may hold a copy or derivative of it, nearest first, each with the way it took.
    With a rightsholder: the same for every work of theirs.
    """
    check_format(format, ("table", "json"))
    run = ask(load_case(case), load_law())
    if work in run.case.of_kind("Agent"):
        _show_holder(run, work, as_json=format == "json")
        return 0
    _check_name(run, work)
    found = run.where(work)
    if format == "json":
        write_record({"case": run.case.id, "work": work, "traces": [_record(one) for one in found]})
        return 0
    from ..report import Page

    page = Page()
    _print(page, run, work, found)
    _caution(page, found)
    return 0


def _check_name(run: Run, name: str) -> None:
    """Works and agents are both offered where a name is neither."""
    if name in run.case.of_kind("Entity"):
        return
    from ..terms import InputError

    known = [*run.case.of_kind("Work"), *run.case.of_kind("Agent")]
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known[:12])}" if known else "it describes neither"
    raise InputError(f"the case has no work or rightsholder {name!r}", where=run.case.source, expected=hint)


def _show_holder(run: Run, holder: str, *, as_json: bool) -> None:
    from ..inquiry import holdings

    found = holdings(run, holder)
    if as_json:
        write_record({"case": run.case.id, "holder": holder, "works": [_holding(one) for one in found]})
        return
    from ..report import Page

    page = Page()
    title = run.case.graph.text(holder, "title")
    page.line((holder, "bold"), f"  {title}" if title else "")
    if not found:
        page.line("The case names it as author, rightsholder or maker of nothing.", indent=2)
    for one in found:
        page.gap()
        page.line((f"as {', '.join(run.words.label(prop) for prop in one.held_as)}", "dim"))
        _print(page, run, one.thing, one.traces)
    _caution(page, [trace for one in found for trace in one.traces])


def _print(page: Page, run: Run, work: str, found: Iterable[Trace]) -> None:
    from ..report import clean

    title = run.case.graph.text(work, "title")
    page.line((work, "bold"), f"  {title}" if title else "")
    traces = list(found)
    if not traces:
        page.line("No copy or derivative of it is documented in this case.", indent=2)
    for one in traces:
        known = {True: ", stated to be in it", False: ", stated not to be in it", None: ""}[one.stated]
        proof = "; ".join(f"evidence {name}: {grade}" for name, grade in one.evidence)
        page.line((f"{run.words.label(one.kind)} ", "dim"), (one.thing, "bold"), known, f"  {proof}" if proof else "", indent=2)
        page.line((clean(str(one.chain)), "dim"), indent=4, hang=4)


def _caution(page: Page, found: Iterable[Trace]) -> None:
    if any(one.kind in ("Weights", "Output") and one.stated is None and not one.evidence for one in found):
        page.gap()
        page.line("That a work was trained on does not show that a copy of it is there; without evidence this stays open.", hang=0)


def _record(one: Trace) -> dict[str, object]:
    return {
        "thing": one.thing,
        "kind": one.kind,
        "chain": [{"from": link.origin, "to": link.result, "step": link.step, "how": link.how} for link in one.chain.links],
        "evidence": [{"id": name, "grade": grade} for name, grade in one.evidence],
        "stated": one.stated,
    }


def _holding(one: Holding) -> dict[str, object]:
    return {"work": one.thing, "held_as": list(one.held_as), "traces": [_record(trace) for trace in one.traces]}
