"""Questions of the graph: the shipped ones on every example, and what a query may not do."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lexstemma import Case, Law, Run, assess
from lexstemma.inquiry import choices, knowledge, query, read_question, refuse, stored_question, stored_questions
from lexstemma.terms import InputError, data_path

LAW = Law.load(as_of="2026-11-23")
EXAMPLES = sorted(data_path("examples").glob("*.yaml"))
TRIPLES = b'<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:q> .\n<a:o> <a:n> "two\\nlines" .\n'


@cache
def run_of(name: str, laws: tuple[str, ...] | None = None) -> Run:
    return assess(Case.load(data_path("examples") / f"{name}.yaml"), LAW, under=list(laws) if laws else "place")


def told(run: Run, number: str, **chosen: str) -> list[dict[str, str]]:
    """The rows of a shipped question, things by their ids."""
    question = stored_question(number)
    values = choices(question, chosen, run.case, run.law)
    found = query(knowledge(run, question.query), question.query, chosen=values, case=run.case.id, seconds=60)
    rows = [[(name, term) for name, term in zip(found.names, row, strict=True) if term] for row in found.rows]
    return [{name: term.text.rpartition("#")[2] if term.kind == "uri" else term.text for name, term in row} for row in rows]


# ------------------------------------------------------------ the shipped questions
def test_there_are_ten_questions_each_with_a_title() -> None:
    found = stored_questions()
    assert {question.number.rstrip("b") for question in found} == {str(number) for number in range(1, 11)}
    assert all(question.title.endswith("?") for question in found)
    for question in found:
        assert {p.name for p in question.parameters} <= question.variables, question.number
        refuse(question.query)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_question_runs_on_every_example(path: Path) -> None:
    """Under two laws, so that places are known everywhere. Licences come from elsewhere: here the question finds nothing."""
    run = run_of(path.stem, ("DE", "UK"))
    triples = knowledge(run, "ls:Claim ls:AnswerChange")
    for question in stored_questions():
        found = query(triples, question.query, case=run.case.id, seconds=60)
        assert found.kind == "select"
        assert found.rows or question.number not in ("2", "5", "6", "9"), question.number


def test_an_output_traces_back_by_the_right_data_through_the_right_steps() -> None:
    found = {row["work"]: row for row in told(run_of("figure2"), "1", output="letter")}
    assert found["dialogues"]["by"] == "tuning data only"
    assert found["novel"]["by"] == "training data only"
    assert set(found["novel"]["steps"].split(", ")) == {"crawl", "assemble", "pretrain", "fine-tune", "generate-tuned"}


def test_by_both_training_and_tuning_data() -> None:
    document = {
        "id": "t", "works": [{"id": "w", "type": "TextWork"}], "datasets": [{"id": "d", "contains": ["w"]}],
        "weights": [{"id": "a"}, {"id": "b"}],
        "outputs": [{"id": "o"}],
        "steps": [
            {"id": "p", "type": "Pretraining", "used": ["d"], "produced": ["a"]},
            {"id": "f", "type": "FineTuning", "used": ["a", "d"], "produced": ["b"]},
            {"id": "g", "type": "Generation", "used": ["b"], "produced": ["o"]},
        ],
    }  # fmt: skip
    [row] = told(assess(Case.from_dict(document), LAW), "1")
    assert row["by"] == "training and tuning data"


def test_what_is_needed_agrees_with_the_answers() -> None:
    run = run_of("figure2")
    needed = {(row["step"], row["work"], row["right"]) for row in told(run, "2") if row["need"] == "needs an authorization"}
    answers = [a.question for a in run.answers() if a.status == "authorization_required"]
    assert needed == {(q.step, q.object, q.right) for q in answers}
    assert all(row["holder"] == "novelist" for row in told(run, "2", work="novel"))


def test_where_agrees_with_the_engine() -> None:
    run = run_of("figure2")
    found = {row["thing"] for row in told(run, "3", work="novel")}
    assert found == {trace.thing for trace in run.where("novel")}


def test_a_grade_stands_with_the_version_it_is_about() -> None:
    document = {
        "id": "t", "agents": [{"id": "ann"}], "works": [{"id": "w", "type": "TextWork", "rightsholder": "ann"}],
        "weights": [{"id": "a"}, {"id": "b"}],
        "steps": [
            {"id": "p", "type": "Pretraining", "used": ["w"], "produced": ["a"]},
            {"id": "f", "type": "FineTuning", "used": ["a"], "produced": ["b"]},
        ],
        "evidence": [{"id": "e", "about": "a", "concerning": "w", "grade": "G4"}],
    }  # fmt: skip
    rows = told(assess(Case.from_dict(document), LAW), "3")
    assert {row["thing"]: row.get("grades", "") for row in rows} == {"a": "G4", "b": ""}


def test_a_reservation_is_told_with_its_effect_at_the_time_of_copying() -> None:
    rows = told(run_of("figure2"), "4", weights="base")
    found = {(row["work"], row["step"], row["effective"]) for row in rows}
    assert found == {("novel", "crawl", "true"), ("novel", "assemble", "true")}


def test_lawful_is_never_said_of_a_gap() -> None:
    rows = told(run_of("figure2", ("DE", "NO")), "5", step="pretrain")
    assert {row["law"]: row["lawful"] for row in rows}["NO"].startswith("not known")


def test_lawful_agrees_with_the_answers() -> None:
    run = run_of("figure2", ("DE", "UK", "US"))
    rows = {(row["step"], row["law"]): row["lawful"] for row in told(run, "5")}
    for (step, law), lawful in rows.items():
        status = run.status(run.answers(step=step, law=law))
        expected = {"authorization_required": "no"}.get(status, "yes" if status in ("free", "excepted", "licensed") else "open")
        assert lawful == expected, (step, law, status)


def test_differences_agree_with_the_answers() -> None:
    run = run_of("figure2", ("DE", "UK"))
    rows = told(run, "5b")
    statuses: dict[Any, dict[str, str]] = {}
    for answer in run.answers():
        q = answer.question
        statuses.setdefault((q.step, q.object, q.right, q.act, q.result), {})[q.place or ""] = answer.status
    differing = {(k[0], k[1], k[2], k[4]) for k, by_law in statuses.items() if len(by_law) == 2 and len(set(by_law.values())) == 2}
    assert {(r["step"], r["work"], r["right"], r.get("copy")) for r in rows} == differing


def test_weak_grounds_name_the_flag_and_the_fact() -> None:
    rows = told(run_of("gema-openai"), "6", step="host")
    assert any(row["ground"] == "first-instance-only" for row in rows)
    assert all(row["what"] for row in rows if row["ground"].startswith("a fact"))


MEMORISED: dict[str, Any] = {
    "id": "t", "works": [{"id": "w", "type": "TextWork"}], "weights": [{"id": "m"}],
    "steps": [
        {"id": "train", "type": "Pretraining", "place": "DE", "date": "2025-06-01", "used": ["w"], "produced": ["m"]},
        {"id": "host", "type": "Hosting", "place": "DE", "date": "2025-06-01", "used": ["m"]},
    ],
    "evidence": [{"id": "e", "about": "m", "concerning": "w", "grade": "G4"}],
}  # fmt: skip


def test_taking_evidence_away_changes_what_rests_on_it() -> None:
    run = assess(Case.from_dict(MEMORISED), LAW)
    rows = told(run, "7", evidence="e")
    assert {row["step"] for row in rows} >= {"host"}
    without = assess(run.case.without_evidence(["e"]), LAW)
    for row in rows:
        statuses = {a.status.replace("_", "") for a in without.answers(step=row["step"], work=row["work"], right=row["right"])}
        assert row["after"].lower().removeprefix("status") in statuses
        assert row["before"] != row["after"]


def test_an_overlay_changes_answers_too() -> None:
    overlay = data_path("examples") / "reforms" / "us-safe-harbour.ttl"
    case = Case.load(data_path("examples") / "bartz-kadrey.yaml")
    before = assess(case, LAW)
    after = assess(case, Law.load(as_of="2026-11-23", overlays=[overlay]))
    question = stored_question("7")
    found = query(knowledge(after, question.query, before=before), question.query, case=case.id, seconds=60)
    assert found.rows
    assert {row[1].text for row in found.rows if row[1]} == {"us-safe-harbour.ttl"}


def test_moral_rights_that_remain() -> None:
    rows = told(run_of("figure2", ("FR", "DE")), "8")
    assert [(row["work"], row["law"], row["lasts"]) for row in rows] == [("poem", "FR", "without end")]


def test_claims_as_rows() -> None:
    rows = told(run_of("figure2"), "9", thing="verse")
    assert {row["law"] for row in rows} == {"DE", "NL", "UK"}
    assert all("human creative contribution" in row["openPoints"] for row in rows)


# ------------------------------------------------------------ queries of one's own
def test_all_forms_of_a_query() -> None:
    select = query(TRIPLES, "SELECT ?o WHERE { <a:s> <a:p> ?o } ORDER BY ?o")
    assert [[term.text for term in row if term] for row in select.rows] == [["a:o"], ["a:q"]]
    assert query(TRIPLES, "ASK { <a:s> ?p <a:o> }").truth is True
    assert query(TRIPLES, "ASK { <a:o> ?p <a:s> }").truth is False
    built = query(TRIPLES, "CONSTRUCT { ?o <a:of> ?s } WHERE { ?s <a:p> ?o }")
    assert (built.kind, built.names, len(built.rows)) == ("construct", ("subject", "predicate", "object"), 2)
    text = query(TRIPLES, "SELECT ?t WHERE { ?x <a:n> ?t }").rows[0][0]
    assert text is not None
    assert text.text == "two\nlines"


def test_more_rows_than_asked_for_are_counted_as_more() -> None:
    found = query(TRIPLES, "SELECT * WHERE { ?s ?p ?o }", rows=2)
    assert (len(found.rows), found.more) == (2, True)
    assert query(TRIPLES, "SELECT * WHERE { ?s ?p ?o }", rows=3).more is False


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }",
        "select ?s where { service ?x { ?s ?p ?o } }",
        "SELECT ?s FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "SELECT ?s WHERE { FILTER(1<2)SERVICE<http://x/>{?s ?p ?o} }",
        "SELECT ?s WHERE { FILTER(?a<?b)SERVICE ?x{?s ?p ?o}FILTER(?c>1) }",
        "LOAD <http://localhost/>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <a:g>",
        '# "\nINSERT DATA { <a:a> <a:b> "FROM" }',
    ],
)
def test_what_reaches_outside_or_changes_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is refused: it"):
        query(TRIPLES, text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?from WHERE { ?from <a:p> "SERVICE FROM LOAD" }',
        "SELECT ?s WHERE { ?s <http://x/from#load> ?o } # from a service",
        "PREFIX from: <a:> SELECT ?s WHERE { ?s from:insert ?service }",
        "SELECT ?s WHERE { ?s <a:p> '''INSERT \\''' DELETE''' }",
    ],
)
def test_the_same_words_as_names_texts_and_comments_are_not(text: str) -> None:
    assert query(TRIPLES, text).rows == ()


def test_the_child_opens_no_connection_even_if_it_is_asked_to() -> None:
    asked = {
        "query": "SELECT ?x { SERVICE <http://127.0.0.1:8/> { ?x ?y ?z } }", "chosen": {}, "prefixes": {}, "rows": 1, "seconds": 5,
        "memory": 2_000_000_000, "bytes": 1000,
    }  # fmt: skip
    command = [sys.executable, "-m", "lexstemma.inquiry._child"]
    done = subprocess.run(command, input=json.dumps(asked).encode() + b"\n" + TRIPLES, capture_output=True, check=True)
    assert b'"row"' not in done.stdout
    assert b'"fault": "query"' in done.stdout


def test_a_query_that_does_not_end_is_stopped() -> None:
    triples = b"".join(b"<a:%d> <a:p> <a:%d> .\n" % (n, n + 1) for n in range(300))
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(InputError, match="more than 0.5 seconds and was stopped"):
        query(triples, endless, seconds=0.5)


def test_a_fault_of_syntax_names_its_place() -> None:
    with pytest.raises(InputError, match="mine.rq, line 2, column 8: is no SPARQL query"):
        query(TRIPLES, "SELECT ?s WHERE {\n ?s ? }", where="mine.rq")


@pytest.mark.parametrize(("rows", "seconds"), [(0, 1.0), (1, 0.0), (1, -1.0), (1, 1e9), (1, float("nan"))])
def test_limits_that_are_none_are_refused(rows: int, seconds: float) -> None:
    with pytest.raises(InputError, match="limits of"):
        query(TRIPLES, "ASK {}", rows=rows, seconds=seconds)


def test_a_query_of_any_length_is_not_read() -> None:
    with pytest.raises(InputError, match="characters long"):
        query(TRIPLES, "ASK {}" + " " * 200_000)


def test_parameters_are_checked_before_anything_is_asked() -> None:
    run, question = run_of("figure2"), stored_question("3")
    with pytest.raises(InputError, match="no parameter 'step'; it has holder, work"):
        choices(question, {"step": "crawl"}, run.case, run.law)
    with pytest.raises(InputError, match="'novel' is no agent"):
        choices(question, {"holder": "novel"}, run.case, run.law)
    with pytest.raises(InputError, match="did you mean 'novel'"):
        choices(question, {"work": "nowel"}, run.case, run.law)


def test_a_question_of_one_s_own_takes_any_variable(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT ?s WHERE { ?s ls:used ?what ; ls:place ?where }", encoding="utf-8")
    run, question = run_of("figure2"), read_question(path)
    found = choices(question, {"what": "corpus", "where": "UK"}, run.case, run.law)
    assert {name: iri.rpartition("#")[2] for name, iri in found.items()} == {"what": "corpus", "where": "UK"}
    with pytest.raises(InputError, match="it has s, what, where"):
        choices(question, {"x": "corpus"}, run.case, run.law)


def test_an_unknown_number_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="use one of: 1, 2"):
        stored_question("11")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_question(path)


def test_evidence_that_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(InputError, match="no evidence 'f'"):
        Case.from_dict(MEMORISED).without_evidence(["f"])
