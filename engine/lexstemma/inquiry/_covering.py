"""The fewest permissions that answer every demand: an optimization problem that knows neither cases nor law.

Minimum-cost hitting set with side conditions, solved as an answer set program by clingo (Gebser et al., "Multi-shot ASP solving
with clingo", TPLP 2019). What it returns is proven to be least, or comes with the bound that was proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..terms import InputError

Literal = tuple[str, bool]

# Conflicts after which the search stops with the best that it found. Counted, not timed, so that the same input gives the same set.
MOST_CONFLICTS = 200_000
# Search by unsatisfiable cores proves optima of many independent parts, where improving models one by one would not end; the
# latter finds some choice soon.
_BY_CORES, _BY_MODELS = "usc,oll,3", "bb,lin"

_PROGRAM = """
{ ask(P) : permission(P) }.
bought(U) :- ask(P), unit(P,U).
{ holds(A,0); holds(A,1) } 1 :- atom(A).
:- exclude(A,V,B,W), holds(A,V), holds(B,W).
met(D,N) :- way(D,N), holds(A,V) : literal(D,N,A,V).
answered(D) :- demand(D), asked(D), ask(P) : by(D,P).
answered(D) :- met(D,_).
:- demand(D), not answered(D).
#minimize { C@4,U : bought(U), cost(U,C) }.
#minimize { 1@3,A : holds(A,_) }.
#minimize { 1@2,P : ask(P) }.
#minimize { 1@1,K,V : holds(A,V), kind(A,K) }.
#show ask/1. #show holds/2.
"""


@dataclass(frozen=True, slots=True)
class Demand:
    """One question to be made lawful: by permissions, all of them together, or by one of some ways.

    Args:
        by: the permissions that answer it together; None if no permission does.
        ways: sets of literals, of which one that holds answers it.
    """

    by: frozenset[str] | None
    ways: tuple[frozenset[Literal], ...] = ()


@dataclass(frozen=True, slots=True)
class Covering:
    """Permissions and literals that answer all demands.

    Args:
        cost: what the permissions cost.
        least: what no other choice can cost less than; the cost itself once it is proven to be the least.
    """

    permissions: frozenset[str]
    holding: frozenset[Literal]
    cost: int
    least: int


def covering(
    demands: Iterable[Demand],
    *,
    unit: Mapping[str, str] | None = None,
    costs: Mapping[str, int] | None = None,
    excluded: Iterable[tuple[Literal, Literal]] = (),
    kinds: Mapping[str, str] | None = None,
    most_conflicts: int = MOST_CONFLICTS,
) -> Covering | None:
    """The choice of least cost; among those the one with the fewest literals, then the fewest permissions, then kinds of literals.

    Args:
        unit: what is paid for: permissions of one unit cost as much together as one of them; by default each stands alone.
        costs: whole numbers above 0 by unit; 1 where none is given.
        excluded: pairs of literals that cannot hold together, besides an atom and its negation.
        kinds: atoms of one kind read alike; of choices that are as small, the one is taken that takes fewer words.

    Returns:
        None if the demands cannot all be answered.

    Raises:
        InputError: the search was cut short before it found any choice.
    """
    unit, costs = unit or {}, costs or {}
    todo = list(dict.fromkeys(_simplest(demands)))
    if any(d.by is None and not d.ways for d in todo):
        return None
    forced = frozenset[str]().union(*(d.by for d in todo if d.by is not None and not d.ways))
    paid = {unit.get(p, p) for p in forced}
    rest = [d for d in todo if d.ways and not (d.by is not None and d.by <= forced)]
    certain = sum(costs.get(u, 1) for u in paid)
    if not rest:
        return Covering(forced, frozenset(), certain, certain)
    more = {u: 0 if u in paid else c for u, c in _costs(rest, unit, costs).items()}
    found = _solve(rest, forced, unit, more, excluded, kinds or {}, most_conflicts)
    if found is None:
        return None
    permissions, holding, least = found
    cost = sum(costs.get(u, 1) for u in {unit.get(p, p) for p in permissions})
    return Covering(permissions, holding, cost, cost if least is None else certain + least)


def _simplest(demands: Iterable[Demand]) -> Iterable[Demand]:
    """Demands without those that are answered anyway, and without ways that a smaller one makes superfluous."""
    for demand in demands:
        if frozenset() in demand.ways or demand.by == frozenset():
            continue
        ways = sorted(set(demand.ways), key=lambda way: (len(way), sorted(way)))
        yield Demand(demand.by, tuple(way for n, way in enumerate(ways) if not any(less < way for less in ways[:n])))


def _costs(demands: Sequence[Demand], unit: Mapping[str, str], costs: Mapping[str, int]) -> dict[str, int]:
    units = dict.fromkeys(unit.get(p, p) for d in demands for p in sorted(d.by or ()))
    return {u: costs.get(u, 1) for u in units}


def _solve(
    demands: Sequence[Demand],
    forced: frozenset[str],
    unit: Mapping[str, str],
    costs: Mapping[str, int],
    excluded: Iterable[tuple[Literal, Literal]],
    kinds: Mapping[str, str],
    most_conflicts: int,
) -> tuple[frozenset[str], frozenset[Literal], int | None] | None:
    """Permissions, literals and, if the search was cut short, the proven bound of what the permissions beyond the forced cost."""
    permissions = list(dict.fromkeys([*sorted(forced), *(p for d in demands for p in sorted(d.by or ()))]))
    atoms = list(dict.fromkeys(a for d in demands for way in d.ways for a, _ in sorted(way)))
    lines = _facts(demands, permissions, atoms, unit, costs, excluded)
    words = {kind: n for n, kind in enumerate(dict.fromkeys(kinds.get(a, a) for a in atoms))}
    lines += [f"kind({n},{words[kinds.get(a, a)]})." for n, a in enumerate(atoms)]
    lines += [f"ask({n})." for n, p in enumerate(permissions) if p in forced]
    facts = "\n".join(lines)
    result, model, costs_found, lower = _run(facts, most_conflicts, _BY_CORES)
    if result == "none":
        return None
    if model is None:
        # Cut short before any choice was found: its bound stands, and another search gives a choice.
        result, model, costs_found, _ = _run(facts, most_conflicts, _BY_MODELS)
    if model is None:
        if result == "none":
            return None
        raise InputError(
            "too many open facts and questions bear on each other to find a choice", expected="ask about fewer laws or fewer steps"
        )
    asked = frozenset(permissions[n] for name, n, _ in model if name == "ask")
    holding = frozenset((atoms[n], bool(v)) for name, n, v in model if name == "holds")
    proven = result == "best" or (bool(lower) and lower[0] >= costs_found[0])
    return asked, holding, None if proven else (lower[0] if lower else 0)


def _facts(
    demands: Sequence[Demand],
    permissions: Sequence[str],
    atoms: Sequence[str],
    unit: Mapping[str, str],
    costs: Mapping[str, int],
    excluded: Iterable[tuple[Literal, Literal]],
) -> list[str]:
    """The problem as facts; everything is a number, so that no name can be read as a program."""
    index, number = {p: n for n, p in enumerate(permissions)}, {a: n for n, a in enumerate(atoms)}
    units = {u: n for n, u in enumerate(dict.fromkeys(unit.get(p, p) for p in permissions))}
    lines = [f"permission({n})." for n in range(len(permissions))] + [f"atom({n})." for n in range(len(atoms))]
    lines += [f"unit({n},{units[unit.get(p, p)]})." for n, p in enumerate(permissions)]
    lines += [f"cost({n},{costs.get(u, 0)})." for u, n in units.items()]
    for d, demand in enumerate(demands):
        lines.append(f"demand({d}).")
        if demand.by is not None:
            lines.append(f"asked({d}).")
            lines += [f"by({d},{index[p]})." for p in sorted(demand.by)]
        for n, way in enumerate(demand.ways):
            lines.append(f"way({d},{n}).")
            lines += [f"literal({d},{n},{number[a]},{int(v)})." for a, v in sorted(way)]
    for (a, v), (b, w) in excluded:
        if a in number and b in number:
            lines.append(f"exclude({number[a]},{int(v)},{number[b]},{int(w)}).")
    return lines


def _run(facts: str, most_conflicts: int, strategy: str) -> tuple[str, list[tuple[str, int, int]] | None, list[int], list[int]]:
    """How the search ended ("best", "none" or "cut"), the best model, its costs, and the proven bounds."""
    import clingo

    control: Any = clingo.Control([f"--opt-strategy={strategy}", "--warn=none"])
    control.configuration.solve.solve_limit = f"{most_conflicts},umax"
    control.add("base", [], _PROGRAM + facts)
    control.ground([("base", [])])
    model: list[tuple[str, int, int]] | None = None
    costs: list[int] = []
    with control.solve(yield_=True) as handle:
        for found in handle:
            costs = list(found.cost)
            model = [(s.name, *(a.number for a in s.arguments), *([0] * (2 - len(s.arguments)))) for s in found.symbols(shown=True)]
        result = handle.get()
    lower = [int(one) for one in control.statistics["summary"].get("lower", [])] if "summary" in control.statistics else []
    return ("none" if result.unsatisfiable else "best" if result.exhausted else "cut"), model, costs, lower
