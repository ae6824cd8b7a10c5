"""`assess` as a document: formats, files, and what is refused before anything is asked."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lexstemma.cli import main

from .running import lexstemma, refusal

STARTS = {
    "memo.html": b"<!DOCTYPE html>", "memo.md": b"# ", "memo.docx": b"PK", "memo.pdf": b"%PDF-", "cited.bib": b"@legislation{",
    "answers.json": b"{", "answers.csv": b"id,step", "run.ttl": b"@prefix", "table.txt": b"",
}  # fmt: skip


@pytest.mark.parametrize(("name", "start"), STARTS.items())
def test_the_suffix_of_the_output_says_the_format(name: str, start: bytes, tmp_path: Path) -> None:
    done = lexstemma("assess", "three-steps", "--output", str(tmp_path / name))
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Wrote {tmp_path / name}.\n"
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_format_may_be_named_for_any_file(tmp_path: Path) -> None:
    lexstemma("assess", "three-steps", "--format", "csl", "-o", str(tmp_path / "cited.json"))
    assert json.loads((tmp_path / "cited.json").read_text(encoding="utf-8"))[0]["type"] == "legislation"


def test_the_table_in_a_file_is_the_table_that_is_printed(tmp_path: Path) -> None:
    lexstemma("assess", "three-steps", "--as-of", "2026-11-23", "-o", str(tmp_path / "t.txt"))
    assert (tmp_path / "t.txt").read_text(encoding="utf-8") == lexstemma("assess", "three-steps", "--as-of", "2026-11-23").out


def test_a_pipe_takes_bytes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lexstemma", "assess", "three-steps", "--format", "pdf"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.startswith(b"%PDF-")
    assert done.stderr == b""


def test_other_hash_seeds_give_the_same_memo(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        command = [sys.executable, "-m", "lexstemma", "assess", "figure2", "--as-of", "2026-11-23", "-o", str(target)]
        subprocess.run(command, check=True, timeout=120, env={**os.environ, "PYTHONHASHSEED": seed})
        written.append(target.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_terminal_is_not_sent_bytes(format: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit) as end:
        main(["assess", "three-steps", "--format", format])
    assert end.value.code == 2
    assert terminal.getvalue() == ""
    assert capsys.readouterr().err == (
        f"lexstemma: a terminal cannot show a .{format}; write it to a file: --output memo.{format}\n"
    )


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    assert "cannot be written: no such file or directory" in refusal(
        "assess", "three-steps", "-o", str(tmp_path / "no" / "memo.pdf")
    )
    assert "is a folder" in refusal("assess", "three-steps", "--format", "md", "-o", str(tmp_path))
    assert "the suffix names no format" in refusal("assess", "three-steps", "-o", str(tmp_path / "memo"))
    assert not list(tmp_path.iterdir())


def test_the_case_itself_is_never_written_over(tmp_path: Path) -> None:
    case = tmp_path / "mine.json"
    lexstemma("export", "three-steps", str(tmp_path / "mine.jsonld"))
    (tmp_path / "mine.jsonld").rename(case)
    before = case.read_bytes()
    assert "is the case itself" in refusal("assess", str(case), "-o", str(case))
    assert case.read_bytes() == before


def test_a_memo_replaces_an_older_one_and_fails_on_a_status(tmp_path: Path) -> None:
    target = tmp_path / "memo.md"
    target.write_text("old", encoding="utf-8")
    done = lexstemma("assess", "three-steps", "-o", str(target), "--fail-on", "free")
    assert done.code == 1
    assert target.read_text(encoding="utf-8").startswith("# ")
