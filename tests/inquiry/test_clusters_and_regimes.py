"""Laws of one outcome together, and steps counted over many cases."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexstemma import Case, Law, assess
from lexstemma.inquiry import COUNTED, apart, between, clusters, regimes
from lexstemma.terms import InputError, data_path

LAW = Law.load(as_of="2026-11-23")
EVERY = [place.id for place in LAW.encoded()]
CASES = {path.stem: Case.load(path) for path in sorted(data_path("examples").glob("*.yaml"))}


@given(
    name=st.sampled_from(["three-steps", "getty-laion", "gema-openai"]),
    laws=st.lists(st.sampled_from([*EVERY, "AE", "BE"]), min_size=2, max_size=8, unique=True),
)
def test_clusters_partition_the_laws_and_no_two_of_one_differ_on_a_step(name: str, laws: list[str]) -> None:
    run = assess(CASES[name], LAW, under=laws)
    for by in ("step", "question"):
        found = clusters(run, by)  # type: ignore[arg-type]
        assert sorted(law for one in found for law in one.laws) == sorted(laws)
        assert len({one.outcome for one in found}) == len(found)
    for one in clusters(run):
        for a, b in combinations(one.laws, 2):
            assert not [step.step for step in between(run, a, b) if step.differs]
            assert all(
                {cell.status for cell in row.cells if cell.law in (a, b)} == {one.statuses[row.step]} for row in run.compare()
            )


def test_each_cluster_is_set_apart_from_the_next_by_steps_that_differ() -> None:
    run = assess(CASES["getty-laion"], LAW, under=["DE", "FR", "UK", "US", "JP"])
    found = clusters(run)
    gaps = list(apart(run, found))
    assert len(gaps) == len(found) - 1
    for number, gap in enumerate(gaps):
        before, after = found[number].statuses, found[number + 1].statuses
        assert gap.keys == tuple(step for step in before if before[step] != after[step])
        assert {step.step for step in gap.steps} == set(gap.keys)
        assert all(step.parts or step.only for step in gap.steps)
        assert all(step.parts == step.decisive for step in gap.steps)


def test_one_law_is_set_apart_from_nothing() -> None:
    run = assess(CASES["getty-laion"], LAW, under=["JP"])
    assert [one.laws for one in clusters(run)] == [("JP",)]
    assert list(apart(run, clusters(run))) == []


# ------------------------------------------------------------ regimes
def test_a_table_counts_every_step_once_as_compare_shows_it() -> None:
    laws = ["DE", "UK", "JP", "US"]
    found = regimes(CASES.values(), LAW, under=laws)
    for row in found.rows:
        assert row.case is not None
        case = CASES[row.case]
        cells = [cell for line in assess(case, LAW, under=laws).compare() for cell in line.cells if cell.law == row.law]
        assert Counter(cell.status for cell in cells) == Counter({s: n for s in COUNTED if (n := row.count(s))})
        assert row.steps == len(case.of_kind("Step"))
    for total in found.totals:
        mine = [row for row in found.rows if row.law == total.law]
        assert total.counts == tuple(map(sum, zip(*(row.counts for row in mine), strict=True)))


def test_law_that_is_not_encoded_is_never_free() -> None:
    [row, *_] = regimes(CASES.values(), LAW, under=["AE"]).totals
    assert row.count("not_encoded") == row.steps > 0
    assert not any(row.count(status) for status in ("free", "excepted", "licensed"))


def test_under_the_law_of_each_place_every_step_counts_once() -> None:
    found = regimes(CASES.values(), LAW)
    assert sum(row.steps for row in found.totals) == sum(len(case.of_kind("Step")) for case in CASES.values())
    [nowhere] = [row for row in found.totals if row.law == "?"]
    assert nowhere.counts == tuple(nowhere.steps if status == "depends" else 0 for status in COUNTED)


def test_an_unknown_law_is_refused() -> None:
    with pytest.raises(InputError, match="unknown jurisdiction 'XX'"):
        regimes(CASES.values(), LAW, under=["XX"])
