"""The local instrument: a model in this process, through torch and transformers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._base import Base
from ._cache import cache_folder
from ._device import choose_device, choose_dtype
from ._encoder import Encoder
from ._model import Model, load_model
from ._need import need
from ._packing import Piece, rows
from ._scores import TAU, Instrument, Window
from ._weights import Weights, find_weights
from ._windows import scan, staged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._scores import Ids, TokenScores

_ROW = {"cpu": 512, "mps": 1024, "cuda": 4096}
_WINDOWS = {"cpu": 1024, "mps": 1024, "cuda": 4096}  # tokens of windows at a time: what stays open goes on in batches that fill
_CONTEXT = 2048
_GROUP = 256  # pieces packed at a time
_SECONDS = 1.0  # between two writes to the journal
_MORE_SIZES = 0.75  # a model pads its vocabulary; one that knows a third more tokens than the tokenizer is another's


class LocalScorer(Base):
    """A `Scorer` on weights in this process; made by `open_weights`."""

    def __init__(self, model: Model, instrument: Instrument, encoder: Encoder, keep: Path | None) -> None:
        super().__init__(instrument, encoder, keep)
        self.model = model
        self.row = _ROW[model.device.type]

    def windows(
        self,
        ids: Ids,
        *,
        prefix: int = 50,
        suffix: int = 50,
        stride: int = 10,
        threshold: float | None = math.log(TAU),
        screen: float | None = None,
        greedy: bool = True,
        scores: TokenScores | None = None,
    ) -> list[Window]:
        """See `Scorer.windows`; windows that the screen drops are not in the list.

        Raises:
            InputError: a text shorter than a window, a window longer than the context, settings without sense, scores of
                another text.
        """
        row = _WINDOWS[self.model.device.type]

        def exact(starts: list[int]) -> Iterator[list[Window]]:
            with self.model.torch.inference_mode():
                yield from staged(self.model, ids, starts, self.instrument.start_token, prefix, suffix, threshold, greedy, row)

        return scan(self, ids, prefix, suffix, stride, threshold, screen, greedy, exact, self.row, scores)

    def continuations(self, prefix: Ids, options: Sequence[Ids]) -> NDArray[np.float64]:
        """See `Scorer.continuations`; the prefix goes through the model once.

        Raises:
            InputError: neither a start token nor a prefix, or longer than the context.
        """
        import numpy as np

        model, torch = self.model, self.model.torch
        head = self._head(prefix, max((len(option) for option in options), default=0))
        totals = np.zeros(len(options), dtype=np.float64)
        order = sorted((i for i, option in enumerate(options) if len(option)), key=lambda i: len(options[i]))
        if not order:
            return totals
        if not model.caches:
            for i in order:
                totals[i] = self._alone(head, options[i])
            return totals
        with torch.inference_mode():
            hidden, _ = model.hidden(torch.from_numpy(head).long()[None].to(model.device))
            last = hidden[0, -1:]
            firsts = torch.tensor([int(options[i][0]) for i in order])
            totals[order] = model.columns(last.expand(len(order), -1), firsts, moments=False)["logprob"]
            longer = [i for i in order if len(options[i]) > 1]
            while longer:
                width = len(options[longer[-1]]) - 1
                several = max(1, self.row // width)
                batch, longer = longer[-several:], longer[:-several]
                totals[batch] += self._rest(head, [options[i] for i in batch], width)
        return totals

    def generate(self, prefix: Ids, tokens: int) -> Ids:
        """See `Scorer.generate`; it stops at the end of the context.

        Raises:
            InputError: neither a start token nor a prefix, or no room for a token.
        """
        import numpy as np

        model, torch = self.model, self.model.torch
        step = torch.from_numpy(self._head(prefix, 1)).long()[None].to(model.device)
        tokens = min(tokens, self.instrument.context - step.shape[1])
        made: list[int] = []
        cache, whole = None, step
        with torch.inference_mode():
            for _ in range(tokens):
                hidden, cache = model.hidden(step if model.caches else whole, cache=cache, keep=model.caches)
                made.append(int(model.logits(hidden[0, -1:])[0].argmax()))
                step = torch.tensor([[made[-1]]], device=model.device)
                whole = torch.cat([whole, step], 1)
        return np.array(made, dtype=np.int32)

    def _measure(self, parts: Sequence[Piece], moments: bool) -> Iterator[list[tuple[int, NDArray[Any]]]]:
        ready: list[tuple[int, NDArray[Any]]] = []
        since = time.monotonic()
        for at in range(0, len(parts), _GROUP):
            group = range(at, min(at + _GROUP, len(parts)))
            for row in rows([len(parts[i]) for i in group], self.row if self.model.packs else 0):
                chosen = [group[i] for i in row]
                with self.model.torch.inference_mode():
                    found = self.model.packed([parts[i].ids for i in chosen], [parts[i].first for i in chosen], moments=moments)
                ready += zip(chosen, found, strict=True)
                if time.monotonic() - since > _SECONDS:
                    yield ready
                    ready, since = [], time.monotonic()
        if ready:
            yield ready

    def _head(self, prefix: Ids, room: int) -> NDArray[np.int32]:
        import numpy as np

        start = self.instrument.start_token
        head = np.concatenate([np.array([] if start is None else [start], dtype=np.int32), prefix.astype(np.int32)])
        if not len(head):
            raise InputError("nothing stands before the first token", expected="expected a start token or a prefix")
        if len(head) + room > self.instrument.context:
            what = f"{len(head) + room} tokens, start token included, in a context of {self.instrument.context}"
            raise InputError(what, where=self.instrument.name, expected="expected a shorter prefix")
        return head

    def _alone(self, head: NDArray[np.int32], option: Ids) -> float:
        import numpy as np

        with self.model.torch.inference_mode():
            whole = np.concatenate([head, option.astype(np.int32)])
            return float(self.model.packed([whole], [len(head)], moments=False)[0]["logprob"].sum(dtype=np.float64))

    def _rest(self, head: NDArray[np.int32], options: Sequence[Ids], width: int) -> list[float]:
        """log p of all but the first token of each option."""
        import numpy as np

        model, torch = self.model, self.model.torch
        _, cache = model.hidden(torch.from_numpy(head).long()[None].to(model.device), keep=True)
        cache.batch_repeat_interleave(len(options))
        ids = torch.zeros((len(options), width), dtype=torch.long)
        for n, option in enumerate(options):
            ids[n, : len(option) - 1] = torch.from_numpy(option[:-1].astype(np.int64))
        hidden, _ = model.hidden(ids.to(model.device), cache=cache, keep=True)
        states = torch.cat([hidden[n, : len(option) - 1] for n, option in enumerate(options)])
        targets = torch.from_numpy(np.concatenate([option[1:] for option in options]).astype(np.int64))
        found = model.columns(states, targets, moments=False)["logprob"].astype(np.float64)
        ends = np.cumsum([len(option) - 1 for option in options])
        return [float(part.sum()) for part in np.split(found, ends[:-1])]


def open_weights(
    name: str | Path,
    *,
    device: str | None = None,
    dtype: str | None = None,
    start_token: int | str | None = "auto",
    context: int | None = None,
    threads: int | None = None,
    cache: Path | None = None,
    keep: Path | None = None,
    backend: str = "transformers",
) -> LocalScorer:
    """Opens weights as an instrument.

    Args:
        name: a directory of safetensors, a GGUF file, or a hub id.
        device: "cuda", "cuda:1", "mps", "cpu"; chosen if None. Weights too large for one GPU are spread over all.
        dtype: "float32", "bfloat16", "float16"; chosen for the device if None.
        start_token: id, spelling, None for none, or "auto" (see `Encoder.start_token`); the instrument tells which.
        context: the longest sequence in tokens; 2,048 or the model's own if that is shorter. A longer text is cut.
        threads: of the arithmetic on a CPU; torch's choice if None.
        cache: where conversions are kept.
        keep: a folder for partial results; a later run with the same instrument goes on from there.
        backend: "transformers" or, on a CPU in float32, "ctranslate2".

    Raises:
        InputError: weights, device, dtype, context or tokenizer cannot be used.
        MissingExtra: the extra `probe` is not installed.
    """
    torch = need("torch")
    if threads is not None:
        torch.set_num_threads(threads)
    chosen = choose_device(torch, device)
    weights = find_weights(name, cache=cache)
    dtype = choose_dtype(torch, dtype, chosen, weights.stored)
    encoder = Encoder(weights.folder, weights.name)
    start = encoder.start_token(start_token)
    model = _model(backend, weights, chosen, dtype, cache or cache_folder(), torch.get_num_threads())
    if encoder.size > model.vocabulary or encoder.size < _MORE_SIZES * model.vocabulary:
        what = f"the tokenizer knows {encoder.size:,} tokens, the model {model.vocabulary:,}"
        raise InputError(what, where=weights.name, expected="expected the tokenizer that the model was trained with")
    if context is not None and not 4 <= context <= model.context:
        what = f"a context of {context:,} tokens for a model of {model.context:,}"
        raise InputError(what, where=weights.name, expected=f"expected 4 to {model.context:,}")
    version = f"{need('transformers').__version__}, torch {torch.__version__}"
    instrument = Instrument(
        weights_digest=weights.digest, tokenizer_digest=weights.tokenizer_digest, start_token=start, dtype=dtype,
        backend=backend, backend_version=version if backend == "transformers" else need(backend).__version__,
        quantisation=weights.quantisation, context=context or min(_CONTEXT, model.context), vocabulary=model.vocabulary,
        parameters=model.parameters, device=str(model.device), threads=torch.get_num_threads(), name=weights.name,
    )  # fmt: skip
    return LocalScorer(model, instrument, encoder, keep)


def _model(backend: str, weights: Weights, device: str, dtype: str, cache: Path, threads: int) -> Model:
    if backend == "transformers":
        return load_model(weights, device, dtype)
    if backend != "ctranslate2":
        raise InputError(f"no backend '{backend}'", expected="expected transformers or ctranslate2")
    if (device, dtype) != ("cpu", "float32"):
        raise InputError(f"ctranslate2 on {device} in {dtype}", expected="expected device cpu and dtype float32")
    from ._ctranslate import CTranslated

    return CTranslated(weights, cache, threads)
