"""Two ways to spend less on a CPU without another result: weights laid out once for the multiplier, attention by sequence.

Both are proved on the loaded model before they are used (`Model`), and left out where they don't hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ._need import need
from ._pages import give_back, mapped_weights

_NAME = "by_sequence"
_LENGTHS: ContextVar[tuple[int, ...] | None] = ContextVar("lengths", default=None)
_ROWS = 512  # the layout is chosen for about as many rows


def lay_out_weights(torch: Any, model: Any) -> None:
    """Replaces the linear layers of a float32 model on a CPU by ones whose weights are stored as oneDNN multiplies them.

    The plain layout is dropped, layer by layer, so that the weights are not held twice. Layers of other kinds stay, and so do
    those that sum over more terms than they give: there the other order of summing costs digits (1.4e-4 instead of 0.6e-4 nats
    at most per token against float64, on a model of 135M) and gains no time.
    """
    if not (torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")):
        return
    reorder, multiply = torch.ops.mkldnn._reorder_linear_weight, torch.ops.mkldnn._linear_pointwise

    class LaidOut(torch.nn.Module):  # type: ignore[misc]  # torch is only known at run time
        def __init__(self, linear: Any) -> None:
            super().__init__()
            self.weights, self.bias = reorder(linear.weight.detach(), _ROWS), linear.bias

        def forward(self, rows: Any) -> Any:
            return multiply(rows, self.weights, self.bias, "none", [], "")

    mapped = mapped_weights()
    for weight in model.parameters():  # whatever ran before has read them; one layer after the other comes back
        give_back(weight, mapped)
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if type(child) is torch.nn.Linear and child.in_features <= child.out_features:
                setattr(parent, name, LaidOut(child))
                give_back(child.weight, mapped)


def attend_by_sequence(model: Any) -> bool:
    """Lets a model attend within each packed sequence instead of over the row under a mask; says whether it can."""
    transformers = need("transformers")
    config = model.config.get_text_config(decoder=True)
    if config._attn_implementation != "sdpa":
        return False
    plain = transformers.integrations.sdpa_attention.sdpa_attention_forward
    mask = transformers.masking_utils.sdpa_mask

    def attention(module: Any, query: Any, key: Any, value: Any, attention_mask: Any, **settings: Any) -> tuple[Any, None]:
        if (lengths := _LENGTHS.get()) is None:
            result: tuple[Any, None] = plain(module, query, key, value, attention_mask, **settings)
            return result
        parts = zip(query.split(lengths, 2), key.split(lengths, 2), value.split(lengths, 2), strict=True)
        return need("torch").cat([plain(module, q, k, v, None, **settings)[0] for q, k, v in parts], 1), None

    def no_mask(*values: Any, **settings: Any) -> Any:
        return None if _LENGTHS.get() is not None else mask(*values, **settings)

    transformers.AttentionInterface.register(_NAME, attention)
    transformers.masking_utils.AttentionMaskInterface.register(_NAME, no_mask)
    model.set_attn_implementation(_NAME)
    return bool(model.config._attn_implementation == _NAME)


def attend_under_a_mask(model: Any) -> None:
    """Undoes `attend_by_sequence`."""
    model.set_attn_implementation("sdpa")


@contextmanager
def sequences(lengths: Sequence[int] | None) -> Iterator[None]:
    """While the block runs, a row consists of sequences of these lengths; None leaves that to the mask."""
    token = _LENGTHS.set(None if lengths is None else tuple(lengths))
    try:
        yield
    finally:
        _LENGTHS.reset(token)
