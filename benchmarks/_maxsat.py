"""The least cost of permissions as weighted partial MaxSAT, by pysat's RC2: shares no code with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from lexstemma.inquiry import Demand


def cheapest(
    demands: Iterable[Demand],
    *,
    unit: Mapping[str, str] | None = None,
    costs: Mapping[str, int] | None = None,
    excluded: Iterable[tuple[tuple[str, bool], tuple[str, bool]]] = (),
) -> int | None:
    """What the permissions cost at least; None if the demands cannot all be answered."""
    unit, costs = unit or {}, costs or {}
    formula = WCNF()
    number: dict[tuple[str, object], int] = {}

    def variable(kind: str, name: object) -> int:
        return number.setdefault((kind, name), len(number) + 1)

    def literal(atom: str, value: bool) -> int:
        # An atom may be left as it is, so that both sides are variables of their own.
        return variable("true" if value else "false", atom)

    atoms: set[str] = set()
    for index, demand in enumerate(demands):
        clause = []
        if demand.by is not None:
            asked = variable("asked", index)
            clause.append(asked)
            for permission in demand.by:
                formula.append([-asked, variable("permission", permission)])
                bought = variable("unit", unit.get(permission, permission))
                formula.append([-variable("permission", permission), bought])
        for n, way in enumerate(demand.ways):
            met = variable("way", (index, n))
            clause.append(met)
            for atom, value in way:
                atoms.add(atom)
                formula.append([-met, literal(atom, value)])
        formula.append(clause)
    for atom in atoms:
        formula.append([-literal(atom, True), -literal(atom, False)])
    for (a, v), (b, w) in excluded:
        formula.append([-literal(a, v), -literal(b, w)])
    for (kind, name), bought in list(number.items()):
        if kind == "unit":
            formula.append([-bought], weight=costs.get(str(name), 1))
    with RC2(formula) as solver:
        return int(solver.cost) if solver.compute() is not None else None
