"""Near-verbatim: a lower bound of the probability of continuing a prefix almost as the work does.

After the idea of arXiv:2603.24917, decoding constrained to stay near the target; here the candidates are the target itself, the
target with the model's own preferences at the few places where it would go another way, and the greedy ways on from there. The
events are different sequences of one length, so their probabilities add up, and whatever was left out can only add more: a
bound, the same on every run, not an estimate.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexstemma.terms import InputError

from ._need import need
from ._scores import Scorer

if TYPE_CHECKING:
    from ._scores import Ids

DISTANCE = 5
"""Tokens that may be inserted, left out or replaced in a suffix of 50."""

_BUDGET = 256  # candidates scored
_TRIES = 16  # candidates looked at for each that is scored
_TURNS = 12  # places where greedy decoding leaves the work; with more of them the bound is not worth its cost


@dataclass(frozen=True, slots=True)
class NearVerbatim:
    """A lower bound at one window.

    Attributes:
        start, prefix, suffix: the window, in tokens.
        logp: nats: log of the bound: at least this much mass lies within the distance.
        exact: nats: log p of the suffix itself.
        distance: edits allowed, in tokens.
        candidates: sequences whose probabilities were added.
    """

    start: int
    prefix: int
    suffix: int
    logp: float
    exact: float
    distance: int
    candidates: int


def near_verbatim(
    scorer: Scorer, ids: Ids, start: int, *, prefix: int = 50, suffix: int = 50, distance: int = DISTANCE, budget: int = _BUDGET
) -> NearVerbatim:
    """The bound for the window that starts at token `start`.

    Raises:
        InputError: the window reaches past the text, or settings without sense.
        MissingExtra: the extra `probe` is not installed.
    """
    import numpy as np

    if start < 0 or prefix < 1 or suffix < 1 or start + prefix + suffix > len(ids):
        what = f"a window of {prefix} + {suffix} tokens from token {start} in a text of {len(ids)}"
        raise InputError(what, expected="expected a window inside the text")
    if not 0 <= distance < suffix or budget < 1:
        expected = "expected fewer edits than tokens, and 1 candidate or more"
        raise InputError(f"distance {distance}, budget {budget}", expected=expected)
    head, target = ids[start : start + prefix], tuple(int(i) for i in ids[start + prefix : start + prefix + suffix])
    levenshtein = need("rapidfuzz.distance").Levenshtein
    kept = {target: None}  # a dict keeps the order, so that the same inputs give the same sum
    after = tuple(int(i) for i in ids[start + prefix + suffix :][:distance])
    for candidate in itertools.islice(_candidates(scorer, head, target, after, distance), _TRIES * budget):
        if len(kept) >= budget:
            break
        if len(candidate) == suffix and levenshtein.distance(candidate, target, score_cutoff=distance) <= distance:
            kept.setdefault(candidate)
    logps = scorer.continuations(head, [np.array(c, dtype=np.int32) for c in kept])
    if np.isnan(logps).any():
        raise InputError("log-probabilities that are not numbers", expected="nothing was computed: measure again")
    top = float(logps.max())
    total = top + math.log(math.fsum(math.exp(float(p) - top) for p in logps)) if top > -math.inf else -math.inf
    return NearVerbatim(start, prefix, suffix, min(0.0, total), float(logps[0]), distance, len(kept))


def _candidates(
    scorer: Scorer, head: Ids, target: tuple[int, ...], after: tuple[int, ...], distance: int
) -> Iterator[tuple[int, ...]]:
    """Sequences of the target's length that may lie near it, likely ones first."""
    turns: list[tuple[int, int]] = []
    at = 0
    while at < len(target) and len(turns) < _TURNS:
        greedy = _greedy(scorer, head, target[:at], len(target) - at)
        same = next((n for n, (a, b) in enumerate(zip(greedy, target[at:], strict=False)) if a != b), len(greedy))
        if at + same >= len(target) or same >= len(greedy):
            break
        at += same
        turns.append((at, greedy[same]))
        yield target[:at] + greedy[same:]
        at += 1
    edits = [(place, kind, token) for place, token in turns for kind in ("replace", "insert", "omit")]
    for count in range(1, distance + 1):
        for chosen in itertools.combinations(edits, count):
            if len({place for place, _, _ in chosen}) == count:
                yield from _edited(target, after, chosen)


def _edited(target: tuple[int, ...], after: tuple[int, ...], edits: tuple[tuple[int, str, int], ...]) -> Iterator[tuple[int, ...]]:
    made = [*target, *after]  # where a token is left out, the work goes on behind the window
    for place, kind, token in reversed(edits):
        if kind == "replace":
            made[place] = token
        elif kind == "insert":
            made.insert(place, token)
        else:
            del made[place]
    if len(made) >= len(target):
        yield tuple(made[: len(target)])


def _greedy(scorer: Scorer, head: Ids, forced: tuple[int, ...], tokens: int) -> tuple[int, ...]:
    import numpy as np

    return tuple(int(i) for i in scorer.generate(np.concatenate([head, np.array(forced, dtype=np.int32)]), tokens))
