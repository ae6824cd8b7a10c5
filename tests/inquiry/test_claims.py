"""The ledger of claims: who, of which kind, until when, on what grounds; and what it refuses to say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lexstemma import Case, Law, assess
from lexstemma.inquiry import CLAIM_STATUSES, Claim, claims
from lexstemma.terms import InputError, data_path

LAW = Law.load(as_of="2026-11-23")
EXAMPLES = sorted(data_path("examples").glob("*.yaml"))


def ledger(document: dict[str, Any], *laws: str, on: str | None = None) -> list[Claim]:
    run = assess(Case.from_dict({"id": "t", **document}), LAW, under=list(laws))
    return list(claims(run, date.fromisoformat(on) if on else None))


def one(found: list[Claim], kind: str, right: str | None = None) -> Claim:
    [claim] = [c for c in found if c.kind == kind and (right is None or right in c.rights)]
    return claim


def work(kind: str = "TextWork", **more: Any) -> dict[str, Any]:
    return {"works": [{"id": "w", "type": kind, **more}]}


def poem(died: str = "1955") -> dict[str, Any]:
    return {"agents": [{"id": "poet", "type": "Individual", "died": died}], **work(author="poet")}


def database(nationality: str, **more: Any) -> dict[str, Any]:
    agents = [{"id": "maker", "type": "Company", "nationality": nationality}]
    return {"agents": agents, "datasets": [{"id": "d", "type": ["Dataset", "Database"], "maker": "maker", **more}]}


# ------------------------------------------------------------ terms
def test_a_term_runs_to_the_end_of_the_year_with_its_arithmetic() -> None:
    claim = one(ledger(poem("1956"), "DE"), "author", "authorReproduction")
    assert claim.status == "stands"
    assert claim.until is not None
    assert (claim.until.state, claim.until.day) == ("until", date(2026, 12, 31))
    assert "1956 + 70 years" in claim.until.text
    assert claim.until.terms[0].provision == "UrhG §§ 64, 65, 69"
    assert claim.holders == ("poet",)


def test_the_day_asked_about_decides_whether_it_has_ended() -> None:
    running = one(ledger(poem("1956"), "DE", on="2026-12-31"), "author", "authorReproduction")
    over = one(ledger(poem("1956"), "DE", on="2027-01-01"), "author", "authorReproduction")
    assert (running.status, over.status) == ("stands", "ended")
    assert running.until is not None
    assert over.until is not None
    assert running.until.day == over.until.day


def test_without_an_author_the_end_is_not_known_and_says_what_is_missing() -> None:
    claim = one(ledger(work(), "DE"), "author", "authorReproduction")
    assert claim.status == "stands"
    assert claim.until is not None
    assert (claim.until.state, claim.until.day) == ("not_known", None)
    assert "the author of w" in claim.until.text
    assert "term ended" in claim.presumed


def test_a_living_author_s_term_runs_on_without_a_day() -> None:
    document = {"agents": [{"id": "a", "type": "Individual", "alive": True}], **work(author="a")}
    claim = one(ledger(document, "FR"), "author", "authorReproduction")
    assert claim.until is not None
    assert (claim.until.state, claim.until.day) == ("runs_on", None)


def test_of_several_ends_the_earliest_counts_and_one_that_is_missing_is_told() -> None:
    """17 USC 302(c): 95 years from publication or 120 from creation, whichever ends first."""
    hired = {"madeForHire": True, "published": "2000"}
    both = one(ledger(work(created="1960", **hired), "US"), "author", "authorReproduction")
    one_only = one(ledger(work(**hired), "US"), "author", "authorReproduction")
    assert both.until is not None
    assert both.until.day == date(2080, 12, 31)
    assert one_only.until is not None
    assert one_only.until.day == date(2095, 12, 31)
    assert any("created of w" in text for text in one_only.until.conditional)


# ------------------------------------------------------------ moral rights
@pytest.mark.parametrize("law", ["FR", "IT"])
def test_moral_rights_outlive_the_economic_ones_and_somebody_asserts_them(law: str) -> None:
    found = ledger(poem("1926"), law)
    assert {c.status for c in found if c.kind == "author" and c.answer} <= {"ended", "none"}
    claim = one(found, "moral", "moralIntegrity")
    assert claim.outlives
    assert claim.status == "stands"
    assert claim.until is not None
    assert claim.until.state == "without_end"
    assert claim.after_death


@pytest.mark.parametrize("law", ["DE", "UK", "CH"])
def test_they_end_with_the_term_where_the_law_says_so(law: str) -> None:
    claim = one(ledger(poem("1926"), law), "moral", "moralIntegrity")
    assert (claim.status, claim.outlives) == ("ended", False)


def test_a_right_that_its_own_restriction_ends_has_ended() -> None:
    """Finnish attribution is given "unless the term has ended", without a limit of its own."""
    claim = one(ledger(poem("1926"), "FI"), "moral", "moralAttribution")
    assert claim.status == "ended"
    assert claim.until is not None
    assert claim.until.day == date(1996, 12, 31)


def test_no_encoded_end_is_not_told_as_no_end() -> None:
    """The Indian right of attribution has no term rule and no provision on its end in the data."""
    claim = one(ledger(poem("1926"), "IN"), "moral", "moralAttribution")
    assert claim.until is not None
    assert claim.until.state == "not_encoded"


def test_protection_of_classics_begins_when_the_term_has_ended() -> None:
    after, before = (one(ledger(poem(year), "DK"), "moral", "moralIntegrity") for year in ("1926", "1990"))
    assert after.because.endswith("[OHL § 75]")
    assert after.until is not None
    assert after.until.state == "not_encoded"
    assert before.until is not None
    assert before.until.day == date(2060, 12, 31)


# ------------------------------------------------------------ databases and weights
def test_the_maker_s_nationality_decides_and_is_named() -> None:
    known = {"substantialInvestment": True, "completed": "2020"}
    european = one(ledger(database("FR", **known), "DE"), "sui generis")
    american = one(ledger(database("US", **known), "DE"), "sui generis")
    assert (european.status, american.status) == ("stands", "fails")
    assert "US" in american.because
    assert european.until is not None
    assert european.until.day == date(2035, 12, 31)


def test_a_new_investment_renews_the_term() -> None:
    once = one(ledger(database("FR", substantialInvestment=True, completed="2008"), "EU"), "sui generis")
    renewed = one(ledger(database("FR", substantialInvestment=True, completed="2008", renewed="2020"), "EU"), "sui generis")
    assert once.status == "ended"
    assert renewed.status == "stands"
    assert once.until is not None
    assert "renewed" in once.until.text
    assert renewed.until is not None
    assert renewed.until.day == date(2035, 12, 31)


def test_an_unknown_investment_is_open_and_not_a_no() -> None:
    claim = one(ledger(database("FR"), "DE"), "sui generis")
    assert claim.status == "depends"
    assert "substantial investment" in claim.open


def test_a_dataset_that_nobody_calls_a_database_is_a_gap() -> None:
    [claim] = ledger({"datasets": [{"id": "d"}]}, "DE")
    assert claim.status == "not_encoded"
    assert "Database" in claim.because


def test_a_law_without_the_right_says_so_and_a_law_that_is_not_encoded_says_that() -> None:
    none = one(ledger(database("CH"), "CH"), "sui generis")
    assert none.status == "none"
    [gap] = ledger(database("CH"), "NO")
    assert (gap.status, gap.answer) == ("not_encoded", None)
    assert "a gap, not a freedom" in gap.because


def test_weights_are_claimed_as_a_database_by_whoever_trained_them() -> None:
    document = {
        "agents": [{"id": "lab", "type": "Company", "nationality": "DE"}],
        "weights": [{"id": "m", "substantialInvestment": True}],
        "steps": [{"id": "train", "type": "Pretraining", "performer": "lab", "produced": ["m"]}],
    }
    claim = one(ledger(document, "DE"), "sui generis")
    assert (claim.status, claim.holders) == ("contested", ("lab",))
    assert any("database" in issue for issue in claim.open)
    assert claim.until is not None
    assert claim.until.state == "not_encoded"


# ------------------------------------------------------------ outputs
def output(**more: Any) -> dict[str, Any]:
    return {"outputs": [{"id": "o", **more}], "steps": []}


def test_an_output_depends_on_a_human_contribution() -> None:
    asked, without, with_one = (
        one(ledger(document, "DE"), "author", "authorReproduction")
        for document in (output(), output(humanCreativeContribution=False), output(humanCreativeContribution=True))
    )
    assert asked.status == "depends"
    assert asked.open == ("human creative contribution",)
    assert (without.status, with_one.status) == ("fails", "stands")


def test_where_a_computer_generated_work_may_be_protected_the_issue_is_open() -> None:
    claim = one(ledger(output(humanCreativeContribution=False, created="2026"), "UK"), "author", "authorReproduction")
    assert claim.status == "contested"
    assert claim.until is not None
    assert claim.until.day == date(2076, 12, 31)
    assert claim.answer is not None
    assert "CDPA s 12(7)" in claim.until.terms[0].provision


def test_importing_an_output_gives_no_right_in_it() -> None:
    """Rules on infringing copies name no subject matter; an output is protected only as the law says of outputs."""
    for law in ("UK", "AU", "CA", "IN", "IL", "TW", "US"):
        claim = one(ledger(output(humanCreativeContribution=False), law), "author", "authorReproduction")
        assert claim.status in ("fails", "contested"), law


# ------------------------------------------------------------ related rights
def test_a_press_publication_has_two_years() -> None:
    claim = one(ledger(work("PressPublication", published="2024-11-05", pressPublisherQualifies=True), "DE"), "press publication")
    assert claim.until is not None
    assert claim.until.day == date(2026, 12, 31)


def test_a_recording_says_that_publication_would_lengthen_its_term() -> None:
    claim = one(ledger(work("Phonogram", fixed="2000"), "DE"), "phonogram")
    assert claim.until is not None
    assert claim.until.day == date(2050, 12, 31)
    assert "longer if published" in claim.until.text


# ------------------------------------------------------------ all examples, and refusals
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_ledger_in_which_every_claim_has_its_reason(path: Any) -> None:
    found = claims(assess(Case.load(path), LAW, under=["DE", "UK", "US", "FR", "JP"]))
    assert found
    for claim in found:
        assert claim.status in CLAIM_STATUSES
        assert claim.because, claim
        if claim.status in ("depends", "contested"):
            assert claim.open, claim
        if claim.status in ("stands", "depends", "contested", "ended"):
            assert claim.until is not None
            assert claim.until.text
        if claim.status == "ended":
            assert claim.until is not None
            assert claim.until.state == "ended"


def test_a_right_stands_or_falls_alike_in_the_ledger_and_in_the_answers() -> None:
    """No answer says that a permission is needed for a thing in which the ledger finds no right."""
    run = assess(Case.load(data_path("examples") / "figure2.yaml"), LAW, under=["DE", "UK", "US"])
    known = {(c.thing, c.law, right): c.status for c in claims(run) for right in c.rights}
    needed = [a.question for a in run.answers() if a.status == "authorization_required"]
    assert needed
    for q in needed:
        assert known[q.object or "", q.place or "", q.right or ""] in ("stands", "depends", "contested")


def test_an_unknown_thing_is_refused_with_the_nearest() -> None:
    run = assess(Case.from_dict({"id": "t", **work()}), LAW, under=["DE"])
    with pytest.raises(InputError, match="no thing 'x'"):
        claims(run, things=["x"])


def test_without_places_the_laws_must_be_named() -> None:
    run = assess(Case.from_dict({"id": "t", **work()}), LAW)
    with pytest.raises(InputError, match="name the laws"):
        claims(run)
