"""Where weights come from: a directory of safetensors, a GGUF file, a hub id. Nothing that could run code is opened."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError

from ._cache import cache_folder, digest_of_files
from ._need import need, quiet

_PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".npy", ".msgpack", ".h5"})
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_HUB_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]
_EXPECTED = "expected a directory with config.json, tokenizer.json and *.safetensors, a .gguf file, or a hub id like owner/name"
_CAUSAL = re.compile(r"(ForCausalLM|LMHeadModel|ForConditionalGeneration)$")
_LARGEST_CONFIG = 10_000_000


@dataclass(frozen=True)
class Weights:
    """Weights that can be loaded.

    Attributes:
        folder: with config.json, tokenizer and *.safetensors.
        digest: SHA-256 of the weights as they came (see `Instrument.weights_digest`).
        tokenizer_digest: SHA-256 of the tokenizer.
        quantisation: as "Q4_1"; None for full weights.
        stored: dtype of the weights as config.json says it; None where it doesn't.
        name: the path or id that was asked for.
        config: config.json.
        size: bytes of the weight files.
    """

    folder: Path
    digest: str
    tokenizer_digest: str
    quantisation: str | None
    stored: str | None
    name: str
    config: dict[str, Any]
    size: int


def find_weights(name: str | Path, *, cache: Path | None = None) -> Weights:
    """Finds weights and checks all that can be checked without loading them.

    Args:
        name: a directory of safetensors, a GGUF file (converted once into the cache), or a hub id.
        cache: for conversions; `cache_folder()` by default.

    Raises:
        InputError: not there, pickles, no causal head, code of its own, damaged, disk full.
        MissingExtra: the extra `probe` is not installed.
    """
    path = Path(name)
    if path.is_dir():
        return _folder(path, str(name))
    if path.is_file():
        if path.suffix.lower() == ".gguf":
            from ._gguf import converted

            folder, about = converted(path, cache or cache_folder())
            return _folder(folder, str(name), **about)
        if path.suffix.lower() in _PICKLES:
            raise _pickle(path)
        raise InputError("not weights that can be loaded", where=str(path), expected=_EXPECTED)
    if not _HUB_ID.fullmatch(str(name)) or path.suffix.lower() == ".gguf":
        raise InputError("there is no such file or directory", where=str(name), expected=_EXPECTED)
    return _folder(_from_hub(str(name)), str(name))


def _from_hub(name: str) -> Path:
    hub = need("huggingface_hub")
    try:
        return Path(hub.snapshot_download(name, allow_patterns=_HUB_FILES))
    except Exception as problem:  # noqa: BLE001 - the client raises errors of several packages
        why = " ".join(str(problem).split())[:160] or type(problem).__name__
        what = f"neither a path here nor to be had from the hub ({type(problem).__name__}: {why})"
        raise InputError(what, where=name, expected=_EXPECTED) from None


def _folder(
    folder: Path, name: str, *, digest: str | None = None, tokenizer: str | None = None, quantisation: str | None = None
) -> Weights:
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        pickles = sorted(p for p in folder.iterdir() if p.suffix.lower() in _PICKLES)
        if pickles:
            raise _pickle(pickles[0])
        raise InputError("no *.safetensors in this directory", where=name, expected=_EXPECTED)
    config = _config(folder, name)
    _check_shards(folder, files, name)
    vocabulary = [p for p in (folder / "tokenizer.json", folder / "tokenizer.model", folder / "vocab.json") if p.is_file()]
    if not vocabulary:
        raise InputError("no tokenizer.json in this directory", where=name, expected=_EXPECTED)
    stored = config.get("dtype") or config.get("torch_dtype") or (config.get("text_config") or {}).get("dtype")
    return Weights(
        folder, digest or digest_of_files(files), tokenizer or digest_of_files(vocabulary[:1]),
        quantisation or _quantisation(config), stored if isinstance(stored, str) else None, name, config,
        sum(f.stat().st_size for f in files),
    )  # fmt: skip


def _config(folder: Path, name: str) -> dict[str, Any]:
    where = f"{name}/config.json"
    try:
        text = (folder / "config.json").read_bytes()[:_LARGEST_CONFIG]
        config = json.loads(text)
    except FileNotFoundError:
        raise InputError("there is no config.json", where=name, expected=_EXPECTED) from None
    except (OSError, ValueError, RecursionError):
        raise InputError("not readable as JSON", where=where, expected="expected the model's configuration") from None
    if not isinstance(config, dict) or not isinstance(config.get("model_type"), str):
        raise InputError("no model_type", where=where, expected="expected the configuration of a language model")
    if config.get("auto_map"):
        expected = "expected an architecture that transformers knows: code that comes with weights is never run"
        raise InputError("the model brings its own code (auto_map)", where=where, expected=expected)
    named = [a for a in config.get("architectures") or [] if isinstance(a, str)]
    with quiet() as transformers:
        causal = transformers.models.auto.modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    if config["model_type"] not in causal or (named and not any(_CAUSAL.search(a) for a in named)):
        what = f"{named[0] if named else config['model_type']} has no causal head"
        raise InputError(what, where=where, expected="expected a model that predicts the next token (…ForCausalLM)")
    return config


def _check_shards(folder: Path, files: list[Path], name: str) -> None:
    """Every shard that the index names is there; every file begins like safetensors."""
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        try:
            wanted = set(json.loads(index.read_bytes())["weight_map"].values())
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InputError("not readable as an index of shards", where=str(index), expected="download it again") from None
        if missing := sorted(wanted - {f.name for f in files}):
            raise InputError(f"{len(missing)} shard(s) missing, as {missing[0]}", where=name, expected="download them again")
    safetensors = need("safetensors")
    for file in files:
        try:
            with safetensors.safe_open(str(file), framework="numpy"):
                pass
        except (safetensors.SafetensorError, OSError):
            raise InputError("damaged, cut short or not safetensors", where=str(file), expected="download it again") from None


def _quantisation(config: dict[str, Any]) -> str | None:
    how = config.get("quantization_config")
    if not isinstance(how, dict):
        return None
    bits = how.get("bits") or (4 if how.get("load_in_4bit") else 8 if how.get("load_in_8bit") else None)
    return f"{how.get('quant_method', 'unknown')}{f'-{bits}bit' if bits else ''}"


def _pickle(path: Path) -> InputError:
    return InputError("pickled weights can run code and are never opened", where=str(path), expected="convert them to safetensors")
