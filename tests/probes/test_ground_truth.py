"""The example whose truth is known: what must hold whenever it is run, and the run that lies in the repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from _works import COPIES, Sizes, make_works, opening
from lexstemma.assessment import Run, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.probes import read_archive, read_record, recompute
from lexstemma.terms import InputError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
RECORDED = EXAMPLES / "ground-truth.yaml"
EXTRACTABLE = ("G3", "G4")


# ---------------------------------------------------------------- a run of its own


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The small run, made once for all processes of a test run."""
    from filelock import FileLock

    base = tmp_path_factory.getbasetemp()
    made = (base if worker_id == "master" else base.parent) / "ground-truth"
    with FileLock(f"{made}.lock"):
        if not (made / "figures.json").exists():
            command = [sys.executable, "-W", "error", EXAMPLES / "ground_truth", "--small", "--out", made]
            done = subprocess.run(
                command, cwd=base, env={**os.environ, "COLUMNS": "120"}, capture_output=True, text=True, timeout=900
            )
            assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="session")
def figures(folder: Path) -> Any:
    return json.loads((folder / "figures.json").read_text(encoding="utf-8"))


def group(figures: Any, version: str, part: str) -> Any:
    return figures["versions"][version]["groups"][part]


@pytest.mark.parametrize("version", ["early", "base", "tuned"])
def test_nothing_is_brought_out_that_was_never_read(figures: Any, version: str) -> None:
    works = [work for work in figures["versions"][version]["works"].values() if work["part"] == "held out"]
    assert len(works) == 20
    assert not [work for work in works if work["greedy"] or work["sampled"]]
    assert max(work["best"] for work in works) < -30  # log10: far below a thousandth
    assert {work["grade"] for work in works} == {"G0"}


@pytest.mark.parametrize("version", ["early", "base", "tuned"])
def test_a_tale_never_read_that_is_tested_alone_is_at_most_elevated_and_rarely(figures: Any, version: str) -> None:
    works = [work for work in figures["versions"][version]["works"].values() if work["part"] == "held out"]
    assert {work["alone"] for work in works} <= {"G0", "G1"}
    assert sum(work["alone"] == "G1" for work in works) <= 6  # of 20 at a level of 5 %; they share their controls


def test_more_copies_are_not_brought_out_less(figures: Any) -> None:
    counts = [group(figures, "base", str(k))["extracted"] for k in COPIES]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert [n for n, k in zip(counts, COPIES, strict=True) if k >= 16] == [4, 4]
    bits = [group(figures, "base", part)["bits_per_byte"] for part in ("held out", *map(str, COPIES))]
    assert bits == sorted(bits, reverse=True)


def test_one_epoch_brings_nothing_out(figures: Any) -> None:
    assert not [k for k in COPIES if group(figures, "early", str(k))["extracted"]]


def test_the_link_of_the_tuning_tales_appears(figures: Any) -> None:
    before, after = group(figures, "base", "tuning"), group(figures, "tuned", "tuning")
    assert before["grades"] == {"G0": 4}
    assert after["extracted"] >= 3
    assert after["separation"]["bits_per_byte"]["low"] > 0.5


def test_the_links_of_the_base_tales_fade_and_do_not_vanish(figures: Any) -> None:
    unknown = group(figures, "tuned", "held out")["bits_per_byte"]
    for k in (8, 16, 32):
        before, after = group(figures, "base", str(k)), group(figures, "tuned", str(k))
        assert before["bits_per_byte"] < after["bits_per_byte"] < unknown
        assert after["extracted"] <= before["extracted"]
        assert after["separation"]["bits_per_byte"]["low"] > 0.5


def test_the_answers_that_turn_on_memory_change_and_no_others(figures: Any) -> None:
    first, second = figures["case"]["changes"]
    assert {(c["step"], c["work"], c["before"], c["after"]) for c in first} >= {
        ("host-base", "copied-32", "depends", "authorization_required"),
        ("host-base", "copied-16", "depends", "authorization_required"),
        ("show-base", "copied-32", "depends", "authorization_required"),
    }
    assert ("host-tuned", "tuned-on", "depends", "authorization_required") in {
        (c["step"], c["work"], c["before"], c["after"]) for c in second
    }
    assert not {"copied-1", "never-copied"} & {c["work"] for c in (*first, *second)}
    assert not {"import-base", "collect"} & {c["step"] for c in (*first, *second)}
    assert not [c for c in first if c["step"].endswith("tuned")]  # evidence on one version says nothing of another


def test_outputs_are_laid_beside_the_works(figures: Any) -> None:
    outputs = figures["case"]["outputs"]
    assert outputs["base"].pop("copied-32") == "G4"
    assert set(outputs["base"].values()) == {"G0"}


def test_the_report_says_what_it_does_not_show(folder: Path) -> None:
    text = " ".join((folder / "report.txt").read_text(encoding="utf-8").split())
    for words in (
        "What this does not show",
        "exposures",
        "No evidence is not absence",
        "would accuse by chance",
        "Not legal advice",
    ):
        assert words in text
    assert "nan" not in text.lower().split()


