"""Where a work went: the datasets, weights and outputs that may hold a copy or derivative of it, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..derivation import Chain
from ..terms import InputError

if TYPE_CHECKING:
    from ._run import Run


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing behind which the work stands.

    Args:
        kind: "Dataset", "Database", "Weights", "Output" or "Work".
        chain: a shortest way on which the work got there.
        evidence: (id of the evidence, its grade) about this version of the thing and this work.
        stated: whether the case states that the work was memorised in it (or is recognisable in it); None if it does not say.
    """

    thing: str
    kind: str
    chain: Chain
    evidence: tuple[tuple[str, str], ...]
    stated: bool | None


_KINDS = ("Dataset", "Database", "Weights", "Output", "Work")
_SHOWN_BY = ("memorised", "recognisablePart", "reproducesProtectedPart")


def where(run: Run, work: str) -> tuple[Trace, ...]:
    """Things that may hold a copy or derivative of the work, nearest first.

    Raises:
        InputError: the case has no such thing.
    """
    case, derivation = run.case, run.derivation
    if work not in case.of_kind("Entity"):
        from difflib import get_close_matches

        options = case.of_kind("Work")
        near = get_close_matches(work, options, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(options)}" if options else "it describes no works"
        raise InputError(f"the case has no work {work!r}", where=case.source, expected=hint)
    found = []
    for thing in case.of_kind("Entity"):
        if derivation.derives_from(thing, work):
            chain = derivation.explain(thing, work)
            if chain is not None:
                kind = next(k for k in (*_KINDS, "Entity") if k in case.types(thing))
                found.append(Trace(thing, kind, chain, _evidence(run, thing, work), _stated(run, thing, work)))
    return tuple(sorted(found, key=lambda trace: len(trace.chain.links)))


def _evidence(run: Run, thing: str, work: str) -> tuple[tuple[str, str], ...]:
    graph = run.case.graph
    return tuple(
        (node, graph.name(node, "grade") or "not graded")
        for node in run.case.of_kind("Evidence")
        if thing in graph.names(node, "about") and work in graph.names(node, "concerning")
    )


def _stated(run: Run, thing: str, work: str) -> bool | None:
    values = {s.value for s in run.case.statements if s.fact in _SHOWN_BY and s.subject == thing and s.concerning == work}
    return values.pop() if len(values) == 1 else None
