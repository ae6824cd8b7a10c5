"""All figures of a run, by version of the weights and part of the works: for the report, the picture, tests and the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from _case import Told
from _measuring import STATISTICS, Group, Probed, alone, group
from _training import Trained
from _works import COPIES, Works
from lexstemma.assessment import changes, reason_for
from lexstemma.probes import Auroc

HELD_OUT, TUNING = "held out", "tuning"


@dataclass(frozen=True)
class Figures:
    """What one run measured.

    Attributes:
        seed: of works and training.
        trained: "base" and "tuned".
        groups: version -> part -> figures; a part is a number of copies as text, `TUNING` or `HELD_OUT`.
        alone: version -> how many held-out works get each grade when each is tested alone.
        blind: how well a score without any model tells all probed works from the controls; it must not.
        document: all of it and every single work, as JSON.
    """

    seed: int
    trained: Mapping[str, Trained]
    groups: Mapping[str, Mapping[str, Group]]
    alone: Mapping[str, Mapping[str, int]]
    blind: Auroc
    document: Mapping[str, Any]

    def epochs(self, version: str) -> float:
        """How often the base training data had been read."""
        return 1.0 if version == "early" else self.trained["base"].epochs


def figures(seed: int, works: Works, trained: Mapping[str, Trained], probed: Mapping[str, Probed], told: Told) -> Figures:
    """All figures of a run."""
    parts = {**{str(k): works.of(k) for k in COPIES}, TUNING: list(works.tuning), HELD_OUT: list(works.held_out)}
    groups = {v: {part: group(p, names, works.held_out) for part, names in parts.items()} for v, p in probed.items()}
    by_itself = {version: alone(p, works, works.held_out) for version, p in probed.items()}
    document = {
        "seed": seed,
        "training": {name: {**asdict(one), "folder": one.folder.name} for name, one in trained.items()},
        "versions": {
            version: {
                "weights": p.scorer.instrument.weights_digest,
                "groups": {part: asdict(found) for part, found in groups[version].items()},
                "works": _works(p, parts, by_itself[version]),
            }
            for version, p in probed.items()
        },
        "case": {
            "grades": told.grades,
            "outputs": {v: {work: found.grade for work, found in rows.items()} for v, rows in told.outputs.items()},
            "changes": [_changes(told, n) for n in range(len(told.runs) - 1)],
        },
    }
    blind = next(look.separation for look in probed["base"].result.looks if look.statistic == "blind")
    return Figures(seed, trained, groups, {v: Counter(rows.values()) for v, rows in by_itself.items()}, blind, document)


def _works(probed: Probed, parts: Mapping[str, list[str]], by_itself: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Every work: its part, its grade (and alone, where it was held out), the conditions of G4 and G3, its statistics."""
    found = {}
    for part, names in parts.items():
        for name in names:
            record = probed.records[name].document
            found[name] = {"part": part, "grade": record["grade"]["grade"], "alone": by_itself.get(name),
                           "greedy": record["grade"]["greedy"], "sampled": record["grade"]["sampled"], "best": probed.best[name],
                           **{statistic: record["statistics"][statistic] for statistic in STATISTICS}}  # fmt: skip
    return found


def _changes(told: Told, stage: int) -> list[dict[str, str]]:
    """The answers that one version's evidence changed."""
    found = []
    for change in changes(told.runs[stage], told.runs[stage + 1]):
        answer, reason = change.after or change.before, reason_for(change)
        if answer is None:
            continue
        was, now = (side.status if side else "" for side in (change.before, change.after))
        question, because = answer.question, reason.text if reason else ""
        found.append({"step": question.step, "work": question.object or "", "law": question.place or "",
                      "copy": question.result or "", "before": was, "after": now, "because": because})  # fmt: skip
    return found
