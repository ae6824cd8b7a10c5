"""compare --explain, regimes, chains --works, and where with a rightsholder."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from lexstemma.terms import data_path

from .running import lexstemma, refusal

CASE = """lexstemma: 1
id: {id}
works: [{{id: w, type: TextWork}}]
datasets: [{{id: d, type: Corpus}}]
steps: [{{id: s, type: Acquisition, place: JP, date: 2024-01-01, used: [w], produced: [d]}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text(CASE.format(id="one"), encoding="utf-8")
    (tmp_path / "two.yaml").write_text(CASE.format(id="two"), encoding="utf-8")
    return tmp_path


# ------------------------------------------------------------ compare --explain
def test_help_of_compare_shows_how_two_laws_are_told_apart() -> None:
    assert "--law JP,UK --explain" in " ".join(lexstemma("compare", "--help").out.split())


def test_two_laws_are_told_apart_by_one_rule_and_two_facts() -> None:
    done = lexstemma("compare", "getty-laion", "--law", "JP,UK", "--explain", "--step", "follow-links", "--as-of", "2026-11-23")
    said = " ".join(done.out.split())
    assert "What sets Japan and United Kingdom apart" in said
    assert "One rule decides: Exploitation without the purpose of enjoying what is expressed [Copyright Act arts 30-4" in said
    assert "(uk-cdpa-29a), which needs scientific research purpose: yes" in said
    assert "train" not in said
    assert "Not legal advice" in said


def test_the_same_as_data() -> None:
    done = json.loads(lexstemma("compare", "getty-laion", "--law", "JP,UK", "--explain", "--format", "json").out)
    [links] = [step for step in done["steps"] if step["step"] == "follow-links"]
    [question] = links["questions"]
    [decider] = question["decided_alone_by"]
    assert (decider["id"], decider["law"]) == ("jp-ca-30-4", "JP")
    assert {(t["law"], t["how"], t["status"]) for t in decider["tried"]} == {
        ("JP", "without", "authorization_required"), ("UK", "with", "excepted"),
    }  # fmt: skip
    assert question["enough"][0]["rule"] == "uk-cdpa-29a"


def test_many_laws_are_grouped_and_each_group_set_apart_from_the_next() -> None:
    done = json.loads(lexstemma("compare", "getty-laion", "--law", "DE,FR,UK,US,JP", "--explain", "--format", "json").out)
    groups = done["clusters"]
    assert sorted(law for group in groups for law in group["laws"]) == ["DE", "FR", "JP", "UK", "US"]
    assert [bool(group["apart_from_next"]) for group in groups] == [True] * (len(groups) - 1) + [False]


def test_a_law_that_is_not_encoded_is_told_as_a_gap() -> None:
    said = " ".join(lexstemma("compare", "getty-laion", "--law", "JP,AE", "--explain").out.split())
    assert "not encoded: a gap, not a freedom" in said
    assert "+ free United Arab Emirates" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "figure2", "--law", "DE", "--explain"), "name two or more"),
        (("compare", "figure2", "--law", "place", "--explain"), "name two or more"),
        (("compare", "figure2", "--step", "crawl"), "add --explain"),
        (("compare", "figure2", "--law", "DE,UK", "--explain", "--step", "crwl"), "did you mean 'crawl'"),
        (("chains", "figure2", "--works", "--to", "leter"), "did you mean 'letter'"),
        (("chains", "figure2", "--works", "--from", "nvel"), "did you mean 'novel'"),
        (("where", "geti", "getty-laion"), "did you mean 'getty'"),
        (("regimes", "figure2", "--law", "XX"), "unknown jurisdiction"),
        (("regimes", "figure2", "--law", "DE,DE"), "codes once each"),
        (("regimes", "figure2", "--format", "xlsx"), "unknown format"),
        (("regimes", "figure2", "--out", "x.csv"), "--out is for Parquet"),
        (("regimes", "figure2", "--format", "parquet"), "--out FILE"),
        (("regimes", "figure2", "figure2"), "an id of its own"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_refusals(arguments: tuple[str, ...], said: str) -> None:
    assert said in refusal(*arguments)


# ------------------------------------------------------------ regimes
def test_every_file_of_a_folder_is_a_case_and_all_are_added_up(folder: Path) -> None:
    done = lexstemma("regimes", str(folder), "--law", "JP,AE", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    scopes = [("case", "one"), ("case", "two"), ("total", "")]
    assert [(row["scope"], row["case"], row["law"]) for row in rows] == [(*one, law) for one in scopes for law in ("JP", "AE")]
    assert rows[-1]["not_encoded"] == rows[-1]["steps"] == "2"
    assert rows[-1]["free"] == "0"


def test_a_file_that_is_not_meant_as_a_case_is_passed_over_with_a_notice(folder: Path) -> None:
    (folder / "notes.yaml").write_text("todo: [ask somebody]\n", encoding="utf-8")
    (folder / "readme.txt").write_text("about", encoding="utf-8")
    done = lexstemma("regimes", str(folder), "--law", "JP", "--format", "json")
    assert done.code == 0
    assert done.err.count("passed over, it is not meant as a case") == 2
    found = json.loads(done.out)
    assert found["passed_over"] == ["notes.yaml", "readme.txt"]
    assert [one["case"] for one in found["cases"]] == ["one", "two"]


def test_a_faulty_case_stops_the_whole_table(folder: Path) -> None:
    (folder / "faulty.yaml").write_text("lexstemma: 1\nworks: [{id: w, type: TextWrk}]\n", encoding="utf-8")
    said = refusal("regimes", str(folder))
    assert "faulty.yaml" in said
    assert "TextWork" in said


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("nothing", encoding="utf-8")
    assert "the folder holds no case" in refusal("regimes", str(tmp_path))


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CASE.format(id="case"), encoding="utf-8")
    done = lexstemma("regimes", str(tmp_path), "--law", "place", "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(done.out)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_examples_are_counted_if_nothing_is_named() -> None:
    found = json.loads(lexstemma("regimes", "--law", "DE,UK", "--format", "json").out)
    assert {one["file"] for one in found["cases"]} == {path.name for path in data_path("examples").glob("*.yaml")}


def test_without_duckdb_parquet_is_one_line_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert "pip install 'lexstemma[scale]'" in refusal(
        "regimes", "figure2", "--format", "parquet", "--out", str(tmp_path / "x.parquet")
    )
    assert not list(tmp_path.iterdir())


def test_parquet_says_what_the_csv_says(folder: Path, tmp_path: Path) -> None:
    import duckdb

    target = tmp_path / "it's.parquet"
    done = lexstemma("regimes", str(folder), "--law", "JP,AE", "--format", "parquet", "--out", str(target))
    assert done.code == 0, done.err
    rows = duckdb.read_parquet(str(target)).fetchall()
    told = list(
        csv.reader(
            io.StringIO(
                lexstemma("regimes", str(folder / "one.yaml"), str(folder / "two.yaml"), "--law", "JP,AE", "--format", "csv").out
            )
        )
    )
    assert [[str(cell) for cell in row] for row in rows] == told[1:]
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "there.parquet"
    target.write_text("mine", encoding="utf-8")
    assert "exists already" in refusal("regimes", "figure2", "--format", "parquet", "--out", str(target))
    assert target.read_text(encoding="utf-8") == "mine"


# ------------------------------------------------------------ chains --works, where HOLDER
def test_works_behind_outputs_are_listed_with_their_role() -> None:
    out = lexstemma("chains", "figure2", "--works", "--to", "letter").out
    assert "novel  trained on; 1 chain, a shortest:" in out
    assert "fine-tuned on" in out
    assert "behind verse" not in out


def test_works_as_data_are_counted_exactly_and_cut_off_with_notice() -> None:
    whole = json.loads(lexstemma("chains", "figure2", "--works", "--format", "json").out)
    assert sum(one["chains"] for one in whole["works"]) == whole["total"]
    assert whole["more"] is False
    part = json.loads(lexstemma("chains", "figure2", "--works", "--most", "1", "--format", "json").out)
    assert (len(part["works"]), part["more"], part["total"]) == (1, True, whole["total"])


def test_a_rightsholder_is_followed_through_every_work() -> None:
    done = json.loads(lexstemma("where", "getty", "getty-laion", "--format", "json").out)
    assert [one["work"] for one in done["works"]] == ["gallery-photo"]
    assert {trace["thing"] for trace in done["works"][0]["traces"]} == {
        "compared-pictures",
        "training-pictures",
        "stable-diffusion",
    }
    assert "as rightsholder" in lexstemma("where", "getty", "getty-laion").out


def test_an_agent_without_works_is_told_so() -> None:
    assert "of nothing" in lexstemma("where", "stability", "getty-laion").out
