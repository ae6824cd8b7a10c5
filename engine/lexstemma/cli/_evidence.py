"""The command `evidence`: what each piece of evidence does in law, and which versions of weights to probe again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..assessment import Answer, Run
    from ..inquiry import EvidenceUse, Stale
    from ..report import Page


def evidence(
    case: CaseName,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Tell which answers rest on each piece of evidence.

    Each probe's result, and each statement of what a probe could show, is taken away and the case assessed again. Then the
    versions of weights that should be probed again.
    """
    check_format(format, ("table", "json"))
    from ..inquiry import evidence_use, stale

    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    found, old = evidence_use(run), stale(run)
    if format == "json":
        record = {
            "case": run.case.id,
            "identity": run.identity,
            "evidence": [_use_record(one) for one in found],
            "probe_again": [_stale_record(one) for one in old],
        }
        write_record(record)
        return 0
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.heading("What each piece of evidence does")
    if not found:
        page.line("the case holds no evidence, and states nothing that a probe could show", indent=2)
    for one in found:
        _print_use(page, run, one)
    if old:
        page.heading("To be probed again: what was shown of an earlier version tells nothing of this one")
        for version in old:
            page.line((version.version, "bold"), f"  made from {', '.join(version.earlier)}: {', '.join(version.works)}", indent=2)
            page.line(("waiting for it: ", "dim"), _answers(version.waiting) or "no answer", indent=4, hang=4)
    print_foot(page)
    return 0


def _print_use(page: Page, run: Run, one: EvidenceUse) -> None:
    from ..report import listed, status_part

    piece = one.piece
    page.gap()
    works = ", ".join(piece.works) or "any work"
    page.line((piece.name, "bold"), f"  {piece.said}", (f"  {piece.about} with {works}", "dim"), indent=2)
    if piece.source:
        page.line((piece.source, "dim"), indent=4)
    page.line(("rest on it  ", "dim"), _answers(one.resting) or "no answer", indent=4, hang=12)
    page.line(("without it  ", "dim"), "" if one.changed else "no answer changes", indent=4, hang=12)
    told: dict[tuple[str, str, str, str], list[str]] = {}
    for change in one.changed:
        answer = change.before or change.after
        assert answer is not None, "a change has a side"
        before, after = (a.status if a else "" for a in (change.before, change.after))
        told.setdefault((answer.question.step, answer.question.place or "?", before, after), []).append(
            run.words.label(answer.question.right or "")
        )
    for (step, place, before, after), rights in told.items():
        was, now = (status_part(s) if s else ("(not asked)", "dim") for s in (before, after))
        page.line(f"{step} [{place}] ", was, "  becomes  ", now, (f"  {listed(list(dict.fromkeys(rights)))}", "dim"), indent=6)


def _answers(answers: Sequence[Answer]) -> str:
    """Steps with the laws under which answers on them are meant."""
    steps: dict[str, dict[str, None]] = {}
    for answer in answers:
        steps.setdefault(answer.question.step, {})[answer.question.place or "?"] = None
    return ", ".join(f"{step} [{', '.join(laws)}]" for step, laws in steps.items())


def _use_record(one: EvidenceUse) -> dict[str, object]:
    from ..report import change_record

    piece = one.piece
    return {
        "id": piece.name,
        "kind": "statement" if piece.fact else "evidence",
        "said": piece.said,
        "about": piece.about,
        "concerning": list(piece.works),
        "rest_on_it": [answer.id for answer in one.resting],
        "without_it": [change_record(change) for change in one.changed],
    }


def _stale_record(one: Stale) -> dict[str, object]:
    return {
        "version": one.version,
        "earlier": list(one.earlier),
        "works": list(one.works),
        "evidence": [piece.name for piece in one.pieces],
        "waiting": [answer.id for answer in one.waiting],
    }
