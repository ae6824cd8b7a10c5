"""Commands about time, courts and precedents, and the law editor's check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexstemma.terms import data_path

from .running import lexstemma

LAW = data_path("ontology") / "law"


def test_when_names_the_judgment_that_changed_an_answer() -> None:
    done = lexstemma("when", "gema-openai", "host")
    assert done.code == 0
    line = next(line for line in done.out.splitlines() if "from 2025-11-11" in line)
    assert "authorization required" in line
    assert "LG München I" in line
    assert "awaited: " in done.out


def test_when_as_json_is_the_same() -> None:
    told = json.loads(lexstemma("when", "gema-openai", "host", "--format", "json").out)
    changed = [line for line in told["timelines"] if len(line["periods"]) > 1 and line["axis"] == "asked"]
    assert changed[0]["periods"][-1]["because"][0]["id"] == "lg-muenchen-gema-openai"
    assert {one["kind"] for one in told["announced"]} <= {"issue", "rule", "proposal"}


def test_law_diff_between_days_names_rules_and_rulings() -> None:
    out = lexstemma("law", "diff", "2021-06-01", "2025-12-31", "--law", "DE").out
    assert "de-urhg-44b " in out
    assert "Decided between these days" in out
    assert "lg-muenchen-gema-openai" in out
    assert "lg-muenchen-gema-openai" not in lexstemma("law", "diff", "2021-06-01", "2025-11-10", "--law", "DE").out


def test_only_what_binds_in_the_forum_settles() -> None:
    factors = "furtherPurpose,recastsAsDerivative,entireWorkCopied,existingLicenceMarket,fullExpressionDelivered,directSubstitution"
    told = {
        court: json.loads(lexstemma("precedents", "--factors", factors, "--forum", court, "--format", "json").out)
        for court in ("us-circuit-2", "us-circuit-5")
    }
    assert told["us-circuit-5"]["settled"] is None
    assert told["us-circuit-2"]["persuasive"] == told["us-circuit-5"]["persuasive"]


def test_the_base_is_listed_with_its_soundness() -> None:
    out = lexstemma("precedents").out
    assert "reason model: no two contradict one another" in out
    assert "Bartz v. Anthropic" in out
    assert "finalRuling" not in out
    early = lexstemma("precedents", "--as-of", "2000-01-01").out
    assert "Bartz v. Anthropic" not in early


def test_a_contradiction_in_an_overlay_is_named_by_both_and_not_asked(tmp_path: Path) -> None:
    overlay = tmp_path / "other.ttl"
    overlay.write_text(
        """@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        law:precedent-us-x a ls:Precedent ; rdfs:label "The same, decided otherwise"@en ;
            ls:jurisdiction law:US ; ls:onStandard ls:fairUse ; ls:caseName "A v. B" ; ls:docket "1 X 1" ;
            ls:decidedBy law:us-supreme-court ; ls:decided "2026-01-02"^^xsd:date ;
            ls:precedentStatus ls:finalRuling ; ls:useJudged "Recording broadcasts at home" ; ls:foundFor ls:favoursHolder ;
            ls:factorPresent ls:noSubstitution , ls:notForProfit , ls:privateDomesticCopy , ls:entireWorkCopied ;
            ls:reasonFactor ls:entireWorkCopied ; ls:verification ls:fromMemory ; ls:confidence "low" .""",
        encoding="utf-8",
    )
    out = " ".join(lexstemma("precedents", "--overlay", str(overlay)).out.split())
    clash = "precedent-us-sony-v-universal and precedent-us-x contradict one another"
    assert clash in out
    use = ("--factors", "noSubstitution,notForProfit,privateDomesticCopy,entireWorkCopied", "--overlay", str(overlay))
    assert clash in " ".join(lexstemma("precedents", *use).out.split())
    told = json.loads(lexstemma("precedents", *use, "--format", "json").out)
    assert told["settled"] is None
    assert {
        "force": "binding",
        "model": "reason",
        "precedents": clash.removesuffix(" contradict one another").split(" and "),
    } in told["conflicts"]


def test_what_a_factor_implies_is_told_apart_from_what_was_stated() -> None:
    told = json.loads(lexstemma("precedents", "--factors", "knownPirateSource", "--format", "json").out)
    origins = {one["factor"]: one["origin"] for one in told["present"]}
    assert origins.pop("knownPirateSource") == "stated"
    assert set(origins.values()) == {"inferred"}
    assert told["conflicts"] == []


def test_check_tells_what_an_editor_may_have_overlooked() -> None:
    done = lexstemma("check", str(LAW / "uk.ttl"))
    assert done.code == 0
    assert "covered without a restriction" in done.out


@pytest.mark.parametrize("folder", [LAW, LAW / "decisions"], ids=lambda p: p.name)
def test_check_takes_a_folder_of_law(folder: Path) -> None:
    done = lexstemma("check", str(folder))
    assert done.code == 0, done.err
    assert "conforms to its SHACL shapes" in done.out


def test_check_of_an_overlay_tells_a_fault_in_one_line(tmp_path: Path) -> None:
    overlay = tmp_path / "reform.ttl"
    overlay.write_text(
        "@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .\n"
        "law:uk-new a ls:Exception ; ls:jurisdiction law:UK ; ls:provision 'Bill' ;\n"
        "    ls:excuses ls:authorReproduction ; ls:requires ls:nothing .",
        encoding="utf-8",
    )
    done = lexstemma("check", str(overlay))
    assert done.code == 2
    assert "uk-new: unknown fact or issue nothing" in done.err
    assert done.err.count("\n") == 1
