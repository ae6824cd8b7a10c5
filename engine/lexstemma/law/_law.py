"""Loading law: the bundled files, overlays over them, and one view of it for a date of asking and a stance."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ..terms import Graph, LawError, data_path, read_turtle_file, vocabulary
from . import _read
from ._lint import lint
from ._model import ANYWHERE, DECIDING_LEVELS, Decision, Issue, Jurisdiction, LawBook, Position, Rule, Stance, TermRule

POSITIVE_LAW = "positive-law"


@dataclass(frozen=True)
class Law:
    """The law as asked: a book of records, the date of asking, a stance, and whether to presume.

    Args:
        as_of: the day on which the question is asked; authorities decided later do not count. Acts choose their rules by
            their own date.
        stance: the name of a bundled stance.
        strict: presumptions and one-sided issues stay open.
    """

    book: LawBook
    as_of: date
    stance: Stance
    strict: bool = False
    overlaid: frozenset[str] = frozenset()
    _rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False, compare=False)
    memo: dict[str, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(
        cls,
        *,
        as_of: date | str | None = None,
        stance: str = POSITIVE_LAW,
        strict: bool = False,
        overlays: Iterable[str | Path] = (),
    ) -> Law:
        """All bundled law, with overlays over it.

        Raises:
            LawError: a law file or overlay is faulty, or the stance or the date is unknown; names the file or the rule.
        """
        asked = as_of or date.today()
        if isinstance(asked, str):
            try:
                asked = date.fromisoformat(asked)
            except ValueError:
                raise LawError(f"the date of asking is {asked!r}", expected="write it as YYYY-MM-DD") from None
        book, overlaid = _bundled(), frozenset[str]()
        for path in overlays:
            book, names = _overlay(book, Path(path))
            overlaid |= names
        if stance not in book.stances:
            raise LawError(f"unknown stance {stance!r}", expected=f"use one of: {', '.join(sorted(book.stances))}")
        return cls(book, asked, book.stances[stance], strict, overlaid)

    def jurisdiction(self, code: str) -> Jurisdiction | None:
        """The jurisdiction of a place code (or id); None for a place that is not known."""
        index = self.memo.get("places")
        if index is None:
            index = {name.upper(): j for j in self.book.jurisdictions.values() for name in (j.id, *j.codes)}
            self.memo["places"] = index
        return index.get(code.upper())

    def encoded(self) -> tuple[Jurisdiction, ...]:
        """The jurisdictions that have law of their own."""
        return tuple(j for j in self.book.jurisdictions.values() if j.covers)

    def covers(self, place: Jurisdiction) -> frozenset[str]:
        """The rights that the law applied at a place is encoded for, the law of its union included."""
        union = self.book.jurisdictions.get(place.union or "")
        return place.covers | (union.covers if union else frozenset())

    def rules_for(self, place: Jurisdiction) -> tuple[Rule, ...]:
        """Rules that apply at a place: its own, those of its union that it does not transpose, and those of everywhere.

        A Union rule that a state left optional in addition requires that it was implemented there.
        """
        if place.id not in self._rules:
            rules = list(self._own(place.id))
            transposed = {target for rule in rules for target in rule.transposes}
            union = place.union or place.id
            for rule in self._own(union):
                if place.union and rule.id not in transposed:
                    rules.append(rule)
            rules = [replace(r, requires=(*r.requires, "implementedNationally")) if r.optional else r for r in rules]
            offered = {g for licence in self.book.licences.values() for g in licence.grants}
            self._rules[place.id] = (*rules, *(r for r in self._own(ANYWHERE) if r.id not in offered))
        return self._rules[place.id]

    def rules_on(self, place: Jurisdiction, day: date) -> tuple[Rule, ...]:
        """Of the rules that apply at a place, those in force on a day; kept per period between changes of the law."""
        period = bisect_right(self.book.changes, day)
        kept = self.memo.setdefault("periods", {})
        if (place.id, period) not in kept:
            kept[place.id, period] = tuple(r for r in self.rules_for(place) if r.in_force(day))
        return kept[place.id, period]  # type: ignore[no-any-return]

    def terms_for(self, place: Jurisdiction) -> tuple[TermRule, ...]:
        """Term rules that apply at a place: its own, and those of its union that it does not transpose."""
        kept = self.memo.setdefault("terms", {})
        if place.id not in kept:
            own = [t for t in self.book.terms.values() if t.jurisdiction == place.id]
            transposed = {target for t in own for target in t.transposes}
            shared = [t for t in self.book.terms.values() if place.union and t.jurisdiction == place.union]
            kept[place.id] = (*own, *(t for t in shared if t.id not in transposed))
        return kept[place.id]  # type: ignore[no-any-return]

    def decides(self, rule: Rule) -> bool:
        """Whether a rule can decide: guidance and doctrine are reported only, proposals decide when overlaid."""
        return rule.level in DECIDING_LEVELS or (rule.level == "proposed" and rule.id in self.overlaid)

    def with_rules(self, rules: dict[str, Rule]) -> Law:
        """The same law with other rules; for overlays in memory and for testing the law itself."""
        return replace(self, book=replace(self.book, rules=rules, changes=_changes(rules)), _rules={}, memo={})

    def _own(self, jurisdiction: str) -> tuple[Rule, ...]:
        return tuple(r for r in self.book.rules.values() if r.jurisdiction == jurisdiction)


@cache
def _bundled() -> LawBook:
    root = data_path("ontology")
    paths = [root / "issues.ttl", *sorted((root / "law").rglob("*.ttl"))]
    paths += [*sorted((root / "stances").glob("*.ttl")), *sorted((root / "licences").glob("*.ttl"))]
    parts = {str(path.relative_to(root)): read_turtle_file(path, error=LawError) for path in paths if path.is_file()}
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths if path.is_file())).hexdigest()
    return _assemble(parts, digest)


def _overlay(book: LawBook, path: Path) -> tuple[LawBook, frozenset[str]]:
    """A book with an overlay's records added; a record with a known id replaces it, `repeals` ends a rule."""
    from ..terms import LS

    part = read_turtle_file(path, error=LawError)
    added = _assemble({str(path): part}, book.digest, over=book)
    repealed = {r for s in part.subjects() for r in part.names(s, "repeals")}
    for name in repealed - set(added.rules):
        raise LawError(f"repeals {name}, which is no rule", where=str(path), expected=f"name a rule of {LS.rstrip('#')}/law")
    rules = {name: rule for name, rule in added.rules.items() if name not in repealed}
    digest = hashlib.sha256(book.digest.encode() + path.read_bytes()).hexdigest()
    overlaid = frozenset(s for s in part.subjects() if s in rules)
    return replace(added, rules=rules, digest=digest, changes=_changes(rules)), overlaid


