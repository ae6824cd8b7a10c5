"""The proof of an answer for people: what stands and why, what does not help, both sides of what is contested, what would
change it. `Answer.why()` gives the whole tree without selection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..assessment import Answer, counterfactuals
from ..law import Rule
from ..reasoning import LAWFUL, IssueState, Node
from ._groups import groups
from ._page import Page, Part
from ._summary import status_part
from ._words import STATUS_WORDS, asked, listed, required

_STANDS = {True: "stands", False: "does not stand", None: "open"}
_STYLES = {True: "green", False: "red", None: "yellow"}
_TRUTH = {True: "yes", False: "no ", None: "?  "}
_TITLES = ("Exception", "Grant", "Limit")


def print_explanations(page: Page, answers: Iterable[Answer]) -> None:
    """One proof for every group of answers with the same reason, most demanding first."""
    for group in groups(answers):
        others = [a for a in group.answers[1:] if a.question.object != group.answers[0].question.object]
        print_explanation(page, group.answers[0], tuple(dict.fromkeys(a.question.object or "" for a in others)))


def print_explanation(page: Page, answer: Answer, same: tuple[str, ...] = ()) -> None:
    """The proof of one answer.

    Args:
        same: other objects of which the same holds.
    """
    q, run = answer.question, answer.run
    page.gap()
    page.line(status_part(answer.status), "  ", (f"{q.step}, {asked(answer)}", "bold"))
    done = f"under the law of {run.law_label(q.place)}, " + (f"act of {q.day.isoformat()}" if q.dated else "no date given")
    who = f", done by {q.performer}" if q.performer else ""
    if answer.responsible and answer.responsible != q.performer:
        who += f" (in law the act of {answer.responsible})"
    page.line((done + who, "dim"), indent=2)
    if q.right:
        role = run.words.label(answer.holder_role or "")
        page.line(
            (
                f"right held by the {role}"
                + (f": {', '.join(answer.holders)}" if answer.holders else ", whom the case does not name"),
                "dim",
            ),
            indent=2,
        )
    if same:
        page.line((f"the same holds for {listed(same, 8)}", "dim"), indent=2)
    shown, unhelpful = _split(answer)
    if shown:
        page.line(("because", "bold"), indent=2)
    for node in shown:
        _rule(page, answer, node, 4)
    if unhelpful:
        page.line(("what does not help", "bold"), indent=2)
        for node in unhelpful:
            leaves = "; ".join(dict.fromkeys(_leaf_text(answer, leaf) for leaf in _leaves(node)))
            why = leaves or "whatever the facts are"
            page.line(("- ", "red"), f"{_cited(node.rule)}: " if node.rule else "", (why, "dim"), indent=4)
    for state in answer.issues:
        _issue(page, state)
    for weighing in answer.weighings:
        from ._weighing import print_weighing

        print_weighing(page, weighing, run.words.label(weighing.standard))
    _change(page, answer)
    _rest(page, answer)


def _split(answer: Answer) -> tuple[list[Node], list[Node]]:
    """What the answer rests on, and the titles that fail; a title that only a defeater stops belongs to the first."""
    shown: list[Node] = []
    unhelpful: list[Node] = []
    for node in answer.tree.children:
        failing = node.role in _TITLES and node.value is False
        (unhelpful if failing and not any(c.rule for c in node.children) else shown).append(node)
    return shown, unhelpful


def _rule(page: Page, answer: Answer, node: Node, indent: int, word: str = "") -> None:
    rule = node.rule
    if rule is None:
        _atom(page, answer, node, indent)
        return
    how = word or f"{rule.kind.lower()} {_STANDS[node.value]}"
    page.line(
        (how, _STYLES[node.value]), f": {rule.label} ", (f"[{rule.provision}]", "bold") if rule.provision else "", indent=indent
    )
    words = answer.run.words
    facts = [words.label(rule.level)]
    if rule.since:
        facts.append(f"in force from {rule.since.isoformat()}")
    if rule.until:
        facts.append(f"until {rule.until.isoformat()}")
    book = answer.run.law.book
    transposed = [book.rules[t].provision for t in rule.transposes if t in book.rules]
    if transposed:
        facts.append("transposes " + "; ".join(transposed))
    page.line((", ".join(facts), "dim"), indent=indent + 2)
    if rule.url:
        page.line((rule.url, "blue"), indent=indent + 2)
    for child in node.children:
        if child.rule is not None:
            word = (
                "switched off by" if child.value else "would be switched off by" if child.value is None else "not switched off by"
            )
            if child.value is not False or node.value is False:
                _rule(page, answer, child, indent + 2, word)
        else:
            _atom(page, answer, child, indent + 2)


def _atom(page: Page, answer: Answer, node: Node, indent: int) -> None:
    style = _STYLES[None if node.value is None or node.wanted is None else node.value is node.wanted]
    found = node.finding
    source = f"  {_found(node)}" if found else "" if node.children else "  (whatever the facts are)"
    page.line((_TRUTH[node.value], style), " ", answer.run.label_of(node.name), (source, "dim"), indent=indent, hang=4)
    for child in node.children:
        # Of several definitions the one that stands says why; if none does, all say why not.
        if child.rule is None or child.value is node.value or node.value is None:
            _rule(page, answer, child, indent + 4, "because" if child.value else "")


def _found(node: Node) -> str:
    found = node.finding
    if found is None:
        return ""
    parts = [part.rstrip(".") for part in (found.detail, found.source) if part]
    text = "; ".join(parts)
    return f"({text})" if text.startswith(found.origin) else f"({found.origin}{': ' if text else ''}{text})"


def _leaves(node: Node) -> Iterator[Node]:
    """The atoms because of which a rule fails, through the definitions that fail."""
    if node.kind == "atom" and (node.finding is not None or not node.children):
        yield node
        return
    failing = [c for c in node.children if c.kind == "atom" or c.value is node.value or c.rule is not None]
    for child in failing:
        yield from _leaves(child)


def _leaf_text(answer: Answer, node: Node) -> str:
    value = {True: "yes", False: "no", None: "not known"}[node.value]
    return f"{answer.run.label_of(node.name)}: {value} {_found(node)}".rstrip()


def _cited(rule: Rule | None) -> str:
    return f"{rule.label} [{rule.provision}]" if rule and rule.provision else rule.label if rule else ""


def _issue(page: Page, state: IssueState) -> None:
    answer = {True: "decided yes", False: "decided no", None: "open"}[state.answer]
    page.line(("contested question", "bold"), f": {state.issue.label}", indent=2)
    page.line(f"state: {state.state}, {answer}", indent=4)
    for side in ("yes", "no", ""):
        here = [s for s in state.standings if s.position.answer == side or (not side and s.position.answer not in ("yes", "no"))]
        for standing in here:
            page.line(("- ", "magenta"), standing.text(), indent=6)
        if side and not here:
            page.line(("- ", "magenta"), f"{side} - ", ("no authority says so", "dim"), indent=6)
    page.line((f"to be decided by: {state.issue.deciding_event}", "dim"), indent=4)


def _change(page: Page, answer: Answer) -> None:
    lines: list[list[Part]] = []
    for d in answer.depends_on:
        yes, no = STATUS_WORDS[d.if_true], STATUS_WORDS[d.if_false]
        lines.append([f"{answer.run.label_of(d.atom)}: ", (f"yes gives {yes}, no gives {no}", "dim")])
    for other in counterfactuals(answer)[:8]:
        what = " and ".join(f"{answer.run.label_of(atom)}: {'yes' if value else 'no'}" for atom, value in other.changes)
        lines.append([f"{what} ", (f"would give {STATUS_WORDS[other.status]}", "dim")])
    if lines:
        page.line(("what would change it", "bold"), indent=2)
        for line in lines:
            page.line("- ", *line, indent=4)
    if answer.status not in LAWFUL and answer.requirements:
        page.line(("enough to make it lawful, one of", "bold"), indent=2)
        for one in answer.requirements:
            page.line("- ", "; ".join(required(r) for r in one), indent=4)


def _rest(page: Page, answer: Answer) -> None:
    if answer.duties:
        page.line(("duties and other wrongs that go with the step", "bold"), indent=2)
        for rule in answer.duties:
            page.line("- ", _cited(rule), (f" {rule.url}" if rule.url else "", "blue"), indent=4)
    if answer.flags:
        page.line(("flags: ", "bold"), ", ".join(answer.flags), indent=2)
    for note in answer.notes:
        page.line(("note: ", "bold"), note, indent=2)
