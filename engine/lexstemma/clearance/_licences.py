"""What is to be said of the licences themselves: missing, unread, unfit, ended, or silent on what is done."""

from __future__ import annotations

from collections.abc import Iterator

from ._conditions import OPEN, STANDS
from ._desk import Desk, lower
from ._effect import EFFECTS, Effect
from ._finding import LicenceFinding
from ._names import Held
from ._spread import COPY
from ._terms import fitting_licences

_LICENSABLE = ("Work", "Dataset", "Database", "Weights", "Output")


def licence_record_findings(desk: Desk, licensed: str, held: Held) -> Iterator[LicenceFinding]:
    """About one licence of one thing."""
    yield from _mismatch(desk, licensed, held)
    foreign = [step for step in desk.steps if _in_hand(desk, licensed, step) and not desk.is_own(licensed, step)]
    if not foreign:
        return
    effect = max((desk.effect(licensed, held, step) for step in foreign), key=lambda e: EFFECTS.index(e.kind))
    yield from _name(desk, licensed, held, effect)
    yield from _revocability(desk, licensed, held, effect)
    yield from _ended(desk, licensed, held, foreign)
    for step in foreign:
        performer = desk.performer(step)
        if held.licensees and performer is not None and performer not in held.licensees:
            message = (
                f"{held.label} of {desk.named(licensed)} is given to {', '.join(held.licensees)}; {step} is done by {performer}."
            )
            found = desk.effect(licensed, held, step)
            yield desk.finding("licensedToAnother", licensed, step, (desk.source((licensed,), held),), found, message)
        yield from _not_granted(desk, licensed, held, step)


def _in_hand(desk: Desk, licensed: str, step: str) -> bool:
    return bool(desk.web.at(step, desk.web.spread(licensed, frozenset())))


def _mismatch(desk: Desk, licensed: str, held: Held) -> Iterator[LicenceFinding]:
    fit = desk.effects.made_for.get(held.licence or "")
    unfit = desk.effects.not_for.get(held.licence or "", frozenset())
    kinds = desk.run.derivation.kinds(licensed)
    if fit is None or (not fit.isdisjoint(kinds) and unfit.isdisjoint(kinds)):
        return
    words = desk.run.words
    kind = next((k for k in _LICENSABLE if k in desk.case.types(licensed)), "Entity")
    named = next((t for t in desk.case.graph.names(licensed, "type")), kind)
    made_for = ", ".join(words.label(name) for name in sorted(fit))
    message = f"{held.label} of {desk.named(licensed)} speaks of {made_for}, not of {words.label(named)}."
    yield desk.finding("typeMismatch", licensed, None, (desk.source((licensed,), held),), None, message)


def _name(desk: Desk, licensed: str, held: Held, effect: Effect) -> Iterator[LicenceFinding]:
    sources = (desk.source((licensed,), held),)
    written = held.written.casefold()
    if held.licence is not None:
        if written in desk.effects.unversioned:
            message = f"{desk.named(licensed)} names its licence “{held.written}”, without a version; read as {held.label}."
            yield desk.finding("unversionedLicence", licensed, None, sources, effect, message, told=True)
    elif written in desk.effects.empty_names:
        # Terms that nobody has read may bind as a contract whatever right is engaged.
        at = f" Its text is said to stand at {held.link}." if held.link else ""
        message = f"{desk.named(licensed)} has “{held.written}” in the place of a licence, which names none.{at}"
        yield desk.finding("otherLicence", licensed, None, sources, None, message, state=OPEN)
    else:
        at = f", to be read at {held.link}" if held.link else ""
        message = f"{desk.named(licensed)} is under “{held.written}”{at}, whose terms are not encoded."
        yield desk.finding("unknownLicence", licensed, None, sources, None, message, state=OPEN)


def _revocability(desk: Desk, licensed: str, held: Held, effect: Effect) -> Iterator[LicenceFinding]:
    kind = {"revocable": "revocableLicence", "revocabilityNotSaid": "possiblyRevocable"}.get(
        desk.effects.revocability.get(held.licence or "", "")
    )
    if kind is not None:
        message = f"{held.label} of {desk.named(licensed)}: {lower(desk.of_kind(kind).definition)}"
        yield desk.finding(kind, licensed, None, (desk.source((licensed,), held),), effect, message, told=True)


def _ended(desk: Desk, licensed: str, held: Held, foreign: list[str]) -> Iterator[LicenceFinding]:
    """The licence was no longer given when the thing was used. Copies obtained before are safe under an irrevocable one."""
    if held.until is None:
        return
    dates = {step: date for step in foreign if (date := desk.case.graph.text(step, "date"))}
    late = [step for step, date in dates.items() if date > held.until]
    lasting = desk.effects.revocability.get(held.licence or "") == "irrevocable"
    for step in late:
        performer = desk.performer(step)
        before = [s for s, date in dates.items() if date <= held.until and desk.performer(s) == performer]
        message = f"{held.label} of {desk.named(licensed)} was given until {held.until}; {step} is of {dates[step]}."
        severity = None
        if lasting and before:
            message += f" The copy was obtained before, at {before[0]}, and the licence is irrevocable for whoever keeps its terms."
            severity = "notice"
        effect = desk.effect(licensed, held, step)
        sources = (desk.source((licensed,), held),)
        yield desk.finding("licenceEnded", licensed, step, sources, effect, message, severity=severity)


