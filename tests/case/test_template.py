"""What `lexstemma new FILE` writes: a case that loads, teaches, and overwrites nothing."""

from pathlib import Path

import pytest

from lexstemma.case import Case, template, write_template
from lexstemma.case._schema import schema
from lexstemma.terms import CaseError


def test_the_template_is_a_case_of_three_steps(tmp_path: Path) -> None:
    case = Case.load(write_template(tmp_path / "my first.yaml"))
    assert case.id == "my-first"
    assert [sorted(case.types(step) & {"Acquisition", "Pretraining", "Generation"}) for step in case.of_kind("Step")] == [
        ["Acquisition"], ["Pretraining"], ["Generation"],
    ]  # fmt: skip
    assert case.graph.names("training", "used") == case.graph.names("download", "produced")
    assert case.graph.names("generation", "used") == case.graph.names("training", "produced")
    assert [s.fact for s in case.statements] == ["lawfulAccess"]


def test_what_its_comments_offer_can_be_uncommented() -> None:
    text = template()
    for offer in ("licence: CC-BY-4.0", "asserts:", "  - {fact: memorised", "evidence:", "  - {id: probe-1"):
        assert f"# {offer}" in text
        text = text.replace(f"# {offer}", offer)
    case = Case.parse(text.encode(), format="yaml-ld")
    assert {s.fact for s in case.statements} == {"lawfulAccess", "memorised"}
    assert case.of_kind("Evidence") == ["probe-1"]
    assert case.graph.values("novel", "licence") == ["licence-CC-BY-4.0"]


def test_every_word_its_comments_name_exists() -> None:
    known = {*schema().classes, *schema().values("ReservationForm"), *schema().values("Purpose"), "..."}
    offered = [line.partition("# or ")[2] for line in template().splitlines() if "# or " in line]
    assert len(offered) == 4
    for words in offered:
        assert set(words.split(", ")) <= known


def test_an_existing_file_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("mine")
    with pytest.raises(CaseError, match=r"case.yaml: exists already; nothing was changed"):
        write_template(path)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["case.ttl", "case", "case.json"])
def test_a_template_is_yaml(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseError, match="ends in .yaml"):
        write_template(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="the folder does not exist"):
        write_template(tmp_path / "nowhere" / "case.yaml")
