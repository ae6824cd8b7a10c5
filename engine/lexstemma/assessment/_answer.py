"""The answer to one question, with everything that makes it checkable. Only the status is computed at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..law import Rule
from ..reasoning import Decision, Explainer, Finding, IssueState, Node, Valuation
from ._questions import Question

if TYPE_CHECKING:
    from ._run import Run
    from ._standards import Weighing

OWN_ACT = "performerMakesTheCopy"
FLAG_UNION, FLAG_BEYOND = "flagUnionFallback", "flagBeyondVerified"
FLAG_MORAL, FLAG_CONTRACT = "flagMoralRight", "flagContractBreach"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One element of a requirement set: a fact or issue with the value it must have, or an authorization.

    Args:
        kind: "fact", "standard", "issue" or "authorization".
    """

    kind: str
    atom: str
    value: bool
    text: str


@dataclass(frozen=True, slots=True)
class Dependency:
    """An open atom that matters, and the status that the answer would have under each value."""

    kind: str
    atom: str
    if_true: str
    if_false: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A title that does not help, and because of what."""

    rule: Rule
    because: tuple[str, ...]


class Answer:
    """What the law asked says of one question.

    `status` is one of `lexstemma.STATUSES` or `not_encoded`; docs/reasoning.md says what they mean.
    """

    def __init__(
        self,
        run: Run,
        question: Question,
        decision: Decision,
        valuation: Valuation | None = None,
        findings: Mapping[str, Finding] | None = None,
        note: str = "",
    ) -> None:
        self._run, self.question, self._decision, self._valuation = run, question, decision, valuation
        self._findings = findings or {}
        self._note = note

    def __repr__(self) -> str:
        return f"<Answer {self.question.id}: {self.status}>"

    @property
    def run(self) -> Run:
        """The run that it belongs to."""
        return self._run

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def status(self) -> str:
        return self._decision.status

    def within(self, run: Run) -> Answer:
        """The same answer as part of another run."""
        return Answer(run, self.question, self._decision, self._valuation, self._findings, self._note)

    @property
    def capped(self) -> bool:
        """Whether more requirement sets exist than are listed."""
        return self._decision.capped

    @property
    def note(self) -> str:
        """Why the question could not be decided, or what else must be said first; empty if nothing."""
        return self._note

    @property
    def valuation(self) -> Valuation | None:
        """The formulas of the rules and facts that it was decided by; None where nothing was there to decide."""
        return self._valuation

    @property
    def watched(self) -> frozenset[str]:
        """Every fact, standard and issue that some rule which bears on the question asks for."""
        return self._valuation.program.watched if self._valuation else frozenset()

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards among them that precedents decide."""
        return tuple(self._valuation.program.weighed) if self._valuation else ()

    def defined_by(self, atom: str) -> tuple[Rule, ...]:
        """The definitions of the law asked that conclude a fact."""
        return tuple(self._valuation.program.definitions.get(atom, ())) if self._valuation else ()

    def unaware_of(self, atoms: set[str]) -> bool:
        """Whether no rule that bears on the question asks for any of these atoms."""
        return atoms.isdisjoint(self.watched)

    @cached_property
    def tree(self) -> Node:
        """The proof: status <- rules <- atoms with their findings."""
        if self._valuation is None:
            return Node("status", self.status, None)
        return Explainer(self._valuation, self._decision, self._findings).tree()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Rules that stand and that the status rests on, the deciding kind first."""
        first = {"free": "Limit", "excepted": "Exception", "licensed": "Grant"}.get(self.status, "Restriction")
        found = {n.rule.id: n.rule for n in self.tree.walk() if n.rule and n.value is not False and n.role != "Definition"}
        return tuple(sorted(found.values(), key=lambda r: (r.kind != first, r.kind)))

    @cached_property
    def failed(self) -> tuple[Failure, ...]:
        """Exceptions, grants and limits in scope that do not stand, with the atoms or defeaters because of which."""
        if self._valuation is None:
            return ()
        program = self._valuation.program
        explainer = Explainer(self._valuation, self._decision, self._findings)
        restrictions = program.restrictions if self.status == "free" else ()
        titles = (*restrictions, *program.exceptions, *program.grants)
        return tuple(Failure(rule, because) for rule, because in explainer.failing(titles))

    def may_rest_on(self, rules: Collection[str]) -> bool:
        """Whether one of these rules is in scope and not known to fail, even where the status rests on something else."""
        if self._valuation is None:
            return True
        return any(r.id in rules and self._valuation.stands(r) is not False for r in self._valuation.program.deciding)

    @cached_property
    def depends_on(self) -> tuple[Dependency, ...]:
        if self.question.place is None:
            return (Dependency("fact", "place", self.status, self.status),)
        if self._valuation is None:
            return ()
        found = self._run.under_each(self._valuation, self._decision.matters)
        return tuple(Dependency(self._run.kind_of(atom), atom, *statuses) for atom, statuses in found.items())

    def under(self, atom: str, value: bool) -> Decision:
        """The decision if an open atom had this value."""
        return self.with_values({atom: value})

    def with_values(self, values: Mapping[str, bool]) -> Decision:
        """The decision if these atoms, open or known, had these values."""
        if self._valuation is None:
            return self._decision
        return self._run.decide_with(self._valuation, values)

    @cached_property
    def issues(self) -> tuple[IssueState, ...]:
        """States of the issues that the answer turns on or that a rule in it mentions, with the positions of both sides."""
        atoms = self.tree.atoms & set(self._run.law.book.issues)
        mentioned = {issue for n in self.tree.walk() if n.rule and n.value is not False for issue in n.rule.mentions}
        return tuple(self._run.issue(name, self.question) for name in sorted(atoms | mentioned))

    @cached_property
    def weighings(self) -> tuple[Weighing, ...]:
        """The standards in the proof that precedents decide, each with its factors and the nearest precedents."""
        if self._valuation is None:
            return ()
        program = self._valuation.program
        return tuple(
            self._run.weighing(name, program, self.question)
            for name in program.weighed
            if name in self.tree.atoms and (found := self.finding(name)) is not None and found.origin == "precedent"
        )

    @cached_property
    def presumed(self) -> tuple[str, ...]:
        """Facts whose value is presumed and in the tree."""
        return tuple(sorted(a for a, found in self.tree.findings.items() if found.origin == "presumed"))

    @cached_property
    def requirements(self) -> tuple[tuple[Requirement, ...], ...]:
        """Minimal sets of which one suffices to make the act lawful; one empty set where nothing is required."""
        sets = [tuple(self._run.requirement(atom, value) for atom, value in pairs) for pairs in self._decision.sets]
        if sets == [()]:
            return ((),)
        return (*sets, (self._run.authorization(self.question),)) if self.question.right else tuple(sets)

    @cached_property
    def responsible(self) -> str | None:
        """Whose act it is in law: the performer, or the prompter where the act is not the performer's."""
        valuation = self._valuation
        if valuation is not None and OWN_ACT in valuation.program.atoms and valuation.holds(OWN_ACT) is False:
            return self._run.case.graph.name(self.question.step, "promptedBy") or "user"
        return self.question.performer

    @cached_property
    def duties(self) -> tuple[Rule, ...]:
        """Duties, separate wrongs and remedy gates that apply to the step."""
        if self._valuation is None:
            return ()
        return tuple(r for r in self._valuation.program.reported if self._valuation.stands(r) is True)

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """Labels of flags, in a fixed order."""
        names = {flag for rule in self.duties for flag in rule.raises}
        standing = [n.rule for n in self.tree.walk() if n.rule and n.value is True]
        names |= {flag for rule in standing for flag in rule.raises}
        names |= {flag for found in self.tree.findings.values() for flag in found.flags}
        names |= self._run.flags.law_flags(self)
        if self._run.flags.moral_right_engaged(self):
            names.add(FLAG_MORAL)
        return tuple(self._run.words.label(name) for name in self._run.words.flags if name in names)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        notes = [self._note] if self._note else []
        if not self.question.dated:
            notes.append("the case gives no date for this act: the law of the day of asking was applied")
        if self._decision.others:
            notes.append("the titles suffice only together: " + ", ".join((self.status, *self._decision.others)))
        if self._decision.capped:
            notes.append("more requirement sets exist than are listed")
        for rule in self._valuation.program.reported if self._valuation else ():
            if self._valuation and self._valuation.stands(rule) is None:
                notes.append(f"may apply, the facts are not known: {rule.label} ({rule.provision})")
        notes += [
            f"{atom}: {self._findings[atom].detail}"
            for atom in self._decision.matters
            if self._findings.get(atom) and self._findings[atom].detail
        ]
        return tuple(notes)

    @property
    def holder_role(self) -> str | None:
        right = self.question.right
        return self._run.words.graph.name(right, "holderRole") if right else None

    @property
    def holders(self) -> tuple[str, ...]:
        """The agents whom the case names as holders of the right; empty if it names none."""
        return self._run.holders(self.question)

    def finding(self, atom: str) -> Finding | None:
        return self._findings.get(atom)

    def holds(self, atom: str) -> bool | None:
        """Whether a fact or issue that a rule asks for holds, as found or concluded; None where that is open."""
        if self._valuation is None or atom not in self._valuation.program.atoms:
            return None
        return self._valuation.holds(atom)

    def why(self) -> str:
        """The proof as indented text."""
        return self._run.why(self)
