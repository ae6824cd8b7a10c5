"""Licences met in practice: what each lets one do, sentence by sentence, and that none is left out."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from harness import LawTest
from ruamel.yaml import YAML

from lexstemma.law import Law, LicenceTerms

FOLDER = Path(__file__).parent
USES = ("allowed", "forbidden", "conditional")
LAWFUL = ("free", "excepted", "licensed")


def sentences() -> list[tuple[str | None, LawTest]]:
    """Each test with its use: allowed, forbidden, conditional, or none where it is about licences in general."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for raw in yaml.load(path.read_text(encoding="utf-8")):
            found.append((raw.pop("use", None), LawTest(f"licences/{path.stem}", raw)))
    return found


SENTENCES = sentences()
BOOK = Law.load().book
RECORDS = BOOK.licences


@cache
def law(stance: str, strict: bool) -> Law:
    return Law.load(as_of="2026-11-23", stance=stance, strict=strict)


def names_of(record: LicenceTerms) -> set[str]:
    """All that a licence is found by, as a case may write it."""
    return {name.casefold() for name in (record.label, record.id.removeprefix("licence-"), *record.aliases)}


def licence_of(raw: dict[str, Any]) -> str | None:
    """The licence that a test is about, by the name it writes."""
    for section in ("work", "database", "weights", "output"):
        if name := (raw.get(section) or {}).get("licence"):
            return str(name).casefold()
    return None


@pytest.mark.parametrize("sentence", [test for _, test in SENTENCES], ids=lambda t: t.name)
def test_licence(sentence: LawTest) -> None:
    raw = sentence.raw
    assert sentence.check(law(raw.get("stance", "positive-law"), bool(raw.get("strict")))) == []


def test_titles_are_unique() -> None:
    names = [test.name for _, test in SENTENCES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda r: r.id)
def test_every_licence_has_an_allowed_a_forbidden_and_a_conditional_use(record: LicenceTerms) -> None:
    names = names_of(record)
    uses = [use for use, test in SENTENCES if licence_of(test.raw) in names]
    assert set(USES) <= set(uses)


@pytest.mark.parametrize(("use", "test"), [s for s in SENTENCES if s[0]], ids=lambda v: v.name if isinstance(v, LawTest) else v)
def test_uses_are_what_they_are_called(use: str, test: LawTest) -> None:
    """Forbidden is what needs an authorization, or what is free by law and against a contract."""
    status, flags = test.raw["expect"]["status"], test.raw["expect"].get("flags", [])
    assert use in USES
    if use == "allowed":
        assert status in LAWFUL
        assert "contract-breach" not in flags
    elif use == "conditional":
        assert status in ("depends", "contested")
    else:
        assert status == "authorization_required" or (status in LAWFUL and "contract-breach" in flags)


def test_every_grant_stands_in_some_test() -> None:
    stood = {test.raw["expect"].get("rule") for _, test in SENTENCES}
    assert {g for record in RECORDS.values() for g in record.grants} - stood == set()


def test_every_condition_of_a_grant_fails_some_test() -> None:
    """Without it the use would be licensed: a condition that could go unnoticed is none."""
    failed = {(e.get("failed"), e.get("because")) for e in (test.raw["expect"] for _, test in SENTENCES)}
    grants = [BOOK.grants[g] for record in RECORDS.values() for g in record.grants]
    assert {(g.id, atom) for g in grants for atom in (*g.requires, *g.unless)} - failed == set()


def test_names_are_those_of_one_licence_whatever_their_case() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for record in RECORDS.values():
        for name in names_of(record):
            owners[name].add(record.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda r: r.id)
def test_a_licence_has_a_link_and_no_name_that_says_nothing(record: LicenceTerms) -> None:
    assert record.url.startswith(("https://", "http://"))
    assert names_of(record).isdisjoint({"unknown", "other", "none", "proprietary", ""})
