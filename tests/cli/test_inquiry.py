"""Commands about claims, information and questions: what they print, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from lexstemma.probes import Record

from .running import lexstemma, refusal


# ------------------------------------------------------------ claims
def test_claims_tell_who_until_when_and_by_which_provision() -> None:
    out = lexstemma("claims", "figure2", "--law", "DE,FR", "--work", "poem", "--as-of", "2026-11-23").out
    assert "ended 1996-12-31: author" in out
    assert "L121-1]" in out
    assert "FR moral: outlives the economic rights; after the author's death: the heirs" in out
    assert "says nothing about whether a use infringes" in " ".join(out.split())


def test_claims_as_json_hold_rules_facts_and_arithmetic() -> None:
    told = json.loads(lexstemma("claims", "figure2", "--law", "UK", "--work", "verse", "--format", "json").out)
    [claim] = [c for c in told["claims"] if c["status"] != "not_encoded"]
    assert claim["status"] == "depends"
    assert {d["atom"] for d in claim["open"]} == {"humanCreativeContribution", "issue-protection-without-human-author"}
    assert {rule["provision"] for rule in claim["rules"]} >= {"CDPA ss 9(3), 178, 17"}
    assert claim["until"]["state"] == "not_known"
    assert all(fact["origin"] for fact in claim["facts"])


def test_claims_as_csv_have_one_line_each_and_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(lexstemma("claims", "figure2", "--format", "csv").out)))
    assert {row["thing"] for row in rows} >= {"novel", "base", "verse", "corpus"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_claims_on_another_day() -> None:
    before = lexstemma("claims", "figure2", "--law", "DE", "--work", "article-press", "--on", "2026-12-31").out
    after = lexstemma("claims", "figure2", "--law", "DE", "--work", "article-press", "--on", "2027-01-01").out
    assert "stands" in before
    assert "ended 2026-12-31" in after


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["figure2", "--on", "soon"], "--on is 'soon'; write a day as YYYY-MM-DD"),
        (["figure2", "--work", "nowel"], "did you mean 'novel'"),
        (["figure2", "--law", "XX"], "unknown jurisdiction 'XX'"),
        (["figure2", "--format", "ttl"], "unknown format 'ttl'"),
        (["smollm2"], "no step of the case says where it is done; name the laws"),
        (["nothing-here"], "no such file"),
    ],
)
def test_claims_refuse(arguments: list[str], expected: str) -> None:
    assert expected in refusal("claims", *arguments)


# ------------------------------------------------------------ accounts
def test_accounts_of_a_documented_model() -> None:
    out = " ".join(lexstemma("accounts", "smollm2", "--weights", "base").out.split())
    assert "2,000,000,000,000 tokens × 16 bits (49,152 values; log2 = 15.58) = 32 trillion bits" in out
    assert "135,000,000 parameters × 16 bits = 2.16 billion bits" in out
    assert "no measure of liability" in out


MEASURED = """lexstemma: 1
id: measured
agents: [{id: ann}]
works: [{id: w, type: TextWork, rightsholder: ann}]
weights: [{id: m, parameters: 1000, bitsPerParameter: 16}]
evidence:
  - {id: e, about: m, concerning: w, grade: G4, digest: "%s", source: "%s"}
