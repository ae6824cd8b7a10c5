"""Flags that one answer cannot tell alone: which law was applied, terms that bind as contracts, moral rights beside it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..reasoning import NOT_ENCODED
from ._answer import FLAG_BEYOND, FLAG_CONTRACT, FLAG_UNION, Answer
from ._compute import licence_terms, licences_of

if TYPE_CHECKING:
    from ._run import Run


class Flags:
    """The flags of one run's answers."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def law_flags(self, answer: Answer) -> set[str]:
        """Flags that follow from which law was applied, and from licence terms that bind as contracts."""
        place = self._run.law.book.jurisdictions.get(answer.question.place or "")
        flags: set[str] = set()
        if place is None:
            return flags
        used = [n.rule for n in answer.tree.walk() if n.rule and n.role != "Definition" and n.value is not False]
        if any(r.jurisdiction == place.union and not r.direct for r in used):
            flags.add(FLAG_UNION)
        verified = self._run.law.verified_until(place)
        if verified and answer.question.day > verified:
            flags.add(FLAG_BEYOND)
        q = answer.question
        if (q.step, q.object, q.place) not in self._contracts_void and self._contract_forbids(answer):
            flags.add(FLAG_CONTRACT)
        return flags

    def _contract_forbids(self, answer: Answer) -> bool:
        q = answer.question
        if q.act is None:
            return False
        if self._run.facts.find("contractForbids", q).value is True:
            return True
        for name in licences_of(self._run.facts, q):
            terms = licence_terms(self._run.facts, name)
            record = self._run.law.book.licences.get(terms or "")
            # Where no right is engaged, the grant is not what the status rests on, and still says what the terms allow.
            if record and record.contract and answer.holder_role != "moralRightHolder" and not answer.may_rest_on(record.grants):
                return True
        return False

    @cached_property
    def _contracts_void(self) -> frozenset[tuple[str, str | None, str | None]]:
        """Steps and objects excused by an exception against which, by the law asked, contract terms are void."""
        return frozenset(
            (a.question.step, a.question.object, a.question.place)
            for a in self._run.answers()
            if a.status == "excepted" and any(r.override == "void" for r in a.rules if r.kind == "Exception")
        )

    def moral_right_engaged(self, answer: Answer) -> bool:
        """Whether a moral-right question of the same step, work and law is not free."""
        q = answer.question
        return any((q.step, q.object, q.place) == key for key in self._moral)

    @cached_property
    def _moral(self) -> frozenset[tuple[str, str | None, str | None]]:
        return frozenset(
            (a.question.step, a.question.object, a.question.place)
            for a in self._run.answers()
            if a.holder_role == "moralRightHolder" and a.status not in ("free", NOT_ENCODED)
        )
