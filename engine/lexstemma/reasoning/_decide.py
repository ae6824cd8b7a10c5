"""Deciding one question over all completions of what is unknown (supervaluation), never by propagating "unknown".

A completion is free (no restriction stands even before exceptions), excepted, licensed or unlawful; docs/reasoning.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, reduce

from ..law import Rule
from ._bdd import ZERO, Diagrams
from ._dnf import (
    NO,
    TRUE,
    YES,
    Formula,
    Terms,
    Theory,
    TooManyTerms,
    atoms_in,
    conj_all,
    disj_all,
    negative,
    positive,
    variable,
)
from ._program import Program

STATUSES = ("free", "excepted", "licensed", "depends", "contested", "authorization_required")
LAWFUL, NEEDED = STATUSES[:3], STATUSES[-1]
NOT_ENCODED = "not_encoded"
MAX_PER_TITLE = 8


def rank(status: str) -> int:
    """The place of a status in the order of demand; `not_encoded` counts as `depends`."""
    return STATUSES.index("depends" if status == NOT_ENCODED else status)


def worst(statuses: list[str]) -> str:
    """The most demanding status; of a `depends` and a gap, which rank alike, the one that can be acted on."""
    return max(statuses, key=lambda s: (rank(s), s != NOT_ENCODED), default="free")


@dataclass(frozen=True, slots=True)
class Atoms:
    """Which open atoms are ordinary facts, standards and issues."""

    issues: frozenset[str]
    standards: frozenset[str]

    def ordinary(self, atom: str) -> bool:
        return atom not in self.issues and atom not in self.standards


@dataclass(frozen=True)
class Valuation:
    """Formulas of rules and atoms over the open atoms of one question.

    Args:
        known: values of base atoms, and of defined atoms that the case states (a stated value beats a definition).
        open: the open atoms, in the order of their bits.
    """

    program: Program
    known: Mapping[str, bool]
    open: tuple[str, ...]
    theory: Theory
    _rules: dict[str, Formula]
    _atoms: dict[str, Formula]

    @classmethod
    def of(cls, program: Program, values: Mapping[str, bool | None], clauses: Callable[[tuple[str, ...]], Theory]) -> Valuation:
        """Args:
        values: a value (None for unknown) for every base atom of the program, and for stated defined atoms.
        clauses: the exclusions and implications among open atoms.
        """
        known = {atom: value for atom, value in values.items() if value is not None}
        unknown = tuple(atom for atom in program.base_atoms if values.get(atom) is None)
        return cls(program, known, unknown, clauses(unknown), {}, dict(zip(unknown, _variables(len(unknown)), strict=True)))

    def knowing(self, known: Mapping[str, bool]) -> Valuation:
        """The same program with only these atoms known, and no clauses between the others."""
        unknown = tuple(atom for atom in self.program.base_atoms if atom not in known)
        return Valuation(self.program, known, unknown, Theory(), {}, dict(zip(unknown, _variables(len(unknown)), strict=True)))

    @property
    def blank(self) -> Valuation:
        """The same program with nothing known; kept with the program."""
        found = self.program.memo.get("blank")
        if found is None:
            found = self.program.memo["blank"] = self.knowing({})
        return found

    def atom(self, name: str) -> Formula:
        formula = self._atoms.get(name)
        if formula is None:
            if name in self.known:
                formula = YES if self.known[name] else NO
            else:
                formula = any_of(self.rule(r) for r in self.program.definitions[name])
            self._atoms[name] = formula
        return formula

    def rule(self, rule: Rule) -> Formula:
        """Whether a rule stands: its conditions hold and no defeater of it stands."""
        formula = self._rules.get(rule.id)
        if formula is None:
            formula = self._rules[rule.id] = self._stands(rule)
        return formula

    def _stands(self, rule: Rule) -> Formula:
        known = self.known
        # A known condition that fails settles it, whatever the formulas of the others are.
        for name in rule.requires:
            if known.get(name) is False:
                return NO
        for name in rule.unless:
            if known.get(name) is True:
                return NO
        formula = YES
        for name in rule.requires:
            if name not in known:
                formula &= self.atom(name)
        for name in rule.unless:
            if name not in known:
                formula &= ~self.atom(name)
        for defeater in self.program.defeaters.get(rule.id, ()):
            formula &= ~self.rule(defeater)
        return formula

    def stands(self, rule: Rule) -> bool | None:
        """Whether a rule stands in every completion, in none (False), or it depends (None)."""
        try:
            return self.rule(rule).value
        except TooManyTerms:
            return None

    def holds(self, name: str) -> bool | None:
        """Whether an atom holds in every completion, in none (False), or it depends (None)."""
        try:
            return self.atom(name).value
        except TooManyTerms:
            return None


@cache
def _variables(count: int) -> tuple[Formula, ...]:
    return tuple(variable(index) for index in range(count))


def any_of(formulas: Iterable[Formula]) -> Formula:
    return reduce(Formula.__or__, formulas, NO)


@dataclass(frozen=True)
class Decision:
    """The outcome for one question.

    Args:
        status: one of `STATUSES`.
        others: with `licensed` reached only by several titles together, the other titles named.
        sets: minimal sets of (atom, value) under which the act is lawful; one empty set if it is lawful anyway.
        matters: open atoms on which lawfulness depends.
        capped: the sets were too many and are not all listed.
    """

    status: str
    others: tuple[str, ...] = ()
    sets: tuple[tuple[tuple[str, bool], ...], ...] = ()
    matters: tuple[str, ...] = ()
    capped: bool = False


def decide(valuation: Valuation, kinds: Atoms, *, sets: bool = True) -> Decision:
    """The status over all admissible completions, and the minimal sets that make the act lawful.

    Args:
        sets: without them only the status is asked, which is faster where much is unknown.
    """
    if sets:
        try:
            return _decide_by_terms(valuation, kinds)
        except TooManyTerms:
            pass
    return _decide_by_diagrams(valuation, kinds, sets=sets)


def _decide_by_terms(valuation: Valuation, kinds: Atoms) -> Decision:
    """Only what makes the act lawful is listed: the alternatives that make it unlawful may be many more."""
    program, theory = valuation.program, valuation.theory
    free = conj_all(valuation.rule(r).neg for r in program.restrictions)
    free = disj_all((free, *(valuation.rule(r).pos for r in program.limits)))
    if theory.covers(free):
        return Decision("free", sets=((),))
    excepted = disj_all((free, *(valuation.rule(r).pos for r in program.exceptions)))
    if theory.covers(excepted):
        return Decision("excepted", sets=((),))
    grants = [valuation.rule(r).pos for r in program.grants]
    if theory.covers(disj_all((free, *grants))):
        return Decision("licensed", sets=((),))
    primes = theory.primes(disj_all((excepted, *grants)))
    if primes == TRUE:
        return Decision("licensed", others=("excepted",), sets=((),))
    if not primes:
        return Decision("authorization_required")
    sets = tuple(_named(term, valuation.open) for term in primes)
    matters = tuple(valuation.open[i] for i in sorted(atoms_in(primes)))
    status = "depends"
    if any(atom in kinds.issues for atom in matters) and not _settled(valuation, kinds, primes):
        status = Outcome(valuation, kinds).status()[0]
    return Decision(status, sets=sets, matters=matters)


def _decide_by_diagrams(valuation: Valuation, kinds: Atoms, *, sets: bool = True) -> Decision:
    outcome = Outcome(valuation, kinds)
    status, others = outcome.status()
    if status not in ("depends", "contested"):
        lawful = status != "authorization_required"
        return Decision(status, others=others, sets=((),) if lawful else ())
    listed = tuple(_some_sets(valuation, outcome.diagrams, outcome.lawful)) if sets else ()
    return Decision(status, sets=listed, matters=outcome.diagrams.support(outcome.lawful), capped=True)


class Outcome:
    """The diagrams of one question's outcome, for asking its status again under many settings."""

    def __init__(self, valuation: Valuation, kinds: Atoms) -> None:
        program, self.diagrams, self._kinds = valuation.program, Diagrams(valuation, kinds), kinds
        diagrams = self.diagrams
        self._free = diagrams.either(diagrams.negate(diagrams.any(program.restrictions)), diagrams.any(program.limits))
        self._excepted, self._licensed = diagrams.any(program.exceptions), diagrams.any(program.grants)
        self.lawful = diagrams.either(self._free, diagrams.either(self._excepted, self._licensed))

    def status(self, values: Mapping[str, bool] | None = None) -> tuple[str, tuple[str, ...]]:
        """The status with some open atoms set, and the other titles it takes."""
        diagrams = self.diagrams
        parts = (diagrams.within, self._free, self._excepted, self._licensed, self.lawful)
        within, free, excepted, licensed, lawful = (diagrams.given(part, values or {}) for part in parts)

        def always(one: int) -> bool:
            return diagrams.both(within, diagrams.negate(one)) == ZERO

        if always(free):
            return "free", ()
        if always(diagrams.either(free, excepted)):
            return "excepted", ()
        if always(diagrams.either(free, licensed)):
            return "licensed", ()
        if always(lawful):
            return "licensed", ("excepted",)
        if diagrams.both(within, lawful) == ZERO:
            return "authorization_required", ()
        issues = any(atom in self._kinds.issues for atom in diagrams.support(lawful))
        return ("contested" if issues and not diagrams.settled_by_facts(lawful, within) else "depends"), ()


