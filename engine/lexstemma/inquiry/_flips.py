"""What would turn the bottom line of a case: the fewest open atoms, and the fewest known facts that could be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..assessment import Answer, Run, counterfactuals
from ..reasoning import LAWFUL, NEEDED, NOT_ENCODED
from ..terms import CaseError
from ._atoms import Atom, asked_with, atom_of
from ._covering import Demand, covering
from ._reach import ways_within_reach

_MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Flip:
    """Settings that turn the bottom line, or why none was found.

    Args:
        towards: "lawful" or "unlawful".
        of: "open" atoms that nobody documented, or "known" facts that could be otherwise.
        settings: the smallest set found; None if there is none among those looked through.
        status: the most demanding status of the case with it, assessed again.
        looked: what was looked through, and so how far "smallest" and "none" reach.
    """

    towards: str
    of: str
    settings: tuple[tuple[Atom, bool], ...] | None
    status: str
    looked: str


def flips(run: Run) -> tuple[Flip, ...]:
    """What would make the whole case lawful, or some act of it unlawful, each confirmed by assessing the case again.

    Law that is not encoded and acts at no stated place are left aside: nothing that is open here decides them.
    """
    asked = [a for a in run.answers() if a.status != NOT_ENCODED and a.question.place is not None]
    unlawful = [a for a in asked if a.status == NEEDED]
    opened = [a for a in asked if a.status in ("depends", "contested")]
    found: list[Flip] = []
    if not asked:
        return ()
    if opened and not unlawful:
        found.append(_confirmed(run, "lawful", "open", *_all_lawful([(a, _open_ways(a)) for a in opened]), _exactly(opened)))
    if unlawful:
        ways = [(a, _known_ways(a)) for a in unlawful] + [(a, _open_ways(a)) for a in opened]
        looked = "what titles fail on and single facts, as far as whoever acts can change them, and what is open"
        found.append(_confirmed(run, "lawful", "known", *_all_lawful(ways), looked))
    elif opened:
        looked = f"at most {_MOST_TOGETHER} open facts and questions together"
        found.append(_confirmed(run, "unlawful", "open", _some_unlawful(opened), (), looked))
    else:
        looked = "at most two known facts together"
        sets = [_atoms(a, c.changes) for a in asked if a.status in LAWFUL for c in counterfactuals(a) if c.status == NEEDED]
        found.append(_confirmed(run, "unlawful", "known", min(sets, key=len, default=None), (), looked))
    return tuple(found)


def _confirmed(
    run: Run, towards: str, of: str, settings: Sequence[tuple[Atom, bool]] | None, stuck: Sequence[Answer], looked: str
) -> Flip:
    if settings is None:
        where = ", ".join(dict.fromkeys(f"{a.question.step}" for a in stuck))
        return Flip(towards, of, None, "", looked + (f"; none for {where}" if where else ""))
    try:
        after = asked_with(run, settings)
    except CaseError as problem:
        return Flip(towards, of, None, "", f"{looked}; the case cannot state it: {problem.what}")
    statuses = {a.status for a in after.answers() if a.status != NOT_ENCODED and a.question.place is not None}
    reached = statuses <= set(LAWFUL) if towards == "lawful" else NEEDED in statuses
    if not reached:
        return Flip(towards, of, None, after.status(), f"{looked}; the smallest set fails once the whole case is assessed with it")
    return Flip(towards, of, tuple(sorted(settings)), after.status(), looked)


def _exactly(answers: Iterable[Answer]) -> str:
    capped = any(a.capped for a in answers)
    return "the requirement sets that are listed; more exist" if capped else "all requirement sets: proven to be the smallest"


def _open_ways(answer: Answer) -> list[tuple[tuple[Atom, bool], ...]]:
    sets = [s for s in answer.requirements if all(r.kind != "authorization" for r in s)]
    return [_atoms(answer, [(r.atom, r.value) for r in s]) for s in sets]


def _known_ways(answer: Answer) -> list[tuple[tuple[Atom, bool], ...]]:
    reached = ways_within_reach(answer)
    return [_atoms(answer, facts.items()) for facts in reached if answer.with_values(facts).status in LAWFUL]


def _atoms(answer: Answer, pairs: Iterable[tuple[str, bool]]) -> tuple[tuple[Atom, bool], ...]:
    return tuple((atom_of(answer, name), value) for name, value in pairs)


def _all_lawful(
    ways: Sequence[tuple[Answer, list[tuple[tuple[Atom, bool], ...]]]],
) -> tuple[tuple[tuple[Atom, bool], ...] | None, tuple[Answer, ...]]:
    """The fewest settings of which every answer has one of its ways; the answers that have none."""
    stuck = tuple(answer for answer, sets in ways if not sets)
    if stuck:
        return None, stuck
    names: dict[str, Atom] = {}
    demands = []
    for _, sets in ways:
        found = []
        for way in sets:
            for atom, _ in way:
                names["\t".join((atom.name, atom.subject, atom.concerning))] = atom
            found.append(frozenset(("\t".join((a.name, a.subject, a.concerning)), value) for a, value in way))
        demands.append(Demand(None, tuple(found)))
    chosen = covering(demands, kinds={name: atom.name for name, atom in names.items()})
    return (None, ()) if chosen is None else (tuple((names[name], value) for name, value in chosen.holding), ())


def _some_unlawful(answers: Sequence[Answer]) -> tuple[tuple[Atom, bool], ...] | None:
    """The fewest open atoms under which some act is unlawful, whatever the others are."""
    for size in range(1, _MOST_TOGETHER + 1):
        for answer in answers:
            names = [d.atom for d in answer.depends_on]
            for chosen in combinations(names, size):
                for bits in range(2**size):
                    values = {name: bool(bits >> n & 1) for n, name in enumerate(chosen)}
                    if answer.with_values(values).status == NEEDED:
                        return _atoms(answer, values.items())
    return None
