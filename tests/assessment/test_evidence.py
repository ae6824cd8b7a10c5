"""What probes and comparisons make of `memorised` and `recognisablePart`, under the policy that the case chose."""

from __future__ import annotations

from typing import Any

import pytest

from lexstemma.assessment import Answer, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.reasoning import Finding
from lexstemma.terms import CaseError

LAW = Law.load(as_of="2026-11-23")


def document(evidence: list[dict[str, Any]], **header: Any) -> dict[str, Any]:
    """A fine-tuned model, hosted in Germany; its base was trained on lyrics."""
    steps = [
        {"id": "pretrain", "type": "Pretraining", "performer": "lab", "place": "US", "used": ["songs"], "produced": ["base"]},
        {"id": "tune", "type": "FineTuning", "performer": "lab", "place": "US", "used": ["base", "tuning"], "produced": ["tuned"]},
        {"id": "host", "type": "Hosting", "performer": "lab", "place": "DE", "date": "2026-05-02", "used": ["tuned"]},
        {
            "id": "answer", "type": "Generation", "performer": "lab", "place": "DE", "date": "2026-05-02", "used": ["tuned"],
            "produced": ["verse"],
        },
    ]  # fmt: skip
    return {
        "id": "c",
        "agents": [{"id": "lab", "type": "Company"}],
        "works": [{"id": "lyrics", "type": "Lyrics"}, {"id": "manuals", "type": "TextWork", "licence": "CC0-1.0"}],
        "datasets": [{"id": "songs", "contains": ["lyrics"]}, {"id": "tuning", "contains": ["manuals"]}],
        "weights": [{"id": "base"}, {"id": "tuned"}],
        "outputs": [{"id": "verse"}],
        "steps": steps,
        "evidence": [{"id": f"probe{i}", "type": "Evidence", "concerning": "lyrics", **e} for i, e in enumerate(evidence)],
        **header,
    }


def hosted(evidence: list[dict[str, Any]], **header: Any) -> Answer:
    (answer,) = assess(Case.from_dict(document(evidence, **header)), LAW).answers(step="host", work="lyrics")
    return answer


def found(evidence: list[dict[str, Any]], **header: Any) -> Finding:
    finding = hosted(evidence, **header).finding("memorised")
    assert finding is not None
    return finding


def test_evidence_about_the_base_says_re_probe_for_the_fine_tune() -> None:
    answer = hosted([{"about": "base", "grade": "G4"}])
    assert (answer.status, [d.atom for d in answer.depends_on]) == ("depends", ["memorised"])
    assert any("shown for base" in note and "re-probe this version" in note for note in answer.notes)
    assert not any("re-probe" in note for note in hosted([]).notes)


@pytest.mark.parametrize(("policy", "asserting"), [(None, "G3 G4"), ("default", "G3 G4"), ("narrow", "G4"), ("wide", "G2 G3 G4")])
def test_the_policy_of_the_case_says_from_which_grade_a_work_is_memorised(policy: str | None, asserting: str) -> None:
    header = {} if policy is None else {"evidencePolicy": policy}
    for grade in ("GX", "G0", "G1", "G2", "G3", "G4"):
        answer = hosted([{"about": "tuned", "grade": grade}], **header)
        assert answer.status == ("authorization_required" if grade in asserting else "depends"), grade
        finding = answer.finding("memorised")
        assert finding is not None
        assert f"(policy {policy or 'default'}: memorised from {asserting.split()[0]})" in finding.detail


def test_the_proof_names_policy_and_threshold() -> None:
    why = hosted([{"about": "tuned", "grade": "G3"}], evidencePolicy="wide").why()
    assert "probe0: G3 (policy wide: memorised from G2)" in why


def test_finding_nothing_never_denies_whatever_the_power_of_the_test() -> None:
    for policy in ("default", "narrow", "wide"):
        answer = hosted([{"about": "tuned", "grade": "G0", "statedPower": 1}], evidencePolicy=policy)
        assert answer.status == "depends"
        assert "probe0: G0 asserts nothing" in " ".join(answer.notes)


def test_who_relies_on_a_negative_test_states_the_fact() -> None:
    made = document([{"about": "tuned", "grade": "G0", "statedPower": 0.99}])
    made["weights"][1]["asserts"] = [
        {"fact": "memorised", "concerning": "lyrics", "value": False, "source": "report of the expert"}
    ]
    (answer,) = assess(Case.from_dict(made), LAW).answers(step="host", work="lyrics")
    assert answer.status == "free"
    assert "report of the expert" in answer.why()


def test_a_probe_that_finds_nothing_takes_nothing_away_and_is_shown() -> None:
    finding = found([{"about": "tuned", "grade": "G0", "statedPower": 0.99}, {"about": "tuned", "grade": "G4"}])
    assert (finding.value, finding.source) == (True, "probe1")
    assert finding.detail.startswith("probe1: G4 (policy")
    assert "probe0: G0 asserts nothing" in finding.detail


@pytest.mark.parametrize(
    ("flag", "counting"),
    [
        ("selfRepetition", ""), ("formulaic", "wide"), ("boilerplate", "wide"), ("referenceRelative", "default narrow wide"),
    ],
)  # fmt: skip
def test_what_flags_do_under_each_policy(flag: str, counting: str) -> None:
    for policy in ("default", "narrow", "wide"):
        finding = found([{"about": "tuned", "grade": "G4", "evidenceFlag": [flag]}], evidencePolicy=policy)
        assert finding.value is (True if policy in counting else None)
        if policy not in counting:
            assert f"G4 asserts nothing (policy {policy}: not with {flag})" in finding.detail


def test_evidence_about_an_output_makes_a_recognisable_part() -> None:
    for grade, value in (("G4", True), ("G2", None), ("G0", None)):
        case = Case.from_dict(document([{"about": "verse", "grade": grade}]))
        answers = assess(case, LAW).answers(step="answer", work="lyrics")
        findings = [f for a in answers if (f := a.finding("recognisablePart")) is not None and "probe0" in f.detail]
        assert findings
        assert {f.value for f in findings} == {value}
        assert all("(policy default: recognisablePart from G3)" in f.detail for f in findings)


def test_an_unknown_policy_is_refused_where_it_stands() -> None:
    with pytest.raises(CaseError, match="no evidence policy is called 'lax'; choose one of default, narrow, wide"):
        Case.from_dict(document([], evidencePolicy="lax"))
    text = b"lexstemma: 1\nid: c\nworks: [{id: novel, type: TextWork}]\nevidencePolicy: lax\n"
    with pytest.raises(CaseError, match=r"^f:4: no evidence policy is called 'lax'"):
        Case.parse(text, format="yaml-ld", name="f")


def test_evidence_of_other_weights_is_refused() -> None:
    made = document([{"about": "tuned", "grade": "G4", "weightsDigest": "a" * 64}])
    made["weights"][1]["digest"] = "a" * 64
    Case.from_dict(made)
    made["weights"][1]["digest"] = "b" * 64
    said = r"'probe0' measured weights aaaaaaaaaaaa\.\.\., 'tuned' has digest bbbbbbbbbbbb\.\.\.; re-probe"
    with pytest.raises(CaseError, match=said):
        Case.from_dict(made)