"""


def record(folder: Path, name: str = "r.json") -> Record:
    document = {
        "format": "lexstemma probe record 1", "work": {"id": "w"}, "instrument": {}, "settings": {}, "statistics": {},
        "controls": {}, "grade": {"grade": "G4"}, "scores": {}, "held": {"held": 120.5, "error_bound": 1e-36, "reference": "x"},
        "codes": {"raw": 800, "zlib": 500, "lzma": 520, "brotli": 480, "one_part": 90.0, "two_part": None},
    }  # fmt: skip
    made = Record(document)
    made.write(folder / name)
    return made


def measured(tmp_path: Path, digest: str, source: str = "r.json") -> str:
    path = tmp_path / "case.yaml"
    path.write_text(MEASURED % (digest, source), encoding="utf-8")
    return str(path)


def test_bits_held_come_from_the_record_of_the_probe(tmp_path: Path) -> None:
    case = measured(tmp_path, record(tmp_path).digest)
    [told] = json.loads(lexstemma("accounts", case, "--format", "json").out)["accounts"]
    assert told["works"][0]["held_bits"] == 120.5
    assert told["works"][0]["compressed_bits"] == 480
    assert told["shares"] == [{"holder": "ann", "bits": 120.5, "works": ["w"], "of_held": 1.0, "of_capacity": 120.5 / 16000}]
    assert "ann: 120 bits in w, 100.0% of what was measured" in lexstemma("accounts", case).out


@pytest.mark.parametrize(
    ("digest", "source", "expected"),
    [
        ("0" * 64, "r.json", "is not the one that the case names"),
        ("0" * 64, "gone.json", "is not beside the case"),
        ("0" * 64, "../r.json", "lies outside the folder of the case"),
        ("0" * 64, "/etc/hostname.json", "lies outside the folder of the case"),
        ("0" * 64, "broken.json", "cannot be used: is not JSON"),
        ("0" * 64, "https://example.org/r.json", "names no record"),
    ],
)
def test_a_record_that_cannot_be_used_is_named_and_counts_for_nothing(
    tmp_path: Path, digest: str, source: str, expected: str
) -> None:
    record(tmp_path)
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    case = measured(tmp_path, digest, source)
    [told] = json.loads(lexstemma("accounts", case, "--format", "json").out)["accounts"]
    assert told["held_bits"] is None
    assert expected in told["works"][0]["missing"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(["smollm2", "--weights", "bass"], "did you mean base?"), (["smollm2", "--format", "csv"], "unknown format 'csv'")],
)
def test_accounts_refuse(arguments: list[str], expected: str) -> None:
    assert expected in refusal("accounts", *arguments)


# ------------------------------------------------------------ query
def test_the_list_shows_titles_and_parameters() -> None:
    out = lexstemma("query", "--list").out
    assert " 8  Whose moral rights remain" in out
    assert "--set holder=...: a rightsholder or author" in out


def test_a_shipped_question_as_a_table_csv_and_json() -> None:
    asked = ("query", "figure2", "--ask", "3", "--set", "work=novel")
    table = lexstemma(*asked).out
    assert "novelist  novel  weights  tuned" in table
    assert "Not legal advice" in table
    rows = list(csv.DictReader(io.StringIO(lexstemma(*asked, "--format", "csv").out)))
    told = json.loads(lexstemma(*asked, "--format", "json").out)
    assert [row["thing"] for row in rows] == [b["thing"]["value"].rpartition("#")[2] for b in told["results"]["bindings"]]
    assert told["head"]["vars"][:2] == ["holder", "work"]
    assert told["more"] is False


def own(tmp_path: Path, text: str) -> str:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_query_of_one_s_own_in_every_form(tmp_path: Path) -> None:
    built = lexstemma(
        "query", "figure2", own(tmp_path, "CONSTRUCT { ?s ls:used ?o } WHERE { ?s ls:used ?o }"), "--format", "ttl"
    ).out
    assert ":crawl ls:used" in built
    assert lexstemma("query", "figure2", own(tmp_path, "ASK { :novel a ls:Work }"), "--format", "csv").out == "answer\nyes\n"
    assert (
        json.loads(lexstemma("query", "figure2", own(tmp_path, "ASK { :x a ls:Work }"), "--format", "json").out)["boolean"] is False
    )
    some = lexstemma("query", "figure2", own(tmp_path, "SELECT * { ?s ?p ?o }"), "--rows", "2").out
    assert "2 rows; there are more: give --rows" in some


def test_findings_about_licences_can_be_asked_for() -> None:
    told = json.loads(lexstemma("query", "smollm2", "--law", "DE", "--ask", "10", "--format", "json").out)
    rows = {(row["severity"]["value"], row["code"]["value"], row["thing"]["value"]) for row in told["results"]["bindings"]}
    findings = json.loads(lexstemma("licences", "smollm2", "--law", "DE", "--format", "json").out)["findings"]
    case = "https://w3id.org/lexstemma/case/smollm2#"
    assert rows == {(f["severity"], f["code"], case + f["object"]) for f in findings if f["severity"] != "notice"}


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("SELECT ?x WHERE { ?x ls:used }", [], "line 1, column 30: is no SPARQL query"),
        ("SELECT ?x { SERVICE <http://x> { ?x ?y ?z } }", [], "SERVICE is refused"),
        ("DROP ALL", [], "DROP is refused"),
        ("SELECT ?x { ?x ?y ?z }", ["--format", "ttl"], "--format ttl is for CONSTRUCT and DESCRIBE"),
        ("SELECT ?x { ?x ?y ?z }", ["--set", "q=novel"], "has no parameter 'q'; it has x, y, z"),
        ("SELECT ?x { ?x ?y ?z }", ["--rows", "0"], "limits of 0 rows"),
        ("SELECT ?x { ?x ?y ?z }", ["--ask", "1"], "two questions are asked at once"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ["--seconds", "1"], "was stopped"),
    ],
)
def test_a_query_of_one_s_own_is_refused(tmp_path: Path, text: str, more: list[str], expected: str) -> None:
    assert expected in refusal("query", "figure2", own(tmp_path, text), *more)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "no case is named"),
        (["figure2"], "no question is asked"),
        (["figure2", "--ask", "99"], "there is no question '99'"),
        (["figure2", "nowhere.rq"], "no such file"),
        (["figure2", "--ask", "3", "--set", "work"], "write NAME=VALUE"),
        (["figure2", "--ask", "3", "--set", "work=novel", "--set", "work=poem"], "twice"),
        (["figure2", "--ask", "3", "--set", "work=base"], "'base' is no work"),
        (["figure2", "--ask", "3", "--format", "xml"], "unknown format 'xml'"),
    ],
)
def test_query_refuses(arguments: list[str], expected: str) -> None:
    assert expected in refusal("query", *arguments)
