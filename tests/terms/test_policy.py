"""Policies of evidence: which exist, what no policy may do, and what the reader refuses."""

import pytest

from lexstemma.terms import Graph, InputError, LawError, Lit, evidence_policies, evidence_policy, read_policies

GRADES = ("GX", "G0", "G1", "G2", "G3", "G4")
ASSERTED = {"default": ["G3", "G4"], "narrow": ["G4"], "wide": ["G2", "G3", "G4"]}
IGNORED = {
    "default": {"selfRepetition", "formulaic", "boilerplate"},
    "narrow": {"selfRepetition", "formulaic", "boilerplate"},
    "wide": {"selfRepetition"},
}


def graph(lowest: str | None = "G3", *, label: str | None = "own", fact: str | None = "memorised", thresholds: int = 1) -> Graph:
    made = Graph()
    pairs: list[tuple[str, str, str | Lit | None]] = [
        ("policy", "type", "EvidencePolicy"),
        ("policy", "label", label and Lit(label)),
    ]
    for number in range(thresholds):
        node = f"threshold-{number}"
        pairs += [("policy", "hasThreshold", node), (node, "policyFact", fact), (node, "fromGrade", lowest)]
    for subject, prop, value in pairs:
        if value is not None:
            made.add(subject, prop, value)
    return made


def test_no_bundled_policy_lets_elevated_likelihood_assert_a_fact_or_anything_deny_one() -> None:
    for policy in evidence_policies().values():
        for threshold in policy.thresholds.values():
            assert not any(threshold.asserted_by(grade) for grade in ("GX", "G0", "G1", "", "G9"))
            assert threshold.label == f"{threshold.fact} from {threshold.lowest}"


def test_what_the_bundled_policies_say() -> None:
    found = evidence_policies()
    assert next(iter(found)) == "default"
    for name, policy in found.items():
        assert set(policy.thresholds) == {"memorised", "recognisablePart"}
        for threshold in policy.thresholds.values():
            assert [grade for grade in GRADES if threshold.asserted_by(grade)] == ASSERTED[name]
        assert policy.ignores == IGNORED[name]


def test_the_reader_takes_a_policy_of_ones_own() -> None:
    assert read_policies(graph("G2"), where="own.ttl")["own"].thresholds["memorised"].asserted_by("G2")


@pytest.mark.parametrize("lowest", ["G1", "G0", "GX", "G5", None])
def test_a_policy_that_lets_too_little_assert_a_fact_is_refused(lowest: str | None) -> None:
    with pytest.raises(LawError, match=rf"own.ttl: threshold-0: lets {lowest or 'no grade'} assert memorised; .* G2, G3, G4"):
        read_policies(graph(lowest), where="own.ttl")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (graph(label=None), "has no name of its own"),
        (graph(fact=None), "asserts no fact of its own"),
        (graph(thresholds=2), "asserts no fact of its own"),
        (graph(thresholds=0), "asserts nothing"),
    ],
)
def test_policies_that_cannot_be(made: Graph, said: str) -> None:
    with pytest.raises(LawError, match=said):
        read_policies(made, where="own.ttl")


def test_an_unknown_policy_is_refused_with_those_that_exist() -> None:
    with pytest.raises(InputError, match="no evidence policy is called 'lax'; choose one of default, narrow, wide"):
        evidence_policy("lax")
