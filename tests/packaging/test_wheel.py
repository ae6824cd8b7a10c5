"""What a person gets who installs the wheel, far from any checkout."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_carries_code_ontology_examples_and_licences(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for folder in ("ontology", "examples"):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
        missing = {f"lexstemma/{folder}/{p.relative_to(ROOT / folder).as_posix()}" for p in files} - names
        assert files
        assert not missing
    assert {"lexstemma/__init__.py", "lexstemma/py.typed", "lexstemma_ui/__init__.py"} <= names
    assert sum(n.endswith("LICENSE") and ".dist-info/" in n for n in names) == 2


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"lexstemma", "lexstemma_ui"}


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(bare: Path, clean: dict[str, str], tmp_path: Path) -> Run:
    """Runs a program of the bare environment in an empty folder."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [bare / "bin" / words[0], *words[1:]]
        return subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=60)

    return run


def test_the_main_job_runs_outside_the_checkout_with_the_core_alone(run: Run, tmp_path: Path) -> None:
    done = run("lexstemma")
    assert (done.returncode, done.stderr) == (0, "")
    assert "figure2" in done.stdout.lower() or "figure 2" in done.stdout.lower()
    assert not list(tmp_path.iterdir())


def test_the_data_comes_from_the_wheel(run: Run, bare: Path) -> None:
    script = "import lexstemma.terms as t; print(t.data_path('ontology')); print(t.data_path('examples'))"
    done = run("python", "-c", script)
    assert done.returncode == 0, done.stderr
    assert all(Path(line).is_relative_to(bare) for line in done.stdout.split())


def test_a_refusal_is_one_line_there_too(run: Run) -> None:
    done = run("lexstemma", "assess", "no-such-case.yaml")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no-such-case.yaml" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
