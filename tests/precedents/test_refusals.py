"""What is refused, in one line: faulty records, and questions that cannot be asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lexstemma.law import load_precedents
from lexstemma.law._precedents_read import _assemble
from lexstemma.reasoning import constrain, distinguish, selected
from lexstemma.terms import LawError, read_turtle_file

from .sentences import ASKED, fair_use

HEAD = """@prefix ls: <https://w3id.org/lexstemma#> .
@prefix law: <https://w3id.org/lexstemma/law#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RECORD = """law:court-x a ls:Court ; rdfs:label "Court X"@en ; ls:jurisdiction law:US ; ls:setsPrecedent true .
law:precedent-x a ls:Precedent ; rdfs:label "A use"@en ; ls:jurisdiction law:US ; ls:onStandard ls:fairUse ;
    ls:caseName "A v. B" ; ls:docket "1 X 1" ;
    ls:decidedBy law:court-x ; ls:decided "2020-01-02"^^xsd:date ; ls:precedentStatus ls:finalRuling ; ls:useJudged "A use" ;
    ls:factorPresent ls:targetsOriginal , ls:heartTaken ; ls:foundFor ls:favoursUser ; ls:reasonFactor ls:targetsOriginal ;
    ls:verification ls:fromMemory ; ls:confidence "low" .
