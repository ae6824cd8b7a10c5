"""Whether a term of a licence has any effect at a step: licence conditions bind only where a right is engaged.

The case is assessed once more as if nothing were licensed. Where an act is then free, no licence is needed, and a term that
rests on a right has nothing to rest on; where it is excepted, the exception does without the licence. Terms that bind by
contract bind whoever accepted them, unless an exception stands against which contracts are void.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..assessment import Answer, Run, assess
from ..law import Law, LicenceTerms
from ..reasoning import NOT_ENCODED

# From no effect to certain effect.
EFFECTS = ("none", "excepted", "open", "contract", "right")
NONE, EXCEPTED, OPEN, CONTRACT, RIGHT = EFFECTS
_OF_STATUS = {"free": NONE, "excepted": EXCEPTED, "authorization_required": RIGHT, "licensed": RIGHT}
_MORAL = "moralRightHolder"


@dataclass(frozen=True, slots=True)
class LawEffect:
    """The effect under one law, and because of what. `law` is empty where the place of the step is not known."""

    law: str
    effect: str
    because: str


@dataclass(frozen=True, slots=True)
class Effect:
    """The strongest effect under the laws asked, and the effect under each."""

    kind: str
    laws: tuple[LawEffect, ...] = ()

    @property
    def because(self) -> str:
        """Why, under the laws of the strongest effect."""
        return "; ".join(dict.fromkeys(one.because for one in self.laws if one.effect == self.kind and one.because))


class Engagement:
    """What would need a licence in each step, under each law asked, if nothing were licensed."""

    def __init__(self, run: Run, written: Iterable[str]) -> None:
        self._run, self._written = run, sorted(written)

    @cached_property
    def bare(self) -> Run:
        """The same case under the same law with licences that grant nothing."""
        return assess(
            self._run.case, _without_grants(self._run.law, self._written), under=self._run.under, claimed=self._run.claimed
        )

    @cached_property
    def _by_use(self) -> dict[tuple[str, str | None], list[Answer]]:
        table: dict[tuple[str, str | None], list[Answer]] = {}
        for answer in self.bare.answers():
            if answer.holder_role != _MORAL and answer.question.right is not None:
                table.setdefault((answer.question.step, answer.question.object), []).append(answer)
        return table

    def answers(self, step: str, thing: str) -> list[Answer]:
        """The answers on one thing in one step, moral rights left out, as if nothing were licensed."""
        return self._by_use.get((step, thing), [])

    def at(self, step: str, things: Sequence[str]) -> Effect:
        """The effect of terms that rest on rights in any of these things."""
        if step in self._actless:
            return Effect(NONE, (LawEffect("", NONE, "the step does no act that a right reaches"),))
        by_law: dict[str, list[Answer]] = {}
        for thing in things:
            for answer in self.answers(step, thing):
                by_law.setdefault(answer.question.place or "", []).append(answer)
        if not by_law:
            return self._elsewhere(things)
        return strongest([self._under(law, answers) for law, answers in by_law.items()])

    def _elsewhere(self, things: Sequence[str]) -> Effect:
        """Where a step asks nothing about the things themselves: whether they are protected at all, as asked at other steps.

        Whether a right in weights or a collection reaches what was made from them is a question that no law asked answers.
        """
        by_law: dict[str, list[Answer]] = {}
        for thing in things:
            for answer in self._by_thing.get(thing, ()):
                by_law.setdefault(answer.question.place or "", []).append(answer)
        found = [self._under(law, answers) for law, answers in by_law.items()]
        if not found:
            return Effect(NONE, (LawEffect("", NONE, "no right in it is asked about"),))
        reaching = "whether a right in it reaches this is open"
        return strongest(
            [one if one.effect == NONE else LawEffect(one.law, OPEN, f"{one.law or 'unknown place'}: {reaching}") for one in found]
        )

    @cached_property
    def _actless(self) -> frozenset[str]:
        """Steps that entail no act at all, such as publishing links."""
        asked = [answer.question for answer in self.bare.answers()]
        return frozenset(q.step for q in asked) - {q.step for q in asked if q.act is not None}

    @cached_property
    def _by_thing(self) -> dict[str, list[Answer]]:
        table: dict[str, list[Answer]] = {}
        for (_, thing), answers in self._by_use.items():
            table.setdefault(thing or "", []).extend(answers)
        return table

    def _under(self, law: str, answers: list[Answer]) -> LawEffect:
        worst = max(answers, key=lambda answer: EFFECTS.index(_OF_STATUS.get(answer.status, OPEN)))
        kind = _OF_STATUS.get(worst.status, OPEN)
        where, words = law or "unknown place", self._run.words
        right = words.label(worst.question.right or "")
        if kind == NONE:
            return LawEffect(law, kind, f"{where}: no right is engaged")
        if kind == EXCEPTED:
            rule = next((r for r in worst.rules if r.kind == "Exception"), None)
            return LawEffect(law, kind, f"{where}: an exception covers the act" + (f" ({rule.provision})" if rule else ""))
        if worst.status == NOT_ENCODED:
            return LawEffect(law, kind, f"{where}: {right} is not encoded: a gap, not a freedom")
        if kind == OPEN:
            turns = [self._run.label_of(d.atom) for d in worst.depends_on[:3] if d.atom != "place"]
            unplaced = worst.question.place is None
            why = "the place of the step is not known" if unplaced else "whether a right is engaged is open"
            return LawEffect(law, kind, f"{where}: {why}" + (f" (turns on: {'; '.join(turns)})" if turns else ""))
        return LawEffect(law, kind, f"{where}: a right is engaged ({right})")

    def void(self, step: str, things: Iterable[str]) -> bool:
        """Whether, under every law asked, an exception excuses the step against which contract terms are void."""
        answers = [answer for thing in things for answer in self.answers(step, thing)]
        places = {answer.question.place for answer in answers}
        voided = {
            a.question.place
            for a in answers
            if a.status == "excepted" and any(r.override == "void" for r in a.rules if r.kind == "Exception")
        }
        return bool(places) and places == voided


def strongest(found: list[LawEffect]) -> Effect:
    """Several laws together: the strongest effect leads."""
    return Effect(max((one.effect for one in found), key=EFFECTS.index), tuple(found))


def weakest(effects: Iterable[Effect]) -> Effect:
    """Terms that meet conflict only as far as all of them have an effect."""
    return min(effects, key=lambda effect: EFFECTS.index(effect.kind))


def by_contract(effect: Effect, because: str) -> Effect:
    """The effect of terms that the performer accepted: at least that of a contract."""
    if effect.kind == RIGHT:
        return effect
    return Effect(CONTRACT, (*effect.laws, LawEffect("", CONTRACT, because)))


def _without_grants(law: Law, written: Iterable[str]) -> Law:
    """The law in which every licence, encoded or not, grants nothing."""
    book = law.book
    read = book.read_licences()
    records = {name: replace(record, grants=()) for name, record in read.records.items()}
    known = {n.casefold() for r in records.values() for n in (r.label, r.id.removeprefix("licence-"), *r.aliases)}
    for name in written:
        plain = name.removeprefix("licence-")
        if plain.casefold() not in known:
            records[f"unread {name}"] = LicenceTerms(f"unread {name}", plain, (), False, "", ())
    bare = replace(book, read_licences=lambda: read._replace(records=records, grants={}))
    return replace(law, book=bare, memo={})
