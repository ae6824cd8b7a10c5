"""A proof tree as indented text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..reasoning import Node

if TYPE_CHECKING:
    from ._answer import Answer
    from ._run import Run

_WORD = {True: "stands", False: "does not stand", None: "open"}
_TRUTH = {True: "yes", False: "no", None: "not known"}


def why(run: Run, answer: Answer) -> str:
    return "\n".join(_lines(run, answer))


def _lines(run: Run, answer: Answer) -> Iterator[str]:
    q = answer.question
    yield f"{q.step}: {answer.status}" + (f" - {run.words.label(q.right)}" if q.right else "")
    for note in answer.notes:
        yield f"  note: {note}"
    for child in answer.tree.children:
        yield from _node(run, answer, child, 1)


def _node(run: Run, answer: Answer, node: Node, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if node.rule is not None:
        rule = node.rule
        level = run.words.label(rule.level)
        force = f", in force from {rule.since.isoformat()}" if rule.since else ""
        yield f"{pad}{rule.kind} {_WORD[node.value]}: {rule.label} [{rule.provision}; {level}{force}] {rule.url}".rstrip()
        for transposed in rule.transposes:
            other = run.law.book.rules.get(transposed)
            if other is not None:
                yield f"{pad}  transposes {other.provision}"
    else:
        asked = run.law.book.issues.get(node.name)
        label = asked.label if asked else run.words.label(node.name)
        found = node.finding
        origin = (
            f" ({found.origin}{': ' + found.detail if found.detail else ''}{'; ' + found.source if found.source else ''})"
            if found
            else ""
        )
        yield f"{pad}{_TRUTH[node.value]}: {label}{origin}"
        if asked:
            for standing in run.issue(node.name, answer.question).standings:
                yield f"{pad}  {standing.text()}"
            yield f"{pad}  decided by: {asked.deciding_event}"
    for child in node.children:
        yield from _node(run, answer, child, depth + 1)
