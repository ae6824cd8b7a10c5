"""How far the terms of a licence follow a thing: along the links of the derivation graph, passage by passage."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from ..case import Case
from ..derivation import Chain, Derivation, Link

COPY, ADAPTATION, TRAINING, TUNING = "passCopy", "passAdaptation", "passTraining", "passTuning"
DISTILLATION, WORK_OUTPUT, MODEL_OUTPUT = "passDistillation", "passWorkIntoOutput", "passModelOutput"
# Where a copy or derivative of the thing may go along: outputs of a model are none of the model.
_OF_WEIGHTS = frozenset((COPY, ADAPTATION, TUNING))
_OF_OTHERS = frozenset((COPY, ADAPTATION, TRAINING, TUNING, DISTILLATION, WORK_OUTPUT))


@dataclass(frozen=True, slots=True)
class Reached:
    """A thing that the terms reach, and the way they took; `changed` if something was made on the way."""

    thing: str
    changed: bool
    links: tuple[Link, ...]

    @property
    def way(self) -> str:
        """The way in one line; empty for the licensed thing itself."""
        return str(Chain(self.links)) if self.links else ""


class Web:
    """The links of one case, forward, each with its passage."""

    def __init__(self, case: Case, derivation: Derivation) -> None:
        self._case, self.derivation = case, derivation
        self._onward: dict[str, list[Link]] = {}
        self._add(self._documented())
        self._add(self._shown())
        self._spreads: dict[tuple[str, frozenset[str]], dict[str, tuple[Reached, ...]]] = {}

    def _add(self, links: Iterable[Link]) -> None:
        for link in links:
            self._onward.setdefault(link.origin, []).append(link)

    def _documented(self) -> Iterable[Link]:
        case, graph, derivation = self._case, self._case.graph, self.derivation
        for step in case.of_kind("Step"):
            for result in derivation.results(step):
                behind = derivation.copy_or_derivative_of(result)
                yield from (Link(origin, result, step, "step") for origin in derivation.inputs(step) if origin in behind)
        for thing in case.of_kind("Entity"):
            yield from (Link(part, thing, None, "contains") for part in graph.names(thing, "contains"))
            for prop in ("copyOf", "derivativeOf", "copyOrDerivativeOf"):
                yield from (Link(origin, thing, None, prop) for origin in graph.names(thing, prop))

    def _shown(self) -> list[Link]:
        """Works stated to be memorised in weights to which no step leads."""
        pairs = [(s.concerning, s.subject) for s in self._case.statements if s.fact == "memorised" and s.value]
        return [Link(w, t, None, "evidence") for w, t in pairs if w is not None and t not in self._everything_after(w)]

    def _everything_after(self, thing: str) -> set[str]:
        seen, queue = {thing}, deque((thing,))
        while queue:
            for link in self._onward.get(queue.popleft(), ()):
                if link.result not in seen:
                    seen.add(link.result)
                    queue.append(link.result)
        return seen

    def passage(self, link: Link, licensed: str) -> str:
        """Which passage a link is for the terms of the licensed thing."""
        kinds = self._case.types
        from_weights, to_weights = "Weights" in kinds(link.origin), "Weights" in kinds(link.result)
        steps = kinds(link.step) if link.step else frozenset[str]()
        if to_weights and from_weights:
            if "Distillation" in steps:
                return DISTILLATION
            return COPY if "ReleaseStep" in steps or link.how == "copyOf" else TUNING
        if to_weights:
            return TRAINING
        if from_weights:
            return MODEL_OUTPUT if "Weights" in kinds(licensed) else WORK_OUTPUT
        if "Output" in kinds(link.result) and "Output" not in kinds(link.origin):
            return WORK_OUTPUT if "UseStep" in steps else COPY
        return ADAPTATION if link.how == "derivativeOf" else COPY

    def default(self, licensed: str) -> frozenset[str]:
        """The passages on which a copy or derivative of the thing may go along."""
        return _OF_WEIGHTS if "Weights" in self._case.types(licensed) else _OF_OTHERS

    def spread(self, licensed: str, through: frozenset[str]) -> dict[str, tuple[Reached, ...]]:
        """Everything that is reached, the licensed thing first; a thing reached both changed and unchanged is there twice.

        Args:
            through: the passages allowed; none means the default.
        """
        allowed = through or self.default(licensed)
        key = (licensed, allowed)
        if key not in self._spreads:
            self._spreads[key] = self._walk(licensed, allowed)
        return self._spreads[key]

    def _walk(self, licensed: str, allowed: frozenset[str]) -> dict[str, tuple[Reached, ...]]:
        parents: dict[tuple[str, bool], tuple[tuple[str, bool], Link] | None] = {(licensed, False): None}
        queue = deque(parents)
        while queue:
            state = queue.popleft()
            for link in self._onward.get(state[0], ()):
                passage = self.passage(link, licensed)
                reached = (link.result, state[1] or passage != COPY)
                if passage in allowed and reached not in parents:
                    parents[reached] = (state, link)
                    queue.append(reached)
        found: dict[str, list[Reached]] = {}
        for state in parents:
            links, at = [], parents[state]
            while at is not None:
                links.append(at[1])
                at = parents[at[0]]
            found.setdefault(state[0], []).append(Reached(state[0], state[1], tuple(reversed(links))))
        return {thing: tuple(ways) for thing, ways in found.items()}

    def at(self, step: str, spread: dict[str, tuple[Reached, ...]]) -> tuple[Reached, ...]:
        """What of a spread a step has in hand: what it produced first, then what it used."""
        hands = dict.fromkeys((*self.derivation.results(step), *self.derivation.inputs(step)))
        return tuple(reached for thing in hands for reached in spread.get(thing, ()))
