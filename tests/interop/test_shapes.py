"""The check compiled from the shapes and a SHACL engine accept and refuse alike."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexstemma.case import Case
from lexstemma.interop import _verdicts, check_case, check_law
from lexstemma.interop._check import shacl_faults
from lexstemma.terms import CASE, LAW, LS, XSD, CaseError, Graph, LawError, shape_faults, vocabulary
from lexstemma.terms._shapes import _compiled

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Said = tuple[int, str, object]
CASE_BASE = CASE + "random#"
CLASSES = (
    "Case", "TextWork", "Dataset", "Index", "Weights", "Output", "Company", "Individual", "Acquisition", "Generation",
    "Reservation", "Evidence", "Statement", "Database", "PublicBody",
)  # fmt: skip
RULES = (
    "Restriction", "Exception", "Limit", "Defeater", "Definition", "Duty", "TermRule", "Issue", "Decision", "Position",
    "Stance", "Jurisdiction", "EvidenceThreshold",
)  # fmt: skip
WORDS = ("TextAndDataMining", "robotsTxt", "G3", "boilerplate", "lawfulAccess", "original", "yes", "statute", "authorReproduction",
         "holding", "final", "void", "flagDuty", "checked", "corpusCopy", "ReproductionPermanent", "Work", "died")  # fmt: skip
LITERALS = (
    ("2025-03-01", "date"), ("2025-13-01", "date"), ("2025-02-30", "date"), ("soon", "date"), ("1990", "gYear"),
    ("1", "integer"), ("70", "integer"), ("0", "integer"), ("x", "integer"), ("0.5", "decimal"), ("1.5", "decimal"),
    ("true", "boolean"), ("1", "boolean"), ("yes", "boolean"), ("text", "string"), ("high", "string"), ("a" * 64, "string"),
    ("https://example.org/a", "anyURI"), ("ftp://x", "anyURI"),
)  # fmt: skip


def graphs(shapes: str, classes: tuple[str, ...], base: str) -> st.SearchStrategy[list[ox.Triple]]:
    """Batches of random graphs of the classes and properties that a file of shapes speaks of, sound and unsound ones."""
    paths = sorted({LS + c.path for shape in _compiled(shapes) for c in shape.properties if c.path != "label"})
    number = st.integers(0, 4)
    word = st.sampled_from(WORDS).map(lambda name: ox.NamedNode(LS + name))
    literal = st.sampled_from(LITERALS).map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1])))
    typing = st.tuples(number, st.just(RDF_TYPE), st.sampled_from(classes).map(lambda name: ox.NamedNode(LS + name)))
    value = st.tuples(number, st.sampled_from(paths), st.one_of(number, word, literal, literal))
    label = st.tuples(number, st.just("http://www.w3.org/2000/01/rdf-schema#label"), st.just(ox.Literal("a")))
    one = st.tuples(st.lists(typing, min_size=1, max_size=4), st.lists(st.one_of(value, value, label), max_size=8))

    def assembled(batch: list[tuple[list[Said], list[Said]]]) -> list[ox.Triple]:
        def node(graph: int, thing: int) -> ox.NamedNode:
            return ox.NamedNode(f"{base}g{graph}n{thing}")

        return [
            ox.Triple(node(graph, s), ox.NamedNode(p), node(graph, o) if isinstance(o, int) else o)
            for graph, parts in enumerate(batch)
            for part in parts
            for s, p, o in part
        ]

    return st.lists(one, min_size=25, max_size=40).map(assembled)


@pytest.mark.parametrize(("shapes", "classes", "base"), [("case", CLASSES, CASE_BASE), ("law", RULES, LAW)])
def test_the_compiled_check_and_a_shacl_engine_find_the_same_things_at_fault(
    shapes: str, classes: tuple[str, ...], base: str
) -> None:
    sound = unsound = 0

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(graphs(shapes, classes, base))
    def run(triples: list[ox.Triple]) -> None:
        nonlocal sound, unsound
        fast = {f"{f.subject}{'' if f.path is None else ' ' + f.path}" for f in shape_faults(Graph.of(triples), shapes)}
        slow = {fault.partition(":")[0] for fault in shacl_faults(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), shapes)}
        assert fast == slow
        named = {thing.split("n")[0] for thing in fast}
        unsound += len(named)
        sound += len({t.subject.value.rpartition("#")[2].split("n")[0] for t in triples} - named)

    run()
    assert min(sound, unsound) > 5, "sound and unsound graphs were drawn"


FIGURE = {
    "id": "small",
    "works": [{"id": "novel", "type": "TextWork"}],
    "datasets": [{"id": "corpus"}],
    "steps": [
        {"id": "crawl", "type": "Acquisition", "place": "DE", "date": "2025-03-01", "used": ["novel"], "produced": ["corpus"]}
    ],
}


def test_a_sound_case_passes_both_checks() -> None:
    case = Case.from_dict({"lexstemma": 1, **FIGURE})
    check_case(case)
    assert list(shape_faults(case.graph, "case")) == []


def test_an_index_that_contains_copies_is_refused_by_both() -> None:
    graph = Graph()
    for subject, prop, value in (("a", "type", "TextWork"), ("list", "type", "Index"), ("list", "contains", "a")):
        graph.add(subject, prop, value)
    (fault,) = shape_faults(graph, "case")
    assert (fault.subject, fault.path) == ("list", "contains")
    assert "contains no copies" in fault.message


def test_loading_a_case_applies_the_compiled_check() -> None:
    links = {"id": "links", "type": "Index", "contains": ["novel"]}
    with pytest.raises(CaseError, match="'links': an index contains no copies"):
        Case.from_dict({"lexstemma": 1, **FIGURE, "datasets": [{"id": "corpus"}, links]})


def test_the_bundled_law_has_its_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(_verdicts, "stamp_file", lambda: tmp_path / "no stamp")
    check_law()
    (kept,) = (tmp_path / "lexstemma").iterdir()
    assert json.loads(kept.read_text())["faults"] == []


def test_an_overlay_without_its_shape_is_refused_and_the_verdict_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    overlay = tmp_path / "reform.ttl"
    overlay.write_text(
        f"@prefix ls: <{LS}> . @prefix law: <{LAW}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'law:reform a ls:Exception ; ls:excuses ls:nothing ; rdfs:label "x" ;'
        ' ls:provision "x" ; ls:verification ls:checked ; ls:confidence "low" .\n'
    )
    for _ in range(2):
        with pytest.raises(LawError, match="reform excuses: an exception excuses rights") as refusal:
            check_law([overlay])
        assert str(overlay) in str(refusal.value)
        monkeypatch.setattr("lexstemma.interop._check.shacl_faults", _not_again)


def test_an_overlay_that_states_a_rule_anew_replaces_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    overlay = tmp_path / "reform.ttl"
    overlay.write_text(
        f"@prefix ls: <{LS}> . @prefix law: <{LAW}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'law:anywhere-territory a ls:Limit ; rdfs:label "x" ; ls:limits ls:authorReproduction ; ls:provision "x" ;'
        ' ls:verification ls:fromMemory ; ls:confidence "low" .\n'
    )
    check_law([overlay])


def _not_again(*_: object) -> list[str]:
    raise AssertionError("the verdict was kept, so that the slow check need not run again")


def test_a_cache_that_cannot_be_written_to_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("lexstemma.interop._check.shacl_faults", lambda *_: [])
    check_law()


def test_constraints_outside_the_part_of_shacl_in_use_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shapes"
    folder.mkdir()
    (folder / "odd.ttl").write_text(
        f"@prefix ls: <{LS}> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "ls:S a sh:NodeShape ; sh:targetClass ls:Work ; sh:property [ sh:path ls:layers ; sh:uniqueLang true ] .\n"
    )
    monkeypatch.setattr("lexstemma.terms._shapes.data_path", lambda _: tmp_path)
    with pytest.raises(LawError, match="uniqueLang"):
        list(shape_faults(Graph(), "odd"))


def test_every_value_that_the_shapes_name_is_known() -> None:
    graph = vocabulary().graph
    for shapes in ("case", "law"):
        for shape in _compiled(shapes):
            assert shape.target in graph
            assert [c.path for c in shape.properties if c.path not in graph and c.path != "label"] == []
