"""The two models equal their definitions, taken word by word over sets, on random bases and on the bundled one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from lexstemma.law import Court, Factor, Precedent, PrecedentBase
from lexstemma.reasoning import INCONSISTENT, UNSETTLED, Constraint, conflict, constrain, distinguish

from .sentences import ASKED, fair_use

USER, HOLDER = "favoursUser", "favoursHolder"
OTHER = {USER: HOLDER, HOLDER: USER}
DAY = date(2020, 1, 1)
NAMES = {USER: ("u0", "u1", "u2", "u3"), HOLDER: ("h0", "h1", "h2", "h3")}
EVERY = (*NAMES[USER], *NAMES[HOLDER])
COURTS = {
    "top": Court("top", "Top", "", "apex", True, None),
    "north": Court("north", "North", "", "appellate", True, "top"),
    "south": Court("south", "South", "", "appellate", True, "top"),
    "low": Court("low", "Low", "", "firstInstance", False, "north"),
}


def subsets(names: frozenset[str]) -> Iterator[frozenset[str]]:
    listed = sorted(names)
    return (frozenset(c) for c in chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


def possible(base: PrecedentBase, use: frozenset[str]) -> bool:
    """A use that holds what it implies and nothing that excludes one another."""
    return all(base.factors[n].implies <= use and not base.factors[n].excludes & use for n in use)


def forces(base: PrecedentBase, p: Precedent, use: frozenset[str], model: str) -> bool:
    """The definition: X^s or the reason is among Y^s, and Y^opp is among X^opp."""
    own, opposing = base.side(p.found_for), base.side(OTHER[p.found_for])
    asked = p.reason if model == "reason" else p.factors & own
    return asked <= use & own and use & opposing <= p.factors & opposing


def contradict(base: PrecedentBase, model: str) -> bool:
    """The definition: r2 is among X1^R and r1 among X2^F; or X1^F among X2^F and X2^R among X1^R."""
    user, holder = base.side(USER), base.side(HOLDER)
    for one in (p for p in base.precedents.values() if p.found_for == USER):
        for other in (p for p in base.precedents.values() if p.found_for == HOLDER):
            if model == "reason" and other.reason <= one.factors & holder and one.reason <= other.factors & user:
                return True
            if model == "result" and one.factors & user <= other.factors & user and other.factors & holder <= one.factors & holder:
                return True
    return False


@st.composite
def bases(draw: st.DrawFn) -> PrecedentBase:
    implied = draw(st.sampled_from([{}, {"u0": {"u1"}}, {"h0": {"h1"}}, {"u0": {"u1"}, "h0": {"h1"}}]))
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES[USER]), st.sampled_from(NAMES[HOLDER])), max_size=3))
    factors = {
        name: Factor(
            name,
            name,
            side,
            "group",
            frozenset(implied.get(name, ())),
            frozenset(b for pair in pairs for a, b in (pair, pair[::-1]) if a == name),
            "",
        )
        for side, names in NAMES.items()
        for name in names
    }
    base = PrecedentBase("standard", {}, COURTS, factors)
    uses = [use for use in subsets(frozenset(EVERY)) if possible(base, use)]
    found = {}
    for number in range(draw(st.integers(0, 5))):
        side = draw(st.sampled_from((USER, HOLDER)))
        held = draw(st.sampled_from([use for use in uses if use & base.side(side)]))
        reason = draw(st.sampled_from([r for r in subsets(held & base.side(side)) if r]))
        found[f"p{number}"] = Precedent(
            id=f"p{number}",
            label="A use",
            case="A v. B",
            docket="1",
            court=draw(st.sampled_from(sorted(COURTS))),
            decided=draw(st.sampled_from((date(2010, 1, 1), date(2015, 1, 1)))),
            use="A use",
            jurisdiction="XX",
            standard="standard",
            factors=held,
            found_for=side,
            reason=reason,
            status="finalRuling",
        )
    return replace(base, precedents=found)


def uses_of(base: PrecedentBase) -> list[frozenset[str]]:
    return [use for use in subsets(frozenset(base.factors)) if possible(base, use)]


def outcomes(base: PrecedentBase, use: frozenset[str]) -> Constraint:
    return constrain(base, use, as_of=DAY, forum="low")


@given(bases(), st.data())
def test_both_models_equal_their_definitions(base: PrecedentBase, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(uses_of(base)))
    for model, ruling in outcomes(base, use).persuasive.items():
        if contradict(base, model):
            assert ruling.outcome == INCONSISTENT
            assert ruling.conflict is not None
            continue
        by = {p.id for p in base.precedents.values() if forces(base, p, use, model)}
        assert set(ruling.by) == by
        assert {ruling.outcome} == ({base.precedents[n].found_for for n in by} or {UNSETTLED})


@given(bases(), st.data())
def test_what_binds_is_what_the_forum_and_the_courts_above_it_decided(base: PrecedentBase, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(uses_of(base)))
    above = {"top": {"top"}, "north": {"north", "top"}, "south": {"south", "top"}, "low": {"north", "top"}}
    for forum, courts in above.items():
        alone = replace(base, precedents={n: p for n, p in base.precedents.items() if p.court in courts})
        assert constrain(base, use, forum=forum, as_of=DAY).binding == constrain(alone, use, as_of=DAY).persuasive


@given(bases(), st.data())
def test_what_the_result_model_forces_the_reason_model_forces(base: PrecedentBase, data: st.DataObject) -> None:
    found = outcomes(base, data.draw(st.sampled_from(uses_of(base)))).persuasive
    assert set(found["result"].by) <= set(found["reason"].by) or found["reason"].outcome == INCONSISTENT
    if found["result"].outcome == INCONSISTENT:
        assert found["reason"].outcome == INCONSISTENT


@given(bases(), st.data())
def test_one_more_factor_for_a_side_never_takes_its_forced_outcome_away(base: PrecedentBase, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(uses_of(base)))
    before = outcomes(base, use).persuasive
    for model, ruling in before.items():
        for name in base.side(ruling.outcome) - use:
            larger = use | {name} | base.factors[name].implies
            if possible(base, larger):
                assert outcomes(base, larger).persuasive[model].outcome == ruling.outcome


@given(bases(), st.data())
def test_one_more_opposing_factor_never_forces(base: PrecedentBase, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(uses_of(base)))
    for model, ruling in outcomes(base, use).persuasive.items():
        if ruling.outcome != UNSETTLED:
            continue
        for side in (USER, HOLDER):
            for name in base.side(OTHER[side]) - use:
                larger = use | {name} | base.factors[name].implies
                if possible(base, larger):
                    assert outcomes(base, larger).persuasive[model].outcome != side


@given(bases())
def test_a_base_contradicts_itself_if_and_only_if_some_use_would_be_forced_both_ways(base: PrecedentBase) -> None:
    for model in ("result", "reason"):
        both = any(
            len({p.found_for for p in base.precedents.values() if forces(base, p, use, model)}) == 2 for use in uses_of(base)
        )
        pair = conflict(base, base.precedents.values(), model)
        assert (pair is not None) == both == contradict(base, model)
        if pair is not None:
            assert contradict(replace(base, precedents={n: base.precedents[n] for n in pair}), model)


@given(bases(), st.data())
def test_with_open_factors_a_side_is_forced_if_and_only_if_every_completion_forces_it(
    base: PrecedentBase, data: st.DataObject
) -> None:
    assume(not contradict(base, "reason"))
    present = data.draw(st.sampled_from(uses_of(base)))
    unknown = frozenset(data.draw(st.sets(st.sampled_from(EVERY), max_size=5)))
    completions = [present | more for more in subsets(unknown - present) if possible(base, present | more)]
    answer = constrain(base, present, unknown=unknown, as_of=DAY)
    for model, ruling in answer.persuasive.items():
        (*found,) = {constrain(base, use, as_of=DAY).persuasive[model].outcome for use in completions}
        assert ruling.outcome == (found[0] if len(found) == 1 else UNSETTLED)
    for use in completions:
        assert use - present <= answer.unknown


@given(bases(), st.data())
def test_distinguishing_factors_are_all_that_keeps_a_precedent_from_forcing(base: PrecedentBase, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(uses_of(base)))
    for p in base.precedents.values():
        found = distinguish(base, p, use)
        assert (found.distance == 0) == forces(base, p, use, "reason")
        assert (found.distance == 0 and not found.weaker) == forces(base, p, use, "result")
        mended = (use - found.extra) | found.missing
        assert forces(base, p, mended, "reason")
        assert forces(base, p, mended | found.weaker, "result")


@given(bases(), st.data())
def test_a_precedent_more_takes_no_forced_outcome_away_while_the_base_stays_consistent(
    base: PrecedentBase, data: st.DataObject
) -> None:
    assume(base.precedents and not contradict(base, "reason"))
    use = data.draw(st.sampled_from(uses_of(base)))
    fewer = base.without([data.draw(st.sampled_from(sorted(base.precedents)))])
    for model, ruling in outcomes(fewer, use).persuasive.items():
        if ruling.outcome != UNSETTLED:
            assert outcomes(base, use).persuasive[model].outcome == ruling.outcome


@given(
    st.sets(st.sampled_from(sorted(fair_use().factors)), max_size=14),
    st.sets(st.sampled_from(sorted(fair_use().factors)), max_size=6),
)
def test_on_the_bundled_base_too(names: set[str], unknown: set[str]) -> None:
    base = fair_use()
    kept: set[str] = set()
    for name in sorted(names):
        if not any(base.factors[n].excludes & (kept | {name}) for n in base.factors[name].implies | {name} | kept):
            kept |= {name, *base.factors[name].implies}
    answer = constrain(base, kept, unknown=unknown, as_of=ASKED)
    counted = [p for p in base.precedents.values() if p.counts_on(ASKED)]
    completions = [u for more in subsets(frozenset(unknown) - kept) if possible(base, u := frozenset(kept) | more)]
    for model, ruling in answer.persuasive.items():
        found = {frozenset(p.found_for for p in counted if forces(base, p, u, model)) for u in completions}
        assert ruling.outcome == (next(iter(*found), UNSETTLED) if len(found) == 1 else UNSETTLED)
