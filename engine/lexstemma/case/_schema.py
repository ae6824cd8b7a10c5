"""What a case may say: its keys, what may carry them and what they take, from the vocabulary.

The vocabulary names the terms; this table adds what OWL has no word for, such as that `died` takes a date or a year
and `place` a code. Facts, and properties declared for a record of a case, come from the vocabulary by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from lexstemma.terms import OWL, Vocabulary, vocabulary

Kind = Literal[
    "ref", "node", "code", "licence", "term", "fact", "date", "dateOrYear", "boolean", "integer", "count", "number", "text"
]

FORMAT_VERSION = 1

# Sections of a case: the class of what stands in them, and the type of an entry that names none.
SECTIONS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "weights": (("Weights",), "Weights"),
    "outputs": (("Output",), "Output"),
    "works": (("Work",), None),
    "datasets": (("Dataset", "Database"), "Dataset"),
    "agents": (("Agent",), "Agent"),
    "steps": (("Step",), None),
    "evidence": (("Evidence",), "Evidence"),
    "licences": (("Licence",), "Licence"),
}
BASES = (
    "Work", "Dataset", "Database", "Weights", "Output", "Agent", "Step",
    "Licence", "Reservation", "Evidence", "Statement", "Case",
)  # fmt: skip
_RECORDS = ("Reservation", "Statement", "Licence", "Evidence", "Case")
_ANY = ("Entity", "Agent", "Step", *_RECORDS)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it takes, on what it may stand, of which class its values are, and whether one is all it takes."""

    name: str
    kind: Kind
    on: tuple[str, ...]
    of: str = ""
    single: bool = False
    default_type: str | None = None


def _one(name: str, kind: Kind, *on: str, of: str = "") -> Key:
    return Key(name, kind, on, of, single=True)


def _many(name: str, kind: Kind, *on: str, of: str = "", default: str | None = None) -> Key:
    return Key(name, kind, on, of, default_type=default)


_TABLE = (
    _one("title", "text", *_ANY),
    _many("note", "text", *_ANY),
    _many("source", "text", *_ANY),
    _one("since", "date", "Reservation", "Statement", "Licence", "Entity", "Agent"),
    _one("until", "date", "Reservation", "Statement", "Licence", "Entity", "Agent"),
    _one("formatVersion", "integer", "Case"),
    _many("compareUnder", "code", "Case", of="Jurisdiction"),
    _one("evidencePolicy", "text", "Case"),
    _many("asserts", "node", "Entity", "Agent", "Step", of="Statement", default="Statement"),
    _one("fact", "fact", "Statement", of="Fact"),
    _one("value", "boolean", "Statement"),
    _many("concerning", "ref", "Statement", "Reservation", "Evidence", of="Entity"),
    # steps
    _many("used", "ref", "Step", of="Entity"),
    _many("produced", "ref", "Step", of="Entity"),
    _one("performer", "ref", "Step", of="Agent"),
    _one("promptedBy", "ref", "Step", of="Agent"),
    _one("place", "code", "Step", of="Jurisdiction"),
    _one("date", "date", "Step", "Evidence"),
    _many("purpose", "term", "Step", of="Purpose"),
    _one("contractConcluded", "dateOrYear", "Step", "Licence", "Entity"),
    # entities
    _many("contains", "ref", "Dataset", "Database", of="Entity"),
    _many("layers", "ref", "Work", of="Work"),
    _many("producedBy", "ref", "Entity", of="Step"),
    _many("copyOf", "ref", "Entity", of="Entity"),
    _many("derivativeOf", "ref", "Entity", of="Entity"),
    _many("copyOrDerivativeOf", "ref", "Entity", of="Entity"),
    _many("tracesBackTo", "ref", "Entity", of="Entity"),
    _many("author", "ref", "Entity", of="Agent", default="Individual"),
    _many("rightsholder", "ref", "Entity", of="Agent", default="Agent"),
    _many("maker", "ref", "Entity", of="Agent", default="Agent"),
    _many("licence", "licence", "Entity", "Step", of="Licence", default="Licence"),
    _many("reservation", "node", "Entity", of="Reservation", default="Reservation"),
    _one("countryOfOrigin", "code", "Entity", of="Jurisdiction"),
    _one("digest", "text", "Entity", "Evidence"),
    _one("text", "text", "Entity"),
    *(_one(name, "dateOrYear", "Entity") for name in ("created", "published", "fixed", "communicated", "completed", "renewed")),
    *(_one(name, "integer", "Entity") for name in ("trainingTokens", "vocabularySize", "parameters")),
    _one("bitsPerParameter", "number", "Entity"),
    # agents
    _many("nationality", "code", "Agent", of="Jurisdiction"),
    _one("born", "dateOrYear", "Agent"),
    _one("died", "dateOrYear", "Agent"),
    _one("alive", "boolean", "Agent"),
    # records
    _many("licensedTo", "ref", "Licence", of="Agent", default="Agent"),
    _one("reservationForm", "term", "Reservation", of="ReservationForm"),
    _many("reservesAgainst", "ref", "Reservation", of="Agent", default="Agent"),
    _many("reservesPurpose", "term", "Reservation", of="Purpose"),
    _one("about", "ref", "Evidence", of="Entity"),
    _one("grade", "term", "Evidence", of="EvidenceGrade"),
    _one("statedPower", "number", "Evidence"),
)  # fmt: skip

