"""What is cited, for reference managers: complete, valid, and safe to set."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memos import EXAMPLES, LAW, example

from lexstemma import Case, assess
from lexstemma.report import authorities, to_bibtex, to_csl
from lexstemma.report._citations import key_of, tex

# The properties and types of https://github.com/citation-style-language/schema (csl-data.json, 1.0.2) that are used here.
CSL_PROPERTIES = {"id", "type", "title", "jurisdiction", "authority", "publisher", "number", "issued", "URL", "note"}
CSL_TYPES = {"legislation", "legal_case", "document"}


def entries(bibtex: str) -> list[tuple[str, str, dict[str, str]]]:
    """A strict reader: type, key and fields; fails on anything that is not exactly an entry."""
    found, at = [], 0
    while match := re.compile(r"\s*@([a-z]+)\{([A-Za-z0-9-]+),\n").match(bibtex, at):
        at, fields = match.end(), {}
        while field := re.compile(r"  ([a-z]+) = \{").match(bibtex, at):
            depth, start, at = 1, field.end(), field.end()
            while depth:
                if bibtex[at] == "\\" and bibtex[at + 1] in "{}":
                    at += 1
                elif bibtex[at] in "{}":
                    depth += 1 if bibtex[at] == "{" else -1
                at += 1
            assert field[1] not in fields
            fields[field[1]] = bibtex[start : at - 1]
            assert bibtex[at : at + 2] == ",\n"
            at += 2
        assert bibtex[at : at + 2] == "}\n", bibtex[at : at + 80]
        at += 2
        found.append((match[1], match[2], fields))
    assert not bibtex[at:].strip()
    return found


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_every_authority_is_an_entry_in_both(case: Case) -> None:
    run = assess(case, LAW)
    cited = authorities(run.answers())
    written, records = entries(to_bibtex(run)), json.loads(to_csl(run))
    assert [key for _, key, _ in written] == [key_of(one.id) for one in cited]
    assert len({key for _, key, _ in written}) == len(written)
    assert [record["id"] for record in records] == [one.id for one in cited]
    assert all(fields["title"] for _, _, fields in written)
    for record in records:
        assert set(record) <= CSL_PROPERTIES
        assert record["type"] in CSL_TYPES
        assert record["title"]
        assert all(isinstance(part, int) for part in record.get("issued", {"date-parts": [[]]})["date-parts"][0])


def test_a_decision_has_its_court_docket_and_day() -> None:
    records = {record["id"]: record for record in json.loads(to_csl(example("gema-openai")))}
    found = records["lg-muenchen-gema-openai"]
    assert found["type"] == "legal_case"
    assert found["authority"] == "LG München I"
    assert found["number"] == "42 O 14139/24"
    assert found["issued"] == {"date-parts": [[2025, 11, 11]]}
    assert "appeal pending" in found["note"]


def test_only_what_an_answer_turns_on_is_cited() -> None:
    run = example("gema-openai")
    few = authorities(run.answers(step="host"))
    assert {one.id for one in few} < {one.id for one in authorities(run.answers())}
    assert not [one for one in few if one.jurisdiction == "US" and one.kind == "legislation"]
    assert authorities(()) == ()


def test_where_nothing_was_asked_nothing_is_cited() -> None:
    run = example("smollm2")
    assert to_bibtex(run) == ""
    assert json.loads(to_csl(run)) == []


@given(st.text(max_size=40))
def test_tex_is_balanced_and_has_no_bare_mark(words: str) -> None:
    # A command for a letter holds marks of its own; take these out first.
    bare = re.sub(r"\\text[a-z]+\{\}|\\[{}$&#_%]", "", tex(words))
    assert not set(bare) & set("\\{}$&#_%~^")


@given(st.text(max_size=20))
def test_a_key_is_plain(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9-]+", key_of(name))


@pytest.mark.parametrize("broken", ["@misc{a,\n  title = {x},\n", "@misc{a b,\n}\n", "words"])
def test_the_reader_of_these_tests_is_strict(broken: str) -> None:
    with pytest.raises((AssertionError, IndexError)):
        entries(broken)
