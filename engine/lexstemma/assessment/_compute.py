"""Neutral computations behind facts: terms, places, dates, reservations, licences, evidence.

Each returns a finding, or None where the case does not say enough and silence decides. What makes a reservation effective
or a maker qualified is law, and stands in definitions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ..case import HELD_AS
from ..reasoning import Finding
from ..terms import FactTerm
from ._dates import first_day, last_day
from ._evidence import evidence
from ._term import term_ended

if TYPE_CHECKING:
    from ._facts import Facts
    from ._questions import Question

Computation = Callable[["Facts", FactTerm, "Question"], Finding | None]


def place_in(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether the object's place (its country of origin) belongs to a group."""
    return _membership(facts, term, [q.object] if q.object else [], "its")


def author_in(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether some author belongs to a group of places."""
    return _membership(facts, term, facts.case.graph.names(q.object or "", "author"), "an author's")


def maker_in(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether some maker belongs to a group of places."""
    return _membership(facts, term, holders(facts, q.object, "maker"), "the maker's")


def _membership(facts: Facts, term: FactTerm, things: list[str], whose: str) -> Finding | None:
    places = [p for thing in things for p in facts.case.graph.names(thing, term.of_property or "")]
    group = facts.law.book.groups.get(term.group or "")
    if not places or group is None:
        return None
    inside = any(_canonical(facts, p) in group.members for p in places)
    where = f"{'in' if inside else 'not in'}: {group.label}"
    return Finding(
        inside,
        "computed",
        f"{whose} {facts.words.label(term.of_property or '')} is {', '.join(places)}; {where}",
    )


def origin_home(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    return _home(facts, q, facts.case.graph.names(q.object or "", term.of_property or ""), "the country of origin")


def author_home(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    authors = facts.case.graph.names(q.object or "", "author")
    return _home(
        facts, q, [p for a in authors for p in facts.case.graph.names(a, term.of_property or "")], "an author's nationality"
    )


def _home(facts: Facts, q: Question, places: list[str], what: str) -> Finding | None:
    if not places:
        return None
    here = any(_canonical(facts, p) == q.place for p in places)
    return Finding(here, "computed", f"{what} is {', '.join(places)}; the law asked is {q.place}")


def _canonical(facts: Facts, place: str) -> str:
    found = facts.law.jurisdiction(place)
    return found.id if found else place


def date_before(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether an event of the object or step lies before a day; None where the year alone does not tell."""
    for thing in (q.object, q.step):
        for text in facts.case.graph.texts(thing or "", term.of_property or ""):
            day = date.fromisoformat(term.threshold or "")
            detail = f"{facts.words.label(term.of_property or '')} {text}; compared with {day.isoformat()}"
            if last_day(text) < day:
                return Finding(True, "computed", detail)
            if first_day(text) >= day:
                return Finding(False, "computed", detail)
    return None


def author_date_before(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether the last author's date lies before a day; None where an author has none, or the year alone does not tell."""
    graph, threshold = facts.case.graph, date.fromisoformat(term.threshold or "")
    prop = term.of_property or ""
    authors = graph.names(q.object or "", "author")
    dates = [max(found, key=last_day) for author in authors if (found := graph.texts(author, prop))]
    late = [text for text in dates if first_day(text) >= threshold]
    # Nobody creates after death.
    late += [text for text in graph.texts(q.object or "", "created") if prop == "died" and first_day(text) >= threshold]
    living = [author for author in authors if prop == "died" and graph.flag(author, "alive")]
    if living or late:
        return Finding(False, "computed", f"{living[0]} is alive" if living else f"{late[0]} is not before {threshold.isoformat()}")
    if not authors or len(dates) < len(authors) or any(last_day(text) >= threshold for text in dates):
        return None
    last = max(dates, key=last_day)
    return Finding(
        True, "computed", f"the last author's date ({facts.words.label(prop)}) is {last}, before {threshold.isoformat()}"
    )


def author_dead(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether every author had died by the day of the act; None where a death is not known."""
    graph = facts.case.graph
    authors = graph.names(q.object or "", "author")
    dates = [max(found, key=last_day) for author in authors if (found := graph.texts(author, "died"))]
    living = [author for author in authors if graph.flag(author, "alive")]
    if living or any(first_day(text) > q.day for text in dates):
        return Finding(False, "computed", f"{living[0]} is alive" if living else "an author lived on the day of the act")
    if not authors or len(dates) < len(authors) or any(last_day(text) > q.day for text in dates):
        return None
    return Finding(True, "computed", f"died {', '.join(dates)}")


def own_right(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether the performer is named as holder of the object."""
    if q.object is None or q.performer is None:
        return None
    props = ("maker",) if (q.right or "").startswith("suiGeneris") else HELD_AS
    if (q.right or "").startswith("moral"):
        props = ("author",)
    for prop in props:
        if named := holders(facts, q.object, prop):
            return Finding(q.performer in named, "computed", f"{facts.words.label(prop)} of {q.object}: {', '.join(named)}")
    return None


def holders(facts: Facts, thing: str | None, prop: str) -> list[str]:
    """Who the case names as author, rightsholder or maker of a thing; without a maker, whoever performed the steps that made it."""
    if thing is None:
        return []
    named = facts.case.graph.names(thing, prop)
    if named or prop != "maker":
        return named
    made = (facts.case.graph.name(step, "performer") for step in facts.derivation.producers(thing))
    return list(dict.fromkeys(performer for performer in made if performer))


def holder_class(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    named = holders(facts, q.object, term.of_property or "")
    if not named:
        return None
    held = any(not facts.case.types(h).isdisjoint(term.held_by) for h in named)
    return Finding(held, "computed", f"{facts.words.label(term.of_property or '')}: {', '.join(named)}")


_OUTSIDE = Finding(True, "computed", "the act is done outside the territory")
_INSIDE = Finding(False, "computed", "the law asked is that of the act's place, or asked as if it were")


def outside(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether the act is done elsewhere than where the law asked applies."""
    return _OUTSIDE if q.outside else _INSIDE


def reservation(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether a declared reservation precedes the act and reaches this agent and use; None if none is declared."""
    reaching, missed = _reservations(facts, q)
    if reaching:
        return Finding(True, "computed", "; ".join(reaching.values()))
    return Finding(False, "computed", "; ".join(missed)) if missed else None


def reservation_form(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Whether some reservation that reaches the act has one of the forms."""
    reaching, _ = _reservations(facts, q)
    if not reaching:
        return None
    forms = [f for r in reaching for f in facts.case.graph.names(r, "reservationForm")]
    if not forms:
        return None
    return Finding(
        any(f in term.held_by_form for f in forms), "computed", "form: " + ", ".join(facts.words.label(f) for f in forms)
    )


def _reservations(facts: Facts, q: Question) -> tuple[dict[str, str], list[str]]:
    """Reservations that reach the act, with a text each, and why the others do not."""
    graph = facts.case.graph
    reaching: dict[str, str] = {}
    missed: list[str] = []
    if q.object is None:
        return reaching, missed
    for thing in (q.object, *facts.parents(q.object)):
        for node in graph.names(thing, "reservation"):
            since, until = graph.text(node, "since"), graph.text(node, "until")
            agents, purposes = graph.names(node, "reservesAgainst"), graph.names(node, "reservesPurpose")
            if since and first_day(since) > q.day:
                missed.append(f"declared {since}, after the act of {q.day.isoformat()}")
            elif until and last_day(until) < q.day:
                missed.append(f"withdrawn {until}, before the act of {q.day.isoformat()}")
            elif agents and q.performer not in agents:
                missed.append(f"names only {', '.join(agents)}")
            elif purposes and not set(purposes).intersection(graph.names(q.step, "purpose")):
                missed.append(f"reserves only {', '.join(facts.words.label(p) for p in purposes)}")
            else:
                reaching[node] = f"declared {since or 'before the act'} for {thing}, act of {q.day.isoformat()}"
    return reaching, missed


def licence(facts: Facts, term: FactTerm, q: Question) -> Finding | None:
    """Unknown where the object is under a licence whose terms are not encoded: that never reads as fine.

    Encoded licences are matched through their own grants, and silence (no other licence) decides here.
    """
    unknown = [name for name in licences_of(facts, q) if licence_terms(facts, name) is None]
    return Finding(None, "unknown", f"terms of the licence {', '.join(unknown)!r} are not encoded") if unknown else None


def licences_of(facts: Facts, q: Question) -> list[str]:
    """Names of the licences that the object is under, the licences of the whole counting for its layers.

    A licence that the case gives on terms of its own counts by the name it goes under, on the days it runs, for whom it names.
    """
    graph, names = facts.case.graph, []
    for thing in (q.object, *facts.parents(q.object)) if q.object else ():
        for value in graph.values(thing, "licence"):
            name = value if isinstance(value, str) else value.text
            if name in graph and graph.names(name, "type"):
                if _runs(facts, name, q):
                    names.append(graph.text(name, "licenceName") or name)
            else:
                names.append(name)
    return names


def _runs(facts: Facts, record: str, q: Question) -> bool:
    graph = facts.case.graph
    since, until = graph.text(record, "since"), graph.text(record, "until")
    licensees = graph.names(record, "licensedTo")
    begun, over = since is None or first_day(since) <= q.day, until is not None and last_day(until) < q.day
    return begun and not over and (not licensees or q.performer in licensees)


def licence_terms(facts: Facts, name: str) -> str | None:
    """The id of the encoded licence of this name or alias; None if it is not encoded."""
    return facts.licence_index.get(name.removeprefix("licence-").casefold())


COMPUTATIONS: dict[str, Computation] = {
    "computeTerm": term_ended,
    "computePlaceIn": place_in,
    "computeAuthorIn": author_in,
    "computeMakerIn": maker_in,
    "computeOriginHome": origin_home,
    "computeAuthorHome": author_home,
    "computeDateBefore": date_before,
    "computeAuthorDateBefore": author_date_before,
    "computeAuthorDead": author_dead,
    "computeOwnRight": own_right,
    "computeHolderClass": holder_class,
    "computeOutside": outside,
    "computeReservation": reservation,
    "computeReservationForm": reservation_form,
    "computeLicence": licence,
    "computeEvidence": evidence,
}
