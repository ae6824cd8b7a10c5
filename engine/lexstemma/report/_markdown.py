"""The assessment as Markdown. Whatever a case says is escaped: no markup, no links, no HTML come from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..assessment import Answer, Run
from ..reasoning import Node, rank, worst
from ._groups import LAWFUL, Group, groups
from ._page import clean
from ._words import NOT_ADVICE, STATUS_WORDS, asked, kind_of_step, listed, place_of, required

# Marks of Markdown anywhere, what turns into a link by itself, and what makes a list or heading at the beginning.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|!~&$@]|:(?=//)|(?<=www)\.|(?<=WWW)\.|^\s*[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_SAFE_URL = re.compile(r"https?://[^\s<>()\[\]\"'`\\]+")


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", clean(text))


def to_markdown(run: Run, answers: Iterable[Answer] | None = None) -> str:
    """A memo of the assessment: a table of steps, then what each step needs, most demanding first."""
    shown = tuple(run.answers() if answers is None else answers)
    by_step: dict[str, list[Answer]] = {}
    for answer in shown:
        by_step.setdefault(answer.question.step, []).append(answer)
    steps = sorted(by_step, key=lambda s: -rank(worst([a.status for a in by_step[s]])))
    laws = list(dict.fromkeys(a.question.place for a in shown))
    lines = [f"# {escape(run.case.title)}", "", f"Asked on {run.law.as_of.isoformat()}, stance {escape(run.law.stance.name)}.", ""]
    lines += ["| step | " + " | ".join(escape(place_of(run, law)) for law in laws) + " |", "|---" * (len(laws) + 1) + "|"]
    for step in steps:
        cells = []
        for law in laws:
            statuses = [a.status for a in by_step[step] if a.question.place == law]
            cells.append(STATUS_WORDS[worst(statuses)] if statuses else "")
        lines.append(f"| {escape(step)} | " + " | ".join(cells) + " |")
    for step in steps:
        lines += _step(run, step, by_step[step])
    lines += ["", f"*{NOT_ADVICE}*", ""]
    return "\n".join(lines)


def _step(run: Run, step: str, answers: list[Answer]) -> list[str]:
    q = answers[0].question
    told = [kind_of_step(run, step), f"by {q.performer}" if q.performer else "", q.day.isoformat() if q.dated else "no date"]
    lines = ["", f"## {escape(step)}", "", escape(", ".join(part for part in told if part)), ""]
    for group in groups(answers):
        lines += _group(run, group)
    flags = tuple(dict.fromkeys(flag for a in answers for flag in a.flags))
    return [*lines, "", f"Flags: {escape(', '.join(flags))}"] if flags else lines


def _group(run: Run, group: Group) -> list[str]:
    objects = tuple(dict.fromkeys(o for _, found in group.subjects() for o in found if o))
    rights = "; ".join(what for what, _ in group.subjects() if what)
    head = f"- **{STATUS_WORDS[group.status]}** ({escape(place_of(run, group.law))}) {escape(listed(objects, 8))}"
    lines = [head + (f": {escape(rights)}" if rights else "")]
    detail = f" ({group.reason.detail})" if group.reason.detail else ""
    rule = run.law.book.rules.get(group.reason.id)
    link = f" [text](<{rule.url}>)" if rule and _SAFE_URL.fullmatch(rule.url) else ""
    lines.append(f"  - why: {escape(group.reason.text + detail)}{link}")
    for way in group.ways:
        lines.append(f"  - enough: {escape(way)}")
    if group.status not in (*LAWFUL, "not_encoded") and group.answers[0].question.right:
        lines.append(f"  - {'or' if group.ways else 'enough'}: authorization by {escape(listed(group.holders()))}")
    return lines


_STANDS = {True: "stands", False: "does not stand", None: "open"}
_TRUTH = {True: "yes", False: "no", None: "not known"}


def proof_markdown(answers: Iterable[Answer]) -> str:
    """The proof of each answer as a nested list, with links to provisions and every value with its source."""
    lines: list[str] = []
    for answer in answers:
        q = answer.question
        lines += [f"## {STATUS_WORDS[answer.status]}: {escape(f'{q.step}, {asked(answer)}')}", ""]
        day = q.day.isoformat() if q.dated else "a day not given"
        lines += [escape(f"Law: {place_of(answer.run, q.place)}; act of {day}."), ""]
        for child in answer.tree.children:
            lines += _proof(answer, child, 0)
        for state in answer.issues:
            lines.append(f"- contested: {escape(state.issue.label)} ({escape(state.state)})")
            lines += [f"  - {escape(standing.text())}" for standing in state.standings]
        if answer.status not in LAWFUL and answer.requirements:
            lines.append("- enough to make it lawful, one of:")
            lines += [f"  - {escape('; '.join(required(r) for r in one))}" for one in answer.requirements]
        lines.append("")
    return "\n".join([*lines, f"*{NOT_ADVICE}*", ""])


def _proof(answer: Answer, node: Node, depth: int) -> list[str]:
    pad = "  " * depth
    if node.rule is not None:
        cited = escape(node.rule.provision)
        link = f"[{cited}](<{node.rule.url}>)" if cited and _SAFE_URL.fullmatch(node.rule.url) else cited
        lines = [f"{pad}- {node.rule.kind} {_STANDS[node.value]}: {escape(node.rule.label)} {link}".rstrip()]
    else:
        found = node.finding
        parts = [found.origin, found.detail, found.source] if found else []
        source = f" ({escape('; '.join(part for part in parts if part))})" if found else ""
        lines = [f"{pad}- {_TRUTH[node.value]}: {escape(answer.run.label_of(node.name))}{source}"]
    for child in node.children:
        lines += _proof(answer, child, depth + 1)
    return lines
