"""One law's decision with parts of another law's put in its place: what a difference turns on is found by trying.

A *lever* is one thing by which two decisions of the same question may differ: a fact, standard or issue that the laws answer
differently, a rule of one's own that may be dropped, a rule of the other that may be taken over as it stands there. With every
lever moved, a decision is the other law's; so some set of levers always turns one into the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..law import Rule
from ..reasoning import Atoms, Decision, Program, Theory, Valuation, decide, negative, positive
from ..terms import Vocabulary

VALUE, DROP, TAKE = "value", "without", "with"
_OTHER = "@other"
_GROUPS = ("restrictions", "limits", "exceptions", "grants")


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing in which two decisions may differ.

    Args:
        move: "value" (an atom is answered as the other law does), "without" (a rule of one's own is left out) or "with" (a rule
            of the other is taken over).
        name: of the atom, or the rule's id.
    """

    move: str
    name: str


class Transplant:
    """A host's decision that can be asked again with levers moved.

    Args:
        host, donor: the valuations of one question under two laws.
        kinds: which atoms are issues and standards.
        words: the vocabulary, for implications and exclusions between facts.
    """

    def __init__(self, host: Valuation, donor: Valuation, kinds: Atoms, words: Vocabulary) -> None:
        self._host, self._donor = host, donor
        issues, standards = ({*names, *(name + _OTHER for name in names)} for names in (kinds.issues, kinds.standards))
        self._kinds = Atoms(frozenset(issues), frozenset(standards))
        self._pairs = [(a, b, True) for a, b in words.implications] + [(a, b, False) for a, b in words.exclusions]
        self._host_values, self._donor_values = _values(host), _values(donor)
        self._own, self._theirs = rules_of(host.program), rules_of(donor.program)
        self._asked: dict[frozenset[Lever], Decision] = {}

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """All levers: values, one's own rules, the other's. A rule that both laws have sets neither apart; those behind it may."""
        taken = [rule.id for rule in self._theirs.values() if rule.id not in self._own and self._reaches(rule)]
        return (
            *(Lever(VALUE, name) for name in self.differing),
            *(Lever(DROP, rule.id) for rule in self._own.values() if rule.id not in self._theirs and rule.kind != "Definition"),
            *(Lever(TAKE, name) for name in taken),
        )

    def _reaches(self, rule: Rule) -> bool:
        """Whether a rule of the donor can be taken over by itself: it decides, or it defeats a rule that the host has too."""
        return rule.kind != "Definition" and (rule.kind != "Defeater" or not self._own.keys().isdisjoint(rule.names))

    @cached_property
    def telling(self) -> tuple[Lever, ...]:
        """The levers that may matter alone: a rule that stands in no completion is missed by nobody, and helps nobody."""
        return tuple(
            lever
            for lever in self.levers
            if lever.move == VALUE
            or (self._host if lever.move == DROP else self._donor).stands((self._own | self._theirs)[lever.name]) is not False
        )

    @cached_property
    def differing(self) -> tuple[str, ...]:
        """Atoms that rules of both laws ask for and that are answered differently under each."""
        theirs = {atom for rule in self._theirs.values() for atom in rule.atoms}
        both = dict.fromkeys(atom for rule in self._own.values() for atom in rule.atoms if atom in theirs)
        return tuple(atom for atom in both if not self._answered_alike(atom))

    def _answered_alike(self, atom: str) -> bool:
        own, theirs = self._host.holds(atom), self._donor.holds(atom)
        if own is not theirs or own is not None:
            return own is theirs
        defined = [
            () if atom in values else side.program.definitions.get(atom, ())
            for side, values in ((self._host, self._host_values), (self._donor, self._donor_values))
        ]
        return [rule.id for rule in defined[0]] == [rule.id for rule in defined[1]]

    def moved(self, levers: Collection[Lever]) -> Decision:
        """The host's decision with these levers moved."""
        key = frozenset(levers)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self.decided(key, {})
        return found

    def decided(self, levers: Collection[Lever], values: Mapping[str, bool]) -> Decision:
        """The host's decision with these levers moved, and some atoms set by hand."""
        drop, take, atoms = (frozenset(one.name for one in levers if one.move == move) for move in (DROP, TAKE, VALUE))
        program, known = self._host.program, dict(self._host_values)
        if drop:
            program = _without(program, drop)
        if take or atoms:
            program = _with(program, self._translated, take)
            known = {**self._translated_values, **known}
        for atom in atoms:
            program = self._answered_there(program, known, atom)
        return decide(Valuation.of(program, {**known, **values}, self._theory), self._kinds)

    def _answered_there(self, program: Program, known: dict[str, bool | None], atom: str) -> Program:
        """The program in which an atom is answered as the donor does."""
        known[atom] = self._donor.holds(atom)
        if known[atom] is not None:
            return program  # a known value beats definitions
        definitions = {name: rules for name, rules in program.definitions.items() if name != atom}
        base = tuple(name for name in program.base_atoms if name != atom)
        if atom in self._donor_values:
            return replace(program, definitions=definitions, base_atoms=(*base, atom), memo={})
        return replace(program, definitions={**definitions, atom: program.definitions[self._name(atom)]}, base_atoms=base, memo={})

    # ------------------------------------------------------------ the donor's rules beside the host's
    @cached_property
    def _translated_values(self) -> dict[str, bool | None]:
        return {self._name(atom): value for atom, value in self._donor_values.items()}

    @cached_property
    def _translated(self) -> Program:
        """The donor's program with its rules, and the atoms that it does not share, named apart from the host's."""
        program, name = self._donor.program, self._name
        asked = {atom for rule in self._theirs.values() for atom in rule.atoms}

        def renamed(rules: Iterable[Rule]) -> tuple[Rule, ...]:
            return tuple(
                replace(r, id=r.id + _OTHER, requires=tuple(map(name, r.requires)), unless=tuple(map(name, r.unless)))
                for r in rules
                if r.id in self._theirs
            )

        groups: dict[str, Any] = {group: renamed(getattr(program, group)) for group in _GROUPS}
        return replace(
            program,
            **groups,
            defeaters={rule + _OTHER: renamed(found) for rule, found in program.defeaters.items() if rule in self._theirs},
            # An atom that the case states keeps its value; its definitions are not asked.
            definitions={
                name(atom): renamed(found)
                for atom, found in program.definitions.items()
                if atom in asked and atom not in self._donor_values
            },
            base_atoms=tuple(map(name, program.base_atoms)),
            memo={},
        )

    def _name(self, atom: str) -> str:
        """What an atom of the donor is called beside the host's: the same only where both laws know it alike."""
        if atom not in self._donor_values:
            return atom + _OTHER  # concluded by the donor's own definitions
        if atom in self._host_values:
            return atom if self._host_values[atom] is self._donor_values[atom] else atom + _OTHER
        return atom + _OTHER if atom in self._host.program.definitions else atom

    def _theory(self, open_atoms: tuple[str, ...]) -> Theory:
        """Implications and exclusions between open atoms of the host, and between those of the donor."""
        index = {atom: number for number, atom in enumerate(open_atoms)}
        clauses: dict[tuple[int, int], None] = {}
        for a, b, implies in self._pairs:
            for one, other in ((a, b), (self._name(a), self._name(b))):
                if one in index and other in index:
                    head = positive(index[other]) if implies else negative(index[other])
                    clauses[negative(index[one]), head] = None
        return Theory(tuple(clauses))


