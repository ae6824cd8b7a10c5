"""Error probabilities: exact by enumeration, against definitions, and silent about nothing."""

import dataclasses
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import Toy, prose

from lexstemma.probes import (
    auroc,
    benjamini_hochberg,
    bootstrap,
    canary_test,
    clopper_pearson,
    conformal,
    draw_canary,
    holm,
    probe_canaries,
    rank_order,
)  # fmt: skip
from lexstemma.terms import InputError

ps = st.lists(st.floats(0, 1), min_size=1, max_size=20)
groups = st.lists(st.integers(0, 6).map(float), min_size=1, max_size=12)


@pytest.mark.parametrize("m", [1, 4, 9])
def test_conformal_p_is_exact_when_the_text_is_one_of_them(m: int) -> None:
    texts = [float(n) for n in range(m + 1)]
    found = sorted(conformal(text, [t for t in texts if t != text]).p for text in texts)
    assert found == pytest.approx([(n + 1) / (m + 1) for n in range(m + 1)])


@given(st.lists(st.integers(0, 3).map(float), min_size=2, max_size=12), st.booleans())
def test_conformal_p_is_never_too_small_with_ties(texts: list[float], higher: bool) -> None:
    found = [conformal(t, texts[:n] + texts[n + 1 :], higher=higher).p for n, t in enumerate(texts)]
    assert all(sum(p <= a for p in found) <= a * len(texts) + 1e-9 for a in found)


def test_few_controls_say_what_they_cannot_show() -> None:
    assert "cannot reach 0.05" in conformal(1.0, [0.0] * 18).statement
    assert "m = 18" in conformal(1.0, [0.0] * 18).statement
    found = conformal(1.0, [0.0] * 19)
    assert found.p == 0.05
    assert "cannot" not in found.statement


def test_no_controls_no_p() -> None:
    with pytest.raises(InputError, match="no controls"):
        conformal(1.0, [])


@pytest.mark.parametrize("values", [(math.nan, [1.0]), (1.0, [math.nan])])
def test_no_p_for_what_is_not_a_number(values: tuple[float, list[float]]) -> None:
    with pytest.raises(InputError, match="not a number"):
        conformal(*values)


@given(ps)
def test_holm_by_its_definition(raw: list[float]) -> None:
    order = sorted(range(len(raw)), key=lambda i: raw[i])
    wanted = [min(1.0, max((len(raw) - k) * raw[order[k]] for k in range(order.index(i) + 1))) for i in range(len(raw))]
    assert holm(raw) == pytest.approx(wanted)


@given(ps)
def test_corrections_never_help_and_keep_the_order(raw: list[float]) -> None:
    for corrected in (holm(raw), benjamini_hochberg(raw)):
        assert all(a >= r - 1e-12 for a, r in zip(corrected, raw, strict=True))
        assert all(corrected[i] <= corrected[j] + 1e-12 for i, j in itertools.permutations(range(len(raw)), 2) if raw[i] <= raw[j])
    assert all(b <= h + 1e-12 for b, h in zip(benjamini_hochberg(raw), holm(raw), strict=True))


@given(ps)
def test_benjamini_hochberg_by_its_definition(raw: list[float]) -> None:
    n, ordered = len(raw), sorted(raw)
    wanted = [min(1.0, min(ordered[k] * n / (k + 1) for k in range(n) if ordered[k] >= p)) for p in raw]
    assert benjamini_hochberg(raw) == pytest.approx(wanted)


@pytest.mark.parametrize("correct", [holm, benjamini_hochberg])
@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
def test_corrections_refuse_what_is_no_p(correct: object, p: float) -> None:
    with pytest.raises(InputError, match="outside 0 to 1"):
        correct([0.5, p])  # type: ignore[operator]


@pytest.mark.parametrize("n", [1, 5, 18, 300])
def test_the_bound_after_no_hits_is_the_known_formula(n: int) -> None:
    low, high = clopper_pearson(0, n)
    assert low == 0
    assert high == pytest.approx(1 - 0.025 ** (1 / n), abs=1e-9)
    assert clopper_pearson(n, n) == (pytest.approx(1 - high, abs=1e-9), 1.0)


@pytest.mark.parametrize("p", [Fraction(1, 20), Fraction(3, 10), Fraction(1, 2), Fraction(9, 10)])
def test_clopper_pearson_covers_at_least_as_often_as_it_says(p: Fraction) -> None:
    n = 12
    covered = sum(
        math.comb(n, k) * p**k * (1 - p) ** (n - k)
        for k in range(n + 1)
        if clopper_pearson(k, n)[0] <= p <= clopper_pearson(k, n)[1]
    )
    assert covered >= Fraction(95, 100)


