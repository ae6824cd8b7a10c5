"""Statistics of one text: worked out by hand, against slow definitions, and refused where nothing can be said."""

import dataclasses
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import Toy, prose

from lexstemma.probes import (
    TokenScores,
    best_span,
    bits_held,
    code_lengths,
    corpus_facts,
    likelihood,
    longest_span,
    repeated,
    text_facts,
)
from lexstemma.terms import InputError

TEXT = prose(40)
FACTS = text_facts(TEXT)
logps = st.lists(st.floats(-20, 0, width=32), min_size=2, max_size=60)


def scores_of(logprobs: list[float], top1: list[bool] | None = None) -> TokenScores:
    """Scores of a made-up text of one character per token."""
    n = len(logprobs)
    flags = top1 if top1 is not None else [False] * n
    spans = np.array([(i, i + 1) for i in range(n)], dtype=np.int32)
    return TokenScores(
        np.arange(n, dtype=np.int32), np.array(logprobs, dtype=np.float32), None, None, np.array(flags, dtype=np.bool_), None,
        spans, FACTS.digest, FACTS.characters, FACTS.utf8_bytes,
    )  # fmt: skip


def test_even_guesses_cost_log_of_the_vocabulary() -> None:
    found = likelihood(Toy(size=1024).score([TEXT])[0], FACTS)
    assert found.bits == pytest.approx(40 * 10, rel=1e-6)
    assert found.bits_per_byte == pytest.approx(400 / FACTS.utf8_bytes, rel=1e-6)
    assert found.min_k == pytest.approx(-math.log(1024), rel=1e-6)
    assert (found.top1_share, found.greedy_run) == (0, 0)


def test_a_text_known_by_heart() -> None:
    found = likelihood(Toy([TEXT], sure=0.999).score([TEXT])[0], FACTS)
    assert found.bits < 0.1
    assert (found.top1_share, found.greedy_run) == (1.0, 40)
    assert found.min_k_plus == pytest.approx(math.sqrt(0.001) / math.sqrt(0.999), rel=0.15)  # two-valued: (1 - p) / sqrt(p (1 - p))


@given(logps)
def test_min_k_is_the_mean_of_the_lowest_fifth(values: list[float]) -> None:
    lowest = sorted(np.float32(v) for v in values)[: max(1, len(values) // 5)]
    assert likelihood(scores_of(values), FACTS).min_k == pytest.approx(float(np.mean(np.array(lowest, dtype=np.float64))), abs=1e-5)


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_the_longest_run_of_likeliest_tokens(flags: list[bool]) -> None:
    longest = max((len(list(group)) for flag, group in itertools.groupby(flags) if flag), default=0)
    assert likelihood(scores_of([-1.0] * len(flags), flags), FACTS).greedy_run == longest


@given(logps, st.integers(1, 25))
def test_the_best_span_is_the_best_of_all(values: list[float], length: int) -> None:
    found = best_span(scores_of(values), length)
    if length > len(values):
        assert found is None
        return
    best = max(sum(values[i : i + length]) for i in range(len(values) - length + 1))
    assert found is not None
    assert found.logp == pytest.approx(best, abs=1e-4)
    assert found.characters == (found.start, found.start + length)


@given(logps.map(lambda values: [v / 8 for v in values]), st.integers(1, 60))
def test_the_longest_span_is_the_longest_of_all(values: list[float], most: int) -> None:
    spans = [
        (b - a)
        for a in range(len(values))
        for b in range(a + 1, min(len(values), a + most) + 1)
        if sum(values[a:b]) >= math.log(0.01)
    ]
    found = longest_span(scores_of(values), most=most)
    assert (found.length if found else 0) == max(spans, default=0)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=50))
def test_repeats_end_runs_that_stand_before(ids: list[int]) -> None:
    def stands_before(end: int) -> bool:
        run = ids[end - 5 : end]
        return end >= 5 and any(ids[a : a + 5] == run for a in range(end - 5))

    assert repeated(np.array(ids, dtype=np.int32)).tolist() == [stands_before(end) for end in range(1, len(ids) + 1)]


def test_a_first_token_without_probability_is_left_out() -> None:
    found = likelihood(scores_of([math.nan, -1.0, -1.0]), FACTS)
    assert (found.tokens, found.unscored) == (3, 1)
    assert found.bits == pytest.approx(2 / math.log(2))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([-1.0, math.nan], "not finite"),
        ([-1.0, -math.inf], "not finite"),
        ([-1.0, 0.5], "above 0"),
        ([math.nan], "without a scored"),
        ([], "without a scored"),
    ],
)
def test_figures_that_are_none_are_refused(values: list[float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        likelihood(scores_of(values), FACTS)


def test_arrays_of_different_lengths_are_refused() -> None:
    broken = dataclasses.replace(scores_of([-1.0, -1.0]), top1=np.array([True]))
    with pytest.raises(InputError, match="1 top1 for 2 tokens"):
        likelihood(broken, FACTS)


def test_scores_of_another_text_are_refused() -> None:
    with pytest.raises(InputError, match="another text"):
        likelihood(scores_of([-1.0, -1.0]), text_facts("something else"))


@pytest.mark.parametrize("k", [0, -1, 1.5, math.nan])
def test_a_share_without_sense_is_refused(k: float) -> None:
    with pytest.raises(InputError, match="share"):
        likelihood(scores_of([-1.0, -1.0]), FACTS, k=k)


def test_code_lengths_of_a_work_and_a_corpus() -> None:
    parts = [prose(40, n) for n in (1, 1, 1)]
    whole = code_lengths([100.0, 200.5], corpus_facts(parts), model_bytes=1000)
    assert whole.one_part == 300.5
    assert whole.two_part == 8300.5
    assert whole.zlib < 2 * text_facts(parts[0]).zlib_bits  # repeats across texts are a compressor's to find
    assert whole.ratio == 300.5 / min(whole.zlib, whole.lzma, whole.brotli)


def test_raw_lzma_has_no_container() -> None:
    import lzma

    facts = text_facts("abc")
    assert facts.lzma_bits < 8 * len(lzma.compress(b"abc")) - 300


def test_bits_held_beyond_a_reference() -> None:
    model, reference = Toy([TEXT], sure=0.5, size=1024), Toy(size=1024)
    held = bits_held(model.score([TEXT])[0], reference.score([TEXT])[0], "c" * 64)
    assert held.reference_bits == pytest.approx(400, rel=1e-6)
    assert held.held == pytest.approx(400 - 40, abs=0.2)
    assert held.error_bound == 2.0**-held.held
    back = bits_held(reference.score([TEXT])[0], model.score([TEXT])[0], "c" * 64)
    assert (back.held, back.error_bound) == (0.0, 1.0)


def test_bits_held_of_different_texts_or_first_tokens_are_refused() -> None:
    model = Toy()
    with pytest.raises(InputError, match="another text"):
        bits_held(model.score([TEXT])[0], model.score(["another one"])[0], "c" * 64)
    with pytest.raises(InputError, match="first token"):
        bits_held(model.score([TEXT])[0], Toy(start_token=None).score([TEXT])[0], "c" * 64)


@pytest.mark.parametrize("bits", [-1.0, math.nan])
def test_code_lengths_below_nothing_are_refused(bits: float) -> None:
    with pytest.raises(InputError, match="code lengths"):
        code_lengths(bits, FACTS, 0)
