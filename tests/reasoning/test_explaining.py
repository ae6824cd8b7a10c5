"""The two properties that make a proof trustworthy (docs/reasoning.md, "Proofs"), on random rule bases."""

from __future__ import annotations

from hypothesis import given, settings
from rulebases import KINDS, Sample, samples

from lexstemma.reasoning import Explainer, Finding, Node, decide, reasons


def tree_of(sample: Sample) -> tuple[str, Node]:
    valuation = sample.valuation()
    decision = decide(valuation, KINDS)
    findings = {a: Finding(v, "stated") for a, v in sample.values.items()}
    return decision.status, Explainer(valuation, decision, findings).tree()


@given(samples(constrained=True))
@settings(max_examples=400, deadline=None)
def test_forgetting_what_is_not_in_the_tree_leaves_the_status(sample: Sample) -> None:
    # Clauses among atoms hold wherever the atoms are unknown, so forgetting must not bring a clause into play.
    sample = Sample(sample.program, sample.values)
    status, tree = tree_of(sample)
    kept = {
        a: (v if a in tree.atoms else None) for a, v in sample.values.items() if a in tree.atoms or a in sample.program.base_atoms
    }
    assert decide(sample.valuation(kept), KINDS).status == status


@given(samples())
@settings(max_examples=400, deadline=None)
def test_each_known_atom_of_the_tree_is_necessary_to_a_listed_reason(sample: Sample) -> None:
    _, tree = tree_of(sample)
    listed = reasons(tree, sample.valuation())
    known = {n.name for n in tree.walk() if n.finding is not None and n.value is not None}
    in_open_rules = {
        c.name
        for n in tree.walk()
        if n.kind == "rule" and n.value is None
        for d in n.children
        for c in d.walk()
        if c.finding is not None
    }
    needed = {a for reason in listed for a, _ in reason.atoms}
    assert known <= needed | in_open_rules


@given(samples())
@settings(max_examples=400, deadline=None)
def test_a_listed_reason_suffices_and_nothing_in_it_can_be_missed(sample: Sample) -> None:
    _, tree = tree_of(sample)
    for reason in reasons(tree, sample.valuation()):
        name, _, outcome = reason.conclusion.partition(" ")

        def holds(atoms: tuple[tuple[str, bool], ...], name: str = name, outcome: str = outcome) -> bool:
            valuation = sample.valuation({**dict.fromkeys(sample.program.base_atoms), **dict(atoms)})
            found = {r.id: r for r in _rules(sample)}
            value = valuation.rule(found[name]).value if name in found else valuation.atom(name).value
            return value is {"stands": True, "fails": False, "True": True, "False": False}[outcome]

        assert holds(reason.atoms)
        for left in reason.atoms:
            assert not holds(tuple(p for p in reason.atoms if p != left))


def _rules(sample: Sample) -> list[object]:
    p = sample.program
    return [*p.deciding, *(r for g in p.defeaters.values() for r in g), *(r for g in p.definitions.values() for r in g)]
