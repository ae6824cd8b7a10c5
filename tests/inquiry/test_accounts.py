"""Information accounts: the paper's figures, the real vocabulary, what is missing, and what records say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from lexstemma import Case
from lexstemma.inquiry import Account, Measured, accounts
from lexstemma.terms import InputError, data_path

LLAMA3 = {"trainingTokens": 15 * 10**12, "bitsPerParameter": 16}


def account(weights: dict[str, Any], **more: Any) -> Account:
    return accounts(Case.from_dict({"id": "t", "weights": [{"id": "m", **weights}], **more}))[0]


def test_the_paper_s_figures() -> None:
    """Section 2: 15 trillion tokens of 15 bits are 225 trillion bits; 70 billion half-precision weights about 1.1 trillion."""
    found = account({**LLAMA3, "parameters": 70 * 10**9, "vocabularySize": 32000})
    assert found.bits_per_token == 15
    assert found.training_bits == 225 * 10**12
    assert found.capacity_bits == Fraction(112 * 10**10)
    assert found.ratio == pytest.approx(200.9, abs=0.05)


def test_the_vocabulary_of_the_model_itself() -> None:
    """Llama 3 has 128,256 tokens: 17 bits each, and a ratio a seventh larger."""
    found = account({**LLAMA3, "parameters": 70 * 10**9, "vocabularySize": 128256})
    assert (found.bits_per_token, found.training_bits) == (17, 255 * 10**12)
    assert found.information_per_token == pytest.approx(16.969, abs=0.001)
    assert found.ratio == pytest.approx(227.7, abs=0.05)
    smaller = account({**LLAMA3, "parameters": 8 * 10**9, "vocabularySize": 128256})
    assert smaller.ratio == pytest.approx(1992.2, abs=0.05)


@pytest.mark.parametrize(("values", "bits"), [(2, 1), (3, 2), (256, 8), (257, 9), (49152, 16)])
def test_whole_bits_of_a_token(values: int, bits: int) -> None:
    assert account({"vocabularySize": values}).bits_per_token == bits


def test_a_documented_model() -> None:
    [base, *others] = accounts(Case.load(data_path("examples") / "smollm2.yaml"))
    assert base.training_bits == 2 * 10**12 * 16
    assert base.capacity_bits == 135 * 10**6 * 16
    assert {other.weights: other.behind[0] for other in others} == dict.fromkeys(("sft", "instruct", "gguf"), ("base", 2 * 10**12))


def test_what_nobody_stated_is_missing_and_no_figure_is_made_of_it() -> None:
    found = account({"parameters": 10})
    assert found.missing == ("trainingTokens", "vocabularySize", "bitsPerParameter")
    assert (found.training_bits, found.capacity_bits, found.ratio, found.capacity_per_token) == (None, None, None, None)


def test_tokens_of_the_data_count_where_they_are_known_of_all_of_it() -> None:
    def tokens(second: dict[str, Any]) -> tuple[int | None, tuple[str, ...]]:
        found = account(
            {},
            datasets=[{"id": "a", "trainingTokens": 5}, {"id": "b", **second}],
            steps=[{"id": "train", "type": "Pretraining", "used": ["a", "b"], "produced": ["m"]}],
        )
        return found.tokens, found.tokens_from

    assert tokens({"trainingTokens": 7}) == (12, ("a", "b"))
    assert tokens({}) == (None, ())


EVIDENCE: dict[str, Any] = {
    "agents": [{"id": "ann"}, {"id": "bob"}],
    "works": [
        {"id": "x", "type": "TextWork", "rightsholder": "ann"},
        {"id": "y", "type": "TextWork", "author": "bob"},
        {"id": "z", "type": "TextWork"},
    ],
    "evidence": [
        {"id": "e1", "about": "m", "concerning": "x", "grade": "G4"},
        {"id": "e2", "about": "m", "concerning": "y", "grade": "G0"},
        {"id": "e3", "about": "m", "concerning": "z", "grade": "G1"},
        {"id": "e4", "about": "m", "concerning": "x", "grade": "G3"},
    ],
}


def measured(held: float | None) -> Measured:
    return Measured(held, 0.5, 8000.0, 4000.0, 5000.0, "t.probes/r.json")


def test_shares_of_rightsholders_are_of_what_was_measured() -> None:
    case = Case.from_dict({"id": "t", "weights": [{"id": "m", "parameters": 1000, "bitsPerParameter": 16}], **EVIDENCE})
    [found] = accounts(case, {"e1": measured(300.0), "e2": measured(100.0), "e3": measured(None), "e4": measured(200.0)})
    assert found.held == 400.0  # of two measurements of one work the larger; one without a reference counts for nothing
    assert [(s.holder, s.bits, s.of_held) for s in found.shares] == [("ann", 300.0, 0.75), ("bob", 100.0, 0.25)]
    assert found.shares[0].of_capacity == pytest.approx(300 / 16000)
    assert {h.evidence: h.missing for h in found.holdings}["e3"] == "no reference model was measured"


def test_without_records_nothing_is_held_and_that_is_not_zero() -> None:
    [found] = accounts(Case.from_dict({"id": "t", "weights": [{"id": "m"}], **EVIDENCE}), {"e1": "it is gone"})
    assert (found.held, found.shares) == (None, ())
    assert found.holdings[0].missing == "it is gone"


def test_evidence_about_other_weights_is_theirs() -> None:
    case = Case.from_dict({"id": "t", "weights": [{"id": "m"}, {"id": "n"}], **EVIDENCE})
    assert [len(one.holdings) for one in accounts(case)] == [4, 0]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"vocabularySize": 1}, "vocabularySize of 'm' is 1"),
        ({"parameters": 0}, "'parameters' of 'm' is '0'"),
        ({"bitsPerParameter": 0}, "bitsPerParameter of 'm' is 0"),
    ],
)
def test_figures_that_cannot_be_are_refused(weights: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        account(weights)


def test_a_case_without_weights_is_refused() -> None:
    with pytest.raises(InputError, match="no weights"):
        accounts(Case.from_dict({"id": "t", "works": [{"id": "w", "type": "TextWork"}]}))
