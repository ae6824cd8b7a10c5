"""Probing: every work on every version of the weights, and what it comes to for each number of copies."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _works import Works
from lexstemma.probes import (
    HIGHER_IS_KNOWN,
    Auroc,
    Calibration,
    Controls,
    Findings,
    Likelihood,
    LocalScorer,
    Measured,
    Record,
    Result,
    Settings,
    auroc,
    clopper_pearson,
    detections,
    elevations,
    grade,
    make_control,
    make_controls,
    open_weights,
    power_statement,
    probe_works,
    text_facts,
)

STATISTICS = ("bits_per_byte", "min_k_plus", "min_k")
EXTRACTABLE = ("G3", "G4")  # what the default policy takes as memorised


@dataclass(frozen=True)
class Probed:
    """One version of the weights, probed.

    Attributes:
        scorer: the instrument.
        result: the records of all works.
        best: work -> log10 of the probability of its likeliest 50 tokens after the 50 before them, exactly.
    """

    scorer: LocalScorer
    result: Result
    best: Mapping[str, float]

    @property
    def records(self) -> dict[str, Record]:
        return {record.work: record for record in self.result.records}

    def calibration(self, works: Works, epochs: float, name: str) -> Calibration:
        """How often the probe found what is known to have been trained on."""
        found = [(k, self.records[work].grade in EXTRACTABLE) for work, k in works.copies.items()]
        return Calibration(name, self.scorer.instrument.weights_digest, detections(found), round(epochs, 2))


@dataclass(frozen=True)
class Group:
    """Works with one part in the training, on one version of the weights.

    Attributes:
        works: how many.
        bits_per_byte: their mean.
        best: median of the log10 p of the likeliest window.
        greedy, sampled: works with a window given back greedily, and with one of p 0.001 or more.
        extracted: works with either, and the 95 % interval of their share (Clopper-Pearson).
        grades: how many works got each grade.
        separation: by statistic, how well it tells them from the held-out works.
    """

    works: int
    bits_per_byte: float
    best: float
    greedy: int
    sampled: int
    extracted: int
    interval: tuple[float, float]
    grades: Mapping[str, int]
    separation: Mapping[str, Auroc]


def controls_of(works: Works, names: Mapping[str, str] | None = None) -> Controls:
    """The null: tales of the same grammar that no training read, and each work's own tale in other words.

    Args:
        names: which works, under which name; all that are probed if None.
    """
    named = {work: work for work in works.paraphrases} if names is None else names
    null = [make_control(name, "same-form", works.texts[name]) for name in works.controls]
    reworded = [
        make_control(f"{name}-reworded", "paraphrase", works.paraphrases[work], of=name) for work, name in named.items()
    ]  # fmt: skip
    return make_controls("tales that were never trained on", [*null, *reworded])


def probe(folder: Path, works: Works, stride: int) -> Probed:
    """Probes every work on the weights in a folder, at windows so many tokens apart."""
    scorer = open_weights(folder, device="cpu", dtype="float32")
    result = probe_works(scorer, works.probed, controls_of(works), settings=Settings(stride=stride))
    best = {name: likeliest(scorer, text, stride) for name, text in works.probed.items()}
    return Probed(scorer, result, best)


def likeliest(scorer: LocalScorer, text: str, stride: int) -> float:
    """log10 p of the likeliest window of 50 tokens after 50. A probe stops at windows that cannot reach the threshold and keeps a
    bound; here all are followed to the end."""
    ids, _ = scorer.encode(text)
    return max(window.logp for window in scorer.windows(ids, stride=stride, threshold=None, greedy=False)) / math.log(10)


def group(probed: Probed, names: Sequence[str], others: Sequence[str]) -> Group:
    """Some works together, and against others that were not trained on."""
    records = [probed.records[name] for name in names]
    told = [record.document["grade"] for record in records]
    extracted = sum(record.grade in EXTRACTABLE for record in records)
    return Group(
        works=len(names), bits_per_byte=sum(_statistic(r, "bits_per_byte") for r in records) / len(records),
        best=sorted(probed.best[name] for name in names)[len(names) // 2],
        greedy=sum(bool(t["greedy"]) for t in told), sampled=sum(bool(t["sampled"]) for t in told),
        extracted=extracted, interval=clopper_pearson(extracted, len(names)), grades=dict(Counter(r.grade for r in records)),
        separation={name: separation(probed, names, others, name) for name in STATISTICS},
    )  # fmt: skip


def separation(probed: Probed, names: Sequence[str], others: Sequence[str], statistic: str) -> Auroc:
    """How well one statistic tells some works from others; the interval is part of the answer."""
    sign = 1 if HIGHER_IS_KNOWN[statistic] else -1
    mine, theirs = ([sign * _statistic(probed.records[n], statistic) for n in some] for some in (names, others))
    return auroc(mine, theirs)


def alone(probed: Probed, works: Works, names: Sequence[str]) -> dict[str, str]:
    """The grade that each work would get if it were the only one tested.

    Together, so many works leave nothing of a rank among so few controls: Holm's correction sees to that. Whoever suspects a single
    work tests it alone, and that is where elevated likelihood (G1) may be wrong, as often as its level says.
    """
    statistics = {item["id"]: item["statistics"] for item in probed.result.records[0].document["controls"]["items"]}
    statistics |= {name: record.document["statistics"] for name, record in probed.records.items()}
    null = [_measured(works.texts[name], statistics[name]) for name in works.controls]
    found = {}
    for name in names:
        mine = _measured(works.texts[name], statistics[name])
        reworded = _measured(works.paraphrases[name], statistics[f"{name}-reworded"])
        rank = elevations({name: mine}, null, {name: [reworded]}, "bits_per_byte")[name]
        power = power_statement(None, probed.scorer.instrument.weights_digest)
        found[name] = probed.records[name].grade
        if found[name] == "G0":
            found[name] = grade(Findings((), (), rank, power)).grade
    return found


def _measured(text: str, statistics: Mapping[str, Any]) -> Measured:
    return Measured(text_facts(text), Likelihood(**statistics))


def _statistic(record: Record, name: str) -> float:
    return float(record.document["statistics"][name])
