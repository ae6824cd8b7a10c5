"""The authorities that answers rest on: provisions of law, and decisions on the questions and standards they turn on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..assessment import Answer, deciding
from ..law import ANYWHERE, Decision, Precedent, PrecedentBase, Rule
from ..reasoning import IssueState

LEGISLATION, DECISION, OTHER = "legislation", "decision", "other"
_KINDS = {"firstInstance": DECISION, "appellate": DECISION, "apex": DECISION, "statute": LEGISLATION}


@dataclass(frozen=True, slots=True)
class Authority:
    """One source as cited.

    Args:
        kind: `LEGISLATION`, `DECISION` or `OTHER` (guidance, doctrine, proposals).
        title: of an act the rule in words, of a decision its name.
        pinpoint: the provision; of a decision the docket.
        since, until: the days between which a provision is in force; `since` of a decision is its day.
        finality: of a decision; empty for a provision.
        verification: how it was written down, a word of the vocabulary.
        supports: what it is cited for.
    """

    id: str
    kind: str
    jurisdiction: str
    title: str
    pinpoint: str
    court: str
    url: str
    level: str
    since: date | None
    until: date | None
    finality: str
    verification: str
    confidence: str
    supports: tuple[str, ...]


def turned_on(answer: Answer) -> Iterator[IssueState]:
    """The contested questions in the proof of an answer; questions that a rule only mentions are left out."""
    atoms = answer.tree.atoms | {one.atom for one in answer.depends_on}
    yield from (state for state in answer.issues if state.issue.id in atoms)


def authorities(answers: Iterable[Answer]) -> tuple[Authority, ...]:
    """Legislation by jurisdiction and provision, then decisions and other sources by day.

    A provision is cited if a rule made from it stands or is open in the proof of an answer, or is what decides it; a decision
    if it speaks on a question that an answer turns on, or is among the precedents nearest to a use.
    """
    rules: dict[str, Rule] = {}
    found: dict[str, Authority] = {}
    about: dict[str, dict[str, None]] = {}
    for answer in answers:
        for rule in _rules(answer):
            rules.setdefault(rule.id, rule)
        for state in turned_on(answer):
            for standing in state.standings:
                one = standing.decision
                found.setdefault(one.id, _decision(one))
                about.setdefault(one.id, {})[state.issue.label] = None
        for weighing in answer.weighings:
            for precedent in nearest(weighing.base, weighing.constraint.nearest.values()):
                found.setdefault(precedent.case, _precedent(precedent, weighing.base))
                about.setdefault(precedent.case, {})[answer.run.words.label(weighing.standard)] = None
    cited = [_with(one, tuple(about[name])) for name, one in found.items()]
    order = {LEGISLATION: 0, DECISION: 1, OTHER: 2}
    return (
        *sorted(_provisions(rules.values()), key=lambda a: (a.jurisdiction == ANYWHERE, a.jurisdiction, a.pinpoint)),
        *sorted(cited, key=lambda a: (order[a.kind], a.since or date.max, a.title)),
    )


def nearest(base: PrecedentBase, sides: Iterable[Iterable[object]], most: int = 2) -> Iterator[Precedent]:
    """The nearest precedents of each side, at most so many of a side."""
    for ones in sides:
        yield from (base.precedents[str(getattr(one, "precedent", ""))] for one in list(ones)[:most])


def _rules(answer: Answer) -> Iterator[Rule]:
    yield from (node.rule for node in answer.tree.walk() if node.rule is not None and node.value is not False)
    named = answer.run.law.book.rules.get(reason.id) if (reason := deciding(answer)).kind == "rule" and reason.id else None
    if named is not None:
        yield named
    # A title that fails decides through what it fails on.
    yield from (one.rule for one in answer.failed if one.rule.label in reason.text)


def _provisions(rules: Iterable[Rule]) -> Iterator[Authority]:
    """One for each provision; rules made from one provision are named together."""
    groups: dict[tuple[str, str, str], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.jurisdiction, rule.provision or rule.label, rule.url), []).append(rule)
    for (jurisdiction, provision, url), same in groups.items():
        # The least certain of them speaks for the row.
        weakest = max(same, key=lambda r: (r.verification != "checked", ("high", "medium", "low", "").index(r.confidence)))
        since = min((r.since for r in same if r.since), default=None) if all(r.since for r in same) else None
        until = max((r.until for r in same if r.until), default=None) if all(r.until for r in same) else None
        kind = _KINDS.get(same[0].level, OTHER)
        yield Authority(
            same[0].id, kind, jurisdiction, same[0].label, provision, "", url, same[0].level, since, until, "",
            weakest.verification, weakest.confidence, tuple(dict.fromkeys(r.label for r in same)),
        )  # fmt: skip


def _decision(d: Decision) -> Authority:
    return Authority(
        d.id, _KINDS.get(d.level, OTHER), d.jurisdiction, d.label, d.docket, d.court, d.url, d.level, d.decided, None,
        d.finality, d.verification, d.confidence, (),
    )  # fmt: skip


def _precedent(p: Precedent, base: PrecedentBase) -> Authority:
    court = base.courts[p.court]
    url = p.verified_against if p.verified_against.startswith("http") else ""
    return Authority(
        p.id, DECISION, p.jurisdiction, p.case, p.docket, court.label, url, court.level, p.decided, None, p.status,
        p.verification, p.confidence, (),
    )  # fmt: skip


def _with(one: Authority, supports: tuple[str, ...]) -> Authority:
    from dataclasses import replace

    return replace(one, supports=supports)
