"""Chains with the answers along them. Requirements stay factored: all questions, and for each one of its minimal sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..derivation import Chain
from ..reasoning import worst
from ._requirements import Needs, needs

if TYPE_CHECKING:
    from ._answer import Answer, Requirement
    from ._run import Run


@dataclass(frozen=True)
class AnsweredChain:
    """One path from a work to an output, with the answers on the steps along it.

    Args:
        beside: steps done with things of the chain that produce nothing, such as hosting weights or showing an output.
    """

    chain: Chain
    answers: tuple[Answer, ...]
    beside: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The most demanding status along the chain."""
        return worst([answer.status for answer in self.answers])

    @cached_property
    def factors(self) -> tuple[Needs, ...]:
        """What the chain requires: of every entry, one of its sets."""
        return needs(self.answers)

    def expand(self, limit: int = 100) -> Iterator[frozenset[Requirement]]:
        """The sets multiplied out, one at a time, at most `limit`; sets that a listed one makes superfluous are left out."""
        found: list[frozenset[Requirement]] = []
        for combined in _products([factor.sets for factor in self.factors], frozenset()):
            if not any(smaller <= combined for smaller in found) and _consistent(combined):
                found.append(combined)
                yield combined
                if len(found) == limit:
                    return


def _products(
    factors: list[tuple[tuple[Requirement, ...], ...]], so_far: frozenset[Requirement]
) -> Iterator[frozenset[Requirement]]:
    if not factors:
        yield so_far
        return
    for chosen in factors[0]:
        yield from _products(factors[1:], so_far | set(chosen))


def _consistent(requirements: frozenset[Requirement]) -> bool:
    """Issues are the same everywhere: none may be required to be answered both ways."""
    wanted = {(r.atom, r.value) for r in requirements if r.kind == "issue"}
    return not any((atom, not value) in wanted for atom, value in wanted)


def along(run: Run, *, to: str | None = None, frm: str | None = None) -> Iterator[AnsweredChain]:
    """Chains in the order of the derivation graph, each with the answers about what travels along it."""
    by_step: dict[str, list[Answer]] = {}
    for answer in run.answers():
        by_step.setdefault(answer.question.step, []).append(answer)
    ends = _ends(run)
    for chain in run.derivation.chains(to=to, frm=frm):
        things = {*chain.things, *run.case.graph.names(chain.things[0], "layers")}
        beside = dict.fromkeys(step for thing in chain.things[1:] for step in ends.get(thing, ()) if step not in chain.steps)
        steps = dict.fromkeys((*chain.steps, *beside))
        found = [a for step in steps for a in by_step.get(step, ()) if a.question.object in things]
        yield AnsweredChain(chain, tuple(found), tuple(beside))


def _ends(run: Run) -> dict[str, list[str]]:
    """For every thing, the steps that use it and lead no further."""
    found: dict[str, list[str]] = {}
    for step in run.case.of_kind("Step"):
        if not run.derivation.results(step):
            for thing in run.derivation.inputs(step):
                found.setdefault(thing, []).append(step)
    return found