def _not_granted(desk: Desk, licensed: str, held: Held, step: str) -> Iterator[LicenceFinding]:
    """A right is engaged, and no grant of the licence speaks of the act."""
    record = desk.record(held)
    if record is None or any(t.kind.name == "reservedUse" and desk.bites(t, step) for t in desk.terms(licensed, held)):
        return
    others = [o for o in desk.names.held(licensed) if o.licence]
    grants = [desk.law.book.grants[g] for o in others for g in desk.law.book.licences[o.licence or ""].grants]
    kinds = desk.case.types(step)
    silent: dict[str, None] = {}
    words = desk.run.words
    for thing in desk.spoken_for(licensed):
        subjects = desk.run.derivation.kinds(thing)
        for answer in desk.engagement.answers(step, thing):
            q = answer.question
            granted = any(g.scope.reaches(kinds, q.act, q.result, subjects) for g in grants)
            if not granted and answer.status not in ("free", "excepted"):
                silent.setdefault(f"{words.label(q.act or '')} ({words.label(q.right or '')})")
    if silent:
        message = f"{held.label} of {desk.named(licensed)} says nothing of {', '.join(silent)}, which {step} may need."
        effect = desk.effect(licensed, held, step)
        yield desk.finding("rightNotGranted", licensed, step, (desk.source((licensed,), held),), effect, message)


# ---------------------------------------------------------------- things without a licence, and steps
def unlicensed_findings(desk: Desk) -> Iterator[LicenceFinding]:
    """Things of somebody else that are used without a licence; one finding a thing, at the step where most hangs on it."""
    for thing in desk.case.of_kind("Entity"):
        if desk.names.held(thing) or not desk.case.types(thing).intersection(_LICENSABLE):
            continue
        spread = desk.web.spread(thing, frozenset((COPY,)))
        makers = {desk.performer(step) for step in desk.run.derivation.producers(thing)}
        uses = [
            step
            for step in desk.steps
            if any(r.thing in desk.run.derivation.inputs(step) for r in desk.web.at(step, spread))
            and not desk.is_own(thing, step)
            and desk.performer(step) not in makers
        ]
        if not uses:
            continue
        effects = {step: desk.engagement.at(step, desk.spoken_for(thing)) for step in uses}
        step = max(uses, key=lambda s: (EFFECTS.index(effects[s].kind), -uses.index(s)))
        # What nobody could claim needs no licence, and nothing about it has to be said.
        if effects[step].kind == "none" and not desk.case.types(thing) & {"Work", "Weights"}:
            continue
        message = f"The case names no licence for {desk.named(thing)}, which {step} uses. {_needed(effects[step])}"
        sources = (desk.source((thing,), Held("", None, "")),)
        yield desk.finding("missingLicence", thing, step, sources, effects[step], message, told=True)


def _needed(effect: Effect) -> str:
    words = {"right": "One is needed", "open": "Whether one is needed is open"}.get(effect.kind, "None is needed")
    return f"{words} ({effect.because})."


def offer_findings(desk: Desk) -> Iterator[LicenceFinding]:
    """What steps offer: without a licence, or nothing of the kind."""
    for step in desk.offering_steps:
        offered = desk.offered(step)
        if not offered:
            hands = (*desk.run.derivation.results(step), *desk.run.derivation.inputs(step))
            kinds = " or ".join(sorted(desk.run.words.label(kind) for kind in desk.offered_kinds(step)))
            message = f"{step} offers {kinds}, and has {desk.named(*hands) if hands else 'nothing'} in hand."
            yield desk.finding("kindMismatch", hands[0] if hands else step, step, (), None, message, state=STANDS)
        for thing in offered:
            made = desk.case.types(thing) & {"Dataset", "Database", "Weights"}
            if made and not desk.given(step, thing) and "Hosting" not in desk.case.types(step):
                message = f"{step} offers {desk.named(thing)} without a licence.{_choice(desk, step, thing)}"
                yield desk.finding("releasedWithoutLicence", thing, step, (), None, message)


def _choice(desk: Desk, step: str, thing: str) -> str:
    fitting = fitting_licences(desk, step, thing)
    if fitting is None:
        return ""
    names = ", ".join(desk.law.book.licences[name].label for name in sorted(fitting))
    return f" The share-alike terms of what it was made from allow {names or 'no licence that satisfies all of them'}."
