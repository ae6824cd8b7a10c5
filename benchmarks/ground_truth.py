"""Detection by the number of copies, on models whose truth is known: five seeds of `examples/ground_truth`, pooled.

    python benchmarks/ground_truth.py [--seeds 0,1,2,3,4] [--keep FOLDER]

Each seed is another language, other works and another training. Scores of different models are not comparable as they are, so
each is taken in units of its own model's held-out works: minus their mean, over their deviation. Seeds whose figures lie in FOLDER
are not run again.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lexstemma.probes import HIGHER_IS_KNOWN, auroc, clopper_pearson

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "ground_truth"
COPIES = (1, 2, 4, 8, 16, 32)
HELD_OUT, TUNING = "held out", "tuning"
STATISTICS = {"bits_per_byte": "bits per byte", "min_k": "Min-K%", "min_k_plus": "Min-K%++", "best": "likeliest window"}
VERSIONS = {"early": "base, one epoch", "base": "base", "tuned": "fine-tuned"}
GRADES = ("G1", "G2", "G3", "G4")

Works = Sequence[dict[str, Any]]


def measured(seed: int, folder: Path) -> dict[str, Any]:
    """The figures of one seed, from a run of the example in a process of its own."""
    out = folder / f"seed-{seed}"
    if not (out / "figures.json").exists():
        print(f"seed {seed} ...", file=sys.stderr, flush=True)
        command = [sys.executable, str(EXAMPLE), "--seed", str(seed), "--out", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "120"})
    found: dict[str, Any] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return found


def pooled(runs: Sequence[dict[str, Any]], version: str) -> list[dict[str, Any]]:
    """All works of all seeds on one version, each score in units of the held-out works of its own model; higher is better known."""
    found = []
    for run in runs:
        works = list(run["versions"][version]["works"].values())
        units = {}
        for name in STATISTICS:
            unknown = [work[name] for work in works if work["part"] == HELD_OUT]
            units[name] = statistics.mean(unknown), statistics.stdev(unknown)
        for work in works:
            scores = {name: (work[name] - middle) / spread for name, (middle, spread) in units.items()}
            signs = {name: 1 if HIGHER_IS_KNOWN.get(name, True) else -1 for name in STATISTICS}
            found.append({**work, **{name: signs[name] * score for name, score in scores.items()}})
    return found


def of(works: Works, part: str) -> Works:
    return [work for work in works if work["part"] == part]


def separation_table(runs: Sequence[dict[str, Any]]) -> list[str]:
    """AUROC with its interval, by version and copies."""
    lines = [
        "| weights | copies | exposures | works | " + " | ".join(STATISTICS.values()) + " |",
        "|---" * (4 + len(STATISTICS)) + "|",
    ]
    for version, words in VERSIONS.items():
        works = pooled(runs, version)
        unknown = of(works, HELD_OUT)
        for part in (*map(str, COPIES), TUNING):
            mine = of(works, part)
            cells = []
            for name in STATISTICS:
                one = auroc([work[name] for work in mine], [work[name] for work in unknown])
                cells.append(f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})")
            lines.append(f"| {words} | {part} | {exposures(runs, version, part)} | {len(mine)} | " + " | ".join(cells) + " |")
    return lines


def extraction_table(runs: Sequence[dict[str, Any]]) -> list[str]:
    """Works brought out, by version and copies."""
    lines = ["| weights | copies | greedily (G4) | p of 0.001 or more (G3) | either | 95 % |", "|---" * 6 + "|"]
    for version, words in VERSIONS.items():
        works = pooled(runs, version)
        for part in (HELD_OUT, *map(str, COPIES), TUNING):
            mine = of(works, part)
            greedy, sampled = (sum(bool(work[name]) for work in mine) for name in ("greedy", "sampled"))
            either = sum(work["grade"] in ("G3", "G4") for work in mine)
            low, high = clopper_pearson(either, len(mine))
            lines.append(f"| {words} | {part} | {greedy} | {sampled} | {either} of {len(mine)} | {low:.1%} to {high:.1%} |")
    return lines


def false_table(runs: Sequence[dict[str, Any]]) -> list[str]:
    """Held-out works by the grade that they get when each is tested alone: all of these are false."""
    lines = ["| weights | held-out works | " + " | ".join(GRADES) + " | likeliest window of all |", "|---" * 7 + "|"]
    for version, words in VERSIONS.items():
        works = [work for run in runs for work in run["versions"][version]["works"].values() if work["part"] == HELD_OUT]
        counts = Counter(work["alone"] for work in works)
        cells = [f"{counts[grade]} ({clopper_pearson(counts[grade], len(works))[1]:.1%} at most)" for grade in GRADES]
        best = max(work["best"] for work in works)
        lines.append(f"| {words} | {len(works)} | " + " | ".join(cells) + f" | 10^{best:.1f} |")
    return lines


def exposures(runs: Sequence[dict[str, Any]], version: str, part: str) -> str:
    """How often training read a work: copies times epochs, and the epochs of fine-tuning."""
    if part == TUNING:
        return f"{runs[0]['training']['tuned']['epochs']:.0f}" if version == "tuned" else "0"
    return f"{int(part) * (1 if version == 'early' else runs[0]['training']['base']['epochs']):.0f}"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", default="0,1,2,3,4")
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        runs = [measured(int(seed), folder) for seed in given.seeds.split(",")]
    training = [f"{run['training']['base']['seconds'] + run['training']['tuned']['seconds']:.0f}" for run in runs]
    print(f"Seeds {given.seeds}; processor seconds of training: {', '.join(training)}.\n")
    for table in (separation_table, extraction_table, false_table):
        print(*table(runs), "", sep="\n")


if __name__ == "__main__":
    main()
