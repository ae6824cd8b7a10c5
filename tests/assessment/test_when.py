"""Answers over time: what a day of asking, or another day of the act, would have given."""

from __future__ import annotations

from datetime import date

import pytest

from lexstemma.assessment import Run, Timeline, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import InputError, data_path

TODAY = "2026-11-23"


def run_of(example: str) -> Run:
    return assess(Case.load(data_path("examples") / f"{example}.yaml"), Law.load(as_of=TODAY))


def status_on(line: Timeline, day: date) -> str:
    return next(p.status for p in reversed(line.periods) if p.since is None or p.since <= day)


@pytest.mark.parametrize("example", ["figure2", "gema-openai", "three-steps"])
def test_the_last_period_is_the_answer_as_asked(example: str) -> None:
    run = run_of(example)
    now = {answer.id: answer.status for answer in run.answers()}
    assert {line.answer.id: line.periods[-1].status for line in run.over_time()} == now


@pytest.mark.parametrize("day", ["2020-01-01", "2024-10-01", "2025-11-11", "2026-05-01"])
def test_every_period_is_what_asking_on_that_day_gives(day: str) -> None:
    run = run_of("gema-openai")
    then = assess(run.case, Law.load(as_of=day))
    asked = {answer.id: answer.status for answer in then.answers()}
    assert {line.answer.id: status_on(line, date.fromisoformat(day)) for line in run.over_time()} == asked


def test_a_judgment_changed_the_answer_on_its_day_and_is_named() -> None:
    lines = [line for line in run_of("gema-openai").over_time("host") if line.axis == "asked" and len(line.periods) > 1]
    (line, *_) = lines
    assert [(p.since, p.status) for p in line.periods] == [
        (None, "contested"),
        (date(2025, 11, 11), "authorization_required"),
    ]
    assert [(e.kind, e.id) for e in line.periods[1].because] == [("decision", "lg-muenchen-gema-openai")]


def test_law_reservation_and_term_change_the_answer_with_the_day_of_the_act() -> None:
    run = run_of("figure2")
    (novel,) = (t for t in run.over_time("crawl") if t.axis == "act" and t.answer.question.object == "novel")
    assert [(str(p.since), p.status) for p in novel.periods] == [
        ("None", "authorization_required"),
        ("2021-06-07", "excepted"),
        ("2024-06-01", "authorization_required"),
    ]
    assert "reservation" in {event.kind for event in novel.periods[2].because}
    (poem,) = (t for t in run.over_time("crawl") if t.axis == "act" and t.answer.question.object == "poem")
    assert (date(1997, 1, 1), "free") in [(p.since, p.status) for p in poem.periods]


@pytest.mark.parametrize("step", ["crawl", "pretrain", "deliver-base"])
def test_the_period_of_the_real_day_is_the_answer(step: str) -> None:
    run = run_of("figure2")
    for line in run.over_time(step):
        if line.axis == "act":
            assert status_on(line, line.answer.question.day) == line.answer.status


def test_what_is_awaited_never_counts() -> None:
    run = run_of("gema-openai")
    pending = {one.id: one for one in run.announced()}
    assert "issue-weights-reproduction" in pending
    assert all(one.kind != "rule" or (one.day and one.day > run.law.as_of) for one in pending.values())
    assert {line.periods[-1].status for line in run.over_time("host")} >= {"authorization_required"}


def test_a_default_that_only_doctrine_opposes_is_not_awaited() -> None:
    assert "issue-whole-set-in-weights" not in {one.id for one in run_of("figure2").announced()}


def test_a_step_that_the_case_lacks_is_refused() -> None:
    with pytest.raises(InputError, match="no step 'crawll'"):
        run_of("figure2").over_time("crawll")
