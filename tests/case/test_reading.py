"""Reading a case: the graph, kinds, statements with their sources, lines, folders, and the core schema of YAML 1.2."""

import json
import time
from pathlib import Path

import pytest

from lexstemma.case import Case, Statement
from lexstemma.terms import Lit, Where

FIGURE = """\
"@context": https://w3id.org/lexstemma/context/1
id: figure2
title: The paper's Figure 2 in small
source: https://example.org/paper
agents:
  - {id: lab, type: Company, nationality: NO}
works:
  - id: novel
    type: TextWork
    author: {id: ann, died: 1990-03-01}
    rightsholder: ann
    licence: CC-BY-4.0
    countryOfOrigin: FR
    reservation: {reservationForm: robotsTxt, since: 2024-12-01}
    original: true
datasets: [{id: corpus, contains: [novel]}]
weights:
  - id: base
    licence: a licence of our own
    asserts:
      - {fact: memorised, concerning: novel, value: true, source: expert A, since: 2025-05-01}
      - {fact: memorised, concerning: novel, value: false, source: expert B}
outputs: [{id: answer}]
steps:
  - {id: crawl, type: Acquisition, performer: lab, place: NO, date: 2025-03-01, purpose: [TextAndDataMining, CommercialUse],
     used: [novel], produced: [corpus], lawfulAccess: true, source: https://example.org/log?a=b}
  - {id: train, type: Pretraining, used: [corpus], produced: [base]}
  - {id: prompt, type: Generation, used: [base], produced: [answer]}
evidence: [{about: base, concerning: novel, grade: G3}]
"""

