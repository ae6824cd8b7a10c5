"""Overlays: a reform, a decision or a whole country is one more file; what is wrong with it is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexstemma.assessment import Run, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import LawError

HEAD = """
@prefix ls:   <https://w3id.org/lexstemma#> .
@prefix law:  <https://w3id.org/lexstemma/law#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
"""
COUNTRY = """
law:XX a ls:Jurisdiction ; rdfs:label "Nowhere"@en ; ls:placeCode "XX" ; ls:covers ls:authorReproduction .
law:xx-right a ls:Restriction ; rdfs:label "Copying"@en ; ls:jurisdiction law:XX ; ls:provision "art 1" ;
    ls:grants ls:authorReproduction .
law:xx-mining a ls:Exception ; rdfs:label "Mining"@en ; ls:jurisdiction law:XX ; ls:provision "art 2" ;
    ls:excuses ls:authorReproduction ; ls:requires ls:tdmPurpose .
"""
DEFINES = "law:xx-{} a ls:Definition ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:concludes ls:{} ; ls:requires ls:{} ."
ISSUE = """
law:issue-xx a ls:Issue ; rdfs:label "Does mining reach training?"@en ; ls:decidingEvent "the Supreme Court of Nowhere" .
law:xx-training a ls:Exception ; rdfs:label "Training"@en ; ls:jurisdiction law:XX ; ls:provision "art 3" ;
    ls:excuses ls:authorReproduction ; ls:requires law:issue-xx .
