"""Bad weights, texts, disks and servers as somebody meets them: through the command, one line each, and nothing recorded that was
not measured."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from stub_server import running
from test_weights import BROKEN
from tiny_models import tiny, tokenizer

from lexstemma.case import Case
from lexstemma.probes import make_control, make_controls, open_weights, write_controls

WORDS = "Whoever copies a work must ask, or find a rule that allows it; most do neither. "
QUICK = ("--stride", "60", "--threads", "1", "--device", "cpu")


@pytest.fixture
def small(desk: Desk) -> Desk:
    """Texts of a hundred tokens and two controls, so that real weights take no time."""
    (desk.folder / "novel.txt").write_text(WORDS * 4, encoding="utf-8")
    few = [make_control(f"c{n}", "same-form", f"{n} " + WORDS * 3) for n in range(2)]
    write_controls(make_controls("few", few), desk.folder / "controls.json")
    return desk


def graded(desk: Desk) -> list[str | None]:
    case = Case.load(desk.folder / "case.yaml")
    return [case.graph.name(n, "grade") for n in case.of_kind("Evidence") if n.startswith("probe-")]


@pytest.mark.parametrize("kind", ["pickle", "headless", "encoder", "not a number", "cut short", "no tokenizer"])
def test_broken_weights(small: Desk, weights: Path, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    breaks, _ = BROKEN[kind]
    broken = tmp_path_factory.mktemp("broken") / "w"
    shutil.copytree(weights, broken)
    breaks(broken)
    said = small.refusal(*QUICK, path=str(broken))
    expected = {
        "pickle": "never opened", "headless": "no causal head", "encoder": "has no causal head", "not a number": "not numbers",
        "cut short": "damaged, cut short", "no tokenizer": "no tokenizer.json",
    }  # fmt: skip
    assert expected[kind] in said


def test_the_tokenizer_of_another_model(small: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("mixed")
    tiny(folder, size=280)
    tokenizer(folder, 300)
    small.capture.readouterr()  # what making the model printed
    assert "the tokenizer knows 300 tokens, the model 280" in small.refusal(*QUICK, path=str(folder))


def test_a_context_that_the_model_lacks(small: Desk, weights: Path) -> None:
    said = small.refusal(*QUICK, "--context", "4000", path=str(weights))
    assert "a context of 4,000 tokens for a model of 256; expected 4 to 256" in said


def test_a_context_shorter_than_a_window(small: Desk, weights: Path) -> None:
    said = small.refusal(*QUICK, "--context", "60", path=str(weights))
    assert "window" in said


@pytest.mark.parametrize(("command", "more"), [("quote", (WORDS,)), ("order", ("novel.txt",)), ("canary", ("test", "set.json"))])
def test_the_other_commands_refuse_the_same_weights(small: Desk, command: str, more: tuple[str, ...]) -> None:
    (small.folder / "model.bin").write_bytes(b"\x80\x04")
    small("canary", "draw", "set.json", "--count", "2")
    for path, said in (("model.bin", "never opened"), ("gone", "no such file or directory"), ("http://127.0.0.1:9", "--tokenizer")):
        code, out, err = small(command, *more, "--path", path)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1


def test_figures_that_stop_being_numbers_leave_nothing(small: Desk, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def open_spoilt(name: str, **more: Any) -> Any:
        scorer = open_weights(name, **more)
        logits = scorer.model.logits
        calls: list[int] = []

        def spoilt(*values: Any, **settings: Any) -> Any:
            calls.append(1)
            found = logits(*values, **settings)
            return torch.full_like(found, float("nan")) if len(calls) > 2 else found

        monkeypatch.setattr(scorer.model, "logits", spoilt)
        return scorer

    monkeypatch.setattr("lexstemma.probes.open_weights", open_spoilt)
    assert "not numbers" in small.refusal(*QUICK, path=str(weights))


@pytest.mark.parametrize("place", ["partial", "case.probes", "case.yaml"])
def test_a_full_disk(small: Desk, weights: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """While partial results are kept, while records are written, and while the case is: one line, and the case is as it was."""
    before = (small.folder / "case.yaml").read_bytes()
    real = os.fsync

    def full(handle: int) -> None:
        name = os.readlink(f"/proc/self/fd/{handle}")
        if place in name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        code, out, err = small.probe(*QUICK, path=str(weights))
    assert (code, out) == (2, "")
    assert "no space left on device" in err
    assert err.count("\n") == 1
    assert (small.folder / "case.yaml").read_bytes() == before
    assert not list(small.folder.rglob("*.part"))
    assert small.probe(*QUICK, path=str(weights))[0] == 0
    assert len(graded(small)) == 1


def test_a_server_that_goes_down_is_asked_only_for_the_rest(small: Desk, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexstemma.probes._servers.time.sleep", lambda _: None)
    monkeypatch.setattr("lexstemma.probes._remote._BATCH", 40)
    ask = ("--server", "vllm", "--tokenizer", str(weights), "--stride", "60")
    with running(open_weights(weights)) as whole:
        assert small.probe(*ask, "--dry-run", path=whole.address)[0] == 0
        needed = whole.answers
    shutil.rmtree(small.folder / "cache")
    with running(open_weights(weights), dies_after=needed - 2) as stub:
        said = small.refusal(*ask, path=stub.address)
        assert "what it measured so far is kept" in said
        assert list((small.folder / "cache" / "partial").glob("*.journal"))
        stub.dies_after, before = 10**9, stub.answers
        assert small.probe(*ask, path=stub.address)[0] == 0
        assert stub.answers - before < needed
    assert len(graded(small)) == 1


def test_a_server_without_a_case_of_its_weights_is_told_so(small: Desk, weights: Path) -> None:
    """Nobody can check what a server holds: the case gets no digest of weights, unless the tokenizer's folder has the weights."""
    shutil.copytree(weights, small.folder / "words")
    (small.folder / "words" / "model.safetensors").unlink()
    with running(open_weights(weights)) as stub:
        assert small.probe("--server", "vllm", "--tokenizer", "words", "--stride", "60", path=stub.address)[0] == 0
    case = Case.load(small.folder / "case.yaml")
    node = next(n for n in case.of_kind("Evidence") if n.startswith("probe-"))
    assert case.graph.text(node, "weightsDigest") is None
    assert any("what the server holds was not checked" in note for note in case.graph.texts(node, "note"))


def test_a_text_shorter_than_a_window_is_graded_inadmissible(small: Desk, weights: Path) -> None:
    (small.folder / "novel.txt").write_text(WORDS, encoding="utf-8")
    assert small.probe(*QUICK, path=str(weights))[0] == 0
    assert graded(small) == ["GX"]
