"""The smallest set of permissions of a case, what it leaves open, and the ways around asking."""

from __future__ import annotations

from functools import cache
from itertools import chain, combinations
from typing import Any

import pytest

from lexstemma import Case, InputError, Law, Run, assess
from lexstemma.inquiry import NEVER, alternatives, clearing, with_issue
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")
LAWFUL = ("free", "excepted", "licensed")


@cache
def example(name: str, *laws: str) -> Run:
    return assess(Case.load(data_path("examples") / f"{name}.yaml"), LAW, under=list(laws) or "place")


def pairs(reading: Any) -> set[tuple[str, str]]:
    return {(p.holder, p.right) for p in reading.permissions}


def test_three_permissions_clear_the_lyrics_case_in_germany() -> None:
    found = clearing(example("gema-openai", "DE"))
    assert pairs(found.certain) == {
        ("gema", "authorReproduction"), ("gema", "authorCommunication"), ("gema", "authorAdaptation"),
    }  # fmt: skip
    assert found.certain.exact
    assert [p.right for p in found.certain.permissions if not p.certain] == ["authorAdaptation"]


def test_two_do_if_the_open_facts_turn_out_well_and_these_are_named() -> None:
    found = clearing(example("gema-openai", "DE")).hoped
    assert found is not None
    assert pairs(found) == {("gema", "authorReproduction"), ("gema", "authorCommunication")}
    assert {(atom.subject, atom.concerning) for atom, _ in found.assumed} == {
        ("lyrics-shown", "atemlos"), ("lyrics-shown", "wolken"),
    }  # fmt: skip
    assert found.confirmed
    assert found.exact


def test_they_are_one_agreement_with_one_holder() -> None:
    found = clearing(example("gema-openai", "DE"), counted="holder")
    assert (found.certain.cost, len(found.certain.permissions)) == (1, 3)
    assert found.hoped is not None
    assert (found.hoped.cost, found.hoped.assumed) == (1, ())


EXAMPLES = ("figure2", "gema-openai", "three-steps", "getty-laion", "bartz-kadrey", "four-countries")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("laws", [(), ("DE",), ("UK",), ("US",)])
def test_every_question_is_lawful_asked_for_or_told_apart(name: str, laws: tuple[str, ...]) -> None:
    run = example(name, *laws)
    found = clearing(run)
    told = {a.id for a in (*found.moral, *found.gaps, *found.certain.blocked)}
    asked = {a.id for p in found.certain.permissions for a in p.answers}
    assert {a.id for a in run.answers() if a.status not in LAWFUL} == told | asked
    assert not told & asked


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_hopeful_reading_holds_when_the_case_says_so(name: str) -> None:
    run = example(name, "DE")
    cleared = clearing(run)
    found = cleared.hoped
    assert found is not None
    case, law = run.case, LAW
    for atom, value in found.assumed:
        if atom.kind != "issue":
            case = case.with_statement(atom.name, atom.subject, value, concerning=atom.concerning or None)
        else:
            law = with_issue(law, atom.name, value)
    after = assess(case, law, under=["DE"])
    needed = {(holder, a.question.right) for a in after.answers() if a.status not in LAWFUL for holder in a.holders}
    moral = {(holder, a.question.right) for a in cleared.moral for holder in a.holders}
    assert needed <= pairs(found) | moral


def test_the_certain_set_is_smallest_by_trying_every_smaller_one() -> None:
    run = example("gema-openai", "DE")
    found = clearing(run)
    everything = sorted(pairs(found.certain))
    smaller = chain.from_iterable(combinations(everything, n) for n in range(len(everything)))
    open_still = [a for a in run.answers() if a.status not in LAWFUL]
    for chosen in smaller:
        assert any((holder, a.question.right) not in chosen for a in open_still for holder in a.holders)


def test_a_holder_who_never_agrees_leaves_what_only_she_could_clear() -> None:
    found = clearing(example("gema-openai", "DE"), weights={"gema": NEVER})
    assert found.certain.permissions == ()
    assert {a.holders for a in found.certain.blocked} == {("gema",)}


