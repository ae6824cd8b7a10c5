"""Which grade of evidence asserts which fact, as the ontology's policy file says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lexstemma.terms import Graph, InputError, LawError, data_path, read_turtle_file

# Elevated likelihood and less never assert anything, whatever a policy says.
_SCALE = ("GX", "G0", "G1", "G2", "G3", "G4")


@dataclass(frozen=True, slots=True)
class FactPolicy:
    """Grades that assert a fact, grades that deny it, the power a denying test must state, and flags that disqualify."""

    asserts: frozenset[str]
    denies: frozenset[str]
    power: float
    ignores: frozenset[str] = frozenset()


@cache
def evidence_policy(name: str = "default") -> dict[str, FactPolicy]:
    """The policy of this name in `ontology/evidence-policy.ttl`: fact -> grades.

    Raises:
        InputError: there is no policy of this name.
    """
    graph = read_turtle_file(data_path("ontology") / "evidence-policy.ttl")
    policies = {graph.text(policy, "label") or policy: policy for policy in graph.of_type("EvidencePolicy")}
    if name not in policies:
        raise InputError(f"no evidence policy is called {name!r}", expected="choose one of " + ", ".join(policies))
    return _read(graph, policies[name])


def _read(graph: Graph, policy: str) -> dict[str, FactPolicy]:
    ignores = frozenset(graph.names(policy, "ignoresFlag"))
    table = {}
    for threshold in graph.names(policy, "hasThreshold"):
        fact, lowest = graph.name(threshold, "policyFact"), graph.name(threshold, "fromGrade")
        if fact is None or lowest not in _SCALE:
            raise LawError(f"{threshold}: a threshold needs a fact and a grade", where="evidence-policy.ttl")
        asserts = frozenset(_SCALE[max(_SCALE.index(lowest), _SCALE.index("G2")) :])
        power = graph.text(threshold, "negatesFromPower")
        denies = frozenset() if power is None else frozenset(("G0",))
        table[fact] = FactPolicy(asserts, denies, 1.0 if power is None else float(power), ignores)
    return table
