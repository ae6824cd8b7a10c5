"""Random rule bases for property tests, and an oracle that tries every completion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from lexstemma.law import Rule, Scope
from lexstemma.reasoning import Atoms, Program, Theory, Valuation, negative, positive

BASE = [f"a{i}" for i in range(6)] + ["s0", "i0", "i1"]
DEFINED = ["d0", "d1"]
KINDS = Atoms(issues=frozenset(("i0", "i1")), standards=frozenset(("s0",)))


def rule(name: str, kind: str, requires: tuple[str, ...] = (), unless: tuple[str, ...] = (), **more: object) -> Rule:
    values: dict[str, object] = {
        "label": name, "jurisdiction": "X", "provision": "p", "url": "", "level": "statute", "since": None, "until": None,
        "scope": Scope(), "names": (), "concludes": None,
    }  # fmt: skip
    return Rule(id=name, kind=kind, requires=requires, unless=unless, **(values | more))  # type: ignore[arg-type]


def program(
    restrictions: tuple[Rule, ...] = (),
    limits: tuple[Rule, ...] = (),
    exceptions: tuple[Rule, ...] = (),
    grants: tuple[Rule, ...] = (),
    defeaters: tuple[Rule, ...] = (),
    definitions: tuple[Rule, ...] = (),
) -> Program:
    against: dict[str, tuple[Rule, ...]] = {}
    for defeater in defeaters:
        for name in defeater.names:
            against[name] = (*against.get(name, ()), defeater)
    defined: dict[str, tuple[Rule, ...]] = {}
    for definition in definitions:
        defined[definition.concludes or ""] = (*defined.get(definition.concludes or "", ()), definition)
    every = (*restrictions, *limits, *exceptions, *grants, *defeaters, *definitions)
    atoms = tuple(dict.fromkeys(a for r in every for a in r.atoms))
    base = tuple(a for a in atoms if a not in defined)
    return Program(restrictions, limits, exceptions, grants, (), against, defined, atoms, base)


@dataclass(frozen=True)
class Sample:
    """A program, the values of its atoms (None for unknown), and clauses among base atoms."""

    program: Program
    values: dict[str, bool | None]
    implies: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()

    def theory(self, open_atoms: tuple[str, ...]) -> Theory:
        index = {a: i for i, a in enumerate(open_atoms)}
        clauses = [(negative(index[a]), positive(index[b])) for a, b in self.implies if a in index and b in index]
        clauses += [(negative(index[a]), negative(index[b])) for a, b in self.excludes if a in index and b in index]
        return Theory(clauses)

    def __repr__(self) -> str:
        p = self.program
        groups = (*p.deciding, *(r for g in p.defeaters.values() for r in g), *(r for g in p.definitions.values() for r in g))
        said = [
            f"{r.kind} {r.id} {r.names or ''}{r.concludes or ''} <- {', '.join((*r.requires, *('not ' + a for a in r.unless)))}"
            for r in groups
        ]
        return "\n".join([*said, str(self.values), str(self.implies), str(self.excludes)])

    def _repr_pretty_(self, printer: object, cycle: bool) -> None:
        printer.text(repr(self))  # type: ignore[attr-defined]

    def valuation(self, values: Mapping[str, bool | None] | None = None) -> Valuation:
        return Valuation.of(self.program, self.values if values is None else values, self.theory)


@st.composite
def samples(draw: st.DrawFn, *, constrained: bool = False) -> Sample:
    def conditions(pool: list[str], least: int = 0) -> tuple[tuple[str, ...], tuple[str, ...]]:
        chosen = draw(st.lists(st.sampled_from(pool), unique=True, min_size=least, max_size=3))
        signs = draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
        return tuple(a for a, s in zip(chosen, signs, strict=True) if s), tuple(
            a for a, s in zip(chosen, signs, strict=True) if not s
        )

    pool = BASE + DEFINED
    parts: dict[str, tuple[Rule, ...]] = {}
    for kind, most in (("restrictions", 2), ("limits", 1), ("exceptions", 3), ("grants", 1)):
        least = 1 if kind == "restrictions" else 0
        parts[kind] = tuple(rule(f"{kind[0]}{i}", kind, *conditions(pool)) for i in range(draw(st.integers(least, most))))
    targets = [r.id for group in parts.values() for r in group]
    defeaters: list[Rule] = []
    for i in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(targets + [d.id for d in defeaters]))
        defeaters.append(rule(f"x{i}", "Defeater", *conditions(pool, 1), names=(name,)))
    definitions = [rule(f"df{i}", "Definition", *conditions(BASE, 1), concludes="d0") for i in range(draw(st.integers(0, 2)))]
    definitions += [
        rule(f"dg{i}", "Definition", *conditions([*BASE, "d0"], 1), concludes="d1") for i in range(draw(st.integers(0, 2)))
    ]
    built = program(**parts, defeaters=tuple(defeaters), definitions=tuple(definitions))
    values = {a: draw(st.sampled_from((None, None, True, False))) for a in built.base_atoms}
    for atom in DEFINED:
        if atom in built.definitions and draw(st.integers(0, 4)) == 0:
            values[atom] = draw(st.booleans())
    if not constrained:
        return Sample(built, values)
    pair = st.tuples(st.sampled_from(BASE[:6]), st.sampled_from(BASE[:6])).filter(lambda p: p[0] != p[1])
    return Sample(built, values, tuple(draw(st.lists(pair, max_size=1))), tuple(draw(st.lists(pair, max_size=1))))


def completions(sample: Sample, values: Mapping[str, bool | None] | None = None) -> Iterator[dict[str, bool]]:
    """Every setting of the unknown base atoms that respects the clauses among them."""
    given = sample.values if values is None else values
    unknown = [a for a in sample.program.base_atoms if given.get(a) is None]
    fixed = {a: v for a, v in given.items() if v is not None}
    for bits in product((True, False), repeat=len(unknown)):
        world = fixed | dict(zip(unknown, bits, strict=True))
        free = set(unknown)
        if any(a in free and b in free and world[a] and not world[b] for a, b in sample.implies):
            continue
        if any(a in free and b in free and world[a] and world[b] for a, b in sample.excludes):
            continue
        yield world


def outcome(program: Program, world: Mapping[str, bool]) -> str:
    """free, excepted, licensed or unlawful in one completion, straight from the definition; "both" if two titles apply."""

    def atom(name: str) -> bool:
        return world[name] if name in world else any(stands(r) for r in program.definitions[name])

    def stands(r: Rule) -> bool:
        conditions = all(atom(a) for a in r.requires) and not any(atom(a) for a in r.unless)
        return conditions and not any(stands(d) for d in program.defeaters.get(r.id, ()))

    if not any(stands(r) for r in program.restrictions) or any(stands(r) for r in program.limits):
        return "free"
    excepted, licensed = (any(stands(r) for r in group) for group in (program.exceptions, program.grants))
    return "both" if excepted and licensed else "excepted" if excepted else "licensed" if licensed else "unlawful"
