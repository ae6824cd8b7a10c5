"""Several laws over one case, and why they differ: compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, every_law, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Row, Run
    from ..inquiry import Apart, Cluster, Decider, Difference, StepDifference
    from ..report import Page

    Part = str | tuple[str, str]


def compare(
    case: CaseName,
    law: Annotated[
        str | None,
        typer.Option("--law", metavar="LAWS", help="Codes of two or more laws, or all.", show_default="those of the case, or all"),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Why they differ: the one rule, fact or issue that decides, found by trying.")
    ] = False,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="With --explain: only this step.", show_default="every step")
    ] = None,
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Set several laws side by side, step by step.

    Where they differ, says for each law the one rule, fact or issue that decides. With --explain and two laws, such as
    --law JP,UK --explain: what turns the one into the other. With more: laws of one outcome together, and what sets each group
    apart from the next.
    """
    check_format(format, ("table", "json"))
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    loaded = load_case(case)
    named = loaded.compare_under if len(loaded.compare_under) > 1 else every_law(asked)
    run = ask(loaded, asked, law or ",".join(named), claimed=claimed)
    if explain:
        _explain(run, step, as_json=format == "json")
        return 0
    if step is not None:
        from ..terms import InputError

        raise InputError("--step narrows what --explain tells", expected="add --explain, or leave --step out")
    rows = run.compare()
    if format == "json":
        write_record({"case": run.case.id, "identity": run.identity, "steps": [_row_record(row) for row in rows]})
        return 0
    from ..report import Page, print_comparison, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.gap()
    print_comparison(page, run, rows)
    print_foot(page)
    return 0


def _row_record(row: Row) -> dict[str, object]:
    cells = [
        {
            "law": c.law,
            "status": c.status,
            "decided_by": {"kind": d.kind, "id": d.id or None, "text": d.text} if (d := c.deciding) else None,
        }
        for c in row.cells
    ]
    return {"step": row.step, "differs": row.differs, "laws": cells}


def _explain(run: Run, step: str | None, *, as_json: bool) -> None:
    from ..inquiry import apart, between, clusters
    from ..terms import InputError

    laws = [run.under] if isinstance(run.under, str) else [found.id for code in run.under if (found := run.law.jurisdiction(code))]
    if len(laws) < 2:
        raise InputError("--explain compares laws", expected="name two or more, e.g. --law DE,UK")
    wanted = {answer.question.step for answer in run.answers(step=step)}
    if len(laws) == 2:
        steps = [one for one in between(run, *laws) if one.step in wanted]
        if as_json:
            write_record({"case": run.case.id, "identity": run.identity, "steps": [_step_record(one) for one in steps]})
        else:
            _print_between(run, laws, steps, every=step is not None)
        return
    groups = clusters(run)
    gaps = list(apart(run, groups))
    if as_json:
        write_record({"case": run.case.id, "identity": run.identity, "clusters": _clusters_record(groups, gaps, wanted)})
    else:
        _print_clusters(run, groups, gaps, wanted)


# ---------------------------------------------------------------- as text
def _print_between(run: Run, laws: Sequence[str], steps: Sequence[StepDifference], *, every: bool) -> None:
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.line("What sets ", (run.law_label(laws[0]), "bold"), " and ", (run.law_label(laws[1]), "bold"), " apart")
    told = [one for one in steps if one.differs or every]
    for one in told:
        _print_step(page, run, one, one.parts)
    if not told:
        page.gap()
        page.line("They do not differ on any step." if not every else "They do not differ on this step.")
    inside = [one.step for one in steps if not one.differs and one not in told]
    if inside:
        page.gap()
        page.line(
            ("Of one status, yet not in every question: ", "dim"), ", ".join(inside), ("; --step STEP tells how", "dim"), hang=0
        )
    print_foot(page)


