"""A causal language model in memory: loaded, and proved at once to give the same figures packed as alone.

What a model is asked for here is always hidden states; its vocabulary is passed over in chunks of rows, so that the memory for
logits stays below `_LOGITS_BYTES` however long the text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._base import COLUMNS, require_finite
from ._device import device_map
from ._fast import attend_by_sequence, attend_under_a_mask, lay_out_weights, sequences
from ._need import need, quiet
from ._weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOGITS_BYTES = {"cpu": 8 << 20, "mps": 64 << 20, "cuda": 512 << 20}
SAME = {"float32": 1e-3, "bfloat16": 0.3, "float16": 0.1}  # nats per token, packed against alone
_PROOF = (13, 7, 18)  # lengths of the sequences that prove the packing


class Model:
    """A model, its head, and which short cuts are exact for it.

    Attributes:
        packs: several sequences may share a row (attention is kept apart by restarting positions).
        caches: keys and values of a prefix may be kept and continued.
        proved: a sequence alone gives what the model as it came gave.
        device: of the first layer.
        vocabulary: number of tokens that have a probability.
        context: the longest sequence.
        parameters: their number.
    """

    def __init__(self, weights: Weights, device: str, dtype: str, *, fast: bool = True) -> None:
        """Loads the weights.

        Args:
            fast: lay the weights out for the CPU and attend by sequence, where that holds.

        Raises:
            InputError: tensors missing or of the wrong shape, no causal head, too large, not finite.
        """
        torch = self.torch = need("torch")
        self.name = weights.name
        self._model = _loaded(torch, weights, device, dtype)
        config = self._model.config.get_text_config(decoder=True)
        self._scale = float(getattr(config, "logit_scale", None) or 1.0) / float(getattr(config, "logits_scaling", None) or 1.0)
        self._cap = getattr(config, "final_logit_softcapping", None)
        self._config = self._model.config
        self.device = next(self._model.parameters()).device
        self.vocabulary = int(self._model.get_output_embeddings().weight.shape[0])
        self.context = int(getattr(config, "max_position_embeddings", None) or getattr(config, "n_positions", None) or 1 << 20)
        self.parameters = sum(p.numel() for p in self._model.parameters())
        self._chunk = max(8, min(256, _LOGITS_BYTES[self.device.type] // (4 * self.vocabulary)))
        self._whole = self.packs = self.caches = False
        self._by_sequence = 0  # the longest sequence that attention may be kept within
        proof = self.proof()
        if fast and self.device.type == "cpu" and dtype == "float32":
            lay_out_weights(torch, self._model)
            if attend_by_sequence(self._model):
                windows = (getattr(config, name, None) for name in ("sliding_window", "attention_chunk_size"))
                self._by_sequence = min((int(w) for w in windows if w), default=1 << 30)
        self._head = self._model.get_output_embeddings()
        self._body = self._model.get_decoder() if hasattr(self._model, "get_decoder") else self._model.base_model
        self._prove(proof, SAME[dtype])

    def hidden(self, ids: Any, positions: Any = None, cache: Any = None, keep: bool = False) -> tuple[Any, Any]:
        """Hidden states (b, n, h) of ids (b, n), and the cache with their keys and values if `keep`.

        Args:
            positions: (1, n) where they restart at every packed sequence; None counts on from the cache.
        """
        if keep and cache is None:
            cache = need("transformers").DynamicCache(config=self._config)
        extra = {} if positions is None else {"position_ids": positions}
        if keep:
            extra["past_key_values"] = cache
        if self._whole:
            return self._model(input_ids=ids, use_cache=keep, **extra).logits, cache
        return self._body(input_ids=ids, use_cache=keep, **extra).last_hidden_state, cache

    def logits(self, hidden: Any) -> Any:
        """float32 (r, vocabulary) of hidden states (r, h); the caller may change them."""
        if self._whole:
            return hidden.float().clone()
        logits = self._head(hidden).float()
        if self._scale != 1.0:
            logits = logits * self._scale
        return logits if self._cap is None else self._cap * self.torch.tanh(logits / self._cap)

    def columns(self, hidden: Any, targets: Any, *, moments: bool) -> NDArray[Any]:
        """What the hidden states (n, h) say of the tokens that followed them (n,): an array of `COLUMNS`.

        Raises:
            InputError: logits that are not numbers.
        """
        import numpy as np

        found = np.zeros(len(targets), dtype=COLUMNS)
        found["mean"] = found["deviation"] = np.nan
        for at in range(0, len(targets), self._chunk):
            rows = slice(at, at + self._chunk)
            logits, wanted = self.logits(hidden[rows]), targets[rows, None].to(hidden.device)
            logits -= logits.max(1, keepdim=True).values
            of_target = logits.gather(1, wanted)
            found["top1"][rows] = (of_target >= 0)[:, 0].cpu().numpy()
            if moments:
                found["rank"][rows] = 1 + self.torch.count_nonzero(logits > of_target, 1).cpu().numpy()
                total, mean, deviation = self._moments(logits)
                found["mean"][rows], found["deviation"][rows] = mean.cpu().numpy(), deviation.cpu().numpy()
            else:
                total = logits.exp_().sum(1)
            found["logprob"][rows] = (of_target[:, 0] - total.log()).cpu().numpy()
        require_finite(found["logprob"], self.name)
        return found

    def _moments(self, logits: Any) -> tuple[Any, Any, Any]:
        """Of logits (r, v) whose maximum is 0: the sum of their exponentials, mean and deviation of log p; each (r,)."""
        weights = logits.exp()
        total = weights.sum(1)
        mean = weights.mul_(logits).sum(1) / total
        if mean.isnan().any():  # a token of probability 0 must add 0, and not 0 times infinity
            weights = logits.clamp_(min=-1e4).exp()
            mean = weights.mul_(logits).sum(1) / total
        square = self.torch.einsum("rv,rv->r", weights, logits) / total
        return total, mean - total.log(), (square - mean * mean).clamp_(min=0).sqrt()

    def packed(self, texts: Sequence[NDArray[np.int32]], firsts: Sequence[int], *, moments: bool) -> list[NDArray[Any]]:
        """Columns of several sequences that share one row; each is scored from its `first` token on."""
        torch = self.torch
        ids = torch.cat([torch.from_numpy(s).long() for s in texts]).to(self.device)
        positions = torch.cat([torch.arange(len(s)) for s in texts]).to(self.device)
        lengths = [len(s) for s in texts]
        with sequences(lengths if 0 < max(lengths) <= self._by_sequence else None):
            hidden, _ = self.hidden(ids[None], positions[None] if len(texts) > 1 else None)
        keep, at = [], 0
        for length, first in zip(lengths, firsts, strict=True):
            keep.append(torch.arange(at + first, at + length))
            at += length
        places = torch.cat(keep).to(hidden.device)
        columns = self.columns(hidden[0, places - 1], ids.to(hidden.device)[places], moments=moments)
        ends = [len(k) for k in keep]
        return [columns[sum(ends[:n]) : sum(ends[: n + 1])] for n in range(len(ends))]

    def proof(self) -> list[tuple[NDArray[np.int32], NDArray[Any]]]:
        """A few sequences, and what the model as it came says of each of them alone."""
        import numpy as np

        torch = self.torch
        proof = []
        with torch.inference_mode():
            for length in _PROOF:
                tokens = (np.arange(1, length + 1, dtype=np.int64) * 7919 * length % self.vocabulary).astype(np.int32)
                ids = torch.from_numpy(tokens).long()[None].to(self.device)
                chances = self._model(input_ids=ids, use_cache=False).logits[0].float().log_softmax(-1)
                truth = chances[:-1].gather(1, ids[0, 1:, None].to(chances.device))[:, 0].cpu().numpy()
                require_finite(truth, self.name)
                proof.append((tokens, truth))
        return proof

    def _prove(self, proof: Sequence[tuple[NDArray[np.int32], NDArray[Any]]], same: float) -> None:
        """Finds out which short cuts give what the model as it came gave."""
        with self.torch.inference_mode():
            if self._by_sequence and not self._agrees(proof, same):
                self._by_sequence = 0
                attend_under_a_mask(self._model)
            self._whole = not self._agrees(proof[:1], same)
            self.packs = self._agrees(proof, same)
            self.caches = self._continues(*proof[-1], same)
            self.proved = self._agrees(proof[:1], same)

    def _agrees(self, proof: Sequence[tuple[NDArray[np.int32], NDArray[Any]]], same: float) -> bool:
        try:
            found = self.packed([tokens for tokens, _ in proof], [1] * len(proof), moments=False)
        except (TypeError, ValueError, RuntimeError, AttributeError, InputError):
            return False
        return all(abs(f["logprob"] - t).max() <= same for f, (_, t) in zip(found, proof, strict=True))

    def _continues(self, sequence: NDArray[np.int32], truth: NDArray[Any], same: float) -> bool:
        torch, cut = self.torch, len(sequence) // 2
        ids = torch.from_numpy(sequence).long()[None].expand(2, -1).to(self.device)
        try:
            _, cache = self.hidden(ids[:, :cut], keep=True)
            cache.batch_select_indices(torch.tensor([1]))  # on the CPU: layers may lie on several devices
            hidden, _ = self.hidden(ids[:1, cut:-1], cache=cache, keep=True)
            found = self.columns(hidden[0], ids[0, cut + 1 :], moments=False)["logprob"]
        except (TypeError, ValueError, RuntimeError, AttributeError, InputError):
            return False
        return bool(abs(found - truth[cut:]).max() <= same)


def load_model(weights: Weights, device: str, dtype: str) -> Model:
    """A model with all the short cuts that hold for it.

    Raises:
        InputError: see `Model`; or not even the plain way gives the same twice.
    """
    for fast in (True, False):
        if (model := Model(weights, device, dtype, fast=fast)).proved:
            return model
        del model
    raise InputError("the model gives other figures from run to run", where=weights.name, expected="expected a deterministic model")


def _loaded(torch: Any, weights: Weights, device: str, dtype: str) -> Any:
    kind = getattr(torch, dtype)
    itemsize = {"float32": 4, "float16": 2, "bfloat16": 2}
    needed = weights.size * itemsize[dtype] // itemsize.get(weights.stored or "", itemsize[dtype])
    where = device_map(torch, device, needed)
    settings: dict[str, Any] = {} if isinstance(where, dict) else {"device_map": where}
    if settings:
        need("accelerate")
    try:
        with quiet() as transformers:
            model, told = transformers.AutoModelForCausalLM.from_pretrained(
                weights.folder, dtype=kind, use_safetensors=True, local_files_only=True, trust_remote_code=False,
                output_loading_info=True, **settings,
            )  # fmt: skip
    except (ValueError, RuntimeError, OSError, KeyError, TypeError, AttributeError, ImportError) as problem:
        why = " ".join(str(problem).split())[:200]
        raise InputError(
            f"the weights cannot be loaded ({why})", where=weights.name, expected="check that they are whole"
        ) from None
    if missing := sorted(told["missing_keys"]):
        what = "no causal head among the weights" if any("head" in key for key in missing) else f"{len(missing)} tensor(s) missing"
        raise InputError(f"{what} (as {missing[0]})", where=weights.name, expected="expected all tensors of the model")
    if not settings and isinstance(where, dict):
        model = model.to(where[""])
    model.eval()
    model.requires_grad_(False)
    return model
