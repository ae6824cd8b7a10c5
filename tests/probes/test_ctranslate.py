"""A second implementation of the same arithmetic agrees; what it cannot do is refused."""

from pathlib import Path

import numpy as np
import pytest
from tiny_models import SENTENCES, tiny
from transformers import CohereConfig

from lexstemma.probes import open_weights
from lexstemma.terms import InputError, MissingExtra


def test_ctranslate2_agrees_with_transformers(weights: Path, tmp_path: Path) -> None:
    one = open_weights(weights)
    two = open_weights(weights, backend="ctranslate2", cache=tmp_path)
    assert (two.instrument.backend, two.instrument.dtype, two.instrument.vocabulary) == ("ctranslate2", "float32", 300)
    assert two.instrument.weights_digest == one.instrument.weights_digest
    for a, b in zip(one.score(SENTENCES), two.score(SENTENCES), strict=True):
        assert abs(a.logprobs.sum(dtype=np.float64) - b.logprobs.sum(dtype=np.float64)) < 1e-3
        assert a.ranks is not None
        assert b.ranks is not None
        assert a.ranks.tolist() == b.ranks.tolist()
    ids = one.encode(SENTENCES[0])[0]
    for a_, b_ in zip(*(s.windows(ids, prefix=6, suffix=6, stride=3, threshold=None) for s in (one, two)), strict=True):
        assert a_.logp == pytest.approx(b_.logp, abs=1e-3)
        assert a_.greedy == b_.greedy
    assert one.generate(ids[:4], 5).tolist() == two.generate(ids[:4], 5).tolist()
    assert np.allclose(one.continuations(ids[:4], [ids[4:6]]), two.continuations(ids[:4], [ids[4:6]]), atol=1e-3)


def test_what_it_cannot_do_is_refused(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no backend 'llama.cpp'; expected transformers or ctranslate2"):
        open_weights(weights, backend="llama.cpp")
    odd = CohereConfig(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=4, pad_token_id=None,
        bos_token_id=None, eos_token_id=0,
    )  # fmt: skip
    folder = tiny(tmp_path / "odd", config=odd)
    with pytest.raises(InputError, match="ctranslate2 cannot convert it"):
        open_weights(folder, backend="ctranslate2", cache=tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*"))


def test_without_the_package_one_line_says_which_extra(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(MissingExtra, match="pip install 'lexstemma.ctranslate2.'"):
        open_weights(weights, backend="ctranslate2")
