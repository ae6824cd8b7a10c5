"""The ready reforms: each changes what it should, and nothing else; every condition of it can fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest

from lexstemma.assessment import Answer, assess, changes, reform, touched
from lexstemma.case import Case
from lexstemma.law import Law, Rule
from lexstemma.terms import data_path

REFORMS = {"uk-opt-out": "UK", "eu-remuneration": "EU", "us-safe-harbour": "US"}
EXAMPLES = sorted(data_path("examples").glob("*.yaml"))
OWED = "remuneration-owed"


@cache
def law(name: str | None = None) -> Law:
    overlays = [data_path("examples") / "reforms" / f"{name}.ttl"] if name else []
    return Law.load(as_of="2026-11-23", overlays=overlays)


class Act(NamedTuple):
    """One act that a reform is tried on: the statuses before and after."""

    says: str
    before: str
    after: str
    facts: dict[str, bool]
    step: str = "Acquisition"
    performer: str = "Company"
    training: bool = True


def answered(place: str, act: Act, asked: Law) -> Answer:
    """The answer on the copy that the act makes of a novel."""
    chain: list[dict[str, object]] = [{"id": "collect", "type": "Acquisition", "used": ["novel"], "produced": ["corpus"]}]
    if act.step == "Hosting":
        chain += [
            {"id": "train", "type": "Pretraining", "used": ["corpus"], "produced": ["model"]},
            {"id": "host", "used": ["model"]},
        ]
    elif act.step != "Acquisition":
        chain += [{"id": "next", "used": ["corpus"], "produced": ["model"] if act.step == "Pretraining" else []}]
    chain[-1] |= {"type": act.step, "tdmPurpose": True, "trainingPurpose": act.training, **act.facts}
    common = {"performer": "lab", "place": place, "date": "2026-01-15", "nonCommercialPurpose": act.performer != "Company"}
    steps = [{**common, **step} for step in chain]
    agents = [{"id": "lab", "type": act.performer}, {"id": "writer", "type": "Individual", "alive": True}]
    case = {
        "id": "c",
        "source": "test",
        "agents": agents,
        "works": [{"id": "novel", "type": "TextWork", "author": ["writer"], "published": 2015}],
        "datasets": [{"id": "corpus"}],
        "weights": [{"id": "model"}],
        "steps": steps,
    }
    found = assess(Case.from_dict(case), asked).answers(step=str(steps[-1]["id"]), work="novel")
    kinds = {"Hosting": "weightsCopy", "Pretraining": "workingCopy", "DatasetPublication": "publicCopy"}
    return next(a for a in found if a.question.result == kinds.get(act.step, "corpusCopy"))


ASK, OPEN = "authorization_required", "depends"
WEB = {"openlyAccessible": True, "contentOnline": True}
FREE = {**WEB, "rightsReserved": False, "reservedInMachineFormat": False}
ROBOTS = {
    **WEB,
    "rightsReserved": True,
    "reservedInMachineFormat": True,
    "reservedInPlainLanguage": False,
    "machineReadableAtAct": True,
}
WORDS = {**WEB, "rightsReserved": True, "reservedInMachineFormat": False, "reservedInPlainLanguage": True}
EBOOK = {"lawfulAccess": True, "contentOnline": False, "rightsReserved": True, "reservedInMachineFormat": False}
PIRATE = {"pirateSource": True, "rightsReserved": False, "openlyAccessible": False}
PAST = {**FREE, "lawfulAccess": True, "measureCircumvented": True}

STUDY = {**ROBOTS, "scientificResearchPurpose": True}

ACTS = {
    "uk-opt-out": [
        Act("a company collects what nobody reserved", ASK, "excepted", FREE),
        Act("trains on it", ASK, "excepted", FREE, "Pretraining"),
        Act("and keeps it", ASK, "excepted", FREE, "Retention"),
        Act("robots.txt reserves", ASK, ASK, ROBOTS),
        Act("words alone do not reserve what is online", ASK, "excepted", WORDS),
        Act("they reserve a bought e-book", ASK, ASK, EBOOK),
        Act("by the holder only", ASK, "excepted", {**ROBOTS, "reservedByHolder": False}),
        Act("also for the e-book", ASK, "excepted", {**EBOOK, "reservedByHolder": False}),
        Act("a format without a reservation", ASK, "excepted", {**ROBOTS, "rightsReserved": False}),
        Act("an e-book without a reservation", ASK, "excepted", {**EBOOK, "rightsReserved": False}),
        Act("a pirated copy", ASK, ASK, PIRATE),
        Act("past a measure", ASK, ASK, PAST),
        Act("not for mining", ASK, ASK, {**FREE, "tdmPurpose": False}, training=False),
        Act("publishing the corpus", ASK, ASK, FREE, "DatasetPublication"),
        Act("what the weights hold", "contested", "contested", {**FREE, "memorised": True}, "Hosting"),
    ],
    "eu-remuneration": [
        Act("a reservation no longer stops training", ASK, "excepted", ROBOTS),
        Act("nor its working copies", ASK, "excepted", ROBOTS, "Pretraining"),
        Act("nor what the weights hold", "contested", "excepted", {**FREE, "memorised": True}, "Hosting"),
        Act("training on what nobody reserved is no longer free of charge", "excepted", "excepted", FREE),
        Act("other mining stays as it was", ASK, ASK, ROBOTS, training=False),
        Act("a pirated copy", ASK, ASK, PIRATE),
        Act("past a measure", ASK, ASK, {**ROBOTS, **PAST}),
        Act("weights trained on a pirated copy", "contested", "contested", {**PIRATE, "memorised": True}, "Hosting"),
        Act("past a measure into the weights", "contested", "contested", {**PAST, "memorised": True}, "Hosting"),
        Act("publishing the corpus", ASK, ASK, ROBOTS, "DatasetPublication"),
        Act("research has its own exception", "excepted", "excepted", STUDY,
            performer="ResearchOrganisation"),
        Act("so have archives", "excepted", "excepted", {**STUDY, "researchOrganisation": False},
            performer="HeritageInstitution"),
        Act("research weights", "contested", "contested", {**FREE, "memorised": True}, "Hosting", "ResearchOrganisation"),
        Act("weights of an archive", "contested", "contested", {**FREE, "memorised": True}, "Hosting", "HeritageInstitution"),
    ],
    "us-safe-harbour": [
        Act("a bought copy, whatever is reserved", OPEN, "excepted", {**ROBOTS, "ownerOfCopy": True}),
        Act("trained on", OPEN, "excepted", {**ROBOTS, "ownerOfCopy": True}, "Pretraining"),
        Act("an open page that nobody reserved", OPEN, "excepted", {**FREE, "lawfulAccess": True}),
        Act("one that somebody reserved", OPEN, OPEN, {**ROBOTS, "lawfulAccess": True}),
        Act("one with an express ban", OPEN, OPEN, {**FREE, "lawfulAccess": True, "expresslyProhibitedByHolder": True}),
        Act("a source that was not lawful", OPEN, OPEN, {**FREE, "openlyAccessible": False, "lawfulAccess": False}),
        Act("neither bought nor lawful", OPEN, OPEN, {**ROBOTS, "ownerOfCopy": False, "lawfulAccess": False}),
        Act("a bought book fetched from pirates", OPEN, OPEN, {**PIRATE, "ownerOfCopy": True}),
        Act("past a measure", OPEN, OPEN, {**PAST, "ownerOfCopy": True}),
        Act("bought and not for training", OPEN, OPEN, {**ROBOTS, "ownerOfCopy": True}, training=False),
        Act("open and not for training", OPEN, OPEN, {**FREE, "lawfulAccess": True}, training=False),
        Act("kept as a library", OPEN, OPEN, {**FREE, "ownerOfCopy": True}, "Retention"),
    ],
}  # fmt: skip
ROWS = [pytest.param(name, act, id=f"{name}: {act.says}") for name, acts in ACTS.items() for act in acts]


@pytest.mark.parametrize(("name", "act"), ROWS)
def test_a_reform_changes_what_it_should(name: str, act: Act) -> None:
    place = REFORMS[name]
    assert answered(place, act, law()).status == act.before
    assert answered(place, act, law(name)).status == act.after


@pytest.mark.parametrize("place", ["DE", "FR", "NL"])
def test_a_regulation_reaches_every_member_state(place: str) -> None:
    act = ACTS["eu-remuneration"][0]
    found = answered(place, act, law("eu-remuneration"))
    assert (found.status, OWED in found.flags, "eu-fallback" in found.flags) == ("excepted", True, place == "NL")


def test_remuneration_is_owed_for_training_and_for_nothing_else() -> None:
    owed = {act.says for act in ACTS["eu-remuneration"] if OWED in answered("EU", act, law("eu-remuneration")).flags}
    assert owed == {act.says for act in ACTS["eu-remuneration"][:4]}
    assert not [act for act in ACTS["eu-remuneration"] if OWED in answered("EU", act, law()).flags]


def test_a_proposal_that_is_not_overlaid_decides_nothing() -> None:
    book = law("uk-opt-out").book
    assert answered("UK", ACTS["uk-opt-out"][0], replace(law(), book=book, memo={})).status == ASK


# ---------------------------------------------------------------- every condition counts


def without_one(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """The rule without one of its conditions, and no rule at all."""
    yield "the rule", None
    for atom in rule.requires:
        yield f"requires {atom}", replace(rule, requires=tuple(a for a in rule.requires if a != atom))
    for atom in rule.unless:
        yield f"unless {atom}", replace(rule, unless=tuple(a for a in rule.unless if a != atom))


def mutants(name: str) -> Iterator[tuple[str, Law]]:
    asked = law(name)
    volume = asked.book.volume(REFORMS[name])
    for rule in [asked.book.rules[rule] for rule in sorted(asked.overlaid)]:
        for what, changed in without_one(rule):
            rules = {n: r for n, r in volume.rules.items() if n != rule.id} | ({rule.id: changed} if changed else {})
            volumes = asked.book.volumes.replacing({REFORMS[name]: replace(volume, rules=rules)})
            yield f"{rule.id}: {what}", replace(asked, book=replace(asked.book, volumes=volumes), memo={})


@pytest.mark.parametrize("name", REFORMS)
def test_no_condition_of_a_reform_is_idle(name: str) -> None:
    def told(asked: Law) -> list[tuple[str, bool]]:
        return [((found := answered(REFORMS[name], act, asked)).status, OWED in found.flags) for act in ACTS[name]]

    whole = told(law(name))
    assert not [what for what, changed in mutants(name) if told(changed) == whole]


# ---------------------------------------------------------------- and nothing else


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_touches_its_own_law_alone(name: str) -> None:
    assert touched(law(), law(name)) == (REFORMS[name],)
    elsewhere = [
        place for place in ("UK", "US", "DE", "JP") if place != REFORMS[name] and (name, place) != ("eu-remuneration", "DE")
    ]
    for file in EXAMPLES:
        case = Case.load(file)
        assert not changes(assess(case, law(), under=elsewhere), assess(case, law(name), under=elsewhere))


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_keeps_to_copies_that_training_makes(name: str) -> None:
    found = reform([Case.load(file) for file in EXAMPLES], law(), law(name))
    copies = {"corpusCopy", "workingCopy"} | ({"weightsCopy"} if name == "eu-remuneration" else set())
    assert found.shifts
    assert {shift.answer.question.result for shift in found.shifts} <= copies
    assert all(shift.because and {rule.id for rule in shift.because} <= law(name).overlaid for shift in found.shifts)
    assert sum(tally.answers for tally in found.tallies()) >= len(found.shifts)


@pytest.mark.parametrize("name", ["uk-opt-out", "us-safe-harbour"])
def test_an_exception_asks_more_of_nobody_and_never_helps_a_pirate(name: str) -> None:
    found = reform([Case.load(file) for file in EXAMPLES], law(), law(name))
    assert {shift.direction for shift in found.shifts} == {"lighter"}
    assert not {"pirated-book", "downloaded-book"} & {shift.answer.question.object for shift in found.shifts}


def test_with_remuneration_holders_lose_a_veto_and_gain_a_claim() -> None:
    found = reform([Case.load(data_path("examples") / "figure2.yaml")], law(), law("eu-remuneration"))
    here = {(s.answer.question.step, s.answer.question.object): s for s in found.shifts if s.at_place}
    vetoed, freely = here["crawl", "novel"], here["crawl", "article"]
    assert (vetoed.direction, vetoed.change.before.status, vetoed.change.after.status) == ("lighter", ASK, "excepted")  # type: ignore[union-attr]
    assert (freely.direction, freely.flags, freely.holders) == ("heavier", ((OWED, True),), ("press",))


def test_the_same_law_twice_changes_nothing() -> None:
    found = reform([Case.load(file) for file in EXAMPLES], law(), law(), laws=["UK", "EU"])
    assert (found.shifts, found.tallies(), touched(law(), law())) == ((), (), ())
    assert found.asked > 100
