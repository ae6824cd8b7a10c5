"""Contested issues as the questions of one case meet them: their states, and what counting decisions turned on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..law import Law
from ..reasoning import Bearing, Finding, IssueState, bearing, finding, issue_state

if TYPE_CHECKING:
    from ._facts import Facts
    from ._questions import Question


class Issues:
    """The states of issues for the questions of one case; equal states are one object, shared by all runs under one law."""

    def __init__(self, law: Law, facts: Facts) -> None:
        self._law, self._facts = law, facts
        self._bearing: dict[str, Bearing] = law.memo.setdefault("bearing", {})
        self._states: dict[tuple[object, ...], IssueState] = law.memo.setdefault("issue states", {})
        self._found: dict[int, tuple[Finding, tuple[str, ...]]] = {}
        self._at: dict[tuple[tuple[str, ...], str | None], tuple[dict[str, Finding], tuple[str, ...]]] = {}

    def findings(self, names: tuple[str, ...], q: Question) -> dict[str, Finding]:
        """Issues as atoms of a question, with the facts that the counting decisions turned on."""
        kept = self._at.get((names, q.place))
        if kept is None:
            # All questions at a place see the same, unless a decision turned on facts or speaks of acts of some time.
            turning = tuple(name for name in names if (bears := self._bears(name)).facts or bears.dated)
            kept = self._at[names, q.place] = {n: self._finding(n, q) for n in names if n not in turning}, turning
        same, turning = kept
        return same | {name: self._finding(name, q) for name in turning} if turning else same

    def state(self, name: str, q: Question) -> IssueState:
        """The state of an issue for a question; what decisions turned on is looked up for it."""
        bears = self._bears(name)
        place = self._law.book.jurisdictions[q.place or ""]
        values = {fact: self._facts.find(fact, q).value for fact in bears.facts} if bears.facts else {}
        # Places in which the same authorities count, and days between which none of them distinguishes, share a state.
        at = place.id in bears.places and place.id, place.union in bears.places and place.union, bears.dated and q.day
        key = (name, self._law.as_of, *at, *values.values())
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = issue_state(self._law, self._law.book.issues[name], place, q.day, values.get)
        return state

    def _finding(self, name: str, q: Question) -> Finding:
        state = self.state(name, q)
        # States are kept, so their identity is a key.
        kept = self._found.get(id(state))
        if kept is None:
            counting = (s.position for s in state.standings if s.counts)
            found = finding(self._law, state)
            turned = dict.fromkeys(fact for p in counting for fact in (*p.turned_on, *p.turned_on_absence))
            kept = found, tuple(turned) if found.origin == "issue" and found.value is not None else ()
            self._found[id(state)] = kept
        found, grounds = kept
        return replace(found, grounds=tuple((fact, self._facts.find(fact, q)) for fact in grounds)) if grounds else found

    def _bears(self, name: str) -> Bearing:
        found = self._bearing.get(name)
        if found is None:
            found = self._bearing[name] = bearing(self._law, self._law.book.issues[name])
        return found
