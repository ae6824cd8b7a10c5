"""Decides the questions of one case under one law: gathers rules, finds facts, takes the state of issues, decides.

Programs and decisions depend on the law and the values alone, so all runs under one law share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..case import Case
from ..derivation import Derivation
from ..law import Jurisdiction, Law, Rule, TermRule
from ..reasoning import (
    Atoms,
    Decision,
    Finding,
    Outcome,
    Program,
    Theory,
    Valuation,
    decide,
    gather,
    negative,
    positive,
)
from ..terms import Vocabulary
from ._compute import licence_terms, licences_of
from ._facts import Facts
from ._issues import Issues
from ._plan import Plan, plan
from ._questions import Matter, Question, matters

if TYPE_CHECKING:
    from ..reasoning import Constraint
    from ._standards import Weighing


class Judge:
    """What the law makes of a question, given the facts of a case."""

    def __init__(self, case: Case, derivation: Derivation, law: Law, words: Vocabulary) -> None:
        self.case, self.derivation, self.law, self.words = case, derivation, law, words
        self.facts = Facts(case, derivation, law, words)
        self.issues = Issues(law, self.facts)
        self.atoms = Atoms(frozenset(law.book.issues), frozenset(f.name for f in words.facts.values() if f.standard))
        self._directed = [(a, b, True) for a, b in words.implications]
        self._directed += [(a, b, False) for one, other in words.exclusions for a, b in ((one, other), (other, one))]
        self._programs: dict[tuple[object, ...], Program] = law.memo.setdefault("programs", {})
        self._decisions: dict[tuple[object, ...], tuple[Decision, Valuation]] = law.memo.setdefault("decisions", {})
        self._factors: dict[tuple[object, ...], dict[str, bool | None]] = law.memo.setdefault("factors", {})
        self._under: dict[int, dict[str, tuple[str, str]]] = law.memo.setdefault("under", {})
        self._settings: dict[tuple[object, ...], Decision] = law.memo.setdefault("settings", {})
        self._classes: dict[tuple[str, str | None], tuple[frozenset[str], frozenset[str]]] = {}
        self._offered: dict[tuple[object, ...], tuple[str, ...]] = law.memo.setdefault("offered", {})
        self._plans: dict[int, tuple[Plan, dict[str, Finding], tuple[str, ...], tuple[str, ...]]] = {}
        self._anywhere: dict[tuple[object, ...], dict[str, Finding]] = {}
        self._theories: dict[tuple[str, ...], Theory] = law.memo.setdefault("theories", {})

    def stated_otherwise(self, case: Case, fact: str) -> Judge:
        """The judge of a case in which only one fact is stated otherwise."""
        other = Judge.__new__(Judge)
        other.__dict__.update(self.__dict__)
        other.case, other.facts = case, self.facts.stated_otherwise(case, fact)
        other.issues, other._plans, other._anywhere = Issues(self.law, other.facts), {}, {}
        return other

    @property
    def terms(self) -> Iterator[TermRule]:
        """The term rules of the laws that were asked."""
        return (term for volume in self.law.book.volumes.opened.values() for term in volume.terms.values())

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Everything that can be asked about the case, before any law is chosen."""
        return tuple(matters(self.case, self.derivation, self.words))

    def decide(self, q: Question, place: Jurisdiction) -> tuple[Decision, Valuation, dict[str, Finding]]:
        """The decision, the formulas it came from, and where each value came from."""
        return self.decide_by(self._program(q, place), q)

    def decide_by(self, program: Program, q: Question) -> tuple[Decision, Valuation, dict[str, Finding]]:
        """The same by a given program, which has to live as long as the law."""
        findings = self._findings(program, q)
        key = (id(program), tuple(findings), tuple([found.value for found in findings.values()]))
        hit = self._decisions.get(key)
        if hit is None:
            values = {atom: found.value for atom, found in findings.items()}
            valuation = Valuation.of(program, values, self._theory)
            hit = self._decisions[key] = (decide(valuation, self.atoms), valuation)
        return (*hit, findings)

    def decide_with(self, valuation: Valuation, changed: Mapping[str, bool]) -> Decision:
        """The decision with some atoms set otherwise."""
        values: dict[str, bool | None] = dict.fromkeys(valuation.open)
        values.update(valuation.known)
        values.update(changed)
        key = (id(valuation.program), tuple(values.items()))
        found = self._settings.get(key)
        if found is None:
            changed_valuation = Valuation.of(valuation.program, values, self._theory)
            found = self._settings[key] = decide(changed_valuation, self.atoms, sets=False)
        return found

    def under_each(self, valuation: Valuation, atoms: tuple[str, ...]) -> dict[str, tuple[str, str]]:
        """For each open atom the status if it were true, and if it were false."""
        # Valuations are kept with the decisions, so their identity is a key.
        found = self._under.get(id(valuation))
        if found is None:
            outcome = Outcome(valuation, self.atoms)
            found = {atom: (outcome.status({atom: True})[0], outcome.status({atom: False})[0]) for atom in atoms}
            self._under[id(valuation)] = found
        return found

    def _program(self, q: Question, place: Jurisdiction) -> Program:
        steps, subjects = self._kinds(q.step, q.object)
        grants = self._grants(q, steps, subjects) if q.object in self._licensed else ()
        # Questions that the same rules reach have one program.
        reach = self.law.reach(place, q.day)
        key = (reach, q.right, reach.bits(steps, q.act, q.result, subjects, q.right), grants)
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = self._shared_program(q, place, reach.reached(key[2]), grants)
        return program

    def _shared_program(self, q: Question, place: Jurisdiction, rules: tuple[Rule, ...], grants: tuple[str, ...]) -> Program:
        """The program of these rules; places where the same rules apply, such as many states of one union, share it."""
        weighs = place.id if place.id in self.law.book.judged else ""
        key = (q.right, weighs, grants, tuple(rule.id for rule in rules))
        program = self._programs.get(key)
        if program is None:
            moral = (self.words.graph.name(q.right or "", "holderRole")) == "moralRightHolder"
            offered = [self.law.book.grants[name] for name in grants]
            program = self._programs[key] = gather(self.law, place, q.right, rules, offered, moral=moral)
        return program

    def _kinds(self, step: str, thing: str | None) -> tuple[frozenset[str], frozenset[str]]:
        """The classes of a step and of the thing asked about."""
        found = self._classes.get((step, thing))
        if found is None:
            subjects = self.derivation.kinds(thing) if thing else frozenset[str]()
            found = self._classes[step, thing] = self.case.types(step), subjects
        return found

    @cached_property
    def _licensed(self) -> frozenset[str]:
        """Things that are under a licence, themselves or with the whole that they are a layer of."""
        under = [thing for thing in self.case.graph.subjects() if self.case.graph.values(thing, "licence")]
        return frozenset((*under, *(layer for thing in under for layer in self.case.graph.names(thing, "layers"))))

    def _grants(self, q: Question, steps: frozenset[str], subjects: frozenset[str]) -> tuple[str, ...]:
        """The grants that reach a question, of the licences that its object is under."""
        known = tuple(filter(None, (licence_terms(self.facts, name) for name in licences_of(self.facts, q))))
        key = (known, steps, q.act, q.result, subjects)
        found = self._offered.get(key)
        if found is None:
            book = self.law.book
            offered = (grant for terms in known for grant in book.licences[terms].grants)
            found = tuple(g for g in offered if book.grants[g].scope.reaches(steps, q.act, q.result, subjects))
            self._offered[key] = found
        return found

    def _findings(self, program: Program, q: Question) -> dict[str, Finding]:
        planned, silent, told, bound = self._planned(program)
        find, stated = self.facts.find, self.facts.stated
        about = (id(program), q.step, q.object, q.performer, q.result_entity, q.day)
        anywhere = self._anywhere.get(about)
        if anywhere is None:
            anywhere = self._anywhere[about] = dict(silent)
            for atom in told:
                anywhere[atom] = find(atom, q)
            for atom in planned.defined:
                # A value stated in the case beats a definition.
                if (said := stated(atom, q)) is not None:
                    anywhere[atom] = said
        found = dict(anywhere)
        for atom in bound:
            found[atom] = find(atom, q)
        for atom in program.weighed:
            found[atom] = self._standard(atom, program, q)
        for a, b, value in planned.directed:
            # Unknown or presumed facts that declared implications and exclusions settle from others that are known.
            if a not in found or b not in found or found[b].origin not in ("unknown", "presumed"):
                continue
            if found[a].value is True and found[a].origin != "presumed":
                verb = "implies" if value else "excludes"
                found[b] = Finding(value, "inferred", f"{self.words.label(a)} {verb} it")
        if planned.issues:
            found |= self.issues.findings(planned.issues, q)
        return found

    def _planned(self, program: Program) -> tuple[Plan, dict[str, Finding], tuple[str, ...], tuple[str, ...]]:
        """How the atoms of a program are found in this case: the plan; what is silent throughout; what is to be looked for, and
        of that, what the law asked has a say in."""
        ready = self._plans.get(id(program))
        if ready is None:
            planned = program.memo.get("plan") or program.memo.setdefault(
                "plan", plan(program, self.law.book.issues, self._directed)
            )
            always, facts = self.facts.always, self.facts
            silent = {atom: always[atom] for atom in planned.plain if atom in always}
            told = [atom for atom in planned.plain if atom not in silent]
            free = tuple(atom for atom in told if not facts.of_the_law(atom))
            ready = self._plans[id(program)] = planned, silent, free, tuple(atom for atom in told if facts.of_the_law(atom))
        return ready

    def _standard(self, name: str, program: Program, q: Question) -> Finding:
        """A standard that precedents decide, unless the case states it."""
        stated = self.facts.stated(name, q)
        return stated if stated is not None else self.weighing(name, program, q).finding

    def weighing(self, name: str, program: Program, q: Question) -> Weighing:
        """What the precedents of the place make of a standard, with the factors that the question has.

        Raises:
            InputError: the case has factors that exclude one another.
            LawError: the precedents contradict one another.
        """
        from ._standards import RECORD_COMPLETE, Weighing, constrained

        place = self.law.book.jurisdictions[q.place or ""]
        base = self.law.base(place, name)
        assert base is not None  # the program says that it is weighed
        part = program.weighed[name]
        known = self._findings(part, q)
        concluded = self._concluded(part, known)
        factors = {
            factor: known[factor]
            if factor in known
            else Finding(concluded[factor], "defined", "; ".join(r.label for r in part.definitions[factor]))
            for factor in base.factors
        }
        forum = self.law.forum.id if self.law.forum is not None and self.law.forum.id in base.courts else base.highest[0]
        complete = self.facts.find(RECORD_COMPLETE, q).value is True
        # Many questions share their factors; the precedents need to be laid beside them only once.
        key = (name, place.id, forum, self.law.as_of, complete, tuple(found.value for found in factors.values()))
        kept: dict[tuple[object, ...], Constraint] = self.law.memo.setdefault("constraints", {})
        if key not in kept:
            kept[key] = constrained(base, factors, complete=complete, forum=forum, asked=self.law.as_of, where=self.case.source)
        return Weighing(name, base, factors, kept[key])

    def _concluded(self, part: Program, known: Mapping[str, Finding]) -> dict[str, bool | None]:
        """What definitions conclude from the findings, by fact."""
        values = {atom: found.value for atom, found in known.items()}
        key = (id(part), tuple(values.items()))
        kept = self._factors.get(key)
        if kept is None:
            valuation = Valuation.of(part, values, self._theory)
            kept = self._factors[key] = {name: valuation.holds(name) for name in part.definitions if name in part.watched}
        return kept

    def _theory(self, open_atoms: tuple[str, ...]) -> Theory:
        found = self._theories.get(open_atoms)
        if found is None:
            index = {atom: i for i, atom in enumerate(open_atoms)}
            clauses = [(negative(index[a]), positive(index[b])) for a, b in self.words.implications if a in index and b in index]
            clauses += [(negative(index[a]), negative(index[b])) for a, b in self.words.exclusions if a in index and b in index]
            found = self._theories[open_atoms] = Theory(clauses)
        return found
