"""Servers: believed after the self-test, refused with the reason where their figures are of other tokens, resumed when they die."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stub_server import running
from tiny_models import SENTENCES

from lexstemma.probes import LocalScorer, open_server, open_weights
from lexstemma.probes._servers import Client
from lexstemma.terms import InputError

KINDS = ("openai", "vllm", "sglang")
TEXTS = [*SENTENCES, "fox"]


@pytest.fixture(scope="module")
def local(weights: Path) -> LocalScorer:
    return open_weights(weights)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexstemma.probes._servers.time.sleep", lambda _: None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_correct_server_gives_what_the_weights_give(local: LocalScorer, weights: Path, kind: str) -> None:
    with running(local) as stub:
        remote = open_server(stub.address, kind=kind, tokenizer=weights)
        found, truth = remote.score(TEXTS), local.score(TEXTS)
        for one, other in zip(found, truth, strict=True):
            assert np.abs(one.logprobs - other.logprobs).max() < 1e-4
            assert one.token_ids.tolist() == other.token_ids.tolist()
            assert one.top1.tolist() == other.top1.tolist()
            assert one.means is None
            assert other.ranks is not None
            assert (one.ranks is None) == (kind != "vllm")
            assert one.ranks is None or one.ranks.tolist() == other.ranks.tolist()
        ids = remote.encode(SENTENCES[0])[0]
        settings: dict[str, Any] = {"prefix": 5, "suffix": 5, "stride": 4}
        for one_, other_ in zip(remote.windows(ids, **settings), local.windows(ids, threshold=None, **settings), strict=True):
            assert one_.logp == pytest.approx(other_.logp, abs=1e-3)
            assert (one_.start, one_.greedy, one_.aborted) == (other_.start, other_.greedy, False)
        options = [ids[3:5], ids[7:8], ids[:0]]
        assert np.allclose(remote.continuations(ids[:3], options), local.continuations(ids[:3], options), atol=1e-3)
        if kind != "openai":  # where tokens come as text, a part of a character cannot be told from another
            assert remote.generate(ids[:3], 4).tolist() == local.generate(ids[:3], 4).tolist()
        about = remote.instrument
        assert (about.backend, about.backend_version, about.context, about.start_token) == (kind, "1.2.3", 127, 0)
        assert about.weights_digest == local.instrument.weights_digest
        assert (about.device, about.dtype, about.quantisation) == (stub.address, "unknown", "unknown")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("personality", "why"),
    [
        ("echo ignored", "[01] log-probabilities for [0-9]+ prompt tokens: it ignores echo"),
        ("shifted", "a token generated with log p -[0-9.]+ has -[0-9.]+ as part of a prompt: the figures are shifted"),
        ("censored", r"no figure \((none|nan)\) for token [0-9]+: it hides what is not among its most likely tokens"),
        ("floored", r"no figure \(-9999\) for token [0-9]+: it hides"),
        ("zeros", "(the same figure again and again: it was not measured|chances of more than 1)"),
        ("other tokens", "(comes back as .* instead of|no figure .nan. for)"),
        ("drifts in batches", "a prompt alone and in a batch differ by 0.01 nats"),
        ("too likely", "chances of more than 1 at token 1"),
    ],
)
def test_a_server_whose_figures_are_not_of_its_tokens_is_refused(
    local: LocalScorer, weights: Path, kind: str, personality: str, why: str
) -> None:
    with running(local, personality) as stub, pytest.raises(InputError, match=why) as refused:
        open_server(stub.address, kind=kind, tokenizer=weights)
    assert "failed the self-test" in str(refused.value)
    assert "nothing of it is kept" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_server_that_shows_no_generated_token_proves_nothing(local: LocalScorer, weights: Path) -> None:
    with running(local, "no generated token") as stub, pytest.raises(InputError, match="so that nothing can be proved"):
        open_server(stub.address, kind="openai", tokenizer=weights)


def test_drift_within_the_stated_tolerance_is_accepted(local: LocalScorer, weights: Path) -> None:
    with running(local, "drifts in batches") as stub:
        assert open_server(stub.address, kind="vllm", tokenizer=weights, tolerance=0.05)


def test_a_busy_server_is_asked_again(local: LocalScorer, weights: Path) -> None:
    with running(local, "busy once") as stub:
        remote = open_server(stub.address, kind="vllm", tokenizer=weights)
        assert np.abs(remote.score(["fox"])[0].logprobs - local.score(["fox"])[0].logprobs).max() < 1e-4


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_dies_leaves_what_it_measured(
    local: LocalScorer, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("lexstemma.probes._remote._BATCH", 40)
    with running(local) as stub:
        remote = open_server(stub.address, kind=kind, tokenizer=weights, keep=tmp_path)
        stub.dies_after = stub.answers + 2
        with pytest.raises(InputError, match="the server does not answer as it should: .*what it measured so far is kept"):
            remote.score(TEXTS)
        kept = list(tmp_path.glob("*.journal"))
        assert len(kept) == 1
        address, before = stub.address, stub.answers
        stub.dies_after = 10**9
        seen: list[tuple[int, int]] = []
        again = open_server(address, kind=kind, tokenizer=weights, keep=tmp_path)
        found = again.score(TEXTS, progress=lambda done, total: seen.append((done, total)))
        assert seen[0][0] > 0
        assert stub.answers > before
        for one, other in zip(found, local.score(TEXTS), strict=True):
            assert np.abs(one.logprobs - other.logprobs).max() < 1e-4


def test_an_answer_that_goes_wrong_later_is_refused_too(local: LocalScorer, weights: Path, tmp_path: Path) -> None:
    with running(local) as stub:
        remote = open_server(stub.address, kind="vllm", tokenizer=weights, keep=tmp_path)
        stub.personality = "echo ignored"
        with pytest.raises(InputError, match="it ignores echo"):
            remote.score(TEXTS)
    assert not list(tmp_path.glob("*.journal"))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:8000", "not the address of a server; expected http://host:port"),
        ("file:///etc/passwd", "not the address of a server"),
        ("http://127.0.0.1:9", "the server does not answer as it should: .*refused"),
    ],
)
def test_no_server_is_one_line(weights: Path, address: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        open_server(address, kind="vllm", tokenizer=weights)


def test_a_page_instead_of_json_and_an_unknown_kind_are_refused(local: LocalScorer, weights: Path) -> None:
    with running(local, "not JSON") as stub:
        with pytest.raises(InputError, match="the answer is not JSON"):
            open_server(stub.address, kind="vllm", tokenizer=weights)
        with pytest.raises(InputError, match="no kind of server 'llama'; expected one of: openai, vllm, sglang"):
            open_server(stub.address, kind="llama", tokenizer=weights)


def test_the_key_is_sent_and_not_shown(local: LocalScorer, weights: Path) -> None:
    client = Client("http://127.0.0.1:9", key="secret")
    with pytest.raises(InputError) as refused:
        client.post("/v1/completions", {})
    assert "secret" not in str(refused.value)
