"""Stances named after decisions: what each changes where no court has decided, what it keeps, and what none can move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexstemma.assessment import Answer, assess
from lexstemma.case import Case
from lexstemma.law import Law

AS_OF = "2026-11-23"
MINING = {"tdmPurpose": True, "lawfulAccess": True, "contentOnline": True}
RESERVED_IN_WORDS = {**MINING, "rightsReserved": True, "reservedInMachineFormat": False, "reservedInPlainLanguage": True}
STATUTE = """
@prefix ls:   <https://w3id.org/lexstemma#> .
@prefix law:  <https://w3id.org/lexstemma/law#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
law:be-statute a ls:Decision ; rdfs:label "A Belgian statute" ; ls:jurisdiction law:BE ; ls:authorityLevel ls:statute .
law:be-statute-says a ls:Position ; ls:authority law:be-statute ;
    ls:onIssue law:issue-plain-language-reservation ; ls:answer ls:yes .
"""


def chain(place: str, kind: str, **facts: bool) -> dict[str, Any]:
    """A work, the model trained on it abroad, an output of the model; one step of the kind, with its facts, in the place."""
    step: dict[str, Any] = {"id": "asked", "type": kind, "performer": "lab", "place": place, "date": "2026-01-01"}
    step |= {
        "Acquisition": {"used": ["song"], "produced": ["crawl"]},
        "Hosting": {"used": ["model"]},
        "Generation": {"used": ["model"], "produced": ["output"]},
        "Delivery": {"used": ["output"]},
    }[kind]
    holder: dict[str, Any] = {"Acquisition": step, "Hosting": {"id": "model", "type": "Weights"}}.get(
        kind, {"id": "output", "type": "Output"}
    )
    holder |= facts
    abroad = {"performer": "lab", "place": "US"}
    document: dict[str, Any] = {
        "agents": [{"id": "lab", "type": "ResearchOrganisation" if facts.get("resultsFeedCommercial") else "Company"}],
        "works": [{"id": "song", "type": "TextWork"}],
        "datasets": [{"id": "corpus", "type": "Dataset", "contains": ["song"]}, {"id": "crawl", "type": "Dataset"}],
        "weights": [holder if kind == "Hosting" else {"id": "model", "type": "Weights"}],
        "outputs": [holder if kind in ("Generation", "Delivery") else {"id": "output", "type": "Output"}],
        "steps": [
            {"id": "training", "type": "Pretraining", "date": "2024-01-01", "used": ["corpus"], "produced": ["model"], **abroad},
            step,
        ],
    }
    if kind == "Delivery":
        document["works"][0]["type"] = "Phonogram"
    if kind != "Generation":
        made = {"id": "made", "type": "Generation", "date": "2024-02-01", "used": ["model"], "produced": ["output"]}
        document["steps"].insert(1, made | abroad)
    return {"id": "stances", **document}


def ask(stance: str, place: str, kind: str, right: str, facts: dict[str, bool], **options: Any) -> Answer:
    law = Law.load(as_of=AS_OF, stance=stance, **options)
    (answer,) = assess(Case.from_dict(chain(place, kind, **facts)), law).answers(step="asked", right=right)
    return answer


@pytest.mark.parametrize(
    ("stance", "kind", "right", "facts", "before", "after"),
    [
        ("gema-openai", "Hosting", "authorReproduction", {"memorised": True}, "contested", "authorization_required"),
        ("gema-openai", "Generation", "authorReproduction", {"recognisablePart": True}, "contested", "authorization_required"),
        ("gema-suno", "Hosting", "authorReproduction", {"memorised": True}, "contested", "authorization_required"),
        ("gema-suno", "Delivery", "phonogramMakingAvailable", {"recognisableSample": True}, "contested", "free"),
        (
            "laion-hamburg",
            "Acquisition",
            "authorReproduction",
            {"trainingPurpose": True, "lawfulAccess": True, "rightsReserved": False, "contentOnline": True},
            "contested",
            "excepted",
        ),
        (
            "laion-hamburg",
            "Acquisition",
            "authorReproduction",
            {**MINING, "rightsReserved": False, "outputsCompete": True},
            "contested",
            "excepted",
        ),
        ("getty", "Hosting", "authorReproduction", {"memorised": True}, "contested", "free"),
        ("howardshome", "Acquisition", "authorReproduction", RESERVED_IN_WORDS, "contested", "excepted"),
        ("boligportal", "Acquisition", "authorReproduction", RESERVED_IN_WORDS, "contested", "excepted"),
    ],
)
def test_a_stance_answers_what_no_court_of_the_place_has(
    stance: str, kind: str, right: str, facts: dict[str, bool], before: str, after: str
) -> None:
    assert ask("positive-law", "BE", kind, right, facts).status == before
    assert ask(stance, "BE", kind, right, facts).status == after


@pytest.mark.parametrize(
    ("stance", "place", "kind", "right", "facts", "status"),
    [
        # Weights that remember nothing of the work were free and stay free.
        ("gema-openai", "BE", "Hosting", "authorReproduction", {"memorised": False}, "free"),
        ("gema-suno", "BE", "Hosting", "authorReproduction", {"memorised": False}, "free"),
        # Reserved in a format for machines: no stance on plain words matters.
        (
            "howardshome",
            "BE",
            "Acquisition",
            "authorReproduction",
            {**MINING, "rightsReserved": True, "reservedInMachineFormat": True},
            "authorization_required",
        ),
        # The courts of the place already say so.
        ("howardshome", "NL", "Acquisition", "authorReproduction", RESERVED_IN_WORDS, "excepted"),
        ("boligportal", "DK", "Acquisition", "authorReproduction", RESERVED_IN_WORDS, "excepted"),
        ("gema-openai", "DE", "Hosting", "authorReproduction", {"memorised": True}, "authorization_required"),
        # What these decisions left open stays open.
        ("laion-hamburg", "BE", "Acquisition", "authorReproduction", RESERVED_IN_WORDS, "contested"),
        ("laion-hamburg", "BE", "Hosting", "authorReproduction", {"memorised": True}, "contested"),
    ],
)
def test_what_a_stance_keeps(stance: str, place: str, kind: str, right: str, facts: dict[str, bool], status: str) -> None:
    assert ask("positive-law", place, kind, right, facts).status == status
    assert ask(stance, place, kind, right, facts).status == status


def test_a_stance_departs_from_what_only_courts_below_have_said() -> None:
    asked = ("DE", "Hosting", "authorReproduction", {"memorised": True})
    assert ask("positive-law", *asked).status == "authorization_required"
    assert ask("getty", *asked).status == "free"


@pytest.mark.parametrize("stance", ["howardshome", "boligportal"])
def test_a_stance_does_not_override_a_settled_issue(stance: str, tmp_path: Path) -> None:
    overlay = tmp_path / "statute.ttl"
    overlay.write_text(STATUTE, encoding="utf-8")
    asked = ("BE", "Acquisition", "authorReproduction", RESERVED_IN_WORDS)
    assert ask(stance, *asked).status == "excepted"
    settled = ask(stance, *asked, overlays=[overlay])
    assert settled.status == "authorization_required"
    assert [s.state for s in settled.issues if s.issue.id == "issue-plain-language-reservation"] == ["settled"]


@pytest.mark.parametrize("stance", ["gema-openai", "gema-suno", "laion-hamburg", "getty", "howardshome", "boligportal"])
def test_every_answer_of_a_stance_gives_its_reason(stance: str) -> None:
    chosen = Law.load(as_of=AS_OF, stance=stance).stance
    assert chosen.comment
    assert set(chosen.reasons) == set(chosen.answers)
    assert all(chosen.reasons.values())
