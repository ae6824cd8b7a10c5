"""Law as typed records: what the files under `ontology/` say, nothing decided yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DECIDING_LEVELS = frozenset(("statute", "apex", "appellate", "firstInstance"))
# Kinds of rules that name the rights they speak of.
BY_RIGHT = frozenset(("Restriction", "Exception", "Limit"))
ANYWHERE = "anywhere"
TERM_ENDED = "termEnded"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule reaches; an empty set means all. Subject classes include their subclasses."""

    steps: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def reaches(self, steps: frozenset[str], act: str | None, result: str | None, subjects: frozenset[str]) -> bool:
        """Whether a question with these step classes, act, copy and subject classes falls under the rule."""
        return (
            (not self.steps or not self.steps.isdisjoint(steps))
            and (not self.acts or act in self.acts)
            and (not self.results or result in self.results)
            and (not self.subjects or not self.subjects.isdisjoint(subjects))
            and self.excluded.isdisjoint(subjects)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of law. `names` are the rights it grants, excuses or limits, or the rules it defeats.

    Args:
        outlasts_term: of a restriction, that its right has no end; without it nothing is said about an end.
        after_death: of a restriction, who may assert its right once the author has died.
    """

    id: str
    kind: str
    label: str
    jurisdiction: str
    provision: str
    url: str
    level: str
    since: date | None
    until: date | None
    scope: Scope
    names: tuple[str, ...]
    concludes: str | None
    requires: tuple[str, ...]
    unless: tuple[str, ...]
    transposes: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    override: str | None = None
    holder_role: str | None = None
    optional: bool = False
    direct: bool = False
    verification: str = ""
    confidence: str = ""
    verified_against: str = ""
    leaves_out: str = ""
    comment: str = ""
    file: str = ""
    outlasts_term: bool = False
    after_death: str = ""

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def bears_on(self, right: str | None) -> bool:
        """Whether a rule that names rights names this one; other rules may bear on any."""
        return self.kind not in BY_RIGHT or right in self.names

    @property
    def atoms(self) -> tuple[str, ...]:
        return self.requires + self.unless


@dataclass(frozen=True, slots=True)
class TermRule:
    """A term of protection: ends on 31 December of (year of the event + years).

    Args:
        concludes: the fact that is true when it has ended. Terms of different facts run side by side.
    """

    id: str
    label: str
    jurisdiction: str
    provision: str
    url: str
    since: date | None
    until: date | None
    subjects: frozenset[str]
    excluded: frozenset[str]
    rights: frozenset[str]
    years: int
    runs_from: str
    extended_by: tuple[str, ...]
    extended_else: tuple[str, ...]
    restarted_by: tuple[str, ...]
    extended_years: int
    requires: tuple[str, ...]
    unless: tuple[str, ...]
    transposes: tuple[str, ...]
    verification: str
    confidence: str
    file: str = ""
    concludes: str = TERM_ENDED

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Decision:
    """An authority: a decision of a court, a statute text, guidance, or a school of doctrine.

    Args:
        decided_by: the court as a record, where its rulings bind only some of the courts of the jurisdiction.
    """

    id: str
    label: str
    court: str
    docket: str
    jurisdiction: str
    level: str
    finality: str
    decided: date | None
    binding: bool
    appeal_of: str | None
    applies_law_of: str | None
    url: str
    verification: str
    confidence: str
    comment: str
    decided_by: str | None = None

    @property
    def cited(self) -> str:
        day = f" ({self.decided.isoformat()})" if self.decided else ""
        return " ".join(part for part in (self.court, self.label + day, self.docket) if part)


@dataclass(frozen=True, slots=True)
class Position:
    """What one authority says on one issue."""

    id: str
    issue: str
    answer: str
    authority: str | None
    weight: str
    turned_on: tuple[str, ...]
    turned_on_absence: tuple[str, ...]
    acts_from: date | None
    acts_until: date | None
    comment: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A question of law on which authorities divide.

    Args:
        on_protection: it is about whether something is protected at all, not about a use.
    """

    id: str
    label: str
    default: str | None
    deciding_event: str
    positions: tuple[Position, ...] = ()
    on_protection: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """A named choice of positions: issue -> yes or no."""

    name: str
    comment: str
    answers: dict[str, bool]
    reasons: dict[str, str]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A legal order. One without a volume of its own falls back to the union it is part of."""

    id: str
    label: str
    codes: tuple[str, ...]
    union: str | None


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places that a rule treats alike, such as the members of a union."""

    label: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """A licence met in practice; its grants are rules of kind `Grant`."""

    id: str
    label: str
    aliases: tuple[str, ...]
    contract: bool
    url: str
    grants: tuple[str, ...]
