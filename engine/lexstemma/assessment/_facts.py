"""The value of a fact for one question: stated, inferred, computed, or what silence means - in this order.

A statement on the pair of step and work beats one on the step, which beats one on the work; among statements of the same
closeness two sources that disagree leave the fact unknown, and the disagreement is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ..case import Case, Statement
from ..derivation import Derivation
from ..law import Jurisdiction, Law
from ..reasoning import UNKNOWN, Finding, Origin
from ..terms import FactTerm, Vocabulary, evidence_policy
from ._compute import COMPUTATIONS
from ._dates import first_day
from ._questions import Question

# Computations that look at the law asked, and those that look at other facts.
_OF_THE_LAW = frozenset(("computeTerm", "computeOriginHome", "computeAuthorHome", "computeOutside"))
_OF_OTHER_FACTS = frozenset(("computeTerm",))
_STATED = "stated:"
_LAW = 2


class Facts:
    """Finds facts of one case under one law; remembers what it found per thing asked about."""

    def __init__(self, case: Case, derivation: Derivation, law: Law, words: Vocabulary) -> None:
        self.case, self.derivation, self.law, self.words = case, derivation, law, words
        self._kept: dict[tuple[object, ...], dict[str, Finding]] = {}
        self._levels = {name: _level(term) for name, term in words.facts.items()}
        self.terms: dict[tuple[object, ...], Finding | None] = {}
        self._at: Question | None = None
        self._here: tuple[dict[str, Finding], ...] = ()
        self._wholes: dict[str, tuple[str, ...]] = {}
        for whole in case.of_kind("Work"):
            for layer in case.graph.names(whole, "layers"):
                self._wholes[layer] = (*self._wholes.get(layer, ()), whole)
        self.policy = evidence_policy(case.evidence_policy)
        self._read_statements()

    def _read_statements(self) -> None:
        self._stated: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.case.statements:
            self._stated.setdefault((statement.fact, statement.subject), []).append(statement)
        self._used_facts = {statement.fact for statement in self.case.statements}

    def stated_otherwise(self, case: Case, fact: str) -> Facts:
        """The facts of a case in which only one fact is stated otherwise: what was found of the others is kept."""
        other = Facts.__new__(Facts)
        other.__dict__.update(self.__dict__)
        other.case = case
        stale = {fact, _STATED + fact, *(name for name, term in self.words.facts.items() if term.computed_by in _OF_OTHER_FACTS)}
        other._kept = {key: {n: f for n, f in found.items() if n not in stale} for key, found in self._kept.items()}
        other._at, other.terms = None, {}
        for derived in ("always", "_unsaid"):
            other.__dict__.pop(derived, None)
        other._read_statements()
        return other

    @cached_property
    def licence_index(self) -> dict[str, str]:
        """Ids of the encoded licences by every name that they go under."""
        return self.law.memo.get("licences") or self.law.memo.setdefault("licences", _licence_index(self.law))

    def find(self, name: str, question: Question) -> Finding:
        """Everything but definitions: those belong to the law asked."""
        if question is not self._at:
            self._move(question)
        here = self._here[self._levels[name]]
        found = here.get(name)
        if found is None:
            found = here[name] = self._find(self.words.facts[name], question)
        return found

    @cached_property
    def always(self) -> dict[str, Finding]:
        """The findings of facts that the case nowhere states and that nothing implies or computes: silence decides them."""
        return {
            name: self._silent(term) for name, term in self.words.facts.items() if name in self._unsaid and not term.computed_by
        }

    @cached_property
    def _unsaid(self) -> frozenset[str]:
        """Facts that the case nowhere states and that no type or purpose implies."""
        return frozenset(
            name
            for name, term in self.words.facts.items()
            if name not in self._used_facts
            and not (term.held_by_purpose or term.excluded_by_purpose)
            and (term.computed_by or not (term.held_by or term.excluded_by))
        )

    def of_the_law(self, name: str) -> bool:
        """Whether the law asked has a say in a fact."""
        return self._levels[name] == _LAW

    def stated(self, name: str, question: Question) -> Finding | None:
        """What the case says or types imply, without computation and presumption; None if nothing."""
        if question is not self._at:
            self._move(question)
        key = _STATED + name
        found = self._here[0].get(key)
        if found is None:
            found = self._here[0][key] = self._said(self.words.facts[name], question) or UNKNOWN
        return None if found is UNKNOWN else found

    def _move(self, q: Question) -> None:
        """What was found so far about a question: of any law, of this right, of this law."""
        about = (q.step, q.object, q.performer, q.result_entity, q.day)
        keys: tuple[tuple[object, ...], ...] = (about, (*about, q.right), (q.id, q.outside))
        self._at, self._here = q, tuple(self._kept.setdefault(key, {}) for key in keys)

    def _find(self, term: FactTerm, question: Question) -> Finding:
        if term.name not in self._unsaid and (said := self._said(term, question)) is not None:
            return said
        if term.computed_by is not None:
            computed = COMPUTATIONS[term.computed_by](self, term, question)
            if computed is not None:
                return computed
        return self._silent(term)

    def _silent(self, term: FactTerm) -> Finding:
        if term.silence is not None and not self.law.strict:
            return Finding(term.silence, "presumed", term.silence_reason or "", f"to be rebutted by the {_other(term.burden)}")
        return UNKNOWN

    def _said(self, term: FactTerm, question: Question) -> Finding | None:
        if term.name in self._used_facts:
            for subject, concerning in self._places(term, question):
                found = [s for s in self._stated.get((term.name, subject or ""), ()) if s.concerning == concerning]
                # What holds from a later day on says nothing about the day of the act.
                if found := [s for s in found if s.since is None or first_day(s.since) <= question.day]:
                    return _agreed(found)
        return self._inferred(term, question)

    def _places(self, term: FactTerm, q: Question) -> Iterable[tuple[str | None, str | None]]:
        """Where a statement may stand, closest first: the thing it may be stated of, and the other thing it concerns."""
        work = q.object
        parents = self.parents(work)
        match term.about:
            case "Agent":
                yield q.performer, None
                yield q.step, None
            case "Work" | "Object":
                yield work, None
                yield q.step, work
                yield q.step, None
            case "Step":
                yield q.step, work
                yield q.step, None
                yield from self._along(term, q)
            case "Copy" | "Output":
                for thing in (q.result_entity, q.step):
                    for one in (work, *parents):
                        yield thing, one
                    yield thing, None
            case _:
                for one in (work, *parents):
                    yield q.step, one
                yield q.step, None
                for one in (work, *parents):
                    yield one, None
                yield from self._along(term, q)

    def _along(self, term: FactTerm, q: Question) -> Iterable[tuple[str | None, str | None]]:
        """Other steps of the same copy, where the fact follows it."""
        if term.follows is None or q.object is None:
            return
        walk = self.derivation.upstream_steps if term.follows == "upstream" else self.derivation.downstream_steps
        # A layer travels with the object that it is a layer of.
        for thing in (q.object, *self.parents(q.object)):
            for step in walk(q.step, thing):
                yield step, thing
                yield step, None

    def parents(self, work: str | None) -> tuple[str, ...]:
        """Works of which this is a layer: what is stated of the whole object is stated of its layers."""
        return self._wholes.get(work or "", ())

    def _inferred(self, term: FactTerm, q: Question) -> Finding | None:
        """What types, purposes and forms imply."""
        thing = {"Agent": q.performer, "Work": q.object, "Object": q.object, "Use": q.object}.get(term.about)
        if thing is not None and (term.held_by or term.excluded_by) and term.computed_by is None:
            types = self.case.types(thing)
            for classes, value in ((term.held_by, True), (term.excluded_by, False)):
                for name in classes:
                    if name in types:
                        return Finding(value, "inferred", f"{thing} is of type {self.words.label(name)}")
        if term.held_by_purpose or term.excluded_by_purpose:
            purposes = self.case.graph.names(q.step, "purpose")
            # Purposes are plural: a commercial one beside others keeps the step from being non-commercial.
            for names, value in ((term.excluded_by_purpose, False), (term.held_by_purpose, True)):
                for name in names:
                    if name in purposes:
                        return Finding(value, "inferred", f"purpose of {q.step}: {self.words.label(name)}")
        return None

    def jurisdiction(self, question: Question) -> Jurisdiction | None:
        return self.law.book.jurisdictions.get(question.place or "")


def _level(term: FactTerm) -> int:
    """On what a value can depend: on the step and thing asked about; if it is computed, on the right too, or on the law."""
    return 0 if term.computed_by is None else _LAW if term.computed_by in _OF_THE_LAW else 1


def _licence_index(law: Law) -> dict[str, str]:
    return {
        name.casefold(): record.id
        for record in law.book.licences.values()
        for name in (record.label, record.id.removeprefix("licence-"), *record.aliases)
    }


def _agreed(statements: list[Statement]) -> Finding:
    values = {s.value for s in statements}
    sources = "; ".join(dict.fromkeys(s.source or str(s.where) for s in statements))
    if len(values) > 1:
        sides = "; ".join(f"{'true' if s.value else 'false'}: {s.source or s.where}" for s in statements)
        return Finding(None, "disputed", f"the case's sources disagree ({sides})", sources)
    first = statements[0]
    origin: Origin = "what-if" if first.source == "what-if" else "stated"
    return Finding(
        first.value, origin, f"stated of {first.subject}" + (f" and {first.concerning}" if first.concerning else ""), sources
    )


def _other(burden: str | None) -> str:
    return {"user": "user", "claimant": "rightholder"}.get(burden or "", "party it burdens")
