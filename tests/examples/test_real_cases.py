"""Pictures (Getty, LAION), books (Bartz, Kadrey) and four countries: the answers that a lawyer would look for, with reasons."""

from __future__ import annotations

from functools import cache

import pytest

from lexstemma.assessment import Answer, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.reasoning import UNSETTLED
from lexstemma.terms import data_path

PHOTOS, BOOKS, FOUR = "getty-laion.yaml", "bartz-kadrey.yaml", "four-countries.yaml"


@cache
def law(forum: str | None = None, as_of: str = "2026-11-23") -> Law:
    return Law.load(as_of=as_of, forum=forum)


@cache
def case(name: str) -> Case:
    return Case.load(data_path("examples") / name)


def answer(of: Case, question: str, under: str = "place", asked: Law | None = None) -> Answer:
    """The one answer to a question, written as step, thing, right and perhaps kind of copy, with slashes between."""
    step, work, right, *copy = question.split("/")
    found = assess(of, asked or law(), under=under if under == "place" else [under]).answers(step=step, work=work, right=right)
    [only] = [one for one in found if not copy or one.question.result == copy[0]]
    return only


def rules(found: Answer) -> set[str]:
    return {rule.id for rule in found.rules}


# ---------------------------------------------------------------- getty-laion.yaml


@pytest.mark.parametrize(
    ("sentence", "question", "status"),
    [
        ("Comparing pictures with captions is mining", "compare-pictures/stock-photo/authorReproduction", "excepted"),
        ("Fetching them to train in America turns on fair use", "follow-links/gallery-photo/authorReproduction", "depends"),
        ("So do the working copies", "train/gallery-photo/authorReproduction/workingCopy", "depends"),
        ("The weights hold nothing of the picture", "train/gallery-photo/authorReproduction/weightsCopy", "free"),
        ("Nor is it communicated with them", "offer-weights/gallery-photo/authorCommunication", "free"),
        ("The weights are no infringing copy to deal in", "offer-weights/gallery-photo/authorReproduction", "free"),
        ("Nor to import", "bring-in-weights/gallery-photo/authorReproduction", "free"),
    ],
)
def test_pictures(sentence: str, question: str, status: str) -> None:
    assert answer(case(PHOTOS), question).status == status, sentence


def test_the_comparison_is_excused_as_mining_and_as_research_on_a_judgment_under_appeal() -> None:
    found = answer(case(PHOTOS), "compare-pictures/stock-photo/authorReproduction")
    assert {"de-urhg-44b", "de-urhg-60d"} <= rules(found)
    assert "appeal-pending" in found.flags


def test_without_the_research_body_the_words_of_the_terms_still_do_not_reserve_in_2021() -> None:
    company = case(PHOTOS).with_statement("researchOrganisation", "laion", False)
    found = answer(company, "compare-pictures/stock-photo/authorReproduction")
    assert (found.status, "de-urhg-60d" in rules(found)) == ("excepted", False)
    later = company.with_value("compare-pictures", "date", "2022-10-01")
    assert answer(later, "compare-pictures/stock-photo/authorReproduction").status == "contested"


def test_a_reservation_made_for_machines_binds_a_company_and_not_research() -> None:
    reserved = case(PHOTOS).with_statement("reservedInMachineFormat", "compare-pictures", True)
    assert answer(reserved, "compare-pictures/stock-photo/authorReproduction").status == "excepted"
    company = reserved.with_statement("researchOrganisation", "laion", False)
    assert answer(company, "compare-pictures/stock-photo/authorReproduction").status == "authorization_required"


def test_publishing_links_touches_no_right() -> None:
    [found] = assess(case(PHOTOS), law()).answers(step="publish-links")
    assert (found.status, found.question.right) == ("free", None)


@pytest.mark.parametrize("step", ["offer-weights", "bring-in-weights"])
def test_the_british_answer_rests_on_the_test_that_found_nothing(step: str) -> None:
    question = f"{step}/gallery-photo/authorReproduction"
    assert {"first-instance-only", "appeal-pending"} <= set(answer(case(PHOTOS), question).flags)
    untested = case(PHOTOS).with_statement("memorised", "stable-diffusion", None, concerning="gallery-photo")
    assert answer(untested, question).status in ("depends", "contested")


