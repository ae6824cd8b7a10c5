"""The stable record of an answer and of a run; `schema.json` describes it, and JSON and CSV are made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._version import __version__
from ..assessment import Answer, Change, Run, Weighing, reason_for
from ..law import Rule
from ..reasoning import NOT_ENCODED, STATUSES, IssueState, Node, Ruling
from ._words import NOT_ADVICE

Record = dict[str, Any]
FORMAT = 1


def run_record(run: Run, answers: Iterable[Answer] | None = None) -> Record:
    """A run with one record per question, and what distinguishes it.

    Args:
        answers: the answers to list; all of the run if left out. The summary counts these.
    """
    shown = tuple(run.answers() if answers is None else answers)
    counts = dict.fromkeys((*STATUSES, NOT_ENCODED), 0)
    for answer in shown:
        counts[answer.status] += 1
    return {
        "format": FORMAT,
        "case": {"id": run.case.id, "title": run.case.title, "digest": run.case.digest},
        "law": {
            "digest": run.law.book.digest,
            "stance": run.law.stance.name,
            "as_of": run.law.as_of.isoformat(),
            "strict": run.law.strict,
            "forum": run.law.forum.id if run.law.forum else None,
        },
        "under": [run.under] if isinstance(run.under, str) else list(run.under),
        "claimed": run.claimed,
        "software": {"name": "lexstemma", "version": __version__},
        "summary": {"status": run.status(shown), "answers": len(shown), "counts": counts},
        "notice": NOT_ADVICE,
        "answers": [answer_record(answer) for answer in shown],
    }


def answer_record(answer: Answer) -> Record:
    """One record per question."""
    q, run = answer.question, answer.run
    kinds = run.case.graph.names(q.step, "type")
    return {
        "id": answer.id,
        "step": q.step,
        "step_kind": kinds[0] if kinds else None,
        "performer": q.performer,
        "responsible": answer.responsible,
        "act": q.act,
        "object": q.object,
        "right": q.right,
        "holder": {"role": answer.holder_role, "agents": list(answer.holders)} if q.right else None,
        "result": {"kind": q.result, "entity": q.result_entity} if q.result else None,
        "jurisdiction": q.place,
        "date": q.day.isoformat() if q.dated else None,
        "status": answer.status,
        "rules": [rule_record(rule) for rule in answer.rules],
        "failed": [{"rule": failure.rule.id, "because": list(failure.because)} for failure in answer.failed],
        "depends_on": [
            {"kind": d.kind, "atom": d.atom, "label": run.label_of(d.atom), "if_true": d.if_true, "if_false": d.if_false}
            for d in answer.depends_on
        ],
        "issues": [_issue(state) for state in answer.issues],
        "standards": [standard_record(weighing) for weighing in answer.weighings],
        "presumed": list(answer.presumed),
        "requirements": [
            [{"kind": r.kind, "atom": r.atom, "value": r.value, "text": r.text} for r in one] for one in answer.requirements
        ],
        "duties": [rule_record(rule) for rule in answer.duties],
        "flags": list(answer.flags),
        "notes": list(answer.notes),
        "because": _tree(answer, answer.tree),
    }


def rule_record(rule: Rule) -> Record:
    """A rule as cited."""
    return {
        "id": rule.id,
        "kind": rule.kind,
        "label": rule.label,
        "jurisdiction": rule.jurisdiction,
        "provision": rule.provision,
        "url": rule.url,
        "level": rule.level,
        "verification": rule.verification or None,
        "confidence": rule.confidence or None,
    }


def _issue(state: IssueState) -> Record:
    return {
        "id": state.issue.id,
        "label": state.issue.label,
        "state": state.state,
        "answer": state.answer,
        "deciding_event": state.issue.deciding_event,
        "positions": [
            {
                "answer": standing.position.answer,
                "authority": standing.decision.id,
                "cited": standing.decision.cited,
                "weight": standing.position.weight,
                "finality": standing.decision.finality,
                "counts": standing.counts,
                "because": standing.because,
            }
            for standing in state.standings
        ],
    }


def standard_record(weighing: Weighing) -> Record:
    """A standard that precedents decide, for one question."""
    found = weighing.constraint
    return {
        "standard": weighing.standard,
        "jurisdiction": weighing.base.jurisdiction,
        "forum": found.forum,
        "asked": found.asked.isoformat(),
        "settled": found.settled(),
        "binding": {model: _ruling(ruling) for model, ruling in found.binding.items()},
        "persuasive": {model: _ruling(ruling) for model, ruling in found.persuasive.items()},
        "present": [
            {"factor": name, "origin": known.origin, "source": known.source}
            for name, known in weighing.factors.items()
            if name in found.present
        ],
        "open": [{"factor": factor.name, "ask": factor.ask} for factor in weighing.open_factors],
        "nearest": [
            {
                "precedent": one.precedent,
                "cited": weighing.base.precedents[one.precedent].cited,
                "side": side,
                "missing": sorted(one.missing),
                "extra": sorted(one.extra),
                "to_show": sorted(one.to_show),
                "to_rule_out": sorted(one.to_rule_out),
            }
            for side, ones in found.nearest.items()
            for one in ones
        ],
    }


def _ruling(ruling: Ruling) -> Record:
    return {"outcome": ruling.outcome, "by": list(ruling.by)}


def _tree(answer: Answer, node: Node) -> Record:
    found = node.finding
    label = node.rule.label if node.rule else answer.run.label_of(node.name) if node.kind == "atom" else node.name
    return {
        "kind": node.kind,
        "name": node.name,
        "label": label,
        "value": node.value,
        "role": node.role or None,
        "origin": found.origin if found else None,
        "detail": found.detail if found else None,
        "source": found.source if found else None,
        "children": [_tree(answer, child) for child in node.children],
    }


def change_record(change: Change) -> Record:
    """A question whose answer is not the same in two runs: the status on both sides, and what decides the answer after."""
    reason = reason_for(change)
    return {
        "id": change.id,
        "before": change.before.status if change.before else None,
        "after": change.after.status if change.after else None,
        "decided_by": {"kind": reason.kind, "id": reason.id or None, "text": reason.text} if reason else None,
    }
