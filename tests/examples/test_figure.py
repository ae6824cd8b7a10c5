"""The picture in the README shows what the program answers today."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from xml.dom import minidom

import pytest

from lexstemma.assessment import assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import data_path

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("draw_figure2")


def drawn(drawing: ModuleType, case: Case) -> str:
    return str(drawing.draw(assess(case, Law.load(as_of=drawing.AS_OF))))


def test_the_picture_is_that_of_the_present_answers(drawing: ModuleType) -> None:
    today = drawn(drawing, Case.load(data_path("examples") / "figure2.yaml"))
    assert (DOCS / "figure2.svg").read_text(encoding="utf-8") == today, "run: python docs/draw_figure2.py"


def test_the_picture_is_well_formed_and_says_what_it_shows(drawing: ModuleType) -> None:
    root = minidom.parseString((DOCS / "figure2.svg").read_bytes()).documentElement
    assert root is not None
    assert root.getAttribute("aria-label")
    words = " ".join(node.firstChild.nodeValue for node in root.getElementsByTagName("text"))
    assert all(name in words for name in drawing.NAMES.values())


def test_a_thing_without_a_place_is_not_left_out_in_silence(drawing: ModuleType) -> None:
    text = (data_path("examples") / "figure2.yaml").read_text(encoding="utf-8")
    more = text.replace("outputs:\n", "outputs:\n  - {id: stray}\n", 1)
    with pytest.raises(ValueError, match="not placed: stray"):
        drawn(drawing, Case.parse(more.encode(), format="yaml-ld", name="more.yaml"))
