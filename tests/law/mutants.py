"""Mutation run over the law data: which rule, condition or date bound could go without any law test noticing?

    python tests/law/mutants.py de        # one jurisdiction
    python tests/law/mutants.py           # all

For every rule: delete it, drop each condition, drop each date bound; of a term, change the years and drop the events too. The tests
that can see the rule must then fail somewhere.
Survivors are printed; those that `survivors.yaml` lists with a reason are accepted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from harness import FOLDER, LawTest, load
from ruamel.yaml import YAML

from lexstemma.law import Law, LawBook, Rule, TermRule
from lexstemma.terms import LexstemmaError, vocabulary

TERM_FACTS = frozenset(f.name for f in vocabulary().facts.values() if f.computed_by == "computeTerm")
EVENTS = ("died", "created", "published", "fixed", "communicated", "completed", "renewed")


def mutants(rule: Rule | TermRule) -> Iterator[tuple[str, Rule | TermRule | None]]:
    """Each change to a rule, with a name; None deletes it."""
    yield rule.id, None
    for atom in rule.requires:
        yield f"{rule.id} requires {atom}", replace(rule, requires=tuple(a for a in rule.requires if a != atom))
    for atom in rule.unless:
        yield f"{rule.id} unless {atom}", replace(rule, unless=tuple(a for a in rule.unless if a != atom))
    if rule.since:
        yield f"{rule.id} since", replace(rule, since=None)
    if rule.until:
        yield f"{rule.id} until", replace(rule, until=None)
    if isinstance(rule, TermRule):
        yield f"{rule.id} years", replace(rule, years=rule.years + 1, extended_years=rule.extended_years + 1)
        for name in ("extended_by", "extended_else", "restarted_by"):
            if getattr(rule, name):
                yield f"{rule.id} {name}", replace(rule, **{name: ()})


def undated(law: Law) -> Law:
    """The law with every rule in force on every day."""
    return law.with_rules({n: replace(r, since=None, until=None) for n, r in law.book.rules.items()})


def sees(test: LawTest, *laws: Law) -> frozenset[str]:
    """Ids of the rules in the programs of the answers asked for."""
    found: set[str] = set()
    for one in laws:
        for answer in test.answers(one):
            program = answer._valuation.program if answer._valuation else None
            if program is None:
                continue
            # Terms are computed behind a fact, from the dates of the object and its authors.
            if not TERM_FACTS.isdisjoint(program.atoms) and any(event in str(test.raw) for event in EVENTS):
                found |= set(one.book.terms)
            for part in (program, *program.weighed.values()):
                groups = (part.deciding, part.reported, *part.defeaters.values(), *part.definitions.values())
                found.update(r.id for group in groups for r in group)
    return frozenset(found)


def survivors(code: str) -> list[str]:
    """Mutants of a jurisdiction's rules that no law test notices. Tests of all folders count."""
    laws: dict[tuple[object, ...], Law] = {}
    everlasting: dict[tuple[object, ...], Law] = {}
    tests = []
    book = Law.load().book
    for test in load():
        if not concerns(test, code, book):
            continue
        key = (str(test.raw.get("asked")), test.raw.get("stance"), bool(test.raw.get("strict")), test.raw.get("forum"))
        law = laws.setdefault(key, test.law())
        if key not in everlasting:
            everlasting[key] = undated(law)
        if not test.check(law):
            tests.append((test, key, sees(test, law, everlasting[key])))
    left = []
    for rule in (r for r in (*book.rules.values(), *book.terms.values()) if r.file.endswith(f"law/{code}.ttl")):
        watching = sorted(
            ((t, k) for t, k, seen in tests if rule.id in seen), key=lambda pair: rule.id not in str(pair[0].raw["expect"])
        )
        for name, mutant in mutants(rule):
            changed = {k: _with(law, rule, mutant) for k, law in laws.items()}
            if not any(notices(t, changed[k]) for t, k in watching):
                left.append(name)
    return left


def notices(test: LawTest, law: Law) -> bool:
    """Whether a test fails under a changed law; a case that cannot be asked under it fails, too."""
    try:
        return bool(test.check(law))
    except LexstemmaError:
        return True


def concerns(test: LawTest, code: str, book: LawBook) -> bool:
    """Whether a test asks the law of a jurisdiction, or of a state of the union that it is."""
    asked = {str(test.raw.get(key, "")).upper() for key in ("place", "under")}
    places = {j.id for j in book.jurisdictions.values() if asked & {name.upper() for name in (j.id, *j.codes)}}
    return any(name.lower() == code or (book.jurisdictions[name].union or "").lower() == code for name in places)


def _with(law: Law, rule: Rule | TermRule, mutant: Rule | TermRule | None) -> Law:
    """The law with one record changed or gone."""
    if isinstance(rule, Rule):
        return law.with_rules(_changed(law.book.rules, rule, mutant))
    return law.with_terms(_changed(law.book.terms, rule, mutant))


def _changed(records: dict[str, Any], rule: Rule | TermRule, mutant: object) -> dict[str, Any]:
    records = dict(records)
    if mutant is None:
        del records[rule.id]
    else:
        records[rule.id] = mutant
    return records


def accepted() -> dict[str, str]:
    """Survivors with the reason why no test can or should notice them."""
    path = FOLDER / "survivors.yaml"
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}


def main(codes: list[str]) -> int:
    known, worst = accepted(), 0
    for code in codes or sorted(p.name for p in FOLDER.iterdir() if p.is_dir() and not p.name.startswith("_")):
        left = survivors(code)
        new = [name for name in left if name not in known]
        print(f"{code}: {len(left)} survivors, {len(new)} without a reason")
        for name in new:
            print(f"  {name}")
        worst = worst or bool(new)
    return int(worst)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
