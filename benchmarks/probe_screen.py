"""What the screen of windows loses: a tiny model is trained here, and works that it knows are planted in a text it doesn't."""

from __future__ import annotations

import math
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _claims import Claim
from _planted import train
from lexstemma.probes import TAU, LocalScorer, open_weights

STRIDE = 5
MARGINS = (0.0, 3.0, 7.0, 15.0)
BAR, BAR_MARGIN = 0.98, 15.0


def screen(device: str, seeds: int) -> list[Claim]:
    """Of the windows that reach the threshold, the share that the screen keeps, by margin; one run per seed."""
    recall: dict[float, list[float]] = {margin: [] for margin in MARGINS}
    shares: dict[float, list[float]] = {margin: [] for margin in MARGINS}
    greedy: list[float] = []
    read: list[float] = []
    counts = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as place:
            begin = time.process_time()
            known, held_out = train(Path(place), seed)
            spent = time.process_time() - begin
            scorer = open_weights(place, device=device, threads=1)
            [scores] = scorer.score([" ".join(work for pair in zip(held_out, known, strict=False) for work in pair)])
            ids = scores.token_ids
            every = scorer.windows(ids, stride=STRIDE)
            positive = {w.start for w in every if not w.aborted and w.logp >= math.log(TAU)}
            extracted = {w.start for w in every if w.greedy}
            for margin in MARGINS:
                kept = _kept(scorer, ids, margin, greedy=False)
                recall[margin].append(len(positive & kept) / len(positive))
                shares[margin].append(100 * len(kept) / len(every))
            greedy.append(len(extracted & _kept(scorer, ids, BAR_MARGIN, greedy=True)) / len(extracted))
            read.append(len(positive & _kept(scorer, ids, BAR_MARGIN, greedy=False, scores=scores)) / len(positive))
            counts.append(
                f"{len(every):,} windows {STRIDE} apart in {len(ids):,} tokens, {len(positive)} of p_z >= 0.001, "
                f"{len(extracted)} greedy ({spent:.0f} s of training)"
            )
    claims = [
        Claim.of(
            f"planted windows kept by the screen, margin {margin:g} nats", recall[margin], "of 1",
            least=BAR if margin == BAR_MARGIN else None, note=f"{np.median(shares[margin]):.1f} % of all windows kept",
        )
        for margin in MARGINS
    ]  # fmt: skip
    claims.append(Claim.of("the same, the screen reading the scores of the text, margin 15 nats", read, "of 1", least=BAR))
    told = "; ".join(counts)
    return [*claims, Claim.of("greedily extracted windows kept, margin 15 nats", greedy, "of 1", least=BAR, note=told)]


def _kept(scorer: LocalScorer, ids: NDArray[np.int32], margin: float, **settings: Any) -> set[int]:
    return {w.start for w in scorer.windows(ids, stride=STRIDE, screen=margin, **settings)}
