"""Ways around asking: the case changed, assessed again, and what is then still to be asked.

Nothing is claimed of a change that was not assessed. Its price is the number of steps that are done differently, and of those
that must be done again because what they used has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..assessment import PLACE, Run
from ..case import Case
from ..terms import CaseError
from ._atoms import asked_again
from ._clearing import Clearing, Problem
from ._trials import LICENCE, Trial, steps_again, trials

MOST_ASSESSED = 400


@dataclass(frozen=True, slots=True)
class Alternative:
    """A changed case and what is still to be asked in it.

    Args:
        kind: "drop" a work or dataset, do a step "elsewhere", do it "otherwise" (facts changed), "measure" again, "licence".
        text: what is done, in words.
        settings, without: the change as `lexstemma whatif` takes it with `--set` and `--without`.
        steps: the steps done differently, and those to be done again after them.
        certain, hoped: permissions still needed, whatever is open and if it turns out well.
        spared, added: permissions no longer needed and newly needed, each as holder and right.
        like: other values that were assessed and leave as much to ask, such as other places.
        at_place: the settings name the place of every step and are asked with `--law place`.
    """

    kind: str
    text: str
    settings: tuple[str, ...]
    without: tuple[str, ...]
    steps: tuple[tuple[str, ...], tuple[str, ...]]
    certain: int
    hoped: int
    spared: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...] = ()
    like: tuple[str, ...] = ()
    at_place: bool = False

    @property
    def price(self) -> int:
        """How many steps are done differently or again."""
        return len(self.steps[0]) + len(self.steps[1])


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Ways around asking, the cheapest first.

    Args:
        assessed: how many changed cases were assessed.
        left_out: how many more could have been.
    """

    found: tuple[Alternative, ...]
    assessed: int
    left_out: int


def alternatives(cleared: Clearing, *, most: int = MOST_ASSESSED) -> Alternatives:
    """What else than asking would clear the case or a part of it; each change was assessed, as the case was.

    Args:
        most: how many changed cases are assessed at most.
    """
    search = _Search(cleared)
    found: list[Alternative] = []
    assessed = left_out = 0
    for trial in trials(cleared.run):
        if assessed >= most:
            left_out += 1
            continue
        assessed += 1
        if (one := search.assess(trial)) is not None:
            found.append(one)
    return Alternatives(
        tuple(sorted(_best(list(_merged(found))), key=lambda a: (a.price, a.certain, a.hoped, len(a.settings)))), assessed, left_out
    )


def _merged(found: Sequence[Alternative]) -> Iterator[Alternative]:
    """Changes that differ in one value, such as a place, and leave as much to ask, are told once."""
    groups: dict[tuple[object, ...], list[Alternative]] = {}
    for one in found:
        key = (one.kind, one.text if not one.like else one.kind, one.steps, one.certain, one.hoped, one.spared, one.added)
        groups.setdefault(key, []).append(one)
    for same in groups.values():
        yield replace(same[0], like=tuple(value for one in same for value in one.like))


def _best(found: Sequence[Alternative]) -> Iterator[Alternative]:
    """Without those that change the same and more for nothing, and licences that another kind of licence betters throughout."""
    for one in found:
        if not any(_betters(other, one) for other in found if other is not one):
            yield one


def _betters(other: Alternative, one: Alternative) -> bool:
    if other.kind != one.kind or other.price > one.price or other.certain > one.certain or other.hoped > one.hoped:
        return False
    if one.kind == LICENCE:
        return (other.certain, other.hoped) != (one.certain, one.hoped)
    return set(other.settings) < set(one.settings)


class _Search:
    def __init__(self, cleared: Clearing) -> None:
        self.run = cleared.run
        self.before = _still(self.run)

    def assess(self, trial: Trial) -> Alternative | None:
        """The change with what is then still to be asked; None if that is not less, or the case cannot be."""
        before = self._before_moving if trial.at_place else self.before
        try:
            case = trial.apply(self.run.case)
            after = self._lighter(self._asked(case, trial), before)
        except CaseError:
            return None
        if after is None:
            return None
        again = steps_again(self.run, trial.changed) if trial.again else ()
        return Alternative(
            trial.kind,
            trial.text,
            trial.settings,
            trial.without,
            (trial.changed, again),
            len(after.certain),
            after.hoped,
            tuple(sorted(before.certain - after.certain)),
            tuple(sorted(after.certain - before.certain)),
            tuple(trial.like),
            trial.at_place,
        )

    def _lighter(self, run: Run, before: _Still) -> _Still | None:
        """What the changed case still asks for, if that is less."""
        for confirm in (False, True):
            after = _still(run, confirm=confirm)
            more = len(after.certain) > len(before.certain) or after.hoped > before.hoped
            if more or (len(after.certain), after.hoped) == (len(before.certain), before.hoped):
                return None
            # What is merely no longer known, or falls under a moral right instead, is no way around asking.
            if after.gaps > before.gaps or after.moral > before.moral:
                return None
        return after

    def _asked(self, case: Case, trial: Trial) -> Run:
        if trial.at_place:
            return Run(case, self.run.law, PLACE)
        return asked_again(self.run, case, self.run.law)

    @cached_property
    def _before_moving(self) -> _Still:
        """Under one law asked as if every step were done there: the case with every step put there."""
        case, here = self.run.case, self.run.answers()[0].question.place or ""
        for step in case.of_kind("Step"):
            case = case.with_value(step, "place", here)
        return _still(Run(case, self.run.law, PLACE))


@dataclass(frozen=True, slots=True)
class _Still:
    """What a case still asks for: permissions by holder and right, and how many gaps and moral rights stand open."""

    certain: frozenset[tuple[str, str]]
    hoped: int
    gaps: int
    moral: int


def _still(run: Run, *, confirm: bool = True) -> _Still:
    problem = Problem(run, {}, "permission")
    certain = problem.certain()
    hoped = problem.hoped(confirm=confirm).cost if problem.open else certain.cost
    cleared = Clearing(run, certain, None, "permission")
    return _Still(frozenset((p.holder, p.right) for p in certain.permissions), hoped, len(cleared.gaps), len(cleared.moral))
