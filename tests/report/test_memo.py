"""The memo: the short answer first, every answer in it, and nothing said that is not known."""

from __future__ import annotations

import pytest
from memos import (
    EXAMPLES,
    LAW,
    SECTIONS,
    example,
    spans,
)

from lexstemma import Case, Law, assess
from lexstemma.report import STATUS_WORDS, memo
from lexstemma.report._memo._model import Figure, Heading, Paragraph, Row, Span, Table, text


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_every_example_has_a_memo_with_all_sections(case: Case) -> None:
    built = memo(assess(case, LAW))
    assert tuple(section.title for section in built.sections) == SECTIONS
    assert all(section.blocks for section in built.sections)
    assert [isinstance(block, Figure) for section in built.sections for block in section.blocks].count(True) == 1


def test_the_bottom_line_comes_first_and_counts_the_steps() -> None:
    first = memo(example("gema-openai")).sections[0].blocks[1]
    assert isinstance(first, Paragraph)
    assert first.kind == "answer"
    said = "".join(span.text for span in first.text)
    assert said.startswith("No, not as things stand. Three of five steps require an authorization")


def test_a_case_without_places_is_told_so_and_never_free() -> None:
    told = " ".join(span.text for span in spans(memo(example("smollm2"))))
    assert "That is open." in told
    assert "The case does not say where it was done" in told


def test_a_law_that_is_not_encoded_is_a_gap_in_the_short_answer() -> None:
    case = EXAMPLES[0].with_value(EXAMPLES[0].of_kind("Step")[0], "place", "NO")
    told = " ".join(
        span.text for block in memo(assess(case, LAW)).sections[0].blocks if isinstance(block, Paragraph) for span in block.text
    )
    assert "What the program does not know is not free." in told


def test_under_several_laws_each_has_its_own_bottom_line() -> None:
    blocks = memo(example("gema-openai", ["DE", "UK"])).sections[0].blocks
    answers = ["".join(s.text for s in block.text) for block in blocks if isinstance(block, Paragraph) and block.kind == "answer"]
    assert [answer.split(".")[0] for answer in answers] == ["Germany", "United Kingdom"]


def test_every_answer_stands_in_the_step_table_with_its_status() -> None:
    run = example("figure2")
    table = next(block for block in memo(run).sections[3].blocks if isinstance(block, Table))
    heads = [row for row in table.rows if row.heads]
    assert len(heads) == len({answer.question.step for answer in run.answers()})
    shown: dict[str, set[str]] = {}
    for row in table.rows:
        name = row.cells[0][0].text
        if row.heads:
            here = shown.setdefault(name.lower(), set())
        else:
            here.add(row.cells[3][0].status)
    for step in run.case.of_kind("Step"):
        title = (run.case.graph.text(step, "title") or step).lower()
        assert shown[title] == {answer.status for answer in run.answers(step=step)}


def test_both_sides_of_a_contested_question_are_told() -> None:
    built = memo(example("gema-openai"))
    section = built.sections[4]
    titles = ["".join(s.text for s in b.text) for b in section.blocks if isinstance(b, Heading)]
    assert titles[0].startswith("5.1  ")
    at = section.blocks.index(
        next(b for b in section.blocks if isinstance(b, Heading) and "reproduction of a work" in b.text[0].text)
    )
    told = ["".join(s.text for s in b.text) for b in section.blocks[at : at + 8] if isinstance(b, Paragraph)]
    assert any(line.startswith("Yes.") for line in told)
    assert any(line.startswith("No.") for line in told)


def test_presumptions_are_told_as_such_and_strictly_there_are_none() -> None:
    assert "Taken as" in " ".join(span.text for span in spans(memo(example("figure2"))))
    strict = memo(assess(EXAMPLES[0], Law.load(as_of="2026-11-23", strict=True)))
    told = " ".join(span.text for span in spans(strict))
    assert "No answer rests on a presumption." in told
    assert "Taken as" not in told


def test_unchecked_authorities_are_marked() -> None:
    table = next(block for block in memo(example("figure2")).sections[7].blocks if isinstance(block, Table))
    marks = {row.cells[4][0].text.split(" (")[0] for row in table.rows if not row.heads}
    assert marks == {"checked", "from memory"}


def test_the_versions_say_what_was_asked_of_what() -> None:
    run = example("figure2")
    told = " ".join(
        s.text for b in memo(run).sections[8].blocks if isinstance(b, Table) for r in b.rows for c in r.cells for s in c
    )
    assert run.case.digest in told
    assert run.law.book.digest in told
    assert "2026-11-23" in told


def test_a_table_is_as_wide_as_its_columns() -> None:
    for case in EXAMPLES:
        for section in memo(assess(case, LAW)).sections:
            for table in (block for block in section.blocks if isinstance(block, Table)):
                assert abs(sum(table.widths) - 1) < 1e-9
                assert {len(row.cells) for row in table.rows if not row.heads} <= {len(table.header)}
                assert all(len(row.cells) == 1 for row in table.rows if row.heads)


def test_parts_that_say_nothing_are_left_out() -> None:
    assert text("a", "", Span("b")) == (Span("a"), Span("b"))
    assert Row((text("x"),)).heads is False
    assert STATUS_WORDS["free"] == "free"


def test_where_law_is_not_encoded_no_one_is_said_to_be_spared_the_asking() -> None:
    case = EXAMPLES[0]
    for step in case.of_kind("Step"):
        case = case.with_value(step, "place", "NO")
    blocks = memo(assess(case, LAW)).sections[5].blocks
    told = " ".join(span.text for block in blocks if isinstance(block, Paragraph) for span in block.text)
    assert "Where law is not encoded (Norway) nothing is said about whom to ask." in told
