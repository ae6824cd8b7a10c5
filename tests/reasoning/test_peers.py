"""The requirement sets equal those of two programs that share no code with the engine: clingo and pysat."""

import pytest

from _ours import answer, program, sets
from _peers import by_clingo, by_pysat
from _synthetic import Line, Question, questions


@pytest.mark.parametrize("unknown", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("seed", range(4))
def test_the_sets_are_those_of_both_peers(seed: int, unknown: float) -> None:
    for question in questions(seed, jurisdictions=3, steps=3, unknown=unknown):
        decision = answer(program(question.rules), question)
        all_sets = by_pysat(question)
        assert by_clingo(question) == all_sets
        # Where the engine says that it does not list all, what it lists must still be true and minimal.
        assert sets(decision) == all_sets or (decision.capped and sets(decision) < all_sets)


@pytest.mark.parametrize("seed", range(4))
def test_at_the_size_promised_no_set_is_left_out(seed: int) -> None:
    assert not [q for q in questions(seed, jurisdictions=4, unknown=0.3) if answer(program(q.rules), q).capped]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param((Line("a", ("x",), ()),), {frozenset({("x", True)})}, id="a condition"),
        pytest.param((Line("a", (), ("x",)),), {frozenset({("x", False)})}, id="a condition that must not hold"),
        pytest.param((Line("a", ("x",), ()), Line("b", (), ("x",))), {frozenset()}, id="lawful either way"),
        pytest.param((Line("a", ("x",), ()), Line("d", ("x",), (), "a")), set(), id="defeated by what it needs"),
        pytest.param(
            (Line("a", ("x",), ()), Line("d", ("y",), (), "a"), Line("e", ("z",), (), "d")),
            {frozenset({("x", True), ("y", False)}), frozenset({("x", True), ("z", True)})},
            id="a defeater that is defeated",
        ),
    ],
)
def test_small_cases_by_hand(rules: tuple[Line, ...], expected: set[frozenset[tuple[str, bool]]]) -> None:
    question = Question(rules, {"x": None, "y": None, "z": None})
    ours = sets(answer(program(rules), question))
    assert ours == by_clingo(question) == by_pysat(question) == expected
