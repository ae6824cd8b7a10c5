"""Passages that weights give back: what carries a grade, and the flags that say why it may still mean nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ._near import NearVerbatim
from ._scores import TAU, TokenScores, Window
from ._spans import SHORT, SPAN_P, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = SUFFIX = 50
"""Tokens of prompt and of continuation in a window that can carry G4 or G3."""

KINDS = {"greedy": "G4", "sampled": "G3", "near": "G2", "span": "G2"}
"""What a passage shows, and the grade it carries."""

FLAGS = ("boilerplate", "selfRepetition", "formulaic")

_REPEATED = 0.5  # share of a passage that stands in the text before it
_COMMON = 3  # other works with the same passage
_FORMULAIC = 1.0  # bits per token under a reference


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage.

    Attributes:
        kind: one of `KINDS`.
        start, length: the passage in tokens, without the prompt before it.
        logp: nats: of the passage, or of the bound for "near".
        characters: where it stands in the text, (from, to).
        flags: of `FLAGS`; `formulaic` can be known only with a reference, `boilerplate` only with other works at hand.
    """

    kind: str
    start: int
    length: int
    logp: float
    characters: tuple[int, int]
    flags: frozenset[str] = frozenset()

    @property
    def grade(self) -> str:
        """The grade it carries."""
        return KINDS[self.kind]


def samples_needed(logp: float, chance: float) -> int:
    """How many samples bring a passage out at least once with this chance: ceil(ln(1-chance) / ln(1-p)); (n, p)-discoverable
    extraction of arXiv:2410.19482."""
    p = math.exp(min(0.0, logp))
    if p >= chance:
        return 1
    return math.ceil(math.log1p(-chance) / math.log1p(-p)) if p > 0 else 2**63


def passages(
    scores: TokenScores, windows: Sequence[Window], span: Span | None, near: Sequence[NearVerbatim] = ()
) -> Iterator[Passage]:
    """Every passage that carries a grade, by the rules of the grades; `span` is the best one of 20 tokens or more."""
    for window in windows:
        if window.suffix < SUFFIX or window.prefix > PREFIX:
            continue  # a shorter suffix or a longer prompt shows less than the grades ask for
        at = window.start + window.prefix
        place = _characters(scores, at, window.suffix)
        if window.greedy:
            yield Passage("greedy", at, window.suffix, window.logp, place)
        if not window.aborted and window.logp >= math.log(TAU):
            yield Passage("sampled", at, window.suffix, window.logp, place)
    for bound in near:
        if bound.suffix >= SUFFIX and bound.prefix <= PREFIX and bound.logp >= math.log(TAU):
            at = bound.start + bound.prefix
            yield Passage("near", at, bound.suffix, bound.logp, _characters(scores, at, bound.suffix))
    if span is not None and span.length >= SHORT and span.logp >= math.log(SPAN_P):
        yield Passage("span", span.start, span.length, span.logp, span.characters)


def flagged(
    found: Sequence[Passage],
    text: str,
    repeats: NDArray[np.bool_],
    *,
    reference: TokenScores | None = None,
    others: Sequence[str] = (),
) -> list[Passage]:
    """The passages with their flags.

    Args:
        repeats: tokens that stand in the text before (`repeated`), shape (n,).
        reference: the same text under a reference model.
        others: other works, squeezed by `squeezed`: a passage in three of them is boilerplate.
    """
    marked = []
    for passage in found:
        flags = set()
        if float(repeats[passage.start : passage.start + passage.length].mean()) >= _REPEATED:
            flags.add("selfRepetition")
        if reference is not None and reference_bits(reference, *passage.characters) < _FORMULAIC * passage.length:
            flags.add("formulaic")
        if is_boilerplate(text[slice(*passage.characters)], others):
            flags.add("boilerplate")
        marked.append(replace(passage, flags=frozenset(flags)))
    return marked


def whole_text_flags(text: str, repeats: NDArray[np.bool_], reference: TokenScores | None, others: Sequence[str]) -> frozenset[str]:
    """The flags of a text as a whole, where no passage carries the grade."""
    flags = set()
    if float(repeats.mean()) >= _REPEATED:
        flags.add("selfRepetition")
    if reference is not None and reference_bits(reference, 0, len(text)) < _FORMULAIC * len(reference):
        flags.add("formulaic")
    if is_boilerplate(text, others):
        flags.add("boilerplate")
    return frozenset(flags)


def is_boilerplate(passage: str, others: Sequence[str]) -> bool:
    """Whether three or more other works hold the passage, whatever their spaces, case and punctuation."""
    wanted = squeezed(passage)
    return bool(wanted) and sum(wanted in other for other in others) >= _COMMON


def squeezed(text: str) -> str:
    """A text as its words in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def reference_bits(reference: TokenScores, begin: int, end: int) -> float:
    """Bits that a reference needs for the characters [begin, end) of a text; a token on an edge counts by its share."""
    import numpy as np

    low, high = np.searchsorted(reference.spans[:, 1], begin, "right"), np.searchsorted(reference.spans[:, 0], end, "left")
    spans = reference.spans[low:high].astype(np.float64)
    inside = np.clip(np.minimum(spans[:, 1], end) - np.maximum(spans[:, 0], begin), 0, None)
    share = inside / np.maximum(spans[:, 1] - spans[:, 0], 1)
    return float(-np.nansum(reference.logprobs[low:high] * share) / math.log(2))


def _characters(scores: TokenScores, start: int, length: int) -> tuple[int, int]:
    places = scores.spans[start : start + length]
    return int(places[0, 0]), int(places[-1, 1])
