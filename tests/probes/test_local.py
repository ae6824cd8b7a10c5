"""The local instrument gives what transformers gives, however texts are packed, cut, continued or resumed."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import SENTENCES, alone, tiny
from transformers import CohereConfig, Gemma2Config, GemmaConfig, GPT2Config, MambaConfig, MistralConfig

from lexstemma.probes import LocalScorer, open_weights
from lexstemma.probes._model import Model
from lexstemma.terms import InputError

NEAR = 1e-4  # nats per token


@pytest.fixture(scope="module")
def scorer(weights: Path) -> LocalScorer:
    return open_weights(weights)


def test_the_instrument_says_what_measured(scorer: LocalScorer, weights: Path) -> None:
    about = scorer.instrument
    assert len(about.weights_digest) == len(about.tokenizer_digest) == 64
    assert (about.start_token, about.dtype, about.backend, about.quantisation) == (0, "float32", "transformers", None)
    assert (about.context, about.vocabulary, about.device, about.threads) == (256, 300, "cpu", 1)
    assert about.name == str(weights)
    assert about.parameters is not None
    assert scorer.model.packs
    assert scorer.model.caches


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
def test_packed_is_alone(scorer: LocalScorer, weights: Path, texts: list[str]) -> None:
    found = scorer.score(texts)
    expected = alone(weights, [[0, *scorer.encode(text)[0].tolist()] for text in texts])
    for text, scores, truth in zip(texts, found, expected, strict=True):
        assert np.abs(scores.logprobs - truth).max() <= NEAR
        assert scores.utf8_bytes == len(text.encode())
        assert len(scores) == len(scores.spans) == len(scores.top1)


def test_moments_ranks_and_best_tokens_are_those_of_the_whole_distribution(scorer: LocalScorer) -> None:
    torch = scorer.model.torch
    [scores] = scorer.score([SENTENCES[2]])
    ids = torch.tensor([[0, *scores.token_ids.tolist()]])
    with torch.inference_mode():
        chances = scorer.model.logits(scorer.model.hidden(ids)[0][0]).double().log_softmax(-1)[:-1]
    p = chances.exp()
    mean = (p * chances).sum(1)
    deviation = ((p * chances**2).sum(1) - mean**2).sqrt()
    target = chances.gather(1, ids[0, 1:, None])
    assert scores.means is not None
    assert scores.deviations is not None
    assert scores.ranks is not None
    assert np.allclose(scores.means, mean, atol=NEAR)
    assert np.allclose(scores.deviations, deviation, atol=1e-3)
    assert scores.ranks.tolist() == (1 + (chances > target).sum(1)).tolist()
    assert scores.top1.tolist() == (scores.ranks == 1).tolist()


def test_places_are_in_characters_and_special_tokens_in_a_text_are_text(scorer: LocalScorer) -> None:
    text = "a € b<|endoftext|>"
    ids, spans = scorer.encode(text)
    assert 0 not in ids.tolist()
    assert scorer.encoder.decode(ids) == text
    assert {text[a:b] for a, b in spans.tolist()} >= {"€", "a"} or any("€" in text[a:b] for a, b in spans.tolist())
    assert spans[-1, 1] == len(text)


def test_without_a_start_token_the_first_token_has_no_probability(weights: Path) -> None:
    bare = open_weights(weights, start_token=None)
    [scores] = bare.score(["Whoever copies a work"])
    [truth] = alone(weights, [scores.token_ids.tolist()])
    assert bare.instrument.start_token is None
    assert np.isnan(scores.logprobs[0])
    assert np.abs(scores.logprobs[1:] - truth).max() <= NEAR
    assert scores.means is not None


def test_the_start_token_counts_and_can_be_named(weights: Path, scorer: LocalScorer) -> None:
    other = open_weights(weights, start_token="a")
    assert other.instrument.start_token == scorer.encode("a")[0][0]
    assert other.score(["fox"])[0].logprobs[0] != scorer.score(["fox"])[0].logprobs[0]
    for wrong in ("nowhere-a-token", 300, -1):
        with pytest.raises(InputError, match=f"no token '{wrong}'; expected an id or a token"):
            open_weights(weights, start_token=wrong)


def test_a_text_longer_than_the_context_sees_at_least_half_of_it(weights: Path) -> None:
    short = open_weights(weights, context=32)
    text = " ".join(SENTENCES) * 2
    [scores] = short.score([text])
    ids = scores.token_ids.tolist()
    assert len(ids) > 64
    assert short.instrument.context == 32
    [first] = alone(weights, [[0, *ids[:31]]])
    assert np.abs(scores.logprobs[:31] - first).max() <= NEAR
    [second] = alone(weights, [[0, *ids[16 : 16 + 31]]])
    assert np.abs(scores.logprobs[31:47] - second[15:]).max() <= NEAR


def test_continuations_share_a_prefix_and_change_nothing(scorer: LocalScorer, weights: Path) -> None:
    prefix = scorer.encode("The quick")[0]
    options = [scorer.encode(o)[0] for o in (" brown", " brown fox", " dog", "", " sleeps on and on")]
    found = scorer.continuations(prefix, options)
    truth = alone(weights, [[0, *prefix.tolist(), *option.tolist()] for option in options])
    for value, row, option in zip(found, truth, options, strict=True):
        assert value == pytest.approx(row[len(prefix) :].sum() if len(option) else 0.0, abs=1e-3)
    scorer.row, row_was = 3, scorer.row
    try:
        assert np.allclose(scorer.continuations(prefix, options), found, atol=1e-4)
    finally:
        scorer.row = row_was


def test_greedy_generation_takes_the_best_token_each_time(scorer: LocalScorer) -> None:
    prefix = scorer.encode("The quick")[0]
    made = scorer.generate(prefix, 12)
    whole = np.concatenate([prefix, made])
    columns = scorer.model.packed([np.concatenate([[0], whole]).astype(np.int32)], [1 + len(prefix)], moments=False)[0]
    assert len(made) == 12
    assert columns["top1"].all()
    assert len(scorer.generate(prefix, 10_000)) == 256 - 1 - len(prefix)


CONFIGS = {
    "gpt2": GPT2Config(vocab_size=300, n_embd=32, n_layer=2, n_head=4, n_positions=128, bos_token_id=0, eos_token_id=0),
    "sliding window": MistralConfig(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=128, sliding_window=8, bos_token_id=None, eos_token_id=0,
    ),
    "scaled head": CohereConfig(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=128, logit_scale=0.25, bos_token_id=None, eos_token_id=0, pad_token_id=None,
    ),
    "capped head": Gemma2Config(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=8, max_position_embeddings=128, sliding_window=16, final_logit_softcapping=5.0, bos_token_id=None, eos_token_id=0,
        pad_token_id=None,
    ),
    "state space": MambaConfig(
        vocab_size=300, hidden_size=32, num_hidden_layers=2, state_size=4, bos_token_id=0, eos_token_id=0, pad_token_id=0
    ),
    "tied": GemmaConfig(
        vocab_size=300, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=1,
        head_dim=8, max_position_embeddings=128, bos_token_id=None, eos_token_id=0, pad_token_id=None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONFIGS)
def test_other_architectures_take_only_the_short_cuts_that_hold(tmp_path: Path, kind: str) -> None:
    folder = tiny(tmp_path / "w", config=CONFIGS[kind], sharpness=40.0 if kind in ("gpt2", "sliding window") else 1.0)
    scorer = open_weights(folder)
    texts = [*SENTENCES, "fox", SENTENCES[0][:30]]
    found = scorer.score(texts)
    expected = alone(folder, [[0, *scorer.encode(text)[0].tolist()] for text in texts])
    assert max(np.abs(f.logprobs - t).max() for f, t in zip(found, expected, strict=True)) <= NEAR
    prefix = scorer.encode("The quick")[0]
    option = scorer.encode(" brown fox jumps over")[0]
    [truth] = alone(folder, [[0, *prefix.tolist(), *option.tolist()]])
    assert scorer.continuations(prefix, [option])[0] == pytest.approx(truth[len(prefix) :].sum(), abs=1e-3)
    ids = scorer.encode(SENTENCES[0])[0]
    [window, *_] = scorer.windows(ids, prefix=10, suffix=10, threshold=None)
    [truth] = alone(folder, [[0, *ids[:20].tolist()]])
    assert window.logp == pytest.approx(truth[10:].sum(), abs=1e-3)
    assert scorer.model.packs == (kind != "state space")


def test_a_head_of_an_unknown_kind_is_taken_whole(weights: Path, scorer: LocalScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    proves = Model._prove

    def unknown(model: Model, *values: Any) -> None:
        head, model._head = model._head, lambda hidden: head(hidden) * 3
        proves(model, *values)

    monkeypatch.setattr(Model, "_prove", unknown)
    other = open_weights(weights)
    assert other.model._whole
    prefix = scorer.encode("The quick")[0]
    options = [scorer.encode(o)[0] for o in (" brown fox", " dog")]
    assert np.allclose(other.continuations(prefix, options), scorer.continuations(prefix, options), atol=1e-3)
    for one, two in zip(other.score(SENTENCES), scorer.score(SENTENCES), strict=True):
        assert np.abs(one.logprobs - two.logprobs).max() <= NEAR


def test_tokens_of_probability_0_add_nothing_to_the_moments(scorer: LocalScorer) -> None:
    torch = scorer.model.torch
    logits = torch.tensor([[0.0, -1.0, -math.inf, -math.inf]])
    total, mean, deviation = scorer.model._moments(logits.clone())
    p = torch.tensor([1.0, math.exp(-1)]) / (1 + math.exp(-1))
    assert total.item() == pytest.approx(1 + math.exp(-1))
    assert mean.item() == pytest.approx((p * p.log()).sum().item())
    assert deviation.item() == pytest.approx((((p.log() - mean) ** 2) * p).sum().sqrt().item(), abs=1e-5)


def test_the_same_again_is_the_same(weights: Path, scorer: LocalScorer) -> None:
    again = open_weights(weights)
    assert again.instrument == scorer.instrument
    for one, other in zip(scorer.score(SENTENCES), again.score(SENTENCES), strict=True):
        assert one.logprobs.tobytes() == other.logprobs.tobytes()
        assert one.text_digest == other.text_digest


def test_an_interrupted_run_goes_on_where_it_stopped(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexstemma.probes._local._SECONDS", 0.0)
    scorer = open_weights(weights, keep=tmp_path)
    scorer.row = 40
    texts = [*SENTENCES, "fox " * 30]
    whole = open_weights(weights).score(texts)
    packed, calls = scorer.model.packed, []

    def dies(*values: object, **settings: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return packed(*values, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(scorer.model, "packed", dies)
    with pytest.raises(KeyboardInterrupt):
        scorer.score(texts)
    again = open_weights(weights, keep=tmp_path)
    again.row = 40
    seen: list[tuple[int, int]] = []
    found = again.score(texts, progress=lambda done, total: seen.append((done, total)))
    total = sum(len(w) for w in whole)
    assert seen[0][0] > 0
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)
    for one, other in zip(found, whole, strict=True):
        assert np.abs(one.logprobs - other.logprobs).max() <= NEAR
    monkeypatch.setattr(again.model, "packed", lambda *_, **__: pytest.fail("measured again"))
    again.score(texts)


def test_partial_results_of_another_instrument_are_not_taken(weights: Path, tmp_path: Path) -> None:
    open_weights(weights, keep=tmp_path).score(["fox"])
    open_weights(weights, keep=tmp_path, start_token="a").score(["fox"])
    assert len(list(tmp_path.glob("*.journal"))) == 2


def test_an_empty_text_is_refused_before_anything_is_measured(scorer: LocalScorer) -> None:
    with pytest.raises(InputError, match="text 2: an empty text has nothing to score"):
        scorer.score(["fox", ""])
    with pytest.raises(InputError, match="half a surrogate pair"):
        scorer.score(["\ud800"])


def test_prefixes_without_room_or_start_are_refused(scorer: LocalScorer, weights: Path) -> None:
    long = np.ones(300, dtype=np.int32)
    with pytest.raises(InputError, match="in a context of 256; expected a shorter prefix"):
        scorer.generate(long, 1)
    with pytest.raises(InputError, match="302 tokens, start token included, in a context of 256"):
        scorer.continuations(long, [np.array([1], dtype=np.int32)])
    with pytest.raises(InputError, match="nothing stands before the first token"):
        open_weights(weights, start_token=None).generate(np.array([], dtype=np.int32), 3)
