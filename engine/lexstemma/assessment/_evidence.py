"""Evidence about one version of weights, or one output, and one work, weighed by the policy that the case chose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..reasoning import Finding
from ..terms import FactTerm

if TYPE_CHECKING:
    from ._facts import Facts
    from ._questions import Question


def evidence(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """What probes of this very version show; None if there are none and none of an earlier version either.

    Evidence makes a fact true or leaves it unknown: a probe that finds nothing takes nothing away. Of a version that was not
    probed nothing is known, whatever an earlier version held.
    """
    if term.name not in facts.policy.thresholds or q.result_entity is None:
        return None
    works = {q.object, *facts.parents(q.object)}
    found = [_weighed(facts, term.name, node) for node in _probes(facts, works, q.result_entity)]
    found.sort(key=lambda finding: not finding.value)
    notes = [f.detail for f in found]
    if found and found[0].value:
        return Finding(True, "evidence", "; ".join(notes), found[0].source)
    if earlier := _earlier(facts, term, q.result_entity, works):
        what = "not shown for this version" if found else "re-probe this version"
        notes.append(f"shown for {', '.join(earlier)}, from which {q.result_entity} was made: {what}")
    return Finding(None, "unknown", "; ".join(notes)) if notes else None


def _probes(facts: Facts, works: set[str | None], thing: str) -> Iterator[str]:
    graph = facts.case.graph
    for node in facts.case.of_kind("Evidence"):
        if thing in graph.names(node, "about") and not works.isdisjoint(graph.names(node, "concerning")):
            yield node


def _weighed(facts: Facts, fact: str, node: str) -> Finding:
    """One piece of evidence, with the policy's name and threshold."""
    graph, policy = facts.case.graph, facts.policy
    grade, source = graph.name(node, "grade") or "GX", graph.text(node, "source") or node
    threshold = policy.thresholds[fact]
    flags = sorted(policy.ignores.intersection(graph.names(node, "evidenceFlag")))
    if flags:
        return Finding(
            None, "unknown", f"{node}: {grade} asserts nothing (policy {policy.name}: not with {', '.join(flags)})", source
        )
    asserted = threshold.asserted_by(grade)
    says = "" if asserted else " asserts nothing"
    detail = f"{node}: {grade}{says} (policy {policy.name}: {threshold.label})"
    return Finding(True, "evidence", detail, source) if asserted else Finding(None, "unknown", detail, source)


def _earlier(facts: Facts, term: FactTerm, thing: str, works: set[str | None]) -> list[str]:
    """Versions behind this one for which the fact was stated or shown of one of the works."""
    shown = {s.subject for s in facts.case.statements if s.fact == term.name and s.value and s.concerning in works}
    graph = facts.case.graph
    for node in facts.case.of_kind("Evidence"):
        if not works.isdisjoint(graph.names(node, "concerning")) and _weighed(facts, term.name, node).value:
            shown.update(graph.names(node, "about"))
    return sorted(shown & facts.derivation.copy_or_derivative_of(thing))