def test_training_in_britain_would_have_needed_permission() -> None:
    assert answer(case(PHOTOS), "train/gallery-photo/authorReproduction/workingCopy", "UK").status == "authorization_required"


# ---------------------------------------------------------------- bartz-kadrey.yaml

# What the precedents persuade to, use by use: for whom, and by which of them.
USES = [
    ("fetch-pirated/pirated-book/authorReproduction", "favoursHolder", {"precedent-us-bartz-pirated-library"}),
    ("keep-pirated/pirated-book/authorReproduction", "favoursHolder", {"precedent-us-bartz-pirated-library"}),
    ("buy-and-scan/bought-book/authorReproduction", "favoursUser", {"precedent-us-bartz-scanning"}),
    ("choose-books/pirated-book/authorReproduction", "favoursUser", {"precedent-us-bartz-training", "precedent-us-kadrey"}),
    (
        "train-claude/bought-book/authorReproduction/workingCopy",
        "favoursUser",
        {"precedent-us-bartz-training", "precedent-us-kadrey"},
    ),
    ("torrent/downloaded-book/authorReproduction", "favoursUser", {"precedent-us-kadrey"}),
    ("train-llama/downloaded-book/authorReproduction/workingCopy", "favoursUser", {"precedent-us-kadrey"}),
]


@pytest.mark.parametrize(("question", "side", "by"), USES)
@pytest.mark.parametrize("forum", [None, "us-circuit-9", "us-nd-california"])
def test_each_use_is_asked_apart_and_persuasion_settles_none(question: str, side: str, by: set[str], forum: str | None) -> None:
    found = answer(case(BOOKS), question, asked=law(forum))
    assert found.status == "depends"
    assert [(one.atom, one.if_true, one.if_false) for one in found.depends_on] == [
        ("fairUse", "excepted", "authorization_required")
    ]
    [weighing] = found.weighings
    assert weighing.constraint.settled() is None
    assert (weighing.constraint.persuasive["reason"].outcome, set(weighing.constraint.persuasive["reason"].by)) == (side, by)


def test_a_record_that_shows_dilution_persuades_nobody() -> None:
    diluted = case(BOOKS).with_statement("marketDilution", "train-llama", True)
    [weighing] = answer(diluted, "train-llama/downloaded-book/authorReproduction/workingCopy").weighings
    assert weighing.constraint.persuasive["reason"].outcome == UNSETTLED


def test_the_two_judges_differ_on_whether_the_source_counts_for_training() -> None:
    counted = case(BOOKS)
    for factor in ("someInfringingSource", "knownPirateSource"):
        counted = counted.with_statement(factor, "train-claude", True, concerning="pirated-book")
    [weighing] = answer(counted, "train-claude/pirated-book/authorReproduction/workingCopy").weighings
    persuasive = weighing.constraint.persuasive["reason"]
    assert (persuasive.outcome, set(persuasive.by)) == ("favoursUser", {"precedent-us-kadrey"})


def test_a_library_that_is_needed_for_training_is_another_use() -> None:
    needed = case(BOOKS).with_statement("keptAsLibrary", "fetch-pirated", False)
    [weighing] = answer(needed, "fetch-pirated/pirated-book/authorReproduction").weighings
    assert weighing.constraint.persuasive["reason"].outcome == UNSETTLED


def test_what_the_weights_hold_was_found_for_one_model_and_not_for_the_other() -> None:
    assert answer(case(BOOKS), "train-llama/downloaded-book/authorReproduction/weightsCopy").status == "free"
    assert answer(case(BOOKS), "train-claude/bought-book/authorReproduction/weightsCopy").status == "depends"
    assert answer(case(BOOKS), "release-llama/downloaded-book/authorDistribution").status == "free"


