"""The compiled ontology: the same graphs, faster; never trusted further than its source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexstemma.terms import __main__ as compiling
from lexstemma.terms import _compiled as compiled
from lexstemma.terms import _door as door
from lexstemma.terms import data_path
from lexstemma.terms._compiled import compile_file, compiled_graph
from lexstemma.terms._door import parsed_bundled

FILES = sorted(data_path("ontology").rglob("*.ttl"))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "_place", lambda path: tmp_path / path.with_suffix(".json").name)
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_compiled_file_is_its_source(path: Path, elsewhere: Path) -> None:
    data = path.read_bytes()
    parsed = parsed_bundled(path, data)
    compile_file(path, data, parsed)
    found = compiled_graph(path, data)
    assert found is not None
    assert list(found.subjects()) == list(parsed.subjects())
    assert all(found.properties(s) == parsed.properties(s) for s in parsed.subjects())


def test_a_source_that_has_changed_since_is_read_from_the_source(elsewhere: Path) -> None:
    path, data = FILES[0], FILES[0].read_bytes()
    compile_file(path, data, parsed_bundled(path, data))
    assert compiled_graph(path, data + b"\n# one more line\n") is None


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"\xff", json.dumps({"format": 0, "source": "", "nodes": {}}).encode(), b'{"format": 1}']
)
def test_a_broken_file_is_as_good_as_none(broken: bytes, elsewhere: Path) -> None:
    (elsewhere / FILES[0].with_suffix(".json").name).write_bytes(broken)
    assert compiled_graph(FILES[0], FILES[0].read_bytes()) is None


def test_a_file_that_was_not_compiled_is_parsed(elsewhere: Path) -> None:
    assert len(door.read_turtle_file(FILES[0])) == len(parsed_bundled(FILES[0], FILES[0].read_bytes()))


def test_a_read_only_installation_works_without(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(compiling, "compile_file", refuse)
    assert compiling.main() == 0
    said = capsys.readouterr().err
    assert "was not compiled" in said
    assert said.count("\n") == 1
