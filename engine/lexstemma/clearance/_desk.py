"""What all findings about one run need: names, holders, how far terms reach, whether they bind, how severe that is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ..assessment import Run
from ..case import HELD_AS
from ..law import LicenceTerms
from ._conditions import BROKEN, OPEN, STANDS, Conditions
from ._effect import OPEN as OPEN_EFFECT
from ._effect import Effect, Engagement, by_contract
from ._finding import LicenceFinding, Source
from ._names import Held, LicenceNames
from ._records import FindingKind, LicenceTerm, effects_of
from ._spread import COPY, Reached, Web

_MOST_NAMED = 3


class Desk:
    """One run with everything that findings are made of."""

    def __init__(self, run: Run) -> None:
        self.run, self.case, self.law = run, run.case, run.law
        self.effects = effects_of(run.law)
        self.names = LicenceNames(run.case, run.law)
        self.web = Web(run.case, run.derivation)
        self.conditions = Conditions(run.case)
        self.engagement = Engagement(run, self.names.written())
        self.steps = run.case.of_kind("Step")
        self._spoken_for: dict[str, tuple[str, ...]] = {}
        self._acceptors: dict[tuple[str, str], frozenset[str]] = {}
        self._effects: dict[tuple[str, str, str | None], Effect] = {}

    # ------------------------------------------------------------ names
    def title(self, thing: str) -> str:
        return self.case.graph.text(thing, "title") or thing

    def named(self, *things: str) -> str:
        """Things by title and id; of many the first few."""
        shown = [thing if self.title(thing) == thing else f"“{self.title(thing)}” ({thing})" for thing in things[:_MOST_NAMED]]
        more = len(things) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

    def record(self, held: Held) -> LicenceTerms | None:
        """The encoded licence; None if it is not encoded."""
        return self.law.book.licences.get(held.licence or "")

    def source(self, things: Iterable[str], held: Held, term: LicenceTerm | None = None, way: str = "") -> Source:
        """A licensed thing, or several under the same licence, as a source of a finding."""
        things, record = tuple(things), self.record(held)
        titles = tuple(self.title(thing) for thing in things)
        link = held.link or (record.url if record else "")
        return Source(things, titles, held.label, term.provision if term else "", way, link)

    # ------------------------------------------------------------ who and what
    def performer(self, step: str) -> str | None:
        return self.case.graph.name(step, "performer")

    def holders(self, thing: str) -> frozenset[str]:
        """Who may hold rights in a thing, or made it: nobody is bound by a licence of its own."""
        graph = self.case.graph
        named = {agent for prop in HELD_AS for agent in graph.names(thing, prop)}
        if not named and "Work" not in self.case.types(thing):
            named = {p for step in self.run.derivation.producers(thing) if (p := self.performer(step))}
        return frozenset(named)

    def is_own(self, thing: str, step: str) -> bool:
        """Whether the performer holds the thing."""
        performer = self.performer(step)
        return performer is not None and performer in self.holders(thing)

    def spoken_for(self, licensed: str) -> tuple[str, ...]:
        """The things in which the licence of one thing can give rights: itself, its layers, and of a collection the works in it
        that its own holder holds and that have no licence of their own.
        """
        if licensed not in self._spoken_for:
            self._spoken_for[licensed] = tuple(self._own_things(licensed))
        return self._spoken_for[licensed]

    def _own_things(self, licensed: str) -> dict[str, None]:
        found = dict.fromkeys((licensed, *self.case.graph.names(licensed, "layers")))
        if self.case.types(licensed) & {"Dataset", "Database"}:
            mine = self.holders(licensed)
            for work in sorted(self.run.derivation.works_in(licensed)):
                if mine & self.holders(work) and not self.names.held(work):
                    found.setdefault(work)
        return found

    def offered(self, step: str) -> tuple[str, ...]:
        """What a step puts into the hands of others: of what it produced, else of what it used, the kinds that it offers."""
        kinds = self.offered_kinds(step)
        for hands in (self.run.derivation.results(step), self.run.derivation.inputs(step)):
            if found := tuple(thing for thing in hands if kinds & self.run.derivation.kinds(thing)):
                return found
        return ()

    def offered_kinds(self, step: str) -> frozenset[str]:
        """The kinds of things that a step of this kind offers; empty if it offers none."""
        kinds = self.case.types(step)
        return frozenset().union(*(offered for step_kind, offered in self.effects.offers.items() if step_kind in kinds))

    def given(self, step: str, thing: str) -> tuple[Held, ...]:
        """The licences under which a step offers a thing: those of the step, else those of the thing."""
        return self.names.own(step) or self.names.own(thing)

    def offered_anew(self, step: str, licensed: str, thing: str) -> bool:
        """Whether a step offers something else than the licensed thing, or offers it under terms of the step's own."""
        return thing != licensed or bool(self.names.own(step))

    @cached_property
    def offering_steps(self) -> tuple[str, ...]:
        return tuple(step for step in self.steps if self.offered_kinds(step))

    def bites(self, term: LicenceTerm, step: str) -> bool:
        return not term.steps or not term.steps.isdisjoint(self.case.types(step))

    def terms(self, thing: str, held: Held) -> tuple[LicenceTerm, ...]:
        """The terms of one licence of a thing. Of several licences one may choose: a kind of term that another lacks is none."""
        own = self.effects.terms.get(held.licence or "", ())
        others = [other for other in self.names.held(thing) if other.licence and other.licence != held.licence]
        return tuple(t for t in own if all(self.effects.carried(other.licence or "", t.kind.name) for other in others))

    # ------------------------------------------------------------ effect and severity
    def effect(self, licensed: str, held: Held, step: str) -> Effect:
        """Whether terms of this licence bind the performer of a step."""
        key = (licensed, step, held.licence)
        if key not in self._effects:
            self._effects[key] = self._effect(licensed, held, step)
        return self._effects[key]

    def _effect(self, licensed: str, held: Held, step: str) -> Effect:
        things = (*self.spoken_for(licensed), *self._same_weights(licensed, step))
        found, record = self.engagement.at(step, things), self.record(held)
        if record is None or not record.contract or self.engagement.void(step, things):
            return found
        performer = self.performer(step)
        if performer is None:
            return by_contract(found, "the terms bind whoever accepted them")
        if performer in self._accepted(licensed, record.id):
            return by_contract(found, f"{performer} accepted the terms")
        return found

    def _same_weights(self, licensed: str, step: str) -> tuple[str, ...]:
        """Unchanged copies of licensed weights that a step has in hand."""
        if "Weights" not in self.case.types(licensed):
            return ()
        hands = self.web.at(step, self.web.spread(licensed, frozenset((COPY,))))
        return tuple(r.thing for r in hands if r.thing != licensed and "Weights" in self.case.types(r.thing))

    def _accepted(self, licensed: str, licence: str) -> frozenset[str]:
        """Who took the thing, or something made from it that is offered under the same licence."""
        key = (licensed, licence)
        if key not in self._acceptors:
            same = [t for t in self.reached(licensed) if t == licensed or licence in {h.licence for h in self.names.own(t)}]
            users = (self.performer(step) for thing in same for step in self.run.derivation.users(thing))
            self._acceptors[key] = frozenset(user for user in users if user)
        return self._acceptors[key]

    def reached(self, licensed: str) -> dict[str, tuple[Reached, ...]]:
        """Everything that a copy or derivative of the thing, or an output of it, may have reached."""
        everything = frozenset(self.run.words.graph.of_type("Passage"))
        return self.web.spread(licensed, everything)

    def severity(self, kind: FindingKind, state: str, effect: Effect | None) -> str:
        """The severity of a kind in a state, lowered where the effect is open or missing."""
        severity = kind.severity_open if state == OPEN else kind.severity
        if effect is None:
            return severity
        if effect.kind in ("none", "excepted"):
            return "notice"
        return "warning" if effect.kind == OPEN_EFFECT and severity == "error" else severity

    # ------------------------------------------------------------ findings
    def of_kind(self, name: str) -> FindingKind:
        return self.effects.kinds[name]

    def finding(
        self,
        kind: str,
        thing: str,
        step: str | None,
        sources: tuple[Source, ...],
        effect: Effect | None,
        message: str,
        *,
        state: str = STANDS,
        hand: str | None = None,
        term: LicenceTerm | None = None,
        severity: str | None = None,
        told: bool = False,
    ) -> LicenceFinding:
        """A finding with the severity that its state and effect give it.

        Args:
            told: whether the message speaks of the effect; else it gets a last sentence on it.
        """
        found = self.of_kind(kind)
        text = message if effect is None or told else f"{message} {_told(effect)}"
        return LicenceFinding(
            kind=found,
            severity=severity or self.severity(found, state, effect),
            object=thing,
            title=self.title(thing),
            step=step,
            thing=hand,
            state=state,
            sources=sources,
            effect=effect,
            message=text,
            term=term.id if term else None,
        )

    def why(self, state: str, facts: Iterable[str]) -> str:
        """What is known of a term's conditions, in words."""
        labels = "; ".join(self.run.words.label(fact) for fact in facts)
        if state == BROKEN:
            return f" It is not kept ({labels})."
        return f" Whether it is kept is not known ({labels})." if state == OPEN and labels else ""

    def at(self, step: str, hand: str | None, way: str) -> str:
        """Where a term bites, in words."""
        on = f" on {self.named(hand)}" if hand else ""
        return f"at {step}{on}" + (f", along {way}" if way else "")


def lower(text: str) -> str:
    """A sentence as part of another."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _told(effect: Effect) -> str:
    words = {
        "right": "It binds: ",
        "contract": "It binds by contract: ",
        "open": "Whether it binds is open: ",
        "excepted": "No licence is needed: ",
        "none": "It has no effect: ",
    }
    because = effect.because
    return words[effect.kind] + (because or "nothing more is known") + "."
