"""Scoring mixed texts: the probes against transformers, lm-eval, ctranslate2 and the multiplier itself, taken in turns."""

from __future__ import annotations

import sys
from collections.abc import Callable

import torch

from _claims import Claim
from _probe_desk import Desk, naive, paragraphs
from _probe_peers import LM_EVAL, Harness, Translator

TEXTS = 20


def speed(desk: Desk, peer: Harness | None, second: Translator | None, rounds: int) -> list[Claim]:
    """Ratios of processor seconds, one per round."""
    ours, texts = desk.ours, paragraphs()[:TEXTS]
    encoded = [ours.encode(text)[0] for text in texts]
    tokens = sum(len(ids) for ids in encoded)
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: ours.score(texts),
        "naive": lambda: [naive(desk, ids) for ids in encoded],
        "multiplier": lambda: multiplications(desk),
    }
    if peer is None:
        print(LM_EVAL, file=sys.stderr)
    else:
        ways |= {f"lm-eval {size}": lambda size=size: peer.score(texts, size) for size in (1, 4, 8)}  # type: ignore[misc]
    if second is not None:
        ways |= {"our ctranslate2": lambda: second.ours.score(texts), "ctranslate2": lambda: second.score(texts)}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(desk.seconds(way))

    def ratio(one: str, other: str) -> list[float]:
        return [a / b for a, b in zip(taken[one], taken[other], strict=True)]

    told = f"{TEXTS} texts, {tokens:,} tokens; ours {_rate(tokens, taken['ours'])}, plain {_rate(tokens, taken['naive'])} tokens/s"
    claims = [Claim.of("packed, against transformers one text at a time", ratio("naive", "ours"), "times", least=1.25, note=told)]
    parameters = ours.instrument.parameters or 0
    work = 2 * parameters * tokens / 1e9
    top = [multiplications(desk, count=True) / 1e9 / seconds for seconds in taken["multiplier"]]
    share = [100 * work / seconds / best for seconds, best in zip(taken["ours"], top, strict=True)]
    told = f"all of a row's matrix products in torch: {sorted(top)[len(top) // 2]:.1f} GFLOP/s"
    claims.append(Claim.of("packed: share of the multiplier's own rate", share, "%", least=65, note=told))
    for size in (1, 4, 8) if peer else ():
        name = f"lm-eval {size}"
        told = f"it {_rate(tokens, taken[name])} tokens/s"
        claims.append(Claim.of(f"packed, against lm-eval, batches of {size}", ratio(name, "ours"), "times", least=1, note=told))
    if second is not None:
        what = "our ctranslate2 backend, against transformers one text at a time"
        claims.append(Claim.of(what, ratio("naive", "our ctranslate2"), "times", least=1.5))
        claims.append(Claim.of("packed, against our ctranslate2 backend", ratio("our ctranslate2", "ours"), "times"))
        what = "packed, against ctranslate2's own score_batch (sums only)"
        claims.append(Claim.of(what, ratio("ctranslate2", "ours"), "times"))
    return claims


def multiplications(desk: Desk, *, count: bool = False) -> float:
    """All matrix products that a row of 512 tokens needs, in plain torch, and nothing else; the number of operations."""
    weights = [m.weight for m in desk.plain.modules() if isinstance(m, torch.nn.Linear)]
    if not count:
        rows = {size: torch.ones(512, size, device=desk.device) for size in {w.shape[1] for w in weights}}
        with torch.inference_mode():
            for weight in weights:
                torch.nn.functional.linear(rows[weight.shape[1]], weight)
    return float(sum(2 * 512 * weight.numel() for weight in weights))


def _rate(tokens: int, seconds: list[float]) -> str:
    return f"{tokens / sorted(seconds)[len(seconds) // 2]:.0f}"
