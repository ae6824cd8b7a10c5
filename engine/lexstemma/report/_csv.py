"""One line per answer, for spreadsheets. What a case says is text there too: no cell is read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..assessment import Answer, Run, deciding

COLUMNS = (
    "id", "step", "step_kind", "performer", "responsible", "act", "object", "right", "holder_role", "holders", "result",
    "jurisdiction", "date", "status", "rules", "provisions", "decided_by", "depends_on", "presumed", "flags", "duties", "notes",
)  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(run: Run, answers: Iterable[Answer] | None = None) -> str:
    """A header and one line per answer; several values in a cell are separated by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for answer in run.answers() if answers is None else answers:
        writer.writerow([safe_cell(cell) for cell in _cells(answer)])
    return out.getvalue()


def safe_cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe goes before what might start one."""
    return "'" + text if text.lstrip(" ").startswith(_DANGEROUS) else text


def _cells(answer: Answer) -> list[str]:
    q = answer.question
    kinds = answer.run.case.graph.names(q.step, "type")
    return [
        answer.id,
        q.step,
        kinds[0] if kinds else "",
        q.performer or "",
        answer.responsible or "",
        q.act or "",
        q.object or "",
        q.right or "",
        answer.holder_role or "",
        "; ".join(answer.holders),
        q.result or "",
        q.place or "",
        q.day.isoformat() if q.dated else "",
        answer.status,
        "; ".join(rule.id for rule in answer.rules),
        "; ".join(rule.provision for rule in answer.rules),
        deciding(answer).text,
        "; ".join(d.atom for d in answer.depends_on),
        "; ".join(answer.presumed),
        "; ".join(answer.flags),
        "; ".join(rule.id for rule in answer.duties),
        "; ".join(answer.notes),
    ]
