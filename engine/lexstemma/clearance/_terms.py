"""The terms of each licensed thing, followed to every step at which they bite."""

from __future__ import annotations

from collections.abc import Iterator

from ._conditions import BROKEN, KEPT, NO_MATTER, OPEN
from ._desk import Desk, lower
from ._finding import LicenceFinding
from ._names import Held
from ._records import LicenceTerm
from ._spread import TUNING, Reached

# Terms of these kinds are looked at where they meet another licence.
_MEETING = ("noFurtherRestrictions", "noSublicensing")
_ALTERED = "alteredInOutput"


def term_findings(desk: Desk, licensed: str, held: Held) -> Iterator[LicenceFinding]:
    """Duties and restrictions of one licence of one thing, step by step; what is known to be kept is left out."""
    for term in desk.terms(licensed, held):
        if term.kind.name in _MEETING:
            continue
        spread = desk.web.spread(licensed, term.through)
        for step in desk.steps:
            if desk.bites(term, step) and not desk.is_own(licensed, step):
                reached = _reached(desk, term, step, licensed, desk.web.at(step, spread))
                if reached is not None:
                    yield from _at_step(desk, licensed, held, term, step, reached)


def _reached(desk: Desk, term: LicenceTerm, step: str, licensed: str, hands: tuple[Reached, ...]) -> Reached | None:
    """What in the hands of a step the term bites on; None if nothing."""
    if not hands or not term.only_if_changed:
        return hands[0] if hands else None
    altered = desk.conditions.value(_ALTERED, step, licensed, [r.thing for r in hands])
    if altered is not None:
        return hands[0] if altered else None
    return next((r for r in hands if r.changed), None)


def _at_step(desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached) -> Iterator[LicenceFinding]:
    special = {
        "shareAlike": _share_alike,
        "passRestrictionsOn": _pass_on,
        "modelFamilyOnly": _family_only,
        "nameDerivative": _name,
    }.get(term.kind.name)
    if special is not None:
        yield from special(desk, licensed, held, term, step, at)
        return
    state, facts = desk.conditions.state(term, step, licensed, [at.thing])
    if state not in (KEPT, NO_MATTER):
        yield report(desk, licensed, held, term, step, at, state, desk.why(state, facts))


def report(
    desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached, state: str, why: str, kind: str | None = None
) -> LicenceFinding:
    """A finding about one term at one step."""
    hand = at.thing if at.thing != licensed else None
    message = f"{held.label} of {desk.named(licensed)}, {term.provision}: {lower(term.label)}; {desk.at(step, hand, at.way)}.{why}"
    sources = (desk.source((licensed,), held, term, at.way),)
    effect = desk.effect(licensed, held, step)
    return desk.finding(kind or term.kind.name, licensed, step, sources, effect, message, state=state, hand=hand, term=term)


# ---------------------------------------------------------------- kinds that look at more than facts
def _share_alike(desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached) -> Iterator[LicenceFinding]:
    """What was made from the work has to be offered under the same or a compatible licence."""
    state, facts = desk.conditions.state(term, step, licensed, [at.thing])
    given = desk.given(step, at.thing)
    allowed = allowed_by(term, held)
    if any(other.licence in allowed for other in given):
        return
    unread = [other for other in given if other.licence is None]
    names = ", ".join(desk.law.book.licences[name].label for name in sorted(allowed))
    if given and not unread:
        offered = ", ".join(other.label for other in given)
        why = f" It is offered under {offered}; allowed would be {names}."
        yield report(desk, licensed, held, term, step, at, BROKEN, why, kind="cannotRelicense")
    elif state != KEPT:
        why = desk.why(state, facts) + f" Allowed are {names}."
        if unread:
            why += f" It is offered under {unread[0].label}, whose terms are not encoded."
        yield report(desk, licensed, held, term, step, at, state, why)


def allowed_by(term: LicenceTerm, held: Held) -> frozenset[str]:
    """The licences under which share-alike terms let the result be offered."""
    return term.compatible | ({held.licence} if held.licence else set())


