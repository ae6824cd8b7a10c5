"""Evidence is added to a case file at the end of its section; comments and all other lines stay."""

from pathlib import Path

import pytest

from lexstemma.case import Case
from lexstemma.terms import CaseError, Lit

HEAD = "lexstemma: 1   # version\nworks: [{id: novel, type: TextWork}]\nweights: [{id: base}]   # ours\n"
NOTES = ["one: two", "# three\n- four"]
NODE: dict[str, object] = {
    "id": "e1", "type": "Evidence", "about": "base", "concerning": "novel", "grade": "G3",
    "note": NOTES, "statedPower": 0.9, "weightsDigest": "a" * 64, "scoresDigest": "b" * 64, "workFrom": 0, "workUntil": 260,
    "outputFrom": 12, "outputUntil": 270, "shareOfWork": 0.000061, "shareOfOutput": 1, "canaryP": 0.00006103515625,
    "canaryProved": True, "greedyWindow": False, "sampledWindow": True,
}  # fmt: skip


def added(folder: Path, text: str, *, name: str = "case.yaml", out: str = "out.yaml") -> str:
    """The file that gained the node; it reads as the case with the node."""
    (folder / name).write_text(text, encoding="utf-8")
    larger = Case.load(folder / name).with_evidence([NODE])
    larger.save_evidence(folder / out, ["e1"], original=folder / name)
    read = Case.load(folder / out)
    assert read.graph.name("e1", "grade") == "G3"
    assert sorted(read.graph.texts("e1", "note")) == sorted(NOTES)
    assert read.graph.values("e1", "workFrom") == [Lit("0", "integer")]
    assert read.graph.values("e1", "canaryP") == [Lit("0.00006103515625", "decimal")]
    assert read.graph.values("e1", "shareOfOutput") == [Lit("1", "decimal")]
    assert set(Case.load(folder / name).of_kind("Entity")) <= set(read.of_kind("Entity"))
    return (folder / out).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "outputs: [{id: o}]\n# the end",
        "evidence:   # so far\n  - {id: e0, about: base, concerning: novel, grade: G0}\n\n# outputs\noutputs: [{id: o}]\n",
        "evidence:\n- id: e0\n  about: base\n  # remark\n  grade: G0\noutputs: [{id: o}]\n",
        "evidence:\n    - id: e0\n      about: base\n      note: |\n        a\n\n        b\noutputs: [{id: o}]\n",
        "evidence:\n  -\n    id: e0\n    about: base\n",
    ],
)
def test_every_line_stays(tmp_path: Path, rest: str) -> None:
    text = "id: mine\n" + HEAD + rest
    made = added(tmp_path, text)
    kept = iter(made.split("\n"))
    assert all(line in kept for line in text.rstrip("\n").split("\n"))  # all of them, in their order


@pytest.mark.parametrize(
    "rest", ["evidence: [{id: e0, about: base}]\n", "evidence:\n  {id: e0, about: base}\n", '"evidence":\n  - {id: e0}\n']
)
def test_a_section_that_cannot_be_lengthened_is_written_anew(tmp_path: Path, rest: str) -> None:
    assert "e0" in added(tmp_path, "id: mine\n" + HEAD + rest)


def test_the_file_itself_may_gain_it(tmp_path: Path) -> None:
    assert added(tmp_path, HEAD, out="case.yaml").startswith(HEAD)


@pytest.mark.parametrize("out", ["out.jsonld", "out.ttl", "out.nt"])
def test_other_formats(tmp_path: Path, out: str) -> None:
    added(tmp_path, "id: mine\n" + HEAD, out=out)


def test_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(("id: mine\n" + HEAD).replace("\n", "\r\n").encode())
    larger = Case.load(tmp_path / "case.yaml").with_evidence([NODE])
    larger.save_evidence(tmp_path / "out.yaml", ["e1"], original=tmp_path / "case.yaml")
    assert Case.load(tmp_path / "out.yaml").digest == larger.digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "base"}, "has a 'base' already"),
        ({"about": "bsae"}, "bsae"),
        ({"grade": "G9"}, "G9"),
        ({"graed": "G3"}, "graed"),
        ({"statedPower": "much"}, "statedPower"),
        ({"type": "TextWork"}, "TextWork"),
    ],
)
def test_evidence_that_cannot_be(change: dict[str, object], said: str) -> None:
    case = Case.parse(HEAD.encode(), format="yaml-ld")
    with pytest.raises(CaseError, match=said):
        case.with_evidence([NODE | change])


def test_the_old_case_does_not_change() -> None:
    case = Case.parse(HEAD.encode(), format="yaml-ld")
    digest = case.digest
    case.with_evidence([NODE])
    assert "e1" not in case.of_kind("Evidence")
    assert Case.parse(HEAD.encode(), format="yaml-ld").digest == digest
