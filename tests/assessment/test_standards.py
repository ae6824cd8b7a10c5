"""A standard that precedents decide, in answers: what binds settles it, what persuades does not, each use apart."""

from __future__ import annotations

from typing import Any

import pytest

from lexstemma.assessment import Answer, Run, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import InputError, LawError

ON = "2026-11-23"
# The facts of a search engine over scanned books (2d Cir. 2015) and of a market for used files (2d Cir. 2018).
BOOK_SEARCH = (
    "furtherPurpose", "highlyTransformative", "informsPublic", "amountNecessary", "limitedExposure", "noSubstitution",
    "unprotectedMarket", "lawfulSourceCopy", "securedNotRedistributed", "commercialExploitation", "entireWorkCopied",
)  # fmt: skip
RESALE = (
    "lawfulSourceCopy", "samePurpose", "commercialExploitation", "highlyExpressive", "entireWorkCopied", "fullExpressionDelivered",
    "directSubstitution", "redistributed",
)  # fmt: skip
# What both district courts of June 2025 had before them.
TRAINING = (
    "furtherPurpose", "highlyTransformative", "intermediateCopiesOnly", "amountNecessary", "limitedExposure", "noSubstitution",
    "noExpressiveOutput", "lawfulSourceCopy", "commercialExploitation", "highlyExpressive", "entireWorkCopied",
    "trainingLicenceMarketOnly",
)  # fmt: skip


def case(factors: tuple[str, ...] = (), *, complete: bool = True, place: str = "US", **facts: Any) -> Case:
    stated = dict.fromkeys(factors, True) | ({"factorsStatedInFull": True} if complete else {}) | facts
    step = {"performer": "lab", "place": place, "date": "2025-03-01"}
    return Case.from_dict(
        {
            "id": "use",
            "agents": [{"id": "lab", "type": "Company"}],
            "works": [
                {
                    "id": "novel", "type": "TextWork", "author": {"id": "ann", "alive": True}, "rightsholder": "ann",
                    "published": "2005-05-05", "created": 2004, "countryOfOrigin": "US",
                }
            ],
            "datasets": [{"id": "corpus"}],
            "weights": [{"id": "base"}],
            "steps": [
                {"id": "crawl", "type": "Acquisition", "used": ["novel"], "produced": ["corpus"], **step, **stated},
                {"id": "train", "type": "Pretraining", "used": ["corpus"], "produced": ["base"], **step},
            ],
        }
    )  # fmt: skip


def run(asked: Case, forum: str | None = None, as_of: str = ON) -> Run:
    return assess(asked, Law.load(as_of=as_of, forum=forum))


def copying(asked: Case, forum: str | None = None, as_of: str = ON, step: str = "crawl") -> Answer:
    found = run(asked, forum, as_of).answers(step=step, right="authorReproduction")
    return next(a for a in found if a.question.result in ("corpusCopy", "workingCopy"))


@pytest.mark.parametrize(
    ("factors", "forum", "status"),
    [
        (BOOK_SEARCH, "us-circuit-2", "excepted"),
        (BOOK_SEARCH, "us-sd-new-york", "excepted"),
        (BOOK_SEARCH, "us-circuit-9", "excepted"),  # by Kelly and Perfect 10
        (BOOK_SEARCH, "us-circuit-5", "depends"),
        (BOOK_SEARCH, None, "depends"),
        (RESALE, "Second Circuit", "authorization_required"),
        (RESALE, "us-circuit-5", "depends"),
        (TRAINING, "us-circuit-9", "depends"),
        (TRAINING, "us-nd-california", "depends"),
        (TRAINING, "us-circuit-2", "depends"),
    ],
)
def test_only_what_binds_in_the_forum_settles(factors: tuple[str, ...], forum: str | None, status: str) -> None:
    assert copying(case(factors), forum).status == status


