"""Propositional formulas over a few open atoms, as disjunctions of terms packed into integers.

A term is a conjunction of literals in one int: bit 2i says "atom i is true", bit 2i+1 "atom i is false". A formula is a
tuple of terms; `TRUE` is the one empty term, `FALSE` has none. Every formula is carried together with its negation, so that
"holds in every completion" is "the negation has no term left", which is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import NamedTuple

Terms = tuple[int, ...]
TRUE: Terms = (0,)
FALSE: Terms = ()
MAX_TERMS = 256
MAX_STEPS = 20_000
_EVEN = (1 << 2048) // 3  # the bits that say "true", for up to 1,024 atoms


class TooManyTerms(Exception):
    """A formula outgrew `MAX_TERMS` alternatives."""


def absorb(terms: Iterable[int]) -> Terms:
    """Drops contradictory terms and terms that a shorter one makes superfluous."""
    unique = set(terms)
    if len(unique) == 1:
        (term,) = unique
        return FALSE if term & (term >> 1) & _EVEN else (term,)
    kept: list[int] = []
    for term in sorted(unique, key=int.bit_count):
        if term & (term >> 1) & _EVEN:
            continue
        for shorter in kept:
            if shorter & term == shorter:
                break
        else:
            kept.append(term)
            if len(kept) > MAX_TERMS:
                raise TooManyTerms
    return tuple(kept)


def conj(one: Terms, other: Terms) -> Terms:
    if one == TRUE or not other:
        return other
    if other == TRUE or not one:
        return one
    if len(one) * len(other) > MAX_TERMS * 64:
        raise TooManyTerms
    return absorb([a | b for a in one for b in other])


def disj(one: Terms, other: Terms) -> Terms:
    if not one or other == TRUE:
        return other
    if not other or one == TRUE:
        return one
    return absorb((*one, *other))


def conj_all(formulas: Iterable[Terms]) -> Terms:
    return reduce(conj, formulas, TRUE)


def disj_all(formulas: Iterable[Terms]) -> Terms:
    """All alternatives at once."""
    return absorb([term for terms in formulas for term in terms])


class Formula(NamedTuple):
    """A formula and its negation."""

    pos: Terms
    neg: Terms

    @property
    def value(self) -> bool | None:
        """True or False where every completion agrees, else None."""
        if not self.neg:
            return True
        return None if self.pos else False

    def __and__(self, other: Formula) -> Formula:
        return Formula(conj(self.pos, other.pos), disj(self.neg, other.neg))

    def __or__(self, other: Formula) -> Formula:
        return Formula(disj(self.pos, other.pos), conj(self.neg, other.neg))

    def __invert__(self) -> Formula:
        return Formula(self.neg, self.pos)


YES = Formula(TRUE, FALSE)
NO = Formula(FALSE, TRUE)


def variable(index: int) -> Formula:
    return Formula((1 << (2 * index),), (2 << (2 * index),))


def positive(index: int) -> int:
    """The literal "atom `index` is true"."""
    return 1 << (2 * index)


def negative(index: int) -> int:
    """The literal "atom `index` is false"."""
    return 2 << (2 * index)


class Theory:
    """Exclusions and implications between open atoms: clauses of two literals.

    A term is admissible if unit propagation over the clauses meets no conflict; for clauses of two literals that is exact,
    provided the clauses themselves are satisfiable.
    """

    def __init__(self, clauses: Sequence[tuple[int, int]] = ()) -> None:
        # A clause (a or b) forces b once a is denied, and the reverse.
        self.clauses = tuple(clauses)

    def admits(self, term: int) -> bool:
        if not self.clauses:
            return True
        changed = True
        while changed:
            changed = False
            for a, b in self.clauses:
                for denied, forced in ((flip(a), b), (flip(b), a)):
                    if term & denied == denied and not term & forced:
                        term |= forced
                        changed = True
            if term & (term >> 1) & _EVEN:
                return False
        return True

    def covers(self, terms: Terms) -> bool:
        """Whether the formula holds in every admissible completion."""
        return terms == TRUE or (bool(self.clauses or len(terms) > 1) and self.primes(terms) == TRUE)

    def primes(self, terms: Terms) -> Terms:
        """All prime implicants of the formula within the theory, fewest literals first.

        Iterated consensus (Quine): complete for any disjunction of terms. What the theory excludes counts as covered.
        """
        queue = list(absorb((*terms, *(flip(a) | flip(b) for a, b in self.clauses))))
        pool: list[int] = []
        steps = 0
        while queue:
            term = queue.pop()
            if any(p & term == p for p in pool):
                continue
            pool = [p for p in pool if p & term != term]
            steps += len(pool)
            if len(pool) > MAX_TERMS or steps > MAX_STEPS:
                raise TooManyTerms
            opposed = flip(term)
            queue += [c for p in pool if p & opposed and (c := _consensus(term, p)) is not None]
            pool.append(term)
        return tuple(sorted((t for t in pool if self.admits(t)), key=lambda t: (t.bit_count(), t)))


def flip(literals: int) -> int:
    """Each literal negated."""
    return ((literals & _EVEN) << 1) | ((literals >> 1) & _EVEN)


def atoms_in(terms: Terms) -> frozenset[int]:
    """Indexes of the atoms that occur."""
    union = 0
    for term in terms:
        union |= term
    return frozenset(i for i in range((union.bit_length() + 1) // 2) if union >> (2 * i) & 3)


def _consensus(one: int, other: int) -> int | None:
    """The consensus of two terms that oppose each other in exactly one atom."""
    opposed = one & flip(other)
    if opposed.bit_count() != 1:
        return None
    return (one | other) & ~(opposed | flip(opposed))
