"""Why two laws answer one question differently: the one rule, fact, standard or issue that decides it, found by trying.

Something decides a difference alone if moving it, and nothing else, turns one law's status into the other's: the answer to a
fact or issue on which the laws differ, or a rule that one law has and the other has not. Nothing is said that was not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..assessment import cited
from ..reasoning import Atoms, Valuation, rank
from ..terms import InputError
from ._search import Found, Search, Thing
from ._transplant import rules_of

if TYPE_CHECKING:
    from ..assessment import Answer
    from ..law import Rule

_TRUTH = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What was tried, and what came of it.

    Args:
        law: the law that was asked again.
        how: "value" (with the other law's answer), "without" (its own rule left out) or "with" (the other law's rule taken over).
        status: what it would then say.
    """

    law: str
    how: str
    status: str


@dataclass(frozen=True, slots=True)
class Decider:
    """A thing on which a difference turns.

    Args:
        kind: "rule", "fact", "standard" or "issue".
        id: of the rule, or the name of the atom.
        law: of a rule, whose it is; else empty.
        text: the rule with its provision, or the fact or issue in words.
        values: of an atom, `(law, value, where it comes from)` under each law.
        turns: what it does alone; empty for a member of a set that decides only together.
    """

    kind: str
    id: str
    law: str
    text: str
    values: tuple[tuple[str, bool | None, str], ...] = ()
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Enough:
    """A title of the more demanding law that is not met, and what would have to hold for it to help.

    Args:
        facts: `(atom, value it needs, label, present value, where that comes from)`.
        status: what the law would then say.
    """

    law: str
    rule: Rule
    facts: tuple[tuple[str, bool, str, bool | None, str], ...]
    status: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Why one question has different answers under two laws.

    Args:
        deciders: things each of which decides the difference alone, the most telling first.
        together: where nothing decides alone, a set that does, none of whose members can be missed.
        turned: with `together`, the law whose answer it turns into the other's.
        smallest: whether no smaller set than `together` turns either law; else that is not known.
        enough: what would suffice under the more demanding law, nearest first.
        note: why nothing could be tried: a law that is not encoded, a place that is not known.
    """

    a: Answer
    b: Answer
    deciders: tuple[Decider, ...] = ()
    together: tuple[Decider, ...] = ()
    turned: str = ""
    smallest: bool = True
    enough: tuple[Enough, ...] = ()
    note: str = ""

    @property
    def alone(self) -> bool:
        """Whether one thing decides alone."""
        return bool(self.deciders)

    def text(self) -> str:
        """The difference in a few sentences, each of which names its rule, fact or issue."""
        from ._sentences import sentences

        return " ".join(sentences(self))


def explain_difference(a: Answer, b: Answer) -> Difference | None:
    """What decides that two laws answer the same question differently; None where they answer it alike.

    Raises:
        InputError: the answers are about different questions, or different days, or the same law.
    """
    if asked_of(a) != asked_of(b) or a.question.day != b.question.day or a.question.place == b.question.place:
        raise InputError(
            f"{a.id} and {b.id} are not one question under two laws",
            expected="compare the same step, act, work, right, copy and day under two laws",
        )
    if a.status == b.status:
        return None
    if a.valuation is None or b.valuation is None:
        notes = (one.note for one in (a, b) if one.valuation is None)
        return Difference(a, b, note="; ".join(dict.fromkeys(filter(None, notes))))
    found = _found(a, b, (a.valuation, b.valuation))
    return _told(a, b, found, rules_of(a.valuation.program) | rules_of(b.valuation.program))


def asked_of(answer: Answer) -> tuple[str, ...]:
    """What is asked, whatever the law: step, act, object, right, kind of copy and what holds it."""
    q = answer.question
    return tuple(part or "" for part in (q.step, q.act, q.object, q.right, q.result, q.result_entity))


def _found(a: Answer, b: Answer, valuations: tuple[Valuation, Valuation]) -> Found:
    """The search, shared by all questions with the same values under the same two laws."""
    presumed = frozenset(
        name for one, valuation in zip((a, b), valuations, strict=True) for name in valuation.program.base_atoms
        if (found := one.finding(name)) is not None and found.origin == "presumed"
    )  # fmt: skip
    # The valuations are kept with what was found, so that their identity stays theirs.
    kept: dict[tuple[object, ...], tuple[Found, object]] = a.run.law.memo.setdefault("differences", {})
    key = (*map(id, valuations), presumed)
    if key not in kept:
        words = a.run.words
        kinds = Atoms(frozenset(a.run.law.book.issues), frozenset(f.name for f in words.facts.values() if f.standard))
        kept[key] = Search(valuations, (a.status, b.status), kinds, words, presumed).found(), valuations
    return kept[key][0]


def _told(a: Answer, b: Answer, found: Found, rules: Mapping[str, Rule]) -> Difference:
    """What was found, in the words of one question."""
    both = (a, b)

    def decider(thing: Thing, turns: tuple[tuple[int, str, str], ...] = ()) -> Decider:
        told = tuple(Turn(_law(both[side]), move, status) for side, move, status in turns)
        if thing.owner is not None:
            return Decider("rule", thing.name, _law(both[thing.owner]), cited(rules[thing.name]), turns=told)
        values = tuple((_law(one), _value(one, thing.name), _source(one, thing.name)) for one in both)
        return Decider(a.run.kind_of(thing.name), thing.name, "", a.run.label_of(thing.name), values, told)

    more = a if rank(a.status) > rank(b.status) else b
    return Difference(
        a,
        b,
        deciders=tuple(decider(thing, turns) for thing, turns in found.alone),
        together=tuple(decider(thing) for thing in found.together),
        turned="" if found.alone else _law(both[found.turned]),
        smallest=found.smallest,
        enough=tuple(Enough(_law(more), rule, _facts(more, values), status) for rule, values, status in found.enough),
    )


def _facts(answer: Answer, values: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool, str, bool | None, str], ...]:
    label = answer.run.label_of
    return tuple((name, wanted, label(name), _value(answer, name), _source(answer, name)) for name, wanted in values)


def _value(answer: Answer, name: str) -> bool | None:
    assert answer.valuation is not None, "asked before"
    return answer.valuation.holds(name)


def _source(answer: Answer, name: str) -> str:
    """Where a value comes from, in one line; for what definitions conclude, the first thing from which it was concluded."""
    found = answer.finding(name)
    if found is not None:
        return "" if found.origin == "unknown" else f"{found.origin}: {found.detail}" if found.detail else found.origin
    settled = _value(answer, name) is not None
    nodes = (below for node in answer.tree.walk() if node.name == name for below in node.walk() if below is not node)
    leaf = next((one for one in nodes if one.finding is not None and (one.value is not None) is settled), None)
    if leaf is None:
        return ""
    source = _source(answer, leaf.name)
    return f"because {answer.run.label_of(leaf.name)}: {_TRUTH[leaf.value]}{f', {source}' if source else ''}"


def _law(answer: Answer) -> str:
    return answer.question.place or "?"
