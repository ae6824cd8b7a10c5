"""What the README shows works: its commands and its Python are run as they stand."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> list[object]:
    """The fenced blocks of all pages in these languages."""
    return [
        pytest.param(body, id=f"{page.name}:{text[: match.start()].count(chr(10)) + 1}")
        for page in PAGES
        for text in [page.read_text(encoding="utf-8")]
        for match in FENCE.finditer(text)
        for language, body in [match.groups()]
        if language in languages
    ]


def commands(body: str) -> list[list[str]]:
    """The `lexstemma` lines of a block, prompts and comments taken off, continued lines joined."""
    lines = (line.strip().removeprefix("$ ") for line in body.replace("\\\n", " ").splitlines())
    return [words for line in lines if line.startswith("lexstemma") and (words := shlex.split(line, comments=True))]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder with the examples in it, as a reader of the README has in front of them."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


@pytest.mark.parametrize("body", blocks("sh", "bash", "console", "shell"))
def test_commands(body: str, desk: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for words in commands(body):
        assert not set(words) & {"|", ">", "&&"}, f"one plain command a line: {shlex.join(words)}"
        done = subprocess.run(words, cwd=desk, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=120)
        allowed = {0, 1} if "--fail-on" in words else {0}
        assert done.returncode in allowed, f"{shlex.join(words)}\n{done.stderr}"
        assert done.stdout.strip(), shlex.join(words)


@pytest.mark.parametrize("body", blocks("python"))
def test_python(body: str, desk: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", body], cwd=desk, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_every_command_named_exists() -> None:
    named = {
        name for page in PAGES for name in re.findall(r"(?<!from )\blexstemma ([a-z]+)\b", _code(page.read_text(encoding="utf-8")))
    }
    overview = [sys.executable, "-m", "lexstemma", "--help"]
    offered = subprocess.run(overview, capture_output=True, text=True, timeout=60, check=True).stdout
    assert named
    assert not {name for name in named if not re.search(rf"^\W*{name}\b", offered, re.MULTILINE)}


def test_every_make_target_shown_exists() -> None:
    shown = {target for page in PAGES for target in re.findall(r"\bmake ([a-z-]+)\b", _code(page.read_text(encoding="utf-8")))}
    offered = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test", "check"} <= offered
    assert shown <= offered


def test_the_two_commands_stand_in_the_readme() -> None:
    shown = "\n".join(body for _, body in FENCE.findall(PAGES[0].read_text(encoding="utf-8")))
    assert {"", " test"} <= set(re.findall(r"^(?:\$ )?make( test)?\s*(?:#.*)?$", shown, re.MULTILINE))


def _code(text: str) -> str:
    """Only what stands in code: fenced blocks and `spans`."""
    return "\n".join([*(m[1] for m in FENCE.findall(text)), *re.findall(r"`([^`\n]+)`", text)])
