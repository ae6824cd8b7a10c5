"""Contested and open points: what each is, who says what on both sides, and what follows either way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...assessment import SIDES, Answer, Run, Weighing
from ...law import Decision
from ...reasoning import IssueState, Standing
from .._authorities import turned_on
from .._words import STATUS_WORDS
from ._model import Block, Bullets, Heading, Paragraph, Span, Text, text
from ._names import Names, capital, distinct, joined, sentence

_FINALITY = {"appealPending": "appeal pending", "appealable": "appealable", "overruled": "overruled"}
_STATES = {
    "settled": "settled",
    "one-sided": "one-sided: every authority that counts there says the same, none of them is binding and final",
    "split": "split: authorities that count there divide",
    "untouched": "untouched: no authority decides it there",
    "default": "held as it has been, since only doctrine says otherwise",
}
_SIDES = (("Yes", "yes"), ("No", "no"))
_NEAREST, _FACTORS = 2, 8


@dataclass
class _Point:
    """A question with the answers that turn on it, by the state that it has for them."""

    state: IssueState
    answers: list[Answer] = field(default_factory=list)
    states: dict[int, tuple[IssueState, list[Answer]]] = field(default_factory=dict)


def questions(answers: Sequence[Answer]) -> list[_Point]:
    """The contested questions in the proofs, those that leave an answer open first."""
    points: dict[str, _Point] = {}
    for answer in answers:
        for state in turned_on(answer):
            point = points.setdefault(state.issue.id, _Point(state))
            point.answers.append(answer)
            point.states.setdefault(id(state), (state, []))[1].append(answer)
    return sorted(points.values(), key=lambda p: all(s.answer is not None for s, _ in p.states.values()))


def discussion(run: Run, answers: Sequence[Answer], names: Names, numbers: Mapping[str, str]) -> list[Block]:
    """Every contested question with both sides; then standards by precedent.

    Args:
        numbers: of the questions, by their label.
    """
    blocks: list[Block] = []
    for point in questions(answers):
        blocks += _question(run, point, names, numbers[point.state.issue.label])
    for same in _weighings(answers).values():
        blocks += _standard(run, same, names)
    return blocks or [Paragraph(text("No answer turns on a question on which authorities divide."))]


def _question(run: Run, point: _Point, names: Names, number: str) -> list[Block]:
    issue = point.state.issue
    blocks: list[Block] = [Heading(text(f"{number}  {issue.label}"))]
    blocks += [Paragraph(_stands(run, state, found, names)) for state, found in point.states.values()]
    standings = _standings(point)
    for title, side in _SIDES:
        here = [pair for pair in standings if pair[0].position.answer == side]
        if here:
            blocks += [
                Paragraph(text(Span(f"{title}.", "strong")), "lead"),
                Bullets(tuple(_authority(s, laws, names) for s, laws in here)),
            ]
        else:
            blocks.append(Paragraph(text(Span(f"{title}. ", "strong"), "No authority in the program says so.")))
    if silent := [standing.decision for standing, _ in standings if standing.position.answer not in ("yes", "no")]:
        blocks.append(Paragraph(text(Span("Not decided or not argued. ", "strong"), *_cited(silent))))
    if follows := _follows(issue.id, point.answers, names):
        blocks.append(Paragraph(follows))
    if issue.deciding_event:
        blocks.append(Paragraph(text(Span("To be decided by: ", "em"), sentence(issue.deciding_event))))
    return blocks


def _stands(run: Run, state: IssueState, found: list[Answer], names: Names) -> Text:
    """Where the question arises, and its state there."""
    laws = capital(names.laws(a.question.place for a in found))
    steps = names.steps(dict.fromkeys(a.question.step for a in found))
    finding = found[0].finding(state.issue.id)
    if finding is not None and finding.origin == "stance":
        decided = "yes" if finding.value else "no"
        told = f"answered {decided} by the stance {run.law.stance.name}; the question itself is {_STATES[state.state]}"
    else:
        told = _STATES[state.state]
        if state.answer is not None:
            told += f"; taken as {'yes' if state.answer else 'no'}"
    return text(Span(laws, "strong"), f" ({steps}): {sentence(told)}")


def _standings(point: _Point) -> list[tuple[Standing, dict[str, list[str | None]]]]:
    """Every position once, with the laws under which it counts and, by reason, those under which it does not."""
    found: dict[str, tuple[Standing, dict[str, list[str | None]]]] = {}
    for state, answers in point.states.values():
        laws = distinct(a.question.place for a in answers)
        for standing in state.standings:
            _, by_reason = found.setdefault(standing.position.id, (standing, {}))
            by_reason.setdefault(standing.because, []).extend(laws)
    return sorted(found.values(), key=lambda pair: "" not in pair[1])


def _authority(standing: Standing, laws: dict[str, list[str | None]], names: Names) -> Text:
    d = standing.decision
    parts: list[str | Span] = [Span(capital(d.cited), url=d.url)]
    if finality := _FINALITY.get(d.finality):
        parts.append(f", {finality}")
    parts.append(". ")
    if standing.position.comment:
        parts.append(f"{sentence(standing.position.comment)} ")
    here = [f"{names.laws(places)}: {because or 'counts'}" for because, places in laws.items()]
    return text(*parts, Span(f"{'; '.join(here)}.", "dim"))


def _cited(decisions: Sequence[Decision]) -> list[str | Span]:
    parts: list[str | Span] = []
    for d in decisions:
        parts += ["; " if parts else "", Span(d.cited, url=d.url)]
    return [*parts, "."]


def _follows(issue: str, answers: list[Answer], names: Names) -> Text:
    """What each answer to the question would give."""
    told: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        for one in answer.depends_on:
            if one.atom == issue:
                told.setdefault((one.if_true, one.if_false), []).append(answer.question.step)
    parts: list[str | Span] = []
    for (yes, no), steps in told.items():
        parts += [f"For {names.steps(dict.fromkeys(steps))}: if yes, ", Span(STATUS_WORDS[yes], status=yes), "; if no, ",
                  Span(STATUS_WORDS[no], status=no), ". "]  # fmt: skip
    return text(Span("What follows. ", "strong"), *parts) if parts else ()


def _weighings(answers: Sequence[Answer]) -> dict[tuple[object, ...], list[tuple[Answer, Weighing]]]:
    """Weighings of one standard that come out alike, told once."""
    found: dict[tuple[object, ...], list[tuple[Answer, Weighing]]] = {}
    for answer in answers:
        for weighing in answer.weighings:
            c = weighing.constraint
            sides = tuple((side, tuple(one.precedent for one in ones[:_NEAREST])) for side, ones in c.nearest.items())
            key = (weighing.standard, c.forum, c.present, c.binding["reason"].outcome, c.persuasive["reason"].outcome, sides)
            found.setdefault(key, []).append((answer, weighing))
    return found


def _standard(run: Run, same: list[tuple[Answer, Weighing]], names: Names) -> list[Block]:
    weighing = same[0][1]
    found, factors = weighing.constraint, weighing.base.factors
    concerned = capital(names.steps(dict.fromkeys(a.question.step for a, _ in same)))
    rights = joined(distinct(names.right(a) for a, _ in same), 4)
    about = (
        f"Weighed for {rights}, against the precedents of {names.law(weighing.base.jurisdiction)} to {found.asked.isoformat()}. "
    )
    binding = f" in the {weighing.forum}: {weighing.told(found.binding['reason'])}. "
    persuasive = f" over all courts: {weighing.told(found.persuasive['reason'])}."
    blocks: list[Block] = [
        Heading(text(f"{capital(run.words.label(weighing.standard))}: {concerned}")),
        Paragraph(text(about, Span("Binding", "strong"), binding, Span("Persuasive", "strong"), persuasive)),
    ]
    for side, words in SIDES.items():
        present = [factors[name].label for name in weighing.factors if name in found.present and factors[name].side == side]
        told = f"Present: {_listed(present)}." if present else "No factor is known to be present."
        items = [text(told)]
        for one in found.nearest.get(side, ())[:_NEAREST]:
            precedent = weighing.base.precedents[one.precedent]
            court = weighing.base.courts[precedent.court].label
            parts = [f"Near: {precedent.cited} ({court}, {precedent.decided.isoformat()}). "]
            for label, which in (
                ("It had, and this lacks: ", one.missing - one.to_show),
                ("It had, not known here: ", one.to_show),
                ("This has against it, and it lacked: ", one.extra),
                ("To rule out: ", one.to_rule_out),
            ):
                if which:
                    parts.append(f"{label}{_listed([factors[name].label for name in sorted(which)])}. ")
            items.append(text(*parts))
        blocks += [Paragraph(text(Span(f"{capital(words)}.", "strong")), "lead"), Bullets(tuple(items))]
    return blocks


def _listed(labels: Sequence[str]) -> str:
    more = f"; and {len(labels) - _FACTORS} more" if len(labels) > _FACTORS else ""
    return "; ".join(labels[:_FACTORS]) + more
