"""The shipped example of a real model: its controls, its records, what the case says of them, and one text measured again."""

import json
import math
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexstemma.assessment import assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.probes import (
    Archive,
    Controls,
    Record,
    conformal,
    open_weights,
    quote,
    read_archive,
    read_controls,
    read_record,
    read_text,
    recompute,
)
from lexstemma.terms import data_path

EXAMPLES = data_path("examples")
FOLDER, RECORDS = EXAMPLES / "smollm2-probes", EXAMPLES / "smollm2-probes.probes"
WORKS = sorted(path.stem for path in (FOLDER / "texts").glob("*.txt"))


@cache
def archive() -> Archive:
    [scores] = RECORDS.glob("scores-*.npz")
    return read_archive(scores)


@cache
def record(work: str) -> Record:
    [path] = RECORDS.glob(f"{work}-*.json")
    return read_record(path)


@cache
def controls() -> Controls:
    return read_controls(FOLDER / "controls.json")


@cache
def colorless() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "colorless.json").read_text(encoding="utf-8"))
    return found


# ---------------------------------------------------------------- controls


def test_the_script_makes_the_controls_that_are_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = runpy.run_path(str(FOLDER / "controls.py"))["made"]()
    assert made == controls()


def test_there_are_enough_controls_for_a_claim_about_any_work() -> None:
    assert len(controls().null) >= 99
    assert len(WORKS) / (len(controls().null) + 1) <= 0.05, "Holm over all works could reach nothing"
    assert all(controls().paraphrases(work) for work in WORKS)


@pytest.mark.parametrize("work", WORKS)
def test_controls_are_as_long_as_the_work_and_share_no_sentence_with_it(work: str) -> None:
    text = read_text(FOLDER / "texts" / f"{work}.txt")
    own = [item.text for item in controls().null if item.id.startswith(work)]
    assert len(own) == 20
    assert all(len(text) - 20 <= len(other) <= len(text) for other in own)
    words = text.casefold().split()
    runs = {tuple(words[n : n + 6]) for n in range(len(words) - 5)}
    for item in controls().items:
        other = item.text.casefold().split()
        assert not [run for run in runs if run in {tuple(other[n : n + 6]) for n in range(len(other) - 5)}], item.id


# ---------------------------------------------------------------- records


@pytest.mark.parametrize("work", WORKS)
def test_a_record_follows_from_its_scores_without_the_model(work: str) -> None:
    found = recompute(record(work), archive())
    assert found.differences == ()
    assert found.controls == len(controls().items)


@pytest.mark.parametrize("work", WORKS)
def test_a_record_is_of_the_text_and_the_controls_that_are_shipped(work: str) -> None:
    document = record(work).document
    assert document["controls"]["digest"] == controls().digest
    assert document["work"]["text"]["characters"] == len(read_text(FOLDER / "texts" / f"{work}.txt"))
    assert document["instrument"]["weights_digest"] == Case.load(EXAMPLES / "smollm2-probes.yaml").graph.text("gguf", "digest")


def test_the_grades_are_told_as_they_are() -> None:
    """No text comes out and no control does; the texts do not differ blindly, and yet no likelihood counts; no power is claimed."""
    for work in WORKS:
        document = record(work).document
        assert document["grade"]["grade"] == "G0", work
        assert document["controls"]["extracted"]["hits"] == []
        assert not document["passages"]
        blind = document["comparison"]["blind"]
        assert blind["low"] <= 0.5 <= blind["high"]
        assert document["grade"]["stated_power"] is None


