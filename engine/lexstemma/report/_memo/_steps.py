"""The step table: who does what, which right it engages, what the law asked says, and which rule decides."""

from __future__ import annotations

from collections.abc import Sequence

from ...assessment import Answer, Run
from ...reasoning import rank, worst
from .._groups import Group, groups
from .._words import kind_of_step
from ._model import Block, Paragraph, Row, Span, Table, Text, text
from ._names import Names, as_taken, capital, distinct, joined, status

_HEADER = ("Works", "Act and right", "Law", "Status", "Decided by")
_WIDTHS = (0.2, 0.22, 0.11, 0.16, 0.31)


def step_table(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """One row for every group of answers with one reason; steps in the order of the case."""
    by_step: dict[str, list[Answer]] = {}
    for answer in answers:
        by_step.setdefault(answer.question.step, []).append(answer)
    rows: list[Row] = []
    for step, found in by_step.items():
        rows.append(Row((_head(run, step, found, names),), heads=True))
        for group in sorted(_told_once(groups(found)), key=lambda g: -rank(g[0].status)):
            rows.append(_row(run, group, names))
    intro = "Every answer of a step, the most demanding first. Answers that agree in status and reason share a row."
    flags = distinct(flag for a in answers for flag in a.flags)
    told: list[Block] = [Paragraph(text(intro)), Table(_HEADER, tuple(rows), _WIDTHS)]
    if flags:
        told.append(Paragraph(text(Span("Flags: ", "strong"), f"{', '.join(flags)}."), "note"))
    return told


def _head(run: Run, step: str, answers: list[Answer], names: Names) -> Text:
    q = answers[0].question
    found = worst([a.status for a in answers])
    kind = kind_of_step(run, step)
    who = names.thing(q.performer) or "nobody named"
    law_in_fact = distinct(a.responsible for a in answers if a.responsible and a.responsible != q.performer)
    whose = f" (in law the act of {names.things(law_in_fact)})" if law_in_fact else ""
    place = names.law(q.place if run.under == "place" else run.case.graph.name(step, "place"))
    facts = ", ".join(part for part in (kind, f"by {who}{whose}", place, names.day_of(step)) if part)
    return text(Span(capital(names.step(step)), "strong"), Span(f"  {facts}  ", "dim"), status(found))


def _told_once(found: list[Group]) -> list[list[Group]]:
    """Groups that differ in the right only, in one row."""
    rows: dict[tuple[object, ...], list[Group]] = {}
    for group in found:
        objects = tuple(dict.fromkeys(a.question.object for a in group.answers))
        rows.setdefault((group.law, group.status, group.reason.text, group.reason.detail, objects), []).append(group)
    return list(rows.values())


def _row(run: Run, same: list[Group], names: Names) -> Row:
    first, answers = same[0], [a for group in same for a in group.answers]
    works = names.things(a.question.object for a in answers)
    rights = distinct(_act_and_right(run, a, names) for a in answers)
    why: list[str | Span] = [as_taken(capital(first.reason.text))]
    if rule := run.law.book.rules.get(first.reason.id) if first.reason.kind == "rule" else None:
        why = [Span(as_taken(capital(first.reason.text)), url=rule.url)]
    if first.reason.detail and first.reason.kind != "issue":
        why.append(Span(f" ({first.reason.detail})", "dim"))
    return Row((text(works), text(joined(rights, 4)), text(names.law(first.law)), text(status(first.status)), text(*why)))


def _act_and_right(run: Run, answer: Answer, names: Names) -> str:
    """The right; the act before it where the right is not called by the act."""
    right, act = names.right(answer), answer.question.act
    label = run.words.label(act) if act else ""
    return capital(right if not label or label in right else f"{label}; {right}")
