"""Whether a model prefers the order in which a data set was published (arXiv:2310.17623).

If a data set's records could as well stand in any other order, a model that has not read the file finds all orders equally good
on average; preferring the published one is a sign of having read it, with an exact error probability.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._scores import Progress, Scorer
from ._statistics import require_sound


@dataclass(frozen=True, slots=True)
class OrderResult:
    """The published order among random ones.

    Attributes:
        p: (1 + random orders at least as likely) / (1 + random orders).
        permutations: how many random orders (B).
        published: nats: mean log p of the shards in the published order.
        shuffled: nats: the same in each random order.
        statement: p with B and the assumption, in words.
    """

    p: float
    permutations: int
    published: float
    shuffled: tuple[float, ...]
    statement: str


def order_test(
    scorer: Scorer,
    records: Sequence[str],
    *,
    shards: int = 1,
    permutations: int = 99,
    joiner: str = "\n",
    seed: int = 0,
    progress: Progress | None = None,
) -> OrderResult:
    """Permutation test of the published order.

    Args:
        records: in the published order; what they say must not depend on where they stand.
        shards: consecutive parts, each shuffled within itself and scored by itself, so that each fits into the context.
        permutations: B; p cannot fall below 1 / (B + 1).

    Raises:
        InputError: too few records or permutations, an empty record, or a shard longer than the context.
    """
    if permutations < 1 or shards < 1 or len(records) < 2 * shards:
        what = f"{len(records)} records in {shards} shards, {permutations} permutations"
        raise InputError(what, expected="expected two records or more in every shard, and one permutation or more")
    if not all(record.strip() for record in records):
        raise InputError("an empty record", expected="expected some words in every record")
    edges = [len(records) * n // shards for n in range(shards + 1)]
    parts = [list(records[a:b]) for a, b in itertools.pairwise(edges)]
    for number, part in enumerate(parts, 1):
        tokens = len(scorer.encode(joiner.join(part))[0]) + (scorer.instrument.start_token is not None)
        if tokens > scorer.instrument.context:
            what = f"shard {number} has {tokens:,} tokens, the context {scorer.instrument.context:,}"
            raise InputError(what, expected="expected more shards: what a model no longer sees cannot show an order")
    draw = random.Random(seed)  # noqa: S311 - the same orders for the same seed, no secret
    texts = [joiner.join(part) for part in parts]
    for _ in range(permutations):
        texts += [joiner.join(draw.sample(part, len(part))) for part in parts]
    scores = scorer.score(texts, progress=progress)
    totals = []
    for found in scores:
        require_sound(found)
        first = int(scorer.instrument.start_token is None)
        totals.append(float(found.logprobs[first:].sum(dtype="float64")))
    means = [sum(totals[n : n + shards]) / shards for n in range(0, len(totals), shards)]
    return rank_order(means[0], means[1:])


def rank_order(published: float, shuffled: Sequence[float]) -> OrderResult:
    """The test from the figures alone; ties count against the published order."""
    if not shuffled or any(value != value for value in (published, *shuffled)):
        raise InputError("no random orders, or a figure that is not a number", expected="nothing was concluded: measure again")
    count = len(shuffled)
    p = (1 + sum(value >= published for value in shuffled)) / (1 + count)
    reach = ", which cannot reach 0.05" if count < 19 else ""
    words = f"p = {p:.4g} among B = {count} random orders{reach}; assumes that the records could as well stand in any other order"
    return OrderResult(p, count, published, tuple(shuffled), words)
