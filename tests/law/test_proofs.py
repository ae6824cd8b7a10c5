"""The proofs of all law tests keep what they promise: what is not in the tree does not matter."""

from __future__ import annotations

import pytest
from harness import LawTest, load


@pytest.mark.parametrize("sentence", load(), ids=lambda t: t.name)
def test_forgetting_what_is_not_in_the_proof_leaves_the_answer(sentence: LawTest) -> None:
    for answer in sentence.answers(sentence.law()):
        valuation = answer._valuation
        if valuation is None:
            continue
        forgotten = {atom: None for atom in valuation.known if atom not in answer.tree.atoms}
        assert answer.run.decide_with(valuation, forgotten).status == answer.status
