"""One case under several laws, and one run beside another: what differs and what decides it."""

from __future__ import annotations

from collections.abc import Sequence

from ..assessment import Cell, Change, Deciding, Row, Run, deciding, reason_for, worst_first
from ..reasoning import NOT_ENCODED, rank
from ._page import Page, Part
from ._summary import print_legend, status_part
from ._words import STATUS_SHORT, asked, listed

# As many columns as a reader can take in at once.
_ABREAST = 8


def print_comparison(page: Page, run: Run, rows: Sequence[Row], *, only_differing: bool = False) -> None:
    """A matrix of steps and laws, then for every step on which the laws differ the one thing that decides each."""
    laws = list(dict.fromkeys(cell.law for row in rows for cell in row.cells))
    if not only_differing:
        if len(laws) <= _ABREAST:
            _steps_by_law(page, laws, worst_first(rows))
        else:
            _laws_by_outcome(page, laws, rows)
        print_legend(page, {cell.status for row in rows for cell in row.cells})
    differing = [row for row in worst_first(rows) if row.differs]
    if not differing:
        page.gap()
        page.line(
            "The laws asked do not differ on any step." if len(laws) > 1 else "Only one law was asked; name two or more to compare."
        )
    for row in differing:
        page.gap()
        page.line((row.step, "bold"))
        for cells in _alike(row.cells):
            _cell(page, run, cells)


def _steps_by_law(page: Page, laws: Sequence[str], rows: Sequence[Row]) -> None:
    table: list[list[Part | Sequence[Part]]] = []
    for row in rows:
        by_law = {cell.law: cell.status for cell in row.cells}
        table.append([row.step, *(status_part(by_law[law], STATUS_SHORT) if law in by_law else "" for law in laws)])
    page.table(["step", *laws], table)


def _laws_by_outcome(page: Page, laws: Sequence[str], rows: Sequence[Row]) -> None:
    """Many laws: those that say the same of every step stand together, the most demanding first."""
    outcomes = {law: tuple(next((c.status for c in row.cells if c.law == law), "") for row in rows) for law in laws}
    together: dict[tuple[str, ...], list[str]] = {}
    for law, outcome in outcomes.items():
        together.setdefault(outcome, []).append(law)
    words = STATUS_SHORT if len(rows) <= _ABREAST else dict.fromkeys(STATUS_SHORT, "")
    table: list[list[Part | Sequence[Part]]] = []
    for outcome, same in sorted(together.items(), key=lambda pair: [-rank(status) for status in pair[0] if status]):
        table.append([" ".join(same), *(status_part(status, words) if status else "" for status in outcome)])
    page.table(["laws with the same outcome", *(row.step for row in rows)], table)


def _alike(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells that say the same for the same reason, most demanding first."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        reason = cell.deciding
        found.setdefault((cell.status, reason_text(reason) if reason else ""), []).append(cell)
    return sorted(found.values(), key=lambda same: -rank(same[0].status))


def _cell(page: Page, run: Run, cells: list[Cell]) -> None:
    answer, reason = cells[0].answer, cells[0].deciding
    names = ", ".join(run.law_label(cell.law) for cell in cells)
    about = f"{asked(answer)}: " if answer is not None and answer.question.right else ""
    if cells[0].status == NOT_ENCODED and answer is not None:
        about = f"{answer.question.object}, "  # the gap names the right
    page.line(status_part(cells[0].status), "  ", (names, "bold"), indent=2)
    if reason is not None:
        page.line((about, "dim"), reason_text(reason), indent=6, hang=2)
    encoded = cells[0].encoded
    if encoded is not None:
        page.line("of what is encoded  ", status_part(encoded.status), indent=6)
        page.line((f"{asked(encoded)}: ", "dim"), reason_text(deciding(encoded)), indent=8)


def reason_text(reason: Deciding) -> str:
    """What decides, with where its value comes from."""
    return reason.text + (f" ({reason.detail})" if reason.detail else "")


def print_changes(page: Page, found: Sequence[Change], *, what: str) -> None:
    """Only the answers that change, before and after, and what decides each now.

    Args:
        what: what was changed, in words.
    """
    page.line((what, "bold"))
    if not found:
        page.line("No answer changes.", indent=2)
        return
    shown: dict[tuple[str, ...], list[Change]] = {}
    for change in found:
        answer = change.after or change.before
        assert answer is not None, "a change has a side"
        reason = reason_for(change)
        before = change.before.status if change.before else ""
        after = change.after.status if change.after else ""
        words = answer.run.words
        right = words.label(answer.question.right) if answer.question.right else ""
        key = (answer.question.step, answer.question.place or "", before, after, right, reason_text(reason) if reason else "")
        shown.setdefault(key, []).append(change)
    page.line(f"{len(found)} answer{'' if len(found) == 1 else 's'} change{'s' if len(found) == 1 else ''}:", indent=2)
    for (step, law, before, after, right, reason_said), same in shown.items():
        sides = [one.after or one.before for one in same]
        objects = listed(list(dict.fromkeys(a.question.object or "" for a in sides if a)), 6)
        page.gap()
        where = f" [{law}]" if law else ""
        page.line((step, "bold"), (where, "dim"), f"  {objects}{': ' if right else ''}{right}", indent=2)
        was: Part = status_part(before) if before else ("(not asked)", "dim")
        now: Part = status_part(after) if after else ("(no longer asked)", "dim")
        page.line(was, "  becomes  ", now, indent=4)
        if reason_said:
            page.line((f"{'because' if after else 'it was so because'}: ", "dim"), reason_said, indent=4, hang=4)
