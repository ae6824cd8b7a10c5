"""`lexstemma probe`: from a case, weights and text files to evidence in the case, and back from a record to its figures."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import CASE, NOVEL, POEM, Desk
from stub_server import running

import lexstemma.probes
from lexstemma.case import Case
from lexstemma.probes import (
    Calibration,
    Detection,
    make_control,
    make_controls,
    open_weights,
    read_archive,
    read_calibration,
    read_record,
    write_calibration,
    write_controls,
)  # fmt: skip

BOTH = ("--works", "novel", "--works", "poem=poem.txt")


def test_one_command_from_weights_and_texts_to_evidence_in_the_case(desk: Desk, toy: list[dict[str, Any]]) -> None:
    code, out, err = desk.probe(*BOTH)
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "novel in base: G4, verbatim-extractable" in words
    assert "poem in base: G0, no evidence" in words
    assert "What it does not show. It does not show that the work itself was in the training data" in words
    assert "Of 99 controls, texts that the weights are taken not to know, none came out so" in words
    assert "no calibration was run: nothing at all follows from finding nothing" in words

    case = Case.load("case.yaml")
    novel, poem = (next(n for n in case.of_kind("Evidence") if n.startswith(f"probe-{w}")) for w in ("novel", "poem"))
    assert case.graph.name(novel, "grade") == "G4"
    assert case.graph.names(novel, "about") == ["base"]
    assert case.graph.name(poem, "grade") == "G0"
    record = read_record(desk.folder / str(case.graph.text(novel, "source")))
    assert record.digest == case.graph.text(novel, "digest")
    archive = read_archive(next((desk.folder / "case.probes").glob("scores-*.npz")))
    assert archive.digest == record.document["scores"]["digest"]
    assert record.statistics(archive).tokens == 160


def test_windows_that_a_screen_ruled_out_were_looked_at(
    desk: Desk, toy: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    out = " ".join(desk.probe(*BOTH, "--screen", "15", "--dry-run")[1].split())
    assert "windows of 50 + 50 tokens given back greedily 7 of 7" in out
    assert "windows of 50 + 50 tokens given back greedily 0 of 7" in out
    assert "0 of 7; 0 measured, the others ruled out by one pass" in out
    assert "too short" not in out


def test_every_figure_stands_beside_its_null(desk: Desk, toy: list[dict[str, Any]]) -> None:
    out = desk.probe(*BOTH, "--dry-run")[1]
    words = " ".join(out.split())
    assert "no model at all: zlib bits per byte" in words
    assert out.count("0 of 99 controls") == 2
    assert re.search(r"bits per byte .*named beforehand", words)
    assert words.count("; uncorrected") >= 8
    assert "only the one named beforehand may count" in words
    assert "no paraphrase was compared" in words
    assert "beats" in words
    assert "Every p assumes that an unknown text of this kind would rank anywhere among them." in words


def test_the_case_keeps_its_comments_and_gains_no_word_of_the_works(desk: Desk, toy: list[dict[str, Any]]) -> None:
    desk.probe(*BOTH)
    text = (desk.folder / "case.yaml").read_text(encoding="utf-8")
    assert text.startswith(CASE.removesuffix("# the end\n"))
    assert text.endswith("\n# the end\n")
    written = b"".join(data for name, data in desk.files().items() if name.startswith("case"))
    for work in (NOVEL, POEM):
        words = work.split()
        assert not any(" ".join(words[n : n + 3]).encode() in written for n in range(len(words) - 2))


def test_the_same_again_adds_nothing(desk: Desk, toy: list[dict[str, Any]]) -> None:
    desk.probe(*BOTH)
    before = desk.files()
    code, out, _ = desk.probe(*BOTH)
    assert code == 0
    assert "In the case already, as measured now" in out
    assert desk.files() == before


@pytest.mark.parametrize("suffix", [".yaml", ".jsonld", ".ttl"])
def test_another_file_takes_the_evidence(desk: Desk, toy: list[dict[str, Any]], suffix: str) -> None:
    before = desk.files()["case.yaml"]
    assert desk.probe("--out", f"two{suffix}")[0] == 0
    assert desk.files()["case.yaml"] == before
    case = Case.load(f"two{suffix}")
    assert [case.graph.name(n, "grade") for n in case.of_kind("Evidence") if n.startswith("probe-")] == ["G4"]
    assert (desk.folder / "two.probes").is_dir()


def test_works_with_a_text_are_measured_where_none_is_named(desk: Desk, toy: list[dict[str, Any]]) -> None:
    out = desk.probe("--dry-run")[1]
    assert "novel in base" in out
    assert "poem in base" not in out


def test_a_dry_run_writes_nothing(desk: Desk, toy: list[dict[str, Any]]) -> None:
    before = desk.files()
    code, out, _ = desk.probe(*BOTH, "--dry-run")
    assert (code, desk.files()) == (0, before)
    assert "Nothing was written" in out


def test_a_bundled_example_can_be_measured_into_a_file(desk: Desk, toy: list[dict[str, Any]]) -> None:
    ask = ("probe", "figure2", "--weights", "base", "--path", "toy", "--controls", "controls.json", "--works", "novel=novel.txt")
    code, _, err = desk(*ask)
    assert code == 2
    assert "is a bundled example" in err
    assert "--out" in err


def test_options_reach_the_instrument(desk: Desk, toy: list[dict[str, Any]]) -> None:
    desk.probe("--dry-run", "--device", "cpu", "--dtype", "float32", "--start-token", "0", "--context", "512", "--threads", "1")
    assert {k: toy[0][k] for k in ("device", "dtype", "start_token", "context", "threads")} == {
        "device": "cpu", "dtype": "float32", "start_token": 0, "context": 512, "threads": 1,
    }  # fmt: skip
    desk.probe("--dry-run", "--start-token", "none")
    assert toy[1]["start_token"] is None


def test_a_reference_gives_bits_held_and_flags(desk: Desk, toy: list[dict[str, Any]]) -> None:
    out = desk.probe("--dry-run", "--reference", "other")[1]
    assert "bits held beyond the reference" in " ".join(out.split())
    assert [one["name"] for one in toy] == ["toy", "other"]


def test_a_calibration_gives_no_evidence_its_power(desk: Desk, toy: list[dict[str, Any]]) -> None:
    for digest, said in (("a" * 64, "fewer copies would not have been seen as surely"), ("b" * 64, "these are other weights")):
        calibration = Calibration("planted", digest, (Detection(1, 2, 24), Detection(8, 100, 100)), 2.0)
        write_calibration(calibration, desk.folder / "planted.json")
        assert read_calibration(desk.folder / "planted.json") == calibration
        out = desk.probe("--works", "poem=poem.txt", "--dry-run", "--calibration", "planted.json")[1]
        words = " ".join(out.split())
        assert "in planted, 100 of 100 works of 8 copies (16 exposures) were found, at least 97% with 95 % confidence" in words
        assert said in words


def test_tiny_weights_for_real(desk: Desk, weights: Path) -> None:
    words = "Whoever copies a work must ask, or find a rule that allows it; most do neither. "
    (desk.folder / "novel.txt").write_text(words * 5, encoding="utf-8")
    few = [make_control(f"c{n}", "same-form", f"{n} " + words.replace("work", f"wo{n}rk") * 4) for n in range(3)]
    write_controls(make_controls("few", few), desk.folder / "few.json")
    ask = ("probe", "case.yaml", "--weights", "base", "--path", str(weights), "--controls", "few.json", "--stride", "40")
    code, out, err = desk(*ask, "--threads", "1", "--device", "cpu")
    assert (code, err) == (0, "")
    assert "m = 3, which cannot reach 0.05" in " ".join(out.split())
    first = desk.files()
    assert desk(*ask, "--threads", "1", "--device", "cpu")[0] == 0
    assert desk.files()["case.yaml"] == first["case.yaml"]
    record = read_record(next((desk.folder / "case.probes").glob("novel-*.json")))
    assert record.document["instrument"]["name"] == weights.name
    assert str(desk.folder) not in json.dumps(record.document, default=str)


# ------------------------------------------------------------ on a server
def few_controls(desk: Desk) -> None:
    words = "Whoever copies a work must ask, or find a rule that allows it; most do neither. "
    (desk.folder / "novel.txt").write_text(words * 4, encoding="utf-8")
    few = [make_control(f"c{n}", "same-form", f"{n} " + words * 3) for n in range(2)]
    write_controls(make_controls("few", few), desk.folder / "controls.json")


def test_a_server_measures_as_the_weights_do(desk: Desk, weights: Path) -> None:
    few_controls(desk)
    with running(open_weights(weights)) as stub:
        code, out, err = desk.probe("--server", "vllm", "--tokenizer", str(weights), "--stride", "60", path=stub.address)
    assert (code, err) == (0, "")
    assert "vllm 1.2.3" in out
    assert "Min-K%++" not in out  # a server tells no moments
    record = next((desk.folder / "case.probes").glob("novel-*.json"))
    assert desk("probe", "--recompute", str(record))[0] == 0


@pytest.mark.parametrize(
    ("more", "personality", "said"),
    [
        (("--server", "vllm"), "shifted", "the figures are shifted"),
        (("--server", "openai"), "echo ignored", "it ignores echo"),
        (("--server", "llama"), "correct", "no kind of server 'llama'"),
    ],
)
def test_a_server_that_cannot_be_believed(desk: Desk, weights: Path, more: tuple[str, ...], personality: str, said: str) -> None:
    with running(open_weights(weights), personality) as stub:
        assert said in desk.refusal("--tokenizer", str(weights), *more, path=stub.address)


def test_a_server_that_dies_leaves_the_case_as_it_was(desk: Desk, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexstemma.probes._servers.time.sleep", lambda _: None)
    few_controls(desk)
    with running(open_weights(weights), dies_after=12) as stub:
        said = desk.refusal("--server", "vllm", "--tokenizer", str(weights), "--stride", "60", path=stub.address)
    assert stub.address in said


# ------------------------------------------------------------ without the model
@pytest.fixture
def record(desk: Desk, toy: list[dict[str, Any]]) -> str:
    desk.probe("--works", "novel")
    return str(next((desk.folder / "case.probes").glob("novel-*.json")))


def test_figures_again_without_the_model(desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexstemma.probes, "open_weights", None)
    code, out, err = desk("probe", "--recompute", record)
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "novel in toy: G4" in words
    assert "Computed again from the raw scores, without the model: the work, 100 controls and its rank agree." in words


def test_the_heat_map_again_needs_the_same_text(desk: Desk, record: str) -> None:
    assert "a record holds no text" in desk("probe", "--recompute", record, "--heat")[2]
    assert "is not the text that was measured" in desk("probe", "--recompute", record, "--heat", "--works", "novel=poem.txt")[2]
    assert "with --recompute, write --works novel=FILE" in desk("probe", "--recompute", record, "--works", "poem=poem.txt")[2]
    code, out, _ = desk("probe", "--recompute", record, "--heat", "--works", "novel=novel.txt")
    assert code == 0
    assert "novel, token by token" in out


def _resealed(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    from lexstemma.probes import Record

    def spoil(path: Path) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        del document["digest"]
        change(document)
        Record(document).write(path)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda p: p.unlink(), "no such file"),
        (lambda p: p.write_text("{}", encoding="utf-8"), "is no record of a probe"),
        (lambda p: p.write_text(p.read_text(encoding="utf-8").replace("G4", "G3"), encoding="utf-8"), "was changed"),
        (lambda p: next(p.parent.glob("*.npz")).unlink(), "no such file"),
        (lambda p: next(p.parent.glob("*.npz")).write_bytes(b"PK"), "damaged"),
        (_resealed(lambda d: d["statistics"].update(bits_per_byte=0.1)), "the record says 0.1"),
        (_resealed(lambda d: d["controls"]["items"][3]["statistics"].update(min_k=-1.5)), "control c3: min_k"),
        (_resealed(lambda d: d["comparison"]["conformal"].update(p=0.5)), "the record says 0.5"),
        (_resealed(lambda d: d["controls"]["items"][0].pop("statistics")), "lacks what its figures were computed from"),
    ],
)
def test_a_record_that_does_not_follow_from_its_scores(desk: Desk, record: str, spoil: Callable[[Path], None], said: str) -> None:
    spoil(Path(record))
    code, out, err = desk("probe", "--recompute", record)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
