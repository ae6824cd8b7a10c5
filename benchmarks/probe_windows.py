"""Sliding windows on the real model: exact with early abort, and screened, against one window at a time.

The text is the licence with three stretches of the model's own writing in it, so that some windows are
extractable: what it writes after fifty tokens, which is not always what it would write after the whole text. One window at a
time costs minutes, so every eighth window is timed, other ones in every round, and the sum multiplied by eight.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from _claims import Claim
from _probe_desk import Desk, long_text
from lexstemma.probes import TAU, Window

PREFIX = SUFFIX = 50
STRIDE = 10
MARGIN = 15.0
EVERY = 8
_STRETCH, _WRITTEN = 560, 120


def windows(desk: Desk, rounds: int) -> list[Claim]:
    """Ratios of processor seconds, one per round, and whether every decision is the naive one."""
    ours, text = desk.ours, _text(desk)
    ids, _ = ours.encode(text)
    starts = range(0, len(ids) - PREFIX - SUFFIX + 1, STRIDE)
    exact, screened, read = [], [], []
    [scores] = ours.score([text])
    naive: dict[int, tuple[bool, bool]] = {}
    found: list[Window] = []
    kept: list[Window] = []
    kept_reading: list[Window] = []

    def one_at_a_time(some: Sequence[int]) -> None:
        naive.update((start, naive_window(desk, ids, start)) for start in some)

    def scan(into: list[Window], **settings: Any) -> None:
        into[:] = ours.windows(ids, stride=STRIDE, **settings)

    for number in range(rounds):
        some = starts[number % EVERY :: EVERY]
        one = desk.seconds(partial(one_at_a_time, some)) * len(starts) / len(some)
        exact.append(one / desk.seconds(partial(scan, found)))
        screened.append(one / desk.seconds(partial(scan, kept, screen=MARGIN)))
        read.append(one / desk.seconds(partial(scan, kept_reading, screen=MARGIN, scores=scores)))
    decided = {w.start: decision(w) for w in found}
    wrong = sum(decided[start] != truth for start, truth in naive.items())
    hits = {start for start, (likely, greedy) in decided.items() if likely or greedy}
    likely = sum(decided[start][0] for start in hits)
    told = f"{len(starts)} windows {STRIDE} apart in {len(ids):,} tokens, {len(hits)} extractable, {likely} of p_z >= 0.001"
    share, share_reading = (
        f"{100 * len(some) / len(starts):.1f} % scored after it, {len(hits - {w.start for w in some})} extractable lost"
        for some in (kept, kept_reading)
    )
    return [
        Claim.of("windows, exact with early abort, against one at a time", exact, "times", least=2, note=told),
        Claim.of("decisions other than those of one at a time", [wrong], f"of {len(naive)}", most=0),
        Claim.of(f"windows screened with {MARGIN:g} nats, against one at a time", screened, "times", least=6, note=share),
        Claim.of("the same where the text was scored before, as `lexstemma probe` does", read, "times", note=share_reading),
    ]


def decision(window: Window) -> tuple[bool, bool]:
    """Whether a window's p_z reaches the threshold, and whether it is extracted greedily."""
    return not window.aborted and window.logp >= math.log(TAU), bool(window.greedy)


def _text(desk: Desk) -> str:
    """After every 560 tokens of the licence 120 that the model writes after the last 50 of them."""
    ids = desk.ours.encode(long_text())[0]
    parts = []
    for at in range(0, 3 * _STRETCH, _STRETCH):
        parts.append(ids[at : at + _STRETCH])
        parts.append(desk.ours.generate(parts[-1][-PREFIX:], _WRITTEN))
    return desk.ours.encoder.decode(np.concatenate(parts))


def naive_window(desk: Desk, ids: NDArray[np.int32], start: int) -> tuple[bool, bool]:
    """Whether a window reaches the threshold, and whether greedy decoding gives it: all logits of one window."""
    with torch.inference_mode():
        head = [desk.ours.instrument.start_token, *ids[start : start + PREFIX + SUFFIX].tolist()]
        row = torch.tensor([head], device=desk.device)
        chances = desk.plain(input_ids=row).logits[0].float().log_softmax(-1)[PREFIX:-1]
        suffix = row[0, PREFIX + 1 :]
        logp = float(chances.gather(1, suffix[:, None]).double().sum())
        return logp >= math.log(TAU), bool((chances.argmax(-1) == suffix).all())
