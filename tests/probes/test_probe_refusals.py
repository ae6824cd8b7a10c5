"""What `lexstemma probe` refuses, in one line and with nothing written."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest
from desk import CASE, Desk


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--works", "novle"), "the case has no work 'novle' (did you mean novel?)"),
        (("--works", "poem"), "the work 'poem' names no text file"),
        (("--works", "poem=gone.txt"), "no such file"),
        (("--works", "novel", "--works", "novel=novel.txt"), "names 'novel' twice"),
        (("--works", "poem=binary.txt"), "is a binary file"),
        (("--works", "poem=empty.txt"), "an empty text"),
        (("--works", "poem=controls-0001.txt"), "the work is its own control"),
        (("--works", "poem=/"), "folder"),
        (("--released", "lately"), "--released is 'lately'"),
        (("--statistic", "luck"), "'luck' is no statistic"),
        (("--out", "novel.txt"), "cannot write '.txt'"),
        (("--out", "gone/x.yaml"), "no such folder"),
        (("--out", "other.yaml"), "exists already"),
        (("--html", "page.txt"), "ending in .html"),
        (("--html", "gone/page.html"), "no such folder"),
        (("--stride", "0"), "stride"),
        (("--recompute", "r.json"), "--recompute takes a record and no case"),
    ],
)
def test_one_line_says_what_is_wrong(desk: Desk, toy: list[dict[str, Any]], more: tuple[str, ...], said: str) -> None:
    (desk.folder / "binary.txt").write_bytes(b"\0\1\2" * 300)
    (desk.folder / "empty.txt").write_bytes(b" \n")
    (desk.folder / "other.yaml").write_bytes(b"")
    assert said.lower().split(" (")[0] in desk.refusal(*more).lower()


@pytest.mark.parametrize("left_out", ["--weights", "--path", "--controls"])
def test_what_must_be_given(desk: Desk, toy: list[dict[str, Any]], left_out: str) -> None:
    given = {"--weights": "base", "--path": "toy", "--controls": "controls.json"}
    del given[left_out]
    code, out, err = desk("probe", "case.yaml", *(word for pair in given.items() for word in pair))
    assert (code, out) == (2, "")
    assert f"{left_out} is missing" in err


def test_unknown_weights_are_named(desk: Desk, toy: list[dict[str, Any]]) -> None:
    said = desk.refusal("--weights", "bsae")
    assert "the case has no weights 'bsae'" in said
    assert "did you mean base?" in said


def test_weights_that_are_not_there(desk: Desk) -> None:
    assert "no such file or directory" in desk.refusal(path="gone.gguf")


def test_pickled_weights(desk: Desk) -> None:
    (desk.folder / "w.bin").write_bytes(b"\x80\x04")
    assert "never opened" in desk.refusal(path="w.bin")


def test_a_server_without_a_tokenizer(desk: Desk) -> None:
    assert "a server needs --tokenizer" in desk.refusal(path="http://127.0.0.1:9")


def test_weights_with_another_digest(desk: Desk, toy: list[dict[str, Any]]) -> None:
    path = desk.folder / "case.yaml"
    path.write_text(CASE.replace("id: base", "id: base\n    digest: " + "c" * 64), encoding="utf-8")
    assert "has digest cccccccccccc" in desk.refusal()
    path.write_text(CASE.replace("id: base", "id: base\n    digest: " + "a" * 64), encoding="utf-8")
    assert desk.probe("--dry-run")[0] == 0


def test_a_case_does_not_reach_outside_its_folder(desk: Desk, toy: list[dict[str, Any]]) -> None:
    (desk.folder / "case.yaml").write_text(CASE.replace("novel.txt", "/etc/hostname"), encoding="utf-8")
    assert "lies outside the folder of the case" in desk.refusal()
    (desk.folder / "case.yaml").write_text(CASE.replace("novel.txt", "../secret.txt"), encoding="utf-8")
    assert "lies outside the folder of the case" in desk.refusal()


def test_a_text_too_short_counts_for_nothing_and_says_so(desk: Desk, toy: list[dict[str, Any]]) -> None:
    (desk.folder / "poem.txt").write_text("roses are red", encoding="utf-8")
    code, out, _ = desk.probe("--works", "poem=poem.txt")
    words = " ".join(out.split())
    assert code == 0
    assert "poem in base: GX, inadmissible" in words
    assert "the text has 3 tokens, fewer than 100" in words


def test_without_the_extra(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "pip install 'lexstemma[probe]'" in desk.refusal(path=str(desk.folder))


def test_a_folder_that_cannot_be_written(desk: Desk, toy: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    make = Path.mkdir

    def refuse(self: Path, *args: Any, **options: Any) -> None:
        # Root may write everywhere; so the folder of records refuses by itself.
        if self.name == "case.probes":
            raise PermissionError(13, "Permission denied", str(self))
        make(self, *args, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert "cannot be made" in desk.refusal()


def test_a_file_where_the_folder_of_records_should_be(desk: Desk, toy: list[dict[str, Any]]) -> None:
    (desk.folder / "case.probes").write_bytes(b"")
    assert "cannot be made" in desk.refusal()


_ROW = {"copies": 1, "found": 0, "works": 24}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"}, {"detections": []}, {"detections": [3]}, {"detections": [_ROW, _ROW]},
        {"detections": [_ROW | {"found": 25}]}, {"detections": [_ROW | {"copies": 0}]}, {"detections": [_ROW | {"works": 24.0}]},
        {"detections": [_ROW | {"more": 1}]}, {"weights_digest": None}, {"weights_digest": ""}, {"name": 3}, {"epochs": 0},
        {"epochs": True}, {"epochs": "2"}, {"epochs": math.inf},
    ],
)  # fmt: skip
def test_calibrations_that_cannot_be(desk: Desk, toy: list[dict[str, Any]], change: dict[str, object]) -> None:
    sound = {"format": "lexstemma calibration 1", "name": "n", "weights_digest": "a" * 64, "detections": [_ROW]}
    (desk.folder / "k.json").write_text(json.dumps(sound | change), encoding="utf-8")
    assert "k.json" in desk.refusal("--calibration", "k.json")
