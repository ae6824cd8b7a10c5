"""Information accounts of weights: bits of the training text, bits of capacity, and bits held of single works where measured.

After section 2 of the paper, which writes a token of a vocabulary of V values in whole bits. The figures describe; they are no
measure of liability: a high ratio shows neither that a work is in the weights nor that it is not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..case import HELD_AS, Case
from ..derivation import Derivation
from ..terms import InputError

DESCRIPTIVE = (
    "These figures describe. They are no measure of liability: a ratio says nothing about a single work, and bits held are "
    "relative to the reference model they were measured against."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a probe's record says of one work.

    Args:
        held: bits that the weights know beyond the reference model; None where no reference was measured.
        error_bound: the probability of a gain this large if the reference were the true source of the text.
        raw_bits: length of the text in UTF-8.
        model_bits: length of the text under the weights, the weights free of charge.
        compressed_bits: length under the best general compressor.
        record: where the record lies.
    """

    held: float | None
    error_bound: float | None
    raw_bits: float | None
    model_bits: float | None
    compressed_bits: float | None
    record: str


@dataclass(frozen=True, slots=True)
class HeldBits:
    """What is known of one work in one version of weights, from one piece of evidence.

    Args:
        measured: None where the record is not at hand.
        missing: why not, in words; empty if nothing is missing.
    """

    work: str
    evidence: str
    grade: str
    holders: tuple[str, ...]
    measured: Measured | None
    missing: str


