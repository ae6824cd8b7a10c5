"""Small cases for the tests of this folder: licensed things, steps, and what is found about them."""

from __future__ import annotations

from functools import cache
from typing import Any

from lexstemma import Case, Law, assess
from lexstemma.clearance import LicenceFinding, licence_findings


@cache
def law(stance: str = "positive-law") -> Law:
    return Law.load(as_of="2026-11-23", stance=stance)


def step(id: str, type: str, used: list[str], produced: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """A step by the lab in Germany, unless said otherwise."""
    base = {"id": id, "type": type, "performer": "lab", "place": "DE", "date": "2025-03-01", "used": used}
    return {**base, **({"produced": produced} if produced else {}), **more}


def work(id: str, licence: Any = None, type: str = "TextWork", **more: Any) -> dict[str, Any]:
    """A protected work of somebody else."""
    author = {"id": f"author-of-{id}", "type": "Individual", "alive": True}
    return {"id": id, "type": type, "author": author, **({"licence": licence} if licence else {}), **more}


def case(**sections: Any) -> Case:
    """A case from its sections; the lab is an agent of each."""
    agents = [{"id": "lab", "type": "Company"}, *sections.pop("agents", [])]
    return Case.from_dict({"id": "chain", "agents": agents, **sections})


def trained(*works: dict[str, Any], licence: Any = None, memorised: bool | None = True, **release: Any) -> Case:
    """Works that are crawled and trained on, and weights that are released, under a licence or without.

    Args:
        memorised: what the case says of every work in the weights.
    """
    asserts = [] if memorised is None else [{"fact": "memorised", "concerning": w["id"], "value": memorised} for w in works]
    model: dict[str, Any] = {"id": "model", "title": "Spruce-1B", **({"licence": licence} if licence else {})}
    if asserts:
        model["asserts"] = asserts
    return case(
        works=list(works),
        datasets=[{"id": "corpus"}],
        weights=[model],
        steps=[
            step("crawl", "Acquisition", [w["id"] for w in works], ["corpus"]),
            step("train", "Pretraining", ["corpus"], ["model"], date="2025-04-01"),
            step("release", "WeightsRelease", ["model"], date="2025-05-01", **release),
        ],
    )


def tuned(base: dict[str, Any], licence: Any = None, title: str = "Spruce-1B", kind: str = "FineTuning", **release: Any) -> Case:
    """Somebody else's weights, tuned by the lab and released."""
    product: dict[str, Any] = {"id": "model", "title": title, **({"licence": licence} if licence else {})}
    return case(
        agents=[{"id": "maker", "type": "Company"}],
        weights=[{"maker": "maker", **base}, product],
        steps=[
            step("tune", kind, [base["id"]], ["model"]),
            step("release", "WeightsRelease", ["model"], date="2025-05-01", **release),
        ],
    )


def findings(of: Case, under: str | list[str] = "place", stance: str = "paper") -> tuple[LicenceFinding, ...]:
    """All findings; with the stance on which weights hold copies and may be databases, unless said otherwise."""
    return licence_findings(assess(of, law(stance), under=under))


def found(of: Case, code: str, **where: Any) -> list[LicenceFinding]:
    """The findings of one code, narrowed by attributes."""
    under, stance = where.pop("under", "place"), where.pop("stance", "paper")
    return [f for f in findings(of, under, stance) if f.code == code and all(getattr(f, k) == v for k, v in where.items())]
