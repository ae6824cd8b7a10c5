"""Steps before and after a step along the copies of a work, nearest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from ._edges import Link


def steps_before(inputs: Sequence[str], links: Mapping[str, Iterable[Link]], carries: Callable[[str], bool]) -> tuple[str, ...]:
    """The steps through which the things that `carries` accepts came to be, nearest to `inputs` first."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    level = deque(inputs)
    while level:
        following: deque[str] = deque()
        while level:
            node = level.popleft()
            if node in seen or not carries(node):
                continue
            seen.add(node)
            for link in links.get(node, ()):
                if not carries(link.origin):
                    continue
                if link.step is None:
                    level.append(link.origin)
                else:
                    found.setdefault(link.step)
                    following.append(link.origin)
        level = following
    return tuple(found)


def steps_after(
    results: Sequence[str],
    onward: Mapping[str, Iterable[Link]],
    users: Mapping[str, Iterable[str]],
    carries: Callable[[str], bool],
) -> tuple[str, ...]:
    """The steps that use the things that `carries` accepts, and what came of them, nearest to `results` first."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    level = deque(results)
    while level:
        following: deque[str] = deque()
        while level:
            node = level.popleft()
            if node in seen or not carries(node):
                continue
            seen.add(node)
            found.update(dict.fromkeys(users.get(node, ())))
            for link in onward.get(node, ()):
                (level if link.step is None else following).append(link.result)
        level = following
    return tuple(found)
