"""Sliding windows: which stretches of a text the model gives back, and with which probability (p_z of arXiv:2410.19482).

Exact and early: log p of a suffix is a sum of terms below 0, so a partial sum below the threshold decides. A window goes through
the model in stages, prefix and first tokens first; keys and values of those that stay open are kept for the next stage. Between
overlapping windows nothing can be shared exactly: every hidden state depends on the window's left edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._base import Base
from ._packing import pieces
from ._scores import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._model import Model
    from ._scores import Ids, TokenScores

_STAGES = (4, 12)  # suffix tokens scored before the windows still open go on
_MISSES = 5  # of 50: a suffix that the screen's pass misses more often is not extracted greedily either


def scan(
    base: Base,
    ids: Ids,
    prefix: int,
    suffix: int,
    stride: int,
    threshold: float | None,
    screen: float | None,
    greedy: bool,
    exact: Callable[[list[int]], Iterator[list[Window]]],
    slice_length: int,
    scores: TokenScores | None = None,
) -> list[Window]:
    """All windows of a text (see `Scorer.windows`), resumed from the journal where there is one.

    Args:
        exact: scores the windows that start at the given tokens, in batches.
        slice_length: tokens per sequence of the screen's pass.
        scores: what such a pass would find, where the text was scored before.

    Raises:
        InputError: a text shorter than a window, a window longer than the context, settings without sense, scores of another
            text.
    """
    import numpy as np

    _check(base, ids, prefix, suffix, stride, threshold, screen)
    if scores is not None and not np.array_equal(scores.token_ids, ids):
        raise InputError("scores of another text", expected="expected the scores of these tokens")
    starts = list(range(0, len(ids) - prefix - suffix + 1, stride))
    if screen is not None and threshold is not None:
        logprobs, top1 = _passed_over(base, ids, prefix, suffix, slice_length) if scores is None else (scores.logprobs, scores.top1)
        starts = _screened(logprobs, top1, starts, prefix, suffix, threshold - screen, greedy)
    found: dict[int, Window] = {}
    keys: dict[int, bytes] = {}
    for start in starts:
        inside = ids[start : start + prefix + suffix]
        keys[start] = base._key(b"window", inside, prefix, suffix, threshold, greedy)
        kept = None if base._journal is None else base._journal.get(keys[start])
        if kept is not None:
            logp, aborted, extracted = np.frombuffer(kept, dtype="<f8")
            found[start] = Window(
                start, prefix, suffix, float(logp), bool(aborted), None if np.isnan(extracted) else bool(extracted)
            )
    for batch in exact([start for start in starts if start not in found]):
        found.update((window.start, window) for window in batch)
        if base._journal is not None:
            base._journal.put({keys[window.start]: _packed(window) for window in batch})
    return [found[start] for start in starts]


def staged(
    model: Model,
    ids: Ids,
    starts: list[int],
    start_token: int | None,
    prefix: int,
    suffix: int,
    threshold: float | None,
    greedy: bool,
    row: int,
) -> Iterator[list[Window]]:
    """Windows in batches of about `row` tokens, each as far as it needs to go; exact."""
    import numpy as np

    lead = 0 if start_token is None else 1
    marks = [n for n in _STAGES if n < suffix] if threshold is not None and model.caches else []
    several = max(1, row // (lead + prefix + (marks[0] if marks else suffix)))
    for at in range(0, len(starts), several):
        batch = starts[at : at + several]
        block = np.stack([ids[s : s + prefix + suffix] for s in batch]).astype(np.int64)
        if lead:
            block = np.concatenate([np.full((len(batch), 1), start_token, dtype=np.int64), block], 1)
        logp, top, scored = _run(model, block, lead + prefix, suffix, marks, threshold, greedy)
        yield [
            Window(s, prefix, suffix, float(logp[n]), bool(scored[n] < suffix), bool(top[n]) if greedy else None)
            for n, s in enumerate(batch)
        ]


def _run(
    model: Model, block: NDArray[Any], lead: int, suffix: int, marks: list[int], threshold: float | None, greedy: bool
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Sums, "all tokens so far were the most likely ones", and how many suffix tokens were scored, per row of `block`."""
    import numpy as np

    torch = model.torch
    count = len(block)
    sums, top, scored = np.zeros(count), np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.int64)
    open_ = np.arange(count)
    cache, seen = None, 0
    for mark in [*marks, suffix]:
        # The states of tokens [lead + done - 1, lead + mark - 1) predict the suffix tokens [done, mark).
        done, until = int(scored[open_[0]]), lead + mark - 1
        ids = torch.from_numpy(block[open_]).to(model.device)
        hidden, cache = model.hidden(ids[:, seen:until], cache=cache, keep=bool(marks))
        states = hidden[:, lead + done - 1 - seen :]
        wide = states.shape[1]
        columns = model.columns(states.reshape(-1, states.shape[-1]), ids[:, lead + done : lead + mark].reshape(-1), moments=False)
        sums[open_] += columns["logprob"].astype(np.float64).reshape(-1, wide).sum(1)
        top[open_] &= columns["top1"].reshape(-1, wide).all(1)
        scored[open_] = mark
        seen = until
        if threshold is not None and mark < suffix:
            stays = (sums[open_] >= threshold) | (top[open_] & greedy)
            open_ = open_[stays]
            if not len(open_):
                break
            cache.batch_select_indices(torch.from_numpy(np.flatnonzero(stays)))
    return sums, top, scored


