"""The derivation graph of one case, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, pairwise

from lexstemma.terms import CaseError, InputError

from ._chains import Chain, along_nearest, count_all, count_to, list_chains, nearest
from ._closure import Numbering, Reach, find_cycle
from ._edges import CaseLike, Edges, Link, Links, Names, read_edges, result_kinds
from ._walks import steps_after, steps_before


class Derivation:
    """What each thing of a case is a copy or derivative of, through which steps.

    Build it with `Derivation.of(case)`. Everything is computed on demand by propagation along the graph, so its size
    counts and the number of paths does not. It says what is *provenance*; whether something is a reproduction or an
    adaptation in law is for the law to say. All listings are in the order of the case file.
    """

    def __init__(self, case: CaseLike, edges: Edges) -> None:
        self._case, self._edges = case, edges
        self._numbering = Numbering([*case.of_kind("Entity"), *case.graph.subjects(), *_mentioned(edges)])
        self._works = self._numbering.bits(case.of_kind("Work"))
        self._databases = self._numbering.bits(case.of_kind("Database"))
        number = self._numbering
        derived = _origins(edges.derived)
        held = _merge(edges.held, edges.copied)
        self._derived = Reach(derived, None, number)
        self._held = Reach(held, None, number)
        self._traced = Reach(_origins(edges.traced), None, number)
        self._copied = Reach(edges.copied, None, number)
        self._stated = Reach(_merge(edges.copied, edges.altered), None, number)
        self._pretrained = Reach(derived, {k: self._material(v) for k, v in edges.pretrained.items()}, number)
        self._tuned = Reach(derived, {k: self._material(v) for k, v in edges.tuned.items()}, number)

    @classmethod
    def of(cls, case: CaseLike) -> Derivation:
        """The derivation graph of a case.

        Raises:
            CaseError: a thing would derive from itself; the message names the circle.
        """
        edges = read_edges(case)
        circle = find_cycle(_origins(edges.traced))
        if circle is not None:
            raise _circle(case, edges, circle)
        return cls(case, edges)

    # ------------------------------------------------------------ relations of Figure 2
    def copy_or_derivative_of(self, entity: str) -> frozenset[str]:
        """All things that this is a copy or a derivative of, which of the two left open (blue arrows)."""
        return self._names(self._derived(entity) & ~self._numbering.bit(entity))

    def copies(self, entity: str) -> frozenset[str]:
        """The things that this is determined to be a copy of (`copyOf`, transitively)."""
        return self._names(self._copied(entity) & ~self._numbering.bit(entity))

    def derivatives(self, entity: str) -> frozenset[str]:
        """The things that this is determined to be a derivative of: stated edges, at least one of them a derivation."""
        bits = 0
        for node in self._numbering.listed(self._stated(entity)):
            for origin in self._edges.altered.get(node, ()):
                bits |= self._stated(origin)
        return self._names(bits)

    def holds(self, entity: str) -> frozenset[str]:
        """What a collection contains, directly, through contained collections, or through the steps that filled it."""
        return self._names(self._held(entity) & ~self._numbering.bit(entity))

    def traces_back_to(self, entity: str) -> frozenset[str]:
        """Everything from which a chain of steps leads here, whether or not a copy went along."""
        return self._names(self._traced(entity) & ~self._numbering.bit(entity))

    def traces_to_training_data(self, output: str) -> frozenset[str]:
        """Data and works on which the weights behind this were pre-trained (the yellow dotted arrow)."""
        return self._names(self._pretrained(output))

    def traces_to_tuning_data(self, output: str) -> frozenset[str]:
        """Data and works on which the weights behind this were fine-tuned (the tuning part of the red dashed arrow)."""
        return self._names(self._tuned(output))

    def kinds(self, entity: str) -> frozenset[str]:
        """The types of a thing with what the graph adds: corpora, foundation weights and fine-tuned weights."""
        kinds = result_kinds(self._case, entity)
        if "Weights" in kinds:
            producers = frozenset().union(*(self._case.types(step) for step in self.producers(entity)))
            for kind, by in (("FoundationWeights", "Pretraining"), ("FineTunedWeights", "FineTuning")):
                if by in producers:
                    kinds |= {kind}
        return kinds

    # ------------------------------------------------------------ works and databases
    def works_behind(self, entity: str) -> frozenset[str]:
        """The works of which a copy or derivative may be in this; a work is behind itself.

        Layers are not unfolded: `case.graph.names(work, "layers")` are those of each work listed.
        """
        return self._names(self._derived(entity) & self._works)

    def derives_from(self, entity: str, origin: str) -> bool:
        """Whether a copy or derivative of `origin` may be in this; the same as to be among its `copy_or_derivative_of`."""
        return entity != origin and self._derived.leads(entity, self._numbering.bit(origin), origin)

    def works_in(self, entity: str) -> frozenset[str]:
        """The works that a collection contains, nested collections and data steps included; a work is in itself.

        A work that a contained work is stated to be taken from (a translated poem) counts as contained. Works behind a
        contained output are not: see `works_behind`.
        """
        return self._names(self._inside(entity) & self._works)

    def databases_behind(self, entity: str) -> frozenset[str]:
        """The things claimed as databases of which a copy or derivative may be in this, itself included."""
        return self._names(self._derived(entity) & self._databases)

    # ------------------------------------------------------------ steps
    def inputs(self, step: str) -> tuple[str, ...]:
        """What the step used, in file order."""
        return tuple(self._edges.inputs.get(step, ()))

    def results(self, step: str) -> tuple[str, ...]:
        """What the step produced, in file order."""
        return tuple(self._edges.outcomes.get(step, ()))

    def producers(self, entity: str) -> tuple[str, ...]:
        """The steps that produced a thing."""
        return tuple(self._edges.producers.get(entity, ()))

    def users(self, entity: str) -> tuple[str, ...]:
        """The steps that used a thing."""
        return tuple(self._edges.users.get(entity, ()))

    def upstream_steps(self, step: str, work: str) -> tuple[str, ...]:
        """The steps through which a copy of the work reached this step, nearest first, the step itself left out."""
        found = steps_before(self.inputs(step), self._edges.derived, self._carries(work))
        return tuple(other for other in found if other != step)

    def downstream_steps(self, step: str, work: str | None = None) -> tuple[str, ...]:
        """The steps that use what this step produced, and so on, nearest first; with `work`, only along its copies."""
        found = steps_after(self.results(step), self._onward, self._edges.users, self._carries(work))
        return tuple(other for other in found if other != step)

    def _carries(self, work: str | None) -> Callable[[str], bool]:
        if work is None:
            return lambda node: True
        bit = self._numbering.bit(work)
        return lambda node: self._derived.leads(node, bit, work)

    # ------------------------------------------------------------ chains
    def chains(self, *, to: str | None = None, frm: str | None = None) -> Iterator[Chain]:
        """The chains of the graph, one at a time.

        Args:
            to: where they end; without it, at every output (in a case without outputs, at every thing nobody uses).
            frm: where they begin; without it, at every work.

        Raises:
            InputError: the case has no such thing.
        """
        starts, ends = frozenset(self._starts(frm)), self._ends(to)
        counts = count_all(ends, self._links, starts)
        return chain.from_iterable(
            list_chains(end, self._links, starts.__contains__, lambda node: node in starts or counts.get(node, 0) > 0)
            for end in ends
        )

    def count_chains(self, *, to: str | None = None, frm: str | None = None) -> int:
        """How many chains `chains` would list, exactly and without listing them."""
        ends = self._ends(to)
        counts = count_all(ends, self._links, frozenset(self._starts(frm)))
        return sum(counts[end] for end in ends)

    def chains_from(self, end: str) -> dict[str, int]:
        """For every work from which a chain leads to `end`, the exact number of such chains, in file order.

        Raises:
            InputError: the case has no such thing.
        """
        counts = count_to(self._known(end), self._links)
        return {work: counts[work] for work in self._case.of_kind("Work") if work != end and work in counts}

    def explain(self, entity: str, origin: str) -> Chain | None:
        """A shortest chain that makes `entity` a copy or derivative of `origin`; None if it is neither."""
        return self.shortest(entity, (origin,)).get(origin)

    def shortest(self, entity: str, origins: Iterable[str]) -> dict[str, Chain]:
        """For each of these origins that is behind `entity`, a shortest chain from it, found in one walk."""
        first = nearest(entity, self._links)
        return {origin: along_nearest(origin, entity, first) for origin in origins if origin in first}

    def ends(self) -> tuple[str, ...]:
        """Where chains end: at every output; in a case without outputs, at every thing nobody uses."""
        return tuple(self._ends(None))

    def _ends(self, to: str | None) -> list[str]:
        if to is not None:
            return [self._known(to)]
        outputs = self._case.of_kind("Output")
        return outputs or [thing for thing in self._edges.derived if thing not in self._onward]

    def _starts(self, frm: str | None) -> list[str]:
        return self._case.of_kind("Work") if frm is None else [self._known(frm)]

    def _known(self, name: str) -> str:
        entities = self._case.of_kind("Entity")
        if name in entities:
            return name
        from difflib import get_close_matches

        near = get_close_matches(name, entities, 1)
        raise InputError(
            f"the case has no thing called {name!r}",
            expected=f"did you mean {near[0]!r}?" if near else "name a work, dataset, weights or output of the case",
        )

    # ------------------------------------------------------------ inside
    def _names(self, bits: int) -> frozenset[str]:
        return frozenset(self._numbering.listed(bits))

    def _material(self, things: Iterable[str]) -> int:
        bits = 0
        for thing in things:
            bits |= self._held(thing)
        return bits

    @cached_property
    def _inside(self) -> Reach:
        """What reaches a collection without passing through a model or an output."""
        through = {*self._case.of_kind("Weights"), *self._case.of_kind("Output")}
        links = {result: [link.origin for link in found] for result, found in self._edges.derived.items() if result not in through}
        return Reach(links, None, self._numbering)

    @cached_property
    def _onward(self) -> dict[str, list[Link]]:
        table: dict[str, list[Link]] = {}
        for links in self._edges.derived.values():
            for link in links:
                table.setdefault(link.origin, []).append(link)
        return table

    @cached_property
    def _links(self) -> dict[str, list[Link]]:
        """The links that chains follow: a link that no step documents is left out where steps lead the same way."""
        return {result: self._documented_first(links) for result, links in self._edges.derived.items()}

    def _documented_first(self, links: Iterable[Link]) -> list[Link]:
        kept, stated = [], dict[str, Link]()
        for link in links:
            if link.step is not None:
                kept.append(link)
            else:
                stated.setdefault(link.origin, link)
        reached = 0
        if stated:
            for link in kept:
                reached |= self._derived(link.origin)
        return kept + [link for link in stated.values() if not reached or not reached & self._numbering.bit(link.origin)]


def _origins(links: Links) -> Names:
    return {result: dict.fromkeys(link.origin for link in found) for result, found in links.items()}


def _merge(one: Names, other: Names) -> Names:
    return {key: one.get(key, {}) | other.get(key, {}) for key in {**one, **other}}


def _mentioned(edges: Edges) -> list[str]:
    return [name for links in edges.traced.values() for link in links for name in (link.origin, link.result)]


def _circle(case: CaseLike, edges: Edges, circle: list[str]) -> CaseError:
    steps = {(link.result, link.origin): link.step or link.how for links in edges.traced.values() for link in links}
    path = circle[0] + "".join(f" ←[{steps[result, origin]}]← {origin}" for result, origin in pairwise(circle))
    return CaseError(
        f"a thing cannot derive from itself: {path}",
        where=case.where(circle[0]),
        expected="give every version of a thing an id of its own",
    )
