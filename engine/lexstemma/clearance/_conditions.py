"""Whether a term of a licence is kept, as far as the case says: stated facts, purposes and types; silence stays open."""

from __future__ import annotations

from collections.abc import Iterable

from ..case import Case, Statement
from ..terms import vocabulary
from ._records import LicenceTerm

KEPT, BROKEN, OPEN, STANDS, NO_MATTER = "kept", "broken", "open", "stands", "no matter"


class Conditions:
    """Looks facts up for a step and the things in its hands."""

    def __init__(self, case: Case) -> None:
        self._case, self._facts = case, vocabulary().facts
        self._stated: dict[tuple[str, str, str | None], list[Statement]] = {}
        for statement in case.statements:
            self._stated.setdefault((statement.fact, statement.subject, statement.concerning), []).append(statement)

    def value(self, fact: str, step: str, licensed: str, hands: Iterable[str] = ()) -> bool | None:
        """The value of a fact for the use of a licensed thing in a step; None if open or disputed.

        Args:
            hands: what the step has in hand of it.
        """
        performer = self._case.graph.name(step, "performer")
        places: list[tuple[str, str | None]] = [(step, licensed)]
        places += [(thing, licensed) for thing in hands]
        places += [(step, None), (licensed, None), *((thing, None) for thing in hands)]
        if performer:
            places.append((performer, None))
        for subject, concerning in places:
            said = {s.value for s in self._stated.get((fact, subject, concerning), ())}
            if said:
                return said.pop() if len(said) == 1 else None
        return self._inferred(fact, step, licensed)

    def _inferred(self, fact: str, step: str, licensed: str) -> bool | None:
        term, purposes = self._facts[fact], self._case.graph.names(step, "purpose")
        # A commercial purpose beside others keeps the step from being non-commercial.
        if set(term.excluded_by_purpose).intersection(purposes):
            return False
        if set(term.held_by_purpose).intersection(purposes):
            return True
        kinds = self._case.types(licensed)
        return True if kinds.intersection(term.held_by) else False if kinds.intersection(term.excluded_by) else None

    def state(self, term: LicenceTerm, step: str, licensed: str, hands: Iterable[str] = ()) -> tuple[str, tuple[str, ...]]:
        """Whether the term is kept in a step, and the facts because of which it is broken or open."""
        hands = tuple(hands)
        applies = {fact: self.value(fact, step, licensed, hands) for fact in term.applies_if}
        if False in applies.values():
            return NO_MATTER, ()
        if not term.requires and not term.unless:
            unsure = tuple(fact for fact, value in applies.items() if value is None)
            return (OPEN, unsure) if unsure else (STANDS, ())
        wanted = [(fact, True) for fact in term.requires] + [(fact, False) for fact in term.unless]
        found = {fact: (self.value(fact, step, licensed, hands), good) for fact, good in wanted}
        broken = tuple(fact for fact, (value, good) in found.items() if value is not None and value != good)
        unsure = tuple(fact for fact, (value, _) in found.items() if value is None)
        if broken and None not in applies.values():
            return BROKEN, broken
        if broken or unsure:
            return OPEN, (*unsure, *(fact for fact, value in applies.items() if value is None), *broken)
        return KEPT, ()
