"""The part of a law that says whether something is protected at all, whatever is done with it.

A restriction asks two kinds of things: whether its object is protected (an own creation, a qualified maker, a human
contribution) and whether a use reaches it (a substantial part, a public). What a fact is about tells the two apart; of
issues the law data says which are about protection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..law import Jurisdiction, Law, Rule
from ..reasoning import Program, gather
from ..terms import Vocabulary

_OF_THE_THING = frozenset(("Work", "Object", "Output"))


@dataclass(frozen=True)
class Protection:
    """What a law says of the protection of one kind of thing under one right.

    Args:
        program: the restrictions with their conditions of protection only, and the limits that ask for nothing else.
        given: the restrictions as the law has them; of several with the same conditions of protection the first.
        at_use: conditions and limits that are looked at for a single use only, in words.
    """

    program: Program
    given: tuple[Rule, ...]
    at_use: tuple[str, ...]


def protection(law: Law, words: Vocabulary, place: Jurisdiction, right: str, kinds: frozenset[str], day: date) -> Protection:
    """The rules on protection that are in force on a day; kept with the law.

    Args:
        kinds: the classes of the thing.
    """
    kept: dict[tuple[object, ...], Protection] = law.memo.setdefault("protection", {})
    key = (place.id, law.period(place, day), right, kinds)
    if key not in kept:
        kept[key] = _protection(law, words, place, right, kinds, day)
    return kept[key]


def _protection(law: Law, words: Vocabulary, place: Jurisdiction, right: str, kinds: frozenset[str], day: date) -> Protection:
    def of_the_thing(atom: str) -> bool:
        issue = law.book.issues.get(atom)
        return issue.on_protection if issue else words.facts[atom].about in _OF_THE_THING

    given: dict[tuple[frozenset[str], frozenset[str]], Rule] = {}
    rules: list[Rule] = []
    at_use: dict[str, None] = {}
    giving = _giving(law, words, place, right, kinds, day)
    for rule in law.rules_on(place, day):
        if not law.decides(rule) or not _reaches(rule, kinds):
            continue
        if rule.id in giving:
            less = replace(
                rule,
                requires=tuple(atom for atom in rule.requires if of_the_thing(atom)),
                unless=tuple(atom for atom in rule.unless if of_the_thing(atom)),
            )
            key = frozenset(less.requires), frozenset(less.unless)
            at_use |= dict.fromkeys(_label(law, words, atom) for atom in rule.atoms if not of_the_thing(atom))
            if key not in given:
                given[key] = less
                rules.append(less)
        elif rule.kind == "Limit" and right in rule.names:
            if all(of_the_thing(atom) for atom in rule.atoms):
                rules.append(rule)
            elif any(of_the_thing(atom) for atom in rule.atoms):
                at_use[rule.label] = None
        elif rule.kind in ("Definition", "Defeater"):
            rules.append(rule)
    moral = words.graph.name(right, "holderRole") == "moralRightHolder"
    return Protection(gather(law, place, right, rules, moral=moral), tuple(given.values()), tuple(at_use))


def _giving(law: Law, words: Vocabulary, place: Jurisdiction, right: str, kinds: frozenset[str], day: date) -> frozenset[str]:
    """The restrictions that give the right in such a thing.

    A rule that names no subject matter relies on table 2 for it. What is no work (a database, weights, an output) is protected
    as the law says of it by name, if it says anything.
    """
    rules = [r for r in law.rules_on(place, day) if r.kind == "Restriction" and right in r.names and _reaches(r, kinds)]
    named = [rule for rule in rules if rule.scope.subjects]
    if (named and "Work" not in kinds) or right not in _by_table(words, place, kinds):
        rules = named
    return frozenset(rule.id for rule in rules)


def _reaches(rule: Rule, kinds: frozenset[str]) -> bool:
    """Whether the rule speaks of such a thing; steps, acts and kinds of copies do not matter here."""
    return (not rule.scope.subjects or not rule.scope.subjects.isdisjoint(kinds)) and rule.scope.excluded.isdisjoint(kinds)


def _label(law: Law, words: Vocabulary, atom: str) -> str:
    issue = law.book.issues.get(atom)
    return issue.label if issue else words.label(atom)


def rights_in(law: Law, words: Vocabulary, place: Jurisdiction, kinds: frozenset[str], day: date) -> tuple[str, ...]:
    """The rights that may exist in such a thing under a law: those of table 2, and those that a rule gives in it by name."""
    found = dict.fromkeys(_by_table(words, place, kinds))
    for rule in law.rules_on(place, day):
        if rule.kind == "Restriction" and not rule.scope.subjects.isdisjoint(kinds) and _reaches(rule, kinds):
            found |= dict.fromkeys(rule.names)
    order = {right: number for number, right in enumerate(words.graph.of_type("Right"))}
    return tuple(sorted(found, key=lambda right: order.get(right, len(order))))


def _by_table(words: Vocabulary, place: Jurisdiction, kinds: frozenset[str]) -> Iterable[str]:
    for line in words.engagements:
        asked = (not line.under or place.id in line.under) and place.id not in line.not_under
        if asked and not line.subjects.isdisjoint(kinds) and line.except_subjects.isdisjoint(kinds):
            yield from line.rights
