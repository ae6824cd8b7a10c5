"""The probes' figures against those of three other programs, on the real model: every token of 33 texts, and windows."""

from __future__ import annotations

import sys

import numpy as np

from _claims import Claim
from _probe_desk import Desk, long_text, naive, paragraphs, precise
from _probe_peers import LM_EVAL, Harness, Translator

WINDOWS = 24


def agreement(desk: Desk, peer: Harness | None, second: Translator | None) -> list[Claim]:
    """Differences in nats: the paragraphs of the licence, and the first 4,000 characters of it as one text.

    The sum of a text is held against 0.001 for the paragraphs. torch's softmax in float32 is too large by about 8e-6 nats per
    token at this vocabulary, so that other programs' sums drift with the length of the text; what that makes is told.
    """
    ours = desk.ours
    texts = [*paragraphs(), long_text()[:4000]]
    scores = ours.score(texts)
    rows = [found.token_ids for found in scores]
    found = [one.logprobs.astype(np.float64) for one in scores]
    sums = [float(one.sum()) for one in found]
    told = f"{len(texts)} texts, {sum(map(len, found)):,} tokens"
    claims = []
    ways = {"float64": precise(desk, rows, arithmetic=True), "float32, softmax in float64": precise(desk, rows, arithmetic=False)}
    ways["float32"] = [naive(desk, ids).astype(np.float64) for ids in rows]
    for name, truth in ways.items():
        gaps = [one - other for one, other in zip(found, truth, strict=True)]
        whole = [abs(float(gap.sum())) * 200 / max(200, len(gap)) for gap in gaps]
        what = f"packed, against transformers one text at a time in {name}"
        claims.append(_most(what, [float(abs(gap).max()) for gap in gaps], 1e-4, "nats per token", told))
        claims.append(_most(f"{what}: sums", whole, 0.01, "nats per 200 tokens", told))
    if peer is None:
        print(LM_EVAL, file=sys.stderr)
    else:
        claims += _sums("lm-eval (HFLM, softmax in float64)", sums, peer.score(texts, 1, precise=True))
        claims += _sums("lm-eval (HFLM as it comes, softmax in float32)", sums, peer.score(texts, 1))
    if second is not None:
        theirs = [float(one.logprobs.sum(dtype=np.float64)) for one in second.ours.score(texts)]
        claims += _sums("our ctranslate2 backend", sums, theirs)
        claims += _sums("ctranslate2's own score_batch", sums, second.score(texts))
    return [*claims, *_windows(desk)]


def _sums(peer: str, ours: list[float], theirs: list[float]) -> list[Claim]:
    gaps = _apart(ours, theirs)
    note = f"{len(gaps) - 1} texts of 4 to 193 tokens; on one of about 800 {gaps[-1]:.1g}"
    return [_most(f"packed, against {peer}", gaps[:-1], 1e-3, "nats per text", note)]


def _windows(desk: Desk) -> list[Claim]:
    """Windows that share batches against the same windows one at a time, and against transformers."""
    ids = desk.ours.encode(long_text())[0][: 100 + 10 * (WINDOWS - 1)]
    together = [w.logp for w in desk.ours.windows(ids, threshold=None)]
    single = [desk.ours.windows(ids[s : s + 100], threshold=None)[0].logp for s in range(0, len(ids) - 99, 10)]
    alone = [float(naive(desk, ids[s : s + 100])[50:].sum(dtype=np.float64)) for s in range(0, len(ids) - 99, 10)]
    told = f"{len(together)} windows of 50 + 50"
    return [
        _most("windows in batches, against one at a time", _apart(together, single), 1e-3, "nats per window", told),
        _most("windows in batches, against transformers", _apart(together, alone), 1e-3, "nats per window", told),
    ]


def _apart(one: list[float], other: list[float]) -> list[float]:
    return [abs(a - b) for a, b in zip(one, other, strict=True)]


def _most(what: str, gaps: list[float], bound: float, unit: str, note: str) -> Claim:
    """A bound on the greatest of all differences; nothing about them varies from run to run."""
    return Claim.of(what, [max(gaps)], unit, most=bound, note=f"{note}; median {np.median(gaps):.1g}")
