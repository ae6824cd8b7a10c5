"""Chains, requirements, authorizations, comparison, what-if, where and the run graph."""

from __future__ import annotations

import pyoxigraph
import pytest

from lexstemma import Case, InputError, assess
from lexstemma.assessment import changes, counterfactuals, deciding, reason_for
from lexstemma.reasoning import STATUSES, worst
from lexstemma.report import to_turtle
from lexstemma.terms import data_path

from .cases import LAW, chain, run

EXAMPLES = [Case.load(path) for path in sorted(data_path("examples").glob("*.yaml"))]
LAWFUL = STATUSES[:3]


def by_name(name: str) -> Case:
    return next(case for case in EXAMPLES if case.id == name)


# ------------------------------------------------------------ chains
def test_a_chain_has_the_answers_along_it() -> None:
    [one] = run().chains()
    assert one.chain.things == ("novel", "corpus", "base", "answer")
    assert {a.question.step for a in one.answers} == {"crawl", "train", "generate"}
    assert one.status == worst([a.status for a in one.answers])


def test_expanded_sets_suffice_and_none_holds_another() -> None:
    [one] = run(chain(rightsReserved=True)).chains()
    sets = list(one.expand(50))
    assert sets
    for number, found in enumerate(sets):
        assert all(any(set(way) <= found for way in factor.sets) for factor in one.factors)
        assert not any(other < found for other in sets[:number])


def test_expanding_stops_at_the_limit() -> None:
    assert len(list(next(run(by_name("figure2")).chains(frm="poem")).expand(3))) == 3


def test_a_chain_without_needs_expands_to_the_empty_set() -> None:
    free = next(one for one in run(by_name("figure2")).chains(frm="dialogues"))
    if not free.factors:
        assert list(free.expand()) == [frozenset()]


def test_an_unknown_end_is_refused() -> None:
    with pytest.raises(InputError, match="no thing called 'nothing'"):
        list(run().chains(to="nothing"))


def test_a_step_is_no_end_of_a_chain() -> None:
    with pytest.raises(InputError):
        list(run().chains(to="crawl"))


# ------------------------------------------------------------ requirements and authorizations
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_requirements_list_what_is_not_lawful_as_it_stands(case: Case) -> None:
    asked = run(case, ["DE", "EU", "UK"])
    listed = {need.answer.id for need in asked.requirements()}
    assert listed == {a.id for a in asked.answers() if a.status not in LAWFUL}


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_every_answer_that_needs_one_is_in_an_authorization(case: Case) -> None:
    asked = run(case, ["DE", "UK"])
    found = asked.authorizations()
    covered = {a.id for one in found for a in one.answers}
    needing = [a for a in asked.answers() if a.status in ("authorization_required", "depends", "contested") and a.question.right]
    assert covered == {a.id for a in needing}
    for one in found:
        assert one.certain == all(a.status == "authorization_required" for a in one.answers)
        assert {a.question.right for a in one.answers} == {one.right}


def test_a_lawful_case_asks_nobody() -> None:
    case = Case.from_dict(
        {
            "id": "old",
            "works": [{"id": "poem", "type": "TextWork", "author": {"id": "poet", "died": "1800"}}],
            "datasets": [{"id": "corpus"}],
            "steps": [
                {
                    "id": "crawl",
                    "type": "Acquisition",
                    "place": "DE",
                    "date": "2025-01-01",
                    "used": ["poem"],
                    "produced": ["corpus"],
                }
            ],
        }
    )
    assert run(case).authorizations() == ()
    assert run(case).requirements() == ()


# ------------------------------------------------------------ comparison and what-if
def test_a_row_has_a_cell_for_every_law() -> None:
    rows = run(under=["DE", "EU", "UK"]).compare()
    assert [row.step for row in rows] == ["crawl", "train", "generate"]
    assert all([cell.law for cell in row.cells] == ["DE", "EU", "UK"] for row in rows)
    for row in rows:
        for cell in row.cells:
            assert cell.answer is not None
            assert cell.answer.status == cell.status
            assert cell.deciding is not None
            assert cell.deciding.text


def test_nothing_changes_between_a_run_and_itself() -> None:
    assert changes(run(), run()) == ()


def test_only_what_changes_is_told() -> None:
    before, after = run(chain(rightsReserved=True)), run(chain(rightsReserved=False))
    found = changes(before, after)
    assert {(one.before.status, one.after.status) for one in found if one.before and one.after}
    assert all(one.before is None or one.after is None or one.before.status != one.after.status for one in found)
    assert all((reason := reason_for(one)) is not None and reason.text for one in found)