def test_the_picture_is_sound(folder: Path) -> None:
    from xml.etree import ElementTree

    drawn = ElementTree.fromstring((folder / "curves.svg").read_text(encoding="utf-8"))
    places = [float(value) for shape in drawn.iter() for name, value in shape.attrib.items() if name in ("cx", "x1", "x2", "x")]
    assert places
    assert all(0 <= place <= 900 for place in places)


def test_a_changed_record_of_the_run_is_refused(folder: Path, tmp_path: Path) -> None:
    [path, *_] = sorted((folder / "ground-truth.probes").glob("copied-1-*.json"))
    changed = tmp_path / "record.json"
    changed.write_text(path.read_text(encoding="utf-8").replace('"grade": "G', '"grade": "g', 1), encoding="utf-8")
    with pytest.raises(InputError, match="was changed since it was measured"):
        read_record(changed)


# ---------------------------------------------------------------- the tales


def test_the_same_seed_writes_the_same_tales_and_another_seed_others() -> None:
    sizes = Sizes(planted=2, background=2, held_out=2, tuning=2, controls=2)
    one, again, other = make_works(0, sizes), make_works(0, sizes), make_works(1, sizes)
    assert one == again
    assert not set(one.texts.values()) & set(other.texts.values())
    assert len(set(one.texts.values())) == len(one.texts) == 6 * 2 + 8


def test_a_tale_in_other_words_keeps_its_form_and_no_content_word() -> None:
    works = make_works(0, Sizes(planted=1, background=1, held_out=1, tuning=1, controls=1))
    for name, text in works.probed.items():
        mine, theirs = (re.findall(r"\w+", words.lower()) for words in (text, works.paraphrases[name]))
        assert len(mine) == len(theirs)
        same = {a for a, b in zip(mine, theirs, strict=True) if a == b}
        names = {word.lower() for word in re.findall(r"(?<![.] )(?<!^)\b[A-Z]\w+", text)}
        assert {"the"} <= same
        assert len(same - names) < len(set(mine)) / 3


def test_an_opening_is_whole_words() -> None:
    assert opening("Dru kal, pon. Ti", 3) == "Dru kal, pon."


# ---------------------------------------------------------------- the run that was recorded


def recorded() -> Case:
    return Case.load(RECORDED)


def test_the_recorded_case_is_the_template_with_evidence() -> None:
    text, template = RECORDED.read_text(encoding="utf-8"), (EXAMPLES / "ground_truth" / "case.yaml").read_text(encoding="utf-8")
    head, found, _ = text.partition("\nevidence:\n")
    assert found
    assert head.rstrip() == template.rstrip()


def test_every_record_computes_again_without_the_model_and_is_the_one_that_the_case_names() -> None:
    case = recorded()
    told = {case.graph.text(node, "source"): case.graph.text(node, "digest") for node in case.of_kind("Evidence")}
    archives: dict[str, Any] = {}
    records = [name for name in told if name and "-answer-" not in name]
    assert len(records) == 10
    for name in records:
        record = read_record(EXAMPLES / name)
        assert told[name] == record.digest
        scores = f"scores-{record.document['scores']['digest'][:12]}.npz"
        archive = archives.setdefault(scores, read_archive((EXAMPLES / name).with_name(scores)))
        assert recompute(record, archive).differences == ()


def test_nothing_lies_beside_the_recorded_case_that_it_does_not_name() -> None:
    case = recorded()
    sources = {case.graph.text(node, "source") for node in case.of_kind("Evidence")}
    files = {f"ground-truth.probes/{path.name}" for path in (EXAMPLES / "ground-truth.probes").iterdir() if path.suffix == ".json"}
    assert files == sources
    assert {path.stem for path in (EXAMPLES / "ground-truth.works").iterdir()} == set(case.of_kind("Work")) - set(
        case.of_kind("Output")
    )


@pytest.fixture(scope="module")
def run() -> Run:
    return assess(recorded(), Law.load(as_of="2026-11-23"))


@pytest.mark.parametrize(
    ("step", "work", "status"),
    [
        ("host-base", "copied-32", "authorization_required"),
        ("host-base", "copied-1", "depends"),
        ("host-tuned", "tuned-on", "authorization_required"),
        ("host-tuned", "copied-1", "depends"),
        ("import-base", "copied-32", "depends"),
    ],
)
def test_the_recorded_evidence_decides_where_the_law_turns_on_memory(run: Run, step: str, work: str, status: str) -> None:
    [answer] = run.answers(step=step, work=work, right="authorReproduction")
    assert answer.status == status


def test_the_proof_names_the_evidence(run: Run) -> None:
    [answer] = run.answers(step="host-base", work="copied-32", right="authorReproduction")
    found = [node.finding for node in answer.tree.walk() if node.name == "memorised" and node.finding is not None]
    assert found
    assert {one.origin for one in found} == {"evidence"}
    assert all("probe-copied-32-" in one.detail and ": G4 (policy default" in one.detail for one in found)
