"""Known facts that whoever acts could bring about, and which of them would make an answer lighter."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Answer
from ..reasoning import LAWFUL, NEEDED

# Computations over what a performer can bring about; whether rights are reserved is up to the holder.
WITHIN_REACH = ("computeEvidence",)
_MOST_FACTS = 3


def ways_within_reach(answer: Answer) -> Iterator[dict[str, bool]]:
    """Sets of at most three known facts that whoever acts could bring about, after which the answer would be lighter: what a
    title fails on, or one fact on which the right rests. Each was decided, with everything else as it is."""
    seen: set[tuple[tuple[str, bool], ...]] = set()
    for facts in (*_single(answer), *_of_titles(answer)):
        key = tuple(sorted(facts.items()))
        if key not in seen and 0 < len(facts) <= _MOST_FACTS:
            seen.add(key)
            status = answer.with_values(facts).status
            if status in LAWFUL or (answer.status == NEEDED and status != NEEDED):
                yield facts


def _single(answer: Answer) -> Iterator[dict[str, bool]]:
    for node in answer.tree.walk():
        if node.kind == "atom" and node.value is not None and _reachable(answer, node.name):
            yield {node.name: not node.value}


def _of_titles(answer: Answer) -> Iterator[dict[str, bool]]:
    """For every title that fails, the facts that it fails on, unless something stands among them that cannot be brought about."""
    for failure in answer.failed:
        options: list[dict[str, bool]] = [{}]
        for name in failure.because:
            found = _wanted(answer, name, name in failure.rule.requires)
            options = [{**one, **more} for one in options for more in found]
        yield from options


def _wanted(answer: Answer, name: str, value: bool) -> list[dict[str, bool]]:
    """Facts to be set so that a fact has a value; for a defined one, what one of its definitions fails on."""
    if _reachable(answer, name):
        return [{name: value}]
    found: list[dict[str, bool]] = []
    for rule in answer.defined_by(name) if value else ():
        failing = [(a, True) for a in rule.requires if _known(answer, a) is False]
        failing += [(a, False) for a in rule.unless if _known(answer, a) is True]
        if failing and all(_reachable(answer, a) for a, _ in failing):
            found.append(dict(failing))
    return found


def _known(answer: Answer, name: str) -> bool | None:
    finding = answer.finding(name)
    return finding.value if finding is not None else None


def _reachable(answer: Answer, name: str) -> bool:
    """Whether it is a known fact about who acts, how, and what comes of it; not about works, and not a question of law."""
    term, finding = answer.run.words.facts.get(name), answer.finding(name)
    if term is None or term.standard or finding is None or finding.value is None or term.about in ("Work", "Object"):
        return False
    if finding.origin == "computed" or term.computed_by is not None:
        return term.computed_by in WITHIN_REACH
    # What a use is presumed not to be, such as a parody, is no change that somebody makes to it.
    if finding.origin == "presumed" and term.about not in ("Agent", "Step"):
        return False
    return finding.origin in ("stated", "presumed", "inferred", "evidence", "what-if", "disputed")
