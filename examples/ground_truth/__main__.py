"""The whole way on a model whose truth is known: works, data set, weights, fine-tuning, outputs, probes, evidence, law.

    python examples/ground_truth [--seed 0] [--out build/ground-truth] [--record FOLDER] [--small]

Needs the extra `probe`, downloads nothing, and takes two and a half minutes of one processor.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch

from _case import Probing, Told, tell
from _drawing import draw
from _figures import Figures, figures
from _measuring import probe
from _showing import show
from _training import Schedule, Trained, fine_tune, make_tokenizer, pretrain
from _works import Sizes, Works, make_works
from lexstemma.report import Page

BASE = Schedule(epochs=6, rate=4e-3)
TUNING = Schedule(epochs=32, rate=1e-3)
SMALL = Sizes(planted=4, background=40, held_out=20, tuning=4, controls=99, stride=20)
_REHEARSED = 12  # works of the background that fine-tuning reads again, so that it does more than learn its own by heart


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the works, trains, probes, tells the law, and prints the report."""
    given = _options().parse_args(arguments)
    began = time.perf_counter()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    sizes = SMALL if given.small else Sizes()
    works = make_works(given.seed, sizes)
    trained = train(works, given.seed, given.out)
    probed = {}
    for version in ("early", "base", "tuned"):
        _say(f"probing {len(works.probed)} works on the {version} weights")
        probed[version] = probe(given.out / version, works, sizes.stride)
    _say("probing the works of the case with `lexstemma probe`, and asking the law")
    last = {version: probed[version] for version in ("base", "tuned")}
    probing = Probing(given.out, trained["base"].epochs, sizes.stride)
    told = tell(works, last, probing, given.record or given.out)
    found = figures(given.seed, works, trained, probed, told)
    report(found, told, given.out, time.perf_counter() - began)


def train(works: Works, seed: int, out: Path) -> dict[str, Trained]:
    """The base model, also as it is after one epoch, and the fine-tuned one."""
    texts = [works.texts[name] for name in works.background]
    texts += [works.texts[name] for name, copies in works.copies.items() for _ in range(copies)]
    tokenizer = make_tokenizer(texts)
    _say(f"training the base model on {len(texts):,} texts, {BASE.epochs:g} epochs")
    base = pretrain(texts, tokenizer, BASE, seed, out / "base", out / "early")
    again = [works.texts[name] for name in (*works.tuning, *works.background[:_REHEARSED])]
    _say(f"fine-tuning on {len(again)} texts, {TUNING.epochs:g} epochs")
    return {"base": base, "tuned": fine_tune(out / "base", again, tokenizer, TUNING, seed, out / "tuned")}


def report(found: Figures, told: Told, out: Path, seconds: float) -> None:
    """Writes the figures, the picture and the report, and prints the report."""
    (out / "figures.json").write_text(json.dumps(found.document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "curves.svg").write_text(draw(found), encoding="utf-8")
    with (out / "report.txt").open("w", encoding="utf-8") as file:
        show(Page(file), found, told, out)
    show(Page(), found, told, out)
    _say(f"{seconds:.0f} seconds; figures, picture, report, weights and case in {out}")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="ground_truth", description="Works -> weights -> probes -> law, with the truth known.")
    options.add_argument("--seed", type=int, default=0, help="of the works and the training (default 0)")
    options.add_argument("--out", type=Path, default=Path("build/ground-truth"), metavar="FOLDER", help="where everything goes")
    options.add_argument("--record", type=Path, metavar="FOLDER", help="where the case with its evidence goes (default: --out)")
    options.add_argument("--small", action="store_true", help="fewer works: half a minute, and wider intervals")
    options.add_argument("--threads", type=int, default=1, help="of the processor (default 1)")
    return options


def _say(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
