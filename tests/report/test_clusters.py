"""Many laws side by side: those that say the same of every step stand in one row."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import pytest

from lexstemma import Case, Law, assess
from lexstemma.report import Page, print_comparison
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")
EVERY = [place.id for place in LAW.encoded()]


def comparison(laws: list[str]) -> list[str]:
    run = assess(Case.load(data_path("examples") / "three-steps.yaml"), LAW, under=laws)
    out = io.StringIO()
    with redirect_stdout(out):
        print_comparison(Page(), run, run.compare())
    return out.getvalue().splitlines()


def test_every_law_stands_in_exactly_one_row() -> None:
    lines = comparison(EVERY)
    table = lines[1 : next(i for i, line in enumerate(lines) if " = " in line)]
    named = [word for line in table for word in line.split() if word in EVERY]
    assert sorted(named) == sorted(EVERY)


def test_laws_of_one_row_have_the_same_answers() -> None:
    run = assess(Case.load(data_path("examples") / "three-steps.yaml"), LAW, under=EVERY)
    outcome = {law: [next(c.status for c in row.cells if c.law == law) for row in run.compare()] for law in EVERY}
    rows = [[word for word in line.split() if word in EVERY] for line in comparison(EVERY)]
    for row in filter(None, rows):
        assert all(outcome[law] == outcome[row[0]] for law in row)


@pytest.mark.parametrize("count", [2, 8])
def test_few_laws_have_a_column_each(count: int) -> None:
    assert comparison(EVERY[:count])[0].split() == ["step", *EVERY[:count]]
