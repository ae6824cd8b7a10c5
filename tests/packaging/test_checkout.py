"""In a checkout the checkout's own data is read, so that an edit is seen at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lexstemma.terms import data_path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("engine", "ontology", "examples")


@pytest.mark.parametrize("folder", ["ontology", "examples"])
def test_this_checkout_is_read_though_an_editable_install_left_a_copy(folder: str) -> None:
    assert data_path(folder) == ROOT / folder


def test_an_edit_is_seen(tmp_path: Path) -> None:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _label(tmp_path) != "edited by a lawyer"
    with (tmp_path / "ontology" / "lexstemma.ttl").open("a", encoding="utf-8") as file:
        file.write("\nls:Edited a owl:Class ; rdfs:label 'edited by a lawyer' .\n")
    assert _label(tmp_path) == "edited by a lawyer"


def test_a_broken_installation_is_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    done = _python(tmp_path, "from lexstemma.terms import data_path; data_path('ontology')")
    assert "lexstemma/ontology is missing from this installation; reinstall lexstemma" in done.stderr


def _label(checkout: Path) -> str:
    done = _python(checkout, "from lexstemma.terms import vocabulary; print(vocabulary().label('Edited'))")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _python(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(checkout / "engine")}
    return subprocess.run([sys.executable, "-c", script], env=env, cwd=checkout, capture_output=True, text=True, timeout=60)