"""


def refused(turtle: str, folder: Path) -> str:
    path = folder / "overlay.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_precedents([path])
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_an_overlay_adds_a_precedent_and_a_court(tmp_path: Path) -> None:
    path = tmp_path / "overlay.ttl"
    path.write_text(HEAD + RECORD, encoding="utf-8")
    base = load_precedents([path])["US", "fairUse"]
    assert set(base.precedents) - set(fair_use().precedents) == {"precedent-x"}
    answer = constrain(base, ["targetsOriginal"], forum="court-x", as_of=ASKED)
    assert answer.settled() == "favoursUser"
    assert "precedent-x" not in fair_use().precedents


def test_an_overlay_codes_a_precedent_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "overlay.ttl"
    path.write_text(HEAD + RECORD.replace("precedent-x", "precedent-us-kadrey"), encoding="utf-8")
    base = load_precedents([path])["US", "fairUse"]
    assert base.precedents["precedent-us-kadrey"].reason == {"targetsOriginal"}
    assert len(base.precedents) == len(fair_use().precedents)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("ls:heartTaken", "ls:hartTaken", "hartTaken is no factor"),
        ("ls:heartTaken", "ls:lawfulAccess", "lawfulAccess is no factor"),
        ("ls:reasonFactor ls:targetsOriginal", "ls:reasonFactor ls:heartTaken", "names heartTaken, which is no factor"),
        ("ls:reasonFactor ls:targetsOriginal", "ls:reasonFactor ls:furtherPurpose", "names furtherPurpose"),
        (" ls:reasonFactor ls:targetsOriginal ;", "", "no reason"),
        (" ls:foundFor ls:favoursUser ;", "", "no outcome"),
        ("ls:foundFor ls:favoursUser", "ls:foundFor ls:favoursUser , ls:favoursHolder", "two values of foundFor"),
        ("ls:foundFor ls:favoursUser", "ls:foundFor ls:final", "no outcome"),
        ("ls:onStandard ls:fairUse", "ls:onStandard ls:lawfulAccess", "unknown standard 'lawfulAccess'"),
        ("ls:decidedBy law:court-x", "ls:decidedBy law:court-y", "unknown court 'court-y'"),
        ("ls:finalRuling", "ls:final", "unknown status 'final'"),
        (' ls:decided "2020-01-02"^^xsd:date ;', "", "no day of decision"),
        ('"2020-01-02"', '"January 2020"', "decided is 'January 2020'"),
        (' ls:docket "1 X 1" ;', "", "no docket"),
        ('"A use"@en ; ls:jurisdiction law:US ;', '"A use"@en ;', "of no jurisdiction"),
        ("ls:jurisdiction law:US ; ls:setsPrecedent", "ls:jurisdiction law:SG ; ls:setsPrecedent", "unknown court 'court-x'"),
        (' ; ls:confidence "low"', "", "not said how it was verified"),
        ("ls:verification ls:fromMemory ;", "", "not said how it was verified"),
        ("ls:heartTaken", "ls:notForProfit , ls:commercialExploitation", "never hold together"),
        ("ls:heartTaken", "ls:knownPirateSource , ls:lawfulSourceCopy", "never hold together"),
        ("ls:setsPrecedent true", "ls:reviewedBy law:court-x", "courts review themselves"),
        ("ls:setsPrecedent true", "ls:reviewedBy law:court-z", "which is no court"),
        ('ls:confidence "low"', 'ls:confidence "low" ; ls:supersededOn "2021-01-01"^^xsd:date', "half superseded"),
        ('ls:confidence "low"', 'ls:confidence "low" ; ls:supersededBy law:precedent-us-ross-ca3', "half superseded"),
        ('ls:confidence "low"',
         'ls:confidence "low" ; ls:supersededBy law:precedent-y ; ls:supersededOn "2021-01-01"^^xsd:date', "which is no precedent"),
        ('ls:confidence "low"',
         'ls:confidence "low" ; ls:supersededBy law:precedent-us-kadrey ; ls:supersededOn "2019-01-01"^^xsd:date',
         "dates out of order"),
        ('ls:confidence "low"',
         'ls:confidence "low" ; ls:supersededBy law:precedent-us-kadrey ; ls:supersededOn "2026-01-01"^^xsd:date',
         "dates out of order"),
    ],
)  # fmt: skip
def test_a_faulty_record_is_refused(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert right in RECORD
    assert said in refused(RECORD.replace(right, wrong), tmp_path)


def test_two_overlay_records_under_one_id_are_told(tmp_path: Path) -> None:
    assert "two values of label" in refused(RECORD + 'law:precedent-x rdfs:label "Another use"@en .', tmp_path)


def test_one_id_in_two_bundled_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(HEAD + RECORD, encoding="utf-8")
    part = read_turtle_file(tmp_path / "x.ttl", error=LawError)
    with pytest.raises(LawError, match=r"b.ttl: court-x is defined in a.ttl and again here"):
        _assemble({"a.ttl": part, "b.ttl": part}, {})


def test_a_ruling_that_ends_on_its_own_day_is_refused() -> None:
    first = fair_use().precedents["precedent-us-ross"]
    with pytest.raises(LawError, match="dates out of order"):
        fair_use().with_precedent(replace(first, superseded_on=first.decided))


def test_a_precedent_in_memory_is_closed_as_one_in_a_file() -> None:
    kadrey = fair_use().precedents["precedent-us-kadrey"]
    base = fair_use().with_precedent(replace(kadrey, factors=kadrey.factors - {"furtherPurpose"}))
    assert base.precedents == fair_use().precedents


def test_the_file_is_named(tmp_path: Path) -> None:
    assert "overlay.ttl: precedent-x" in refused(RECORD.replace("ls:finalRuling", "ls:final"), tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError):
        load_precedents([tmp_path / "none.ttl"])


def test_what_excludes_one_another_is_not_asked() -> None:
    for pair in (["notForProfit", "commercialExploitation"], ["samePurpose", "highlyTransformative"]):
        with pytest.raises(LawError, match="never hold together"):
            constrain(fair_use(), pair, as_of=ASKED)


def test_what_is_no_factor_is_not_asked() -> None:
    with pytest.raises(LawError, match="transformativ is no factor"):
        constrain(fair_use(), ["transformativ"], as_of=ASKED)
    with pytest.raises(LawError, match="transformativ is no factor"):
        constrain(fair_use(), [], unknown=["transformativ"], as_of=ASKED)
    with pytest.raises(LawError, match="pf is no factor"):
        distinguish(fair_use(), fair_use().precedents["precedent-us-kadrey"], ["pf"])


def test_a_court_that_does_not_exist_is_not_asked() -> None:
    with pytest.raises(LawError, match="unknown court 'us-circuit-12'; use one of"):
        constrain(fair_use(), [], forum="us-circuit-12", as_of=ASKED)


def test_a_status_that_nothing_has_is_not_asked_for() -> None:
    with pytest.raises(LawError, match="no precedent has the status 'overruled'"):
        selected(fair_use(), statuses=["finalRuling", "overruled"])


def test_a_precedent_in_memory_is_checked_as_one_in_a_file() -> None:
    kadrey = fair_use().precedents["precedent-us-kadrey"]
    with pytest.raises(LawError, match="no reason"):
        fair_use().with_precedent(replace(kadrey, reason=frozenset()))
