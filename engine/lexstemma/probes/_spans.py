"""Short spans that a model continues word by word, and stretches that a text repeats from itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexstemma.terms import InputError

from ._scores import TokenScores
from ._statistics import require_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._scores import Ids

SHORT, LONG, SPAN_P = 20, 49, 0.01
"""A span of 20 to 49 tokens with probability 0.01 or more makes grade G2."""

_REPEAT = 5  # tokens: shorter repeats occur in any prose


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, start+length) of a text, given all of the text before them.

    Attributes:
        logp: nats.
        characters: where it stands in the text, as (from, to).
    """

    start: int
    length: int
    logp: float
    characters: tuple[int, int]


def best_span(scores: TokenScores, length: int) -> Span | None:
    """The most likely span of so many tokens; None if the text has fewer scored tokens.

    Raises:
        InputError: the scores are broken, or the length is below 1.
    """
    import numpy as np

    first, sums = _sums(scores)
    if length < 1:
        raise InputError(f"spans of {length} tokens", expected="expected 1 or more")
    if len(sums) <= length:
        return None
    totals = sums[length:] - sums[:-length]
    at = int(np.argmax(totals))
    return _span(scores, first + at, length, float(totals[at]))


def longest_span(scores: TokenScores, *, probability: float = SPAN_P, most: int = LONG) -> Span | None:
    """The longest span, up to `most` tokens, with at least this probability; the likelier of equally long ones.

    Raises:
        InputError: the scores are broken.
    """
    import numpy as np

    first, sums = _sums(scores)
    least = math.log(probability)
    low, high, found = 1, min(most, len(sums) - 1), None
    while low <= high:  # a part of a span is at least as likely as the span: lengths that are reached form an interval
        length = (low + high) // 2
        totals = sums[length:] - sums[:-length]
        at = int(np.argmax(totals))
        if totals[at] >= least:
            low, found = length + 1, _span(scores, first + at, length, float(totals[at]))
        else:
            high = length - 1
    return found


def repeated(ids: Ids, *, least: int = _REPEAT) -> NDArray[np.bool_]:
    """Tokens that end a run of `least` or more tokens which stands earlier in the same text, shape (n,): a model can copy
    them from its prompt. A run's first tokens, before it can be recognised as one, don't count.
    """
    import numpy as np

    flags, seen = np.zeros(len(ids), dtype=np.bool_), set()
    tokens = [int(i) for i in ids]
    for end in range(least, len(tokens) + 1):
        run = tuple(tokens[end - least : end])
        flags[end - 1] = run in seen
        seen.add(run)
    return flags


def _sums(scores: TokenScores) -> tuple[int, NDArray[np.float64]]:
    """The first scored token, and sums of log p before each token from there on."""
    import numpy as np

    require_sound(scores)
    first = int(np.isnan(scores.logprobs[0]))
    return first, np.concatenate([[0.0], np.cumsum(scores.logprobs[first:].astype(np.float64))])


def _span(scores: TokenScores, start: int, length: int, logp: float) -> Span:
    places = scores.spans[start : start + length]
    return Span(start, length, min(0.0, logp), (int(places[0, 0]), int(places[-1, 1])))
