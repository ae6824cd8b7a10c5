"""The authorities of a run for reference managers and TeX: CSL-JSON and BibTeX (the entry types of biblatex)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from ..assessment import Answer, Run
from ..law import ANYWHERE
from ._authorities import DECISION, LEGISLATION, Authority, authorities
from ._page import clean

_TYPES = {LEGISLATION: ("legislation", "legislation"), DECISION: ("legal_case", "jurisdiction")}
_OTHER = ("document", "misc")
# What TeX reads as more than a letter; braces around a letter command keep the next letter apart.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D"}


def to_csl(run: Run, answers: Iterable[Answer] | None = None) -> str:
    """A CSL-JSON array of what the answers cite, as Zotero, pandoc and citeproc read it."""
    cited = authorities(run.answers() if answers is None else answers)
    return json.dumps([_csl(run, one) for one in cited], ensure_ascii=False, indent=2) + "\n"


def to_bibtex(run: Run, answers: Iterable[Answer] | None = None) -> str:
    """BibTeX entries of what the answers cite; keys are the ids of the law data."""
    cited = authorities(run.answers() if answers is None else answers)
    return "\n".join(_entry(run, one) for one in cited)


def _csl(run: Run, one: Authority) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": one.id,
        "type": _TYPES.get(one.kind, _OTHER)[0],
        "title": clean(one.title if one.kind != LEGISLATION else one.pinpoint),
        "jurisdiction": _place(run, one),
    }
    if one.kind == DECISION:
        record |= {"authority": clean(one.court), "number": clean(one.pinpoint)}
    elif one.kind != LEGISLATION:
        record |= {"publisher": clean(one.court), "number": clean(one.pinpoint)}
    if one.since:
        record["issued"] = {"date-parts": [[one.since.year, one.since.month, one.since.day]]}
    if one.url:
        record["URL"] = one.url
    record["note"] = _note(run, one)
    return {key: value for key, value in record.items() if value}


def _entry(run: Run, one: Authority) -> str:
    fields = {
        "title": one.pinpoint if one.kind == LEGISLATION else one.title,
        "institution": one.court,
        "number": "" if one.kind == LEGISLATION else one.pinpoint,
        "date": one.since.isoformat() if one.since else "",
        "location": _place(run, one),
        "note": _note(run, one),
    }
    lines = [f"  {name} = {{{tex(value)}}}," for name, value in fields.items() if value]
    if one.url:
        lines.append(f"  url = {{{''.join(_IN_URL.get(c, c) for c in one.url)}}},")
    return f"@{_TYPES.get(one.kind, _OTHER)[1]}{{{key_of(one.id)},\n" + "\n".join(lines) + "\n}\n"


def _place(run: Run, one: Authority) -> str:
    return "" if one.jurisdiction == ANYWHERE else run.law_label(one.jurisdiction)


def _note(run: Run, one: Authority) -> str:
    """What a citation manager has no field for: the rule in words, the state of a decision, how it was verified."""
    label = run.words.label
    about = "; ".join(one.supports) if one.kind == LEGISLATION else ""
    state = label(one.finality) if one.finality and one.finality not in ("final", "finalRuling") else ""
    until = f"in force until {one.until.isoformat()}" if one.until else ""
    checked = f"text {label(one.verification)}" if one.verification else ""
    return clean(". ".join(part for part in (about, state, until, checked) if part))


def tex(words: str) -> str:
    """The words so that TeX sets them as they are."""
    return "".join(_TEX.get(c, c) for c in clean(words))


def key_of(name: str) -> str:
    """An entry key of plain letters, digits and hyphens."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", flat).strip("-") or "source"
