"""What moves answers, what turns the bottom line, and what evidence does."""

from __future__ import annotations

from typing import Any

import pytest

from lexstemma import Case, CaseError, Law, Run, assess
from lexstemma.assessment import changes
from lexstemma.inquiry import evidence_use, flips, sensitivity, stale
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")


def example(name: str, *laws: str) -> Run:
    return assess(Case.load(data_path("examples") / f"{name}.yaml"), LAW, under=list(laws) or "place")


@pytest.fixture(scope="module")
def three_steps() -> Run:
    return example("three-steps")


# ---------------------------------------------------------------- sensitivity
def test_every_toggle_is_what_the_changed_case_says(three_steps: Run) -> None:
    from lexstemma.cli._inputs import apply_changes

    found = sensitivity(three_steps)
    assert {t.atom for t in found.toggles}
    assert not found.left_out
    for one in found.toggles:
        case, law = apply_changes(three_steps.case, LAW, [one.atom.setting(one.value)])
        after = assess(case, law)
        assert [c.id for c in changes(three_steps, after)] == [c.id for c in one.changed]
        assert after.status() == one.worst


def test_what_moves_most_comes_first(three_steps: Run) -> None:
    toggles = sensitivity(three_steps).toggles
    most: dict[Any, int] = {}
    for one in toggles:
        most[one.atom] = max(most.get(one.atom, 0), len(one.changed))
    assert [most[t.atom] for t in toggles] == sorted((most[t.atom] for t in toggles), reverse=True)
    assert sum(n for _, _, n in toggles[0].moves) == len(toggles[0].changed) > 0


def test_what_was_not_tried_is_told(three_steps: Run) -> None:
    found = sensitivity(three_steps, most=1)
    assert len(found.toggles) == 2
    assert len(found.left_out) == len(sensitivity(three_steps).toggles) // 2 - 1


def test_a_case_in_which_nothing_is_open_has_nothing_to_rank() -> None:
    run = example("getty-laion", "UK")
    assert sensitivity(run).toggles == ()


# ---------------------------------------------------------------- the bottom line
def test_an_open_bottom_line_turns_either_way_by_what_is_open(three_steps: Run) -> None:
    lawful, unlawful = flips(three_steps)
    assert (lawful.towards, lawful.of, unlawful.towards) == ("lawful", "open", "unlawful")
    assert lawful.status == "excepted"
    assert "proven" in lawful.looked
    assert unlawful.settings is not None
    assert len(unlawful.settings) == 1
    assert unlawful.status == "authorization_required"


def test_no_smaller_set_of_what_is_open_makes_it_lawful(three_steps: Run) -> None:
    [lawful, _] = flips(three_steps)
    assert lawful.settings is not None
    from lexstemma.cli._inputs import apply_changes

    for left_out, _ in lawful.settings:
        rest = [a.setting(v) for a, v in lawful.settings if a != left_out]
        case, law = apply_changes(three_steps.case, LAW, rest)
        assert assess(case, law).status() not in ("free", "excepted", "licensed")


def test_an_unlawful_bottom_line_turns_by_known_facts() -> None:
    [found] = flips(example("gema-openai", "DE"))
    assert (found.towards, found.of) == ("lawful", "known")
    assert found.status in ("free", "excepted", "licensed")
    assert found.settings
    # Who wrote the songs, and when, is nobody's to change.
    assert not {a.subject for a, _ in found.settings} & {"atemlos", "wolken", "bach", "mey"}


def test_where_no_change_turns_it_the_step_is_named() -> None:
    [found] = flips(example("figure2"))
    assert found.settings is None
    assert "none for assemble" in found.looked


def test_a_case_at_no_stated_place_has_no_bottom_line_to_turn() -> None:
    assert flips(example("smollm2")) == ()