def test_new_texts_stand_out_among_these_controls_too() -> None:
    """Why no likelihood counts here, from the raw scores: paraphrases, which nobody trained on, would have been called known."""

    def bits(text: str, digest: str) -> float:
        return -float(archive().scores(digest).logprobs.sum(dtype="float64")) / math.log(2) / len(text.encode())

    null = [bits(item.text, item.digest) for item in controls().null]
    reworded = [item for work in WORKS for item in controls().paraphrases(work)]
    out = sum(conformal(bits(item.text, item.digest), null, higher=False).p <= 0.05 for item in reworded)
    assert out > 0.05 * len(reworded)
    for work in WORKS:
        compared = record(work).document["comparison"]
        assert (compared["reworded"], compared["standing_out"]) == (len(reworded), out)
        assert compared["conformal"]["p"] == pytest.approx(1 / 221), "every work beats every control, and it counts for nothing"
        assert "the controls are not like new texts" in record(work).document["grade"]["reasons"][0]


# ---------------------------------------------------------------- the case


@cache
def case() -> Case:
    return Case.load(EXAMPLES / "smollm2-probes.yaml")


def test_the_case_holds_the_evidence_of_every_record() -> None:
    nodes = case().of_kind("Evidence")
    assert {case().graph.name(node, "concerning") for node in nodes} == set(WORKS)
    for node in nodes:
        found = record(str(case().graph.name(node, "concerning")))
        assert case().graph.text(node, "digest") == found.digest
        assert (EXAMPLES / str(case().graph.text(node, "source"))).is_file()


def test_no_evidence_of_this_kind_decides_what_the_weights_hold() -> None:
    run = assess(case(), Law.load(as_of="2026-11-23"), under=["DE"])
    answers = [one for one in run.answers(step="pretrain", work="apache-notice") if one.question.result == "weightsCopy"]
    assert "depends" in {one.status for one in answers}
    told = f"memorised: probe-apache-notice-{record('apache-notice').digest[:12]}: G0 asserts nothing"
    assert any(told in note for one in answers for note in one.notes)
    assert {one.status for one in run.answers(step="pretrain", work="genesis")} == {"free"}


# ---------------------------------------------------------------- the sentence in the paper


def test_the_sentence_as_recorded_is_not_held() -> None:
    """Without a cue green is not first; at no place, after no cue, is every word what the model finds likeliest."""
    bare = next(row for row in colorless()["quotes"] if row["start_token"] == 0 and not row["cue"])
    assert bare["choices"][0]["rank"] > 1
    for row in colorless()["quotes"]:
        green = row["choices"][0]
        assert green["alternatives"]["blue"][0] > green["alternatives"]["green"][0]
        assert not all(word["likeliest"] for word in row["words"][1:])
        assert math.exp(row["words"][1]["logp"]) < 0.2 / 10, "the paper's model gives green 0.2"
        assert "no sign" in row["statement"]


@pytest.mark.slow
def test_the_sentence_measured_again(gguf: Path, conversions: Path) -> None:
    bare = next(row for row in colorless()["quotes"] if row["start_token"] == 0 and not row["cue"])
    scorer = open_weights(gguf, cache=conversions)
    others = [word for word in bare["choices"][0]["alternatives"] if word != "green"]
    found = quote(scorer, colorless()["sentence"], {"green": others})
    [green] = found.choices
    assert green.rank == bare["choices"][0]["rank"] > 1
    assert green.alternatives[0].word.text == "blue"
    for word, told in zip(found.words, bare["words"], strict=True):
        assert word.logp == pytest.approx(told["logp"], abs=1e-3 * max(1, word.tokens))
    [scores] = scorer.score([colorless()["sentence"]])
    last = found.words[-1]
    assert last.tokens == 2
    assert last.logp == pytest.approx(float(scores.logprobs[-2:].sum()), abs=1e-3)
    assert last.logp < scores.logprobs[-1] - 3, "the last part alone is likely, the word is not"


@pytest.mark.slow
def test_a_text_measured_again_gives_the_recorded_scores(gguf: Path, conversions: Path) -> None:
    text = read_text(FOLDER / "texts" / "apache-notice.txt")
    [scores] = open_weights(gguf, cache=conversions).score([text])
    told = archive().scores(scores.text_digest)
    assert np.abs(scores.logprobs - told.logprobs).max() <= 1e-3
    assert (scores.spans == told.spans).all()
    assert (scores.top1 == told.top1).mean() > 0.99