def test_what_is_forced_elsewhere_is_shown_as_persuasive() -> None:
    (weighing,) = copying(case(TRAINING), "us-circuit-9").weighings
    assert weighing.constraint.settled() is None
    assert weighing.constraint.persuasive["reason"].outcome == "favoursUser"
    assert "persuasive elsewhere: for the user" in weighing.finding.detail


@pytest.mark.parametrize("factor", BOOK_SEARCH)
def test_a_factor_the_less_may_open_what_was_settled_and_never_turns_it(factor: str) -> None:
    less = tuple(name for name in BOOK_SEARCH if name != factor)
    assert copying(case(less, **{factor: False}), "us-circuit-2").status in ("excepted", "depends")


def test_one_opposing_factor_more_is_named_as_what_keeps_it_apart() -> None:
    answer = copying(case((*BOOK_SEARCH, "marketDilution")), "us-circuit-2")
    assert answer.status == "depends"
    (weighing,) = answer.weighings
    near = next(d for d in weighing.constraint.nearest["favoursUser"] if d.precedent == "precedent-us-google-books")
    assert near.extra == {"marketDilution"}


def test_factors_that_nobody_ruled_out_keep_it_open_and_are_asked_for() -> None:
    answer = copying(case(BOOK_SEARCH, complete=False), "us-circuit-2")
    assert answer.status == "depends"
    (weighing,) = answer.weighings
    assert {"marketDilution", "derivativeMarketHarm"} <= {factor.name for factor in weighing.open_factors}
    assert all(factor.ask is not None for factor in weighing.open_factors)


def test_factors_are_concluded_from_what_can_be_observed() -> None:
    (weighing,) = copying(case(pirateSource=True), "us-circuit-9").weighings
    assert weighing.factors["someInfringingSource"].value is True
    assert weighing.factors["someInfringingSource"].origin == "defined"
    assert weighing.factors["commercialExploitation"].value is True


def test_a_stated_factor_beats_what_is_concluded() -> None:
    (weighing,) = copying(case(commercialExploitation=False), "us-circuit-9").weighings
    assert weighing.factors["commercialExploitation"].value is False
    assert weighing.factors["commercialExploitation"].origin == "stated"


def test_each_use_is_asked_apart() -> None:
    asked = case(BOOK_SEARCH)
    assert copying(asked, "us-circuit-2").status == "excepted"
    assert copying(asked, "us-circuit-2", step="train").status == "depends"


def test_the_day_of_asking_chooses_the_precedents() -> None:
    assert copying(case(RESALE), "us-circuit-2", as_of="1998-07-01").status == "depends"
    assert copying(case(RESALE), "us-circuit-2", as_of="1998-07-02").status == "authorization_required"


def test_what_if_sees_the_factors() -> None:
    asked = run(case(BOOK_SEARCH), "us-circuit-2")
    changed = asked.what_if("marketDilution", "crawl", True)
    before, after = (next(a for a in r.answers(step="crawl", right="authorReproduction")) for r in (asked, changed))
    assert (before.status, after.status) == ("excepted", "depends")


def test_a_stated_standard_needs_no_precedent() -> None:
    assert copying(case(fairUse=True)).status == "excepted"
    assert copying(case(fairUse=False)).status == "authorization_required"
    assert copying(case(fairUse=True)).weighings == ()


def test_a_country_without_coded_precedents_leaves_its_standard_open() -> None:
    answer = copying(case(BOOK_SEARCH, place="KR"), "us-circuit-2")
    assert answer.status in ("depends", "contested")
    assert answer.weighings == ()


def test_factors_that_exclude_one_another_are_refused() -> None:
    asked = run(case(("lawfulSourceCopy", "knownPirateSource")), "us-circuit-2")
    with pytest.raises(InputError, match="knownPirateSource and lawfulSourceCopy never hold together"):
        asked.answers()


def test_an_unknown_court_is_refused() -> None:
    with pytest.raises(LawError, match="unknown court 'us-circuit-12'; use one of: us-supreme-court"):
        Law.load(as_of=ON, forum="us-circuit-12")
