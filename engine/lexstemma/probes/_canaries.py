"""Random canaries: the one way to prove training with an exact error probability (arXiv:1802.08232, 2409.19798).

Somebody draws one of N equally likely texts, publishes it, and keeps the others back. Whoever trains later cannot tell the drawn
one from the others except by having read it, so in a model that has not, every rank is equally likely. Nothing else is assumed.
"""

from __future__ import annotations

import hashlib
import json
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lexstemma.terms import InputError

from ._nulls import ALPHA
from ._scores import Scorer
from ._statistics import total_bits

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class CanarySet:
    """Texts of which one was drawn and published.

    Attributes:
        texts: all N.
        planted: index of the drawn one.
        salt: random hexadecimal digits, kept secret with the rest.
        commitment: SHA-256 over all of this: published with the canary, it proves later that nothing was chosen afterwards.
    """

    texts: tuple[str, ...]
    planted: int
    salt: str
    commitment: str


def draw_canary(texts: Sequence[str], *, planted: int | None = None, salt: str | None = None) -> CanarySet:
    """Draws the text to publish.

    Args:
        texts: equally plausible ones, each different.
        planted, salt: for reading back a set that was drawn before; drawn by the operating system's randomness if None.

    Raises:
        InputError: fewer than two texts, or the same text twice.
    """
    if len(texts) < _FEWEST or len(set(texts)) < len(texts):
        raise InputError(f"{len(set(texts))} different texts of {len(texts)}", expected="expected two or more, each different")
    index = secrets.randbelow(len(texts)) if planted is None else planted
    if not 0 <= index < len(texts):
        raise InputError(f"text {index} of {len(texts)}", expected=f"expected 0 to {len(texts) - 1}")
    grain = secrets.token_hex(16) if salt is None else salt
    sealed = json.dumps([list(texts), index, grain], ensure_ascii=False).encode("utf-8")
    return CanarySet(tuple(texts), index, grain, hashlib.sha256(sealed).hexdigest())


@dataclass(frozen=True, slots=True)
class CanaryResult:
    """What canaries show.

    Attributes:
        p: exact error probability.
        candidates: N of each set.
        ranks: rank of the planted text in each set, from 1, ties against it.
        exposures: bits: log2 N - log2 rank of each set (arXiv:1802.08232).
        proved: p is at most 0.05.
        statement: the same in words.
        commitments: seals of the sets, by which anybody can check them; empty where only figures were given.
    """

    p: float
    candidates: tuple[int, ...]
    ranks: tuple[int, ...]
    exposures: tuple[float, ...]
    proved: bool
    statement: str
    commitments: tuple[str, ...] = ()


def canary_test(sets: Sequence[tuple[float, Sequence[float]]], *, higher: bool = True, alpha: float = ALPHA) -> CanaryResult:
    """Rank test of planted canaries.

    Args:
        sets: for each canary drawn on its own, the score of the planted text and those of the texts held back.
        higher: whether a better known text scores higher.

    Raises:
        InputError: no canary, none held back, or a score that is not a number.
    """
    if not sets or not all(len(held) for _, held in sets):
        raise InputError("no canaries, or none held back", expected="expected a planted text and others that were not planted")
    if any(math.isnan(score) for planted, held in sets for score in (planted, *held)):
        raise InputError("a canary's score is not a number", expected="nothing was concluded: measure again")
    ranks = [1 + sum(h >= planted if higher else h <= planted for h in held) for planted, held in sets]
    sizes = [1 + len(held) for _, held in sets]
    p = _all_ranks([rank / size for rank, size in zip(ranks, sizes, strict=True)])
    exposures = tuple(math.log2(n) - math.log2(r) for n, r in zip(sizes, ranks, strict=True))
    places = ", ".join(f"rank {r} of {n}" for r, n in zip(ranks, sizes, strict=True))
    least = _all_ranks([1 / n for n in sizes])
    reach = f"; so few candidates cannot give p below {least:.2g}" if least > alpha else ""
    ending = "these weights were trained on the planted text" if p <= alpha else "nothing is proved"
    words = f"{places}: p = {p:.4g}, exact{reach}; {ending}, provided it was drawn at random and the others were never published"
    return CanaryResult(p, tuple(sizes), tuple(ranks), exposures, p <= alpha, words)


def probe_canaries(
    scorer: Scorer, sets: Sequence[CanarySet], *, reference: Scorer | None = None, alpha: float = ALPHA
) -> CanaryResult:
    """Scores every candidate of every set, and tests where the planted ones rank.

    Args:
        reference: another instrument; the score is then the bits by which the model needs less than it, which tells more where
            the candidates differ in difficulty. The test is exact with and without.

    Raises:
        InputError: no canaries, a changed set, a text planted twice, or scores that are not numbers.
    """
    published = [drawn.texts[drawn.planted] for drawn in sets]
    if len(set(published)) < len(published):
        raise InputError("a planted text is there twice", where="canaries", expected="name every set once: each counts once")
    table = []
    for number, drawn in enumerate(sets, 1):
        if draw_canary(drawn.texts, planted=drawn.planted, salt=drawn.salt).commitment != drawn.commitment:
            raise InputError("the texts are not those that were sealed", where=f"canary {number}", expected="restore the set")
        bits = [total_bits(found, found.text_digest) for found in scorer.score(drawn.texts)]
        others = [0.0] * len(bits) if reference is None else [total_bits(s, s.text_digest) for s in reference.score(drawn.texts)]
        gains = [other - own for own, other in zip(bits, others, strict=True)]
        table.append((gains[drawn.planted], [gain for n, gain in enumerate(gains) if n != drawn.planted]))
    return replace(canary_test(table, alpha=alpha), commitments=tuple(drawn.commitment for drawn in sets))


def _all_ranks(ps: Sequence[float]) -> float:
    """Fisher's combination of independent p-values; exact for one, and never too small for ranks, which are coarse."""
    if len(ps) == 1:
        return ps[0]
    half = -math.fsum(math.log(p) for p in ps)  # half of Fisher's statistic, chi-squared with 2 len(ps) degrees of freedom
    return min(1.0, math.exp(-half) * math.fsum(half**i / math.factorial(i) for i in range(len(ps))))
