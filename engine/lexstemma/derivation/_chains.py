"""Chains from a work to an output: counted exactly by propagation, listed lazily."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ._edges import Link


@dataclass(frozen=True, slots=True)
class Chain:
    """One path of the derivation graph, from its origin (usually a work) to its end (usually an output)."""

    links: tuple[Link, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """The things along the chain, origin first."""
        return (self.links[0].origin, *(link.result for link in self.links))

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps along the chain in order; links that no step documents have none."""
        return tuple(link.step for link in self.links if link.step is not None)

    def __str__(self) -> str:
        return self.links[0].origin + "".join(f" →[{link.step or link.how}]→ {link.result}" for link in self.links)


def count_to(end: str, links: Mapping[str, Iterable[Link]]) -> dict[str, int]:
    """For every thing that reaches `end`, the number of chains from it to `end`."""
    counts = {end: 1}
    for node in _results_first(end, links):
        for link in links.get(node, ()):
            counts[link.origin] = counts.get(link.origin, 0) + counts[node]
    return counts


def _results_first(end: str, links: Mapping[str, Iterable[Link]]) -> list[str]:
    """Everything behind `end` so that each thing comes after all things derived from it."""
    finished: dict[str, None] = {}
    stack: list[tuple[str, bool]] = [(end, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            finished[node] = None
        elif node not in finished:
            stack.append((node, True))
            stack.extend((link.origin, False) for link in links.get(node, ()) if link.origin not in finished)
    return list(reversed(finished))


def count_all(ends: Iterable[str], links: Mapping[str, Iterable[Link]], starts: Container[str]) -> dict[str, int]:
    """For every end, and everything behind one, the exact number of chains from a start to it; one pass over the links."""
    known: dict[str, int] = {}
    for end in ends:
        stack = [end]
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            behind = links.get(node, ())
            waiting = [link.origin for link in behind if link.origin not in known and link.origin in links]
            if waiting:
                stack.extend(waiting)
                continue
            known[node] = sum(known.get(link.origin, 0) + (link.origin in starts) for link in behind)
            stack.pop()
    return known


def nearest(end: str, links: Mapping[str, Iterable[Link]]) -> dict[str, Link]:
    """Everything behind `end`, nearest first, each with the first link of a shortest chain from it to `end`."""
    found: dict[str, Link] = {}
    queue = deque((end,))
    while queue:
        for link in links.get(queue.popleft(), ()):
            if link.origin not in found:
                found[link.origin] = link
                queue.append(link.origin)
    return found


def along_nearest(origin: str, end: str, first: Mapping[str, Link]) -> Chain:
    """The chain from `origin` to `end` that the links of `nearest` make."""
    path = [first[origin]]
    while path[-1].result != end:
        path.append(first[path[-1].result])
    return Chain(tuple(path))


def list_chains(
    end: str, links: Mapping[str, Iterable[Link]], starts: Callable[[str], bool], leads_on: Callable[[str], bool]
) -> Iterator[Chain]:
    """The chains that end in `end`, from origins that `starts` accepts; `leads_on` prunes what reaches no such origin."""
    path: list[Link] = []
    stack = [iter(links.get(end, ()))]
    while stack:
        link = next(stack[-1], None)
        if link is None:
            stack.pop()
            if path:
                path.pop()
        elif leads_on(link.origin):
            path.append(link)
            if starts(link.origin):
                yield Chain(tuple(reversed(path)))
            stack.append(iter(links.get(link.origin, ())))
