"""Whether the term of protection of a layer has ended, with its arithmetic.

Terms run to 31 December of (year of the event + years); the years, the events and the provisions are data (term rules).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..law import Jurisdiction, TermRule
from ..reasoning import Finding
from ..terms import FactTerm
from ._dates import last_day, year

if TYPE_CHECKING:
    from ._facts import Facts
    from ._questions import Question

_DEATH = "died"


def term_ended(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """True, false, or None where the case lacks the dates (silence then decides)."""
    place = facts.jurisdiction(q)
    if q.object is None or place is None:
        return None
    candidates = _candidates(facts, place, term.name, facts.derivation.kinds(q.object), q.right)
    # Rights and steps between which nothing chooses another term have the same.
    key = (id(candidates), q.object, q.day)
    try:
        return facts.terms[key]
    except KeyError:
        found = _ended(facts, term, q)
        if all(atom in facts.always for rule in candidates for atom in (*rule.requires, *rule.unless)):
            facts.terms[key] = found
        return found


def _ended(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    rule = applicable(facts, q, term.name)
    if rule is None or q.object is None:
        return None
    end, text = end_of_term(facts, rule, q.object, q.day)
    if end is None:
        return Finding(False, "computed", f"{text} ({rule.provision})") if text else None
    ended = q.day > end
    comparison = f"act of {q.day.isoformat()}: {'ended' if ended else 'running'}"
    return Finding(ended, "computed", f"{text} = 31 December {end.year} ({rule.provision}); {comparison}")


def applicable(facts: Facts, q: Question, fact: str) -> TermRule | None:
    """The term rule that concludes a fact of the object: the most specific subject class, then the most conditions."""
    place = facts.jurisdiction(q)
    if place is None or q.object is None:
        return None
    for rule in _candidates(facts, place, fact, facts.derivation.kinds(q.object), q.right):
        if (
            rule.in_force(q.day)
            and all(facts.find(a, q).value is True for a in rule.requires)
            and all(facts.find(a, q).value is not True for a in rule.unless)
        ):
            return rule
    return None


def _candidates(facts: Facts, place: Jurisdiction, fact: str, subjects: frozenset[str], right: str | None) -> tuple[TermRule, ...]:
    """Term rules that may apply, the first to be taken first; the same object for the same rules in the same order."""
    kept = facts.law.memo.setdefault("term candidates", {})
    key = (place.id, fact, subjects, right)
    if key not in kept:
        found = []
        for rule in facts.law.terms_for(place):
            if (
                rule.concludes == fact
                and not rule.subjects.isdisjoint(subjects)
                and rule.excluded.isdisjoint(subjects)
                and (not rule.rights or right in rule.rights)
            ):
                depth = max(len(facts.words.ancestors.get(s, ())) for s in rule.subjects & subjects)
                # Between equals the state's own term goes before that of its union.
                own = rule.jurisdiction == place.id
                found.append(((bool(rule.rights), depth, len(rule.requires), len(rule.unless), own), rule))
        # Of equals the first in the file is taken: a stable sort keeps it first.
        ordered = tuple(rule for _, rule in sorted(found, key=lambda pair: pair[0], reverse=True))
        same = facts.law.memo.setdefault("term orders", {})
        kept[key] = same.setdefault(tuple(rule.id for rule in ordered), ordered)
    return kept[key]  # type: ignore[no-any-return]


def end_of_term(facts: Facts, rule: TermRule, thing: str, day: date) -> tuple[date | None, str]:
    """The last day of protection and its arithmetic; no day but a text where it certainly runs on; neither if not known."""
    graph = facts.case.graph
    if rule.runs_from == _DEATH:
        return _after_death(facts, rule, thing, day)
    events = graph.texts(thing, rule.runs_from)
    if not events:
        return _from_extension_alone(facts, rule, thing)
    start = max(events)
    end, text = year(start) + rule.years, f"{facts.words.label(rule.runs_from)} {start} + {rule.years} years"
    within = [_earliest(facts, thing, props, end) for props in (rule.extended_by, rule.extended_else)]
    for prop, event in filter(None, [within[0] or within[1], *_restarts(facts, thing, rule)]):
        if year(event) <= end:
            end = year(event) + rule.extended_years
            text += f", {facts.words.label(prop)} {event} + {rule.extended_years} years"
    return date(end, 12, 31), text


def _earliest(facts: Facts, thing: str, props: tuple[str, ...], end: int) -> tuple[str, str] | None:
    """The earliest of these events, if it falls within the term."""
    events = [(event, prop) for prop in props for event in facts.case.graph.texts(thing, prop) if year(event) <= end]
    event, prop = min(events, key=lambda pair: last_day(pair[0]), default=("", ""))
    return (prop, event) if event else None


def _restarts(facts: Facts, thing: str, rule: TermRule) -> list[tuple[str, str]]:
    events = [(prop, event) for prop in rule.restarted_by for event in facts.case.graph.texts(thing, prop)]
    return sorted(events, key=lambda pair: last_day(pair[1]))


def _from_extension_alone(facts: Facts, rule: TermRule, thing: str) -> tuple[date | None, str]:
    """Without the first event, a later one that certainly extended the term gives its end."""
    for props, choose in ((rule.restarted_by, max), (rule.extended_by, min), (rule.extended_else, min)):
        events = [(event, prop) for prop in props for event in facts.case.graph.texts(thing, prop)]
        if events:
            event, prop = choose(events, key=lambda pair: last_day(pair[0]))
            text = f"{facts.words.label(prop)} {event} + {rule.extended_years} years"
            return date(year(event) + rule.extended_years, 12, 31), text
    return None, ""


def _after_death(facts: Facts, rule: TermRule, thing: str, day: date) -> tuple[date | None, str]:
    graph = facts.case.graph
    authors = graph.names(thing, "author")
    living = [a for a in authors if graph.flag(a, "alive")]
    if living:
        return None, f"{living[0]} is alive"
    deaths = [max(graph.texts(a, _DEATH)) for a in authors if graph.texts(a, _DEATH)]
    if authors and len(deaths) == len(authors):
        last = max(deaths, key=last_day)
        which = "last surviving author" if len(authors) > 1 else "author"
        return date(year(last) + rule.years, 12, 31), f"{which} died {last} + {rule.years} years"
    # Nobody creates after death: a known death or creation bounds the term from below.
    known = [*deaths, *graph.texts(thing, "created")]
    if known:
        earliest = max(year(d) for d in known) + rule.years
        if earliest >= day.year:
            return None, f"an author lived until {max(known)} at least; + {rule.years} years is not before {earliest}"
    return None, ""
