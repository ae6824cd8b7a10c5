"""Every sentence of `us/uses.yaml`: what binds in each circuit, what persuades, and what is nearest."""

import pytest

from lexstemma.reasoning import constrain, distinguish

from .sentences import ASKED, Sentence, fair_use, found, sentences

CIRCUITS = [name for name, court in fair_use().courts.items() if court.level == "appellate"]
ALL = pytest.mark.parametrize("sentence", sentences(), ids=lambda s: s.raw["title"])


@ALL
def test_what_the_whole_base_persuades_of(sentence: Sentence) -> None:
    answer = sentence.constraint(fair_use())
    assert found(answer.persuasive) == sentence.expected()
    assert answer.settled() is None
    assert answer.binding == {}


@ALL
def test_what_binds_in_each_circuit(sentence: Sentence) -> None:
    courts = {name: sentence.constraint(fair_use(), name) for name in CIRCUITS}
    assert {name: found(answer.binding) for name, answer in courts.items()} == {n: sentence.expected(n) for n in CIRCUITS}
    for name, answer in courts.items():
        forced = sentence.expected(name)["reason"][0]
        assert answer.settled() == (None if forced == "unsettled" else forced)


@ALL
def test_the_nearest_precedents_and_what_tells_them_apart(sentence: Sentence) -> None:
    answer = sentence.constraint(fair_use())
    near = {d.precedent: d for one_side in answer.nearest.values() for d in one_side}
    for told in sentence.raw["expect"].get("nearest", []):
        distinction = near[told["precedent"]]
        for part in ("missing", "extra", "to_show", "to_rule_out"):
            assert getattr(distinction, part) == set(told.get(part, ())), part
        if "within_reach" in told:
            assert distinction.within_reach is told["within_reach"]


def test_titles_are_told_once() -> None:
    titles = [s.raw["title"] for s in sentences()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("district", "circuit"),
    [("us-nd-california", "us-circuit-9"), ("us-sd-new-york", "us-circuit-2"), ("us-d-delaware", "us-circuit-3")],
)
def test_a_district_court_is_bound_by_its_circuit_and_by_no_district(district: str, circuit: str) -> None:
    base = fair_use()
    assert base.binding_on(district) == base.binding_on(circuit) == {circuit, "us-supreme-court"}
    assert base.binding_on("us-supreme-court") == {"us-supreme-court"}


def test_the_nearest_come_first() -> None:
    for sentence in sentences():
        for one_side in sentence.constraint(fair_use()).nearest.values():
            assert [d.distance for d in one_side] == sorted(d.distance for d in one_side)
            assert all(d.distance > 0 for d in one_side)


def test_of_two_equally_near_the_later_comes_first_and_no_more_are_given_than_asked_for() -> None:
    use = sentences()[1].raw["present"]
    near = constrain(fair_use(), use, as_of=ASKED, nearest=2).nearest
    assert [d.precedent for d in near["favoursUser"]] == ["precedent-us-kadrey", "precedent-us-bartz-training"]
    assert [len(side) for side in near.values()] == [2, 2]


def test_what_is_told_apart_is_told_once_and_what_is_open_stays_within_reach() -> None:
    kadrey = fair_use().precedents["precedent-us-kadrey"]
    held = kadrey.factors - {"noSubstitution"}
    near = distinguish(fair_use(), kadrey, held, ["noSubstitution", "entireWorkCopied"])
    assert (near.missing, near.to_show, near.weaker) == ({"noSubstitution"}, {"noSubstitution"}, set())
    assert near.within_reach
    assert not distinguish(fair_use(), kadrey, held).within_reach
    assert not distinguish(fair_use(), kadrey, held | {"heartTaken"}, ["noSubstitution"]).within_reach


def test_a_factor_that_is_present_is_not_open() -> None:
    answer = constrain(
        fair_use(), ["highlyExpressive"], unknown=["highlyExpressive", "heartTaken", "factualOrFunctional"], as_of=ASKED
    )
    assert answer.unknown == {"heartTaken"}