def test_a_step_that_moves_is_the_same_question() -> None:
    found = changes(run(chain(rightsReserved=False)), run(chain(rightsReserved=False, place="UK")))
    assert found
    assert all(one.before is not None and one.after is not None for one in found if one.id.startswith("crawl"))


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_every_answer_has_something_that_decides_it(case: Case) -> None:
    asked = run(case, ["DE", "EU", "UK"])
    for answer in asked.answers():
        found = deciding(answer)
        assert found.text, answer.id
        assert found.kind in ("rule", "fact", "standard", "issue", "note")
        if answer.status in ("excepted", "licensed"):
            assert found.kind == "rule"
        if answer.status == "contested":
            assert found.kind == "issue"


# ------------------------------------------------------------ counterfactuals
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_counterfactuals_turn_the_answer_and_are_smallest(case: Case) -> None:
    for answer in run(case, ["DE", "UK"]).answers():
        for other in counterfactuals(answer):
            assert (other.status in LAWFUL) != (answer.status in LAWFUL)
            values = dict(other.changes)
            assert answer.with_values(values).status == other.status
            for name in values if len(values) > 1 else ():
                rest = {key: value for key, value in values.items() if key != name}
                assert (answer.with_values(rest).status in LAWFUL) == (answer.status in LAWFUL)


def test_a_reservation_is_what_breaks_and_its_absence_what_mends() -> None:
    [reserved] = run(chain(rightsReserved=True, reservedInMachineFormat=True, contentOnline=True)).answers(step="crawl")
    assert reserved.status == "authorization_required"
    assert (("rightsReserved", False),) in [one.changes for one in counterfactuals(reserved)]
    [free] = run(chain(rightsReserved=False, reservedInMachineFormat=True, contentOnline=True)).answers(step="crawl")
    assert free.status == "excepted"
    assert (("rightsReserved", True),) in [one.changes for one in counterfactuals(free)]


def test_what_nobody_can_change_is_no_counterfactual() -> None:
    for case in EXAMPLES:
        for answer in run(case, ["DE", "UK"]).answers():
            for other in counterfactuals(answer):
                facts = [answer.run.words.facts[name] for name, _ in other.changes]
                assert not [fact.name for fact in facts if fact.about == "Work"]


def test_an_open_answer_has_no_counterfactual() -> None:
    for answer in run(by_name("figure2")).answers():
        if answer.status in ("depends", "contested", "not_encoded"):
            assert counterfactuals(answer) == ()


# ------------------------------------------------------------ where
def test_where_lists_the_nearest_first() -> None:
    found = run().where("novel")
    assert [trace.thing for trace in found] == ["corpus", "base", "answer"]
    assert [len(trace.chain.links) for trace in found] == [1, 2, 3]


def test_where_shows_evidence_of_this_version_and_work_only() -> None:
    case = by_name("gema-openai")
    assert {t.thing: t.stated for t in run(case).where("atemlos")}["gpt4"] is True
    silent = case.with_statement("memorised", "gpt4", None, "atemlos")
    assert {t.thing: t.stated for t in run(silent).where("atemlos")}["gpt4"] is None


@pytest.mark.parametrize("name", ["nvel", "crawl", ""])
def test_where_refuses_what_is_no_thing_of_the_case(name: str) -> None:
    with pytest.raises(InputError, match="no work"):
        run().where(name)


# ------------------------------------------------------------ the run graph
def test_the_graph_names_what_distinguishes_the_run() -> None:
    identity = run().identity
    assert set(identity) == {
        "caseDigest", "lawDigest", "softwareVersion", "underStance", "asOf", "askedUnder", "askedClaimed", "askedStrictly",
    }  # fmt: skip
    assert identity["caseDigest"] == chain().digest
    assert identity["asOf"] == "2026-11-23"


def test_the_same_inputs_give_the_same_bytes_and_others_another_run() -> None:
    assert to_turtle(run()) == to_turtle(run())
    assert to_turtle(run()) != to_turtle(run(under=["DE"]))


def test_every_term_of_the_graph_is_declared() -> None:
    declared = {
        quad.subject.value
        for name in ("lexstemma.ttl", "acts.ttl", "facts.ttl", "run.ttl")
        for quad in pyoxigraph.parse(path=str(data_path("ontology") / name))
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    }
    graph = run(by_name("figure2")).to_graph()
    ours = "https://w3id.org/lexstemma#"
    used = {prop for subject in graph.subjects() for prop in graph.properties(subject)}
    used |= {v for s in graph.subjects() for values in graph.properties(s).values() for v in values if isinstance(v, str)}
    assert {name for name in used if name.startswith(ours)} <= declared


def test_every_answer_is_in_the_graph() -> None:
    asked = run()
    graph = asked.to_graph()
    ours = "https://w3id.org/lexstemma#LegalAnswer"
    types = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert sum(ours in graph.names(subject, types) for subject in graph.subjects()) == len(asked.answers())


def test_an_unknown_law_is_refused() -> None:
    with pytest.raises(InputError, match="unknown jurisdiction"):
        assess(chain(), LAW, under=["XX"])
