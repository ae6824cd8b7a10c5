"""Every term of every licence bites somewhere: in a world with one licensed thing that goes everywhere."""

from __future__ import annotations

from functools import cache

import pytest

from lexstemma import Case
from lexstemma.clearance import LicenceTerm, effects_of

from .chains import case, findings, law, step, work

EFFECTS = effects_of(law())
# Terms of these kinds are found where two licences meet.
MEETING = ("noFurtherRestrictions", "noSublicensing")
KINDS = ("Software", "TextWork", "Dataset", "Weights", "Output")


def world(kind: str, licence: str) -> Case:
    """One thing of somebody else: collected, adapted, published, trained on, tuned, distilled, hosted, released, asked, shown, and
    its model's outputs trained on.
    """
    works, datasets, outputs = [], [{"id": "corpus"}, {"id": "chats"}], [{"id": "answer"}]
    weights = [{"id": name, "title": f"Spruce {name}"} for name in ("model", "tuned", "student", "next")]
    mine = {"id": "it", "maker": "maker", "licence": licence}
    base = "it" if kind == "Weights" else "model"
    if kind == "Weights":
        weights.append(mine)
        first = [step("mirror", "WeightsRelease", ["it"])]
    elif kind == "Dataset":
        datasets += [mine, {"id": "adapted", "derivativeOf": ["it"]}]
        first = [step("assemble", "DatasetAssembly", ["it", "adapted"], ["corpus"]), step("reprint", "DatasetPublication", ["it"])]
    elif kind == "Output":
        outputs.append(mine)
        first = [step("crawl", "Acquisition", ["it"], ["corpus"])]
    else:
        works = [work("it", licence, kind), {"id": "adapted", "type": kind, "rightsholder": "lab", "derivativeOf": ["it"]}]
        first = [step("crawl", "Acquisition", ["it", "adapted"], ["corpus"])]
    if kind != "Weights":
        first.append(step("train", "Pretraining", ["corpus"], ["model"]))
    return case(
        agents=[{"id": "maker", "type": "Company"}],
        works=works,
        datasets=datasets,
        weights=weights,
        outputs=outputs,
        steps=[
            *first,
            step("publish", "DatasetPublication", ["corpus"]),
            step("tune", "FineTuning", [base], ["tuned"]),
            step("distil", "Distillation", [base], ["student"]),
            step("host", "Hosting", [base]),
            step("release-tuned", "WeightsRelease", ["tuned"]),
            step("release-student", "WeightsRelease", ["student"]),
            step("generate", "Generation", [base], ["answer"]),
            step("deliver", "Delivery", ["answer"]),
            step("exploit", "Exploitation", ["answer"]),
            step("collect", "DatasetAssembly", ["answer"], ["chats"]),
            step("train-again", "Pretraining", ["chats"], ["next"]),
            step("release-next", "WeightsRelease", ["next"]),
        ],
    )


@cache
def found_in(kind: str, licence: str) -> frozenset[str | None]:
    return frozenset(finding.term for finding in findings(world(kind, licence)))


@pytest.mark.parametrize("term", [t for t in EFFECTS.all_terms.values() if t.kind.name not in MEETING], ids=lambda t: t.id)
def test_a_term_bites_somewhere(term: LicenceTerm) -> None:
    name = term.licences[0].removeprefix("licence-")
    assert any(term.id in found_in(kind, name) for kind in KINDS)
