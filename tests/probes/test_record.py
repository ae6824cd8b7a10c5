"""From weights and works to a record, and from a record to a case: the same every time, and nothing that was not measured."""

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from toy import Toy, prose

from lexstemma.case import Case
from lexstemma.probes import (
    Calibration,
    Context,
    Controls,
    Detection,
    Record,
    Result,
    Settings,
    canary_test,
    make_control,
    make_controls,
    overlap,
    probe_works,
    read_archive,
    read_record,
    to_evidence,
)  # fmt: skip
from lexstemma.terms import InputError

NOVEL, POEM = prose(160, 1), prose(160, 4)
WORKS = {"novel": NOVEL, "poem": POEM}


def controls(count: int = 99, words: int = 160) -> Controls:
    made = [make_control(f"c{n}", "same-form", prose(words, 100 + n)) for n in range(count)]
    return make_controls("forms", [*made, make_control("p", "paraphrase", prose(words, 50), of="poem")])


def probed(
    toy: Toy, *, context: Context | None = None, control: Controls | None = None, works: dict[str, str] | None = None
) -> Result:
    return probe_works(toy, works or WORKS, control or controls(), context=context)


@pytest.fixture(scope="module")
def result() -> Result:
    return probed(Toy([NOVEL]))


def test_a_learned_work_and_an_unknown_one(result: Result) -> None:
    novel, poem = result.records
    assert (novel.grade, poem.grade) == ("G4", "G0")
    assert novel.document["controls"]["extracted"]["hits"] == []
    assert novel.document["controls"]["extracted"]["rate"][1] == pytest.approx(1 - 0.025 ** (1 / 99))
    assert result.looks[0].statistic == "blind"
    assert result.corpus.one_part == pytest.approx(sum(r.document["statistics"]["bits"] for r in result.records))
    assert {look.statistic for look in result.looks} >= {"bits_per_byte", "min_k", "min_k_plus", "zlib_ratio"}


