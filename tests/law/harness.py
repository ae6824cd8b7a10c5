"""Turns a law test (a YAML sentence) into a case, asks the law, and compares.

The file format is described in docs/law-format.md, section "Tests that a lawyer can correct".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from lexstemma.assessment import Answer, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import vocabulary

FOLDER = Path(__file__).parent
AS_OF = "2026-11-23"
ASKED = "asked"
KEYS = {
    "title", "place", "date", "step", "act", "right", "result", "object", "work", "performer", "facts", "expect", "purpose",
    "database", "under", "asked", "stance", "forum", "strict", "weights", "output", "claimed", "reason", "source", "evidence",
}  # fmt: skip
EXPECT = {
    "status",
    "rule",
    "rules",
    "failed",
    "because",
    "depends_on",
    "issue",
    "holder",
    "flags",
    "not_flags",
    "duties",
    "not_duties",
    "responsible",
    "not_issue",
}

_DATA = {"Preparation", "DatasetAssembly", "Retention", "DatasetPublication", "IndexPublication", "Retrieval"}
_TRAINING = {"Pretraining", "FineTuning", "Distillation"}
_OF_WEIGHTS = {"Hosting", "WeightsRelease", "WeightsImport", "MarketPlacement", "Merging", "Quantisation"}
_OF_OUTPUT = {"Delivery", "Exploitation"}


@dataclass(frozen=True)
class LawTest:
    """One sentence of law with its expected answer."""

    file: str
    raw: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.file}: {self.raw['title']}"

    @cached_property
    def case(self) -> Case:
        return Case.from_dict(document(self.raw), name=self.file)

    def law(self) -> Law:
        return Law.load(
            as_of=str(self.raw.get("asked", AS_OF)),
            stance=self.raw.get("stance", "positive-law"),
            strict=bool(self.raw.get("strict")),
            forum=self.raw.get("forum"),
        )

    def answers(self, law: Law) -> list[Answer]:
        raw = self.raw
        under = raw.get("under", "place")
        run = assess(self.case, law, under=under if under == "place" else [under], claimed=bool(raw.get("claimed")))
        found = [a for a in run.answers(step=ASKED) if self._asked_for(a)]
        if len(found) > 1 and "object" not in raw:
            found = [a for a in found if a.question.object == "work"] or found
        return found

    def _asked_for(self, answer: Answer) -> bool:
        q, raw = answer.question, self.raw
        default = "db" if "database" in raw and (raw.get("right") or "suiGeneris").startswith(("suiGeneris", "database")) else None
        wanted = {
            "act": raw.get("act"),
            "right": raw.get("right"),
            "result": raw.get("result"),
            "object": raw.get("object", default),
        }
        return all(value is None or getattr(q, key) == value for key, value in wanted.items())

    def check(self, law: Law | None = None) -> list[str]:
        """What differs from what is expected; empty if the test passes."""
        if unknown := (set(self.raw) - KEYS) | (set(self.raw["expect"]) - EXPECT):
            return [f"unknown keys in the test: {', '.join(sorted(unknown))}"]
        found = self.answers(law or self.law())
        if not found:
            return ["no question matches: check step, act, right, result and object"]
        if len(found) > 1:
            return ["several questions match: " + ", ".join(a.id for a in found)]
        return list(_differences(found[0], self.raw["expect"]))


def _differences(answer: Answer, expect: dict[str, Any]) -> Any:
    if answer.status != expect.get("status", answer.status):
        yield f"status {answer.status}, expected {expect['status']}"
    standing = {r.id for r in answer.rules}
    for rule in [*_list(expect.get("rule")), *_list(expect.get("rules"))]:
        if rule not in standing:
            yield f"rule {rule} does not stand in the answer; it has {', '.join(sorted(standing)) or 'none'}"
    failed = {f.rule.id: set(f.because) for f in answer.failed}
    for rule in _list(expect.get("failed")):
        if rule not in failed:
            yield f"rule {rule} is not among the failed: {failed}"
        elif missing := set(_list(expect.get("because"))) - failed[rule]:
            yield f"rule {rule} failed because of {failed[rule]}, not {missing}"
    depends = {d.atom for d in answer.depends_on}
    if missing := set(_list(expect.get("depends_on"))) - depends:
        yield f"depends on {depends}, not on {missing}"
    issues = {s.issue.id for s in answer.issues}
    if missing := set(_list(expect.get("issue"))) - issues:
        yield f"issues {issues}, without {missing}"
    if surplus := set(_list(expect.get("not_issue"))) & issues:
        yield f"issue {surplus} should not matter"
    if "holder" in expect and answer.holder_role != expect["holder"]:
        yield f"holder {answer.holder_role}, expected {expect['holder']}"
    if "responsible" in expect and answer.responsible != expect["responsible"]:
        yield f"responsible {answer.responsible}, expected {expect['responsible']}"
    if missing := set(_list(expect.get("flags"))) - set(answer.flags):
        yield f"flags {set(answer.flags)}, without {missing}"
    if surplus := set(_list(expect.get("not_flags"))) & set(answer.flags):
        yield f"flags {surplus} should not be raised"
    if missing := set(_list(expect.get("duties"))) - {r.id for r in answer.duties}:
        yield f"duties {[r.id for r in answer.duties]}, without {missing}"
    if surplus := set(_list(expect.get("not_duties"))) & {r.id for r in answer.duties}:
        yield f"duties {surplus} should not apply"


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def document(raw: dict[str, Any]) -> dict[str, Any]:
    """The case of a law test: one work, one step asked about, and the steps that must have gone before."""
    step = raw["step"]
    performer = {"id": "performer", "type": "Company", **(raw.get("performer") or {})}
    agents, works = [performer], [_work({"id": "work", **(raw.get("work") or {})})]
    corpus = {"id": "corpus", "type": "Dataset", "contains": ["work"]}
    datasets, weights, outputs, steps = [corpus], [], [], []
    taken = ["corpus"]
    if "database" in raw:
        database = {"id": "db", "type": ["Dataset", "Database"], **raw["database"]}
        if isinstance(database.get("maker"), dict):
            database["maker"] = {"id": "maker", "type": "Company", **database["maker"]}
        datasets.append(database)
        taken = ["corpus", "db"]
    asked: dict[str, Any] = {"id": ASKED, "type": step, "performer": "performer"}
    asked |= {k: raw[k] for k in ("place", "date", "purpose") if k in raw}
    holder = asked
    if step == "Acquisition":
        asked |= {"used": ["work", *taken[1:]], "produced": ["corpus"]}
        corpus.pop("contains")
    elif step in _DATA:
        asked |= {"used": taken}
    else:
        spec = _weights(raw.get("weights"))
        if step in _TRAINING:
            result = {"id": "model", "type": "Weights"}
            weights = [result]
            used = list(taken)
            if step != "Pretraining":
                weights.append({"id": "base", "type": "Weights", **spec})
                used.append("base")
            asked |= {"used": used, "produced": ["model"]}
        else:
            result = {"id": "model", "type": "Weights", **spec}
            weights = [result]
            # The training before lies in the past of the question, elsewhere.
            steps.append(
                {"id": "training", "type": "Pretraining", "place": "US", "date": "2020-01-01", "used": taken, "produced": ["model"]}
            )
            if step in _OF_WEIGHTS:
                asked |= {"used": ["model"]}
                if step in ("Merging", "Quantisation"):
                    result = {"id": "made", "type": "Weights"}
                    weights.append(result)
                    asked["produced"] = ["made"]
            else:
                result = {"id": "output", "type": "Output", **(raw.get("output") or {})}
                outputs = [result]
                if step in _OF_OUTPUT:
                    steps.append(
                        {
                            "id": "generation",
                            "type": "Generation",
                            "place": "US",
                            "date": "2020-02-01",
                            "used": ["model"],
                            "produced": ["output"],
                        }
                    )
                    asked["used"] = ["output"]
                else:
                    asked |= {"used": ["model"], "produced": ["output"]}
        holder = result
    steps.append(asked)
    places = {"Work": works[0], "Agent": performer, "Step": asked, "Use": asked, "Copy": holder, "Output": holder}
    words = vocabulary()
    for fact, value in (raw.get("facts") or {}).items():
        about = words.facts[fact].about if fact in words.facts else "Step"
        if about == "Object":
            target = datasets[1] if len(datasets) > 1 else (weights[-1] if weights else corpus)
        else:
            target = places[about]
        target[fact] = value
    evidence = [
        {"id": f"probe{i}", "type": "Evidence", "about": holder["id"], "concerning": "work", **e}
        for i, e in enumerate(raw.get("evidence") or ())
    ]
    sections = {
        "agents": agents,
        "works": works,
        "datasets": datasets,
        "weights": weights,
        "outputs": outputs,
        "steps": steps,
        "evidence": evidence,
    }
    return {"@context": "https://w3id.org/lexstemma/context/1", "id": "law-test", **{k: v for k, v in sections.items() if v}}


def _work(spec: dict[str, Any]) -> dict[str, Any]:
    work = {"type": "TextWork", **spec}
    authors = _list(work.get("author"))
    work["author"] = [
        {"id": f"author{i or ''}", "type": "Individual", **a} if isinstance(a, dict) else a for i, a in enumerate(authors)
    ]
    if not work["author"]:
        del work["author"]
    work["layers"] = [_work({"id": f"layer{i or ''}", **layer}) for i, layer in enumerate(_list(work.get("layers")))]
    if not work["layers"]:
        del work["layers"]
    return work


def _weights(spec: dict[str, Any] | None) -> dict[str, Any]:
    found = dict(spec or {})
    if isinstance(found.get("maker"), dict):
        found["maker"] = {"id": "modelmaker", "type": "Company", **found["maker"]}
    return found


def load(code: str | None = None) -> list[LawTest]:
    """All law tests, or those of one folder."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    tests = []
    for path in sorted(FOLDER.glob(f"{code or '*'}/*.yaml")):
        for raw in yaml.load(path.read_text(encoding="utf-8")) or ():
            tests.append(LawTest(f"{path.parent.name}/{path.stem}", _plain(raw)))
    return tests


def _plain(value: Any) -> Any:
    """Dates as text: the case format knows no other dates."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
