"""When: how answers changed over time, how they would have been on another day, and what is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict, Work
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Announced, Run, Timeline
    from ..report import Page

# Of several events on one day these are told; the rest are counted.
_EVENTS = 3
_TITLES = {
    "asked": "As the day of asking moved",
    "act": "As the day of the act moves, everything else as it is",
}
_KINDS = {"issue": "awaited", "rule": "not yet in force", "proposal": "proposed"}


def when(
    case: CaseName,
    step: Annotated[
        str | None, typer.Argument(metavar="STEP", help="Only this step; then also what another day of the act would give.")
    ] = None,
    work: Work = None,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Show when answers change, and what is awaited.

    The day of asking chooses the decisions that count, the day of the act chooses the rules and whether a term has ended.
    What is announced but not known is listed and never counts.
    """
    check_format(format, ("table", "json"))
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    pending = run.announced(step, work)
    lines = [line for line in run.over_time(step) if work is None or line.answer.question.object == work]
    if format == "json":
        write_record(
            {
                "case": run.case.id,
                "identity": run.identity,
                "timelines": [_record(t) for t in lines],
                "announced": [_pending(p) for p in pending],
            }
        )
        return 0
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    for axis, title in _TITLES.items():
        here = [line for line in lines if line.axis == axis]
        if here:
            page.heading(title)
            _print_timelines(page, run, here)
    _print_announced(page, pending)
    print_foot(page)
    return 0


def _print_timelines(page: Page, run: Run, lines: Sequence[Timeline]) -> None:
    """Answers that go the same way are told together."""
    from ..report import asked, status_part

    grouped: dict[tuple[object, ...], list[Timeline]] = {}
    for line in lines:
        q = line.answer.question
        grouped.setdefault((q.step, q.place, q.right, q.result, line.periods), []).append(line)
    still = [group for group in grouped.values() if len(group[0].periods) == 1]
    for group in (g for g in grouped.values() if len(g[0].periods) > 1):
        first = group[0].answer
        things = ", ".join(dict.fromkeys(line.answer.question.object or "" for line in group))
        page.line(
            (first.question.step, "bold"), f"  {asked(first, things)}, ", (run.law_label(first.question.place), "dim"), indent=2
        )
        for number, period in enumerate(group[0].periods):
            following = group[0].periods[number + 1].since if number + 1 < len(group[0].periods) else None
            span = (
                f"from {period.since.isoformat()}" if period.since else f"before {following.isoformat()}" if following else "always"
            )
            told = [event.text for event in period.because]
            more = f" and {len(told) - _EVENTS} more" if len(told) > _EVENTS else ""
            page.line(f"{span}  ", status_part(period.status), (f"  {'; '.join(told[:_EVENTS])}{more}", "dim"), indent=4, hang=19)
    count = sum(len(group) for group in still)
    if count:
        page.line((f"{count} answer{'' if count == 1 else 's'} stayed the same throughout", "dim"), indent=2)


def _print_announced(page: Page, pending: Sequence[Announced]) -> None:
    page.heading("Awaited, proposed or not yet in force: unknown today, and never counted")
    for one in pending:
        day = f" ({one.day.isoformat()})" if one.day else ""
        page.line((f"{_KINDS[one.kind]}{day}: ", "yellow"), one.text, indent=2, hang=4)
    if not pending:
        page.line("nothing that bears on these answers", indent=2)


def _record(line: Timeline) -> dict[str, object]:
    return {
        "answer": line.answer.id,
        "axis": line.axis,
        "periods": [
            {
                "since": period.since.isoformat() if period.since else None,
                "status": period.status,
                "because": [{"kind": e.kind, "id": e.id, "text": e.text} for e in period.because],
            }
            for period in line.periods
        ],
    }


def _pending(one: Announced) -> dict[str, object]:
    return {"kind": one.kind, "id": one.id, "text": one.text, "day": one.day.isoformat() if one.day else None}
