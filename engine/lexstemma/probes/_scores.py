"""What a measurement consists of: the instrument, the scores of a text, a window, and what every scorer can do.

Log-probabilities are natural logarithms (nats). Arrays are numpy's; importing this module does not import numpy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int32]
    Floats: TypeAlias = NDArray[np.float32]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of tokens done and the number of tokens in all."""

TAU = 1e-3
"""The probability from which a passage counts as extractable (p_z of arXiv:2410.19482)."""


@dataclass(frozen=True)
class Instrument:
    """What measured. Two measurements are comparable only where all of this but `device`, `threads` and `name` is the same.

    Attributes:
        weights_digest: SHA-256 of the weights as they came: of the file, or of the sorted digests of several.
        tokenizer_digest: SHA-256 of the tokenizer's file or, from a GGUF file or a server, of what it is made of.
        start_token: the token that stands before every text; None where the first token of a text stays unscored.
        dtype: what the arithmetic was done in, as "float32".
        backend: as "transformers", "ctranslate2", "vllm".
        backend_version: of that package or, of a server, what it says of itself.
        quantisation: how the weights were stored where that lost precision, as "Q4_1"; None for full weights.
        context: the longest sequence that the model takes, in tokens, start token included.
        vocabulary: number of tokens that have a probability.
        parameters: number of parameters; None where a server doesn't tell.
        device: as "cpu", "cuda:0", "http://127.0.0.1:8000".
        threads: of the arithmetic on a CPU; 0 where unknown.
        name: how people call it.
    """

    weights_digest: str
    tokenizer_digest: str
    start_token: int | None
    dtype: str
    backend: str
    backend_version: str
    quantisation: str | None
    context: int
    vocabulary: int
    parameters: int | None
    device: str
    threads: int
    name: str


@dataclass(frozen=True, eq=False)
class TokenScores:
    """One text under one instrument; the arrays have one row per token, n in all.

    Attributes:
        token_ids: int32 (n,).
        logprobs: float32 (n,), nats: log p(token i | start, tokens before i). NaN for a first token that stays unscored
            because the instrument has no start token; never NaN elsewhere.
        means: float32 (n,): the mean of log p(x) where x is drawn from the model itself at that place (minus the entropy);
            None where the backend doesn't give the whole distribution.
        deviations: float32 (n,): the standard deviation of the same. (logprob - mean) / deviation is what Min-K%++
            averages (arXiv:2404.02936).
        top1: bool (n,): the token was the most likely one.
        ranks: int32 (n,): 1 = the most likely one; ties count in the token's favour. None where unknown.
        spans: int32 (n, 2): where the token stands in the text, in characters.
        text_digest: SHA-256 of the text in UTF-8.
        characters: length of the text in characters.
        utf8_bytes: length of the text in bytes.
    """

    token_ids: Ids
    logprobs: Floats
    means: Floats | None
    deviations: Floats | None
    top1: NDArray[np.bool_]
    ranks: Ids | None
    spans: Ids
    text_digest: str
    characters: int
    utf8_bytes: int

    def __len__(self) -> int:
        """Number of tokens."""
        return len(self.token_ids)


@dataclass(frozen=True)
class Window:
    """A place in a text: a prefix of tokens [start, start+prefix) and the suffix that follows it.

    Attributes:
        logp: nats: log p of the suffix given the prefix alone (and the start token): log p_z. Where `aborted`, an upper
            bound of it that already lies below the threshold.
        aborted: `logp` is only a bound: the suffix was not scored to its end.
        greedy: whether greedy decoding after the prefix gives exactly the suffix; None where that was not asked for or, of
            an aborted window, not decided by the part that was scored.
    """

    start: int
    prefix: int
    suffix: int
    logp: float
    aborted: bool
    greedy: bool | None


class Scorer(Protocol):
    """What every instrument can do; texts are str, token sequences int32 arrays (n,)."""

    @property
    def instrument(self) -> Instrument:
        """What measures."""
        ...

    def encode(self, text: str) -> tuple[Ids, Ids]:
        """The tokens of a text (n,) and where they stand in it (n, 2), in characters; no special tokens are added."""
        ...

    def score(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[TokenScores]:
        """Every token of every text given all tokens of that text before it."""
        ...

    def windows(
        self,
        ids: Ids,
        *,
        prefix: int = 50,
        suffix: int = 50,
        stride: int = 10,
        threshold: float | None = math.log(TAU),
        screen: float | None = None,
        greedy: bool = True,
        scores: TokenScores | None = None,
    ) -> list[Window]:
        """Every window of a text: p_z and greedy extraction.

        Args:
            threshold: nats: a window is left as soon as its p_z is certainly below this (and, where greedy is asked for, as
                soon as greedy decoding certainly differs); None scores every window to its end.
            screen: nats: first one pass over the whole text, then only the windows whose suffix reaches `threshold` minus
                this margin in it. Not exact: a pass sees more context than a window does. None: no screen.
            greedy: decide for every window whether greedy decoding gives the suffix.
            scores: of the same tokens, by the same instrument: the screen reads them instead of passing over the text again.
        """
        ...

    def continuations(self, prefix: Ids, options: Sequence[Ids]) -> NDArray[np.float64]:
        """log p of each option after the same prefix, in nats, shape (len(options),)."""
        ...

    def generate(self, prefix: Ids, tokens: int) -> Ids:
        """The most likely continuation, token by token (greedy), shape (at most tokens,)."""
        ...
