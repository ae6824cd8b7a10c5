"""A chain's requirements include the steps that lead no further: hosting its weights, showing its output."""

from __future__ import annotations

from lexstemma.assessment import assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")


def test_hosting_and_showing_belong_to_the_chain() -> None:
    run = assess(Case.load(data_path("examples") / "gema-openai.yaml"), LAW)
    for chain in run.chains():
        assert "host" in chain.beside
        assert "host" in {answer.question.step for answer in chain.answers}
        assert chain.status == "authorization_required"


def test_what_is_done_with_other_things_does_not() -> None:
    run = assess(Case.load(data_path("examples") / "figure2.yaml"), LAW)
    (chain, *_) = run.chains(to="verse", frm="novel")
    assert chain.beside == ("deliver-base",)
    (other, *_) = run.chains(to="letter", frm="novel")
    assert other.beside == ("deliver-tuned",)


def test_a_step_of_the_path_is_not_beside_it() -> None:
    run = assess(Case.load(data_path("examples") / "smollm2.yaml"), LAW)
    for chain in run.chains():
        assert not set(chain.beside) & set(chain.chain.steps)
