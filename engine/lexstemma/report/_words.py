"""How statuses and things are named and coloured for people, once for every view."""

from __future__ import annotations

from ..assessment import Answer, Requirement, Run

NOT_ADVICE = "Not legal advice: Lexstemma shows how encoded rules apply to the facts of a case file."

STATUS_WORDS = {
    "free": "free",
    "excepted": "excepted",
    "licensed": "licensed",
    "depends": "depends",
    "contested": "contested",
    "authorization_required": "authorization required",
    "not_encoded": "not encoded",
}
# For columns that must fit a narrow terminal.
STATUS_SHORT = {**STATUS_WORDS, "authorization_required": "must ask"}
STATUS_MEANING = {
    "free": "no right reaches the act",
    "excepted": "an exception covers the act",
    "licensed": "a licence covers the act",
    "depends": "undocumented facts decide",
    "contested": "a question that authorities divide on decides",
    "authorization_required": "authorization required, unlawful without it",
    "not_encoded": "this law is not encoded: a gap, not a freedom",
}
STATUS_STYLES = {
    "free": "green",
    "excepted": "green",
    "licensed": "green",
    "depends": "yellow",
    "contested": "magenta",
    "authorization_required": "red",
    "not_encoded": "dim",
}
STATUS_MARKS = {
    "free": "+",
    "excepted": "+",
    "licensed": "+",
    "depends": "?",
    "contested": "~",
    "authorization_required": "!",
    "not_encoded": "-",
}


def kind_of_step(run: Run, step: str) -> str:
    """The step's class in words."""
    named = run.case.graph.names(step, "type")
    return run.words.label(named[0]) if named else "step"


def asked(answer: Answer, things: str | None = None) -> str:
    """What an answer is about: the right, the object and the copy.

    Args:
        things: other words for the object.
    """
    q, words = answer.question, answer.run.words
    if q.right is None:
        return "no act that a right reaches"
    copy = f" ({words.label(q.result)})" if q.result else ""
    return f"{q.object if things is None else things}: {words.label(q.right)}{copy}"


def required(requirement: Requirement) -> str:
    """An element of a requirement set in words."""
    if requirement.kind == "authorization":
        return requirement.text
    if requirement.kind == "issue":
        return requirement.text
    return f"{requirement.text.removeprefix('not: ')}: {'yes' if requirement.value else 'no'}"


def listed(names: tuple[str, ...] | list[str], most: int = 4) -> str:
    """Names in a row, the last ones counted."""
    shown = list(names[:most])
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
