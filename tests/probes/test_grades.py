"""Grades: what carries each, what spoils it, and that more evidence never makes less."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexstemma.probes import (
    Auroc,
    Elevation,
    Findings,
    Grade,
    Instrument,
    Passage,
    Power,
    TokenScores,
    Window,
    canary_test,
    conformal,
    grade,
    passages,
    problems,
    samples_needed,
)  # fmt: skip
from lexstemma.probes._passages import FLAGS, KINDS, reference_bits

SCALE = ["GX", "G0", "G1", "G2", "G3", "G4"]
POWER = Power("of works with 8 copies 60 of 60 were found", 0.95, 8)
NO_POWER = Power("no calibration was run", None, None)
BLIND = Auroc(0.5, 0.3, 0.7, 3, 99)
ELEVATED = Elevation("bits_per_byte", conformal(1.0, [0.0] * 99), 0.03, 3, 2, 2, BLIND, conformal(0.0, [0.0] * 99))
NOTHING = Findings((), (), dataclasses.replace(ELEVATED, adjusted=0.5), NO_POWER)
INSTRUMENT = Instrument("a" * 64, "b" * 64, 0, "float32", "transformers", "5", None, 2048, 1000, 1, "cpu", 1, "toy")

some_passages = st.builds(
    lambda kind, start, logp, flags: Passage(kind, start, 50, logp, (start, start + 50), frozenset(flags)),
    st.sampled_from(sorted(KINDS)), st.integers(0, 500), st.floats(math.log(1e-3), 0), st.sets(st.sampled_from(FLAGS)),
)  # fmt: skip


def passage(kind: str, *flags: str, logp: float = math.log(0.002)) -> Passage:
    return Passage(kind, 50, 50, logp, (200, 400), frozenset(flags))


def graded(*found: Passage, **more: object) -> Grade:
    return grade(dataclasses.replace(NOTHING, passages=found, **more))


@pytest.mark.parametrize(("kind", "name"), [("greedy", "G4"), ("sampled", "G3"), ("near", "G2"), ("span", "G2")])
def test_each_passage_carries_its_grade(kind: str, name: str) -> None:
    found = graded(passage(kind))
    assert found.grade == name
    assert found.reasons[0].startswith(f"{name}: ")
    assert (found.greedy, found.sampled) == (kind == "greedy", kind == "sampled")
    assert found.unflagged == name
    assert found.stated_power is None


def test_greedy_and_sampled_are_both_kept() -> None:
    both = graded(passage("greedy"), passage("sampled"))
    assert (both.grade, both.greedy, both.sampled) == ("G4", True, True)
    assert (both.samples_half, both.samples_sure) == (347, 1497)


@pytest.mark.parametrize(
    ("p", "chance", "n"), [(1.0, 0.95, 1), (0.5, 0.5, 1), (0.5, 0.95, 5), (1e-3, 0.5, 693), (1e-3, 0.95, 2995), (0.0, 0.5, 2**63)]
)
def test_samples_needed(p: float, chance: float, n: int) -> None:
    assert samples_needed(math.log(p) if p else -math.inf, chance) == n
    if 0 < p < chance:
        assert 1 - (1 - p) ** n >= chance > 1 - (1 - p) ** (n - 1)


@given(st.lists(some_passages, max_size=6), some_passages)
def test_more_passages_never_lower_a_grade(before: list[Passage], more: Passage) -> None:
    one, two = graded(*before), graded(*before, more)
    assert SCALE.index(two.grade) >= SCALE.index(one.grade)
    assert SCALE.index(two.unflagged or "GX") >= SCALE.index(one.unflagged or "GX")
    if one.grade == two.grade:
        assert len(two.flags) <= len(one.flags)


@given(st.lists(some_passages, max_size=4), st.sampled_from(["there are no controls", "the text was cut off"]))
def test_a_problem_spoils_everything(found: list[Passage], why: str) -> None:
    made = graded(*found, problems=(why,))
    assert (made.grade, made.greedy, made.sampled, made.stated_power) == ("GX", None, None, None)
    assert why in made.reasons[0]


def test_elevated_likelihood_needs_all_of_it() -> None:
    assert graded(elevation=ELEVATED).grade == "G1"
    for change, words in [
        ({"adjusted": 0.051}, "adjusted over 3 works"),
        ({"conformal": conformal(1.0, [0.0] * 98)}, "98 controls, fewer than 99"),
        ({"paraphrases": 0, "beaten": 0}, "no paraphrase"),
        ({"beaten": 1}, "1 of its 2 paraphrases"),
        ({"blind_rank": conformal(0.0, [1.0] * 99, higher=False)}, "stands out without any model"),
        ({"blind": Auroc(0.9, 0.8, 0.95, 3, 99)}, "without any model"),
    ]:
        made = graded(elevation=dataclasses.replace(ELEVATED, **change))
        assert made.grade == "G0"
        assert words in made.reasons[0]
    assert graded(elevation=None).grade == "G0"


def test_no_evidence_states_its_power() -> None:
    made = graded(power=POWER)
    assert (made.grade, made.stated_power) == ("G0", 0.95)
    assert "power: of works with 8 copies 60 of 60 were found" in made.reasons
    assert "not in the training data" in made.not_shown
    assert graded(elevation=ELEVATED, power=POWER).stated_power is None


def test_the_best_passage_is_the_one_with_fewest_flags() -> None:
    made = graded(passage("greedy", "boilerplate"), passage("sampled"))
    assert (made.grade, made.flags, made.unflagged) == ("G4", {"boilerplate"}, "G3")
    assert "flags: boilerplate" in made.reasons[0]
    assert graded(passage("greedy", "boilerplate"), passage("greedy")).flags == frozenset()
    assert graded(passage("span", "selfRepetition")).unflagged is None


def test_canaries_are_an_axis_of_their_own() -> None:
    proof = canary_test([(9.0, [0.0] * 99)])
    for made in (graded(canaries=proof), graded(canaries=proof, problems=("x",)), graded(passage("greedy"), canaries=proof)):
        assert (made.canary_proved, made.canary_p) == (True, 0.01)
        assert any(reason.startswith("canaries: rank 1 of 100") for reason in made.reasons)
    assert graded().canary_proved is None


@pytest.mark.parametrize(
    ("change", "settings", "words"),
    [
        ({}, {"controls": 0}, "no controls"),
        ({}, {"tokens": 99}, "99 tokens, fewer than 100"),
        ({}, {"truncated": True}, "cut off"),
        ({}, {"tokens": 119, "windows": (50, 70)}, "119 tokens, fewer than a window"),
        ({}, {"windows": (50, 49)}, "windows of 50 + 49"),
        ({}, {"windows": (51, 50), "tokens": 200}, "windows of 51 + 50"),
        ({"dtype": "int8"}, {}, "quantised activations"),
        ({"backend": "llama.cpp"}, {}, "quantised activations"),
        ({"start_token": 1000}, {}, "start token is unknown"),
        ({}, {"told": ["the server failed its self-test: shifted by one"]}, "shifted by one"),
        ({}, {"others": [dataclasses.replace(INSTRUMENT, weights_digest="c" * 64)]}, "another instrument"),
        ({}, {"others": [dataclasses.replace(INSTRUMENT, start_token=1)]}, "another instrument"),
    ],
)
def test_what_makes_a_measurement_inadmissible(change: dict[str, object], settings: dict[str, object], words: str) -> None:
    instrument = dataclasses.replace(INSTRUMENT, **change)
    others = settings.pop("others", [instrument])
    found = problems(instrument, **{"tokens": 100, "controls": 99, "others": others, **settings})  # type: ignore[arg-type]
    assert len(found) == 1
    assert words in found[0]


def test_a_sound_measurement_has_no_problem() -> None:
    elsewhere = dataclasses.replace(INSTRUMENT, device="cuda:0", threads=0, name="the same")
    assert problems(INSTRUMENT, 100, 1, others=[elsewhere]) == ()


def scores(n: int = 200) -> TokenScores:
    spans = np.array([(4 * i, 4 * i + 4) for i in range(n)], dtype=np.int32)
    zeros = np.zeros(n, dtype=np.float32)
    return TokenScores(np.arange(n, dtype=np.int32), zeros, None, None, zeros > 1, None, spans, "d" * 64, 4 * n, 4 * n)


@pytest.mark.parametrize(
    ("window", "kinds"),
    [
        (Window(0, 50, 50, math.log(1e-3), False, False), ["sampled"]),
        (Window(0, 50, 50, math.log(0.999e-3), False, False), []),
        (Window(0, 50, 50, math.log(0.5), True, None), []),  # aborted: a bound is no probability
        (Window(0, 50, 50, math.log(1e-9), True, True), ["greedy"]),
        (Window(0, 50, 49, 0.0, False, True), []),  # a shorter suffix shows less
        (Window(0, 51, 50, 0.0, False, True), []),  # a longer prompt gives more away
        (Window(0, 50, 50, 0.0, False, True), ["greedy", "sampled"]),
        (Window(0, 50, 50, -1.0, False, None), ["sampled"]),
    ],
)
def test_which_windows_count(window: Window, kinds: list[str]) -> None:
    found = list(passages(scores(), [window], None))
    assert [p.kind for p in found] == kinds
    assert all(p.characters == (200, 400) for p in found)


@given(
    st.lists(st.tuples(st.integers(1, 4), st.floats(-9, 0, width=32)), min_size=1, max_size=20),
    st.integers(0, 80),
    st.integers(0, 80),
)
def test_reference_bits_of_a_stretch(tokens: list[tuple[int, float]], one: int, other: int) -> None:
    ends = np.cumsum([length for length, _ in tokens])
    spans = np.stack([ends - [length for length, _ in tokens], ends], 1).astype(np.int32)
    begin, end = min(one, other), max(one, other)
    n = len(tokens)
    logps = np.array([logp for _, logp in tokens], dtype=np.float32)
    ids, size = np.zeros(n, dtype=np.int32), int(ends[-1])
    scores = TokenScores(ids, logps, None, None, ids > 0, None, spans, "d" * 64, size, size)
    each = [-float(p) / math.log(2) / length for (length, _), p in zip(tokens, logps, strict=True) for _ in range(length)]
    assert reference_bits(scores, begin, end) == pytest.approx(sum(each[begin:end]), abs=1e-4)


@pytest.mark.parametrize(
    ("reworded", "out", "name"), [(11, 7, "G0"), (2, 2, "G0"), (2, 1, "G1"), (11, 1, "G1"), (1, 1, "G1"), (0, 0, "G1")]
)
def test_controls_that_new_texts_beat_make_no_g1(reworded: int, out: int, name: str) -> None:
    """Where paraphrases stand out as the works do, standing out shows that the controls are odd, and nothing of the works."""
    found = graded(elevation=dataclasses.replace(ELEVATED, reworded=reworded, standing_out=out))
    assert found.grade == name
    assert ("the controls are not like new texts" in found.reasons[0]) == (name == "G0")