def _assemble(parts: dict[str, Graph], digest: str, over: LawBook | None = None) -> LawBook:
    whole = Graph()
    if over is not None:
        whole.update(over.graph)
    origin: dict[str, str] = {}
    if over is not None:
        origin |= {n: r.file for n, r in over.rules.items()} | {n: t.file for n, t in over.terms.items()}
    for name, part in parts.items():
        for subject in part.subjects():
            if part.names(subject, "type"):
                origin[subject] = name
                # An overlay amends a record by stating it anew, whole.
                if over is not None:
                    whole.properties(subject).clear()
        whole.update(part)
    rules = {
        s: _read.rule(whole, s, kind, origin.get(s, ""))
        for s in whole.subjects()
        for kind in whole.names(s, "type")
        if kind in _read.RULE_KINDS
    }
    positions: dict[str, list[Position]] = {}
    for name in whole.of_type("Position"):
        record = _read.position(whole, name)
        if record.authority is not None:
            positions.setdefault(record.issue, []).append(record)
    issues: dict[str, Issue] = {n: _read.issue(whole, n, tuple(positions.get(n, ()))) for n in whole.of_type("Issue")}
    decisions: dict[str, Decision] = {n: _read.decision(whole, n) for n in whole.of_type("Decision")}
    stances = [_read.stance(whole, n) for n in whole.of_type("Stance")]
    book = LawBook(
        graph=whole,
        rules=rules,
        terms={n: _read.term_rule(whole, n, origin.get(n, "")) for n in whole.of_type("TermRule")},
        issues=issues,
        decisions=decisions,
        stances={s.name: s for s in stances},
        jurisdictions={n: _read.jurisdiction(whole, n) for n in whole.of_type("Jurisdiction")},
        groups={n: frozenset(whole.names(n, "members")) for n in whole.of_type("PlaceGroup")},
        licences={n: _read.licence(whole, n) for n in whole.of_type("Licence")},
        digest=digest,
        changes=_changes(rules),
    )
    lint(book, parts, vocabulary())
    return book


def _changes(rules: dict[str, Rule]) -> tuple[date, ...]:
    """Days on which some rule begins, or has ceased, to apply: between them the same rules are in force."""
    from datetime import timedelta

    begins = {rule.since for rule in rules.values() if rule.since}
    ends = {rule.until + timedelta(days=1) for rule in rules.values() if rule.until}
    return tuple(sorted(begins | ends))