@pytest.mark.parametrize(("hits", "trials"), [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_counts_without_sense_are_refused(hits: int, trials: int) -> None:
    with pytest.raises(InputError, match="trials"):
        clopper_pearson(hits, trials)


@given(groups, groups)
def test_auroc_lies_in_its_interval_and_turns_around(a: list[float], b: list[float]) -> None:
    found, back = auroc(a, b), auroc(b, a)
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9
    assert found.value == pytest.approx(1 - back.value)
    assert found.low == pytest.approx(1 - back.high, abs=1e-9)


def test_one_text_separates_nothing() -> None:
    assert not auroc([1.0], [0.0] * 300).separates
    assert auroc([1.0] * 20, [0.0] * 20).separates
    assert auroc([1.0] * 20, [0.0] * 20).low > 0.8


def test_auroc_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="0 texts against 1"):
        auroc([], [1.0])


def test_the_bootstrap_draws_texts_and_repeats_itself() -> None:
    def mean(values: object) -> float:
        return sum(values) / len(values)  # type: ignore[arg-type, call-overload, no-any-return]

    low, high = bootstrap([0.0, 1.0] * 20, mean)
    assert (low, high) == bootstrap([0.0, 1.0] * 20, mean)
    assert 0.3 < low < 0.5 < high < 0.7
    assert bootstrap([2.0], mean) == (2.0, 2.0)
    with pytest.raises(InputError, match="no texts"):
        bootstrap([], mean)


@pytest.mark.parametrize("n", [2, 10, 100])
def test_canary_p_is_exactly_uniform(n: int) -> None:
    found = [canary_test([(float(k), [float(j) for j in range(n) if j != k])]).p for k in range(n)]
    assert sorted(found) == pytest.approx([(k + 1) / n for k in range(n)])


def test_exposure_and_proof() -> None:
    held = [float(n) for n in range(1023)]
    found = canary_test([(2000.0, held)])
    assert found.exposures == (10.0,)
    assert found.p == 1 / 1024
    assert found.proved
    assert canary_test([(-2000.0, held)]).exposures == (0.0,)
    few = canary_test([(9.0, [0.0] * 9)])
    assert not few.proved
    assert "cannot give p below 0.1" in few.statement


def test_several_canaries_together_are_never_too_sure() -> None:
    n = 6
    found = [
        canary_test([(float(a), [float(x) for x in range(n) if x != a]), (float(b), [float(x) for x in range(n) if x != b])]).p
        for a in range(n)
        for b in range(n)
    ]
    assert all(sum(p <= a + 1e-12 for p in found) <= a * len(found) + 1e-9 for a in found)
    assert min(found) < 1 / n


def test_ties_count_against_the_planted_text() -> None:
    assert canary_test([(1.0, [1.0, 1.0, 0.0])]).ranks == (3,)


@pytest.mark.parametrize("sets", [[], [(1.0, [])], [(math.nan, [1.0])]])
def test_canaries_that_prove_nothing_are_refused(sets: list[tuple[float, list[float]]]) -> None:
    with pytest.raises(InputError):
        canary_test(sets)


def test_a_drawn_canary_is_sealed() -> None:
    made = draw_canary(["a", "b", "c"])
    again = draw_canary(made.texts, planted=made.planted, salt=made.salt)
    assert again == made
    assert draw_canary(made.texts, planted=(made.planted + 1) % 3, salt=made.salt).commitment != made.commitment
    for wrong in (["a"], ["a", "a"]):
        with pytest.raises(InputError, match="different texts"):
            draw_canary(wrong)
    with pytest.raises(InputError, match="text 3 of 3"):
        draw_canary(made.texts, planted=3)


def test_order_p_is_exact_over_all_orders() -> None:
    values = [float(n) for n in range(6)]
    found = [rank_order(v, [w for w in values if w != v]).p for v in values]
    assert sorted(found) == pytest.approx([(n + 1) / 6 for n in range(6)])
    assert "cannot reach 0.05" in rank_order(1.0, [0.0]).statement


@pytest.mark.parametrize("helped", [False, True])
def test_a_planted_canary_is_found_and_only_where_it_was_trained_on(helped: bool) -> None:
    drawn = draw_canary([prose(12, n) for n in range(40)], planted=17, salt="ab")
    reference = Toy() if helped else None
    assert probe_canaries(Toy([drawn.texts[17]]), [drawn], reference=reference).p == 1 / 40
    assert probe_canaries(Toy(), [drawn], reference=reference).p == 1.0
    assert probe_canaries(Toy([drawn.texts[3]]), [drawn], reference=reference).p > 1 / 40


def test_canaries_changed_after_sealing_are_refused() -> None:
    drawn = draw_canary(["a b", "c d"])
    with pytest.raises(InputError, match="not those that were sealed"):
        probe_canaries(Toy(), [dataclasses.replace(drawn, planted=1 - drawn.planted)])