TURTLE = """\
@prefix ls: <https://w3id.org/lexstemma#> .
@prefix law: <https://w3id.org/lexstemma/law#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/lexstemma/case/figure2#> .

<https://w3id.org/lexstemma/case/figure2> a ls:Case ; ls:formatVersion 1 ;
    ls:title "The paper's Figure 2 in small"@en ; ls:source <https://example.org/paper> .
:lab a ls:Company ; ls:nationality law:NO .
:ann a ls:Individual ; ls:died "1990-03-01"^^xsd:date .
:novel a ls:TextWork ; ls:author :ann ; ls:rightsholder :ann ; ls:countryOfOrigin law:FR ; ls:original true ;
    ls:licence <https://spdx.org/licenses/CC-BY-4.0.html> ;
    ls:reservation [ a ls:Reservation ; ls:reservationForm ls:robotsTxt ; ls:since "2024-12-01"^^xsd:date ] .
:corpus a ls:Dataset ; ls:contains :novel .
:base a ls:Weights ; ls:licence "a licence of our own" ;
    ls:asserts
        [ a ls:Statement ; ls:fact ls:memorised ; ls:concerning :novel ; ls:value true ; ls:source "expert A" ;
          ls:since "2025-05-01"^^xsd:date ] ,
        [ a ls:Statement ; ls:fact ls:memorised ; ls:concerning :novel ; ls:value false ; ls:source "expert B" ] .
:answer a ls:Output .
:crawl a ls:Acquisition ; ls:performer :lab ; ls:place law:NO ;
    ls:date "2025-03-01"^^xsd:date ; ls:purpose ls:TextAndDataMining , ls:CommercialUse ;
    ls:used :novel ; ls:produced :corpus ; ls:lawfulAccess true ; ls:source "https://example.org/log?a=b" .
:train a ls:Pretraining ; ls:used :corpus ; ls:produced :base .
:prompt a ls:Generation ; ls:used :base ; ls:produced :answer .
:evidence.1 a ls:Evidence ; ls:about :base ; ls:concerning :novel ; ls:grade ls:G3 .
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return Case.parse(FIGURE.encode(), format="yaml-ld", name="figure2.yaml")


def test_things_have_short_names_and_types(case: Case) -> None:
    assert (case.id, case.title) == ("figure2", "The paper's Figure 2 in small")
    assert case.graph.names("crawl", "used") == ["novel"]
    assert case.graph.names("crawl", "purpose") == ["TextAndDataMining", "CommercialUse"]
    assert case.types("novel") == {"TextWork", "AuthorsWork", "Work", "Entity"}
    assert case.types("nobody") == frozenset()
    assert case.of_kind("Entity") == ["novel", "corpus", "base", "answer"]
    assert case.of_kind("Step") == ["crawl", "train", "prompt"]
    assert case.of_kind("Agent") == ["lab", "ann"]
    assert case.of_kind("Evidence") == ["evidence.1"]


def test_no_is_norway_and_a_day_is_a_day(case: Case) -> None:
    assert case.graph.values("crawl", "place") == ["NO"]
    assert case.graph.values("lab", "nationality") == ["NO"]
    assert case.graph.values("crawl", "date") == [Lit("2025-03-01", "date")]


def test_licences_known_by_id_or_kept_by_name(case: Case) -> None:
    assert case.graph.values("novel", "licence") == ["licence-CC-BY-4.0"]
    assert case.graph.values("base", "licence") == [Lit("a licence of our own")]


def test_sources_that_disagree_are_both_kept(case: Case) -> None:
    line = FIGURE[: FIGURE.index("expert A")].count("\n") + 1
    assert [s for s in case.statements if s.fact == "memorised"] == [
        Statement("memorised", "base", "novel", True, "expert A", "2025-05-01", Where("figure2.yaml", line)),
        Statement("memorised", "base", "novel", False, "expert B", None, Where("figure2.yaml", line + 1)),
    ]


def test_a_fact_without_a_source_has_that_of_its_thing_or_of_the_case(case: Case) -> None:
    assert {s.fact: s.source for s in case.statements if s.concerning is None} == {
        "lawfulAccess": "https://example.org/log?a=b",
        "original": "https://example.org/paper",
    }


def test_every_statement_knows_its_line(case: Case) -> None:
    lines = FIGURE.splitlines()
    for entity, prop, written in (
        ("novel", "licence", "CC-BY-4.0"),
        ("crawl", "lawfulAccess", "lawfulAccess"),
        ("ann", "died", "1990"),
    ):
        where = case.where(entity, prop)
        assert where.line is not None
        assert written in lines[where.line - 1]
    assert case.where("corpus").line == lines.index("datasets: [{id: corpus, contains: [novel]}]") + 1
    assert case.where("train", "place").line == case.where("train").line


def test_turtle_says_the_same_as_yaml(case: Case) -> None:
    turtle = Case.parse(TURTLE.encode(), format="turtle", name="figure2.ttl")
    assert turtle.digest == case.digest
    assert {(s.fact, s.subject, s.concerning, s.value, s.source, s.since) for s in turtle.statements} == {
        (s.fact, s.subject, s.concerning, s.value, s.source, s.since) for s in case.statements
    }
    lines = TURTLE.splitlines()
    assert "ls:place" in lines[(turtle.where("crawl", "place").line or 0) - 1]
    assert lines[(turtle.where("train").line or 0) - 1].startswith(":train")


def test_a_dictionary_says_the_same_as_yaml(case: Case) -> None:
    from ruamel.yaml import YAML

    plain = json.loads(json.dumps(YAML(typ="safe", pure=True).load(FIGURE), default=str))
    assert Case.from_dict(plain).digest == case.digest
    assert Case.parse(json.dumps(plain).encode(), format="json-ld").digest == case.digest
    del plain["@context"]
    assert Case.from_dict(plain).digest == case.digest
    assert Case.from_dict(plain, name="test").where("crawl", "place") == Where("test", None, "crawl.place")


def test_free_json_ld_says_the_same(case: Case) -> None:
    import pyoxigraph

    data = pyoxigraph.serialize(pyoxigraph.parse(TURTLE, format=pyoxigraph.RdfFormat.TURTLE), format=pyoxigraph.RdfFormat.JSON_LD)
    assert data is not None
    assert Case.parse(data, format="json-ld").digest == case.digest


def test_a_folder_is_one_case(tmp_path: Path, case: Case) -> None:
    head, _, rest = FIGURE.partition("works:\n")
    works, _, rest = rest.partition("datasets:")
    (tmp_path / "1-head.yaml").write_text(head)
    (tmp_path / "2-works.yml").write_text("lexstemma: 1\nworks:\n" + works)
    (tmp_path / "3-rest.yaml").write_text("lexstemma: 1\nid: figure2\ndatasets:" + rest)
    (tmp_path / "notes.txt").write_text("not read")
    loaded = Case.load(tmp_path)
    assert loaded.digest == case.digest
    assert loaded.where("novel").file.endswith("2-works.yml")


def test_a_folder_may_mix_formats(tmp_path: Path, case: Case) -> None:
    head, _, rest = FIGURE.partition("agents:")
    (tmp_path / "rest.yaml").write_text(head + "works:" + rest.partition("works:")[2])
    start, agent, _ = TURTLE.partition(":lab a ls:Company ; ls:nationality law:NO .\n")
    (tmp_path / "agents.ttl").write_text(start[: start.index("<https://w3id.org/lexstemma/case/figure2>")] + agent)
    assert Case.load(tmp_path).digest == case.digest


def test_what_is_not_known_is_left_open() -> None:
    case = Case.from_dict(
        {
            "steps": [{"id": "s", "type": "Acquisition", "used": ["n"]}, {"id": "t", "type": "Acquisition", "place": "ZZ"}],
            "works": [{"id": "n", "type": "TextWork", "licence": "My-Licence-0.1"}],
        }
    )
    assert case.graph.values("s", "place") == []
    assert case.graph.values("t", "place") == ["ZZ"]
    assert case.graph.values("n", "licence") == ["licence-My-Licence-0.1"]


def test_a_licence_of_the_case_is_a_thing() -> None:
    case = Case.from_dict(
        {"works": [{"id": "n", "type": "TextWork", "licence": "deal"}], "licences": [{"id": "deal", "title": "Our deal"}]}
    )
    assert case.graph.values("n", "licence") == ["deal"]
    assert case.of_kind("Licence") == ["deal"]


def test_the_id_of_a_case_without_one_is_its_file(tmp_path: Path) -> None:
    path = tmp_path / "My case (2).yaml"
    path.write_text("lexstemma: 1\nworks: [{id: n, type: TextWork}]\n")
    assert Case.load(path).id == "My-case-2"


# ---------------------------------------------------------------- what if
def test_a_fact_set_otherwise_replaces_what_was_said(case: Case) -> None:
    other = case.with_statement("memorised", "base", False, concerning="novel")
    assert [(s.value, s.source) for s in other.statements if s.fact == "memorised"] == [(False, "what-if")]
    other = case.with_statement("lawfulAccess", "crawl", False, source="counsel")
    assert [(s.value, s.source) for s in other.statements if s.fact == "lawfulAccess"] == [(False, "counsel")]
    other = case.with_statement("lawfulAccess", "crawl", None)
    assert not [s for s in other.statements if s.fact == "lawfulAccess"]
    assert len(case.statements) == 4
    assert other.with_statement("lawfulAccess", "crawl", True).of_kind("Entity") == case.of_kind("Entity")


def test_a_statement_on_several_works_keeps_the_others() -> None:
    case = Case.from_dict(
        {
            "works": [{"id": "a", "type": "TextWork"}, {"id": "b", "type": "TextWork"}],
            "weights": [{"id": "w", "asserts": {"fact": "memorised", "concerning": ["a", "b"], "value": True}}],
        }
    )
    other = case.with_statement("memorised", "w", False, concerning="a")
    assert sorted((s.concerning, s.value) for s in other.statements) == [("a", False), ("b", True)]


def test_facts_and_values_are_set_one_after_the_other(case: Case) -> None:
    other = case.with_statement("memorised", "base", False, concerning="novel").with_value("crawl", "place", "FR")
    assert other.graph.values("crawl", "place") == ["FR"]
    assert (
        other.with_statement("memorised", "base", None, concerning="novel").with_value("crawl", "date", "").of_kind("Statement")
        == []
    )
    assert case.graph.values("crawl", "place") == ["NO"]


def test_a_case_with_a_what_if_can_be_saved(case: Case, tmp_path: Path) -> None:
    other = case.with_statement("memorised", "base", False, concerning="novel")
    other.save(tmp_path / "other.yaml")
    assert Case.load(tmp_path / "other.yaml").digest == other.digest


# ---------------------------------------------------------------- speed
def test_150_lines_load_at_once() -> None:
    lines = ["lexstemma: 1", "works:"]
    for i in range(40):
        lines += [f"  - id: w{i}", "    type: TextWork", f"    author: {{id: a{i}, type: Individual, died: 1990}}  # comment"]
    lines += ["steps:", *(f"  - {{id: s{i}, type: Acquisition, used: [w{i}], lawfulAccess: true, place: DE}}" for i in range(27))]
    data = "\n".join(lines).encode()
    Case.parse(data, format="yaml-ld")
    times = []
    for _ in range(5):
        start = time.process_time()
        Case.parse(data, format="yaml-ld")
        times.append(time.process_time() - start)
    assert min(times) < 0.06


def test_a_large_dataset_takes_time_in_proportion() -> None:
    def seconds(works: int) -> float:
        data = "@prefix ls: <https://w3id.org/lexstemma#> . @prefix : <https://w3id.org/lexstemma/case/x#> .\n"
        data += "\n".join(f":w{i} a ls:TextWork ." for i in range(works))
        data += "\n:d a ls:Dataset ; ls:contains " + ", ".join(f":w{i}" for i in range(works)) + " ."
        start = time.process_time()
        case = Case.parse(data.encode(), format="turtle")
        assert len(case.graph.names("d", "contains")) == works
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 20 * seconds(1_000)  # in proportion: 8 times; quadratic: 64 times
