"""The readable result of an assessment: what each step needs and why, the most demanding steps first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..assessment import Answer, Run
from ..reasoning import rank, worst
from ._groups import Group, groups
from ._page import Page, Part
from ._words import (
    NOT_ADVICE,
    STATUS_MARKS,
    STATUS_MEANING,
    STATUS_SHORT,
    STATUS_STYLES,
    STATUS_WORDS,
    kind_of_step,
    listed,
)


def print_head(page: Page, run: Run) -> None:
    """What was asked of which case."""
    case, law = run.case, run.law
    page.line((case.title, "bold"))
    counts = [
        (len(case.of_kind(kind)), word)
        for kind, word in (("Step", "step"), ("Work", "work"), ("Weights", "model"), ("Output", "output"))
    ]
    size = ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number)
    strictly = ", presumptions left open" if law.strict else ""
    page.line((f"{size}; asked on {law.as_of.isoformat()}, stance {law.stance.name}{strictly}", "dim"))


def print_matrix(page: Page, runs: Sequence[Run]) -> None:
    """Steps down, laws across: the most demanding answer in each cell, in the order of the case."""
    columns: list[tuple[str, dict[str, str]]] = []
    for run in runs:
        if run.under == "place":
            columns.append(("at its place", _worst(run.answers(), None)))
        else:
            laws = dict.fromkeys(a.question.place for a in run.answers())
            columns += [(law or "?", _worst(run.answers(), law)) for law in laws]
    rows = []
    for step in dict.fromkeys(answer.question.step for answer in runs[0].answers()):
        where = runs[0].case.graph.name(step, "place") or "no place"
        row: list[Part | Sequence[Part]] = [[step, (f"  {where}", "dim")]]
        row += [status_part(cells[step], STATUS_SHORT) if step in cells else "" for _, cells in columns]
        rows.append(row)
    page.table(["step", *(name for name, _ in columns)], rows)
    print_legend(page, {status for _, cells in columns for status in cells.values()})


def print_legend(page: Page, shown: Collection[str]) -> None:
    """What the words in a matrix mean, as far as they are not plainly lawful."""
    meanings = [f"{STATUS_SHORT[s]} = {STATUS_MEANING[s]}" for s in STATUS_WORDS if s in shown and rank(s) >= rank("depends")]
    if meanings:
        page.line(("; ".join(meanings), "dim"), indent=1, hang=0)


def status_part(status: str, words: Mapping[str, str] = STATUS_WORDS) -> Part:
    """A status as a marked, coloured word; the mark stands where there is no colour."""
    return f"{STATUS_MARKS[status]} {words[status]}", STATUS_STYLES[status]


def print_steps(page: Page, run: Run, answers: Iterable[Answer], *, lawful: bool = True) -> None:
    """Every step with what it needs; steps of one status in file order.

    Args:
        lawful: tell also why what is lawful is.
    """
    by_step: dict[str, list[Answer]] = {}
    for answer in answers:
        by_step.setdefault(answer.question.step, []).append(answer)
    for step in sorted(by_step, key=lambda s: -rank(worst([a.status for a in by_step[s]]))):
        page.gap()
        _step(page, run, step, by_step[step], lawful=lawful)


def _step(page: Page, run: Run, step: str, answers: list[Answer], *, lawful: bool) -> None:
    laws = list(dict.fromkeys(a.question.place for a in answers))
    status = worst([a.status for a in answers])
    q = answers[0].question
    place = run.law_label(q.place if run.under == "place" else run.case.graph.name(step, "place"))
    facts = [
        kind_of_step(run, step),
        f"by {q.performer}" if q.performer else "",
        place,
        q.day.isoformat() if q.dated else "no date",
    ]
    page.line((STATUS_MARKS[status] + " ", STATUS_STYLES[status]), (step, "bold"), "  " + ", ".join(t for t in facts if t), hang=4)
    if laws == [None]:
        page.line(("why     ", "dim"), answers[0].notes[0] if answers[0].notes else "no place", indent=8, hang=8)
        page.line(("or      ", "dim"), "ask named laws as if it were done there: --law CODE,CODE", indent=8, hang=8)
        return
    for law in laws:
        if len(laws) > 1:
            page.line((run.law_label(law), "underline"), indent=4)
        found = groups([a for a in answers if a.question.place == law])
        for group in found:
            if not group.lawful:
                _needs(page, group)
            fine = [group for group in found if group.lawful]
        if lawful:
            for group in fine:
                _fine(page, group)
        elif fine:
            counts = {s: sum(len(g.answers) for g in fine if g.status == s) for s in dict.fromkeys(g.status for g in fine)}
            told = ", ".join(f"{count} {STATUS_WORDS[s]}" for s, count in counts.items())
            page.line(("+ ", "green"), (f"{told} as things stand", "dim"), indent=4)
    flags = tuple(dict.fromkeys(flag for a in answers for flag in a.flags))
    if flags:
        page.line(("flags: " + ", ".join(flags), "dim"), indent=4)


def _needs(page: Page, group: Group) -> None:
    for what, objects in group.subjects():
        page.line(status_part(group.status), ("  " + listed(objects, 6), "bold"), f" - {what}" if what else "", indent=4)
    because = f" ({group.reason.detail})" if group.reason.detail else ""
    page.line(("why     ", "dim"), group.reason.text + because, indent=8, hang=8)
    word = "enough  "
    for way in group.ways:
        page.line((word, "dim"), way, indent=8, hang=8)
        word = "or      "
    if group.more_ways:
        page.line((f"or      one of {group.more_ways} more sets", "dim"), indent=8, hang=8)
    if group.status != "not_encoded" and group.answers[0].question.right:
        page.line((word, "dim"), f"authorization by {listed(group.holders())}", indent=8, hang=8)


def _fine(page: Page, group: Group) -> None:
    objects = tuple(dict.fromkeys(o for _, found in group.subjects() for o in found if o))
    page.line(
        status_part(group.status), f"  {listed(objects, 6)} - " if objects else "  ", (group.reason.text, "dim"), indent=4, hang=8
    )


def print_foot(page: Page, tries: Sequence[tuple[str, str]] = ()) -> None:
    """What to try next, and the one line that must not be missing."""
    if tries:
        page.heading("Try next")
        width = max(len(command) for command, _ in tries)
        beside = 2 + width + 2 + max(len(why) for _, why in tries) <= page.width
        for command, why in tries:
            if beside:
                page.line((command.ljust(width), "cyan"), f"  {why}", indent=2)
            else:
                page.line((command, "cyan"), indent=2)
                page.line((why, "dim"), indent=6)
    page.gap()
    page.line((NOT_ADVICE, "italic"), hang=0)


def print_assessment(page: Page, run: Run, answers: Sequence[Answer], tries: Sequence[tuple[str, str]] = ()) -> None:
    """The whole readable result of one run."""
    print_head(page, run)
    page.gap()
    print_matrix(page, [run])
    print_steps(page, run, answers)
    print_foot(page, tries)


def _worst(answers: Iterable[Answer], law: str | None) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for answer in answers:
        if law is None or answer.question.place == law:
            found.setdefault(answer.question.step, []).append(answer.status)
    return {step: worst(statuses) for step, statuses in found.items()}
