"""Until when a right in a thing lasts: the last day with its arithmetic, or what is missing to tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..assessment import Answer, applicable, end_of_term
from ..law import Rule, TermRule
from ._protection import Protection

_MISSING = "missing: "

State = Literal["ended", "until", "runs_on", "without_end", "not_known", "not_encoded"]


@dataclass(frozen=True, slots=True)
class Until:
    """Until when a right lasts.

    Args:
        state: `ended` and `until` have a day; `runs_on` has none because an event is still to come; `without_end` is what the
            provision says; `not_known` lacks dates; `not_encoded` says that no rule tells an end, which is no statement that
            there is none.
        day: the last day of protection.
        text: the arithmetic, or what is missing.
        terms: the term rules that were applied.
        conditional: ends that count only if something else holds, in words.
    """

    state: State
    day: date | None
    text: str
    terms: tuple[TermRule, ...] = ()
    conditional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _End:
    """An end that one rule gives: by which term, on which day, and whether its other conditions are known to hold."""

    term: TermRule
    day: date | None
    text: str
    proviso: str


def until(answer: Answer, known: Protection) -> Until:
    """When the right asked about ends; of several ends the earliest counts.

    Args:
        answer: to the question whether the thing is protected.
    """
    ends: list[_End] = []
    unruled = False
    for fact, proviso in _limits(answer, known):
        term = applicable(answer.run.facts, answer.question, fact)
        if term is None:
            unruled = True
        else:
            ends.append(_end(answer, term, proviso))
    certain = [end for end in ends if not end.proviso]
    conditional = tuple(_told(end) for end in ends if end.proviso)
    dated = [end for end in certain if end.day is not None]
    terms = tuple(end.term for end in certain)
    if dated:
        # An end that cannot be told may come before the one that can.
        conditional += tuple(f"earlier; {end.text} ({end.term.provision})" for end in certain if end.text.startswith(_MISSING))
        first = min(dated, key=lambda end: end.day or date.max)
        assert first.day is not None
        state: State = "ended" if first.day < answer.question.day else "until"
        return Until(state, first.day, first.text, (first.term,), conditional)
    if certain:
        running = [end for end in certain if not end.text.startswith(_MISSING)]
        text = "; ".join(dict.fromkeys(end.text for end in running or certain))
        return Until("runs_on" if running else "not_known", None, text, terms, conditional)
    if not ends and not unruled and known.given and all(rule.outlasts_term for rule in known.given):
        return Until("without_end", None, "the right has no end", (), ())
    what = "no term of such a thing is encoded" if unruled else "no rule that ends it is encoded"
    return Until("not_encoded", None, what if not conditional else f"{what} for certain", (), conditional)


def _limits(answer: Answer, known: Protection) -> Iterator[tuple[str, str]]:
    """The facts of terms that end the right, each with the conditions of that which are still open, in words."""
    found: dict[tuple[str, str], None] = {}
    for rule in known.program.limits:
        for fact in rule.requires:
            proviso = _proviso(answer, rule, fact) if is_term(answer, fact) else None
            if proviso is not None:
                found[fact, proviso] = None
    # Of restrictions that give the right side by side, one without an end keeps it alive.
    alive = [rule for rule in known.program.restrictions if answer.may_rest_on((rule.id,))]
    ending = [[fact for fact in rule.unless if is_term(answer, fact)] for rule in alive or known.program.restrictions]
    if all(ending):
        found |= dict.fromkeys((fact, "") for facts in ending for fact in facts)
    return iter(found)


def is_term(answer: Answer, atom: str) -> bool:
    """Whether a fact is the end of a term."""
    term = answer.run.words.facts.get(atom)
    return term is not None and term.computed_by == "computeTerm"


def _proviso(answer: Answer, rule: Rule, fact: str) -> str | None:
    """What else the limit asks for and is open; empty if nothing, None if the limit fails for another reason."""
    open_: list[str] = []
    for atoms, wanted in ((rule.requires, True), (rule.unless, False)):
        for atom in atoms:
            if atom == fact:
                continue
            value = answer.holds(atom)
            if value is None:
                label = answer.run.label_of(atom)
                open_.append(label if wanted else f"not: {label}")
            elif value is not wanted:
                return None
    return "; ".join(open_)


def _end(answer: Answer, term: TermRule, proviso: str) -> _End:
    q = answer.question
    assert q.object is not None
    day, text = end_of_term(answer.run.facts, term, q.object, q.day)
    if day is not None:
        text = f"{text} = 31 December {day.year}{_later(answer, term, q.object)}"
    elif not text:
        text = _MISSING + _missing(answer, term, q.object)
    return _End(term, day, text, proviso)


def _told(end: _End) -> str:
    return f"{end.text} ({end.term.provision}) if {end.proviso}"


def _later(answer: Answer, term: TermRule, thing: str) -> str:
    """What would lengthen the term and is not stated."""
    graph, words = answer.run.case.graph, answer.run.words
    events = [p for p in (*term.extended_by, *term.extended_else, *term.restarted_by) if not graph.texts(thing, p)]
    named = " or ".join(dict.fromkeys(words.label(event) for event in events))
    return f"; longer if {named} in that time, which the case does not state" if named else ""


def _missing(answer: Answer, term: TermRule, thing: str) -> str:
    graph, words = answer.run.case.graph, answer.run.words
    if term.runs_from != "died":
        events = (term.runs_from, *term.extended_by, *term.extended_else, *term.restarted_by)
        return f"{' or '.join(dict.fromkeys(words.label(event) for event in events))} of {thing}"
    authors = graph.names(thing, "author")
    unknown = [author for author in authors if not graph.texts(author, "died")]
    return f"the year of death of {', '.join(unknown)}" if unknown else f"the author of {thing}"