@dataclass(frozen=True, slots=True)
class Share:
    """The bits held of one rightsholder's works; `of_held` is their part of all bits that were measured."""

    holder: str
    bits: float
    works: tuple[str, ...]
    of_held: float
    of_capacity: float | None


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one version of weights; a figure that nobody stated is None and named in `missing`.

    Args:
        tokens_from: the thing, or things, whose `trainingTokens` were taken.
        behind: other weights that these derive from, with their own training tokens where stated.
    """

    weights: str
    tokens: int | None
    tokens_from: tuple[str, ...]
    vocabulary: int | None
    parameters: int | None
    bits_per_parameter: Fraction | None
    behind: tuple[tuple[str, int | None], ...]
    holdings: tuple[HeldBits, ...]
    missing: tuple[str, ...]

    @property
    def bits_per_token(self) -> int | None:
        """Whole bits in which one token of the vocabulary can be written."""
        return None if self.vocabulary is None else (self.vocabulary - 1).bit_length()

    @property
    def information_per_token(self) -> float | None:
        """The base-2 logarithm of the vocabulary: bits of one token if all were equally likely."""
        return None if self.vocabulary is None else math.log2(self.vocabulary)

    @property
    def training_bits(self) -> int | None:
        """Tokens times whole bits per token."""
        per = self.bits_per_token
        return None if self.tokens is None or per is None else self.tokens * per

    @property
    def capacity_bits(self) -> Fraction | None:
        """Parameters times bits per parameter, as stored."""
        return None if self.parameters is None or self.bits_per_parameter is None else self.parameters * self.bits_per_parameter

    @property
    def ratio(self) -> float | None:
        """Bits of training text for every bit of capacity."""
        training, capacity = self.training_bits, self.capacity_bits
        return None if training is None or not capacity else float(training / capacity)

    @property
    def capacity_per_token(self) -> float | None:
        """Bits of capacity for every token of the training text."""
        capacity = self.capacity_bits
        return None if capacity is None or not self.tokens else float(capacity / self.tokens)

    @property
    def held(self) -> float | None:
        """Bits held of all measured works together; texts that overlap count more than once. None if nothing was measured."""
        found = [bits for _, bits in _best(self.holdings)]
        return math.fsum(found) if found else None

    @property
    def shares(self) -> tuple[Share, ...]:
        """Bits held by rightsholder, the largest first; a work with several holders counts for each of them."""
        total, capacity = self.held, self.capacity_bits
        found: dict[str, list[tuple[str, float]]] = {}
        for holding, bits in _best(self.holdings):
            for holder in holding.holders or ("not named",):
                found.setdefault(holder, []).append((holding.work, bits))
        shares = []
        for holder, parts in found.items():
            bits = math.fsum(bits for _, bits in parts)
            of_capacity = float(bits / capacity) if capacity else None
            shares.append(Share(holder, bits, tuple(work for work, _ in parts), bits / total if total else 0.0, of_capacity))
        return tuple(sorted(shares, key=lambda share: (-share.bits, share.holder)))


def _best(holdings: Sequence[HeldBits]) -> list[tuple[HeldBits, float]]:
    """One holding for each work: of several measurements the one that found most."""
    found: dict[str, tuple[HeldBits, float]] = {}
    for one in holdings:
        if one.measured is not None and one.measured.held is not None:
            known = found.get(one.work)
            if known is None or one.measured.held > known[1]:
                found[one.work] = (one, one.measured.held)
    return list(found.values())


def accounts(case: Case, measured: Mapping[str, Measured | str] | None = None) -> tuple[Account, ...]:
    """The accounts of all weights of a case, in the order of the file. No law is asked.

    Args:
        measured: for pieces of evidence by id what their records say, or why a record cannot be used.

    Raises:
        InputError: the case has no weights, or a figure that cannot be (a vocabulary of fewer than two values, no bits).
    """
    weights = case.of_kind("Weights")
    if not weights:
        raise InputError("the case describes no weights", where=case.source, expected="accounts are kept of weights")
    derivation = Derivation.of(case)
    return tuple(_account(case, derivation, thing, measured or {}) for thing in weights)


def _account(case: Case, derivation: Derivation, thing: str, measured: Mapping[str, Measured | str]) -> Account:
    tokens, tokens_from = _tokens(case, derivation, thing)
    vocabulary = _whole(case, thing, "vocabularySize", least=2)
    parameters = _whole(case, thing, "parameters", least=1)
    bits = _number(case, thing, "bitsPerParameter")
    lacking = [
        name
        for name, value in (
            ("trainingTokens", tokens), ("vocabularySize", vocabulary), ("parameters", parameters), ("bitsPerParameter", bits),
        )
        if value is None
    ]  # fmt: skip
    derived = derivation.copy_or_derivative_of(thing)
    behind = tuple(
        (other, _whole(case, other, "trainingTokens", least=0))
        for other in case.of_kind("Weights")
        if other != thing and other in derived
    )
    holdings = tuple(_holdings(case, thing, measured))
    return Account(thing, tokens, tokens_from, vocabulary, parameters, bits, behind, holdings, tuple(lacking))


def _tokens(case: Case, derivation: Derivation, thing: str) -> tuple[int | None, tuple[str, ...]]:
    """Stated of the weights; else the sum over the data that their training used, if it is stated of all of it."""
    own = _whole(case, thing, "trainingTokens", least=0)
    if own is not None:
        return own, (thing,)
    used = [
        entity
        for step in derivation.producers(thing)
        if "ModelStep" in case.types(step)
        for entity in derivation.inputs(step)
        if "Weights" not in case.types(entity)
    ]
    found = [_whole(case, entity, "trainingTokens", least=0) for entity in used]
    known = [tokens for tokens in found if tokens is not None]
    return (sum(known), tuple(used)) if used and len(known) == len(used) else (None, ())


def _holdings(case: Case, thing: str, measured: Mapping[str, Measured | str]) -> list[HeldBits]:
    graph, found = case.graph, []
    for node in case.of_kind("Evidence"):
        if thing not in graph.names(node, "about"):
            continue
        told = measured.get(node, "no record of it is at hand")
        missing = told if isinstance(told, str) else "" if told.held is not None else "no reference model was measured"
        record = told if isinstance(told, Measured) else None
        grade = graph.name(node, "grade") or "not graded"
        found += [HeldBits(work, node, grade, _holders(case, work), record, missing) for work in graph.names(node, "concerning")]
    return found


def _holders(case: Case, work: str) -> tuple[str, ...]:
    graph = case.graph
    named = (graph.names(work, prop) for prop in HELD_AS)
    return tuple(next(filter(None, named), ()))


def _number(case: Case, thing: str, prop: str) -> Fraction | None:
    text = case.graph.text(thing, prop)
    if text is None:
        return None
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if value <= 0:
        raise _impossible(case, thing, prop, text, "a number above 0")
    return value


def _whole(case: Case, thing: str, prop: str, *, least: int) -> int | None:
    text = case.graph.text(thing, prop)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise _impossible(case, thing, prop, text, f"a whole number of {least} or more")
    return int(text)


def _impossible(case: Case, thing: str, prop: str, text: str, expected: str) -> InputError:
    return InputError(f"{prop} of {thing!r} is {text}", where=case.where(thing, prop), expected=f"expected {expected}")
