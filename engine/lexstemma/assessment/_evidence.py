"""Evidence about one version of weights, or one output, and one work, weighed by the evidence policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..reasoning import Finding
from ..terms import FactTerm

if TYPE_CHECKING:
    from ._facts import Facts
    from ._policy import FactPolicy
    from ._questions import Question


def evidence(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """What probes of this very version show; None if there are none and none of an earlier version either.

    Evidence for and against leaves the fact unknown. Of a version that was not probed nothing is known, whatever an earlier
    version held.
    """
    policy = facts.policy.get(term.name)
    if policy is None or q.result_entity is None:
        return None
    works = {q.object, *facts.parents(q.object)}
    found = [_weighed(facts, policy, node) for node in _probes(facts, works, q.result_entity)]
    values = {f.value for f in found} - {None}
    if len(values) > 1:
        sides = "; ".join(f.detail for f in found if f.value is not None)
        return Finding(None, "disputed", f"the evidence disagrees ({sides})")
    if values:
        return next(f for f in found if f.value is not None)
    notes = [f.detail for f in found]
    if earlier := _earlier(facts, policy, term, q.result_entity, works):
        what = "re-probe this version" if not found else "not shown for this version"
        notes.append(f"shown for {', '.join(earlier)}, from which {q.result_entity} was made: {what}")
    return Finding(None, "unknown", "; ".join(notes)) if notes else None


def _probes(facts: Facts, works: set[str | None], thing: str) -> Iterator[str]:
    graph = facts.case.graph
    for node in facts.case.of_kind("Evidence"):
        if thing in graph.names(node, "about") and not works.isdisjoint(graph.names(node, "concerning")):
            yield node


def _weighed(facts: Facts, policy: FactPolicy, node: str) -> Finding:
    graph = facts.case.graph
    grade, source = graph.name(node, "grade") or "GX", graph.text(node, "source") or node
    flags = sorted(policy.ignores.intersection(graph.names(node, "evidenceFlag")))
    if flags:
        return Finding(None, "unknown", f"{node}: grade {grade} with flag {', '.join(flags)} asserts nothing", source)
    if grade in policy.asserts:
        return Finding(True, "evidence", f"{node}: grade {grade}, at or above the policy's threshold", source)
    power = graph.text(node, "statedPower")
    if grade in policy.denies and power is not None and float(power) >= policy.power:
        return Finding(False, "evidence", f"{node}: grade {grade} in a test of stated power {power}", source)
    return Finding(None, "unknown", f"{node}: grade {grade} asserts nothing", source)


def _earlier(facts: Facts, policy: FactPolicy, term: FactTerm, thing: str, works: set[str | None]) -> list[str]:
    """Versions behind this one for which the fact was stated or shown of one of the works."""
    shown = {s.subject for s in facts.case.statements if s.fact == term.name and s.value and s.concerning in works}
    graph = facts.case.graph
    for node in facts.case.of_kind("Evidence"):
        if not works.isdisjoint(graph.names(node, "concerning")) and _weighed(facts, policy, node).value:
            shown.update(graph.names(node, "about"))
    return sorted(shown & facts.derivation.copy_or_derivative_of(thing))
