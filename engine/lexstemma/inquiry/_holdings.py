"""Where a rightsholder's works went: every work of an agent, with the datasets, weights and outputs behind which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..case import HELD_AS
from ..terms import InputError

if TYPE_CHECKING:
    from ..assessment import Run, Trace


@dataclass(frozen=True, slots=True)
class Holding:
    """A work, or a database, of an agent.

    Args:
        held_as: the properties by which the case says so: "rightsholder", "author", "maker".
        traces: where it went, nearest first, with the evidence.
    """

    thing: str
    held_as: tuple[str, ...]
    traces: tuple[Trace, ...]


def holdings(run: Run, holder: str) -> tuple[Holding, ...]:
    """Every work and database of an agent with where it went, in file order.

    Raises:
        InputError: the case has no such agent.
    """
    case = run.case
    agents = case.of_kind("Agent")
    if holder not in agents:
        from difflib import get_close_matches

        near = get_close_matches(holder, agents, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(agents)}" if agents else "it describes no agents"
        raise InputError(f"the case has no agent {holder!r}", where=case.source, expected=hint)
    found = []
    for thing in dict.fromkeys((*case.of_kind("Work"), *case.of_kind("Database"))):
        held_as = tuple(prop for prop in HELD_AS if holder in case.graph.names(thing, prop))
        if held_as:
            found.append(Holding(thing, held_as, run.where(thing)))
    return tuple(found)
