"""The facts as the memo takes them: recorded in the case, worked out from it, presumed because it is silent, unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ...assessment import Answer, Run
from ...reasoning import Finding
from ._model import Block, Bullets, Heading, Paragraph, Row, Span, Table, Text, text
from ._names import Names, capital, distinct, sentence

# A memo tells what a reader checks by eye; the case file holds all.
_MOST = 40
_TITLES = ("computeLicence", "computeOwnRight")
_TRUTH = {True: "yes", False: "no", None: "not known"}
# What is worked out by more than comparing days and places.
_WORKED = ("computeTerm", "computeReservation", "computeReservationForm", "computeEvidence", "computeLicence", "computeOwnRight")


def facts(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """Four lists; one that is empty says so only where a reader would look for it."""
    found: list[Block] = [Heading(text("Recorded"))]
    found += _recorded(run, names) or [Paragraph(text("The case states no facts beyond who did what, where and when."))]
    if notes := _notes(run, names):
        found += [Heading(text("Notes of the case file")), Bullets(notes)]
    if worked := _worked_out(run, answers, names):
        found += [Heading(text("Worked out from the record")), *worked]
    found.append(Heading(text("Assumed")))
    found += _assumed(run, answers, names)
    found.append(Heading(text("Unknown")))
    found += _unknown(run, answers, names)
    return found


def _recorded(run: Run, names: Names) -> list[Block]:
    """What the case states, statements that differ only in what they speak of in one row."""
    rows: dict[tuple[str, bool, str], list[str]] = {}
    for said in run.case.statements:
        about = names.thing(said.subject)
        if said.concerning:
            about += f", as to {names.thing(said.concerning)}"
        rows.setdefault((said.fact, said.value, said.source or ""), []).append(about)
    table = [
        Row((text(capital(run.words.label(fact))), text(_TRUTH[value]), text(*_of(about)), _source(source)))
        for (fact, value, source), about in rows.items()
    ]
    return [*_table(("Fact", "Value", "Of", "Source"), table, (0.25, 0.09, 0.33, 0.33))]


def _of(about: list[str], most: int = 4) -> list[str]:
    distinct_ones = distinct(about)
    more = f"; and {len(distinct_ones) - most} more" if len(distinct_ones) > most else ""
    return ["; ".join(distinct_ones[:most]), more]


def _source(words: str) -> Text:
    """A source; one that is nothing but an address becomes a link."""
    span = Span(words, url=words)
    return text(span) if words else text(Span("none named", "dim"))


def _table(header: tuple[str, ...], rows: list[Row], widths: tuple[float, ...]) -> list[Block]:
    if not rows:
        return []
    found: list[Block] = [Table(header, tuple(rows[:_MOST]), widths)]
    if len(rows) > _MOST:
        found.append(Paragraph(text(f"And {len(rows) - _MOST:,} more, which the case file or --format json gives."), "note"))
    return found


def _notes(run: Run, names: Names) -> tuple[Text, ...]:
    graph = run.case.graph
    things = [*run.case.of_kind("Step"), *run.case.of_kind("Entity")]
    told = ((thing, note) for thing in things for note in graph.texts(thing, "note"))
    return tuple(text(Span(f"{capital(names.thing(thing))}: ", "em"), sentence(note)) for thing, note in told)[:_MOST]


def _by_finding(answers: Iterable[Answer], wanted: Callable[[Finding], bool]) -> dict[tuple[str, Finding], list[Answer]]:
    """Answers by atom and finding, for the findings that are wanted."""
    found: dict[tuple[str, Finding], list[Answer]] = {}
    for answer in answers:
        for name, finding in answer.tree.findings.items():
            if wanted(finding):
                found.setdefault((name, finding), []).append(answer)
    return found


def _direct(answer: Answer) -> set[str]:
    """The conditions of the rules that an answer rests on; what is behind a definition is in the proof."""
    return {child.name for node in answer.tree.children for child in node.children if child.kind == "atom"}


def _worked_out(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """Terms, reservations, evidence, licences and titles, with the arithmetic."""
    facts = run.words.facts
    found = _by_finding(
        answers, lambda finding: finding.origin == "computed" and finding.value is not None and bool(finding.detail)
    )
    rows: dict[tuple[str, str, str], tuple[str, list[str]]] = {}
    for (atom, finding), same in found.items():
        if atom in facts and facts[atom].computed_by in _WORKED and (finding.value or facts[atom].computed_by not in _TITLES):
            told = [names.thing(a.question.object) for a in same if atom in _direct(a)]
            # The same arithmetic for acts of several days is told for the first.
            key = capital(run.words.label(atom)), _TRUTH[finding.value], finding.detail.partition("; act of ")[0]
            if told:
                rows.setdefault(key, (finding.detail, []))[1].extend(told)
    table = [
        Row((text(label), text(value), text(*_of(about, 3)), text(capital(detail))))
        for (label, value, _), (detail, about) in rows.items()
    ]
    return _table(("Fact", "Value", "Of", "How"), table, (0.25, 0.09, 0.26, 0.4))


def _assumed(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """What is presumed, together where it is for one reason."""
    found = _by_finding(answers, lambda finding: finding.origin == "presumed")
    by_reason: dict[bool | None, dict[str, dict[str, None]]] = {}
    for atom, finding in found:
        reasons = by_reason.setdefault(finding.value, {})
        reasons.setdefault(finding.detail or finding.source, {})[run.words.label(atom)] = None
    if not by_reason:
        return [Paragraph(text("No answer rests on a presumption."))]
    intro = "The case is silent on these; they are presumed, and each may be rebutted. Those that carry an answer stand under "
    blocks: list[Block] = [Paragraph(text(intro, Span("What would change the answer", "em"), "."))]
    for value, reasons in by_reason.items():
        parts: list[str | Span] = [Span(f"Taken as {_TRUTH[value]}: ", "strong")]
        for number, (why, labels) in enumerate(sorted(reasons.items(), key=lambda pair: -len(pair[1]))):
            parts += ["; " if number else "", ", ".join(labels), Span(f" ({why.rstrip('.')})", "dim") if why else ""]
        blocks.append(Paragraph(text(*parts, ".")))
    return blocks


def _steps(names: Names, answers: Iterable[Answer]) -> str:
    return capital(names.steps(dict.fromkeys(a.question.step for a in answers), 4))


def _unknown(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    open_facts: dict[str, list[Answer]] = {}
    for answer in answers:
        for one in answer.depends_on:
            if one.kind != "issue" and one.atom != "place":
                open_facts.setdefault(one.atom, []).append(answer)
    found: list[Block] = []
    if homeless := distinct(a.question.step for a in answers if a.question.place is None):
        found.append(Paragraph(text(f"The place of {names.steps(homeless, 12)}: without it no law can be asked.")))
    if not open_facts:
        return found or [Paragraph(text("No fact that the case leaves open bears on an answer."))]
    rows = []
    for atom, same in open_facts.items():
        term = run.words.facts.get(atom)
        label = run.label_of(atom) + (" (a standard, found by evaluation)" if run.kind_of(atom) == "standard" else "")
        rows.append(Row((text(capital(label)), text(term.test if term else ""), text(_steps(names, same)))))
    found += _table(("Fact", "It holds when", "Bears on"), rows, (0.27, 0.43, 0.3))
    return found
