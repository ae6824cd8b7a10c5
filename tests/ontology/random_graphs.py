"""Random derivation graphs without circles, from a seed."""

from __future__ import annotations

import random

_WORKS = ("TextWork", "Lyrics", "Phonogram", "Software")
_DATA = ("Acquisition", "Preparation", "DatasetAssembly", "Retention", "DatasetPublication")
_MODEL = ("Pretraining", "FineTuning", "Merging", "Distillation", "Quantisation")
_RELEASE = ("Hosting", "WeightsRelease", "WeightsImport", "MarketPlacement")
_USE = ("Retrieval", "Generation", "Delivery", "Exploitation")


def random_graph(seed: int, prefix: str) -> list[str]:
    """Lines for a `SmallCase`: up to 8 things, each made by a step from earlier ones or just there."""
    draw = random.Random(seed)
    things: list[tuple[str, str]] = []
    lines: list[str] = []
    for number in range(draw.randint(3, 8)):
        name = f"{prefix}x{number}"
        kind = draw.choice(("work", "work", "dataset", "dataset", "index", "database", "weights", "weights", "output"))
        lines.append(f"{name}: {_type(draw, kind)}")
        earlier = [other for other, _ in things]
        if earlier and (kind not in ("work", "database") or draw.random() < 0.2):
            lines += _step(draw, name, kind, earlier, f"{prefix}s{number}")
        if earlier and kind in ("dataset", "database") and draw.random() < 0.4:
            lines.append(f"{name}: contains {' '.join(draw.sample(earlier, min(len(earlier), 2)))}")
        if earlier and draw.random() < 0.25:
            lines.append(f"{name}: {draw.choice(('copyOf', 'derivativeOf', 'copyOrDerivativeOf'))} {draw.choice(earlier)}")
        works = [other for other, of in things if of == "work"]
        if works and kind in ("weights", "output") and draw.random() < 0.3:
            grade = draw.choice(("G0", "G1", "G2", "G3", "G4", "GX"))
            lines.append(f"{prefix}e{number}: Evidence about {name} concerning {draw.choice(works)} grade {grade}")
        things.append((name, kind))
    return lines


def _type(draw: random.Random, kind: str) -> str:
    if kind == "work":
        return draw.choice(_WORKS)
    if kind == "dataset":
        return draw.choice(("Dataset", "Dataset", "Dataset Database"))
    return {"index": "Index", "database": "Database", "weights": draw.choice(("Weights", "Adapter")), "output": "Output"}[kind]


def _step(draw: random.Random, name: str, kind: str, earlier: list[str], step: str) -> list[str]:
    fitting = {"weights": (*_MODEL, *_MODEL, *_RELEASE), "output": _USE, "index": (*_DATA, "IndexPublication")}.get(kind, _DATA)
    chosen = draw.choice(fitting if draw.random() < 0.9 else (*_DATA, *_MODEL, *_RELEASE, *_USE, "IndexPublication"))
    used = " ".join(draw.sample(earlier, min(len(earlier), draw.randint(1, 3))))
    if draw.random() < 0.3:
        return [f"{step}: {chosen} used {used}", f"{name}: producedBy {step}"]
    return [f"{step}: {chosen} used {used} produced {name}"]
