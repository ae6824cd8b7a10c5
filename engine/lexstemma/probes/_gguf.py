"""A GGUF file, turned once into safetensors (float32, the exact values of its quantised weights) in the cache."""

from __future__ import annotations

import hashlib
import json
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError

from ._cache import digest_of_files, folder_filled_once
from ._need import need, quiet

_ABOUT = "lexstemma.json"
_VERSION = 1  # of the conversion: raise it when its result changes
_TOKENIZER_KEYS = ("model", "pre", "tokens", "token_type", "merges", "scores", "add_bos_token", "add_space_prefix")


def converted(path: Path, cache: Path) -> tuple[Path, dict[str, Any]]:
    """The folder in the cache for a GGUF file, made if it isn't there; keyed by the file's digest.

    Returns:
        folder, and {"digest": of the GGUF file, "tokenizer": digest, "quantisation": as "Q4_1" or None}.

    Raises:
        InputError: not GGUF, damaged, an architecture that transformers cannot read from GGUF, disk full.
    """
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise InputError("not a GGUF file", where=str(path), expected="expected a file that begins with GGUF")
    digest = digest_of_files([path])
    folder = cache / f"gguf-{_VERSION}-{digest}"
    if not folder.is_dir():
        reader = _reader(path)
        size = sum(4 * int(tensor.n_elements) for tensor in reader.tensors)
        folder = folder_filled_once(folder, lambda into: _convert(path, reader, digest, into), needs=size)
    return folder, json.loads((folder / _ABOUT).read_text(encoding="utf-8"))


def _reader(path: Path) -> Any:
    try:
        return need("gguf").GGUFReader(str(path))
    except (ValueError, IndexError, KeyError, OverflowError, UnicodeDecodeError, MemoryError):
        raise InputError(
            "damaged or cut short", where=str(path), expected="expected a whole GGUF file; download it again"
        ) from None


def _convert(path: Path, reader: Any, digest: str, into: Path) -> None:
    torch, save = need("torch"), need("safetensors.torch").save_model
    about = {"digest": digest, "tokenizer": _tokenizer_digest(reader), "quantisation": _quantisation(reader)}
    try:
        with quiet() as transformers, redirect_stderr(StringIO()):  # a progress bar that nothing else turns off
            tokenizer = transformers.AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name, local_files_only=True)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                path.parent, gguf_file=path.name, dtype=torch.float32, local_files_only=True
            )
    except (ValueError, KeyError, NotImplementedError, RuntimeError) as problem:
        why = " ".join(str(problem).split())[:160]
        raise InputError(f"cannot be read ({why})", where=str(path), expected="expected an architecture known in GGUF") from None
    # The model's own way to save refuses what came from GGUF: it takes the weights for still quantised.
    config = model.config.to_dict()
    config.pop("quantization_config", None)
    config.update(architectures=[type(model).__name__], dtype="float32")
    save(model, str(into / "model.safetensors"), metadata={"format": "pt"})
    (into / "config.json").write_text(json.dumps(config, indent=1, default=str), encoding="utf-8")
    tokenizer.save_pretrained(into)
    (into / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _quantisation(reader: Any) -> str | None:
    """The most common quantised type of the weights; None if all are floating-point numbers."""
    counts: dict[str, int] = {}
    for tensor in reader.tensors:
        kind = tensor.tensor_type.name
        if kind not in ("F64", "F32", "F16", "BF16"):
            counts[kind] = counts.get(kind, 0) + int(tensor.n_elements)
    return max(counts, key=lambda kind: counts[kind]) if counts else None


def _tokenizer_digest(reader: Any) -> str:
    """SHA-256 of the tokenizer's metadata as they stand in the file: the same whatever reads them."""
    total = hashlib.sha256()
    for key in _TOKENIZER_KEYS:
        if (field := reader.fields.get(f"tokenizer.ggml.{key}")) is not None:
            total.update(f"{key}\n".encode())
            for part in field.parts:
                total.update(part.tobytes())
    return total.hexdigest()