"""


@pytest.fixture
def law(tmp_path: Path) -> object:
    def load(text: str, **options: object) -> Law:
        path = tmp_path / "overlay.ttl"
        path.write_text(HEAD + text, encoding="utf-8")
        return Law.load(as_of="2026-11-23", overlays=[path], **options)  # type: ignore[arg-type]

    return load


def crawl(law: Law, place: str = "XX", **facts: bool) -> Run:
    step = {
        "id": "crawl",
        "type": "Acquisition",
        "performer": "lab",
        "place": place,
        "date": "2026-01-01",
        "used": ["novel"],
        **facts,
    }
    agents = [{"id": "lab", "type": "Company"}]
    return assess(
        Case.from_dict({"id": "c", "agents": agents, "works": [{"id": "novel", "type": "TextWork"}], "steps": [step]}), law
    )


def decision(name: str, answer: str, level: str = "firstInstance", **more: str) -> str:
    extra = "".join(f" ; ls:{k} {v}" for k, v in more.items() if k not in ("turnedOn", "turnedOnAbsence", "weight", "actsUntil"))
    position = "".join(f" ; ls:{k} {v}" for k, v in more.items() if k in ("turnedOn", "turnedOnAbsence", "weight", "actsUntil"))
    place = "" if "jurisdiction" in more else " ; ls:jurisdiction law:XX"
    return (
        f'law:{name} a ls:Decision ; rdfs:label "{name}" ; ls:authorityLevel ls:{level}{place}{extra} .\n'
        f"law:{name}-says a ls:Position ; ls:authority law:{name} ; ls:onIssue law:issue-xx ; ls:answer ls:{answer}{position} .\n"
    )


# ------------------------------------------------------------ reforms
def test_a_country_is_one_file(law) -> None:  # type: ignore[no-untyped-def]
    assert crawl(law(COUNTRY), tdmPurpose=True).status() == "excepted"
    assert crawl(law(COUNTRY), tdmPurpose=False).status() == "authorization_required"


def test_a_right_that_is_not_covered_never_reads_as_free(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY.replace("ls:authorReproduction", "ls:authorCommunication")
    assert crawl(law(text)).status() == "not_encoded"


def test_a_right_that_is_granted_and_not_covered_is_refused(law) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LawError, match="xx-right: grants authorReproduction, which XX does not cover"):
        law(COUNTRY.replace("ls:covers ls:authorReproduction", "ls:covers ls:authorCommunication"))


def test_a_place_without_law_never_reads_as_free() -> None:
    assert crawl(Law.load(as_of="2026-11-23"), "NO").status() == "not_encoded"


def test_a_repealed_rule_no_longer_excuses(law) -> None:  # type: ignore[no-untyped-def]
    repealed = law("law:reform ls:repeals law:de-urhg-44b .")
    facts = {"tdmPurpose": True, "lawfulAccess": True, "rightsReserved": False}
    assert crawl(Law.load(as_of="2026-11-23"), "DE", **facts).status() == "excepted"
    assert crawl(repealed, "DE", **facts).status() == "authorization_required"


def test_a_restated_rule_is_amended(law) -> None:  # type: ignore[no-untyped-def]
    amended = COUNTRY + "".join(COUNTRY.partition("law:xx-mining")[1:]).replace("law:xx-mining", "law:xx-mining-2").replace(
        "ls:tdmPurpose", "ls:lawfulAccess"
    )
    assert crawl(law(amended), tdmPurpose=False, lawfulAccess=True).status() == "excepted"


def test_a_proposed_rule_decides_only_when_overlaid(law) -> None:  # type: ignore[no-untyped-def]
    proposed = COUNTRY + "law:xx-mining ls:authorityLevel ls:proposed ."
    assert crawl(law(proposed), tdmPurpose=True).status() == "excepted"


def test_guidance_never_excuses(law) -> None:  # type: ignore[no-untyped-def]
    guidance = COUNTRY + "law:xx-mining ls:authorityLevel ls:guidance ."
    assert crawl(law(guidance), tdmPurpose=True).status() == "authorization_required"


def test_a_rule_applies_by_the_date_of_the_act(law) -> None:  # type: ignore[no-untyped-def]
    later = COUNTRY + 'law:xx-mining ls:inForceFrom "2026-01-02"^^xsd:date .'
    assert crawl(law(later), tdmPurpose=True).status() == "authorization_required"
    ended = COUNTRY + 'law:xx-mining ls:inForceUntil "2025-12-31"^^xsd:date .'
    assert crawl(law(ended), tdmPurpose=True).status() == "authorization_required"


# ------------------------------------------------------------ issues
@pytest.mark.parametrize(
    ("positions", "state", "status"),
    [
        ("", "untouched", "contested"),
        (decision("a", "yes"), "one-sided", "excepted"),
        (decision("a", "no"), "one-sided", "authorization_required"),
        (decision("a", "yes") + decision("b", "no"), "split", "contested"),
        (
            decision("a", "yes") + decision("b", "no", "apex", binding="true", finality="ls:final"),
            "settled",
            "authorization_required",
        ),
        (decision("a", "yes", "statute"), "settled", "excepted"),
        (decision("a", "notArgued"), "untouched", "contested"),
        (decision("a", "notDecided"), "untouched", "contested"),
        (decision("a", "yes", weight="ls:obiter"), "untouched", "contested"),
        (decision("a", "yes", "doctrine"), "untouched", "contested"),
        (decision("a", "yes", "proposed"), "untouched", "contested"),
        (decision("a", "yes", jurisdiction="law:DE"), "untouched", "contested"),
        (decision("a", "yes", appliesLawOf="law:US"), "untouched", "contested"),
        (decision("a", "yes", decided='"2027-01-01"^^xsd:date'), "untouched", "contested"),
        (decision("a", "yes", actsUntil='"2021-12-31"^^xsd:date'), "untouched", "contested"),
        (decision("a", "yes", turnedOn="ls:pirateSource"), "untouched", "contested"),
        (decision("a", "yes", turnedOnAbsence="ls:pirateSource"), "one-sided", "excepted"),
        (decision("a", "yes") + decision("b", "no", "appellate", appealOf="law:a"), "one-sided", "authorization_required"),
        (decision("a", "yes", finality="ls:overruled"), "untouched", "contested"),
    ],
)
def test_which_authorities_count(law, positions: str, state: str, status: str) -> None:  # type: ignore[no-untyped-def]
    (answer,) = crawl(law(COUNTRY + ISSUE + positions), tdmPurpose=False).answers()
    assert answer.status == status
    if status != "excepted" or state != "x":
        assert [s.state for s in answer.issues if s.issue.id == "issue-xx"] == [state]


def test_flags_say_on_how_little_an_answer_rests(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY + ISSUE + decision("a", "yes", finality="ls:appealPending")
    (answer,) = crawl(law(text), tdmPurpose=False).answers()
    assert {"first-instance-only", "appeal-pending"} <= set(answer.flags)


def test_guidance_decides_an_open_point_and_is_flagged(law) -> None:  # type: ignore[no-untyped-def]
    (answer,) = crawl(law(COUNTRY + ISSUE + decision("a", "yes", "guidance")), tdmPurpose=False).answers()
    assert (answer.status, "guidance-only" in answer.flags) == ("excepted", True)


def test_guidance_against_a_court_is_flagged_and_does_not_split(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY + ISSUE + decision("a", "yes") + decision("b", "no", "guidance")
    (answer,) = crawl(law(text), tdmPurpose=False).answers()
    assert (answer.status, "guidance-against" in answer.flags) == ("excepted", True)
    assert "guidance-only" not in answer.flags


def test_an_act_after_the_day_until_which_a_law_was_followed_is_flagged(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY.replace(" ; ls:covers", ' ; ls:verifiedUntil "2025-12-31"^^xsd:date ; ls:covers')
    (answer,) = crawl(law(text), tdmPurpose=True).answers()
    assert "beyond-verified-date" in answer.flags


def test_strict_leaves_open_what_is_only_one_sided(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY + ISSUE + decision("a", "yes")
    facts = {"tdmPurpose": False, "licenceCovers": False, "performerHoldsRight": False}
    (answer,) = crawl(law(text, strict=True), **facts).answers()
    assert answer.status == "contested"


def test_strict_presumes_nothing(law) -> None:  # type: ignore[no-untyped-def]
    (answer,) = crawl(law(COUNTRY, strict=True), tdmPurpose=False).answers()
    assert (answer.status, {d.atom for d in answer.depends_on}) == (
        "depends",
        {"licenceCovers", "licenceConditionsBroken", "performerHoldsRight"},
    )
    assert answer.presumed == ()


def test_a_default_holds_while_only_doctrine_opposes_it(law) -> None:  # type: ignore[no-untyped-def]
    text = COUNTRY + ISSUE.replace("; ls:decidingEvent", "; ls:default ls:no ; ls:decidingEvent")
    assert crawl(law(text + decision("a", "yes", "doctrine")), tdmPurpose=False).status() == "authorization_required"
    assert crawl(law(text + decision("a", "yes")), tdmPurpose=False).status() == "excepted"


def test_a_stance_overrides_everything_but_settled_issues(law) -> None:  # type: ignore[no-untyped-def]
    stance = (
        'law:stance-x a ls:Stance ; rdfs:label "x" ; ls:adopts law:x-1 .'
        "law:x-1 a ls:Position ; ls:onIssue law:issue-xx ; ls:answer ls:yes ."
    )
    text = COUNTRY + ISSUE + stance
    assert crawl(law(text + decision("a", "no"), stance="x"), tdmPurpose=False).status() == "excepted"
    assert crawl(law(text + decision("a", "no", "statute"), stance="x"), tdmPurpose=False).status() == "authorization_required"


# ------------------------------------------------------------ refusals
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("law:xx-mining ls:requires ls:lawfullAccess .", "unknown fact or issue lawfullAccess"),
        (
            "law:xx-d a ls:Defeater ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:defeats law:nothing .",
            "nothing, which does not exist",
        ),
        ("law:xx-d a ls:Defeater ; ls:jurisdiction law:XX ; ls:provision 'p' .", "names nothing"),
        ("law:xx-e a ls:Exception ; ls:jurisdiction law:XX ; ls:excuses ls:authorReproduction .", "without a source"),
        (
            "law:xx-e a ls:Exception ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:excuses ls:authorDreaming .",
            "authorDreaming, which does not exist",
        ),
        ("law:xx-mining ls:inForceFrom '2026-05-01'^^xsd:date ; ls:inForceUntil '2026-01-01'^^xsd:date .", "before it is in force"),
        ("law:xx-mining ls:provision 'art 99' .", "two values of provision"),
        ("law:xx-mining ls:jurisdiction law:YY .", "two values of jurisdiction"),
        ("law:xx-mining ls:reachesStep ls:Sleeping .", "Sleeping, which is no term"),
        ("law:xx-mining ls:transposes law:eu-nothing .", "transposes eu-nothing"),
        ("law:xx-f a ls:Definition ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:requires ls:tdmPurpose .", "concludes nothing"),
        ("law:xx-mining ls:unless ls:tdmPurpose .", "requires and excludes the same atom"),
        (
            "law:xx-1 a ls:Defeater ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:defeats law:xx-2 ."
            "law:xx-2 a ls:Defeater ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:defeats law:xx-1 .",
            "depend on themselves",
        ),
        (
            DEFINES.format(1, "tdmPurpose", "trainingPurpose") + DEFINES.format(2, "trainingPurpose", "tdmPurpose"),
            "depend on themselves",
        ),
        ("law:reform ls:repeals law:xx-none .", "repeals xx-none"),
        ("law:xx-t a ls:TermRule ; ls:jurisdiction law:XX ; ls:provision 'p' ; ls:runsFrom ls:died .", "number of years"),
        (ISSUE + decision("a", "perhaps"), "unknown answer"),
        (ISSUE + decision("a", "yes", turnedOn="ls:moonPhase"), "unknown fact moonPhase"),
        ("law:p a ls:Position ; ls:onIssue law:issue-none ; ls:authority law:xx-a ; ls:answer ls:yes .", "unknown issue"),
    ],
)
def test_faulty_law_is_refused_in_one_line(law, text: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LawError) as refused:
        law(COUNTRY + text)
    message = str(refused.value)
    assert said in message
    assert "\n" not in message


def test_broken_turtle_is_refused_with_its_line(law) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LawError, match=r"overlay\.ttl:\d+"):
        law("law:xx a ls:Exception ;;; .. oops")


def test_a_missing_overlay_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"none\.ttl"):
        Law.load(overlays=[tmp_path / "none.ttl"])


@pytest.mark.parametrize(
    ("options", "said"),
    [({"stance": "papers"}, "unknown stance"), ({"as_of": "yesterday"}, "YYYY-MM-DD"), ({"as_of": "2026-02-30"}, "YYYY-MM-DD")],
)
def test_unusable_ways_of_asking_are_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(LawError, match=said):
        Law.load(**options)  # type: ignore[arg-type]
