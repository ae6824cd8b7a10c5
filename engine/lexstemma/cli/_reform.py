"""The command that sets a reform beside the law in force: reform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format, get_close_matches, laws_asked, load_case, load_law
from ._options import AsOf, Forum, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Reform, Shift, Tally
    from ..law import Law
    from ..report import Page

_SIDES = {"lighter": ("performer", "rightholder"), "heavier": ("rightholder", "performer")}
_ASKED = {"lighter": "less", "heavier": "more", "otherwise": "as much"}
_TITLES = {
    "lighter": "Less is asked of who acts: they gain, the rightholders lose",
    "heavier": "More is asked of who acts: they lose, the rightholders gain",
    "otherwise": "Lawful before and after, by another title: nobody gains or loses permission",
}


def reform(
    overlay: Annotated[str, typer.Argument(metavar="OVERLAY", help="A reform (Turtle), or a bundled one.", show_default=False)],
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE]...", help="Cases to ask.", show_default="every bundled example")
    ] = None,
    law: Annotated[
        str | None,
        typer.Option("--law", metavar="LAWS", help="Laws to ask beside that of each place.", show_default="those it touches"),
    ] = None,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    format: Short = "table",
) -> int:
    """Tell who gains and who loses by a reform.

    Asks cases before and after, under the law of each place and as if every step were done where the reform applies, and lists
    every answer that changes: for whom less or more is asked, and by which rule of the reform.
    """
    check_format(format, ("table", "json"))
    named = laws_asked(law) if law is not None and law.strip().lower() != "place" else []
    file = _overlay(overlay)
    asked = {"as_of": as_of, "stance": stance, "strict": strict, "forum": forum}
    before, after = load_law(**asked), load_law(**asked, overlay=[str(file)])  # type: ignore[arg-type]
    _check_says_something(file, before, after)
    from ..assessment import reform as compare

    found = compare([load_case(name) for name in cases or _examples()], before, after, laws=named)
    if format == "json":
        write_record(_record(found, file, after))
    else:
        _print(found, file, after)
    return 0


def _overlay(name: str) -> Path:
    """A file; or, where there is none of that name, a bundled reform."""
    from ..terms import InputError, data_path

    path = Path(name)
    if path.exists():
        return path
    bundled = {file.stem: file for file in sorted((data_path("examples") / "reforms").glob("*.ttl"))}
    if "/" not in name and "\\" not in name and name in bundled:
        return bundled[name]
    near = get_close_matches(path.stem, list(bundled), 1)
    hint = f"did you mean {near[0]}?" if near else f"give the path of an overlay, or a bundled one: {', '.join(bundled)}"
    raise InputError("no such file", where=name, expected=hint)


def _examples() -> list[str]:
    from ..terms import data_path

    return [file.stem for file in sorted(data_path("examples").glob("*.yaml"))]


def _check_says_something(file: Path, before: Law, after: Law) -> None:
    from ..assessment import touched
    from ..terms import InputError

    if not after.overlaid and not touched(before, after):
        raise InputError(
            "the overlay changes no law", where=str(file), expected="state, amend or repeal a rule: docs/law-format.md"
        )


# ---------------------------------------------------------------- as text
def _print(found: Reform, file: Path, law: Law) -> None:
    from ..report import Page, listed, print_foot

    page = Page()
    page.line((f"What {file.name} would change", "bold"))
    laws = ", ".join(law.book.jurisdictions[name].label if name in law.book.jurisdictions else name for name in found.laws)
    here = sum(shift.at_place for shift in found.shifts)
    page.line(
        f"{_counted(len(found.cases), 'case')} asked on {law.as_of}, under the law of each place"
        + (f" and as if every step were done in: {laws}" if laws else "")
    )
    changed = f"{len(found.shifts)} of {_counted(found.asked, 'answer')} would change"
    page.line(f"{changed}, {here} of them where the step was really done")
    if found.shifts:
        page.heading("Who gains, who loses, by which rule")
        page.gap()
        page.table(["by", "is asked", "answers", "really there", "gain", "lose"], [_tally_row(one) for one in found.tallies()])
    for way, title in _TITLES.items():
        mine = [shift for shift in found.shifts if shift.direction == way]
        if mine:
            page.heading(title)
            _print_shifts(page, mine)
    if any(not shift.at_place for shift in found.shifts):
        page.gap()
        page.line(("* as if the step were done there", "dim"), indent=1)
    unchanged = [name for name in found.cases if name not in {shift.case for shift in found.shifts}]
    if unchanged:
        page.gap()
        page.line(f"nothing changes in {listed(unchanged, 20)}")
    print_foot(page)


def _tally_row(one: Tally) -> list[str]:
    acting, holding = _counts(one.performers), _counts(one.roles)
    gain, lose = {"lighter": (acting, holding), "heavier": (holding, acting)}.get(one.direction, ("-", "-"))
    name = one.rule.id if one.rule else "(no rule of its own)"
    return [name, _ASKED[one.direction], str(one.answers), str(one.at_place), gain, lose]


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items(), key=lambda one: -one[1])) or "-"


def _print_shifts(page: Page, shifts: Sequence[Shift]) -> None:
    """By rule, then by case; what differs in the right or the copy alone is told once, and steps that go the same way together."""
    from ..assessment import told

    by_rule: dict[tuple[str, str], dict[tuple[str, ...], dict[str, list[str]]]] = {}
    for shift in shifts:
        flags = ", ".join(f"{'' if added else 'no longer '}{flag}" for flag, added in shift.flags)
        works = by_rule.setdefault((told(shift), flags), {}).setdefault(_row(shift), {}).setdefault(shift.answer.question.step, [])
        if (thing := shift.answer.question.object or "-") not in works:
            works.append(thing)
    for (rule, flags), rows in by_rule.items():
        page.gap()
        page.line((rule, "cyan"), (f", and now {flags}" if flags else "", "yellow"), indent=1)
        body = []
        for (case, place, was, now, performer, holders), steps in rows.items():
            for things in dict.fromkeys(tuple(found) for found in steps.values()):
                same = ", ".join(step for step, found in steps.items() if tuple(found) == things)
                body.append([case, same, place, was, now, performer, holders, ", ".join(things)])
        page.table(["case", "steps", "law", "was", "is", "who acts", "rightholder", "of"], body)


def _row(shift: Shift) -> tuple[str, ...]:
    from ..report import STATUS_SHORT, listed

    was, now = (STATUS_SHORT[a.status] if a else "not asked" for a in (shift.change.before, shift.change.after))
    place = f"{shift.answer.question.place or '?'}{'' if shift.at_place else ' *'}"
    holders = listed(shift.holders, 3) or shift.answer.run.words.label(shift.answer.holder_role or "")
    return shift.case, place, was, now, shift.performer or "-", holders


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------- as data
def _record(found: Reform, file: Path, law: Law) -> dict[str, object]:
    from ..report import NOT_ADVICE

    return {
        "overlay": file.name,
        "law": law.book.digest,
        "as_of": law.as_of.isoformat(),
        "cases": list(found.cases),
        "laws": ["place", *found.laws],
        "asked": found.asked,
        "changed": len(found.shifts),
        "notice": NOT_ADVICE,
        "tallies": [
            {
                "rule": one.rule.id if one.rule else None,
                "direction": one.direction,
                "answers": one.answers,
                "at_place": one.at_place,
                "cases": list(one.cases),
                "performers": one.performers,
                "holder_roles": one.roles,
            }
            for one in found.tallies()
        ],
        "changes": [_shift_record(shift) for shift in found.shifts],
    }


def _shift_record(shift: Shift) -> dict[str, object]:
    q = shift.answer.question
    gains, loses = _SIDES.get(shift.direction, (None, None))
    return {
        "case": shift.case,
        "step": q.step,
        "act": q.act,
        "work": q.object,
        "right": q.right,
        "copy": q.result,
        "law": q.place,
        "at_place": shift.at_place,
        "before": shift.change.before.status if shift.change.before else None,
        "after": shift.change.after.status if shift.change.after else None,
        "direction": shift.direction,
        "gains": gains,
        "loses": loses,
        "performer": shift.performer,
        "holder_role": shift.answer.holder_role,
        "holders": list(shift.holders),
        "flags_added": [flag for flag, added in shift.flags if added],
        "flags_removed": [flag for flag, added in shift.flags if not added],
        "by": [rule.id for rule in shift.because],
        "reason": shift.reason,
    }
