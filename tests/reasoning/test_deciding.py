"""Deciding equals trying every completion; requirement sets equal what two solvers find."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from rulebases import KINDS, Sample, completions, outcome, program, rule, samples

from lexstemma.reasoning import Explainer, Outcome, decide
from lexstemma.reasoning._decide import _decide_by_diagrams


def expected(sample: Sample) -> str:
    """The status by the words of the design, over all completions."""
    worlds = list(completions(sample))
    outcomes = {outcome(sample.program, w) for w in worlds}
    if "unlawful" not in outcomes:
        titles = outcomes - {"free"}
        if not titles:
            return "free"
        return "excepted" if titles <= {"excepted", "both"} else "licensed"
    if outcomes == {"unlawful"}:
        return "authorization_required"
    unknown = sorted({a for w in worlds for a in w if sample.values.get(a) is None})
    lawful = {tuple(w[a] for a in unknown): outcome(sample.program, w) != "unlawful" for w in worlds}
    issue_matters = any(
        lawful[bits] != lawful[other]
        for bits in lawful
        for i, a in enumerate(unknown)
        if a in KINDS.issues and (other := (*bits[:i], not bits[i], *bits[i + 1 :])) in lawful
    )
    if not issue_matters:
        return "depends"
    ordinary = [i for i, a in enumerate(unknown) if KINDS.ordinary(a)]
    for setting in product((True, False), repeat=len(ordinary)):
        left = {v for bits, v in lawful.items() if all(bits[i] == s for i, s in zip(ordinary, setting, strict=True))}
        if len(left) == 1:
            return "depends"
    return "contested"


@given(samples())
@settings(max_examples=400, deadline=None)
def test_the_status_is_that_of_all_completions(sample: Sample) -> None:
    assert decide(sample.valuation(), KINDS).status == expected(sample)


@given(samples(constrained=True))
@settings(max_examples=200, deadline=None)
def test_lawful_and_unlawful_respect_exclusions_and_implications(sample: Sample) -> None:
    outcomes = {outcome(sample.program, w) for w in completions(sample)}
    status = decide(sample.valuation(), KINDS).status
    if not outcomes:
        return
    assert (status == "authorization_required") == (outcomes == {"unlawful"})
    assert (status in ("free", "excepted", "licensed")) == ("unlawful" not in outcomes)


@given(samples(constrained=True))
@settings(max_examples=300, deadline=None)
def test_diagrams_decide_like_alternatives(sample: Sample) -> None:
    if not any(True for _ in completions(sample)):
        return
    one, other = decide(sample.valuation(), KINDS), _decide_by_diagrams(sample.valuation(), KINDS)
    assert (one.status, one.others) == (other.status, other.others)
    assert {frozenset(s) for s in other.sets} <= {frozenset(s) for s in one.sets}


@given(samples(constrained=True))
@settings(max_examples=200, deadline=None)
def test_requirement_sets_are_the_prime_implicants_of_lawful(sample: Sample) -> None:
    valuation = sample.valuation()
    worlds = list(completions(sample))
    if not worlds:
        return
    lawful = [(w, outcome(sample.program, w) != "unlawful") for w in worlds]

    def implicant(term: dict[str, bool]) -> bool:
        matching = [ok for w, ok in lawful if all(w[a] == v for a, v in term.items())]
        return bool(matching) and all(matching)

    wanted = set()
    for values in product((True, False, None), repeat=len(valuation.open)):
        term = {a: v for a, v in zip(valuation.open, values, strict=True) if v is not None}
        shorter = ({a: v for a, v in term.items() if a != left} for left in term)
        if len(valuation.open) <= 6 and implicant(term) and not any(implicant(s) for s in shorter):
            wanted.add(frozenset(term.items()))
    if len(valuation.open) <= 6:
        assert {frozenset(pairs) for pairs in decide(valuation, KINDS).sets} == wanted


def test_unknown_is_not_propagated_where_every_completion_agrees() -> None:
    """Either branch of an unknown fact excuses: Kleene's logic would say unknown, the law says excepted."""
    built = program(
        restrictions=(rule("r", "Restriction"),),
        exceptions=(rule("e1", "Exception", ("a0",)), rule("e2", "Exception", (), ("a0",))),
    )
    assert decide(Sample(built, {"a0": None}).valuation(), KINDS).status == "excepted"


def test_a_standard_is_named_like_a_fact_but_never_settles() -> None:
    built = program(restrictions=(rule("r", "Restriction", ("i0",)),), exceptions=(rule("e", "Exception", ("s0",)),))
    assert decide(Sample(built, {"i0": None, "s0": None}).valuation(), KINDS).status == "contested"
    assert decide(Sample(built, {"i0": True, "s0": None}).valuation(), KINDS).status == "depends"


def test_a_fact_that_can_settle_makes_it_depend_although_an_issue_is_open() -> None:
    built = program(restrictions=(rule("r", "Restriction", ("i0", "a0")),))
    assert decide(Sample(built, {"i0": None, "a0": None}).valuation(), KINDS).status == "depends"
    assert decide(Sample(built, {"i0": None, "a0": True}).valuation(), KINDS).status == "contested"


def test_titles_that_suffice_only_together_are_both_named() -> None:
    built = program(
        restrictions=(rule("r", "Restriction"),),
        exceptions=(rule("e", "Exception", ("a0",)),),
        grants=(rule("g", "Grant", (), ("a0",)),),
    )
    decision = decide(Sample(built, {"a0": None}).valuation(), KINDS)
    assert (decision.status, decision.others) == ("licensed", ("excepted",))


@given(samples())
@settings(max_examples=200, deadline=None)
def test_the_status_under_each_value_is_that_of_deciding_again(sample: Sample) -> None:
    outcome = Outcome(sample.valuation(), KINDS)
    for atom in sample.valuation().open:
        for value in (True, False):
            again = decide(sample.valuation(sample.values | {atom: value}), KINDS).status
            assert outcome.status({atom: value})[0] == again


def test_a_question_with_very_many_alternatives_is_decided_and_says_that_more_sets_exist() -> None:
    """An exception with twelve open defeaters of three open conditions each: half a million ways to stand."""
    names = [(f"{i}a", f"{i}b", f"{i}c") for i in range(12)]
    defeaters = tuple(rule(f"x{i}", "Defeater", atoms, names=("e",)) for i, atoms in enumerate(names))
    built = program(restrictions=(rule("r", "Restriction"),), exceptions=(rule("e", "Exception", ("a0",)),), defeaters=defeaters)
    sample = Sample(built, dict.fromkeys(built.base_atoms) | {"a0": True})
    valuation = sample.valuation()
    decision = decide(valuation, KINDS)
    assert (decision.status, decision.capped, len(decision.matters)) == ("depends", True, 36)
    tree = Explainer(valuation, decision, {}).tree()
    assert {n.name for n in tree.walk()} >= {"e", "x0", "x11", "0a"}