# ---------------------------------------------------------------- evidence
def probed(*extra: dict[str, object]) -> Case:
    """An essay memorised by a model, which is tuned and served."""
    agents = [{"id": "lab", "type": "Company"}, {"id": "ann", "type": "Individual", "alive": True}]
    done = {"performer": "lab", "place": "DE", "date": "2025-03-01"}
    return Case.from_dict(
        {
            "id": "probed",
            "agents": agents,
            "works": [{"id": "essay", "type": "TextWork", "author": "ann", "rightsholder": "ann"}],
            "weights": [{"id": "base"}, {"id": "tuned"}],
            "steps": [
                {**done, "id": "train", "type": "Pretraining", "used": ["essay"], "produced": ["base"]},
                {**done, "id": "tune", "type": "FineTuning", "used": ["base"], "produced": ["tuned"]},
                {**done, "id": "host", "type": "Hosting", "used": ["base"]},
                {**done, "id": "serve", "type": "Hosting", "used": ["tuned"]},
            ],
            "evidence": [{"id": "probe-1", "about": "base", "concerning": "essay", "grade": "G3"}, *extra],
        }
    )


def test_answers_rest_on_evidence_and_change_without_it() -> None:
    [use] = evidence_use(assess(probed(), LAW))
    assert use.piece.name == "probe-1"
    assert {a.question.step for a in use.resting} == {"train", "host"}
    assert {c.before.question.step for c in use.changed if c.before} == {"train", "host"}


def test_evidence_that_other_evidence_repeats_changes_nothing_by_itself() -> None:
    again = {"id": "probe-2", "about": "base", "concerning": "essay", "grade": "G4"}
    one, other = evidence_use(assess(probed(again), LAW))
    assert one.resting
    assert other.resting
    assert one.changed == other.changed == ()


def test_a_tuned_version_is_to_be_probed_again() -> None:
    [found] = stale(assess(probed(), LAW))
    assert (found.version, found.earlier, found.works) == ("tuned", ("base",), ("essay",))
    assert {a.question.step for a in found.waiting} >= {"serve"}


def test_a_version_with_evidence_of_its_own_is_not() -> None:
    own = {"id": "probe-2", "about": "tuned", "concerning": "essay", "grade": "G0"}
    assert stale(assess(probed(own), LAW)) == ()


def test_a_finding_that_the_case_states_counts_as_evidence() -> None:
    found = {use.piece.name: use for use in evidence_use(example("gema-openai", "DE", "UK"))}
    use = found["gpt4.memorised@atemlos"]
    assert {a.question.place for a in use.resting} == {"DE"}  # the British answers do not rest on it
    assert {c.after.status for c in use.changed if c.after} == {"depends", "contested"}


def test_evidence_taken_away_leaves_the_rest_of_the_case() -> None:
    case = probed()
    without = case.without_evidence(["probe-1"])
    assert without.of_kind("Evidence") == []
    assert without.of_kind("Weights") == case.of_kind("Weights")
    assert without.statements == case.statements


@pytest.mark.parametrize(("name", "said"), [("prob-1", "did you mean probe-1?"), ("base", "holds no evidence 'base'")])
def test_what_is_no_evidence_cannot_be_taken_away(name: str, said: str) -> None:
    with pytest.raises(CaseError, match=said.replace("?", r"\?")):
        probed().without_evidence([name])


def test_several_statements_at_once_are_those_one_after_the_other() -> None:
    case = example("gema-openai").case
    settings = [
        ("memorised", "gpt4", "atemlos", None),
        ("memorised", "gpt4", "wolken", False),
        ("lawfulAccess", "collect", None, True),
    ]
    one_by_one = case
    for fact, subject, concerning, value in settings:
        one_by_one = one_by_one.with_statement(fact, subject, value, concerning=concerning)
    together = case.with_statements(settings)
    assert set(together.statements) == set(one_by_one.statements)
    assert together.digest == one_by_one.digest


def test_a_statement_about_several_works_keeps_those_that_are_not_set() -> None:
    case = Case.from_dict(
        {
            "id": "shared",
            "works": [{"id": "one", "type": "TextWork"}, {"id": "two", "type": "TextWork"}],
            "weights": [{"id": "base", "asserts": [{"fact": "memorised", "concerning": ["one", "two"], "value": True}]}],
        }
    )
    left = case.with_statements([("memorised", "base", "one", None)])
    assert [(s.concerning, s.value) for s in left.statements] == [("two", True)]
    assert case.with_statements([("memorised", "base", "one", None), ("memorised", "base", "two", None)]).statements == ()
