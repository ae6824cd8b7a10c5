"""Proofs as Markdown. Whatever a case says is escaped: no markup, no links, no HTML come from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..assessment import Answer
from ..reasoning import LAWFUL, Node
from ._page import clean
from ._words import NOT_ADVICE, STATUS_WORDS, asked, required

# Marks of Markdown anywhere, what turns into a link by itself, and what makes a list or heading at the beginning.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|!~&$@]|:(?=//)|(?<=www)\.|(?<=WWW)\.|^\s*[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_SAFE_URL = re.compile(r"https?://[^\s<>()\[\]\"'`\\]+")


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", clean(text))


_STANDS = {True: "stands", False: "does not stand", None: "open"}
_TRUTH = {True: "yes", False: "no", None: "not known"}


def proof_markdown(answers: Iterable[Answer]) -> str:
    """The proof of each answer as a nested list, with links to provisions and every value with its source."""
    lines: list[str] = []
    for answer in answers:
        q = answer.question
        lines += [f"## {STATUS_WORDS[answer.status]}: {escape(f'{q.step}, {asked(answer)}')}", ""]
        day = q.day.isoformat() if q.dated else "a day not given"
        lines += [escape(f"Law: {answer.run.law_label(q.place)}; act of {day}."), ""]
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
