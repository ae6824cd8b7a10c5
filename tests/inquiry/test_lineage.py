"""The works behind an output with their role, and where a rightsholder's works went."""

from __future__ import annotations

import pytest

from lexstemma import Case, Law, Run, assess
from lexstemma.inquiry import holdings, works_behind, worst_first, worst_step
from lexstemma.reasoning import rank
from lexstemma.terms import InputError, data_path

LAW = Law.load(as_of="2026-11-23")


@pytest.fixture(scope="module")
def figure2() -> Run:
    return assess(Case.load(data_path("examples") / "figure2.yaml"), LAW)


def test_every_work_behind_an_output_has_its_role(figure2: Run) -> None:
    roles = {one.work: one.role for one in works_behind(figure2, "letter")}
    assert {roles["novel"], roles["poem"]} == {"training"}
    assert "tuning" in roles.values()
    assert {one.role for one in works_behind(figure2, "verse")} == {"training"}


def test_a_work_in_both_sets_has_both_roles_and_one_in_neither_another() -> None:
    case = Case.from_dict(
        {
            "id": "both",
            "works": [{"id": name, "type": "TextWork"} for name in ("shared", "given")],
            "datasets": [{"id": name, "type": "Corpus", "contains": ["shared"]} for name in ("corpus", "tuning")],
            "weights": [{"id": "base"}, {"id": "tuned"}],
            "outputs": [{"id": "answer"}],
            "steps": [
                {"id": "train", "type": "Pretraining", "used": ["corpus"], "produced": ["base"]},
                {"id": "tune", "type": "FineTuning", "used": ["base", "tuning"], "produced": ["tuned"]},
                {"id": "ask", "type": "Generation", "used": ["tuned", "given"], "produced": ["answer"]},
            ],
        },
        "both",
    )  # fmt: skip
    found = {one.work: one for one in works_behind(assess(case, LAW), "answer")}
    assert (found["shared"].role, found["shared"].chains) == ("both", 2)
    assert (found["given"].role, found["given"].chains) == ("other", 1)


def test_counts_and_shortest_chains_are_those_of_the_listing(figure2: Run) -> None:
    for end in figure2.derivation.ends():
        for one in works_behind(figure2, end):
            listed = list(figure2.derivation.chains(to=end, frm=one.work))
            assert one.chains == len(listed)
            assert len(one.shortest.links) == min(len(chain.links) for chain in listed)
            assert (one.shortest.things[0], one.shortest.things[-1]) == (one.work, end)


def test_an_output_that_is_none_is_refused(figure2: Run) -> None:
    with pytest.raises(InputError, match="did you mean 'letter'"):
        list(works_behind(figure2, "leter"))


def test_the_most_demanding_step_of_a_chain_stands_first(figure2: Run) -> None:
    for chain in figure2.chains():
        ranks = [rank(need.answer.status) for need in worst_first(chain)]
        assert ranks == sorted(ranks, reverse=True)
        assert sorted(map(id, worst_first(chain))) == sorted(map(id, chain.factors))
        statuses = {answer.status for answer in chain.answers if answer.question.step == worst_step(chain)}
        assert chain.status in statuses


# ------------------------------------------------------------ a rightsholder
def test_every_work_of_a_rightsholder_is_followed() -> None:
    run = assess(Case.load(data_path("examples") / "gema-openai.yaml"), LAW)
    holder = run.case.graph.names("atemlos", "rightsholder")[0]
    found = {one.thing: one for one in holdings(run, holder)}
    assert set(found) == {work for work in run.case.of_kind("Work") if holder in run.case.graph.names(work, "rightsholder")}
    assert found["atemlos"].traces == run.where("atemlos")
    assert found["atemlos"].held_as == ("rightsholder",)


def test_an_author_who_gave_the_rights_away_is_followed_as_author() -> None:
    run = assess(Case.load(data_path("examples") / "getty-laion.yaml"), LAW)
    [one] = holdings(run, "kneschke")
    assert (one.thing, one.held_as) == ("stock-photo", ("rightsholder", "author"))


def test_an_agent_without_works_holds_nothing() -> None:
    assert holdings(assess(Case.load(data_path("examples") / "getty-laion.yaml"), LAW), "stability") == ()


def test_an_agent_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'getty'"):
        holdings(assess(Case.load(data_path("examples") / "getty-laion.yaml"), LAW), "geti")
