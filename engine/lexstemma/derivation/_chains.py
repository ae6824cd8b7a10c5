"""Chains from a work to an output: counted exactly by propagation, listed lazily."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