def test_uploading_turns_on_a_disputed_fact_and_on_the_court_asked() -> None:
    question = "upload-while-downloading/downloaded-book/authorDistribution"
    found = answer(case(BOOKS), question)
    assert found.status == "contested"
    assert {"issue-offering-is-distribution", "copiesReachedPublic", "fairUse"} == {one.atom for one in found.depends_on}
    assert answer(case(BOOKS), question, asked=law("us-circuit-9")).status == "depends"
    shown = case(BOOKS).with_statement("copiesReachedPublic", "upload-while-downloading", True)
    shown = shown.with_statement("directSubstitution", "upload-while-downloading", True)
    full = shown.with_statement("factorsStatedInFull", "upload-while-downloading", True)
    assert answer(full, question, asked=law("us-circuit-9")).status == "authorization_required"  # Napster binds there


@pytest.mark.parametrize(
    ("question", "under", "status"),
    [
        ("torrent/downloaded-book/authorReproduction", "DE", "authorization_required"),  # no mining of pirated copies
        ("torrent/downloaded-book/authorReproduction", "UK", "authorization_required"),  # no commercial mining at all
        ("torrent/downloaded-book/authorReproduction", "JP", "excepted"),  # no enjoyment; the source does not matter
        ("buy-and-scan/bought-book/authorReproduction", "SG", "excepted"),  # lawful access, analysis
        ("buy-and-scan/bought-book/authorReproduction", "DE", "depends"),  # was mining reserved?
        ("keep-pirated/pirated-book/authorReproduction", "JP", "authorization_required"),  # beyond the necessary extent
    ],
)
def test_the_same_books_elsewhere(question: str, under: str, status: str) -> None:
    assert answer(case(BOOKS), question, under).status == status


# ---------------------------------------------------------------- four-countries.yaml


@pytest.mark.parametrize(
    ("sentence", "question", "status"),
    [
        ("Robots.txt is no bar to analysis in Japan", "collect/novel/authorReproduction", "excepted"),
        ("A collection sold for analysis is", "collect/archive-pages/authorReproduction", "authorization_required"),
        ("Japan knows no press publishers' right", "collect/article-press/pressOnlineUse", "free"),
        ("Training in America turns on fair use", "train/novel/authorReproduction/workingCopy", "depends"),
        ("Unless a licence covers it", "train/handbook/authorReproduction/workingCopy", "licensed"),
        ("Weights that memorised the article: open in Singapore", "host/article/authorReproduction", "contested"),
        ("Of the novel they hold nothing", "host/novel/authorReproduction", "free"),
        ("Shown in France the article needs the newspaper", "show/article/authorCommunication", "authorization_required"),
        ("Twice", "show/article-press/pressOnlineUse", "authorization_required"),
        ("And its author may ask to be named", "show/article/moralAttribution", "authorization_required"),
    ],
)
def test_four_countries(sentence: str, question: str, status: str) -> None:
    assert answer(case(FOUR), question).status == status, sentence


@pytest.mark.parametrize(
    ("under", "reserved", "unreserved"),
    [
        ("JP", "excepted", "excepted"),
        ("SG", "excepted", "excepted"),
        ("US", "depends", "depends"),
        ("FR", "authorization_required", "excepted"),
    ],
)
def test_one_reservation_in_four_laws(under: str, reserved: str, unreserved: str) -> None:
    question = "collect/novel/authorReproduction"
    assert answer(case(FOUR), question, under).status == reserved
    silent = case(FOUR).with_statement("rightsReserved", "collect", False, concerning="novel")
    assert answer(silent, question, under).status == unreserved


@pytest.mark.parametrize(("under", "status"), [("FR", "authorization_required"), ("DE", "contested"), ("JP", "excepted")])
def test_words_alone_reserve_in_one_state_and_are_in_dispute_in_the_next(under: str, status: str) -> None:
    assert answer(case(FOUR), "collect/article/authorReproduction", under).status == status


def test_the_holders_of_the_rights_in_one_answer() -> None:
    assert answer(case(FOUR), "show/article/authorCommunication").holders == ("newspaper",)
    assert answer(case(FOUR), "show/article/moralAttribution").holders == ("reporter",)
