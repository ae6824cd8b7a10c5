"""A run as a graph: the same inputs give the same graph, and nothing in it comes from the clock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from .._version import __version__
from ..terms import CASE, LAW, LS, PROV, RUN, Graph, Lit

if TYPE_CHECKING:
    from ._answer import Answer
    from ._run import Run

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def to_graph(run: Run) -> Graph:
    """Every name is a whole IRI. Terms stand in `ontology/run.ttl`; the run is a prov:Activity that used case and law."""
    graph = Graph()
    about = identity(run)
    node = RUN + hashlib.sha256(repr(sorted(about.items())).encode()).hexdigest()
    case = f"{CASE}{run.case.id}"
    graph.add(node, _TYPE, LS + "Run")
    graph.add(node, _TYPE, PROV + "Activity")
    graph.add(node, PROV + "used", case)
    for prop, value in about.items():
        datatype = "date" if prop == "asOf" else "boolean" if value in ("true", "false") else "string"
        graph.add(node, LS + prop, Lit(value, datatype))
    for answer in run.answers():
        _answer(graph, node, case, answer)
    return graph


def _answer(graph: Graph, run_node: str, case: str, answer: Answer) -> None:
    q, node = answer.question, f"{run_node}#{quote(answer.id, safe='/')}"
    graph.add(run_node, LS + "answered", node)
    graph.add(node, _TYPE, LS + "LegalAnswer")
    graph.add(node, PROV + "wasGeneratedBy", run_node)
    graph.add(node, LS + "status", LS + status_name(answer.status))
    graph.add(node, LS + "ofStep", _thing(case, q.step))
    for prop, name in (("ofAct", q.act), ("ofRight", q.right), ("ofResult", q.result)):
        if name:
            graph.add(node, LS + prop, LS + name)
    if q.object:
        graph.add(node, LS + "ofObject", _thing(case, q.object))
    for holder in answer.holders if q.right else ():
        graph.add(node, LS + "ofHolder", _thing(case, holder))
    if q.place:
        graph.add(node, LS + "underLaw", LAW + q.place)
    graph.add(node, LS + "onDay", Lit(q.day.isoformat(), "date"))
    for rule in answer.rules:
        graph.add(node, LS + "byRule", LAW + rule.id)
    for flag in answer.flags:
        graph.add(node, LS + "hasFlag", Lit(flag))
    _resting_points(graph, node, answer)
    if answer.requirements != ((),):
        for number, requirements in enumerate(answer.requirements, 1):
            part = f"{node}/set/{number}"
            graph.add(node, LS + "sufficient", part)
            graph.add(part, _TYPE, LS + "RequirementSet")
            for requirement in requirements:
                graph.add(part, LS + "requirement", Lit(requirement.text))


def _resting_points(graph: Graph, node: str, answer: Answer) -> None:
    issues = answer.run.law.book.issues
    for name in sorted(answer.tree.atoms):
        found = answer.finding(name)
        if found is None:
            continue
        part = f"{node}/atom/{name}"
        graph.add(node, LS + "restsOn", part)
        graph.add(part, _TYPE, LS + "RestingPoint")
        graph.add(part, LS + "ofAtom", (LAW if name in issues else LS) + name)
        if found.value is not None:
            graph.add(part, LS + "hasValue", Lit(str(found.value).lower(), "boolean"))
        for prop, text in (("valueOrigin", found.origin), ("valueDetail", found.detail), ("valueSource", found.source)):
            if text:
                graph.add(part, LS + prop, Lit(text))


def status_name(status: str) -> str:
    """The vocabulary's name of a status."""
    return "status" + "".join(part.capitalize() for part in status.split("_"))


def _thing(case: str, name: str) -> str:
    return name if "://" in name else f"{case}#{name}"


def identity(run: Run) -> dict[str, str]:
    """What distinguishes a run: the same values give the same answers."""
    return {
        "caseDigest": run.case.digest,
        "lawDigest": run.law.book.digest,
        "softwareVersion": __version__,
        "underStance": run.law.stance.name,
        "asOf": run.law.as_of.isoformat(),
        "askedUnder": run.under if isinstance(run.under, str) else ",".join(run.under),
        "askedClaimed": str(run.claimed).lower(),
        "askedStrictly": str(run.law.strict).lower(),
    }
