"""Law as asked: the book of records, seen from a date of asking, with a stance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terms import LawError
from ._book import LawBook
from ._files import bundled
from ._model import DECIDING_LEVELS, Decision, Jurisdiction, Rule, Stance, TermRule
from ._reach import Reach

if TYPE_CHECKING:
    from ._precedents import Court, PrecedentBase

POSITIVE_LAW = "positive-law"


@dataclass(frozen=True)
class Law:
    """The law as asked: a book of records, the date of asking, a stance, and whether to presume.

    Args:
        as_of: the day on which the question is asked; authorities decided later do not count. Acts choose their rules by
            their own date.
        stance: the name of a bundled stance.
        strict: presumptions and one-sided issues stay open.
        forum: the court that is asked, where the courts of a jurisdiction do not all bind one another.
    """

    book: LawBook
    as_of: date
    stance: Stance
    strict: bool = False
    forum: Court | None = None
    overlaid: frozenset[str] = frozenset()
    memo: dict[str, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(
        cls,
        *,
        as_of: date | str | None = None,
        stance: str = POSITIVE_LAW,
        strict: bool = False,
        forum: str | None = None,
        overlays: Iterable[str | Path] = (),
    ) -> Law:
        """All bundled law, with overlays over it; the law of a place is read when it is first asked for.

        Raises:
            LawError: a law file or overlay is faulty, or the stance, the forum or the date is unknown; names the file or the rule.
        """
        asked = as_of or date.today()
        if isinstance(asked, str):
            try:
                asked = date.fromisoformat(asked)
            except ValueError:
                raise LawError(f"the date of asking is {asked!r}", expected="write it as YYYY-MM-DD") from None
        book, names = bundled(), frozenset[str]()
        for path in overlays:
            from ._overlay import overlaid

            book, stated = overlaid(book, Path(path))
            names |= stated
        if stance not in book.stances:
            raise LawError(f"unknown stance {stance!r}", expected=f"use one of: {', '.join(sorted(book.stances))}")
        return cls(book, asked, book.stances[stance], strict, None if forum is None else _court(book, forum), names)

    def jurisdiction(self, code: str) -> Jurisdiction | None:
        """The jurisdiction of a place code (or id); None for a place that is not known."""
        index = self.memo.get("places")
        if index is None:
            index = {name.upper(): j for j in self.book.jurisdictions.values() for name in (j.id, *j.codes)}
            self.memo["places"] = index
        return index.get(code.upper())

    def encoded(self) -> tuple[Jurisdiction, ...]:
        """The jurisdictions that have law of their own."""
        return tuple(j for j in self.book.jurisdictions.values() if j.id in self.book.volumes)

    def covers(self, place: Jurisdiction) -> frozenset[str]:
        """The rights that the law applied at a place is encoded for, the law of its union included."""
        kept = self.memo.setdefault("covers", {})
        if place.id not in kept:
            union = self.book.volume(place.union).covers if place.union else frozenset()
            kept[place.id] = self.book.volume(place.id).covers | union
        return kept[place.id]  # type: ignore[no-any-return]

    def verified_until(self, place: Jurisdiction) -> date | None:
        """The day until which the law of a place was followed; that of its union where it has none of its own."""
        return self.book.volume(place.id if place.id in self.book.volumes else place.union or place.id).verified_until

    def rules_for(self, place: Jurisdiction) -> tuple[Rule, ...]:
        """Rules that apply at a place: its own, those of its union that it does not transpose, and those of everywhere.

        A Union rule that a state left optional in addition requires that it was implemented there.
        """
        kept = self.memo.setdefault("rules", {})
        if place.id not in kept:
            own = list(self.book.volume(place.id).rules.values())
            transposed = {target for rule in own for target in rule.transposes}
            if place.union:
                own += [rule for rule in self.book.volume(place.union).rules.values() if rule.id not in transposed]
            rules = [replace(r, requires=(*r.requires, "implementedNationally")) if r.optional else r for r in own]
            kept[place.id] = (*rules, *self.book.anywhere.rules.values())
        return kept[place.id]  # type: ignore[no-any-return]

    def period(self, place: Jurisdiction, day: date) -> int:
        """The number of the period between two changes of the law of a place in which a day falls."""
        kept = self.memo.setdefault("changes", {})
        if place.id not in kept:
            kept[place.id] = _changes(self.rules_for(place))
        return bisect_right(kept[place.id], day)

    def rules_on(self, place: Jurisdiction, day: date) -> tuple[Rule, ...]:
        """Of the rules that apply at a place, those in force on a day; kept per period between changes of the law."""
        key = (place.id, self.period(place, day))
        kept = self.memo.setdefault("periods", {})
        if key not in kept:
            kept[key] = tuple(r for r in self.rules_for(place) if r.in_force(day))
        return kept[key]  # type: ignore[no-any-return]

    def reach(self, place: Jurisdiction, day: date) -> Reach:
        """The rules in force at a place on a day."""
        by_day = self.memo.setdefault("reach by day", {})
        found = by_day.get((place.id, day))
        if found is None:
            key = (place.id, self.period(place, day))
            kept = self.memo.setdefault("reach", {})
            if key not in kept:
                kept[key] = Reach(self.rules_on(place, day))
            found = by_day[place.id, day] = kept[key]
        return found  # type: ignore[no-any-return]

    def terms_for(self, place: Jurisdiction) -> tuple[TermRule, ...]:
        """Term rules that apply at a place: its own, and those of its union that it does not transpose."""
        kept = self.memo.setdefault("terms", {})
        if place.id not in kept:
            own = tuple(self.book.volume(place.id).terms.values())
            transposed = {target for term in own for target in term.transposes}
            shared = self.book.volume(place.union).terms.values() if place.union else ()
            kept[place.id] = (*own, *(term for term in shared if term.id not in transposed))
        return kept[place.id]  # type: ignore[no-any-return]

    def base(self, place: Jurisdiction, standard: str) -> PrecedentBase | None:
        """The precedents by which the courts of a place find a standard; None where none are coded."""
        return self.book.precedents.get((place.id, standard)) if place.id in self.book.judged else None

    def heard_in_forum(self, decision: Decision) -> bool:
        """Whether a decision counts in the forum: not one of a sister court, which only persuades."""
        court = decision.decided_by
        if self.forum is None or court is None:
            return True
        bases = [base for base in self.book.precedents.values() if court in base.courts and self.forum.id in base.courts]
        return not bases or any(court in base.circuit(self.forum.id) for base in bases)

    def decides(self, rule: Rule) -> bool:
        """Whether a rule can decide: guidance and doctrine are reported only, proposals decide when overlaid."""
        return rule.level in DECIDING_LEVELS or (rule.level == "proposed" and rule.id in self.overlaid)

    def with_rules(self, rules: Mapping[str, Rule]) -> Law:
        """The same law with exactly these rules; for testing the law itself."""
        return replace(self, book=self.book.with_rules(rules), memo={})

    def with_terms(self, terms: Mapping[str, TermRule]) -> Law:
        """The same law with exactly these term rules."""
        return replace(self, book=self.book.with_terms(terms), memo={})


def _court(book: LawBook, name: str) -> Court:
    bases = book.precedents.values()
    found = next(filter(None, (base.court(name) for base in bases)), None)
    if found is None:
        known = ", ".join(dict.fromkeys(court for base in bases for court in base.courts))
        raise LawError(f"unknown court {name!r}", expected=f"use one of: {known}")
    return found


def _changes(rules: Iterable[Rule]) -> tuple[date, ...]:
    """Days on which some rule begins, or has ceased, to apply: between them the same rules are in force."""
    rules = tuple(rules)
    begins = {rule.since for rule in rules if rule.since}
    ends = {rule.until + timedelta(days=1) for rule in rules if rule.until}
    return tuple(sorted(begins | ends))
