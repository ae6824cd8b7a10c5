"""Answers of one step that say the same thing, told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..assessment import Answer, Deciding, deciding
from ..reasoning import LAWFUL, rank
from ._words import listed, required


@dataclass(frozen=True)
class Group:
    """Answers with one status, one reason and the same ways to become lawful."""

    law: str | None
    status: str
    reason: Deciding
    answers: tuple[Answer, ...]
    ways: tuple[str, ...]
    more_ways: int

    @property
    def lawful(self) -> bool:
        return self.status in LAWFUL

    def subjects(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is asked (right and copy in words) with the objects it is asked of."""
        found: dict[str, dict[str, None]] = {}
        for answer in self.answers:
            q, words = answer.question, answer.run.words
            what = words.label(q.right) if q.right else ""
            if q.result and not self.lawful:
                what += f" ({words.label(q.result)})"
            found.setdefault(what, {})[q.object or ""] = None
        return [(what, tuple(objects)) for what, objects in found.items()]

    def holders(self) -> tuple[str, ...]:
        """Who would have to be asked: named holders, or the role where the case names none."""
        words = self.answers[0].run.words
        named = dict.fromkeys(", ".join(a.holders) for a in self.answers if a.holders)
        unnamed: dict[str, dict[str, None]] = {}
        for answer in self.answers:
            if not answer.holders:
                unnamed.setdefault(words.label(answer.holder_role or ""), {})[answer.question.object or ""] = None
        return (*named, *(f"the {role} of {listed(list(objects), 8)}" for role, objects in unnamed.items()))


def groups(answers: Iterable[Answer], *, most_ways: int = 3) -> list[Group]:
    """Groups of the answers of one step, most demanding first.

    Args:
        most_ways: how many minimal sets are spelt out; the rest is counted.
    """
    found: dict[tuple[object, ...], list[Answer]] = {}
    reasons: dict[tuple[object, ...], tuple[Deciding, tuple[str, ...]]] = {}
    for answer in answers:
        reason, ways = deciding(answer), _ways(answer)
        q = answer.question
        # What is lawful needs no telling apart by right and copy.
        about = () if answer.status in LAWFUL else (q.right, q.result)
        key = (q.place, answer.status, reason.text, reason.detail if about else "", ways, *about)
        found.setdefault(key, []).append(answer)
        reasons.setdefault(key, (reason, ways))
    listed = [
        Group(
            key[0] if isinstance(key[0], str) else None,
            str(key[1]),
            reasons[key][0],
            tuple(same),
            ways[:most_ways],
            max(len(ways) - most_ways, 0),
        )
        for key, same in found.items()
        for ways in [reasons[key][1]]
    ]
    return sorted(listed, key=lambda g: -rank(g.status))


def _ways(answer: Answer) -> tuple[str, ...]:
    """The minimal sets without authorizations, in words."""
    if answer.status in LAWFUL:
        return ()
    sets = [one for one in answer.requirements if not any(r.kind == "authorization" for r in one)]
    return tuple("; ".join(required(r) for r in one) for one in sets)
