"""The command `sensitivity`: which unknown moves most answers, and what turns the bottom line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..assessment import Run
    from ..inquiry import Atom, Flip, Toggle
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
    from ..report import change_record

    return {
        **_atom_record(one.atom),
        "set": one.atom.setting(one.value),
        "value": one.value,
        "answers": [change_record(change) for change in one.changed],
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
