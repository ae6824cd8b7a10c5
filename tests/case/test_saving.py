"""Saving: what was saved loads as the same graph, in every format; a file is replaced whole or not at all."""

import json
import os
import stat
from pathlib import Path

import pytest
from cases import Document, documents
from hypothesis import given

from lexstemma.case import Case
from lexstemma.terms import CASE, CONTEXT, CaseError, Graph, bundled_context, safe_load

Said = list[tuple[str, str, str, bool, str, str]]


def said(case: Case) -> Said:
    """The statements, apart from their order and lines."""
    return sorted((s.subject, s.fact, s.concerning or "", s.value, s.source or "", s.since or "") for s in case.statements)


SUFFIXES = [".yaml", ".yml", ".jsonld", ".json", ".ttl", ".nt"]


def facts_of(graph: Graph) -> set[tuple[str, str, object]]:
    return {(s, p, v) for s in graph.subjects() for p, values in graph.properties(s).items() for v in values}


@given(documents())
def test_what_was_saved_loads_as_the_same_graph(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    case = Case.from_dict(document)
    folder = tmp_path_factory.mktemp("saved")
    for suffix in (".yaml", ".jsonld", ".ttl", ".nt"):
        path = folder / f"other-name{suffix}"
        case.save(path)
        again = Case.load(path)
        assert facts_of(again.graph) == facts_of(case.graph), suffix
        assert again.digest == case.digest
        assert again.id == case.id
        assert said(again) == said(case)


@given(documents())
def test_any_json_ld_processor_reads_the_same(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    case = Case.from_dict(document)
    path = tmp_path_factory.mktemp("saved") / "case.jsonld"
    case.save(path)
    graph = safe_load(path.read_bytes(), format="json-ld", where="f")
    assert facts_of(graph) == facts_of(case.graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@given(documents())
def test_rdflib_reads_the_same(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    import rdflib

    case = Case.from_dict(document)
    folder = tmp_path_factory.mktemp("saved")
    case.save(folder / "case.jsonld")
    case.save(folder / "case.nt")
    data = json.loads((folder / "case.jsonld").read_text(encoding="utf-8"))
    data["@context"][0] = bundled_context()
    one, two = rdflib.Graph(), rdflib.Graph()
    one.parse(data=json.dumps(data), format="json-ld")
    two.parse(data=(folder / "case.nt").read_text(encoding="utf-8"), format="nt")
    assert set(one) == set(two)


def small() -> Case:
    return Case.from_dict({"id": "small", "works": [{"id": "novel", "type": "TextWork", "licence": "MIT"}]})


def test_the_digest_depends_on_content_only() -> None:
    one = Case.from_dict({"id": "x", "works": [{"id": "a", "type": "TextWork"}, {"id": "b", "type": "Lyrics", "title": "t"}]})
    two = Case.from_dict({"works": [{"title": "t", "type": "Lyrics", "id": "b"}, {"id": "a", "type": "TextWork"}], "id": "x"})
    assert one.digest == two.digest
    assert len(one.digest) == 64
    assert one.digest != small().digest


def test_saved_files_are_for_people(tmp_path: Path) -> None:
    small().save(tmp_path / "small.yaml")
    assert (tmp_path / "small.yaml").read_text() == (
        "lexstemma: 1\nid: small\nworks:\n  - {id: novel, type: TextWork, licence: MIT}\n"
    )
    small().save(tmp_path / "small.jsonld")
    text = (tmp_path / "small.jsonld").read_text()
    assert CONTEXT in text
    assert CASE + "small" in text
    small().save(tmp_path / "small.ttl")
    assert ":novel a ls:TextWork" in (tmp_path / "small.ttl").read_text()


def test_a_case_goes_from_format_to_format(tmp_path: Path) -> None:
    case = small()
    for suffix in (*SUFFIXES, *reversed(SUFFIXES)):
        case.save(tmp_path / f"small{suffix}")
        case = Case.load(tmp_path / f"small{suffix}")
    assert case.digest == small().digest


@pytest.mark.parametrize("suffix", [".rdf", ".xml", ".txt", ""])
def test_other_suffixes_are_not_written(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(CaseError, match="expected .yaml, .jsonld, .ttl or .nt"):
        small().save(tmp_path / f"small{suffix}")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"nowhere/small.yaml: cannot be written: no such file or directory; nothing was changed"):
        small().save(tmp_path / "nowhere" / "small.yaml")


def test_an_interrupted_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "small.yaml"
    path.write_text("the old text")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, broken, full)
            with pytest.raises(CaseError, match="no space left on device"):
                small().save(path)
        assert path.read_text() == "the old text"
        assert list(tmp_path.iterdir()) == [path]


def test_rights_of_a_file_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    small().save(path)
    path.chmod(0o640)
    small().save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_statements_of_other_vocabularies_survive_in_rdf_only(tmp_path: Path) -> None:
    data = (
        "@prefix ls: <https://w3id.org/lexstemma#> . @prefix : <https://w3id.org/lexstemma/case/x#> .\n"
        ":n a ls:TextWork ; <http://purl.org/dc/terms/title> 'T' ; <http://www.w3.org/ns/prov#wasDerivedFrom> :m .\n"
        ":m a ls:TextWork .\n"
    )
    case = Case.parse(data.encode(), format="turtle")
    for suffix in (".ttl", ".nt"):
        case.save(tmp_path / f"x{suffix}")
        assert Case.load(tmp_path / f"x{suffix}").digest == case.digest
    for suffix in (".yaml", ".jsonld"):
        with pytest.raises(CaseError, match=r"another vocabulary, http://purl.org/dc/terms/title; save the case as .ttl"):
            case.save(tmp_path / f"x{suffix}")
        assert not (tmp_path / f"x{suffix}").exists()
