"""The one rule, fact or issue that an answer turns on, for tables and comparisons; the whole proof is `Answer.tree`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..law import Rule
from ..reasoning import NOT_ENCODED, Node

if TYPE_CHECKING:
    from ._answer import Answer


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides an answer.

    Args:
        kind: "rule", "fact", "standard", "issue" or "note".
        id: of the rule, fact or issue; empty for a note.
        text: one line for people.
        detail: the value's source in one line, where there is one.
    """

    kind: str
    id: str
    text: str
    detail: str = ""


def deciding(answer: Answer) -> Deciding:
    """What the answer turns on; of several things the one that people would name first."""
    if answer.status == NOT_ENCODED or (answer.note and not answer.tree.children):
        return Deciding("note", "", answer.note)
    if answer.status in ("excepted", "licensed"):
        return _rule(answer.rules[0]) if answer.rules else Deciding("note", "", "several titles together")
    if answer.status == "free":
        return _free(answer)
    if answer.status in ("depends", "contested"):
        return _open(answer)
    return _unlawful(answer)


def _rule(rule: Rule, detail: str = "") -> Deciding:
    return Deciding("rule", rule.id, cited(rule), detail)


def cited(rule: Rule) -> str:
    """A rule in one line: its label and the first of its provisions; the proof gives them whole."""
    first, more, _ = rule.provision.partition(";")
    return f"{rule.label} [{first}{', ...' if more else ''}]" if rule.provision else rule.label


def _free(answer: Answer) -> Deciding:
    for node in answer.tree.children:
        if node.rule is not None and node.value is True and node.role == "Limit":
            return _rule(node.rule, _first_detail(answer, node))
    for node in answer.tree.children:
        for child in node.children:
            if node.rule is not None and node.value is False:
                return _atom(answer, _leaf(child))
    if answer.question.right is None:
        return Deciding("note", "", "the step does no act that a right reaches")
    return Deciding("note", "", "no right of this law reaches the act")


def _open(answer: Answer) -> Deciding:
    """The open atom that matters most: an issue where the answer is contested, else one that settles it alone."""
    ordered = sorted(
        answer.depends_on,
        key=lambda d: (
            (d.kind == "issue") != (answer.status == "contested"),
            (d.if_true == answer.status) + (d.if_false == answer.status),
        ),
    )
    if not ordered:
        return Deciding("note", "", answer.notes[0] if answer.notes else "")
    kind, name = ordered[0].kind, ordered[0].atom
    found = answer.finding(name)
    return Deciding(
        kind, name, f"{answer.run.label_of(name)}{'' if kind == 'issue' else ': not known'}", found.detail if found else ""
    )


def _unlawful(answer: Answer) -> Deciding:
    """The title that came nearest, and what it fails on; without any, the restriction."""
    nearest = min(answer.failed, key=lambda f: _distance(answer, f.because), default=None)
    if nearest is not None and _distance(answer, nearest.because) <= 1:
        node = next((n for n in answer.tree.children if n.name == nearest.rule.id), None)
        because = _atom(answer, _leaf(node.children[0])) if node and node.children else None
        if because is not None:
            return Deciding(because.kind, because.id, f"{cited(nearest.rule)} fails: {because.text}", because.detail)
    rule = next((r for r in answer.rules if r.kind == "Restriction"), None)
    if rule is None:
        return Deciding("note", "", "no title covers the act")
    return Deciding("rule", rule.id, f"{cited(rule)}; no exception or licence reaches it")


def _distance(answer: Answer, because: tuple[str, ...]) -> int:
    """How far a title is from standing: a defeater counts nothing (its conditions hold), every failing condition one."""
    known = answer.run.law.book.rules
    failing = [name for name in because if name not in known]
    if not failing:
        return 0
    # What the performer or work simply is puts a title out of reach.
    fixed = sum(1 for name in failing if (found := answer.finding(name)) is not None and found.origin in ("inferred", "presumed"))
    return len(failing) + 2 * fixed


def _leaf(node: Node) -> Node:
    """Down to the first atom with a finding of its own, through what makes the node fail or stand."""
    while node.finding is None and node.children:
        same = [
            c for c in node.children if c.value is node.value or (c.kind == "atom" and c.wanted is not None and c.value is c.wanted)
        ]
        node = (same or list(node.children))[0]
    return node


def _atom(answer: Answer, node: Node) -> Deciding:
    if node.rule is not None:
        return _rule(node.rule)
    kind = answer.run.kind_of(node.name)
    value = {True: "yes", False: "no", None: "not known"}[node.value]
    return Deciding(kind, node.name, f"{answer.run.label_of(node.name)}: {value}", _source(node))


def _first_detail(answer: Answer, node: Node) -> str:
    leaf = _leaf(node)
    return "" if leaf.rule is not None or leaf is node else _source(leaf)


def _source(node: Node) -> str:
    found = node.finding
    if found is None:
        return ""
    return f"{found.origin}: {found.detail}" if found.detail else found.origin
