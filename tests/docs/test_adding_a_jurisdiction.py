"""The guide, followed: its files are written into a copy of the project, checked, listed, asked and tested there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "adding-a-jurisdiction.md"
BLOCK = re.compile(r"^```\w+ file=(?P<file>\S+)(?P<append> append)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN_TESTS = """
import sys
from harness import load
tests = [t for t in load() if t.file.startswith("xz/")]
print(len(tests))
for test in tests:
    for line in test.check():
        print(test.name, line)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the guide touches, with the guide's files in place."""
    copy = tmp_path_factory.mktemp("project")
    leave = shutil.ignore_patterns("__pycache__", "compiled", "stamp.json")
    for folder in ("engine", "ontology", "examples"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "tests" / "law").mkdir(parents=True)
    for name in ("harness.py", "mutants.py", "survivors.yaml"):
        shutil.copy(ROOT / "tests" / "law" / name, copy / "tests" / "law")
    written: set[Path] = set()
    for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        path = copy / block["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if block["append"] or path in written else ""
        path.write_text(before + "\n" + block["text"], encoding="utf-8")
        written.add(path)
    return copy


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(str(project / folder) for folder in ("engine", "tests/law"))
    environment = {**os.environ, "PYTHONPATH": paths, "NO_COLOR": "1", "XDG_CACHE_HOME": str(project / "cache")}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=project, env=environment, timeout=300)


def test_the_guide_writes_no_python() -> None:
    assert {Path(block["file"]).suffix for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))} == {".ttl", ".yaml"}


def test_the_new_law_is_sound(project: Path) -> None:
    done = run(project, "-m", "lexstemma", "check", "ontology/law/xz.ttl", "ontology/law/decisions/xz.ttl")
    assert done.returncode == 0, done.stderr
    assert "conforms to its SHACL shapes" in done.stdout
    assert "XZ: covered without a restriction, so acts are free: pressOnlineUse" in done.stdout


def test_the_new_law_is_listed_and_shown(project: Path) -> None:
    listed = run(project, "-m", "lexstemma", "law", "list", "--law", "XZ")
    assert "xz-ca-30-2" in listed.stdout, listed.stderr
    shown = run(project, "-m", "lexstemma", "law", "show", "xz-ca-30")
    assert "Copying for computer analysis" in shown.stdout, shown.stderr
    assert "switched off by xz-ca-30-2" in shown.stdout


def test_the_new_law_is_asked(project: Path) -> None:
    done = run(project, "-m", "lexstemma", "compare", "figure2", "--law", "XZ,DE", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert '"law": "XZ"' in done.stdout


def test_its_sentences_pass_and_are_all_there(project: Path) -> None:
    done = run(project, "-c", RUN_TESTS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["8"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("ls:requires ls:tdmPurpose , ls:lawfulAccess", "ls:requires ls:tdmPurpos", "xz-ca-30: unknown fact or issue tdmPurpos"),
        ("ls:defeats law:xz-ca-30 ;", "ls:defeats law:xz-ca-31 ;", "xz-ca-30-2: refers to xz-ca-31, which does not exist"),
        (
            "law:xz-ca-40 a ls:TermRule",
            "law:term-40 a ls:TermRule",
            "term-40: the id does not begin with the code of its jurisdiction",
        ),
        ("ls:covers ls:authorReproduction ,", "ls:covers", "xz-ca-10: grants authorReproduction, which XZ does not cover"),
        (
            'law:XZ ;\n    ls:provision "Copyright Act 2010 s 10"',
            'law:DE ;\n    ls:provision "Copyright Act 2010 s 10"',
            "this file is for XZ",
        ),
    ],
)
def test_a_slip_is_told_by_rule(project: Path, was: str, becomes: str, said: str) -> None:
    path = project / "ontology" / "law" / "xz.ttl"
    text = path.read_text(encoding="utf-8")
    assert was in text
    try:
        path.write_text(text.replace(was, becomes), encoding="utf-8")
        done = run(project, "-m", "lexstemma", "check", "ontology/law")
    finally:
        path.write_text(text, encoding="utf-8")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_law_file_without_a_place_is_told(project: Path) -> None:
    stray = project / "ontology" / "law" / "qq.ttl"
    stray.write_text("", encoding="utf-8")
    try:
        done = run(project, "-m", "lexstemma", "law", "list")
    finally:
        stray.unlink()
    assert done.returncode == 2
    assert "'qq' is the code of no jurisdiction" in done.stderr
