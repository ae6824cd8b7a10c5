"""The project stands alone: nothing in the tree points at folders around it or at the machine it was written on."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = re.compile(r"\.\./(?:sha)red|(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+)/|\.li[b]rary/|fact ba[s]e")
GENERATED = {"__pycache__", "build", "dist"}
SHOWN_DOT = {".ci", ".github", ".gitignore"}


def files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in GENERATED or (path.name.startswith(".") and path.name not in SHOWN_DOT):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def test_nothing_points_outside_the_project() -> None:
    pointing = []
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        pointing += [f"{path.relative_to(ROOT)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if OUTSIDE.search(line)]
    assert not pointing


def test_no_link_leaves_the_project() -> None:
    assert not [p for p in files() if p.is_symlink() and not p.resolve().is_relative_to(ROOT)]


def test_no_file_of_the_product_is_a_giant() -> None:
    sources = [p for folder in ("engine", "ui", "benchmarks") for p in files(ROOT / folder) if p.suffix == ".py"]
    assert not [p for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > 350]