def test_what_a_refusing_holder_alone_could_clear_is_told_if_all_goes_well_too() -> None:
    found = clearing(example("gema-openai", "DE"), weights={"gema": NEVER}).hoped
    assert found is not None
    assert (found.permissions, found.cost) == ((), 0)
    assert {a.status for a in found.blocked} == {"authorization_required"}
    assert found.assumed


def test_a_weight_counts() -> None:
    assert clearing(example("gema-openai", "DE"), weights={"gema": 4}).certain.cost == 12


@pytest.mark.parametrize(("weights", "said"), [({"gma": 2}, "nobody called 'gma'"), ({"gema": -1}, "weight of 'gema'")])
def test_a_weight_that_cannot_be_is_refused(weights: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        clearing(example("gema-openai", "DE"), weights=weights)


def test_moral_rights_are_told_apart() -> None:
    found = clearing(example("four-countries"))
    assert [(a.question.step, a.question.right) for a in found.moral] == [("show", "moralAttribution")]
    assert "moralAttribution" not in {p.right for p in found.certain.permissions}


def test_law_that_is_not_encoded_is_never_cleared() -> None:
    case = Case.load(data_path("examples") / "three-steps.yaml")
    step = case.of_kind("Step")[0]
    run = assess(case.with_value(step, "place", "MX"), LAW)
    found = clearing(run)
    assert {a.question.step for a in found.gaps} == {step}
    assert step not in {s for p in found.certain.permissions for s in p.steps}


def test_every_one_of_several_holders_is_asked() -> None:
    case = Case.load(data_path("examples") / "gema-openai.yaml").with_value("atemlos", "rightsholder", "gema,bach")
    found = clearing(assess(case, LAW, under=["DE"]))
    assert {holder for holder, _ in pairs(found.certain)} == {"gema", "bach"}
    assert {p.works for p in found.certain.permissions if p.holder == "bach"} == {("atemlos",)}


def test_holders_whom_the_case_does_not_name_are_one_for_each_work() -> None:
    case = Case.load(data_path("examples") / "gema-openai.yaml")
    for work in ("atemlos", "wolken"):
        case = case.with_value(work, "rightsholder", "").with_value(work, "author", "")
    found = clearing(assess(case, LAW, under=["DE"]))
    assert len(found.certain.holders) == 2
    assert not any(p.named for p in found.certain.permissions)


@cache
def around() -> Any:
    run = example("three-steps", "DE")
    return run, clearing(run), alternatives(clearing(run))


def test_every_way_around_is_what_the_changed_case_says() -> None:
    from lexstemma.cli._inputs import apply_changes

    run, _, ways = around()
    assert ways.found
    assert ways.left_out == 0
    for one in ways.found:
        case, law = apply_changes(run.case, LAW, one.settings)
        after = clearing(assess(case, law, under="place" if one.at_place else ["DE"]))
        hoped = after.certain if after.hoped is None else after.hoped
        assert (len(after.certain.permissions), hoped.cost) == (one.certain, one.hoped), one.text


def test_ways_around_ask_for_less_and_the_cheapest_come_first() -> None:
    _, cleared, ways = around()
    before = (len(cleared.certain.permissions), cleared.hoped.cost)
    assert all(one.certain <= before[0] and one.hoped <= before[1] for one in ways.found)
    assert all((one.certain, one.hoped) != before for one in ways.found)
    assert [one.price for one in ways.found] == sorted(one.price for one in ways.found)
    assert {one.kind for one in ways.found} >= {"drop", "licence"}


def test_leaving_a_work_out_makes_new_versions_of_which_nothing_is_known() -> None:
    ways = alternatives(clearing(example("gema-openai", "DE")))
    [drop] = [one for one in ways.found if one.text == "leave out everything of gema"]
    assert drop.certain == 0
    assert "gpt4.memorised@atemlos=unknown" in drop.settings
    assert drop.steps == (("collect",), ("train", "host", "reply", "show"))


def test_ways_that_were_not_assessed_are_counted() -> None:
    ways = alternatives(clearing(example("three-steps", "DE")), most=1)
    assert ways.assessed == 1
    assert ways.left_out > 0