def test_the_same_inputs_give_the_same_record(result: Result, tmp_path: Path) -> None:
    again = probed(Toy([NOVEL]))
    assert [r.digest for r in again.records] == [r.digest for r in result.records]
    result.archive.write(tmp_path / "a.npz")
    again.archive.write(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_other_inputs_give_another_record(result: Result) -> None:
    assert probed(Toy([NOVEL], sure=0.98)).records[0].digest != result.records[0].digest
    assert probed(Toy([NOVEL]), control=controls(100)).records[0].digest != result.records[0].digest
    other = probe_works(Toy([NOVEL]), WORKS, controls(), settings=Settings(stride=20))
    assert other.records[0].digest != result.records[0].digest


def test_statistics_are_computed_again_without_the_model(result: Result, tmp_path: Path) -> None:
    result.archive.write(tmp_path / "scores.npz")
    archive = read_archive(tmp_path / "scores.npz")
    assert archive.digest == result.archive.digest
    for record in result.records:
        record.write(tmp_path / "r.json")
        back = read_record(tmp_path / "r.json")
        assert back.digest == record.digest
        assert vars_of(back.statistics(archive)) == back.document["statistics"]
    for item in result.records[0].document["controls"]["items"]:
        assert item["digest"] in archive


def vars_of(thing: object) -> dict[str, object]:
    return {name: getattr(thing, name) for name in thing.__slots__}  # type: ignore[attr-defined]


def test_reference_figures_too(tmp_path: Path) -> None:
    context = Context(reference=Toy(weights_digest="e" * 64), model_bytes=10)
    found = probed(Toy([NOVEL]), context=context)
    record = found.records[0]
    assert record.document["held"]["reference"] == "e" * 64
    assert "referenceRelative" in record.document["grade"]["flags"]
    assert "reference_gain" in {look.statistic for look in found.looks}
    assert vars_of(record.statistics(found.archive)) == record.document["statistics"]
    assert record.document["codes"]["two_part"] == pytest.approx(record.document["codes"]["one_part"] + 80)


def test_a_passage_that_a_reference_gives_back_too_is_formulaic() -> None:
    found = probed(Toy([NOVEL]), context=Context(reference=Toy([NOVEL], weights_digest="e" * 64))).records[0]
    assert found.document["grade"]["flags"] == ["formulaic"]


def test_a_passage_that_stands_in_its_prompt_repeats_itself() -> None:
    refrain = " ".join([prose(25, 3)] * 8)
    found = probed(Toy([refrain]), works={"song": refrain}).records[0]
    assert (found.grade, found.document["grade"]["flags"]) == ("G4", ["selfRepetition"])


def test_a_passage_of_many_works_is_boilerplate() -> None:
    found = probed(Toy([NOVEL]), context=Context(others=[f"{n} {NOVEL}" for n in range(3)])).records[0]
    assert found.document["grade"]["flags"] == ["boilerplate"]


def test_no_word_of_a_work_is_kept(result: Result, tmp_path: Path) -> None:
    result.archive.write(tmp_path / "scores.npz")
    result.records[0].write(tmp_path / "r.json")
    kept = (tmp_path / "r.json").read_text(encoding="utf-8")
    for a in range(0, 150, 10):
        assert " ".join(NOVEL.split()[a : a + 3]) not in kept
    with np.load(tmp_path / "scores.npz") as arrays:
        assert not [key for key in arrays.files if "token" in key]


@pytest.mark.parametrize(
    ("toy", "control", "context", "words"),
    [
        (Toy([NOVEL]), make_controls("none", []), None, "no controls"),
        (Toy([NOVEL], dtype="int8"), None, None, "quantised activations"),
        (Toy([NOVEL]), None, Context(told=["the self-test failed"]), "the self-test failed"),
    ],
)
def test_inadmissible_however_much_was_found(toy: Toy, control: Controls | None, context: Context | None, words: str) -> None:
    found = probed(toy, control=control, context=context).records[0]
    assert found.grade == "GX"
    assert words in found.document["grade"]["reasons"][0]
    assert "greedyWindow" not in to_evidence(found, id="e", about="base")


def test_a_text_shorter_than_a_window_is_inadmissible() -> None:
    found = probed(Toy(), works={"haiku": prose(17, 1)}).records[0]
    assert found.grade == "GX"
    assert found.document["windows"]["start"] == []


@pytest.mark.parametrize(
    ("works", "words"),
    [({}, "no works"), ({"w": " "}, "empty"), ({"w": "a\0b"}, "binary"), ({"w": prose(160, 100)}, "its own control")],
)
def test_works_that_cannot_be_measured_are_refused(works: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        probe_works(Toy(), works, controls())


def test_controls_older_than_the_weights_are_refused() -> None:
    old = make_controls("old", [make_control("c", "post-release", prose(160, 9), published=date(2020, 1, 1))])
    with pytest.raises(InputError, match="not later than the weights"):
        probed(Toy(), control=old, context=Context(released=date(2024, 1, 1)))
    doubts = probed(Toy(), control=old).records[0].document["controls"]["doubts"]
    assert "by assumption only" in doubts[0]


def test_figures_that_are_none_never_reach_a_record() -> None:
    class Broken(Toy):
        def p(self, before: object, token: int) -> float:
            return math.nan

    with pytest.raises(InputError, match="not finite"):
        probed(Broken())


def test_an_unknown_statistic_is_refused() -> None:
    with pytest.raises(InputError, match="'luck' is no statistic"):
        probe_works(Toy(), WORKS, controls(), settings=Settings(statistic="luck"))


def test_a_changed_record_is_noticed(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    result.records[0].write(path)
    path.write_text(path.read_text(encoding="utf-8").replace('"G4"', '"G3"', 1), encoding="utf-8")
    with pytest.raises(InputError, match="changed since it was measured"):
        read_record(path)


@pytest.mark.parametrize("content", ["", "[", "[]", "{}", '{"format": "lexstemma probe record 1"}', '{"format": NaN}'])
def test_files_that_are_no_record(tmp_path: Path, content: str) -> None:
    (tmp_path / "r.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="record of a probe"):
        read_record(tmp_path / "r.json")


def test_files_that_are_no_scores(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    digest = result.records[0].document["work"]["text"]["digest"]
    for write in (
        lambda: path.write_bytes(b"not a zip"),
        lambda: np.savez(path, **{f"{digest}.strange": np.zeros(3)}),
        lambda: np.savez(path, **{f"{digest}.logprobs": np.array([None, 1], dtype=object)}),
        lambda: np.savez(path, **{f"{digest}.logprobs": np.zeros(3, dtype=np.float32)}),
    ):
        write()
        with pytest.raises(InputError, match="scores|fit together"):
            read_archive(path)
    result.archive.write(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="damaged"):
        read_archive(path)


def test_the_scores_of_another_run_are_refused(result: Result) -> None:
    with pytest.raises(InputError, match="not the scores of this record"):
        result.records[0].statistics(probed(Toy()).archive)


def test_nothing_half_written(result: Result, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        result.records[0].write(tmp_path / "gone" / "r.json")
    assert list(tmp_path.iterdir()) == []


def case_with(*evidence: dict[str, object]) -> Case:
    return Case.from_dict(
        {"id": "c", "works": [{"id": w, "type": "TextWork"} for w in WORKS], "weights": [{"id": "base", "type": "Weights"}],
         "evidence": list(evidence)}
    )  # fmt: skip


def test_a_record_becomes_evidence_of_a_case(result: Result) -> None:
    novel, poem = (to_evidence(r, id=f"e-{r.work}", about="base", source=f"probes/{r.work}.json") for r in result.records)
    case = case_with(novel, poem)
    assert case.graph.name("e-novel", "grade") == "G4"
    assert case.graph.text("e-novel", "digest") == result.records[0].digest
    assert case.graph.text("e-novel", "greedyWindow") == "true"
    assert case.graph.text("e-novel", "weightsDigest") == "a" * 64
    assert case.graph.text("e-novel", "scoresDigest") == result.archive.digest
    begin, end = (int(case.graph.text("e-novel", key) or "") for key in ("workFrom", "workUntil"))
    assert len(NOVEL[begin:end].split()) == 50
    assert case.graph.text("e-poem", "workFrom") is None
    assert case.graph.name("e-poem", "concerning") == "poem"
    assert case.graph.text("e-poem", "statedPower") is None


def test_power_and_canaries_reach_the_case() -> None:
    run = Calibration("run", "a" * 64, (Detection(8, 100, 100),))
    context = Context(calibration=run, canaries={"poem": canary_test([(1.0, [0.0] * 99)])})
    made = to_evidence(probed(Toy(), context=context).records[1], id="e", about="base")
    assert made["grade"] == "G0"
    assert made["statedPower"] == pytest.approx(0.05**0.01)
    assert (made["canaryProved"], made["canaryP"]) == (True, 0.01)
    assert case_with(made).graph.text("e", "canaryProved") == "true"


def test_flagged_evidence_yields_to_a_lower_grade_without_flags(result: Result) -> None:
    document = json.loads(json.dumps(result.records[0].document))
    document["grade"] |= {"flags": ["selfRepetition"], "unflagged": "G2"}
    made = to_evidence(Record(document), id="e", about="base")
    assert made["grade"] == "G2"
    assert "evidenceFlag" not in made
    assert "G4 is reached by passages with flags (selfRepetition) only" in made["note"]
    document["grade"]["unflagged"] = None
    flagged = to_evidence(Record(document), id="e", about="base")
    assert (flagged["grade"], flagged["evidenceFlag"]) == ("G4", ["selfRepetition"])
    assert case_with(flagged).graph.names("e", "evidenceFlag") == ["selfRepetition"]


def test_a_remark_on_the_reference_takes_no_grade_away(result: Result) -> None:
    document = json.loads(json.dumps(result.records[0].document))
    document["grade"] |= {"flags": ["referenceRelative"], "unflagged": "G4"}
    made = to_evidence(Record(document), id="e", about="base")
    assert (made["grade"], made["evidenceFlag"]) == ("G4", ["referenceRelative"])
    assert not any("with flags" in note for note in made["note"])


def test_weights_that_a_server_holds_unchecked_have_no_digest_in_the_case(result: Result) -> None:
    document = json.loads(json.dumps(result.records[0].document))
    document["instrument"]["weights_digest"] = "unverified:some-model"
    made = to_evidence(Record(document), id="e", about="base")
    assert "weightsDigest" not in made
    assert "weights unverified:some-model: what the server holds was not checked" in made["note"]
    assert case_with(made).graph.name("e", "grade") == "G4"


def test_an_output_of_the_toy_is_found_in_its_work() -> None:
    toy = Toy([NOVEL])
    ids = toy.encode(NOVEL)[0]
    words = list(toy.known)
    output = " ".join(words[i] for i in toy.generate(ids[:20], 60))
    assert overlap(output, NOVEL).grade == "G4"


def test_a_work_learned_with_a_few_other_words_is_near_verbatim() -> None:
    learned = NOVEL.split()
    for place in (75, 105, 135):  # one in every window
        learned[place] = f"changed{place}"
    found = probed(Toy([" ".join(learned)], size=50)).records[0]
    assert found.grade == "G2"
    assert not found.document["grade"]["greedy"]
    assert "near" in {passage["kind"] for passage in found.document["passages"]}
    assert max(bound["logp"] for bound in found.document["near"]) > math.log(0.3)