def _passed_over(
    base: Base, ids: Ids, prefix: int, suffix: int, slice_length: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Of every token (n,): log p, NaN for a first one without anything before it, and whether it was the most likely one."""
    import numpy as np

    length = min(base.instrument.context, max(slice_length, 2 * (prefix + suffix)))
    cut = pieces(ids, base.instrument.start_token, length, overlap=prefix)
    columns = np.concatenate(base.columns(cut, moments=False))
    missing = len(ids) - len(columns)
    logprobs = np.concatenate([np.full(missing, np.nan, dtype=np.float32), columns["logprob"]])
    return logprobs, np.concatenate([np.zeros(missing, dtype=np.bool_), columns["top1"]])


def _screened(
    logprobs: NDArray[np.float32], top1: NDArray[np.bool_], starts: list[int], prefix: int, suffix: int, least: float, greedy: bool
) -> list[int]:
    """The windows whose suffix reaches `least` nats in one pass over the text, or is nearly all most likely tokens."""
    import numpy as np

    logp = np.concatenate([[0.0], np.cumsum(np.nan_to_num(logprobs.astype(np.float64)))])
    misses = np.concatenate([[0], np.cumsum(~top1)])
    begin = np.array(starts) + prefix
    chosen = logp[begin + suffix] - logp[begin] >= least
    if greedy:
        chosen |= misses[begin + suffix] - misses[begin] <= _MISSES * suffix / 50
    return [start for start, yes in zip(starts, chosen, strict=True) if yes]


def _check(base: Base, ids: Ids, prefix: int, suffix: int, stride: int, threshold: float | None, screen: float | None) -> None:
    instrument = base.instrument
    if prefix < 1 or suffix < 1 or stride < 1:
        raise InputError(f"windows of {prefix} + {suffix} tokens, {stride} apart", expected="expected 1 or more of each")
    if screen is not None and (threshold is None or not screen >= 0):
        raise InputError(f"a screen with margin {screen}", expected="expected a margin of 0 nats or more, and a threshold")
    if len(ids) < prefix + suffix:
        what = f"a text of {len(ids)} tokens is shorter than a window of {prefix} + {suffix}"
        raise InputError(what, expected="expected a longer text or shorter windows")
    if prefix + suffix + (instrument.start_token is not None) > instrument.context:
        what = f"windows of {prefix} + {suffix} tokens in a context of {instrument.context}, start token included"
        raise InputError(what, where=instrument.name, expected="expected shorter windows")


def _packed(window: Window) -> bytes:
    import numpy as np

    extracted = float("nan") if window.greedy is None else float(window.greedy)
    return np.array([window.logp, float(window.aborted), extracted], dtype="<f8").tobytes()