# On what a fact may be stated, by what it is a property of. A use is a work in a step, so either may carry it.
_FACT_ON: dict[str, tuple[str, ...]] = {
    "Agent": ("Agent", "Step"),
    "Step": ("Step",),
    "Use": ("Step", "Entity"),
    "Object": ("Entity", "Step"),
    "Copy": ("Entity", "Step"),
    "Output": ("Entity", "Step"),
    "Work": ("Entity", "Step"),
}
_RANGES: dict[str, Kind] = {
    "date": "date", "boolean": "boolean", "integer": "integer", "nonNegativeInteger": "count", "decimal": "number",
    "double": "number", "string": "text", "anyURI": "text",
}  # fmt: skip


class Schema:
    """The keys, classes and values that a case may use."""

    def __init__(self, terms: Vocabulary) -> None:
        self.terms = terms
        self.keys = {key.name: key for key in _TABLE}
        self._add_declared()
        for fact in terms.facts.values():
            self.keys[fact.name] = Key(fact.name, "boolean", _FACT_ON.get(fact.about, ("Entity", "Agent", "Step")), single=True)

    def _add_declared(self) -> None:
        """Properties that the vocabulary declares for the records of a case, beyond the table above."""
        graph = self.terms.graph
        for name in graph.of_type(OWL + "ObjectProperty", OWL + "DatatypeProperty"):
            domain, range_ = graph.name(name, "domain"), graph.name(name, "range") or ""
            if name in self.keys or name in SECTIONS or domain not in BASES or domain == "Case" or name in self.terms.facts:
                continue
            kind: Kind = _RANGES.get(range_.rpartition("#")[2], "text")
            if range_ in self.terms.ancestors:
                kind = "ref" if self.bases((range_,)) else "code" if range_ == "Jurisdiction" else "term"
            self.keys[name] = Key(name, kind, (domain,), range_)

    def bases(self, types: tuple[str, ...] | list[str]) -> frozenset[str]:
        """Which of the kinds of things of a case these types belong to (and `Entity`)."""
        return self.terms.classes_of(list(types)) & _BASES

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes that something in a case may have."""
        return frozenset(name for name, above in self.terms.ancestors.items() if above & _BASES)

    @cache  # noqa: B019 - one schema per process
    def values(self, of: str) -> tuple[str, ...]:
        """The named values of a class such as `Purpose`."""
        if of == "Fact":
            return tuple(self.terms.facts)
        below = [name for name, above in self.terms.ancestors.items() if of in above]
        return tuple(self.terms.graph.of_type(*below))

    @cached_property
    def disjoint(self) -> tuple[frozenset[str], ...]:
        """Sets of classes of which a thing has at most one."""
        graph, rdf = self.terms.graph, "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        groups = []
        for group in graph.of_type(OWL + "AllDisjointClasses"):
            members, rest = set(), graph.name(group, OWL + "members")
            while rest and rest in graph:
                members.update(graph.names(rest, rdf + "first"))
                rest = graph.name(rest, rdf + "rest")
            groups.append(frozenset(members))
        return tuple(groups)

    def keys_on(self, bases: frozenset[str]) -> list[str]:
        return [key.name for key in self.keys.values() if bases.intersection(key.on)]


_LONGEST_WORD = 80
_BASES = frozenset((*BASES, "Entity"))


@cache
def schema() -> Schema:
    """The schema of the bundled vocabulary."""
    return Schema(vocabulary())


def nearest(word: str, known: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """A hint for a misspelt word: `did you mean ...?`, or the first few of what is known."""
    lowered = {name.lower(): name for name in known}
    # Imported only once something is misspelt: it is slow to import.
    from difflib import get_close_matches

    # Comparing a page of text with every word would take for ever and find nothing.
    found = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6) if len(word) <= _LONGEST_WORD else []
    if found:
        return f"did you mean {lowered[found[0]]}?"
    if 0 < len(known) <= 12:
        return "expected one of " + ", ".join(sorted(known))
    return "lexstemma vocabulary lists what there is"
