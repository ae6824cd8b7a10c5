"""Peak memory of a process that scores rows of 512 tokens on the real model; on a CPU."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from _claims import Claim

RUNS = 3
_TEXTS, _TOKENS = 6, 511  # with its start token a text fills a row


def memory(name: Path) -> list[Claim]:
    """Megabytes above the weights in float32, each run in a process of its own."""
    taken, told = [], {"weights": 0.0, "imports": 0.0}
    for _ in range(RUNS):
        done = subprocess.run([sys.executable, __file__, str(name)], check=True, stdout=subprocess.PIPE, text=True)
        told = json.loads(done.stdout)
        taken.append(told["peak"] - told["weights"])
    note = f"weights {told['weights']:.0f} MB; {told['imports']:.0f} MB are there once the libraries are imported"
    return [Claim.of("peak resident memory above the weights, rows of 512 tokens", taken, "MB", most=400, note=note)]


def _child(name: str) -> None:
    from transformers import LlamaForCausalLM  # imports late by itself; what comes after it is the weights'

    from _probe_desk import long_text
    from lexstemma.probes import open_weights

    imports, _ = _peak(), LlamaForCausalLM
    scorer = open_weights(name, device="cpu", threads=1)
    ids, spans = scorer.encode(long_text() * 2)
    texts = [(long_text() * 2)[spans[n * _TOKENS][0] : spans[(n + 1) * _TOKENS][0]] for n in range(_TEXTS)]
    scorer.score(texts)
    weights = 4 * (scorer.instrument.parameters or 0) / 1e6
    print(json.dumps({"peak": _peak(), "weights": weights, "imports": imports, "tokens": len(ids)}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    _child(sys.argv[1])
