"""The state of a contested issue for one place, one act date and one date of asking (docs/reasoning.md, "Issues")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ..law import Decision, Issue, Jurisdiction, Law, Position
from ._finding import Finding

FLAG_FIRST_INSTANCE, FLAG_APPEAL = "flagFirstInstance", "flagAppealPending"
FLAG_GUIDANCE, FLAG_GUIDANCE_AGAINST = "flagGuidanceOnly", "flagGuidanceAgainst"


@dataclass(frozen=True, slots=True)
class Standing:
    """One position, and whether it counts here; if not, why."""

    position: Position
    decision: Decision
    counts: bool
    because: str

    @property
    def settles(self) -> bool:
        """A statute, or a binding and final decision."""
        return self.decision.level == "statute" or (self.decision.binding and self.decision.finality == "final")

    def text(self) -> str:
        word = {"yes": "yes", "no": "no", "notDecided": "not decided", "notArgued": "not argued"}[self.position.answer]
        note = "" if self.counts else f" (does not count here: {self.because})"
        state = {"appealPending": ", appeal pending", "appealable": ", appealable", "overruled": ", overruled"}.get(
            self.decision.finality, ""
        )
        reason = f": {self.position.comment}" if self.position.comment else ""
        return f"{word} - {self.decision.cited}{state}{note}{reason}"


@dataclass(frozen=True, slots=True)
class IssueState:
    """settled, one-sided, split or untouched; `answer` is how it is decided, None if it is open."""

    issue: Issue
    state: str
    answer: bool | None
    standings: tuple[Standing, ...]
    flags: tuple[str, ...] = ()


class Bearing(NamedTuple):
    """What the state of an issue can depend on.

    Args:
        facts: what the decisions turned on, or on the absence of which.
        places: the jurisdictions whose courts decided, or whose law they applied.
        dated: a decision speaks of acts of some time only.
    """

    facts: tuple[str, ...]
    places: frozenset[str]
    dated: bool


def bearing(law: Law, issue: Issue) -> Bearing:
    """What the state of an issue can depend on: `issue_state` gives the same wherever these agree."""
    decisions = [law.book.decisions[p.authority or ""] for p in issue.positions]
    return Bearing(
        tuple(dict.fromkeys(fact for p in issue.positions for fact in (*p.turned_on, *p.turned_on_absence))),
        frozenset(place for d in decisions for place in (d.jurisdiction, d.applies_law_of) if place),
        any(p.acts_from or p.acts_until for p in issue.positions),
    )


def issue_state(law: Law, issue: Issue, place: Jurisdiction, day: date | None, fact: Callable[[str], bool | None]) -> IssueState:
    """Which authorities count, and what they make of the issue.

    Args:
        day: the date of the act; None where only the general state is asked, and no position is left out for its range of acts.
        fact: the value of a fact for the question, for what a decision turned on.
    """
    homes = {place.id} | ({place.union} if place.union else set())
    appealed = _appealed(law)
    standings = []
    for position in issue.positions:
        decision = law.book.decisions[position.authority or ""]
        if _known(decision, law.as_of):
            because = _why_not(position, decision, homes, appealed, day, fact)
            if not because and not law.heard_in_forum(decision):
                because = "a sister court of the forum, persuasive only"
            standings.append(Standing(position, decision, not because, because))
    counting = [s for s in standings if s.counts]
    if settled := [s for s in counting if s.settles]:
        sides = {s.position.answer for s in settled}
        if len(sides) == 1:
            return IssueState(issue, "settled", sides == {"yes"}, tuple(standings))
    # Guidance decides what no court or statute has touched; against them it is only reported.
    deciding = [s for s in counting if s.decision.level != "guidance"] or counting
    sides = {s.position.answer for s in deciding}
    if len(sides) == 1:
        answer = None if law.strict else sides == {"yes"}
        against = any(s.position.answer not in sides for s in counting)
        return IssueState(issue, "one-sided", answer, tuple(standings), _flags(deciding, against=against))
    if not sides and issue.default is not None:
        return IssueState(issue, "default", issue.default == "yes", tuple(standings))
    return IssueState(issue, "split" if sides else "untouched", None, tuple(standings))


def finding(law: Law, state: IssueState) -> Finding:
    """The issue as an atom: the stance first, unless the issue is settled."""
    if state.state != "settled" and state.issue.id in law.stance.answers:
        answer = law.stance.answers[state.issue.id]
        return Finding(
            answer,
            "stance",
            f"stance {law.stance.name!r} answers {'yes' if answer else 'no'}",
            law.stance.reasons.get(state.issue.id, ""),
        )
    if state.state == "untouched":
        detail = "untouched: no authority decides it here"
    elif state.state == "default":
        detail = f"{'yes' if state.answer else 'no'} while only doctrine says otherwise"
    else:
        cited = "; ".join(f"{s.position.answer}: {s.decision.cited}" for s in state.standings if s.counts)
        detail = f"{state.state} ({cited})"
    return Finding(state.answer, "issue", detail, "", state.flags if state.answer is not None else ())


def _appealed(law: Law) -> set[str]:
    """Decisions in whose place a later one of the same case stood on the day of asking."""
    kept = law.memo.setdefault("appealed", {})
    if law.as_of not in kept:
        kept[law.as_of] = {d.appeal_of for d in law.book.decisions.values() if d.appeal_of and _known(d, law.as_of)}
    return kept[law.as_of]  # type: ignore[no-any-return]


def _known(decision: Decision, as_of: date) -> bool:
    return decision.decided is None or decision.decided <= as_of


def _why_not(
    position: Position,
    decision: Decision,
    homes: set[str],
    appealed: set[str],
    day: date | None,
    fact: Callable[[str], bool | None],
) -> str:
    """Why a position does not count here; empty if it does."""
    if position.answer not in ("yes", "no"):
        return "the point was not argued" if position.answer == "notArgued" else "the point was not decided"
    if position.weight != "holding":
        return "said in passing"
    if decision.level == "doctrine":
        return "doctrine"
    if decision.level == "proposed":
        return "not law"
    if decision.jurisdiction not in homes:
        return "a foreign authority, persuasive only"
    if decision.applies_law_of and decision.applies_law_of not in homes:
        return "it applied another law"
    if decision.finality == "overruled":
        return "overruled"
    if decision.id in appealed:
        return "a later decision in the same case stands in its place"
    if day is not None and (
        (position.acts_from and day < position.acts_from) or (position.acts_until and position.acts_until < day)
    ):
        return "it speaks of acts at another time"
    for name in position.turned_on:
        if fact(name) is not True:
            return f"it turned on {name}, which is not known to hold here"
    for name in position.turned_on_absence:
        if fact(name) is not False:
            return f"it turned on the absence of {name}, which is not known here"
    return ""


def _flags(counting: list[Standing], *, against: bool) -> tuple[str, ...]:
    flags = [FLAG_GUIDANCE_AGAINST] if against else []
    if all(s.decision.level == "guidance" for s in counting):
        flags.append(FLAG_GUIDANCE)
    elif all(s.decision.level == "firstInstance" for s in counting):
        flags.append(FLAG_FIRST_INSTANCE)
    if any(s.decision.finality == "appealPending" for s in counting):
        flags.append(FLAG_APPEAL)
    return tuple(flags)
