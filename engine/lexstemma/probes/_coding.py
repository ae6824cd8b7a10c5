"""Weights as a code: how long works are in it, against compressors and against a reference model.

Compression view of language models: arXiv:2309.10668. Bits held: arXiv:2505.24832.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._scores import TokenScores
from ._statistics import total_bits
from ._texts import TextFacts


@dataclass(frozen=True, slots=True)
class CodeLengths:
    """A work, or a corpus, in several codes; all in bits.

    Attributes:
        raw: the text in UTF-8.
        zlib, lzma, brotli: see `TextFacts`.
        one_part: the model's code for the text, the model itself free of charge.
        two_part: the same with the model's file added: what somebody without the model would have to be sent. One text
            never pays for a model; a claim of compression is fair only where this is the smallest figure. None where the size
            of the model is unknown.
    """

    raw: int
    zlib: int
    lzma: int
    brotli: int
    one_part: float
    two_part: float | None

    @property
    def ratio(self) -> float:
        """One-part length over that of the best compressor; below 1 the model knows more than repetition explains."""
        return self.one_part / min(self.zlib, self.lzma, self.brotli)


def code_lengths(bits: float | Sequence[float], facts: TextFacts, model_bytes: int | None) -> CodeLengths:
    """A text's code lengths, or a corpus's.

    Args:
        bits: of the text under the model, or of every text of the corpus.
        facts: of the text, or of the whole corpus (`corpus_facts`).
        model_bytes: size of the weights as stored; None if unknown.

    Raises:
        InputError: negative lengths.
    """
    total = math.fsum([bits] if isinstance(bits, int | float) else bits)
    if not total >= 0 or (model_bytes or 0) < 0:
        raise InputError(f"code lengths of {total} bits and {model_bytes} bytes", expected="expected figures of 0 or more")
    two_part = None if model_bytes is None else total + 8 * model_bytes
    return CodeLengths(8 * facts.utf8_bytes, facts.zlib_bits, facts.lzma_bits, facts.brotli_bits, total, two_part)


@dataclass(frozen=True, slots=True)
class BitsHeld:
    """What the weights hold of one text beyond what a reference model knows (unintended memorisation, arXiv:2505.24832).

    Attributes:
        reference_bits: length of the text under the reference.
        model_bits: length under the model.
        held: max(0, reference_bits - model_bits): the joint code takes whichever model is shorter.
        error_bound: min(1, 2 ** -held): the probability of a gain this large *if the reference were the true source*
            (Markov's inequality on the likelihood ratio). Exact for texts drawn from a known source, otherwise relative to
            the reference; a weak reference inflates it.
        reference: weights digest of the reference.
    """

    reference_bits: float
    model_bits: float
    held: float
    error_bound: float
    reference: str


def bits_held(scores: TokenScores, reference: TokenScores, reference_digest: str) -> BitsHeld:
    """Bits held of the text beyond a reference.

    Raises:
        InputError: the scores are broken, of different texts, or leave a first token unscored on one side only.
    """
    import numpy as np

    model, other = total_bits(scores, scores.text_digest), total_bits(reference, scores.text_digest)
    if bool(np.isnan(scores.logprobs[0])) != bool(np.isnan(reference.logprobs[0])):
        what = "only one of two models scored the first token"
        raise InputError(what, expected="expected a start token for both or for neither")
    held = max(0.0, other - model)
    return BitsHeld(other, model, held, 2.0**-held, reference_digest)
