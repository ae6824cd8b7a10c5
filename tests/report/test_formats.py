"""The formats: what they promise, and that nothing a case says gets out of its place in them."""

from __future__ import annotations

import copy
import csv
import io
import json
from typing import Any

import jsonschema
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from lexstemma import Case, Law, Run, assess
from lexstemma.report import (
    Page,
    clean,
    json_schema,
    memo,
    memo_markdown,
    print_assessment,
    proof_markdown,
    safe_cell,
    to_csv,
    to_json,
    to_turtle,
)
from lexstemma.report._markdown import escape
from lexstemma.report._page import width_of, wrap
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")
EXAMPLES = [Case.load(path) for path in sorted(data_path("examples").glob("*.yaml"))]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "<script>", "[a](javascript:x)", "`code`", "|", "# head", "\x1b[31m"]


def asked(case: Case, under: str | list[str] = "place", **options: Any) -> Run:
    return assess(case, Law.load(as_of="2026-11-23", **options), under=under)


def hostile(text: str) -> Case:
    """A case whose every free text is `text`."""
    return Case.from_dict(
        {
            "id": "hostile",
            "title": text,
            "source": text,
            "works": [{"id": "w", "type": "TextWork", "title": text, "licence": text.strip() or "x", "original": True}],
            "datasets": [{"id": "d", "title": text}],
            "steps": [{"id": "s", "type": "Acquisition", "title": text, "place": "DE", "used": ["w"], "produced": ["d"]}],
        }
    )


# ------------------------------------------------------------ JSON
@pytest.mark.parametrize("under", ["place", ["DE", "EU", "UK"]], ids=str)
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_the_record_satisfies_its_published_schema(case: Case, under: str | list[str]) -> None:
    VALIDATOR.validate(json.loads(to_json(asked(case, under))))


@pytest.mark.parametrize("options", [{"stance": "paper"}, {"strict": True}], ids=str)
def test_other_ways_to_ask_satisfy_it_too(options: dict[str, Any]) -> None:
    for case in EXAMPLES:
        run = asked(case, ["DE", "UK"], **options)
        # One answer of each kind: what depends on thirty open facts takes its time.
        kinds = {(a.status, a.question.right): a for a in run.answers()}
        VALIDATOR.validate(json.loads(to_json(run, kinds.values())))


def test_the_schema_itself_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def _objects(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if isinstance(value, dict) else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += _objects(item, (*path, key))
    return found


def _record() -> dict[str, Any]:
    run = asked(next(case for case in EXAMPLES if case.id == "gema-openai"), ["DE"])
    record: dict[str, Any] = json.loads(to_json(run, run.answers(step="host", work="atemlos")))
    return record


def test_the_schema_refuses_a_missing_and_an_extra_key_at_every_level() -> None:
    record = _record()
    paths = _objects(record)
    assert len(paths) > 50
    for path in paths:
        for change in ("missing", "extra"):
            other = copy.deepcopy(record)
            place = other
            for key in path:
                place = place[key]
            if change == "extra":
                place["unheard-of"] = 1
            else:
                del place[next(iter(place))]
            assert not VALIDATOR.is_valid(other), (path, change)


@pytest.mark.parametrize(
    ("key", "value"),
    [("status", "lawful"), ("date", "yesterday"), ("requirements", [["x"]]), ("rules", ["a rule"]), ("flags", None)],
)
def test_the_schema_refuses_other_values(key: str, value: Any) -> None:
    record = _record()
    record["answers"][0][key] = value
    assert not VALIDATOR.is_valid(record)


def test_a_record_has_the_promised_keys() -> None:
    promised = (
        "id step step_kind performer responsible act object right holder result jurisdiction date status rules failed depends_on "
        "issues standards presumed requirements duties flags notes because"
    )
    assert list(_record()["answers"][0]) == promised.split()


def test_the_summary_counts_every_answer() -> None:
    for case in EXAMPLES:
        record = json.loads(to_json(asked(case)))
        assert sum(record["summary"]["counts"].values()) == record["summary"]["answers"] == len(record["answers"])


# ------------------------------------------------------------ CSV
@given(st.text(max_size=30))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell in (text, "'" + text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_case_says_stays_a_cell(text: str) -> None:
    if "\x1b" in text:
        return
    rows = list(csv.reader(io.StringIO(to_csv(asked(hostile(text))))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))]


# ------------------------------------------------------------ Markdown
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_case_says_is_no_markup(text: str) -> None:
    run = asked(hostile(text))
    written = memo_markdown(memo(run))
    for line in (written + proof_markdown(run.answers())).splitlines():
        assert "<script>" not in line
        assert "](javascript" not in line.replace("\\]", "")
        assert "\x1b" not in line
    assert written.count("\n# ") + written.startswith("# ") == 1


@given(st.text(alphabet="\\`*_{}[]()<>#+-.!|~&$@: ab", max_size=20))
def test_every_mark_is_escaped(text: str) -> None:
    escaped = escape(text)
    bare = escaped.replace("\\\\", "")
    for mark in "`*_[]<>#|":
        assert all(bare[i - 1] == "\\" for i, c in enumerate(bare) if c == mark)


# ------------------------------------------------------------ Turtle
def test_turtle_is_read_by_another_library() -> None:
    for case in EXAMPLES:
        graph = rdflib.Graph().parse(data=to_turtle(asked(case)), format="turtle")
        answers = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/lexstemma#LegalAnswer")))
        assert len(answers) == len(asked(case).answers())


# ------------------------------------------------------------ text
@given(st.text(max_size=40))
def test_clean_text_moves_nothing(text: str) -> None:
    assert not set(clean(text)).intersection("\x00\x07\x08\x1b\x9b\n\r\t\u202e\u2066\u200b")


@given(
    st.lists(st.tuples(st.text("ab 漢é", max_size=30), st.just("")), max_size=5),
    st.integers(4, 40),
    st.integers(4, 40),
)
def test_wrapped_lines_fit_and_lose_no_letter(parts: list[tuple[str, str]], first: int, rest: int) -> None:
    lines = wrap(parts, first, rest)
    for number, line in enumerate(lines):
        assert sum(width_of(text) for text, _ in line) <= (rest if number else first)
    letters = "".join(text for text, _ in parts).replace(" ", "")
    assert "".join(text for line in lines for text, _ in line).replace(" ", "") == letters


def test_the_table_says_what_the_record_says() -> None:
    for case in EXAMPLES:
        out = io.StringIO()
        run = asked(case)
        print_assessment(Page(out, width=200), run, run.answers())
        for step in case.of_kind("Step"):
            assert step in out.getvalue()
        assert out.getvalue().count("Not legal advice") == 1
