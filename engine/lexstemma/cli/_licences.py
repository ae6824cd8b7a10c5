"""The command that follows licences along the chains: licences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import ask, check_format, get_close_matches, load_case, load_law
from ._options import AsOf, CaseName, Claimed, Forum, Laws, Overlay, Short, Stance, Strict, Work
from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Run
    from ..clearance import LicenceFinding
    from ..report import Page

_MARKS = {"error": ("! ", "red"), "warning": ("? ", "yellow"), "notice": ("- ", "dim")}
_HEADINGS = {"error": "Errors", "warning": "Warnings", "notice": "Duties and notices"}


def licences(
    case: CaseName,
    work: Work = None,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    everything: Annotated[bool, typer.Option("--all", help="Also terms that have no effect under the law asked.")] = False,
    format: Short = "table",
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="SEVERITY", help="Exit with 1 on a finding this grave: error, warning or notice."),
    ] = None,
) -> int:
    """Follow licences along the chains; find conflicts.

    Lists what the licences of works, datasets, weights and outputs ask for at every step they reach, and where two of them, or one
    and the licence of the result, cannot both be kept.

    A term that rests on a right counts only where the law asked engages one; else it is marked as a contract's, or left out.
    """
    check_format(format, ("table", "json"))
    limit = _severity(fail_on) if fail_on is not None else None
    asked = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlay)
    run = ask(load_case(case), asked, law, claimed=claimed)
    _check_thing(run, work)
    from ..clearance import SEVERITIES, licence_findings

    found = [f for f in licence_findings(run) if work is None or work in {f.object, *(o for s in f.sources for o in s.objects)}]
    shown = [f for f in found if everything or f.binds]
    if format == "json":
        _write(run, found)
    else:
        _print(run, shown, len(found) - len(shown), case)
    return int(limit is not None and any(SEVERITIES.index(f.severity) <= SEVERITIES.index(limit) for f in found))


def _severity(given: str) -> str:
    from ..clearance import SEVERITIES
    from ..terms import InputError

    if given not in SEVERITIES:
        raise InputError(f"--fail-on is {given!r}", expected=f"use one of: {', '.join(SEVERITIES)}")
    return given


def _check_thing(run: Run, thing: str | None) -> None:
    things = run.case.of_kind("Entity")
    if thing is not None and thing not in things:
        from ..terms import InputError

        near = get_close_matches(thing, things, 1)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(things[:12])}{' ...' if len(things) > 12 else ''}"
        raise InputError(f"the case has no thing {thing!r}", where=run.case.source, expected=hint)


def _write(run: Run, found: Sequence[LicenceFinding]) -> None:
    from ..clearance import SEVERITIES, effects_of, finding_record
    from ..report import NOT_ADVICE

    write_record(
        {
            "case": run.case.id,
            "identity": run.identity,
            "licence_effects": effects_of(run.law).digest,
            "summary": {severity: sum(f.severity == severity for f in found) for severity in SEVERITIES},
            "notice": NOT_ADVICE,
            "findings": [finding_record(f) for f in found],
        }
    )


def _print(run: Run, shown: Sequence[LicenceFinding], hidden: int, name: str) -> None:
    from ..clearance import SEVERITIES
    from ..report import Page, print_foot, print_head

    page = Page()
    print_head(page, run)
    counts = {severity: sum(f.severity == severity for f in shown) for severity in SEVERITIES}
    told = [_counted(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
    page.line((", ".join(told) or "nothing was found about licences", "bold"))
    for severity in SEVERITIES:
        here = [f for f in shown if f.severity == severity]
        if here:
            page.heading(_HEADINGS[severity])
        for group in _grouped(here):
            _print_group(page, group, brief=severity == "notice")
    if hidden:
        page.gap()
        what = "1 finding has" if hidden == 1 else f"{hidden} findings have"
        page.line(f"{what} no effect under the law asked: lexstemma licences {name} --all")
    print_foot(page)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _grouped(found: Iterable[LicenceFinding]) -> list[list[LicenceFinding]]:
    """Findings that differ in the step alone, together."""
    groups: dict[tuple[object, ...], list[LicenceFinding]] = {}
    for f in found:
        groups.setdefault((f.code, f.object, f.term, tuple(s.licence for s in f.sources), f.effect and f.effect.kind), []).append(f)
    return list(groups.values())


def _print_group(page: Page, group: list[LicenceFinding], *, brief: bool) -> None:
    first = group[0]
    mark, style = _MARKS[first.severity]
    about = f"“{first.title}” ({first.object})" if first.title != first.object else first.object
    steps = ", ".join(dict.fromkeys(f.step for f in group if f.step))
    licence = " and ".join(dict.fromkeys(s.licence for s in first.sources if s.licence))
    page.line((mark, style), (first.label, "bold"), f"  {about}", (f"  {licence}" if licence else "", "cyan"), hang=4)
    contract = first.effect is not None and first.effect.kind == "contract"
    if brief:
        clause = first.sources[0].clause if first.sources else ""
        told = first.message if first.step is None else f"at {steps}" + (f"; {clause}" if clause else "")
        page.line(told, (" (by contract)" if contract and first.step else "", "dim"), indent=4, hang=2)
        return
    page.line(first.message, indent=4, hang=2)
    if len(group) > 1:
        page.line((f"also at {', '.join(dict.fromkeys(f.step for f in group[1:] if f.step))}", "dim"), indent=4, hang=2)
    page.line(("do: ", "dim"), first.remedy, indent=4, hang=2)