def rules_of(program: Program) -> dict[str, Rule]:
    """The rules that can bear on the decision, by id: those that decide, and the defeaters and definitions behind them."""
    found: dict[str, Rule] | None = program.memo.get("bearing")
    if found is None:
        found = {}
        stack = list(reversed(program.deciding))
        while stack:
            rule = stack.pop()
            if rule.id not in found:
                found[rule.id] = rule
                stack.extend(program.defeaters.get(rule.id, ()))
                stack.extend(behind for atom in rule.atoms for behind in program.definitions.get(atom, ()))
        program.memo["bearing"] = found
    return found


def _values(valuation: Valuation) -> dict[str, bool | None]:
    """Every base atom with its value, and defined atoms that the case states."""
    return {**dict.fromkeys(valuation.open), **valuation.known}


def _without(program: Program, names: frozenset[str]) -> Program:
    kept: dict[str, Any] = {group: tuple(rule for rule in getattr(program, group) if rule.id not in names) for group in _GROUPS}
    defeaters = {name: tuple(rule for rule in rules if rule.id not in names) for name, rules in program.defeaters.items()}
    return replace(program, **kept, defeaters=defeaters, memo={})


def _with(program: Program, donor: Program, names: frozenset[str]) -> Program:
    """The program with some of the donor's translated rules; a defeater that is taken over also reaches the rule that both have."""
    wanted = {name + _OTHER for name in names}
    taken: dict[str, Any] = {
        group: (*getattr(program, group), *(r for r in getattr(donor, group) if r.id in wanted)) for group in _GROUPS
    }
    defeaters = {**program.defeaters, **donor.defeaters}
    for target, rules in donor.defeaters.items():
        here = target.removesuffix(_OTHER)
        if reaching := tuple(rule for rule in rules if rule.id in wanted):
            defeaters[here] = (*defeaters.get(here, ()), *reaching)
    return replace(
        program,
        **taken,
        defeaters=defeaters,
        definitions={**donor.definitions, **program.definitions},
        base_atoms=tuple(dict.fromkeys((*program.base_atoms, *donor.base_atoms))),
        memo={},
    )