def fitting_licences(desk: Desk, step: str, thing: str) -> frozenset[str] | None:
    """The licences that all share-alike terms behind a thing allow; None if there are no such terms."""
    found = [
        allowed_by(term, held)
        for licensed in desk.names.licensed()
        if licensed != thing and not desk.is_own(licensed, step)
        for held in desk.names.own(licensed)
        for term in desk.terms(licensed, held)
        if term.kind.name == "shareAlike"
        and any(reached.changed for reached in desk.web.spread(licensed, term.through).get(thing, ()))
    ]
    return frozenset.intersection(*found) if found else None


def _pass_on(desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached) -> Iterator[LicenceFinding]:
    """Use restrictions have to stand in whatever terms the thing is offered under."""
    state, facts = desk.conditions.state(term, step, licensed, [at.thing])
    if state in (KEPT, NO_MATTER):
        return
    given = desk.given(step, at.thing) if desk.offered_anew(step, licensed, at.thing) else ()
    if any(other.licence == held.licence for other in given):
        return
    lacking = [other for other in given if not desk.effects.carried(other.licence or "", term.kind.name)]
    if given and len(lacking) == len(given):
        unread = all(other.licence is None for other in given)
        offered = ", ".join(other.label for other in given)
        if unread:
            why = f" It is offered under {offered}, whose terms are not encoded."
            yield report(desk, licensed, held, term, step, at, OPEN, why)
        else:
            why = f" It is offered under {offered}, which has no such restrictions."
            yield report(desk, licensed, held, term, step, at, BROKEN, why, kind="restrictionsLost")
    elif not given:
        yield report(desk, licensed, held, term, step, at, state, desk.why(state, facts))


def _family_only(desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached) -> Iterator[LicenceFinding]:
    """The model and its outputs improve no model that is not derived from the licensed one. Names play no part in this."""
    hands = [thing for thing in desk.run.derivation.inputs(step) if thing in desk.web.spread(licensed, term.through)]
    state, facts = desk.conditions.state(term, step, licensed, hands)
    if not hands or state == KEPT:
        return
    strangers = [
        thing
        for thing in desk.run.derivation.results(step)
        if "Weights" in desk.case.types(thing) and not of_family(desk, thing, held.licence or "")
    ]
    if strangers:
        why = f" {desk.named(*strangers)} is not derived from such a model." + (desk.why(BROKEN, facts) if state == BROKEN else "")
        spread = desk.web.spread(licensed, term.through)
        yield report(desk, licensed, held, term, step, spread.get(strangers[0], spread[hands[0]])[0], BROKEN, why)


def of_family(desk: Desk, weights: str, licence: str) -> bool:
    """Whether weights are under a licence of the same family, or were made from such weights by tuning or merging."""
    families = desk.effects.family
    family = families.get(licence)

    def same(thing: str) -> bool:
        own = {other.licence for other in desk.names.own(thing) if other.licence}
        return licence in own or (family is not None and family in {families.get(one) for one in own})

    return any(
        same(thing) and (thing == weights or weights in desk.web.spread(thing, frozenset((TUNING, "passCopy"))))
        for thing in desk.case.of_kind("Weights")
    )


def _name(desk: Desk, licensed: str, held: Held, term: LicenceTerm, step: str, at: Reached) -> Iterator[LicenceFinding]:
    """The title of a derived model begins as the licence says."""
    if "Weights" not in desk.case.types(at.thing) or term.required_name is None:
        return
    stated = {desk.conditions.value(fact, step, licensed, [at.thing]) for fact in term.requires}
    title = desk.case.graph.text(at.thing, "title")
    if stated == {True} or (title and title.casefold().startswith(term.required_name.casefold())):
        return
    state = BROKEN if title or False in stated else OPEN
    told = (
        f" Its title is “{title}”, which does not begin with “{term.required_name}”."
        if title
        else f" Its title is not known; it has to begin with “{term.required_name}”."
    )
    yield report(desk, licensed, held, term, step, at, state, told)
