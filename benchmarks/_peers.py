"""Two independent ways to the requirement sets of a question: clingo (answer sets) and pysat (prime compilation by SAT).

Both read the rules as the documentation states them and share no code with the engine.
"""

from __future__ import annotations

import clingo
from pysat.solvers import Glucose4

from _synthetic import Line, Question, RequirementSets

# A term (in/2) is guessed; every completion of it must be lawful, which saturation checks; the smallest terms are listed.
MINIMAL_TERMS = """
{ in(A,0); in(A,1) } 1 :- open(A).
val(A,0) | val(A,1) :- open(A).
val(A,V) :- in(A,V).
val(A,V) :- known(A,V).
stands(R,1) :- rule(R), val(A,1) : requires(R,A); val(A,0) : unless(R,A); stands(D,0) : defeats(D,R).
stands(R,0) :- requires(R,A), val(A,0).
stands(R,0) :- unless(R,A), val(A,1).
stands(R,0) :- defeats(D,R), stands(D,1).
lawful :- permits(R), stands(R,1).
val(A,0) :- lawful, open(A).
val(A,1) :- lawful, open(A).
:- not lawful.
#heuristic in(A,V) : open(A), V = 0..1. [1,false]
#show in/2.
"""


def by_clingo(question: Question) -> RequirementSets:
    """All subset-minimal terms, by domain heuristics and record enumeration."""
    lines = [f"open({a})." for a in question.open]
    lines += [f"known({a},{int(v)})." for a, v in question.facts.items() if v is not None]
    for rule in question.rules:
        lines += [f"rule({rule.name}).", f"defeats({rule.name},{rule.defeats})." if rule.defeats else f"permits({rule.name})."]
        lines += [f"requires({rule.name},{a})." for a in rule.requires] + [f"unless({rule.name},{a})." for a in rule.unless]
    control = clingo.Control(["--models=0", "--heuristic=Domain", "--enum-mode=domRec", "--warn=none"])
    control.add("base", [], MINIMAL_TERMS + "\n".join(lines))
    control.ground([("base", [])])
    found = set()
    with control.solve(yield_=True) as models:
        for model in models:
            terms = (s.arguments for s in model.symbols(shown=True))
            found.add(frozenset((a.name, bool(v.number)) for a, v in terms))
    return frozenset(found)


def by_pysat(question: Question) -> RequirementSets:
    """All prime implicants, by the dual-rail method of Previti, Ignatiev, Morgado and Marques-Silva (IJCAI 2015)."""
    atoms = question.open
    lawful, clauses = _encode(question)
    found = []
    with Glucose4(bootstrap_with=clauses) as theory, Glucose4() as chooser:
        # Rail i+1 says "atom i is true" is in the term, rail -(i+1) of the theory is rail n+i+1 here.
        count = len(atoms)

        def rail(literal: int) -> int:
            return literal if literal > 0 else count - literal

        for atom in range(1, count + 1):
            chooser.add_clause([-rail(atom), -rail(-atom)])
        chooser.set_phases(range(1, 2 * count + 1))
        while chooser.solve():
            model = set(chooser.get_model() or ())
            term = _widened([lit for i in range(1, count + 1) for lit in (i, -i) if rail(lit) in model], count, chooser, rail)
            if theory.solve(assumptions=[*term, -lawful]):
                truth = set(theory.get_model())
                full = [i if i in truth else -i for i in range(1, count + 1)]
                chooser.add_clause([rail(-lit) for lit in _shrunk(full, lawful, theory)])
            else:
                prime = _shrunk(term, -lawful, theory)
                found.append(frozenset((atoms[abs(lit) - 1], lit > 0) for lit in prime))
                chooser.add_clause([-rail(lit) for lit in prime])
    return frozenset(found)


def _widened(term: list[int], count: int, chooser: Glucose4, rail: object) -> list[int]:
    """A largest term around this one that the chooser still allows."""
    for literal in [lit for i in range(1, count + 1) for lit in (i, -i)]:
        opposed = literal in term or -literal in term
        if not opposed and chooser.solve(assumptions=[rail(lit) for lit in (*term, literal)]):  # type: ignore[operator]
            term = [*term, literal]
    return term


def _shrunk(term: list[int], denied: int, theory: Glucose4) -> list[int]:
    """A smallest part of the term under which `denied` stays impossible."""
    for literal in list(term):
        rest = [lit for lit in term if lit != literal]
        if not theory.solve(assumptions=[*rest, denied]):
            term = rest
    return term


def _encode(question: Question) -> tuple[int, list[list[int]]]:
    """Clauses (Tseitin) over the open atoms 1..n, and the variable that says the act is lawful."""
    number = {atom: i for i, atom in enumerate(question.open, 1)}
    stands = {rule.name: len(number) + i for i, rule in enumerate(question.rules, 1)}
    lawful = len(number) + len(stands) + 1
    clauses: list[list[int]] = []
    for rule in question.rules:
        literals, possible = _conditions(rule, question, number)
        literals += [-stands[d.name] for d in question.rules if d.defeats == rule.name]
        this = stands[rule.name]
        if possible:
            clauses += [[-this, literal] for literal in literals] + [[this, *(-literal for literal in literals)]]
        else:
            clauses.append([-this])
    permits = [stands[r.name] for r in question.permissions]
    clauses += [[lawful, -p] for p in permits] + [[-lawful, *permits]]
    return lawful, clauses


def _conditions(rule: Line, question: Question, number: dict[str, int]) -> tuple[list[int], bool]:
    """The open conditions of a rule as literals, and whether the known ones hold."""
    literals, possible = [], True
    for atoms, wanted in ((rule.requires, True), (rule.unless, False)):
        for atom in atoms:
            value = question.facts[atom]
            if value is None:
                literals.append(number[atom] if wanted else -number[atom])
            else:
                possible = possible and value is wanted
    return literals, possible
