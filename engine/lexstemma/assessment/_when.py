"""When answers change: with the day of asking, as courts decide; with the day of the act, as law and terms begin and end;
and what is announced but not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ..law import Rule
from ..terms import CaseError, InputError
from ._answer import Answer
from ._dates import first_day, last_day
from ._term import applicable, end_of_term

if TYPE_CHECKING:
    from ._run import Run

NOTHING_ANNOUNCED = "none announced"


@dataclass(frozen=True)
class Event:
    """Something that may change an answer.

    Args:
        kind: "decision", "precedent", "rule begins", "rule ends", "term ends" or "reservation".
        id: the record, or the thing concerned.
    """

    day: date
    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Period:
    """From `since` (None: as far back as is asked) the answer has a status, because of what happened on that day."""

    since: date | None
    status: str
    because: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """One answer over time.

    Args:
        axis: "asked" (the act stays, the day of asking moves) or "act" (the day of the act moves).
    """

    answer: Answer
    axis: Literal["asked", "act"]
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Announced:
    """What may change answers and is not known yet.

    Args:
        kind: "issue" (an event that would decide it), "rule" (not yet in force) or "proposal".
        day: when, if a day is set.
    """

    kind: Literal["issue", "rule", "proposal"]
    id: str
    text: str
    day: date | None = None


def by_asking(run: Run, answers: Iterable[Answer]) -> tuple[Timeline, ...]:
    """How answers changed with the day of asking, up to that of the run: one period per status, oldest first."""
    shown = tuple(answers)
    return _timelines(shown, "asked", {a.id: _by_day(_rulings(run, a)) for a in shown}, lambda day: run.asked_on(day).answers())


def by_act(run: Run, step: str) -> tuple[Timeline, ...]:
    """How the answers about a step would change if it were done on another day, everything else staying as it is.

    Raises:
        InputError: the case has no such step.
    """
    shown = run.answers(step=step)
    return _timelines(shown, "act", {a.id: _by_day(_changes_of_law(run, a)) for a in shown}, lambda day: _moved(run, step, day))


def _timelines(
    answers: tuple[Answer, ...],
    axis: Literal["asked", "act"],
    events: dict[str, dict[date, tuple[Event, ...]]],
    answers_on: Callable[[date], Iterable[Answer]],
) -> tuple[Timeline, ...]:
    """Asks on every day on which something happens to some answer, and before the first."""
    days = sorted({day for found in events.values() for day in found})
    periods = {answer.id: [Period(None, "" if days else answer.status)] for answer in answers}
    for day in ([days[0] - timedelta(days=1), *days]) if days else ():
        for answer in answers_on(day):
            if answer.id in periods:
                _add(periods[answer.id], day if day in days else None, answer.status, events[answer.id].get(day, ()))
    return tuple(Timeline(answer, axis, tuple(periods[answer.id])) for answer in answers)


def announced(run: Run, answers: Iterable[Answer]) -> tuple[Announced, ...]:
    """What is pending for answers: events that would decide their issues, rules to come, proposals. None of it counts yet."""
    shown, law = tuple(answers), run.law
    found: dict[str, Announced] = {}
    for answer in shown:
        for state in answer.issues:
            event = state.issue.deciding_event
            if state.state not in ("settled", "default") and event != NOTHING_ANNOUNCED:
                found.setdefault(state.issue.id, Announced("issue", state.issue.id, f"{state.issue.label} {event}"))
        for rule in _bearing(run, answer):
            cited = f"{rule.label} [{rule.provision}]"
            if rule.level == "proposed" and not law.decides(rule):
                found.setdefault(rule.id, Announced("proposal", rule.id, cited, rule.since))
            elif rule.since and rule.since > law.as_of:
                found.setdefault(rule.id, Announced("rule", rule.id, cited, rule.since))
    return tuple(found.values())


def _add(periods: list[Period], day: date | None, status: str, because: tuple[Event, ...]) -> None:
    if day is None:
        periods[0] = Period(None, status)
    elif not periods[-1].status:
        # Nothing could be asked before that day.
        periods[-1] = Period(day, status, because)
    elif periods[-1].status != status:
        periods.append(Period(day, status, because))


def _by_day(events: Iterable[Event]) -> dict[date, tuple[Event, ...]]:
    found: dict[date, dict[Event, None]] = {}
    for event in events:
        found.setdefault(event.day, {})[event] = None
    return {day: tuple(found[day]) for day in sorted(found)}


def _rulings(run: Run, answer: Answer) -> Iterator[Event]:
    """Decisions on issues, and precedents on standards, that the rules in scope of an answer ask for."""
    law, book = run.law, run.law.book
    place = law.jurisdiction(answer.question.place or "")
    if place is None:
        return
    for name in sorted(answer.watched & set(book.issues)):
        for position in book.issues[name].positions:
            decision = book.decisions[position.authority or ""]
            heard = decision.jurisdiction in (place.id, place.union)
            if heard and decision.decided and decision.decided <= law.as_of:
                yield Event(decision.decided, "decision", decision.id, decision.cited)
    for standard in answer.standards:
        base = law.base(place, standard)
        for precedent in base.precedents.values() if base else ():
            for day in (precedent.decided, precedent.superseded_on):
                if day and day <= law.as_of:
                    yield Event(day, "precedent", precedent.id, precedent.cited)


def _changes_of_law(run: Run, answer: Answer) -> Iterator[Event]:
    """Days on which a rule that bears on an answer begins or ends, a term ends, or a reservation begins or ends."""
    graph, q = run.case.graph, answer.question
    for rule in _bearing(run, answer):
        cited = f"{rule.label} [{rule.provision}]"
        if rule.since:
            yield Event(rule.since, "rule begins", rule.id, cited)
        if rule.until:
            yield Event(rule.until + timedelta(days=1), "rule ends", rule.id, cited)
    for fact in run.words.facts.values():
        if fact.computed_by == "computeTerm" and q.object:
            term = applicable(run.facts, q, fact.name)
            end, text = end_of_term(run.facts, term, q.object, q.day) if term else (None, "")
            if end:
                yield Event(end + timedelta(days=1), "term ends", q.object, text)
    for node in graph.names(q.object or "", "reservation"):
        for prop, shift in (("since", 0), ("until", 1)):
            if stated := graph.text(node, prop):
                day = (last_day(stated) if shift else first_day(stated)) + timedelta(days=shift)
                yield Event(day, "reservation", q.object or "", f"reservation {prop} {stated}")


def _bearing(run: Run, answer: Answer) -> Iterator[Rule]:
    """The rules of the place, whenever in force, that bear on such a question."""
    q = answer.question
    place = run.law.jurisdiction(q.place or "")
    subjects = run.derivation.kinds(q.object) if q.object else frozenset[str]()
    for rule in run.law.rules_for(place) if place else ():
        if rule.bears_on(q.right) and rule.scope.reaches(run.case.types(q.step), q.act, q.result, subjects):
            yield rule


def _moved(run: Run, step: str, day: date) -> tuple[Answer, ...]:
    """The answers about a step done on another day; none where the case could not have been so."""
    from ._run import assess

    try:
        case = run.case.with_value(step, "date", day.isoformat(), source="when")
    except (CaseError, InputError):
        return ()
    return assess(case, run.law, under=run.under, claimed=run.claimed).answers(step=step)
