"""The short answer: the bottom line first, then for each law what is required, open and lawful, and what decides it."""

from __future__ import annotations

from collections.abc import Sequence

from ...assessment import Answer, Deciding, Run
from ...reasoning import LAWFUL, worst
from .._groups import groups
from ._model import Block, Bullets, Paragraph, Span, Text, text
from ._names import Names, as_taken, capital, distinct, joined, number, sentence

QUESTION = "May every step of this chain be taken without an authorization that the case does not record?"
_NEED = "authorization_required"
_STARTS = {
    _NEED: "Authorization is required", "contested": "Contested", "depends": "Open on the facts", "not_encoded": "Not encoded",
    "free": "Free", "excepted": "Covered by an exception", "licensed": "Covered by a licence",
}  # fmt: skip
_MOST = 4


def short_answer(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """The question, the bottom line, and one paragraph for each law."""
    by_law: dict[str | None, list[Answer]] = {}
    for answer in answers:
        by_law.setdefault(answer.question.place, []).append(answer)
    blocks: list[Block] = [Paragraph(text(Span(QUESTION, "em")))]
    together = run.under == "place" or len(by_law) < 2
    if together:
        blocks.append(Paragraph(_bottom(answers), "answer"))
    for law, asked in by_law.items():
        if not together:
            blocks.append(Paragraph(text(Span(f"{names.law(law)}. ", "strong"), *_bottom(asked)), "answer"))
        blocks += _law(law, asked, names, named=together)
    return blocks


def _by_step(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.question.step, []).append(answer)
    return found


def _bottom(answers: Sequence[Answer]) -> Text:
    """No, open, or yes; with how many steps."""
    statuses = {step: worst([a.status for a in found]) for step, found in _by_step(answers).items()}
    total = len(statuses)
    if not total:
        return text("The case has no steps, so that there is nothing to answer.")
    count = {name: sum(found == name for found in statuses.values()) for name in _STARTS}
    fine = sum(count[name] for name in LAWFUL)
    if fine == total:
        return text(Span("Yes, as things stand. ", "strong"), sentence(f"{_of(total, total)} may be taken"))
    told = [
        _said(count[_NEED], "requires an authorization", "require an authorization"),
        _said(
            count["contested"], "turns on a question on which authorities divide", "turn on questions on which authorities divide"
        ),
        _said(count["depends"], "depends on what the case does not document", "depend on what the case does not document"),
        _said(count["not_encoded"], "falls under law that is not encoded", "fall under law that is not encoded"),
        _said(fine, "may be taken as things stand", "may be taken as things stand"),
    ]
    head = (
        "No, not as things stand."
        if count[_NEED]
        else "That is open."
        if count["contested"] or count["depends"]
        else "That cannot be said of every step."
    )
    (first, does), *rest = [pair for pair in told if pair[0]]
    parts = [f"{_of(first, total)} {does}", *(f"{number(some)} {what}" for some, what in rest)]
    return text(Span(f"{head} ", "strong"), sentence("; ".join(parts)))


def _said(count: int, one: str, many: str) -> tuple[int, str]:
    return count, one if count == 1 else many


def _of(some: int, total: int) -> str:
    if some == total:
        return "the only step" if total == 1 else "both steps" if total == 2 else f"all {number(total, 'step')}"
    return f"{number(some)} of {number(total, 'step')}"


def _law(law: str | None, answers: Sequence[Answer], names: Names, *, named: bool) -> list[Block]:
    """One law; the steps of each status, and why."""
    of_step = _by_step(answers)
    if law is None:
        told = f"The case does not say where it was done: {names.steps(of_step, 12)}. No law can be asked until it does."
        return [Paragraph(text(Span("No place. ", "strong"), told))]
    statuses = {step: worst([a.status for a in found]) for step, found in of_step.items()}
    parts: list[str | Span] = [Span(f"{names.law(law)}. ", "strong")] if named else []
    reasons: list[Text] = []
    for status, start in _STARTS.items():
        steps = [step for step, found in statuses.items() if found == status]
        if not steps:
            continue
        parts += [Span(start, status=status), ": ", Span(names.steps(steps, _MOST), "em"), ". "]
        if status == "not_encoded":
            parts.append("What the program does not know is not free. ")
        elif status not in LAWFUL:
            decided = {step: [group for group in groups(of_step[step]) if group.status == status] for step in steps[:_MOST]}
            if status == _NEED:
                asked = distinct(names.holders(a) for found in decided.values() for group in found for a in group.answers)
                parts.append(f"To be asked: {joined(asked, _MOST)}. ")
            by_reason: dict[Deciding, list[str]] = {}
            for step, found in decided.items():
                by_reason.setdefault(found[0].reason, []).append(step)
            reasons += [text(Span(f"{capital(names.steps(same))}: ", "em"), _why(why)) for why, same in by_reason.items()]
    return [Paragraph(text(*parts)), *([Bullets(tuple(reasons))] if reasons else [])]


def _why(reason: Deciding) -> str:
    """What decides, as a sentence."""
    words = as_taken(reason.text)
    if words.endswith(": not known"):
        start = "it takes an evaluation of the single use" if reason.kind == "standard" else "the case does not document this fact"
        return sentence(f"{start}: {words.removesuffix(': not known')}")
    if reason.kind == "issue" and words.endswith("?"):
        return f"It turns on a question that is not settled there. {words}"
    return sentence(words)
