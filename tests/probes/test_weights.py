"""Weights that cannot be trusted or used: one line each, before anything is measured, and nothing left behind."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import tiny, tokenizer

from lexstemma.probes import open_weights
from lexstemma.probes._cache import folder_filled_once
from lexstemma.terms import InputError


def config(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes), encoding="utf-8")


def tensors(folder: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    path = folder / "model.safetensors"
    held = {k: v.clone() for k, v in load_file(path).items()}
    change(held)
    save_file(held, path, metadata={"format": "pt"})


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def cut_short(folder: Path) -> None:
    os.truncate(folder / "model.safetensors", 2000)


def headless(folder: Path) -> None:
    tensors(folder, lambda held: held.pop("lm_head.weight"))


def incomplete(folder: Path) -> None:
    tensors(folder, lambda held: held.pop("model.layers.1.mlp.up_proj.weight"))


def misshapen(folder: Path) -> None:
    tensors(folder, lambda held: held.update({"model.layers.1.mlp.up_proj.weight": torch.zeros(3, 3)}))


def not_a_number(folder: Path) -> None:
    tensors(folder, lambda held: held["model.norm.weight"].fill_(float("nan")))


def shard_missing(folder: Path) -> None:
    index = {"weight_map": {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "pickle": (pickled, "pytorch_model.bin: pickled weights can run code and are never opened; convert them to safetensors"),
    "cut short": (cut_short, "damaged, cut short or not safetensors; download it again"),
    "headless": (headless, r"no causal head among the weights \(as lm_head.weight\)"),
    "incomplete": (incomplete, r"1 tensor\(s\) missing \(as model.layers.1.mlp.up_proj.weight\)"),
    "misshapen": (misshapen, "the weights cannot be loaded"),
    "not a number": (not_a_number, "the model gives logits that are not numbers; expected finite numbers"),
    "shard missing": (shard_missing, r"1 shard\(s\) missing, as model-00002-of-00002.safetensors; download them again"),
    "masked": (lambda f: config(f, architectures=["BertForMaskedLM"], model_type="bert"), "BertForMaskedLM has no causal head"),
    "encoder": (lambda f: config(f, architectures=["CLIPModel"], model_type="clip"), "CLIPModel has no causal head"),
    "own code": (lambda f: config(f, auto_map={"AutoModel": "x.Y"}), "code that comes with weights is never run"),
    "no config": (lambda f: (f / "config.json").unlink(), "there is no config.json"),
    "config torn": (lambda f: (f / "config.json").write_text('{"model_type": "ll'), "config.json: not readable as JSON"),
    "no kind": (lambda f: (f / "config.json").write_text("[]"), "config.json: no model_type"),
    "no tokenizer": (lambda f: (f / "tokenizer.json").unlink(), "no tokenizer.json in this directory"),
    "tokenizer torn": (lambda f: (f / "tokenizer.json").write_text("{"), "the tokenizer cannot be read"),
    "nothing": (lambda f: (f / "model.safetensors").unlink(), "no [*].safetensors in this directory"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_weights_are_refused_in_one_line(weights: Path, tmp_path: Path, kind: str) -> None:
    breaks, why = BROKEN[kind]
    shutil.copytree(weights, tmp_path / "w")
    breaks(tmp_path / "w")
    with pytest.raises(InputError, match=why) as refused:
        open_weights(tmp_path / "w")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("model", "size"), [(400, 280), (280, 300)])
def test_a_tokenizer_of_another_model_is_refused(tmp_path: Path, model: int, size: int) -> None:
    tiny(tmp_path, size=model)
    tokenizer(tmp_path, size)
    with pytest.raises(InputError, match=f"the tokenizer knows {size} tokens, the model {model}; expected the tokenizer that the"):
        open_weights(tmp_path)


@pytest.mark.parametrize("context", [0, 3, 257])
def test_a_context_longer_than_the_models_is_refused(weights: Path, context: int) -> None:
    with pytest.raises(InputError, match=f"a context of {context} tokens for a model of 256; expected 4 to 256"):
        open_weights(weights, context=context)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("model.bin", "pickled weights"), ("model.pt", "pickled weights"), ("notes.txt", "not weights that can be loaded"),
        ("cut.gguf", "damaged or cut short; expected a whole GGUF file"), ("text.gguf", "not a GGUF file"),
    ],
)  # fmt: skip
def test_files_that_are_no_weights_are_refused(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / name).write_bytes(b"GGUF\x03\x00\x00\x00" if name.startswith("cut") else b"hello, this is no model")
    with pytest.raises(InputError, match=why):
        open_weights(tmp_path / name, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("name", ["nowhere", "./no/such/place", "missing.gguf", "owner/missing.gguf"])
def test_a_path_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="there is no such file or directory; expected a directory with config.json"):
        open_weights(name)


def test_a_hub_id_is_fetched_without_pickles_or_refused_offline(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    asked: dict[str, object] = {}

    def fetch(name: str, *, allow_patterns: list[str]) -> str:
        asked.update(name=name, patterns=allow_patterns)
        return str(weights)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    assert open_weights("owner/model").instrument.name == "owner/model"
    assert asked["name"] == "owner/model"
    assert not any("bin" in str(p) or p == "*" or "py" in str(p) for p in asked["patterns"])  # type: ignore[attr-defined]

    def offline(name: str, *, allow_patterns: list[str]) -> str:
        raise OSError("no way\nout")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(InputError, match="owner/model: neither a path here nor to be had from the hub .OSError: no way out."):
        open_weights("owner/model")


def test_the_digest_is_of_the_weights_and_not_of_the_place(weights: Path, tmp_path: Path) -> None:
    shutil.copytree(weights, tmp_path / "w")
    here, there = open_weights(weights).instrument, open_weights(tmp_path / "w").instrument
    assert (here.weights_digest, here.tokenizer_digest) == (there.weights_digest, there.tokenizer_digest)
    tensors(tmp_path / "w", lambda held: held["lm_head.weight"].mul_(1.01))
    assert open_weights(tmp_path / "w").instrument.weights_digest != here.weights_digest


def full(folder: Path) -> None:
    (folder / "half").write_bytes(b"half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_nothing_behind_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        InputError, match="no space left on device; nothing was left behind; free space there or set LEXSTEMMA_CACHE"
    ):
        folder_filled_once(tmp_path / "made", full)
    assert list(tmp_path.iterdir()) == []
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(InputError, match="5.0 gigabytes for a converted copy cannot be written: no space left"):
        folder_filled_once(tmp_path / "made", full, needs=5 * 10**9)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_filled_once_and_leftovers_of_the_dead_are_removed(tmp_path: Path) -> None:
    dead, alive = tmp_path / ".made.999999999.x.part", tmp_path / f".made.{os.getpid()}.y.part"
    dead.mkdir()
    alive.mkdir()
    made = folder_filled_once(tmp_path / "made", lambda into: (into / "a").write_text("1") and None)
    assert (made / "a").read_text() == "1"
    assert not dead.exists()
    assert alive.exists()
    assert folder_filled_once(tmp_path / "made", full) == made


def test_of_two_at_once_the_first_to_finish_stays(tmp_path: Path) -> None:
    def slower(into: Path) -> None:
        (into / "a").write_text("second")
        folder_filled_once(tmp_path / "made", lambda other: (other / "a").write_text("first") and None)

    assert (folder_filled_once(tmp_path / "made", slower) / "a").read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["made"]


def test_layers_may_be_spread_by_a_device_map(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = open_weights(weights)
    monkeypatch.setattr("lexstemma.probes._model.device_map", lambda *_: "auto")
    spread = open_weights(weights)
    one, two = plain.score(["The quick brown fox"])[0], spread.score(["The quick brown fox"])[0]
    assert abs(one.logprobs - two.logprobs).max() < 1e-4
    ids = plain.encode("The quick brown fox jumps over the lazy dog")[0]
    for a, b in zip(*(s.windows(ids, prefix=4, suffix=4, stride=2) for s in (plain, spread)), strict=True):
        assert (a.aborted, a.greedy) == (b.aborted, b.greedy)


def test_the_door_is_light_and_without_torch_one_line_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys, lexstemma.probes as probes; heavy = {'torch', 'transformers', 'numpy'} & set(sys.modules); "
        "assert not heavy, heavy; sys.modules['torch'] = None\n"
        "try: probes.open_weights('x')\n"
        "except probes._need.MissingExtra as problem: print(problem)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ran.stderr == ""
    assert ran.stdout == "measuring on weights needs an optional package; install it with: pip install 'lexstemma[probe]'\n"
