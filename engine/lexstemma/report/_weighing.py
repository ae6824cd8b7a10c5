"""A standard that precedents decide, for people: what binds, what persuades, what is nearest and what keeps it apart."""

from __future__ import annotations

from collections.abc import Iterable

from ..assessment import SIDES, Weighing
from ..reasoning import UNSETTLED, Distinction
from ._page import Page, Part

# More than these say no more to a reader; JSON has all.
_NEAREST, _ASKED = 2, 12


def print_weighing(page: Page, weighing: Weighing, label: str) -> None:
    """One standard of one answer."""
    found = weighing.constraint
    page.line(("standard by precedent", "bold"), f": {label}", indent=2)
    binding, persuasive = found.binding["reason"], found.persuasive["reason"]
    page.line(_styled(binding.outcome), f" binding in the {weighing.forum}: {weighing.told(binding)}", indent=4, hang=2)
    page.line(
        ("persuasive only", "dim"), f" over all courts to {found.asked.isoformat()}: {weighing.told(persuasive)}", indent=4, hang=2
    )
    for side, words in SIDES.items():
        present = [name for name in weighing.factors if name in found.present and weighing.base.factors[name].side == side]
        page.line((f"present {words}: ", "dim"), _factors(weighing, present) or "none", indent=4, hang=2)
    for side, ones in found.nearest.items():
        for one in ones[:_NEAREST]:
            _print_nearest(page, weighing, side, one)
    if found.settled() is None and weighing.open_factors:
        asked = [factor.label for factor in weighing.open_factors]
        more = f" and {len(asked) - _ASKED} more" if len(asked) > _ASKED else ""
        page.line(
            ("not known: ", "yellow"),
            f"{'; '.join(asked[:_ASKED])}{more}. State those that hold; factorsStatedInFull says that the others do not.",
            indent=4,
            hang=2,
        )


def _print_nearest(page: Page, weighing: Weighing, side: str, one: Distinction) -> None:
    precedent = weighing.base.precedents[one.precedent]
    court = weighing.base.courts[precedent.court].label
    page.line(
        (f"near, {SIDES[side]}: ", "dim"),
        f"{precedent.cited} ({court}, {precedent.decided.isoformat()})",
        indent=4,
        hang=2,
    )
    apart: list[Part] = []
    for words, names in (
        ("it had, and this lacks: ", one.missing - one.to_show),
        ("it had, not known here: ", one.to_show),
        ("this has against it, and it lacked: ", one.extra),
        ("to rule out: ", one.to_rule_out),
    ):
        if names:
            shown = sorted(names)
            more = f" and {len(shown) - _ASKED} more" if len(shown) > _ASKED else ""
            apart.append(f"{words}{_factors(weighing, shown[:_ASKED])}{more}")
    for part in apart:
        page.line(part, indent=6, hang=2)


def _factors(weighing: Weighing, names: Iterable[str]) -> str:
    return "; ".join(weighing.base.factors[name].label for name in names)


def _styled(outcome: str) -> Part:
    return ("open", "yellow") if outcome == UNSETTLED else ("settled", "green" if outcome == "favoursUser" else "red")
