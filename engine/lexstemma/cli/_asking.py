"""Commands that ask the law: assess, explain, whatif."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ._documents import check_document, deliver, document, printed
from ._inputs import apply_changes, ask, check_format, check_status, get_close_matches, laws_asked, load_case, load_law
from ._options import AsOf, CaseName, Claimed, FailOn, Forum, Laws, Output, Overlay, Short, Stance, Strict, Work
from ._output import write, write_record

if TYPE_CHECKING:
    from ..assessment import Answer, Run

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, json, ttl or csv; a memo as html, pdf, docx or md; what is cited as bibtex or csl.",
        show_default="table, or as the suffix of --output says",
    ),
]


def assess(
    case: CaseName,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Format = None,
    output: Output = None,
    fail_on: FailOn = None,
) -> int:
    """Ask the law about every step of a case.

    Prints what each step needs and why, the most demanding steps first. With --overlay, also which answers the reform changes.
    """
    chosen = check_document(format, output, case)
    limit = check_status(fail_on) if fail_on is not None else None
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    loaded = load_case(case)
    run = ask(loaded, asked, law, claimed=claimed)
    if chosen != "table":
        deliver(document(run, chosen), output)
        return _failing(run.answers(), limit)
    with printed(output):
        _print_table(run, case)
        if overlay:
            print()
            before = ask(loaded, load_law(as_of=as_of, stance=stance, strict=strict, forum=forum), law, claimed=claimed)
            _print_changes(before, run, f"What {', '.join(overlay)} changes")
    return _failing(run.answers(), limit)


def explain(
    case: CaseName,
    step: Annotated[
        str, typer.Argument(metavar="STEP", help="The id of a step, or a kind of steps such as generation.", show_default=False)
    ],
    work: Work = None,
    right: Annotated[str | None, typer.Option("--right", metavar="NAME", help="Only answers about this right.")] = None,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    full: Annotated[bool, typer.Option("--full", help="Every answer by itself, every rule of it and every condition.")] = False,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, json or md.")] = "table",
) -> int:
    """Prove the answers on a step.

    Rules with provisions and links, facts with their sources, both sides of contested issues, and what would change the answer.
    """
    check_format(format, ("table", "json", "md"))
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    _check_right(run, right)
    answers = run.answers(step=step, work=work, right=right)
    if not answers:
        from ..terms import InputError

        what = " and ".join(f"{name} {value!r}" for name, value in (("work", work), ("right", right)) if value)
        raise InputError(
            f"step {step!r} asks nothing about {what}",
            where=run.case.source,
            expected="leave --work and --right out to see what it asks",
        )
    if format != "table":
        from ..report import proof_markdown, to_json

        write(to_json(run, answers) if format == "json" else proof_markdown(answers))
        return 0
    from ..report import NOT_ADVICE, Page, print_explanations

    page = Page()
    if full:
        for answer in answers:
            for line in answer.why().splitlines():
                body = line.lstrip(" ")
                page.line(body, indent=len(line) - len(body))
    else:
        print_explanations(page, answers)
    page.gap()
    page.line((NOT_ADVICE, "italic"), hang=0)
    return 0


def whatif(
    case: CaseName,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="X=VALUE", help="STEP.FACT=true, THING.FACT@WORK=no, STEP.date=2020-05-01, ISSUE=yes; repeatable."
        ),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="EVIDENCE", help="Take a piece of evidence away; repeatable.")
    ] = None,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Change facts or issues; see what answers change.

    Takes facts, dates, places, licences, any other key of the case file, and contested issues; prints only the answers that change,
    with what decides them now.

    The case file stays as it is. FACT=unknown leaves a fact undocumented; KEY= takes a key away.
    """
    check_format(format, ("table", "json"))
    loaded, asked = load_case(case), load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    under = laws_asked(law, claimed=claimed)
    if not changes and not without:
        from ..terms import InputError

        raise InputError("whatif changes nothing", expected="name what to change, e.g. --set crawl.lawfulAccess=true")
    changed, other = apply_changes(loaded, asked, changes or ())
    if without:
        changed = changed.without_evidence(without, source="--without")
    from ..assessment import assess as ask_law

    before, after = ask_law(loaded, asked, under=under, claimed=claimed), ask_law(changed, other, under=under, claimed=claimed)
    if format == "json":
        from ..assessment import changes as differences
        from ..report import change_record

        found = [change_record(one) for one in differences(before, after)]
        write_record({"case": loaded.id, "set": list(changes or ()), "without": list(without or ()), "changes": found})
        return 0
    told = [*(changes or ()), *(f"without {name}" for name in without or ())]
    _print_changes(before, after, f"What if {' and '.join(told)}")
    from ..report import Page, print_foot

    print_foot(Page())
    return 0


def _print_table(run: Run, name: str) -> None:
    from ..report import Page, print_assessment

    steps = run.case.of_kind("Step")
    tries = [(f"lexstemma explain {name} {steps[0]}", "the whole proof for a step")] if steps else []
    tries.append((f"lexstemma compare {name}", "the same case under other laws"))
    print_assessment(Page(), run, run.answers(), tries)


def _print_changes(before: Run, after: Run, what: str) -> None:
    from ..assessment import changes as differences
    from ..report import Page, print_changes

    page = Page()
    print_changes(page, differences(before, after), what=what)


def _check_right(run: Run, right: str | None) -> None:
    rights = run.words.graph.of_type("Right")
    if right is not None and right not in rights:
        from ..terms import InputError

        near = get_close_matches(right, rights, 1)
        raise InputError(
            f"unknown right {right!r}", expected=f"did you mean {near[0]}?" if near else "lexstemma vocabulary lists the rights"
        )


def _failing(answers: Sequence[Answer], limit: str | None) -> int:
    from ..reasoning import rank

    return int(limit is not None and any(rank(answer.status) >= rank(limit) for answer in answers))
