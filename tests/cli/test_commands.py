"""What each command prints for good input."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from lexstemma import Case, __version__
from lexstemma.terms import data_path, vocabulary

from .running import lexstemma

EXAMPLES = sorted(path.stem for path in data_path("examples").glob("*.yaml"))
COMMANDS = [
    "assess", "explain", "compare", "whatif", "chains", "authorizations", "where", "when", "licences", "precedents", "reform",
    "check", "quote", "overlap", "order", "canary",
    "vocabulary", "new", "export",
]  # fmt: skip
ADVICE = "Not legal advice"


def test_without_arguments_the_bundled_case_is_assessed_under_the_laws_that_it_names() -> None:
    done = lexstemma()
    assert done.code == 0
    assert done.err == ""
    lines = done.out.splitlines()
    header = next(line for line in lines if line.startswith(" step "))
    assert header.split()[4:] == list(Case.load(data_path("examples") / "figure2.yaml").compare_under)
    assert sum(ADVICE in line for line in lines) == 1
    assert "Try next" in lines
    assert "lexstemma explain" in done.out


def test_the_most_demanding_steps_come_first() -> None:
    marks = [line[0] for line in lexstemma("assess", "figure2").out.splitlines() if line[:2] in ("! ", "~ ", "? ", "+ ")]
    order = {"!": 0, "~": 1, "?": 2, "+": 3}
    assert [order[mark] for mark in marks] == sorted(order[mark] for mark in marks)
    assert len(marks) == len(Case.load(data_path("examples") / "figure2.yaml").of_kind("Step"))


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("arguments", [("assess",), ("compare",), ("chains",), ("authorizations",)], ids=lambda a: a[0])
def test_every_example_can_be_asked(arguments: tuple[str, ...], example: str) -> None:
    done = lexstemma(*arguments, example)
    assert (done.code, done.err) == (0, "")
    assert done.out.count(ADVICE) == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in ((), ("assess", "figure2"), ("compare", "gema-openai"), ("law",), ("explain", "three-steps", "generation")):
        lines = lexstemma(*arguments).out.splitlines()
        # A word that is wider than the page is broken, commands to copy are not.
        assert [line for line in lines if len(line) > width and "https://" not in line and "lexstemma " not in line] == []


def test_a_pipe_gets_no_colours() -> None:
    assert "\x1b" not in lexstemma("explain", "figure2", "crawl").out


def test_a_terminal_gets_colours() -> None:
    """Run with a pseudo-terminal, as a person would."""
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen([sys.executable, "-m", "lexstemma", "law"], stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    seen = b""
    try:
        while part := os.read(leader, 4096):
            seen += part
    except OSError:
        pass
    os.close(leader)
    assert process.wait(60) == 0
    assert b"\x1b[" in seen


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lexstemma", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"lexstemma {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        (),
        *((c,) for c in COMMANDS),
        ("law",),
        ("law", "list"),
        ("law", "show"),
        ("law", "diff"),
        ("canary", "draw"),
        ("canary", "test"),
    ],
)
def test_help_fits_a_screen(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = lexstemma(*command, "--help")
    assert done.code == 0
    assert "Usage: lexstemma" in done.out
    assert len(done.out.splitlines()) <= 40
    assert max(map(len, done.out.splitlines())) <= 80


def test_formats_other_than_tables_are_data_alone() -> None:
    assert json.loads(lexstemma("assess", "figure2", "--format", "json").out)["case"]["id"] == "figure2"
    rows = list(csv.DictReader(io.StringIO(lexstemma("assess", "figure2", "--format", "csv").out)))
    assert len(rows) == len(json.loads(lexstemma("assess", "figure2", "--format", "json").out)["answers"])
    assert len(rdflib.Graph().parse(data=lexstemma("assess", "figure2", "--format", "ttl").out, format="turtle")) > 1000
    assert lexstemma("assess", "figure2", "--format", "md").out.startswith("# ")
    for arguments in (
        ("explain", "figure2", "crawl"),
        ("compare", "figure2"),
        ("whatif", "figure2", "--set", "crawl.place=NL"),
        ("chains", "figure2"),
        ("authorizations", "figure2"),
        ("where", "novel", "figure2"),
        ("law", "list"),
    ):
        assert json.loads(lexstemma(*arguments, "--format", "json").out)


def test_the_same_question_gives_the_same_bytes() -> None:
    for format in ("json", "ttl", "csv", "md"):
        arguments = ("assess", "gema-openai", "--format", format, "--as-of", "2026-11-23")
        assert lexstemma(*arguments).out == lexstemma(*arguments).out


@pytest.mark.parametrize(
    ("status", "code"), [("free", 1), ("depends", 1), ("authorization_required", 1), ("authorization-required", 1)]
)
def test_fail_on_gives_exit_code_one(status: str, code: int) -> None:
    assert lexstemma("assess", "figure2", "--fail-on", status).code == code


def test_fail_on_lets_less_demanding_answers_pass() -> None:
    done = lexstemma("assess", "smollm2", "--fail-on", "contested")
    assert done.code == 0
    assert lexstemma("assess", "smollm2", "--fail-on", "not_encoded").code == 1


def test_explain_shows_provisions_sources_and_both_sides() -> None:
    out = lexstemma("explain", "gema-openai", "host").out
    assert "https://" in out
    assert "contested question" in out
    assert "\n      - yes - " in out
    assert "\n      - no - " in out
    assert "what would change it" in out
    assert "enough to make it lawful" in out


def test_explain_as_markdown_is_a_nested_list_with_links() -> None:
    out = lexstemma("explain", "gema-openai", "host", "--format", "md").out
    assert out.startswith("## ")
    assert "\n  - " in out
    assert "](<https://" in out
    assert out.count(ADVICE) == 1


def test_explain_in_full_shows_more() -> None:
    short, full = lexstemma("explain", "figure2", "crawl"), lexstemma("explain", "figure2", "crawl", "--full")
    assert full.code == 0
    assert len(full.out) > len(short.out) / 2


def test_explain_takes_a_kind_of_step() -> None:
    assert lexstemma("explain", "figure2", "generation").out.count("generate-base") > 0


def test_compare_says_what_decides() -> None:
    done = json.loads(lexstemma("compare", "gema-openai", "--law", "DE,UK", "--format", "json").out)
    host = next(row for row in done["steps"] if row["step"] == "host")
    assert host["differs"]
    assert {cell["law"]: cell["status"] for cell in host["laws"]} == {"DE": "authorization_required", "UK": "contested"}
    assert all(cell["decided_by"]["text"] for cell in host["laws"])


def test_taking_one_memorised_edge_away_changes_one_law_and_not_the_other() -> None:
    change = ("whatif", "gema-openai", "--set", "gpt4.memorised@atemlos=unknown", "--format", "json", "--law")
    german = json.loads(lexstemma(*change, "DE").out)["changes"]
    assert german
    assert all("/atemlos/" in one["id"] and one["before"] == "authorization_required" for one in german)
    [kept] = [one for one in german if one["id"].startswith("host/")]
    assert kept["after"] == "depends"
    assert kept["decided_by"]["id"] == "memorised"
    assert json.loads(lexstemma(*change, "UK").out)["changes"] == []


@pytest.mark.parametrize(
    "change",
    [
        "crawl.rightsReserved=false",
        "crawl.rightsReserved@novel=no",
        "crawl.date=2019-05-01",
        "crawl.place=UK",
        "novel.licence=CC-BY-4.0",
        "novel-robots.since=2025-06-01",
        "issue-weights-reproduction=yes",
        "weights-reproduction=no",
    ],
)
def test_what_if_tells_only_what_changes(change: str) -> None:
    done = lexstemma("whatif", "figure2", "--set", change)
    assert (done.code, done.err) == (0, "")
    assert "becomes" in done.out
    assert "  becomes  " in done.out


def test_what_if_says_when_nothing_changes() -> None:
    assert "No answer changes." in lexstemma("whatif", "figure2", "--set", "crawl.lawfulAccess=true").out


def test_what_if_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    lexstemma("new", str(path))
    before = path.read_bytes()
    assert lexstemma("whatif", str(path), "--set", "download.lawfulAccess=false").code == 0
    assert path.read_bytes() == before


def test_new_writes_a_case_that_can_be_assessed(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert lexstemma("new", str(path)).code == 0
    assert lexstemma("assess", str(path)).code == 0


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "yaml", "nt"])
def test_export_keeps_the_case(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"case.{suffix}"
    assert lexstemma("export", "figure2", str(path)).code == 0
    assert Case.load(path).digest == Case.load(data_path("examples") / "figure2.yaml").digest


def test_where_follows_a_work() -> None:
    traces = json.loads(lexstemma("where", "atemlos", "gema-openai", "--format", "json").out)["traces"]
    assert [trace["kind"] for trace in traces] == ["Dataset", "Weights", "Output"]
    assert next(trace for trace in traces if trace["kind"] == "Weights")["stated"] is True


def test_chains_are_counted_and_cut() -> None:
    whole = json.loads(lexstemma("chains", "figure2", "--format", "json").out)
    assert whole["total"] == len(whole["chains"])
    assert len(json.loads(lexstemma("chains", "figure2", "--most", "1", "--format", "json").out)["chains"]) == 1
    one = json.loads(lexstemma("chains", "figure2", "--from", "novel", "--to", "verse", "--format", "json").out)["chains"]
    assert [chain["things"][0] for chain in one] == ["novel"]


def test_law_is_listed_and_shown() -> None:
    records = json.loads(lexstemma("law", "list", "--format", "json").out)
    assert len(records) > 1000
    for record in records[::11]:
        done = lexstemma("law", "show", record["id"])
        assert (done.code, done.err) == (0, ""), record["id"]
        assert record["label"].split()[0] in done.out


def test_the_overview_counts_what_was_checked_and_what_was_not() -> None:
    out = lexstemma("law", "list").out
    for code in ("DE", "AU", "SE"):
        encoded = json.loads(lexstemma("law", "list", "--law", code, "--format", "json").out)
        line = next(line for line in out.splitlines() if line.startswith(f" {code} "))
        found = re.search(r" (\d+) +(\d+) +\d+ +(\d+) of (\d+) ", line)
        assert found is not None
        rules, terms, checked, total = map(int, found.groups())
        assert (rules, rules + terms) == (len(encoded), total)
        by_rules = sum(record["verification"] == "checked" for record in encoded)
        assert by_rules <= checked <= by_rules + terms


def test_law_differs_by_day() -> None:
    early, late = "2015-01-01", "2025-01-01"
    assert "new" in lexstemma("law", "diff", early, late).out
    assert "gone" in lexstemma("law", "diff", late, early).out
    assert "The rules are the same." in lexstemma("law", "diff", late, late).out


def test_every_fact_is_in_the_vocabulary_with_what_silence_means() -> None:
    out = lexstemma("vocabulary").out
    for name in vocabulary().facts:
        assert f"  {name}  " in out or f"  {name}\n" in out, name
    assert out.count("silence: ") == len(vocabulary().facts)


def test_one_word_of_the_vocabulary() -> None:
    out = lexstemma("vocabulary", "lawfulAccess").out
    assert "silence: open" in out
    assert "requires it" in out
    assert "entails" in lexstemma("vocabulary", "Generation").out


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m lexstemma vocabulary | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == "Steps\n"


def test_a_terminal_without_the_characters_gets_question_marks() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "lexstemma", "chains", "figure2"], capture_output=True, env=environment, check=True
    )
    assert b"novel ?[crawl]?" in done.stdout
    assert done.stderr == b""