def _print_step(page: Page, run: Run, one: StepDifference, parts: Sequence[Difference]) -> None:
    from ..report import STATUS_SHORT, asked, listed, status_part

    page.gap()
    page.line((one.step, "bold"))
    for law, status in zip(one.laws, one.statuses, strict=True):
        page.line(status_part(status), f"  {run.law_label(law)}", indent=2)
    together: dict[tuple[str, str, tuple[str, ...]], list[Difference]] = {}
    for part in parts:
        together.setdefault((part.a.status, part.b.status, _lines(part)), []).append(part)
    for (a, b, lines), same in together.items():
        about = ", ".join(dict.fromkeys(asked(part.a, "").strip(": ") for part in same))
        things = listed(list(dict.fromkeys(part.a.question.object or "" for part in same)), 6)
        page.line((things, "bold"), f"  {about}", indent=4)
        if (a, b) != one.statuses:
            page.line(*_abreast(one, (a, b)), indent=8)
        for line in lines:
            page.line(line, indent=8, hang=2)
    for answer in one.only:
        alone = f"asked under {run.law_label(answer.question.place)} alone: "
        page.line((alone, "dim"), asked(answer), "  ", status_part(answer.status, STATUS_SHORT), indent=4)


def _abreast(one: StepDifference, statuses: tuple[str, str]) -> list[Part]:
    from ..report import STATUS_SHORT, status_part

    parts: list[Part] = []
    for law, status in zip(one.laws, statuses, strict=True):
        parts += [status_part(status, STATUS_SHORT), (f" {law}  ", "dim")]
    return parts


def _lines(part: Difference) -> tuple[str, ...]:
    from ..inquiry import deciding_sentence, enough_sentence

    return (deciding_sentence(part), *(enough_sentence(part.a.run, one) for one in part.enough[:1]))


def _print_clusters(run: Run, groups: Sequence[Cluster], gaps: Sequence[Apart], wanted: set[str]) -> None:
    from ..report import Page, print_foot, print_head, status_part

    page = Page()
    print_head(page, run)
    for number, group in enumerate(groups):
        page.heading(f"{number + 1}. {', '.join(run.law_label(law) for law in group.laws)}")
        by_status: dict[str, list[str]] = {}
        for step, status in group.outcome:
            by_status.setdefault(status, []).append(step)
        for status, steps in by_status.items():
            page.line(status_part(status), f"  {', '.join(steps)}", indent=2, hang=4)
        if number < len(gaps):
            gap = gaps[number]
            a, b = (run.law_label(law) for law in gap.compared)
            page.gap()
            page.line((f"apart from the next by {', '.join(gap.keys)}; by the laws of {a} and {b}:", "dim"), indent=2)
            for one in (one for one in gap.steps if one.step in wanted):
                _print_step(page, run, one, one.decisive[:1])
    print_foot(page)


# ---------------------------------------------------------------- as data
def _step_record(one: StepDifference) -> dict[str, object]:
    return {
        "step": one.step,
        "laws": list(one.laws),
        "statuses": list(one.statuses),
        "differs": one.differs,
        "questions": [_difference_record(part) for part in one.parts],
        "asked_by_one_only": [{"answer": a.id, "law": a.question.place, "status": a.status} for a in one.only],
    }


def _difference_record(one: Difference) -> dict[str, object]:
    return {
        "answers": [one.a.id, one.b.id],
        "statuses": [one.a.status, one.b.status],
        "decided_alone_by": [_decider_record(d) for d in one.deciders],
        "decided_together_by": [_decider_record(d) for d in one.together],
        "turned": one.turned or None,
        "smallest": one.smallest if one.together else None,
        "enough": [
            {
                "law": near.law,
                "rule": near.rule.id,
                "provision": near.rule.provision,
                "needs": [{"atom": name, "value": value} for name, value, *_ in near.facts],
                "status": near.status,
            }
            for near in one.enough
        ],
        "note": one.note or None,
        "text": one.text(),
    }


def _decider_record(one: Decider) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "law": one.law or None,
        "text": one.text,
        "values": [{"law": law, "value": value, "source": source or None} for law, value, source in one.values],
        "tried": [{"law": t.law, "how": t.how, "status": t.status} for t in one.turns],
    }


def _clusters_record(groups: Sequence[Cluster], gaps: Sequence[Apart], wanted: set[str]) -> list[dict[str, object]]:
    return [
        {
            "laws": list(group.laws),
            "steps": [{"step": step, "status": status} for step, status in group.outcome],
            "apart_from_next": {
                "steps": list(gap.keys),
                "compared": list(gap.compared),
                "why": [_step_record(one) for one in gap.steps if one.step in wanted],
            }
            if (gap := gaps[number] if number < len(gaps) else None)
            else None,
        }
        for number, group in enumerate(groups)
    ]
