"""What evidence does in law: the answers that rest on each piece, those that change without it, and versions to probe again.

A piece is a probe's result, or a statement of the case of what a probe could show, such as a court's finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..assessment import Answer, Change, Run, changes
from ..case import Case
from ._atoms import asked_again

_COMPUTED = "computeEvidence"


@dataclass(frozen=True, slots=True)
class Piece:
    """A probe's result, or a statement of what a probe could show.

    Args:
        name: the id of the evidence; of a statement, the fact as `lexstemma whatif --set` names it.
        said: the grade, or what is stated.
        about: the version of weights or the output.
        works: the works that it concerns; empty for a statement about all of them.
        fact: the fact stated; empty for evidence, from which the policy on evidence concludes.
    """

    name: str
    said: str
    about: str
    works: tuple[str, ...]
    source: str = ""
    fact: str = ""

    def taken_from(self, case: Case) -> Case:
        """The case without it."""
        if not self.fact:
            return case.without_evidence([self.name])
        return case.with_statement(self.fact, self.about, None, concerning=self.works[0] if self.works else None)


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """What one piece of evidence does.

    Args:
        resting: the answers in whose proof the fact stands that it was found by.
        changed: the answers that would be others without it; none where another piece says the same.
    """

    piece: Piece
    resting: tuple[Answer, ...]
    changed: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A version of weights that nothing tells about works of which a version behind it was shown or stated to hold copies.

    Args:
        earlier: the versions behind it that the pieces are about.
        waiting: the answers that depend on what probing this version would show.
    """

    version: str
    earlier: tuple[str, ...]
    works: tuple[str, ...]
    pieces: tuple[Piece, ...]
    waiting: tuple[Answer, ...]


def evidence_use(run: Run) -> tuple[EvidenceUse, ...]:
    """Every piece of evidence of the case, in file order; each taken away in turn and the case assessed again."""
    found = []
    for piece in _pieces(run):
        after = asked_again(run, piece.taken_from(run.case), run.law)
        resting = tuple(a for a in run.answers() if _rests(a, piece))
        found.append(EvidenceUse(piece, resting, changes(run, after)))
    return tuple(found)


def stale(run: Run) -> tuple[Stale, ...]:
    """Weights made from versions with evidence, without evidence or a statement of their own about the same works."""
    pieces = list(_pieces(run))
    found = []
    for version in run.case.of_kind("Weights"):
        behind = run.derivation.copy_or_derivative_of(version) - {version}
        own = {work for piece in pieces if piece.about == version for work in piece.works or ("",)}
        older = [p for p in pieces if p.about in behind and "" not in own and not own.issuperset(p.works)]
        works = tuple(dict.fromkeys(work for piece in older for work in piece.works if work not in own))
        if works:
            earlier = tuple(dict.fromkeys(piece.about for piece in older))
            waiting = tuple(a for a in run.answers() if _waits(a, version, works))
            found.append(Stale(version, earlier, works, tuple(older), waiting))
    return tuple(found)


def _pieces(run: Run) -> Iterator[Piece]:
    graph, facts = run.case.graph, run.words.facts
    for node in run.case.of_kind("Evidence"):
        grade = graph.name(node, "grade") or ""
        works = tuple(graph.names(node, "concerning"))
        yield Piece(
            node, f"grade {grade}" if grade else "", graph.name(node, "about") or "", works, graph.text(node, "source") or ""
        )
    for one in run.case.statements:
        if facts[one.fact].computed_by == _COMPUTED and "Step" not in run.case.types(one.subject):
            name = f"{one.subject}.{one.fact}{f'@{one.concerning}' if one.concerning else ''}"
            said = f"stated: {run.words.label(one.fact)}: {'yes' if one.value else 'no'}"
            yield Piece(name, said, one.subject, (one.concerning,) if one.concerning else (), one.source or "", one.fact)


def _rests(answer: Answer, piece: Piece) -> bool:
    """Whether a fact that was found by this piece stands in the proof."""
    if not _concerns(answer, piece.about, piece.works):
        return False
    origins = ("stated", "what-if", "disputed") if piece.fact else ("evidence", "disputed")
    facts = answer.run.words.facts
    return any(
        finding.origin in origins and (name == piece.fact if piece.fact else name in facts and facts[name].computed_by == _COMPUTED)
        for name, finding in answer.tree.findings.items()
    )


def _concerns(answer: Answer, about: str, works: tuple[str, ...]) -> bool:
    q = answer.question
    return q.result_entity == about and (not works or not {q.object, *answer.run.facts.parents(q.object)}.isdisjoint(works))


def _waits(answer: Answer, version: str, works: tuple[str, ...]) -> bool:
    facts = answer.run.words.facts
    open_facts = (d.atom for d in answer.depends_on if d.atom in facts)
    return _concerns(answer, version, works) and any(facts[name].computed_by == _COMPUTED for name in open_facts)
