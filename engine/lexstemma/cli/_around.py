"""Ways around asking, as `clear --around` tells them: what to change, at which price, and what it spares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..assessment import Run
    from ..inquiry import Alternative, Alternatives
    from ..report import Page

_KINDS = {
    "drop": "leave out",
    "elsewhere": "move",
    "otherwise": "do otherwise",
    "measure": "show by a probe",
    "licence": "replace",
}


def print_ways(page: Page, run: Run, ways: Alternatives) -> None:
    page.heading("Ways around asking, each assessed; the price is steps done differently and again")
    if not ways.found:
        page.line("none was found", indent=2)
        return
    page.gap()
    rows = [
        [str(one.price), _KINDS[one.kind], _what(one), str(one.certain), str(one.hoped), _spared(run, one)] for one in ways.found
    ]
    page.table(["price", "", "what", "still to ask", "if all goes well", "spares"], rows)
    if any(one.kind == "elsewhere" for one in ways.found):
        page.gap()
        page.line("A step that reaches a public cannot be moved without leaving that public.", hang=0)
    if ways.left_out:
        page.gap()
        page.line(f"{ways.assessed} changes were assessed, {ways.left_out} more were not.", hang=0)


def _what(one: Alternative) -> str:
    from ..report import listed

    return f"{one.text}: {listed(one.like, 8)}" if one.like else one.text


def _spared(run: Run, one: Alternative) -> str:
    from ..report import listed

    spared = [f"{run.words.label(right)} ({holder})" for holder, right in one.spared]
    added = [f"{run.words.label(right)} ({holder})" for holder, right in one.added]
    return (listed(spared, 3) or "fewer, if all goes well") + (f"; adds {listed(added, 3)}" if added else "")


def way_record(one: Alternative) -> dict[str, object]:
    return {
        "kind": one.kind,
        "what": one.text,
        "like": list(one.like),
        "set": list(one.settings),
        "without": list(one.without),
        "law": "place" if one.at_place else None,
        "price": one.price,
        "changed": list(one.steps[0]),
        "again": list(one.steps[1]),
        "still_to_ask": one.certain,
        "still_to_ask_if_well": one.hoped,
        "spares": _pairs(one.spared),
        "adds": _pairs(one.added),
    }


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"holder": holder, "right": right} for holder, right in pairs]
