"""A run: one case under one law. Questions are decided once per distinct profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ..case import HELD_AS, Case
from ..derivation import Derivation
from ..law import Jurisdiction, Law
from ..reasoning import NOT_ENCODED, Decision, IssueState, Program, Valuation, worst
from ..terms import InputError, vocabulary
from ._answer import Answer, Requirement
from ._compute import holders
from ._dates import first_day
from ._flags import Flags
from ._judge import Judge
from ._questions import Matter, Question
from ._views import Views
from ._why import why

if TYPE_CHECKING:
    from ._facts import Facts
    from ._standards import Weighing

PLACE = "place"


class Run(Views):
    """All answers for a case. Build it with `assess`.

    Args:
        under: `"place"` (the law of the place of each act), or place codes: those laws as if every step were done there.
        claimed: with place codes, ask the law of an act's real place only; an act elsewhere is outside the territory.
    """

    def __init__(
        self, case: Case, law: Law, under: str | Sequence[str] = PLACE, *, claimed: bool = False, judge: Judge | None = None
    ) -> None:
        self.case, self.law, self.words = case, law, vocabulary()
        self.under, self.claimed = under, claimed
        self._judge = judge or Judge(case, Derivation.of(case), law, self.words)
        self.derivation = self._judge.derivation
        self._asked = (
            None if under == PLACE else tuple(self._place(code) for code in ([under] if isinstance(under, str) else under))
        )

    def _place(self, code: str) -> Jurisdiction:
        found = self.law.jurisdiction(code)
        if found is None:
            known = ", ".join(j.id for j in self.law.encoded())
            raise InputError(f"unknown jurisdiction {code!r}", expected=f"use a place code; encoded are {known}")
        return found

    # ------------------------------------------------------------ answers
    @cached_property
    def _all(self) -> tuple[Answer, ...]:
        return tuple(self._answer(q) for q in self._questions())

    def answers(
        self,
        *,
        step: str | None = None,
        work: str | None = None,
        law: str | None = None,
        right: str | None = None,
    ) -> tuple[Answer, ...]:
        """Answers in file order, narrowed by step (its id or its kind), work, law and right.

        Raises:
            InputError: the case has no such step or work.
        """
        known = set(self.case.graph.subjects())
        kinds = self.words.ancestors
        for what, name in (("step", step), ("work", work)):
            if name is not None and name not in known and not (what == "step" and _kind_named(name) in kinds):
                import difflib

                options = self.case.of_kind("Step" if what == "step" else "Entity")
                near = difflib.get_close_matches(name, options, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(options)}"
                raise InputError(f"the case has no {what} {name!r}", where=self.case.source, expected=hint)
        place = self._place(law).id if law else None

        def wanted(q: Question) -> bool:
            return (
                (step is None or q.step == step or _kind_named(step) in self.case.types(q.step))
                and (work is None or q.object == work)
                and (place is None or q.place == place)
                and (right is None or q.right == right)
            )

        return tuple(a for a in self._all if wanted(a.question))

    def status(self, answers: Iterable[Answer] | None = None) -> str:
        """The most demanding status of some answers, or of all."""
        return worst([a.status for a in (self._all if answers is None else answers)])

    def again(self, under: str | Sequence[str], *, claimed: bool = False) -> Run:
        """The same case and law asked for other places; what was found out about the facts is shared.

        Raises:
            InputError: an unknown place code.
        """
        return Run(self.case, self.law, under, claimed=claimed, judge=self._judge)

    def asked_on(self, day: date) -> Run:
        """The same case and laws as they would have been answered on another day of asking."""
        law = replace(self.law, as_of=day)
        return Run(self.case, law, self.under, claimed=self.claimed, judge=Judge(self.case, self.derivation, law, self.words))

    @property
    def facts(self) -> Facts:
        """What is found out about the facts of the case."""
        return self._judge.facts

    def what_if(self, fact: str, subject: str, value: bool, concerning: str | None = None) -> Run:
        """The same run with one fact stated otherwise; questions that cannot see the fact keep their decisions.

        Raises:
            CaseError: the case has no such thing, or the fact is not known.
        """
        case = self.case.with_statement(fact, subject, value, concerning=concerning)
        other = Run.__new__(Run)
        other.__dict__.update(self.__dict__)
        for stale in ("_all", "_done", "flags"):
            other.__dict__.pop(stale, None)
        other.case, other._judge = case, self._judge.stated_otherwise(case, fact)
        touched = {fact, *(b for a, b in self.words.implications if a == fact)}
        touched |= {o for pair in self.words.exclusions if fact in pair for o in pair}
        if any(fact in (*term.requires, *term.unless) for term in self._judge.terms):
            touched |= {name for name, term in self.words.facts.items() if term.computed_by == "computeTerm"}
        touched |= {
            issue.id
            for issue in self.law.book.issues.values()
            if any(fact in (*p.turned_on, *p.turned_on_absence) for p in issue.positions)
        }
        other.__dict__["_all"] = tuple(
            answer.within(other) if answer.unaware_of(touched) else other._answer(answer.question) for answer in self._all
        )
        return other

    # ------------------------------------------------------------ questions
    def _questions(self) -> Iterable[Question]:
        for matter in self._judge.matters:
            for place, outside in self._places(matter.step):
                if matter.asked_under(place):
                    yield self._question(matter, place, outside)

    def _places(self, step: str) -> Sequence[tuple[str | None, bool]]:
        code = self.case.graph.name(step, "place")
        own = self.law.jurisdiction(code) if code else None
        here = own.id if own else code
        if self._asked is None:
            return [(here, False)]
        if not self.claimed:
            return [(j.id, False) for j in self._asked]
        return [(j.id, here is not None and j.id != here and not (own and own.union == j.id)) for j in self._asked]

    @cached_property
    def _done(self) -> dict[str, tuple[str | None, date, bool]]:
        """Of each step: who performs it, on which day, and whether the case gives that day."""
        graph, found = self.case.graph, {}
        for step in self.case.of_kind("Step"):
            day = graph.text(step, "date")
            found[step] = graph.name(step, "performer"), first_day(day) if day else self.law.as_of, bool(day)
        return found

    def _question(self, m: Matter, place: str | None, outside: bool) -> Question:
        performer, day, dated = self._done[m.step]
        parts = (m.step, m.act or "none", m.object or "", m.right or "", m.result or "", m.result_entity or "", place or "?")
        return Question(
            id="/".join(part for part in parts if part),
            step=m.step,
            performer=performer,
            act=m.act,
            object=m.object,
            right=m.right,
            result=m.result,
            result_entity=m.result_entity,
            place=place,
            day=day,
            outside=outside,
            dated=dated,
        )

    # ------------------------------------------------------------ deciding
    def _answer(self, q: Question) -> Answer:
        place = self.law.book.jurisdictions.get(q.place or "")
        if q.place is None:
            return Answer(self, q, Decision("depends"), note="the case does not say where the step is done: state its place")
        covered = self.law.covers(place) if place else frozenset[str]()
        if place is None or not covered:
            where = place.label if place else q.place
            return Answer(self, q, Decision(NOT_ENCODED), note=f"the law of {where} is not encoded: a gap, not a freedom")
        if q.right is not None and q.right not in covered:
            right = self.words.label(q.right)
            return Answer(self, q, Decision(NOT_ENCODED), note=f"{right}: not encoded for {place.label}: a gap, not a freedom")
        note = "outside-territory: the act is done elsewhere" if q.outside else ""
        return Answer(self, q, *self._judge.decide(q, place), note)

    def judged(self, q: Question, program: Program) -> Answer:
        """The answer to a question by a program of one's own, which has to live as long as the law."""
        return Answer(self, q, *self._judge.decide_by(program, q))

    def decide_with(self, valuation: Valuation, changed: Mapping[str, bool]) -> Decision:
        """The decision with some atoms set otherwise."""
        return self._judge.decide_with(valuation, changed)

    def under_each(self, valuation: Valuation, atoms: tuple[str, ...]) -> dict[str, tuple[str, str]]:
        """For each open atom the status if it were true, and if it were false."""
        return self._judge.under_each(valuation, atoms)

    def weighing(self, name: str, program: Program, q: Question) -> Weighing:
        """What precedents make of a standard for a question."""
        return self._judge.weighing(name, program, q)

    def issue(self, name: str, q: Question) -> IssueState:
        """The state of an issue for a question."""
        return self._judge.issues.state(name, q)

    # ------------------------------------------------------------ what answers ask of their run
    def kind_of(self, atom: str) -> str:
        if atom in self.law.book.issues:
            return "issue"
        return "standard" if atom in self._judge.atoms.standards else "fact"

    def label_of(self, atom: str) -> str:
        """A fact or issue in words."""
        issue = self.law.book.issues.get(atom)
        return issue.label if issue else self.words.label(atom)

    def law_label(self, law: str | None) -> str:
        """The label of a law, or the code of a place that has none."""
        record = self.law.book.jurisdictions.get(law or "")
        return record.label if record else law or "an unknown place"

    def requirement(self, atom: str, value: bool) -> Requirement:
        kind = self.kind_of(atom)
        label = self.law.book.issues[atom].label if kind == "issue" else self.words.label(atom)
        text = f"{label} {'yes' if value else 'no'}" if kind == "issue" else label if value else f"not: {label}"
        return Requirement(kind, atom, value, text)

    def authorization(self, q: Question) -> Requirement:
        role = self.words.graph.name(q.right or "", "holderRole") or ""
        holders = self.holders(q)
        who = f"{', '.join(holders)} ({self.words.label(role)})" if holders else f"the {self.words.label(role)} of {q.object}"
        atom = "/".join(("authorization", ",".join(holders) or role, q.right or "", q.object or "", q.step))
        return Requirement("authorization", atom, True, f"{who} authorizes {self.words.label(q.right or '')} for {q.step}")

    def holders(self, q: Question) -> tuple[str, ...]:
        role = self.words.graph.name(q.right or "", "holderRole")
        props = {"moralRightHolder": ("author",), "databaseMaker": ("maker",)}.get(role or "", HELD_AS)
        named = (holders(self._judge.facts, q.object, prop) for prop in props)
        return tuple(next(filter(None, named), ()))

    @cached_property
    def flags(self) -> Flags:
        """Flags that one answer cannot tell alone."""
        return Flags(self)

    def why(self, answer: Answer) -> str:
        return why(self, answer)


def assess(case: Case, law: Law | None = None, *, under: str | Sequence[str] = PLACE, claimed: bool = False) -> Run:
    """Asks the law about every step of a case.

    Args:
        law: as loaded by `Law.load`; today's positive law if left out.
        under: `"place"`, or place codes to ask as if every step were done there.
        claimed: with place codes, keep the real places: an act elsewhere is outside the territory.

    Raises:
        InputError: an unknown place code, or a case that cannot be assessed.
    """
    return Run(case, law or Law.load(), under, claimed=claimed)


def _kind_named(name: str) -> str:
    """`fine-tuning`, `fineTuning` or `FineTuning` as a class name."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("_", "-").split("-"))
