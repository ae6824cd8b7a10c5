"""Works among controls: paraphrases are new texts, and tell whether the controls are like any."""

import pytest

from lexstemma.probes import Likelihood, Measured, elevations, text_facts
from lexstemma.terms import InputError


def measured(bits: float) -> Measured:
    """A text of so many bits per byte."""
    facts = text_facts(f"a text of {bits} bits per byte")
    return Measured(facts, Likelihood(100, 0, bits * facts.utf8_bytes, bits, -5.0, None, 1.0, 0.3, 3, None))


ODD = [measured(2.0 + n / 1000) for n in range(99)]  # controls that no ordinary text is as unlikely as


@pytest.mark.parametrize(("paraphrases", "out"), [([1.5, 1.6], 2), ([1.5, 2.05], 1), ([2.05, 3.0], 0)])
def test_paraphrases_of_all_works_are_held_against_the_controls(paraphrases: list[float], out: int) -> None:
    reworded = {"novel": [measured(paraphrases[0])], "poem": [measured(paraphrases[1])]}
    found = elevations({"novel": measured(1.0), "poem": measured(1.1)}, ODD, reworded, "bits_per_byte")
    assert {(e.reworded, e.standing_out) for e in found.values()} == {(2, out)}
    assert found["novel"].conformal.p == pytest.approx(0.01)
    assert (found["novel"].paraphrases, found["novel"].beaten) == (1, 1)


def test_without_paraphrases_nothing_is_said_of_the_controls() -> None:
    [found] = elevations({"novel": measured(1.0)}, ODD, {}, "bits_per_byte").values()
    assert (found.reworded, found.standing_out) == (0, 0)


def test_an_unknown_statistic_is_refused() -> None:
    with pytest.raises(InputError, match="'loss' is no statistic"):
        elevations({"novel": measured(1.0)}, ODD, {}, "loss")
