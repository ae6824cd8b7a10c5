"""The notebook for policy researchers: it runs, and what stands under its cells is what the program says today."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"
RUN = ROOT / "docs" / "run_notebook.py"


def cells(file: Path) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(file.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def printed(cell: dict[str, Any]) -> str:
    return "".join(line for out in cell["outputs"] if out.get("name") == "stdout" for line in out["text"])


def drawn(cell: dict[str, Any]) -> list[str]:
    return [out["data"]["image/png"] for out in cell["outputs"] if "image/png" in out.get("data", {})]


def started(script: Path, *arguments: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs the notebook in a process of its own that sees no settings of the user."""
    own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "MPLBACKEND"))}
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, env=environment | own, cwd=home, capture_output=True, text=True, check=False)


def test_it_runs_and_prints_what_stands_under_its_cells(tmp_path: Path) -> None:
    done = started(RUN, tmp_path / "out.ipynb", home=tmp_path)
    assert done.returncode == 0, done.stderr
    today, kept = cells(tmp_path / "out.ipynb"), cells(NOTEBOOK)
    for now, then in zip(today, kept, strict=True):
        assert printed(now) == printed(then), f"cell {now['id']}; run: python docs/run_notebook.py"
        assert len(drawn(now)) == len(drawn(then)), now["id"]


def test_a_cell_that_fails_stops_the_run_and_nothing_is_written(tmp_path: Path) -> None:
    """The script is copied beside a notebook whose only cell misspells a step."""
    source = "from lexstemma import Case, assess\nfrom lexstemma.terms import data_path\n"
    source += 'assess(Case.load(data_path("examples") / "three-steps.yaml")).answers(step="crwal")'
    cell = {"cell_type": "code", "id": "wrong", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    for folder in ("docs", "examples"):
        (tmp_path / folder).mkdir()
    script, notebook = tmp_path / "docs" / RUN.name, tmp_path / "examples" / NOTEBOOK.name
    script.write_text(RUN.read_text(encoding="utf-8"), encoding="utf-8")
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    before = notebook.read_bytes()
    done = started(script, home=tmp_path)
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert "the case has no step 'crwal'" in done.stderr
    assert notebook.read_bytes() == before


def test_it_was_run_once_from_top_to_bottom_without_error_or_warning() -> None:
    kept = cells(NOTEBOOK)
    assert [cell["execution_count"] for cell in kept] == list(range(1, len(kept) + 1))
    kinds = {(out["output_type"], out.get("name")) for cell in kept for out in cell["outputs"]}
    assert kinds == {("stream", "stdout"), ("display_data", None)}


def test_it_names_no_folder_of_the_machine_it_was_run_on() -> None:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"]) + (printed(cell) if cell["cell_type"] == "code" else "")
        assert not re.search(r"(?<![\w.:/])/(home|root|tmp|work|usr|opt|Users|private)\b|\b[A-Z]:\\", text), cell["id"]


def test_it_stays_small_and_its_pictures_are_pictures() -> None:
    assert NOTEBOOK.stat().st_size < 150_000
    pictures = [picture for cell in cells(NOTEBOOK) for picture in drawn(cell)]
    assert len(pictures) == 2
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures)


def test_a_law_that_is_not_encoded_counts_nothing_as_free() -> None:
    [regimes] = [printed(cell).splitlines() for cell in cells(NOTEBOOK) if cell["id"] == "regimes"]
    [row] = [line.split() for line in regimes if line.startswith("NO ")]
    assert row[2:] == ["0"] * 6 + [row[1]]
