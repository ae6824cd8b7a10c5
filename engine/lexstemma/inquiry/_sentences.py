"""A difference in words: short sentences, each of which names the rule, fact or issue that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..assessment import Run
    from ._differences import Decider, Difference, Enough

_TRUTH = {True: "yes", False: "no", None: "not known"}
_ALIKE = {"value": "with the other's answer", "without": "without it", "with": "with it"}


def sentences(one: Difference) -> Iterator[str]:
    """What each law says; what decides; what would be enough under the more demanding law."""
    run = one.a.run
    said = "; ".join(f"{run.law_label(a.question.place)}: {status_words(a.status)}" for a in (one.a, one.b))
    yield f"{said}."
    yield deciding_sentence(one)
    if one.enough:
        yield enough_sentence(run, one.enough[0])


def deciding_sentence(one: Difference) -> str:
    """What decides, and what was tried to find it out."""
    run = one.a.run
    if one.note:
        return f"No comparison: {one.note}."
    if one.deciders:
        first = one.deciders[0]
        turns = "; ".join(
            f"{_ALIKE[t.how]} {run.law_label(t.law)} would say {status_words(t.status)}, like the other" for t in first.turns
        )
        return f"One {first.kind} decides: {_named(run, first)}; {turns}."
    size = "The smallest set that does" if one.smallest else "A set that does, none of whose members can be missed"
    parts = "; and ".join(_named(run, part) for part in one.together)
    return f"Nothing decides alone. {size} (it makes {run.law_label(one.turned)} say what the other does): {parts}."


def enough_sentence(run: Run, near: Enough) -> str:
    """What would make the more demanding law as light as the other."""
    facts = "; ".join(
        f"{label}: {_TRUTH[wanted]} (here {_TRUTH[value]}{f', {source}' if source else ''})"
        for _, wanted, label, value, source in near.facts
    )
    provision = near.rule.provision.partition(";")[0]
    cited = f"{near.rule.label}{f' [{provision}]' if provision else ''} ({near.rule.id})"
    return f"{run.law_label(near.law)} would say {status_words(near.status)} under {cited}, which needs {facts}."


def status_words(status: str) -> str:
    """A status as people write it."""
    return status.replace("_", " ")


def _named(run: Run, one: Decider) -> str:
    if one.kind == "rule":
        return f"{one.text} ({one.id}), a rule of {run.law_label(one.law)}"
    values = "; ".join(
        f"{run.law_label(law)}: {_TRUTH[value]}{f', {source}' if source else ''}" for law, value, source in one.values
    )
    return f"{one.text} ({values})"
