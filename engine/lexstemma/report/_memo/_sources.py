"""The table of authorities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...assessment import Answer, Run
from ...law import ANYWHERE
from .._authorities import DECISION, LEGISLATION, OTHER, Authority, authorities
from ._model import Block, Paragraph, Row, Span, Table, Text, text
from ._names import Names, capital, distinct, long_day

_MOST = 6
_HEADS = {LEGISLATION: "Legislation and principles", DECISION: "Decisions", OTHER: "Guidance, doctrine and proposals"}


def table_of_authorities(run: Run, answers: Sequence[Answer], names: Names, numbers: Mapping[str, str]) -> list[Block]:
    """What is cited, with the pinpoint, its dates, and whether it was compared with its source.

    Args:
        numbers: where a contested question is discussed, by its label.
    """
    cited = authorities(answers)
    if not cited:
        return [Paragraph(text("No authority is cited: no encoded law was asked."))]
    rows: list[Row] = []
    for kind, head in _HEADS.items():
        same = [one for one in cited if one.kind == kind]
        if same:
            rows.append(Row((text(Span(head, "strong")),), heads=True))
        rows += [_row(run, one, names, numbers) for one in same]
    intro = (
        "Checked: compared with the text of its source when encoded. From memory: not compared; compare it before relying on it."
    )
    return [
        Paragraph(text(intro)),
        Table(("Authority", "Law", "Cited for", "Dates", "Verified"), tuple(rows), (0.36, 0.14, 0.22, 0.14, 0.14)),
    ]


def _row(run: Run, one: Authority, names: Names, numbers: Mapping[str, str]) -> Row:
    words = run.words
    if one.kind == LEGISLATION and not one.court:
        cited: Text = text(Span(one.pinpoint, url=one.url))
        dates = [f"from {long_day(one.since)}" if one.since else "", f"until {long_day(one.until)}" if one.until else ""]
        when = ", ".join(part for part in dates if part) or "in force"
    else:
        parts = ", ".join(part for part in (one.court, one.title, one.pinpoint) if part)
        cited = text(Span(capital(parts), url=one.url))
        when = long_day(one.since) if one.since else "no date"
        if one.finality and one.finality not in ("final", "finalRuling"):
            when += f", {_finality(run, one.finality)}"
    level = words.label(one.level)
    law = text(
        "any law" if one.jurisdiction == ANYWHERE else names.law(one.jurisdiction),
        Span(f", {level}" if one.level != "statute" else "", "dim"),
    )
    checked = words.label(one.verification) if one.verification else "not said"
    sure = f" ({one.confidence})" if one.confidence and one.verification != "checked" else ""
    about = distinct(f"point {numbers[label]}" if label in numbers else capital(label) for label in one.supports)
    shown = about[:_MOST] + ([f"{len(about) - _MOST} more"] if len(about) > _MOST else [])
    return Row((cited, law, text("; ".join(shown).replace("; point", ",")), text(when), text(checked + sure)))


def _finality(run: Run, name: str) -> str:
    label = run.words.label(name)
    # The state of a precedent has no label of its own: its name in words.
    return label if label != name else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().removesuffix(" ruling")
