"""A real model: what it says of the sentence in the paper, of a licence and of the Declaration; the figures are reproducible."""

import math
import os
import random
from pathlib import Path

import numpy as np
import pytest
from tiny_models import alone

from lexstemma.probes import LocalScorer, open_weights
from lexstemma.probes._weights import find_weights
from lexstemma.terms import InputError

pytestmark = pytest.mark.slow

DECLARATION = (
    "We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator with "
    "certain unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.--That to secure these rights, "
    "Governments are instituted among Men, deriving their just powers from the consent of the governed, --That whenever any Form "
    "of Government becomes destructive of these ends, it is the Right of the People to alter or to abolish it, and to institute "
    "new Government, laying its foundation on such principles and organizing its powers in such form, as to them shall seem most "
    "likely to effect their Safety and Happiness."
)
MIT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation "
    'files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, '
    "modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the "
    "Software is furnished to do so, subject to the following conditions:"
)


@pytest.fixture(scope="module")
def scorer(gguf: Path, conversions: Path) -> LocalScorer:
    return open_weights(gguf, cache=conversions)


def test_the_instrument_is_the_file_and_not_its_conversion(scorer: LocalScorer, gguf: Path, conversions: Path) -> None:
    about = scorer.instrument
    assert about.weights_digest == "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    assert (about.quantisation, about.dtype, about.start_token, about.vocabulary) == ("Q4_1", "float32", 0, 49_152)
    assert (about.parameters, about.context) == (134_515_008, 2048)
    assert scorer.model.packs
    assert scorer.model.caches
    assert [p.name for p in conversions.iterdir() if p.is_dir()] == [f"gguf-1-{about.weights_digest}"]


def test_the_sentence_in_the_paper_is_not_held_by_this_model(scorer: LocalScorer) -> None:
    prefix = scorer.encode("Colorless")[0]
    green, blue, whole = np.exp(
        scorer.continuations(prefix, [scorer.encode(t)[0] for t in (" green", " blue", " green ideas sleep furiously")])
    )
    assert green == pytest.approx(0.00121, abs=2e-5)
    assert blue == pytest.approx(0.0284, abs=2e-4)
    assert whole < 1e-17
    [scores] = scorer.score(["Colorless green ideas sleep furiously"])
    assert scores.ranks is not None
    assert [scorer.encoder.token(t) for t in scores.token_ids[-2:]] == ["Ġfur", "iously"]
    assert math.exp(scores.logprobs[-1]) > 1000 * math.exp(scores.logprobs[-2])  # a last part of a word proves nothing
    assert not scores.top1.any()


def test_packed_is_plain_transformers_one_text_at_a_time(scorer: LocalScorer, gguf: Path, conversions: Path) -> None:
    texts = ["Colorless green ideas sleep furiously", MIT[:200], DECLARATION[:300], "日本語 and  two spaces,\ttab, é"]
    found = scorer.score(texts)
    expected = alone(find_weights(gguf, cache=conversions).folder, [[0, *f.token_ids.tolist()] for f in found])
    for scores, truth in zip(found, expected, strict=True):
        assert np.abs(scores.logprobs - truth).max() <= 1e-4
        assert abs(scores.logprobs.sum(dtype=np.float64) - truth.sum()) <= 0.01


def test_a_licence_is_known_and_nothing_is_extracted(scorer: LocalScorer) -> None:
    random.seed(0)
    words = DECLARATION.split()
    shuffled = " ".join(random.sample(words, len(words)))
    licence, declaration, control = scorer.score([MIT, DECLARATION, shuffled])
    bits = [-s.logprobs.sum(dtype=np.float64) / math.log(2) / s.utf8_bytes for s in (licence, declaration, control)]
    assert 0.1 < bits[0] < 0.45
    assert bits[0] < bits[1] < 0.8
    assert bits[2] > 1.5
    windows = scorer.windows(scorer.encode(DECLARATION)[0], threshold=None)
    assert len(windows) >= 2
    assert not any(w.greedy for w in windows)
    assert all(w.logp < math.log(1e-3) for w in windows)
    early = scorer.windows(scorer.encode(DECLARATION)[0])
    assert all(w.aborted for w in early)
    assert all(e.logp >= w.logp - 1e-3 for e, w in zip(early, windows, strict=True))


def test_a_cut_file_is_refused_and_leaves_no_conversion(gguf: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(gguf.read_bytes())
    os.truncate(cut, 60_000_000)
    with pytest.raises(InputError, match="damaged or cut short"):
        open_weights(cut, cache=tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*"))
