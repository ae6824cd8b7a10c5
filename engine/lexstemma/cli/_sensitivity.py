"""Sensitivity and evidence: which unknown moves most answers, what turns the bottom line, what each piece of evidence does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..assessment import Answer, Change, Run
    from ..inquiry import Atom, EvidenceUse, Flip, Stale, Toggle
    from ..report import Page


def sensitivity(
    case: CaseName,
    law: Laws = "place",
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="How many unknowns to list.")] = 15,
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Rank what is open by how many answers it moves.

    Every unknown fact and open question is set both ways and the case decided again. Then the fewest settings that would turn
    the bottom line.
    """
    check_format(format, ("table", "json"))
    from ..inquiry import flips
    from ..inquiry import sensitivity as rank_open

    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    found, turned = rank_open(run), flips(run)
    if format == "json":
        write_record(
            {
                "case": run.case.id,
                "identity": run.identity,
                "worst": run.status(),
                "toggles": [_toggle_record(one) for one in found.toggles],
                "not_tried": [_atom_record(one) for one in found.left_out],
                "cannot_be_stated": [_atom_record(one) for one in found.unset],
                "flips": [_flip_record(one) for one in turned],
            }
        )
        return 0
    from ..report import Page, print_foot, print_head, status_part

    page = Page()
    print_head(page, run)
    page.line("the most demanding answer as it stands: ", status_part(run.status()))
    page.heading("What moves most answers, each set by itself and the case decided again")
    _print_toggles(page, run, found.toggles, most)
    if found.left_out:
        page.line(f"{len(found.left_out)} more open facts were not tried; fewer answers hang on each", indent=2)
    for atom in found.unset:
        page.line(f"cannot be stated in a case: {run.label_of(atom.name)}  {atom.things}", indent=2)
    page.heading("What would turn the bottom line")
    for flip in turned:
        _print_flip(page, run, flip)
    if not turned:
        page.line("nothing here is asked under encoded law at a stated place", indent=2)
    print_foot(page)
    return 0


def _print_toggles(page: Page, run: Run, toggles: Sequence[Toggle], most: int) -> None:
    """What moves the same answers in the same way of several works is told in one row."""
    from ..report import STATUS_SHORT, listed

    rows: dict[tuple[object, ...], list[Toggle]] = {}
    for one in toggles:
        if one.changed:
            rows.setdefault((one.atom.kind, one.atom.name, one.value, len(one.changed), one.moves, one.worst), []).append(one)
    if not rows:
        page.line("nothing that is open changes an answer by itself", indent=2)
        return
    page.gap()
    body = []
    for same in list(rows.values())[:most]:
        first = same[0]
        label = f"{run.label_of(first.atom.name)}{'' if first.atom.kind == 'issue' else ':'} {'yes' if first.value else 'no'}"
        things = listed([one.atom.things for one in same if one.atom.things], 3) or "question of law"
        moves = "; ".join(
            f"{n} {STATUS_SHORT.get(was, 'not asked')} to {STATUS_SHORT.get(now, 'not asked')}" for was, now, n in first.moves
        )
        each = " each" if len(same) > 1 else ""
        body.append([label, things, f"{len(first.changed)}{each}", moves, STATUS_SHORT[first.worst]])
    page.table(["open", "of", "answers", "become", "worst then"], body)
    if len(rows) > most:
        page.line(f"and {len(rows) - most} more; --most lists them", indent=1)


def _print_flip(page: Page, run: Run, flip: Flip) -> None:
    from ..inquiry import together
    from ..report import status_part

    what = "open facts and questions" if flip.of == "open" else "known facts changed"
    page.line((f"to {flip.towards}, by {what}: ", "bold"), "none found" if flip.settings is None else "", indent=2)
    for atom, value, things in together(flip.settings or ()):
        label = f"{run.label_of(atom.name)}{'' if atom.kind == 'issue' else ':'} {'yes' if value else 'no'}"
        page.line(label, (f"  {', '.join(things)}" if things else "  (question of law)", "dim"), indent=4, hang=4)
    if flip.settings is not None:
        page.line(("then  ", "dim"), status_part(flip.status), indent=4)
    page.line((f"looked through: {flip.looked}", "dim"), indent=4, hang=2)


def _atom_record(atom: Atom) -> dict[str, str | None]:
    return {"kind": atom.kind, "atom": atom.name, "of": atom.subject or None, "concerning": atom.concerning or None}


def _toggle_record(one: Toggle) -> dict[str, object]:
    return {
        **_atom_record(one.atom),
        "set": one.atom.setting(one.value),
        "value": one.value,
        "answers": [_change(change) for change in one.changed],
        "worst": one.worst,
    }


def _flip_record(one: Flip) -> dict[str, object]:
    return {
        "towards": one.towards,
        "of": one.of,
        "set": None if one.settings is None else [atom.setting(value) for atom, value in one.settings],
        "status": one.status or None,
        "looked_through": one.looked,
    }


def _change(change: Change) -> dict[str, str | None]:
    return {
        "id": change.id,
        "before": change.before.status if change.before else None,
        "after": change.after.status if change.after else None,
    }


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
    piece = one.piece
    return {
        "id": piece.name,
        "kind": "statement" if piece.fact else "evidence",
        "said": piece.said,
        "about": piece.about,
        "concerning": list(piece.works),
        "rest_on_it": [answer.id for answer in one.resting],
        "without_it": [_change(change) for change in one.changed],
    }


def _stale_record(one: Stale) -> dict[str, object]:
    return {
        "version": one.version,
        "earlier": list(one.earlier),
        "works": list(one.works),
        "evidence": [piece.name for piece in one.pieces],
        "waiting": [answer.id for answer in one.waiting],
    }
