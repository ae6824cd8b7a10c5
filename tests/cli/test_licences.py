"""The command `licences`: what it prints for a case, as a table and as JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import lexstemma, refusal

CASE = """
lexstemma: 1
id: shop
title: A model from code and songs
agents: [{id: lab, type: Company}, {id: ann, type: Individual, alive: true}]
works:
  - {id: toolkit, type: Software, title: Toolkit, author: ann, licence: gpl-3.0}
  - {id: shanties, type: TextWork, title: Sea shanties, author: ann, licence: cc-by-nc-4.0}
datasets: [{id: corpus}]
weights: [{id: model, title: Spruce-1B, licence: apache-2.0, memorised: true}]
steps:
  - {id: crawl, type: Acquisition, performer: lab, place: DE, date: 2025-03-01, used: [toolkit, shanties], produced: [corpus]}
  - {id: train, type: Pretraining, performer: lab, place: DE, date: 2025-04-01, used: [corpus], produced: [model]}
  - {id: release, type: WeightsRelease, performer: lab, place: DE, date: 2025-05-01, purpose: [CommercialUse], used: [model]}
"""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def test_the_table_names_things_licences_steps_and_what_to_do(shop: str) -> None:
    done = lexstemma("licences", shop, "--stance", "paper")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "! Offered under a licence that another one excludes “Toolkit” (toolkit) GPL-3.0-only" in text
    assert "allowed would be AGPL-3.0-only, AGPL-3.0-or-later, GPL-3.0-only" in text
    assert "do: Ask the licensor for a commercial licence" in text
    assert done.out.index("Errors") < done.out.index("Warnings") < done.out.index("Duties and notices")
    assert done.out.count("Not legal advice") == 1


def test_the_record_holds_chains_and_effects(shop: str) -> None:
    record = json.loads(lexstemma("licences", shop, "--stance", "paper", "--format", "json").out)
    assert record["summary"]["error"] == sum(f["severity"] == "error" for f in record["findings"])
    (clash,) = [f for f in record["findings"] if f["code"] == "further-restrictions"]
    assert [source["objects"] for source in clash["sources"]] == [["toolkit"], ["shanties"]]
    assert clash["sources"][0]["chain"] == "toolkit →[crawl]→ corpus →[train]→ model"
    assert clash["effect"]["kind"] == "right"
    assert clash["effect"]["laws"][0]["law"] == "DE"
    assert clash["remedy"]
    assert (
        lexstemma("licences", shop, "--stance", "paper", "--format", "json").out
        == json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    )


def test_one_thing_at_a_time(shop: str) -> None:
    record = json.loads(lexstemma("licences", shop, "--work", "shanties", "--format", "json").out)
    assert {name for f in record["findings"] for name in [f["object"], *(o for s in f["sources"] for o in s["objects"])]} >= {
        "shanties"
    }
    assert all("shanties" in [f["object"], *(o for s in f["sources"] for o in s["objects"])] for f in record["findings"])


def test_what_has_no_effect_is_counted_and_shown_on_demand() -> None:
    short, long = lexstemma("licences", "smollm2", "--law", "DE"), lexstemma("licences", "smollm2", "--law", "DE", "--all")
    assert "have no effect under the law asked: lexstemma licences smollm2 --all" in short.out
    assert "have no effect" not in long.out
    assert len(long.out) > len(short.out)


def test_findings_can_fail_a_build(shop: str) -> None:
    assert lexstemma("licences", shop, "--stance", "paper", "--fail-on", "error").code == 1
    assert lexstemma("licences", "gema-openai", "--fail-on", "error").code == 0
    assert lexstemma("licences", "gema-openai", "--fail-on", "warning").code == 1


@pytest.mark.parametrize("width", ["60", "100"])
def test_no_line_is_wider_than_the_terminal(width: str, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert max(len(line) for line in lexstemma("licences", shop, "--all").out.splitlines()) <= int(width)


@pytest.mark.parametrize("example", ["figure2", "gema-openai", "smollm2", "three-steps"])
def test_every_example_can_be_asked(example: str) -> None:
    done = lexstemma("licences", example, "--law", "EU,UK")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("licences",), "missing argument 'case'"),
        (("licences", "figur2"), "did you mean figure2?"),
        (("licences", "figure2", "--format", "csv"), "use one of: table, json"),
        (("licences", "figure2", "--fail-on", "fatal"), "use one of: error, warning, notice"),
        (("licences", "figure2", "--work", "nvel"), "did you mean novel?"),
        (("licences", "figure2", "--law", "XX"), "unknown jurisdiction"),
        (("licence", "figure2"), "did you mean 'licences'"),
    ],
)
def test_mistakes_are_refused_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    assert said in refusal(*arguments).lower()


def test_a_faulty_term_in_an_overlay_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "term.ttl"
    path.write_text(
        "@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .\n"
        "law:term-x a ls:LicenceTerm ; ls:termKind ls:nonCommercial ; ls:carriedBy law:licence-MIT .\n",
        encoding="utf-8",
    )
    assert "term-x" in refusal("licences", "figure2", "--overlay", str(path))


def test_terms_of_licences_are_checked_like_other_law(tmp_path: Path) -> None:
    path = tmp_path / "term.ttl"
    text = (
        "@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'law:term-x a ls:LicenceTerm ; ls:termKind ls:nonCommercial ; rdfs:label "Not on Sundays"@en ; ls:provision "clause 1" ;\n'
        '  ls:requires ls:nonCommercialPurpose ; ls:verification ls:checked ; ls:confidence "high" ;\n'
        "  ls:carriedBy law:licence-MIT .\n"
    )
    path.write_text(text, encoding="utf-8")
    done = lexstemma("check", str(path))
    assert (done.code, done.err) == (0, "")
    assert "terms of licences name licences" in done.out
    path.write_text(text.replace("licence-MIT", "licence-TIM"), encoding="utf-8")
    assert "term-x carriedBy: a term is carried by licences" in refusal("check", str(path))
