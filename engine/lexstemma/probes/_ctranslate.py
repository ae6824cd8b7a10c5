"""The same weights under ctranslate2, in float32: a second implementation to check the first one with.

int8 is not offered: on a model of 135M it is off by 0.18 nats per token and more, which no grade could stand on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError

from ._cache import folder_filled_once
from ._model import SAME, Model
from ._need import need, quiet
from ._weights import Weights

_EXTRA = "ctranslate2"
_PROOF_FILE = "proof.json"


class CTranslated(Model):
    """A model whose hidden states are its logits already; texts go through one at a time, windows in batches."""

    def __init__(self, weights: Weights, cache: Path, threads: int) -> None:
        """Converts the weights once into the cache and loads them.

        Raises:
            InputError: an architecture that ctranslate2 doesn't know, a full disk, or other figures than transformers'.
            MissingExtra: ctranslate2 is not installed.
        """
        import numpy as np

        engine = need("ctranslate2", _EXTRA)
        self.torch = torch = need("torch")
        self.name, self.device = weights.name, torch.device("cpu")
        folder = cache / f"ctranslate2-{engine.__version__}-{weights.digest}"
        folder_filled_once(folder, lambda into: _convert(weights, into), needs=weights.size)
        told = json.loads((folder / _PROOF_FILE).read_text(encoding="utf-8"))
        self.vocabulary, self.context, self.parameters = told["vocabulary"], told["context"], told["parameters"]
        self._generator = engine.Generator(
            str(folder), device="cpu", compute_type="float32", intra_threads=threads, inter_threads=1
        )  # fmt: skip
        self._chunk, self._by_sequence, self._whole = 64, 0, True
        self.packs = self.caches = False
        proof = [(np.array(ids, dtype=np.int32), np.array(logp)) for ids, logp in told["proof"]]
        self.proved = all(self._agrees([one], SAME["float32"]) for one in proof)
        if not self.proved:
            expected = "expected the same figures within 0.001 nats; use the transformers backend"
            raise InputError("ctranslate2 gives other figures than transformers", where=weights.name, expected=expected)

    def hidden(self, ids: Any, positions: Any = None, cache: Any = None, keep: bool = False) -> tuple[Any, Any]:
        """See `Model.hidden`: logits (b, n, v)."""
        import numpy as np

        return self.torch.from_numpy(np.array(self._generator.forward_batch(ids.tolist()))), None


def _convert(weights: Weights, into: Path) -> None:
    if weights.quantisation is not None and not (weights.folder / "lexstemma.json").is_file():
        raise InputError(f"weights quantised by {weights.quantisation}", where=weights.name, expected="expected full weights")
    converters = need("ctranslate2.converters", _EXTRA)
    try:
        with quiet():
            converter = converters.TransformersConverter(str(weights.folder))
            converter.convert(str(into), quantization="float32", force=True)
    except (ValueError, KeyError, AttributeError, NotImplementedError) as problem:
        why = " ".join(str(problem).split())[:160]
        expected = "expected an architecture that ctranslate2 knows; use the transformers backend"
        raise InputError(f"ctranslate2 cannot convert it ({why})", where=weights.name, expected=expected) from None
    # It insists on special tokens that some tokenizers don't have; here they serve nobody.
    path = into / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    [vocabulary] = [json.loads(p.read_text(encoding="utf-8")) for p in into.glob("vocabulary.json")]
    config.update({k: vocabulary[0] for k in ("bos_token", "eos_token", "unk_token") if config.get(k) is None})
    path.write_text(json.dumps(config), encoding="utf-8")
    model = Model(weights, "cpu", "float32", fast=False)
    told = {"vocabulary": model.vocabulary, "context": model.context, "parameters": model.parameters}
    proof = [(ids.tolist(), logp.tolist()) for ids, logp in model.proof()]
    (into / _PROOF_FILE).write_text(json.dumps(told | {"proof": proof}), encoding="utf-8")
