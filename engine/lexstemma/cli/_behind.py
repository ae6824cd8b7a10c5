"""The works behind outputs, for the command chains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ._output import write_record

if TYPE_CHECKING:
    from ..assessment import Run
    from ..inquiry import Behind


def show_works(run: Run, *, frm: str | None, to: str | None, most: int, as_json: bool) -> None:
    """Prints the works behind each output, or behind one thing.

    Raises:
        InputError: the case has no such thing.
    """
    ends = run.derivation.ends() if to is None else (to,)
    total = run.derivation.count_chains(to=to, frm=frm)
    found = list(islice(_behind(run, ends, frm), most + 1))
    if as_json:
        rows = [_record(one) for one in found[:most]]
        write_record({"case": run.case.id, "identity": run.identity, "total": total, "more": len(found) > most, "works": rows})
        return
    from ..report import Page, clean, print_foot, print_head

    page = Page()
    print_head(page, run)
    page.line(f"{total:,} chain{'' if total == 1 else 's'}")
    for number, one in enumerate(found[:most]):
        if not number or found[number - 1].end != one.end:
            page.gap()
            page.line(("behind ", "dim"), (one.end, "bold"))
        chains = f"{one.chains:,} chain{'' if one.chains == 1 else 's'}"
        page.line((one.work, "bold"), f"  {_ROLES[one.role]}; {chains}, a shortest:", indent=2)
        page.line((clean(str(one.shortest)), "dim"), indent=6, hang=4)
    if not found:
        page.line("No work stands behind it." if to else "No work stands behind an output.", indent=2)
    if len(found) > most:
        page.gap()
        page.line(f"The first {most}; --most lists more, --to THING asks about one thing.")
    print_foot(page)


_ROLES = {
    "training": "trained on",
    "tuning": "fine-tuned on",
    "both": "trained and fine-tuned on",
    "other": "no training on it documented",
}


def _behind(run: Run, ends: tuple[str, ...], frm: str | None) -> Iterator[Behind]:
    from ..inquiry import works_behind

    for end in ends:
        yield from (one for one in works_behind(run, end) if frm is None or one.work == frm)


def _record(one: Behind) -> dict[str, object]:
    return {
        "end": one.end,
        "work": one.work,
        "role": one.role,
        "chains": one.chains,
        "shortest": [{"from": link.origin, "to": link.result, "step": link.step, "how": link.how} for link in one.shortest.links],
    }
