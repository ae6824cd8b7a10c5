"""Controls and texts: read as they were written, and refused where they are not what they say."""

import json
from datetime import date
from pathlib import Path

import pytest

from lexstemma.probes import (
    Calibration,
    Controls,
    Detection,
    detections,
    make_control,
    make_controls,
    power_statement,
    read_controls,
    read_text,
    write_controls,
)
from lexstemma.terms import InputError


def some() -> Controls:
    return make_controls(
        "some",
        [
            make_control("late", "post-release", "A text of May.\r\n", published=date(2026, 5, 1), source="a journal"),
            make_control("form", "same-form", "Größe ist 12 €."),
            make_control("words", "paraphrase", "In other words.", of="novel"),
        ],
    )


def test_controls_come_back_as_they_were(tmp_path: Path) -> None:
    made = some()
    write_controls(made, tmp_path / "c.json")
    assert read_controls(tmp_path / "c.json") == made
    assert [item.id for item in made.null] == ["late", "form"]
    assert [item.id for item in made.paraphrases("novel")] == ["words"]
    assert made.paraphrases("poem") == ()


def test_the_digest_is_that_of_the_texts_not_of_their_order_or_names() -> None:
    made = some()
    again = make_controls("other", [make_control("x", "same-form", "Größe ist 12 €."), made.items[2], made.items[0]])
    assert again.digest == made.digest
    assert make_controls("less", made.items[:2]).digest != made.digest


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("famous", {}, "no kind of control"),
        ("post-release", {}, "without its day"),
        ("paraphrase", {}, "of nothing"),
        ("same-form", {"of": "novel"}, "of a work"),
    ],
)
def test_controls_without_sense_are_refused(kind: str, more: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        make_control("c", kind, "Some text.", **more)


def test_the_same_control_twice_is_refused() -> None:
    one = make_control("c", "same-form", "Some text.")
    with pytest.raises(InputError, match="the id 'c' is there twice"):
        make_controls("twice", [one, make_control("c", "same-form", "Another.")])
    with pytest.raises(InputError, match="the text .* is there twice"):
        make_controls("twice", [one, make_control("d", "same-form", "Some text.")])


def document(**control: object) -> str:
    return json.dumps({"format": "lexstemma controls 1", "controls": [{"id": "c", "kind": "same-form", **control}]})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "no file of controls"),
        ('{"format": "lexstemma controls 2", "controls": []}', "no file of controls"),
        ('{"format": "lexstemma controls 1", "controls": {}}', "no list"),
        (document(text="A.", digset="0"), "'digset' is unknown"),
        (document(), "either a text or a file"),
        (document(text="A.", file="a.txt"), "either a text or a file"),
        (document(text=1), "all of it text"),
        (document(text="A.", digest="0" * 64), "not the one whose digest"),
        (document(text="A.", date="May"), "no day"),
        (document(text=" "), "empty text"),
        (document(file="../secret.txt"), "outside the folder"),
        (document(file="/etc/hostname"), "outside the folder"),
        (document(file="gone.txt"), "no such file"),
    ],
)
def test_files_of_controls_that_cannot_be_used(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_controls(path)


def test_a_changed_text_is_noticed(tmp_path: Path) -> None:
    write_controls(some(), tmp_path / "c.json")
    (tmp_path / "c-0002.txt").write_text("changed", encoding="utf-8")
    with pytest.raises(InputError, match="measure again"):
        read_controls(tmp_path / "c.json")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty text"),
        (b" \n\t ", "empty text"),
        (b"\x7fELF\x00\x01\xff\xfe" * 10, "binary file"),
        (b"abc\x00def", "binary file"),
        (bytes(range(1, 9)) * 20, "binary file"),
        ("Größe".encode("latin-1"), "not UTF-8 at byte 2"),
    ],
)
def test_files_that_are_no_text_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "work.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as error:
        read_text(path)
    assert str(path) in str(error.value)


def test_texts_keep_their_line_ends_and_lose_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "work.txt"
    path.write_bytes(b"\xef\xbb\xbfA\r\nB\x0c")
    assert read_text(path) == "A\r\nB\x0c"


def test_power_needs_a_calibration_on_these_weights() -> None:
    run = Calibration("run", "a" * 64, detections([(1, False)] * 60 + [(8, True)] * 60 + [(32, True)] * 60), epochs=2)
    here, elsewhere = power_statement(run, "a" * 64), power_statement(run, "b" * 64)
    assert here.probability == pytest.approx(0.05 ** (1 / 60))
    assert here.copies == 8
    assert "8 copies (16 exposures)" in here.statement
    assert elsewhere.probability is None
    assert "other weights" in elsewhere.statement
    assert "nothing at all follows" in power_statement(None, "a" * 64).statement


def test_power_that_is_never_enough_is_said() -> None:
    run = Calibration("run", "a" * 64, (Detection(1, 0, 8), Detection(32, 8, 8)))
    found = power_statement(run, "a" * 64)
    assert found.probability is not None
    assert found.probability < 0.95
    assert "no number of copies was found reliably" in found.statement


def test_a_calibration_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="no planted works"):
        power_statement(Calibration("run", "a" * 64, ()), "a" * 64)


def test_controls_in_one_file_are_the_same_controls(tmp_path: Path) -> None:
    write_controls(some(), tmp_path / "c.json", inline=True)
    assert [path.name for path in tmp_path.iterdir()] == ["c.json"]
    assert read_controls(tmp_path / "c.json") == some()


def test_a_text_changed_in_the_one_file_is_noticed(tmp_path: Path) -> None:
    write_controls(some(), tmp_path / "c.json", inline=True)
    text = (tmp_path / "c.json").read_text(encoding="utf-8")
    (tmp_path / "c.json").write_text(text.replace("Größe ist", "Größe war"), encoding="utf-8")
    with pytest.raises(InputError, match="not the one whose digest stands here"):
        read_controls(tmp_path / "c.json")


def test_controls_that_cannot_be_written_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_controls(some(), tmp_path / "missing" / "c.json")
    assert list(tmp_path.iterdir()) == []
