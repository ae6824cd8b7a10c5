"""Why laws differ over a long case, and how many chains a community of merged models holds.

The case has 50 steps in rows of five (download, assemble, train, tune, release), by ten performers with purposes of their own,
each over works of its own; it is asked under the twenty laws with the most rules, and each group of laws of one outcome is set
apart from the next, with explanations. Law is a fresh object for every run.

The graph has 100,000 things: half works, 4 % datasets, 16 % models, of which half are merges of two to eight recent models, 30 %
outputs. Its chains are counted exactly by propagation; the peer lists the first ten thousand.
"""

from __future__ import annotations

import gc
import random
from dataclasses import replace
from itertools import islice

from _measure import Result, Time, report, timed
from lexstemma import Case, Law, assess
from lexstemma.derivation import Derivation
from lexstemma.inquiry import apart, clusters

RUNS = 11
KINDS = ("Acquisition", "DatasetAssembly", "Pretraining", "FineTuning", "WeightsRelease")
PURPOSES = (
    ["ModelTraining", "CommercialUse"],
    ["TextAndDataMining", "ScientificResearch", "NonCommercialUse"],
    ["TextAndDataMining"],
)


def long_case(rows: int = 10) -> Case:
    """Rows of five steps each; facts vary from row to row."""
    document: dict[str, list[dict[str, object]]] = {key: [] for key in ("agents", "works", "datasets", "weights", "steps")}
    for row in range(rows):
        kind = ("Company", "ResearchOrganisation", "Individual")[row % 3]
        document["agents"].append({"id": f"agent-{row}", "type": kind, "nationality": "DE"})
        document["agents"].append({"id": f"author-{row}", "type": "Individual", "nationality": "FR", "alive": True})
        document["works"].append(
            {
                "id": f"work-{row}",
                "type": ("TextWork", "Photograph", "Lyrics")[row % 3],
                "author": f"author-{row}",
                "published": 2010,
            }
        )
        document["datasets"] += [{"id": f"{name}-{row}", "type": "Corpus"} for name in ("store", "corpus")]
        document["weights"] += [{"id": f"{name}-{row}"} for name in ("base", "tuned")]
        things = [f"work-{row}", f"store-{row}", f"corpus-{row}", f"base-{row}", f"tuned-{row}"]
        for number, step in enumerate(KINDS):
            record: dict[str, object] = {
                "id": f"{step.lower()}-{row}", "type": step, "performer": f"agent-{row}", "place": "DE",
                "date": f"20{15 + row}-06-01", "purpose": PURPOSES[row % len(PURPOSES)], "used": [things[number]],
            }  # fmt: skip
            if number + 1 < len(things):
                record["produced"] = [things[number + 1]]
            if row % 2:
                record["lawfulAccess"] = True
            document["steps"].append(record)
    return Case.from_dict({"id": "long", **document}, "long")


def explained(case: Case, law: Law, places: list[str]) -> tuple[int, int, int]:
    """Answers, clusters, and questions whose difference was explained."""
    run = assess(case, law, under=places)
    groups = clusters(run)
    parts = sum(len(step.parts) for gap in apart(run, groups) for step in gap.steps)
    return len(run.answers()), len(groups), parts


def merged_models(size: int, seed: int = 1, merges: float = 0.5) -> Case:
    """A community that merges its most recent merges, as N-Triples: works, then datasets, models and outputs."""
    rng = random.Random(seed)
    lines = []
    works, datasets, models = int(size * 0.5), int(size * 0.04), int(size * 0.16)
    thing = "<https://w3id.org/lexstemma/case/merged#{}>".format
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/lexstemma#{}>".format
    prop = "<https://w3id.org/lexstemma#{}>".format

    def typed(name: str, cls: str) -> None:
        lines.append(f"{thing(name)} {kind(cls)} .")

    def step(name: str, cls: str, used: list[str], produced: str) -> None:
        typed(name, cls)
        lines.extend(f"{thing(name)} {prop('used')} {thing(one)} ." for one in used)
        lines.append(f"{thing(name)} {prop('produced')} {thing(produced)} .")

    for number in range(works):
        typed(f"w{number}", "TextWork")
    for number in range(datasets):
        typed(f"d{number}", "Corpus")
        for _ in range(min(int(rng.paretovariate(1.2)), 1000)):
            lines.append(f"{thing(f'd{number}')} {prop('contains')} {thing(f'w{int(works * rng.random())}')} .")
    for number in range(models):
        typed(f"m{number}", "Weights")
        if number < 20:
            step(f"s{number}", "Pretraining", [f"d{int(datasets * rng.random() ** 4)}"], f"m{number}")
        elif rng.random() < merges:
            recent = range(max(0, number - 800), number)
            step(f"s{number}", "Merging", [f"m{one}" for one in rng.sample(recent, rng.randint(2, 8))], f"m{number}")
        else:
            parents = [f"m{int(number * rng.random() ** 0.25)}", f"d{int(datasets * rng.random() ** 4)}"]
            step(f"s{number}", "FineTuning", parents, f"m{number}")
    for number in range(int(size * 0.3)):
        typed(f"o{number}", "Output")
        step(f"g{number}", "Generation", [f"m{int(models * rng.random())}"], f"o{number}")
    return Case.parse("\n".join(lines).encode() + b"\n", format="n-triples", name="merged")


def explaining() -> Result:
    case, law = long_case(), Law.load()
    places = sorted((place.id for place in law.encoded()), key=lambda place: -len(law.book.volume(place).rules))[:20]
    answers, groups, parts = explained(case, replace(law, memo={}), places)
    taken = []
    for _ in range(RUNS):
        fresh = replace(law, memo={})
        gc.collect()
        gc.disable()
        taken.append(timed(lambda fresh=fresh: explained(case, fresh, places)))  # type: ignore[misc]
        gc.enable()
    steps = len(case.of_kind("Step"))
    what = f"a case of {steps} steps under {len(places)} laws ({answers:,} answers), {groups} groups, {parts} differences explained"
    return Result.of(what, taken, budget=1000)


def counting() -> Result:
    case = merged_models(100_000)
    edges = Derivation.of(case)
    total = edges.count_chains()
    listed = 10_000
    ours, peer = [], []
    for _ in range(RUNS):
        fresh = Derivation.of(case)
        gc.collect()
        gc.disable()
        ours.append(timed(fresh.count_chains))
        one = timed(lambda fresh=fresh: sum(1 for _ in islice(fresh.chains(), listed)))  # type: ignore[misc]
        peer.append(Time(one.wall, one.cpu))
        gc.enable()
    what = f"{total:.2g} chains of a graph of 100,000 things counted exactly"
    return Result.of(what, ours, peer=f"listing {listed:,} of them", against=peer, budget=1000)


def main() -> None:
    report(explaining(), counting())


if __name__ == "__main__":
    main()
