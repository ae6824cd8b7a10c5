"""Windows: early abort decides as the naive way does, the screen loses nothing within its margin, settings make sense."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import SENTENCES, alone

from lexstemma.probes import LocalScorer, open_weights
from lexstemma.terms import InputError


@pytest.fixture(scope="module")
def scorer(weights: Path) -> LocalScorer:
    return open_weights(weights)


def planted(scorer: LocalScorer) -> np.ndarray:
    """A text in which some stretches are what the model itself would write."""
    parts = []
    for sentence in SENTENCES:
        prefix = scorer.encode(sentence)[0]
        parts += [prefix, scorer.generate(prefix, 30)]
    return np.concatenate(parts)


def naive(weights: Path, ids: np.ndarray, starts: list[int], prefix: int, suffix: int) -> list[float]:
    rows = alone(weights, [[0, *ids[s : s + prefix + suffix].tolist()] for s in starts])
    return [float(row[prefix:].sum()) for row in rows]


@given(st.integers(1, 12), st.integers(1, 20), st.integers(1, 9), st.floats(-60, -0.5), st.booleans())
def test_early_abort_decides_as_the_naive_way(
    scorer: LocalScorer, weights: Path, prefix: int, suffix: int, stride: int, threshold: float, greedy: bool
) -> None:
    ids = planted(scorer)[:70]
    found = scorer.windows(ids, prefix=prefix, suffix=suffix, stride=stride, threshold=threshold, greedy=greedy)
    starts = list(range(0, len(ids) - prefix - suffix + 1, stride))
    assert [w.start for w in found] == starts
    for window, truth in zip(found, naive(weights, ids, starts, prefix, suffix), strict=True):
        if window.aborted:
            assert truth - 1e-3 <= window.logp < threshold
        else:
            assert window.logp == pytest.approx(truth, abs=1e-3)
        assert (not window.aborted and window.logp >= threshold) == (truth >= threshold) or abs(truth - threshold) < 1e-3
        head = ids[window.start : window.start + prefix]
        if greedy and suffix <= 6:
            assert window.greedy == (scorer.generate(head, suffix).tolist() == ids[window.start + prefix :][:suffix].tolist())
        assert (window.greedy is None) == (not greedy)


def test_what_the_model_writes_is_extracted_greedily(scorer: LocalScorer) -> None:
    prefix = scorer.encode(SENTENCES[0])[0][-10:]
    ids = np.concatenate([prefix, scorer.generate(prefix, 20)])
    [window] = scorer.windows(ids, prefix=len(prefix), suffix=20, stride=1)
    assert window.greedy
    assert not window.aborted
    ids[-1] = (ids[-1] + 1) % 300
    [window] = scorer.windows(ids, prefix=len(prefix), suffix=20, stride=1)
    assert not window.greedy


def test_no_threshold_scores_every_window_to_its_end(scorer: LocalScorer, weights: Path) -> None:
    ids = planted(scorer)
    found = scorer.windows(ids, prefix=8, suffix=16, stride=5, threshold=None)
    truth = naive(weights, ids, [w.start for w in found], 8, 16)
    assert not any(w.aborted for w in found)
    assert np.allclose([w.logp for w in found], truth, atol=1e-3)


def test_a_wide_screen_keeps_all_and_any_screen_only_drops(scorer: LocalScorer) -> None:
    ids = planted(scorer)
    settings = {"prefix": 8, "suffix": 12, "stride": 3, "threshold": -45.0}
    exact = scorer.windows(ids, **settings)  # type: ignore[arg-type]
    assert scorer.windows(ids, screen=1e6, **settings) == exact  # type: ignore[arg-type]
    for margin in (0.0, 10.0):
        kept = scorer.windows(ids, screen=margin, **settings)  # type: ignore[arg-type]
        assert len(kept) < len(exact)
        assert [w.start for w in kept] == sorted({w.start for w in kept})
        by_start = {w.start: w for w in exact}
        assert all(w.logp == pytest.approx(by_start[w.start].logp, abs=1e-3) for w in kept)
    hits = {w.start for w in exact if not w.aborted and w.logp >= -45.0}
    near = {w.start for w in scorer.windows(ids, screen=15.0, **settings) if w.start in hits}  # type: ignore[arg-type]
    assert len(hits) >= 3
    assert len(near) / len(hits) >= 0.9


def test_a_screen_reads_scores_that_are_there_and_passes_over_nothing(scorer: LocalScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    [scores] = scorer.score([" ".join(SENTENCES)])
    ids = scores.token_ids
    sums = np.cumsum(np.concatenate([[0.0], scores.logprobs.astype(np.float64)]))
    passed = {s: sums[s + 20] - sums[s + 8] for s in range(0, len(ids) - 19, 3)}
    settings: dict[str, Any] = {"prefix": 8, "suffix": 12, "stride": 3, "threshold": 0.0, "greedy": False}
    settings["screen"] = -float(np.median(list(passed.values()))) + 1e-3
    own = scorer.windows(ids, **settings)
    monkeypatch.setattr(scorer, "columns", lambda *_, **__: pytest.fail("a second pass"))
    read = scorer.windows(ids, scores=scores, **settings)
    assert read == own  # the text fits into the context, so both passes saw the same
    assert [w.start for w in read] == [s for s, logp in passed.items() if logp >= -settings["screen"]]
    assert 0 < len(read) < len(passed)


def test_scores_of_another_text_are_refused(scorer: LocalScorer) -> None:
    ids = planted(scorer)
    [scores] = scorer.score([SENTENCES[0]])
    with pytest.raises(InputError, match="scores of another text; expected the scores of these tokens"):
        scorer.windows(ids, prefix=5, suffix=5, screen=5.0, scores=scores)


def test_windows_resume_and_are_not_measured_again(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = open_weights(weights, keep=tmp_path)
    ids = scorer.encode(" ".join(SENTENCES))[0]
    first = scorer.windows(ids, prefix=10, suffix=10, stride=4)
    again = open_weights(weights, keep=tmp_path)
    monkeypatch.setattr(again.model, "hidden", lambda *_, **__: pytest.fail("measured again"))
    assert again.windows(ids, prefix=10, suffix=10, stride=4) == first


def test_a_model_that_cannot_keep_a_prefix_gives_the_same(
    weights: Path, scorer: LocalScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = planted(scorer)
    found = scorer.windows(ids, prefix=10, suffix=10, stride=5, threshold=-20.0)
    plain = open_weights(weights)
    monkeypatch.setattr(plain.model, "caches", False)
    other = plain.windows(ids, prefix=10, suffix=10, stride=5, threshold=-20.0)
    assert [w.logp >= -20 for w in found] == [w.logp >= -20 for w in other]
    assert [w.greedy for w in found] == [w.greedy for w in other]
    assert plain.generate(ids[:5], 8).tolist() == scorer.generate(ids[:5], 8).tolist()
    options = [ids[5:9], ids[7:9]]
    assert np.allclose(plain.continuations(ids[:5], options), scorer.continuations(ids[:5], options), atol=1e-3)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "a text of 20 tokens is shorter than a window of 50 [+] 50; expected a longer text or shorter windows"),
        ({"prefix": 0, "suffix": 5}, "windows of 0 [+] 5 tokens, 10 apart; expected 1 or more"),
        ({"prefix": 5, "suffix": 5, "stride": 0}, "0 apart"),
        ({"prefix": 5, "suffix": 5, "screen": -1.0}, "a screen with margin -1.0; expected a margin of 0 nats or more"),
        ({"prefix": 5, "suffix": 5, "screen": math.nan}, "a screen with margin nan"),
        ({"prefix": 5, "suffix": 5, "screen": 3.0, "threshold": None}, "and a threshold"),
    ],
)
def test_windows_without_sense_are_refused(scorer: LocalScorer, settings: dict[str, float], why: str) -> None:
    with pytest.raises(InputError, match=why):
        scorer.windows(np.arange(20, dtype=np.int32), **settings)  # type: ignore[arg-type]


def test_a_window_longer_than_the_context_is_refused(weights: Path) -> None:
    scorer = open_weights(weights, context=100)
    with pytest.raises(InputError, match="50 [+] 50 tokens in a context of 100, start token included"):
        scorer.windows(np.ones(200, dtype=np.int32))
