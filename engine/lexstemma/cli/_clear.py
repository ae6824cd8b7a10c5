"""Clear: the smallest set of permissions that makes every act of a case lawful, and ways around asking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ._around import print_ways, way_record
from ._inputs import ask, check_format, get_close_matches, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Answer, Run
    from ..inquiry import Alternatives, Clearing, Permission, Reading
    from ..report import Page

_COUNTS = ("permission", "holder")


def clear(
    case: CaseName,
    law: Laws = "place",
    around: Annotated[bool, typer.Option("--around", help="Also look for ways around asking; may take half a minute.")] = False,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="HOLDER=N", help="How hard a holder is to ask (1), or never; repeatable."),
    ] = None,
    count: Annotated[
        str, typer.Option("--count", metavar="UNIT", help="permission (one holder, one right) or holder (one agreement).")
    ] = "permission",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    format: Short = "table",
) -> int:
    """Find the fewest permissions that clear a case.

    Twice: whatever the open facts and questions turn out to be, and if they turn out well. With --around also what to change
    instead of asking; every change is assessed.
    """
    check_format(format, ("table", "json"))
    from ..inquiry import alternatives, clearing

    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    found = clearing(run, weights=_weights(weight or ()), counted=_unit(count))  # type: ignore[arg-type]
    ways = alternatives(found) if around else None
    if format == "json":
        write_record(_record(found, ways))
        return 0
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    _print(page, found)
    if ways is not None:
        print_ways(page, run, ways)
    elif found.certain.permissions:
        page.gap()
        page.line(("Try next", "bold"))
        page.line(f"lexstemma clear {case}{'' if law == 'place' else f' --law {law}'} --around", indent=2, hang=4)
        page.line(("what to change instead of asking", "dim"), indent=4)
    print_foot(page)
    return 0


def _unit(count: str) -> str:
    from ..terms import InputError

    if count not in _COUNTS:
        near = get_close_matches(count, _COUNTS, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(_COUNTS)}"
        raise InputError(f"--count is {count!r}", expected=hint)
    return count


def _weights(given: Iterable[str]) -> dict[str, int]:
    from ..terms import InputError

    found: dict[str, int] = {}
    for one in given:
        holder, equals, value = (part.strip() for part in one.rpartition("="))
        if not (equals and holder) or not (value == "never" or (value.isascii() and value.isdigit() and 0 < int(value) <= 10_000)):
            raise InputError(f"--weight is {one!r}", expected="write e.g. press=3 (a whole number from 1 to 10000), or press=never")
        found[holder] = 0 if value == "never" else int(value)
    return found


# ---------------------------------------------------------------- as text
def _print(page: Page, found: Clearing) -> None:
    from ..report import asked

    if not found.certain.permissions and not found.certain.blocked:
        gaps = "; what is not known stands below" if found.gaps else ""
        page.heading(f"Nobody needs to be asked, as far as law is encoded and places are stated{gaps}")
    else:
        page.heading(f"Whatever the open facts and questions turn out to be: {_told(found, found.certain)}")
        _print_permissions(page, found.run, found.certain)
    _print_blocked(page, found.certain)
    if found.hoped is not None:
        _print_hoped(page, found, found.hoped)
    if found.certain.permissions:
        page.gap()
        page.line(
            "A permission is what one holder gives under one right, for all works, steps and laws named with it; one agreement "
            "with a holder may give several. The case names holders of works, not of single rights: let each show title.",
            hang=0,
        )
    if found.moral or found.gaps or found.wrongs:
        page.heading("Not cleared by any of this")
    for law, answers in _by_place(found.moral).items():
        texts = dict.fromkeys(f"{a.question.step}: {asked(a)}" for a in answers)
        page.line(
            ("moral right  ", "yellow"), f"{'; '.join(texts)} under {law}: the author's consent to this use", indent=2, hang=4
        )
    if found.gaps:
        steps = dict.fromkeys(f"{a.question.step} ({found.run.law_label(a.question.place)})" for a in found.gaps)
        page.line(("not known  ", "yellow"), f"law not encoded, or no place stated: {', '.join(steps)}", indent=2, hang=4)
    for rule, where in found.wrongs:
        page.line(("besides  ", "yellow"), f"{rule.label} [{rule.provision}]: {', '.join(where)}", indent=2, hang=4)


def _print_blocked(page: Page, reading: Reading) -> None:
    from ..report import asked

    if reading.blocked:
        page.line(("cannot be cleared in this reading, because a holder never agrees:", "red"), indent=2)
    for text in dict.fromkeys(f"{a.question.step}: {asked(a)}" for a in reading.blocked):
        page.line(text, indent=4, hang=4)


def _by_place(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.question.place or "?", []).append(answer)
    return found


def _told(found: Clearing, reading: Reading) -> str:
    number = len(reading.permissions)
    holders = len(reading.holders)
    text = f"{number} permission{'' if number == 1 else 's'}, from {holders} holder{'' if holders == 1 else 's'}"
    if found.counted == "holder":
        text = f"{holders} agreement{'' if holders == 1 else 's'}, for {number} permission{'' if number == 1 else 's'}"
    if reading.cost != (number if found.counted == "permission" else holders):
        text += f", weight {reading.cost}"
    return text if reading.exact else f"{text} (no fewer than {reading.least} are proven)"


def _print_permissions(page: Page, run: Run, reading: Reading) -> None:
    holders: dict[tuple[str, str], list[Permission]] = {}
    for one in reading.permissions:
        holders.setdefault((one.holder, one.role), []).append(one)
    for (holder, role), permissions in holders.items():
        named = permissions[0].named
        page.line((holder, "bold"), (f"  as {run.words.label(role)}" if named else "  not named in the case", "dim"), indent=2)
        for one in permissions:
            page.line(f"{run.words.label(one.right)} in {', '.join(one.works)}", indent=4, hang=4)
            laws = ", ".join(one.laws)
            page.line(("for ", "dim"), ", ".join(one.steps), (" under ", "dim"), laws, indent=6, hang=4)
            if not one.certain:
                page.line(("only if open facts or questions turn out badly", "dim"), indent=6)


def _print_hoped(page: Page, found: Clearing, reading: Reading) -> None:
    from ..inquiry import together

    certain = {(p.holder, p.right) for p in found.certain.permissions}
    kept = {(p.holder, p.right) for p in reading.permissions}
    page.heading(f"If they turn out well: {_told(found, reading)}")
    if kept == certain:
        page.line("the same permissions; asking for them answers what is open too", indent=2)
    else:
        labels = [f"{holder}: {found.run.words.label(right)}" for holder, right in sorted(kept)]
        page.line("; ".join(labels) if labels else "nobody needs to be asked", indent=2)
    if reading.assumed:
        page.line(("provided that", "dim"), indent=2)
    for atom, value, things in together(reading.assumed):
        label = found.run.label_of(atom.name)
        text = f"{label} {_yes(value)}" if atom.kind == "issue" else f"{label}: {_yes(value)}"
        page.line(text, (f"  {', '.join(things)}" if things else "  (question of law)", "dim"), indent=4, hang=4)
    _print_blocked(page, reading)
    if not reading.confirmed:
        page.line(("these do not hold together once the whole case is assessed with them", "red"), indent=2)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# ---------------------------------------------------------------- as data
def _record(found: Clearing, ways: Alternatives | None) -> dict[str, object]:
    record: dict[str, object] = {
        "case": found.run.case.id,
        "identity": found.run.identity,
        "counted": found.counted,
        "certain": _reading(found.certain),
        "hoped": _reading(found.hoped) if found.hoped else None,
        "moral_rights": [a.id for a in found.moral],
        "not_known": [a.id for a in found.gaps],
        "besides": [{"rule": rule.id, "steps": list(steps)} for rule, steps in found.wrongs],
    }
    if ways is not None:
        record["around"] = {
            "assessed": ways.assessed,
            "left_out": ways.left_out,
            "ways": [way_record(one) for one in ways.found],
        }
    return record


def _reading(reading: Reading) -> dict[str, object]:
    return {
        "cost": reading.cost,
        "least": reading.least,
        "exact": reading.exact,
        "permissions": [
            {
                "holder": p.holder,
                "named": p.named,
                "role": p.role,
                "right": p.right,
                "certain": p.certain,
                "works": list(p.works),
                "steps": list(p.steps),
                "laws": list(p.laws),
                "answers": [a.id for a in p.answers],
            }
            for p in reading.permissions
        ],
        "provided": [{"kind": a.kind, "atom": a.name, "set": a.setting(v), "value": v} for a, v in reading.assumed],
        "confirmed": reading.confirmed,
        "blocked": [a.id for a in reading.blocked],
    }