def _some_sets(valuation: Valuation, diagrams: Diagrams, lawful: int) -> list[tuple[tuple[str, bool], ...]]:
    """Minimal sets reached from single titles and limits: each is one, but there may be more."""
    program = valuation.program
    sources: list[Terms] = []
    for rule in (*program.limits, *program.exceptions, *program.grants):
        with suppress(TooManyTerms):
            sources.append(valuation.rule(rule).pos)
    with suppress(TooManyTerms):
        sources.append(conj_all(valuation.rule(rule).neg for rule in program.restrictions))
    found: dict[tuple[tuple[str, bool], ...], None] = {}
    for term in [t for terms in sources for t in terms[:MAX_PER_TITLE]]:
        kept = dict(_named(term, valuation.open))
        for name in list(kept):
            less = {a: v for a, v in kept.items() if a != name}
            if diagrams.follows(less, lawful):
                kept = less
        if not diagrams.follows(kept, ZERO):
            found.setdefault(tuple(kept.items()))
    return sorted(found, key=lambda pairs: (len(pairs), pairs))


def _settled(valuation: Valuation, kinds: Atoms, lawful: Terms) -> bool:
    """Whether some setting of the ordinary facts alone makes the act lawful, whatever the issues and standards turn out to be."""
    facts = 0
    for index, name in enumerate(valuation.open):
        if kinds.ordinary(name):
            facts |= positive(index) | negative(index)
    return any(term & ~facts == 0 for term in lawful)


def _named(term: int, names: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((name, bool(term & positive(i))) for i, name in enumerate(names) if term & (positive(i) | negative(i)))
