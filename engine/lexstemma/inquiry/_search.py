"""What turns one decision into another: levers tried alone, then together; and which facts would do it where more is asked.

Works on valuations alone, so that questions which agree in every value share one search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from ..law import Rule
from ..reasoning import LAWFUL, Atoms, Valuation, rank
from ..terms import Vocabulary
from ._transplant import DROP, TAKE, VALUE, Lever, Transplant, rules_of

_TITLES = ("exceptions", "grants", "limits")
_ORDER = ("Exception", "Grant", "Limit", "Defeater", "Restriction")
# How many sets of levers are tried before a set is only pared down, in how many ways the defeaters of a title are undone, and how
# many titles are told.
_MOST_TRIED = 3_000
_MOST_WAYS = 64
_MOST_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """What a lever moves, seen from neither side.

    Args:
        owner: of a rule, the side (0 or 1) whose it is; None for an atom.
    """

    name: str
    owner: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Args:
        alone: things that decide alone, the most telling first, each with `(side turned, move, status then)`.
        together: without those, a set that turns the side `turned`; `smallest` if no smaller one turns either side.
        enough: titles of the side that asks more, with the values they need and the status then, the fewest values first.
    """

    alone: tuple[tuple[Thing, tuple[tuple[int, str, str], ...]], ...]
    together: tuple[Thing, ...]
    turned: int
    smallest: bool
    enough: tuple[tuple[Rule, tuple[tuple[str, bool], ...], str], ...]


class Search:
    """Moves levers on both sides of one difference.

    Args:
        sides: the two valuations.
        statuses: their statuses, which differ.
        presumed: atoms whose values are presumed: that they might be otherwise tells no laws apart.
    """

    def __init__(
        self,
        sides: tuple[Valuation, Valuation],
        statuses: tuple[str, str],
        kinds: Atoms,
        words: Vocabulary,
        presumed: Collection[str],
    ) -> None:
        one, other = self._valuations = sides
        self._statuses, self._presumed = statuses, presumed
        self._sides = Transplant(one, other, kinds, words), Transplant(other, one, kinds, words)
        self._rules = rules_of(one.program) | rules_of(other.program)

    def found(self) -> Found:
        """The whole search."""
        alone = self._alone()
        if alone:
            return Found(alone, (), 0, True, self._enough(alone[0][0]))
        turned, levers, smallest = self._together()
        return Found((), tuple(_thing(lever, turned) for lever in levers), turned, smallest, self._enough(None))

    # ------------------------------------------------------------ one thing alone
    def _alone(self) -> tuple[tuple[Thing, tuple[tuple[int, str, str], ...]], ...]:
        found: dict[Thing, list[tuple[int, str, str]]] = {}
        for host, side in enumerate(self._sides):
            for lever in side.telling:
                status = side.moved((lever,)).status
                if status == self._statuses[1 - host]:
                    found.setdefault(_thing(lever, host), []).append((host, lever.move, status))
        return tuple(sorted(((thing, tuple(turns)) for thing, turns in found.items()), key=lambda one: self._telling(*one)))

    def _telling(self, thing: Thing, turns: Collection[object]) -> tuple[int, int, str]:
        """What turns both laws comes first; then what the laws answer otherwise; then titles before what they lift."""
        return -len(turns), -1 if thing.owner is None else _ORDER.index(self._rules[thing.name].kind), thing.name

    # ------------------------------------------------------------ several things together
    def _together(self) -> tuple[int, tuple[Lever, ...], bool]:
        """A smallest set of levers that turns a side, as far as all smaller ones can be tried; else one without a spare member."""
        tried = 0
        for size in (2, 3):
            # Those that may matter alone first: they are few, and what people would name.
            for pool in ("telling", "levers"):
                for host, side in enumerate(self._sides):
                    for chosen in combinations(getattr(side, pool), size):
                        tried += 1
                        if tried > _MOST_TRIED:
                            return self._pared()
                        if side.moved(chosen).status == self._statuses[1 - host]:
                            return host, chosen, True
        return self._pared()

    def _pared(self) -> tuple[int, tuple[Lever, ...], bool]:
        """All levers together turn a side; what can be put back one by one is put back."""
        found = []
        for host, side in enumerate(self._sides):
            kept, pared = list(side.levers), True
            while pared:  # what could not be missed before may be, once others are back
                pared = False
                for lever in reversed(kept):
                    fewer = [one for one in kept if one != lever]
                    if side.moved(fewer).status == self._statuses[1 - host]:
                        kept, pared = fewer, True
            found.append((len(kept), host, tuple(kept)))
        _, host, levers = min(found, key=lambda one: one[:2])
        return host, levers, False

    # ------------------------------------------------------------ what would be enough where more is asked
    def _enough(self, decider: Thing | None) -> tuple[tuple[Rule, tuple[tuple[str, bool], ...], str], ...]:
        """Titles that would make the side that asks more as light as the other, by the fewest facts.

        What would help the other side just as well, were its decider taken away, says nothing about the difference.
        """
        host = 0 if rank(self._statuses[0]) > rank(self._statuses[1]) else 1
        valuation, least, found = self._valuations[host], rank(self._statuses[1 - host]), []
        for rule in (rule for group in _TITLES for rule in getattr(valuation.program, group)):
            for values in _needs(valuation, rule):
                if any(name in self._presumed for name in values):
                    continue
                status = self._sides[host].decided((), values).status
                if (status in LAWFUL or rank(status) <= least) and not self._alike(decider, 1 - host, values):
                    found.append((len(values), rule.id, (rule, tuple(values.items()), status)))
                    break
        return tuple(one for _, _, one in sorted(found, key=lambda one: one[:2])[:_MOST_ENOUGH])

    def _alike(self, decider: Thing | None, host: int, values: Mapping[str, bool]) -> bool:
        """Whether the same facts help the other side too once the decider no longer does."""
        if decider is None:
            return False
        move = VALUE if decider.owner is None else DROP if decider.owner == host else TAKE
        status = self._sides[host].decided((Lever(move, decider.name),), values).status
        return rank(status) <= rank(self._statuses[host])


def _thing(lever: Lever, host: int) -> Thing:
    return Thing(lever.name, None if lever.move == VALUE else host if lever.move == DROP else 1 - host)


def _needs(valuation: Valuation, rule: Rule) -> Iterator[dict[str, bool]]:
    """Values with which a title that does not stand would: its unmet conditions met, and one condition of each defeater not."""
    conditions = [(name, True) for name in rule.requires] + [(name, False) for name in rule.unless]
    unmet = {name: wanted for name, wanted in conditions if valuation.holds(name) is not wanted}
    defeating = [d for d in valuation.program.defeaters.get(rule.id, ()) if valuation.stands(d) is not False]
    choices = [[*((name, False) for name in d.requires), *((name, True) for name in d.unless)] for d in defeating]
    for number, chosen in enumerate(product(*choices)):
        if number == _MOST_WAYS:
            return
        if values := {**dict(chosen), **unmet}:
            yield values
