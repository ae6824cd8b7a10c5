"""Likelihood statistics of one text, from its token scores and what is known of it without a model.

None of them proves that a text was trained on (arXiv:2409.19798): they rank texts, and mean something only beside controls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexstemma.terms import InputError

from ._scores import TokenScores
from ._texts import TextFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K = 0.2
"""Share of the least likely tokens that Min-K% averages."""

HIGHER_IS_KNOWN = {
    "bits_per_byte": False, "min_k": True, "min_k_plus": True, "zlib_ratio": False, "top1_share": True, "greedy_run": True,
    "reference_gain": True,
}  # fmt: skip
"""The statistics that rank texts, and whether a better known text has the higher figure."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The statistics of one text.

    Attributes:
        tokens: number of tokens.
        unscored: 1 if the first token has no probability for want of a start token, else 0.
        bits: length of the text in an arithmetic code driven by the model: the sum of -log2 p. A real coder needs at most
            2 bits more.
        bits_per_byte: of the whole text in UTF-8.
        min_k: nats: mean log p of the least likely 20 % of the tokens (Min-K%, arXiv:2310.16789).
        min_k_plus: mean of (log p - mean) / deviation over its lowest 20 % (Min-K%++, arXiv:2404.02936, without a
            temperature); None where the backend gives no moments.
        zlib_ratio: nats per byte of the text under zlib -9 (arXiv:2012.07805).
        top1_share: share of tokens that were the most likely one.
        greedy_run: longest run of such tokens.
        reference_gain: bits per byte by which the reference needs more; None without a reference. Negative where it needs less.
    """

    tokens: int
    unscored: int
    bits: float
    bits_per_byte: float
    min_k: float
    min_k_plus: float | None
    zlib_ratio: float
    top1_share: float
    greedy_run: int
    reference_gain: float | None


def likelihood(scores: TokenScores, facts: TextFacts, *, reference: TokenScores | None = None, k: float = K) -> Likelihood:
    """All statistics of one text.

    Args:
        reference: the same text under a reference model; its tokens may be cut otherwise.
        k: share of tokens for Min-K% and Min-K%++, above 0 and at most 1.

    Raises:
        InputError: the scores are broken (see `require_sound`), or belong to another text.
    """
    import numpy as np

    require_sound(scores)
    if not 0 < k <= 1:
        raise InputError(f"a share of {k} of the tokens", expected="expected a share above 0 and at most 1")
    if scores.text_digest != facts.digest:
        raise InputError("the scores belong to another text", expected="expected the scores and the facts of one text")
    known = scored(scores)
    logp = scores.logprobs[known].astype(np.float64)
    bits = float(-logp.sum() / math.log(2))
    plus = None
    if scores.means is not None and scores.deviations is not None:
        deviations = np.maximum(scores.deviations[known].astype(np.float64), 1e-6)  # 0 where one token has all the mass
        plus = _lowest((logp - scores.means[known]) / deviations, k)
    gain = None if reference is None else (total_bits(reference, facts.digest) - bits) / facts.utf8_bytes
    return Likelihood(
        tokens=len(scores), unscored=int((~known).sum()), bits=bits, bits_per_byte=bits / facts.utf8_bytes,
        min_k=_lowest(logp, k), min_k_plus=plus, zlib_ratio=float(-logp.sum()) / (facts.zlib_bits / 8),
        top1_share=float(scores.top1[known].mean()), greedy_run=longest_run(scores.top1[known]), reference_gain=gain,
    )  # fmt: skip


def require_sound(scores: TokenScores) -> None:
    """Refuses scores from which nothing may be computed.

    Raises:
        InputError: arrays of different lengths, no scored token, log-probabilities above 0, NaN or infinite.
    """
    import numpy as np

    n = len(scores.token_ids)
    rows = {"logprobs": scores.logprobs, "top1": scores.top1, "spans": scores.spans}
    optional = {"means": scores.means, "deviations": scores.deviations, "ranks": scores.ranks}
    rows |= {name: array for name, array in optional.items() if array is not None}
    for name, array in rows.items():
        if len(array) != n:
            raise InputError(f"{len(array)} {name} for {n} tokens", expected="expected one row per token: measure again")
    if n == 0 or (n == 1 and bool(np.isnan(scores.logprobs[0]))):
        raise InputError("a text without a scored token", expected="expected two tokens or more")
    tail = scores.logprobs[1:] if np.isnan(scores.logprobs[0]) else scores.logprobs
    if not np.isfinite(tail).all():
        raise InputError("log-probabilities that are not finite numbers", expected="nothing was computed: measure again")
    if (tail > 1e-4).any():
        raise InputError("log-probabilities above 0", expected="expected natural logarithms of probabilities")


def scored(scores: TokenScores) -> NDArray[np.bool_]:
    """Which tokens have a probability, shape (n,): all, or all but the first."""
    import numpy as np

    return ~np.isnan(scores.logprobs)


def total_bits(scores: TokenScores, digest: str) -> float:
    """Sum of -log2 p over the scored tokens of the text with this digest.

    Raises:
        InputError: the scores are broken, or of another text.
    """
    import numpy as np

    require_sound(scores)
    if scores.text_digest != digest:
        raise InputError("the reference scored another text", expected="expected both models on the same text")
    return float(-np.nansum(scores.logprobs.astype(np.float64)) / math.log(2))


def longest_run(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run of True."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _lowest(values: NDArray[np.float64], k: float) -> float:
    import numpy as np

    count = max(1, int(len(values) * k))
    return float(np.sort(values)[:count].mean())
