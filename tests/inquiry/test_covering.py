"""The fewest permissions: the same optimum as MaxSAT on random problems, and what is told where the search is cut short."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from _maxsat import cheapest
from lexstemma.inquiry import Covering, Demand, covering

PERMISSIONS = st.sampled_from([f"p{n}" for n in range(6)])
LITERALS = st.tuples(st.sampled_from([f"a{n}" for n in range(6)]), st.booleans())
WAYS = st.lists(st.frozensets(LITERALS, min_size=1, max_size=3), max_size=3).map(tuple)
DEMANDS = st.lists(
    st.builds(Demand, by=st.one_of(st.none(), st.frozensets(PERMISSIONS, min_size=1, max_size=2)), ways=WAYS), max_size=8
)
UNITS = st.dictionaries(PERMISSIONS, st.sampled_from(["u1", "u2"]))
COSTS = st.dictionaries(st.sampled_from(["p0", "p1", "p2", "u1", "u2"]), st.integers(1, 5))
EXCLUDED = st.lists(st.tuples(LITERALS, LITERALS), max_size=3)


def holds(demand: Demand, found: Covering) -> bool:
    return (demand.by is not None and demand.by <= found.permissions) or any(way <= found.holding for way in demand.ways)


@settings(max_examples=150, deadline=None)
@given(demands=DEMANDS, unit=UNITS, costs=COSTS, excluded=EXCLUDED)
def test_maxsat_finds_the_same_cost(
    demands: list[Demand], unit: dict[str, str], costs: dict[str, int], excluded: list[tuple[tuple[str, bool], tuple[str, bool]]]
) -> None:
    found = covering(demands, unit=unit, costs=costs, excluded=excluded)
    theirs = cheapest(demands, unit=unit, costs=costs, excluded=excluded)
    if found is None:
        assert theirs is None
        return
    assert (found.cost, found.least) == (theirs, theirs)
    assert all(holds(demand, found) for demand in demands)
    assert found.cost == sum(costs.get(u, 1) for u in {unit.get(p, p) for p in found.permissions})
    assert not any((atom, not value) in found.holding for atom, value in found.holding)
    assert not any(one in found.holding and other in found.holding for one, other in excluded if one != other)


def test_one_fact_is_not_taken_both_ways() -> None:
    one = Demand(frozenset({"a"}), (frozenset({("x", True)}),))
    other = Demand(frozenset({"b"}), (frozenset({("x", False)}),))
    found = covering([one, other])
    assert found is not None
    assert (found.cost, len(found.permissions), len(found.holding)) == (1, 1, 1)


def test_the_cheaper_holder_is_asked() -> None:
    one = Demand(frozenset({"a"}), (frozenset({("x", True)}),))
    other = Demand(frozenset({"b"}), (frozenset({("x", False)}),))
    found = covering([one, other], costs={"a": 3, "b": 2})
    assert found is not None
    assert (found.permissions, found.holding, found.cost) == (frozenset({"b"}), frozenset({("x", True)}), 2)


def test_permissions_of_one_agreement_are_preferred_to_assumptions() -> None:
    demands = [Demand(frozenset({"a"})), Demand(frozenset({"b"}), (frozenset({("x", True)}),))]
    apart = covering(demands)
    together = covering(demands, unit={"a": "holder", "b": "holder"})
    assert apart is not None
    assert together is not None
    assert (apart.permissions, apart.holding) == (frozenset({"a"}), frozenset({("x", True)}))
    assert (together.permissions, together.holding, together.cost) == (frozenset({"a", "b"}), frozenset(), 1)


def test_what_nobody_can_be_asked_for_and_nothing_makes_lawful_has_no_covering() -> None:
    assert covering([Demand(None)]) is None
    assert covering([Demand(None, (frozenset({("x", True)}),)), Demand(None, (frozenset({("x", False)}),))]) is None


def test_a_search_that_is_cut_short_tells_the_bound_it_proved() -> None:
    demands = [
        Demand(frozenset({f"p{n}"}), (frozenset({(f"a{n % 7}", n % 2 == 0), (f"a{(n * 3) % 11}", n % 3 == 0)}),)) for n in range(60)
    ]
    full, short = covering(demands), covering(demands, most_conflicts=1)
    assert full is not None
    assert short is not None
    assert full.cost == full.least
    assert short.least <= full.cost <= short.cost
    assert all(holds(demand, short) for demand in demands)
