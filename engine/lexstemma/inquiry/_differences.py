"""Why two laws answer one question differently: the one rule, fact, standard or issue that decides it, found by trying.

Something decides a difference alone if moving it, and nothing else, turns one law's status into the other's: the answer to a
fact or issue on which the laws differ, or a rule that one law has and the other has not. Nothing is said that was not tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from ..assessment import cited
from ..reasoning import NOT_ENCODED, Atoms, Valuation, rank
from ..terms import InputError
from ._transplant import DROP, TAKE, VALUE, Lever, Transplant, rules_of

if TYPE_CHECKING:
    from ..assessment import Answer
    from ..law import Rule

LAWFUL = ("free", "excepted", "licensed")
_TITLES = ("exceptions", "grants", "limits")
_ORDER = ("Exception", "Grant", "Limit", "Defeater", "Restriction")
# How many sets of levers are tried before a set is only pared down, and in how many ways the defeaters of a title are undone.
_MOST_TRIED = 3_000
_MOST_WAYS = 64
_MOST_ENOUGH = 3
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
    if any(one.status == NOT_ENCODED or one.valuation is None for one in (a, b)):
        notes = (one.note for one in (a, b) if one.status == NOT_ENCODED or one.valuation is None)
        return Difference(a, b, note="; ".join(dict.fromkeys(filter(None, notes))))
    return _Search(a, b).difference()


def asked_of(answer: Answer) -> tuple[str, ...]:
    """What is asked, whatever the law: step, act, object, right, kind of copy and what holds it."""
    q = answer.question
    return tuple(part or "" for part in (q.step, q.act, q.object, q.right, q.result, q.result_entity))


class _Search:
    """Moves levers on both sides of one difference."""

    def __init__(self, a: Answer, b: Answer) -> None:
        one, other = a.valuation, b.valuation
        assert one is not None, "asked before"
        assert other is not None, "asked before"
        words = a.run.words
        kinds = Atoms(frozenset(a.run.law.book.issues), frozenset(f.name for f in words.facts.values() if f.standard))
        self._answers = (a, b)
        self._sides = (Transplant(one, other, kinds, words), Transplant(other, one, kinds, words))
        self._rules = rules_of(one.program) | rules_of(other.program)

    def difference(self) -> Difference:
        a, b = self._answers
        deciders = self._alone()
        if deciders:
            return Difference(a, b, deciders, enough=self._enough(deciders[0]))
        host, levers, smallest = self._together()
        found = tuple(self._decider(lever, host) for lever in levers)
        return Difference(
            a, b, together=found, turned=_law(self._answers[host]), smallest=smallest, enough=self._enough(None)
        )  # fmt: skip

    # ------------------------------------------------------------ one thing alone
    def _alone(self) -> tuple[Decider, ...]:
        found: dict[tuple[str, str], tuple[Decider, list[Turn]]] = {}
        for host, side in enumerate(self._sides):
            for lever in side.telling:
                status = side.moved((lever,)).status
                if status == self._answers[1 - host].status:
                    decider = self._decider(lever, host)
                    turn = Turn(_law(self._answers[host]), lever.move, status)
                    found.setdefault((decider.kind, decider.id), (decider, []))[1].append(turn)
        deciders = (Decider(one.kind, one.id, one.law, one.text, one.values, tuple(turns)) for one, turns in found.values())
        return tuple(sorted(deciders, key=self._telling))

    def _telling(self, one: Decider) -> tuple[int, int, str]:
        """What turns both laws comes first; then what the laws answer otherwise; then titles before what they lift."""
        return -len(one.turns), _ORDER.index(self._rules[one.id].kind) if one.kind == "rule" else -1, one.id

    def _decider(self, lever: Lever, host: int) -> Decider:
        if lever.move != VALUE:
            owner = self._answers[host if lever.move == DROP else 1 - host]
            return Decider("rule", lever.name, _law(owner), cited(self._rules[lever.name]))
        run = self._answers[0].run
        values = tuple((_law(one), _value(one, lever.name), _source(one, lever.name)) for one in self._answers)
        return Decider(run.kind_of(lever.name), lever.name, "", run.label_of(lever.name), values)

    # ------------------------------------------------------------ several things together
    def _together(self) -> tuple[int, tuple[Lever, ...], bool]:
        """A smallest set of levers that turns one law, as far as all smaller ones can be tried; else one without a spare member."""
        tried = 0
        for size in (2, 3):
            for host, side in enumerate(self._sides):
                for chosen in combinations(side.levers, size):
                    tried += 1
                    if tried > _MOST_TRIED:
                        return self._pared()
                    if side.moved(chosen).status == self._answers[1 - host].status:
                        return host, chosen, True
        return self._pared()

    def _pared(self) -> tuple[int, tuple[Lever, ...], bool]:
        """All levers together turn a law; what can be put back one by one is put back."""
        found = []
        for host, side in enumerate(self._sides):
            kept = list(side.levers)
            for lever in reversed(side.levers):
                fewer = [one for one in kept if one != lever]
                if side.moved(fewer).status == self._answers[1 - host].status:
                    kept = fewer
            found.append((len(kept), host, tuple(kept)))
        _, host, levers = min(found, key=lambda one: one[:2])
        return host, levers, False

    # ------------------------------------------------------------ what would be enough under the more demanding law
    def _enough(self, decider: Decider | None) -> tuple[Enough, ...]:
        """Titles of the more demanding law that would make it as light as the other, by the fewest facts.

        What would help under the other law just as well, were its decider taken away, says nothing about the difference.
        """
        host = 0 if rank(self._answers[0].status) > rank(self._answers[1].status) else 1
        answer, other = self._answers[host], self._answers[1 - host]
        valuation = answer.valuation
        assert valuation is not None, "asked before"
        found = []
        for rule in (rule for group in _TITLES for rule in getattr(valuation.program, group)):
            for values in _needs(valuation, rule):
                if any((found_here := answer.finding(name)) and found_here.origin == "presumed" for name in values):
                    continue  # what everybody presumes, such as that no licence was given, tells no laws apart
                status = self._sides[host].decided((), values).status
                if (status in LAWFUL or rank(status) <= rank(other.status)) and not self._alike(decider, 1 - host, values):
                    found.append((len(values), rule.id, Enough(_law(answer), rule, _facts(answer, values), status)))
                    break
        return tuple(one for _, _, one in sorted(found, key=lambda one: one[:2])[:_MOST_ENOUGH])

    def _alike(self, decider: Decider | None, host: int, values: Mapping[str, bool]) -> bool:
        """Whether the same facts help the other law too once the decider no longer does."""
        if decider is None:
            return False
        move = VALUE if decider.kind != "rule" else DROP if decider.law == _law(self._answers[host]) else TAKE
        status = self._sides[host].decided((Lever(move, decider.id),), values).status
        return rank(status) <= rank(self._answers[host].status)


def _needs(valuation: Valuation, rule: Rule) -> Iterator[dict[str, bool]]:
    """Values with which a title that does not stand would: its unmet conditions met, and one condition of each defeater not."""
    conditions = [(name, True) for name in rule.requires] + [(name, False) for name in rule.unless]
    unmet = {name: wanted for name, wanted in conditions if valuation.holds(name) is not wanted}
    defeating = [d for d in valuation.program.defeaters.get(rule.id, ()) if valuation.stands(d) is not False]
    choices = [[*((name, False) for name in d.requires), *((name, True) for name in d.unless)] for d in defeating]
    for number, chosen in enumerate(product(*choices)):
        if number == _MOST_WAYS:
            return
        if values := {**dict(chosen), **unmet}:
            yield values


def _facts(answer: Answer, values: Mapping[str, bool]) -> tuple[tuple[str, bool, str, bool | None, str], ...]:
    label = answer.run.label_of
    return tuple((name, wanted, label(name), _value(answer, name), _source(answer, name)) for name, wanted in values.items())


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
