"""Other programs that score texts, on the same weights: lm-evaluation-harness and ctranslate2's own scorer."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
from collections.abc import Sequence
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from _probe_desk import Desk
from lexstemma.probes import cache_folder, open_weights
from lexstemma.probes._need import quiet

LM_EVAL = "lm-eval is not installed: `pip install -c constraints.txt '.[bench]'` to compare"


class Harness:
    """lm-evaluation-harness on the plain model: the class HFLM, as it scores perplexities."""

    def __init__(self, desk: Desk) -> None:
        made = importlib.import_module("lm_eval.models.huggingface").HFLM
        with quiet() as transformers:
            tokenizer = transformers.AutoTokenizer.from_pretrained(desk.folder)
        start = desk.ours.instrument.start_token
        logging.getLogger("lm_eval").setLevel(logging.ERROR)  # it warns of a model that is loaded already
        common = {"pretrained": desk.plain, "tokenizer": tokenizer, "max_length": 2048, "prefix_token_id": start}
        self._made = {size: made(batch_size=size, **common) for size in (1, 4, 8)}
        self._precise = made(batch_size=1, softmax_dtype="float64", **common)

    def score(self, texts: Sequence[str], size: int, *, precise: bool = False) -> list[float]:
        """log p of each text, the texts in batches of `size`; its softmax is in float32 unless `precise`."""
        asked = [SimpleNamespace(args=(text,)) for text in texts]
        harness = self._precise if precise else self._made[size]
        with contextlib.redirect_stderr(io.StringIO()):  # a progress bar per batch
            return [float(logp) for logp in harness.loglikelihood_rolling(asked, disable_tqdm=True)]


def harness(desk: Desk) -> Harness | None:
    """lm-evaluation-harness, where it is installed."""
    return Harness(desk) if find_spec("lm_eval") else None


class Translator:
    """ctranslate2's own `score_batch`, float32, on the conversion that our backend of that name keeps."""

    def __init__(self, desk: Desk, name: Any) -> None:
        self.ours = open_weights(name, backend="ctranslate2", threads=1)
        self._encoder = desk.ours.encoder
        self._start = desk.ours.instrument.start_token
        folder = next(cache_folder().glob(f"ctranslate2-*-{desk.ours.instrument.weights_digest}"))
        engine = importlib.import_module("ctranslate2")
        self._generator = engine.Generator(str(folder), device="cpu", compute_type="float32", intra_threads=1, inter_threads=1)

    def score(self, texts: Sequence[str]) -> list[float]:
        """log p of each text, one text at a time, which is its fastest way on a CPU."""
        ids = [[self._start, *self._encoder.encode(text)[0].tolist()] for text in texts]
        tokens = [[self._encoder.token(token) for token in row] for row in ids]
        return [sum(found.log_probs) for found in self._generator.score_batch(tokens, max_batch_size=1, max_input_length=0)]


def translator(desk: Desk, name: Any) -> Translator | None:
    """ctranslate2, where it is installed; it computes on the CPU only here."""
    return Translator(desk, name) if desk.device == "cpu" and find_spec("ctranslate2") else None
