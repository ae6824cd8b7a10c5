"""Every precedent, told a second time in `us/precedents.yaml`, forces what it should: no more, no less."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from ruamel.yaml import YAML

from lexstemma.reasoning import Constraint, constrain

from .sentences import FOLDER, fair_use

APEX = "us-supreme-court"
RECORDS: list[dict[str, Any]] = YAML(typ="safe").load((FOLDER / "us" / "precedents.yaml").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("told", RECORDS, ids=lambda r: r["precedent"])


def asked(told: dict[str, Any], factors: set[str], day: date | None = None, forum: str | None = None) -> Constraint:
    """The precedent alone, so that no other hides what it forces."""
    base = fair_use()
    alone = base.without(set(base.precedents) - {told["precedent"]})
    return constrain(alone, factors, forum=forum or told["court"], as_of=day or told["first_day"])


def outcomes(answer: Constraint) -> tuple[str, str]:
    return answer.persuasive["result"].outcome, answer.persuasive["reason"].outcome


def sets(told: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
    return set(told["reason"]), set(told["besides"]), set(told["against"])


def test_every_precedent_is_told() -> None:
    assert {r["precedent"]: r["court"] for r in RECORDS} == {p.id: p.court for p in fair_use().precedents.values()}


@EACH
def test_on_its_own_facts_it_forces_and_binds_where_its_court_does(told: dict[str, Any]) -> None:
    use, courts = set().union(*sets(told)), fair_use().courts
    for forum, court in courts.items():
        answer = asked(told, use, forum=forum)
        assert outcomes(answer) == (told["for"], told["for"])
        above = {forum, court.reviewed_by, APEX} & {c for c in courts if courts[c].level != "firstInstance"}
        binds = told["court"] in above
        assert answer.settled("result") == answer.settled() == (told["for"] if binds else None)


@EACH
def test_it_counts_from_its_day_and_not_after_it_was_superseded(told: dict[str, Any]) -> None:
    use = set().union(*sets(told))
    one = timedelta(days=1)
    assert outcomes(asked(told, use, told["first_day"] - one)) == ("unsettled", "unsettled")
    last = told.get("last_day")
    assert outcomes(asked(told, use, last or date(2100, 1, 1))) == (told["for"], told["for"])
    if last:
        assert outcomes(asked(told, use, last + one)) == ("unsettled", "unsettled")


@EACH
def test_its_reason_is_enough_in_the_reason_model_only(told: dict[str, Any]) -> None:
    reason, besides, against = sets(told)
    base = fair_use()
    lacking = besides - base.closed(reason)
    answer = asked(told, reason | against)
    assert outcomes(answer) == ("unsettled" if lacking else told["for"], told["for"])
    for name in lacking:
        rest = {n for n in besides if name not in base.factors[n].implies | {n}}
        assert outcomes(asked(told, reason | rest | against))[0] == "unsettled"


@EACH
def test_without_any_one_factor_of_its_reason_it_is_distinguished(told: dict[str, Any]) -> None:
    reason, besides, against = sets(told)
    base = fair_use()
    for name in reason:
        without = {n for n in reason | besides if name not in base.factors[n].implies | {n}}
        answer = asked(told, without | against)
        assert outcomes(answer) == ("unsettled", "unsettled")
        (near,) = answer.nearest[told["for"]]
        assert name in near.missing
        assert not near.extra


@EACH
def test_any_one_opposing_factor_more_distinguishes_it(told: dict[str, Any]) -> None:
    reason, besides, against = sets(told)
    base = fair_use()
    own = reason | besides
    for factor in base.factors.values():
        more = factor.implies | {factor.name}
        if factor.side == told["for"] or more <= against or any(base.factors[n].excludes & own for n in more):
            continue
        answer = asked(told, own | against | more)
        assert outcomes(answer) == ("unsettled", "unsettled")
        (near,) = answer.nearest[told["for"]]
        assert near.extra == more - against
