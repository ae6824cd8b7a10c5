"""The smallest set of permissions of a case of 200 works, proven, against weighted partial MaxSAT on the same demands.

The case is synthetic and written as a case file would be: 200 works of 40 holders are crawled, trained on, answered from and
shown, with facts open at random. Nothing is measured unless pysat's RC2 finds the same cost.
"""

from __future__ import annotations

import random
import sys

from _maxsat import cheapest
from _measure import Result, Time, report, timed
from lexstemma import Case, Law, assess
from lexstemma.inquiry import clearing, covering, demands

RUNS = 11
WORKS, HOLDERS, SEED = 200, 40, 1


def case(seed: int = SEED) -> Case:
    """200 works of 40 holders in eleven steps in five countries."""
    rng = random.Random(seed)
    agents: list[dict[str, object]] = [{"id": "lab", "type": "Company"}]
    agents += [{"id": f"holder-{n}", "type": "Individual", "alive": True} for n in range(HOLDERS)]
    works: list[dict[str, object]] = []
    for n in range(WORKS):
        holder = f"holder-{rng.randrange(HOLDERS)}"
        works.append({"id": f"work-{n}", "type": rng.choice(("TextWork", "Lyrics")), "author": holder, "rightsholder": holder})
    weights: list[dict[str, object]] = [{"id": "model", "asserts": _known(rng, "memorised")}]
    outputs: list[dict[str, object]] = [{"id": f"answer-{n}", "asserts": _known(rng, "recognisablePart")} for n in range(3)]
    done = {"performer": "lab", "date": "2025-03-01"}
    steps: list[dict[str, object]] = []
    for n, place in enumerate(("DE", "US", "JP")):
        mine = [f"work-{w}" for w in range(n, WORKS, 3)]
        open_to_all = {"openlyAccessible": True, "contentOnline": True} if rng.random() < 0.5 else {}
        steps.append(
            {**done, **open_to_all, "id": f"crawl-{n}", "type": "Acquisition", "place": place, "purpose": ["TextAndDataMining"],
             "used": mine, "produced": [f"corpus-{n}"]}
        )  # fmt: skip
    corpora = [f"corpus-{n}" for n in range(3)]
    steps.append({**done, "id": "train", "type": "Pretraining", "place": "DE", "used": corpora, "produced": ["model"]})
    steps.append({**done, "id": "host", "type": "Hosting", "place": "UK", "used": ["model"]})
    for n, place in enumerate(("DE", "UK", "FR")):
        steps.append(
            {**done, "id": f"generate-{n}", "type": "Generation", "place": place, "used": ["model"], "produced": [f"answer-{n}"]}
        )
        steps.append({**done, "id": f"show-{n}", "type": "Delivery", "place": place, "used": [f"answer-{n}"]})
    return Case.from_dict(
        {
            "id": "two-hundred-works", "agents": agents, "works": works, "datasets": [{"id": one} for one in corpora],
            "weights": weights, "outputs": outputs, "steps": steps,
        }
    )  # fmt: skip


def _known(rng: random.Random, fact: str) -> list[dict[str, object]]:
    """Of some works it is known whether a copy is there; of most it is not."""
    chosen = rng.sample(range(WORKS), WORKS // 4)
    return [{"fact": fact, "concerning": f"work-{n}", "value": rng.random() < 0.5} for n in chosen]


def main() -> None:
    run = assess(case(), Law.load(as_of="2026-11-23"))
    asked = len(run.answers())
    problem = demands(run)
    found = clearing(run)
    theirs = cheapest(problem)
    if found.hoped is None or not found.hoped.exact or found.hoped.cost != theirs:
        sys.exit(f"clearing says {found.hoped and found.hoped.cost}, pysat {theirs}; nothing was measured")
    whole: list[Time] = []
    ours: list[Time] = []
    peer: list[Time] = []
    for _ in range(RUNS):
        whole.append(timed(lambda: clearing(run)))
        ours.append(timed(lambda: covering(problem)))
        peer.append(timed(lambda: cheapest(problem)))
    size = f"{WORKS} works, {asked:,} answers"
    report(
        Result.of(f"fewest permissions, both readings, confirmed: {size}", whole, budget=2000),
        Result.of(
            f"the search alone: {len(problem):,} demands, optimum {theirs}", ours, peer="pysat RC2", against=peer, budget=2000
        ),
    )


if __name__ == "__main__":
    main()
