"""Where the value of a fact comes from: the closest statement, and never a neighbour's."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lexstemma.assessment import Answer, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import data_path, vocabulary

LAW = Law.load(as_of="2026-11-23")


def crawls(first: dict[str, Any], second: dict[str, Any], **work: Any) -> list[Answer]:
    """Two crawls of one novel in Germany by the same company."""
    common = {"type": "Acquisition", "performer": "lab", "place": "DE", "date": "2026-01-10", "used": ["novel"]}
    mining = {"tdmPurpose": True, "lawfulAccess": True}
    document = {
        "id": "c",
        "agents": [{"id": "lab", "type": "Company"}],
        "works": [{"id": "novel", "type": "TextWork", **work}],
        "steps": [{"id": "one", **common, **mining, **first}, {"id": "two", **common, **mining, **second}],
    }
    return list(assess(Case.from_dict(document), LAW).answers())


def statuses(answers: list[Answer]) -> list[str]:
    return [a.status for a in answers]


def test_what_is_said_of_one_step_is_not_said_of_the_next() -> None:
    assert statuses(crawls({"rightsReserved": False}, {"rightsReserved": False, "original": False})) == ["excepted", "free"]
    assert statuses(crawls({"rightsReserved": False, "original": False}, {"rightsReserved": False})) == ["free", "excepted"]


def test_a_statement_on_step_and_work_beats_one_on_the_step() -> None:
    pair = {"asserts": [{"fact": "rightsReserved", "concerning": "novel", "value": False, "source": "crawl log"}]}
    assert (
        statuses(crawls({"rightsReserved": True, "machineReadableAtAct": True, **pair}, {"rightsReserved": False}))[0] == "excepted"
    )


def test_sources_that_disagree_leave_the_fact_unknown_and_are_both_shown() -> None:
    both = {
        "asserts": [
            {"fact": "lawfulAccess", "value": True, "source": "the company"},
            {"fact": "lawfulAccess", "value": False, "source": "the publisher"},
        ],
        "lawfulAccess": True,
    }
    answer = crawls({**both, "rightsReserved": False}, {"rightsReserved": False})[0]
    found = answer.finding("lawfulAccess")
    assert answer.status == "depends"
    assert found is not None
    assert found.origin == "disputed"
    assert "the company" in found.detail
    assert "the publisher" in found.detail


def test_what_holds_only_from_a_later_day_says_nothing_about_the_act() -> None:
    later = {"asserts": [{"fact": "rightsReserved", "value": False, "since": "2026-06-01", "source": "site"}]}
    earlier = {"asserts": [{"fact": "rightsReserved", "value": False, "since": "2025-06-01", "source": "site"}]}
    assert statuses(crawls(later, earlier)) == ["depends", "excepted"]


def test_a_reservation_declared_after_the_act_does_not_reach_back() -> None:
    reservation = {"reservationForm": "robotsTxt", "since": "2026-01-11"}
    assert statuses(crawls({"contentOnline": True}, {"contentOnline": True, "date": "2026-02-01"}, reservation=reservation)) == [
        "excepted",
        "authorization_required",
    ]


def test_an_unknown_licence_never_reads_as_fine() -> None:
    (answer, _) = crawls({"rightsReserved": True, "machineReadableAtAct": True}, {}, licence="Some Custom Licence v2")
    assert answer.status == "depends"
    assert "licenceCovers" in {d.atom for d in answer.depends_on}


def test_a_step_without_a_place_depends_on_its_place() -> None:
    step = {"id": "one", "type": "Acquisition", "used": ["novel"]}
    case = Case.from_dict({"id": "c", "works": [{"id": "novel", "type": "TextWork"}], "steps": [step]})
    (answer,) = assess(case, LAW).answers()
    assert (answer.status, [d.atom for d in answer.depends_on]) == ("depends", ["place"])


def hosted(evidence: list[dict[str, Any]], **tuned: Any) -> Answer:
    """A fine-tuned model, hosted in Germany; its base was trained on lyrics."""
    document = {
        "id": "c",
        "agents": [{"id": "lab", "type": "Company"}],
        "works": [{"id": "lyrics", "type": "Lyrics"}, {"id": "manuals", "type": "TextWork", "licence": "CC0-1.0"}],
        "datasets": [{"id": "songs", "contains": ["lyrics"]}, {"id": "tuning", "contains": ["manuals"]}],
        "weights": [{"id": "base"}, {"id": "tuned", **tuned}],
        "steps": [
            {"id": "pretrain", "type": "Pretraining", "performer": "lab", "place": "US", "used": ["songs"], "produced": ["base"]},
            {
                "id": "tune",
                "type": "FineTuning",
                "performer": "lab",
                "place": "US",
                "used": ["base", "tuning"],
                "produced": ["tuned"],
            },
            {"id": "host", "type": "Hosting", "performer": "lab", "place": "DE", "date": "2026-05-02", "used": ["tuned"]},
        ],
        "evidence": [{"id": f"probe{i}", "type": "Evidence", "concerning": "lyrics", **e} for i, e in enumerate(evidence)],
    }
    (answer,) = assess(Case.from_dict(document), LAW).answers(step="host", work="lyrics")
    return answer


def test_evidence_about_the_base_that_asserts_nothing_shows_nothing_of_the_fine_tune() -> None:
    for grade in ("GX", "G0", "G1"):
        assert not any("shown for" in note for note in hosted([{"about": "base", "grade": grade}]).notes)


def test_a_fine_tune_that_was_probed_is_not_to_be_probed_again() -> None:
    answer = hosted([{"about": "base", "grade": "G4"}, {"about": "tuned", "grade": "G0"}])
    assert answer.status == "depends"
    assert any("shown for base" in note and "not shown for this version" in note for note in answer.notes)
    assert not any("re-probe" in note for note in answer.notes)


def test_who_trained_a_model_is_its_maker_unless_the_case_names_another() -> None:
    document_of = hosted([])  # the lab trained both versions and hosts its own
    run = document_of.run
    assert [a.status for a in run.answers(step="host", right="suiGenerisExtraction")] == ["free"]
    other = hosted([], maker={"id": "other", "type": "Company", "nationality": "FR"}).run
    assert [a.status for a in other.answers(step="host", right="suiGenerisExtraction")] == ["depends"]


def test_a_what_if_answers_like_asking_the_changed_case() -> None:
    case = Case.load(data_path("examples") / "figure2.yaml")
    run = assess(case, LAW, under=["EU", "DE", "UK"])
    run.answers()
    for fact, step, value in (
        ("rightsReserved", "crawl", False),
        ("lawfulAccess", "crawl", False),
        ("secureStorage", "assemble", False),
    ):
        changed = assess(case.with_statement(fact, step, value), LAW, under=["EU", "DE", "UK"])
        again = run.what_if(fact, step, value)
        assert [(a.id, a.status, a.flags, a.notes) for a in again.answers()] == [
            (a.id, a.status, a.flags, a.notes) for a in changed.answers()
        ]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_what_if_answers_like_asking_the_changed_case(data: st.DataObject) -> None:
    case = Case.load(data_path("examples") / "three-steps.yaml")
    names = sorted(t.name for t in vocabulary().facts.values() if t.about in ("Step", "Use"))
    fact, step = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(case.of_kind("Step")))
    value = data.draw(st.booleans())
    changed = assess(case.with_statement(fact, step, value), LAW)
    assert statuses(list(assess(case, LAW).what_if(fact, step, value).answers())) == statuses(list(changed.answers()))


def test_asking_again_elsewhere_does_not_remember_where_the_act_was() -> None:
    answers = crawls({"rightsReserved": False}, {"rightsReserved": False})
    here = answers[0].run
    assert statuses(list(here.again(["UK"]).answers())) == ["depends", "depends"]
    assert statuses(list(here.again(["UK"], claimed=True).answers())) == ["free", "free"]
    assert statuses(list(here.again(["UK"]).answers())) == ["depends", "depends"]


def test_a_commercial_purpose_beside_others_is_not_non_commercial() -> None:
    both = {"purpose": ["NonCommercialUse", "CommercialUse"], "rightsReserved": False}
    answer = crawls(both, {"rightsReserved": False})[0].run.again(["UK"]).answers(step="one")[0]
    assert answer.status == "authorization_required"
