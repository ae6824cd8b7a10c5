"""A case: what happened to works, datasets, weights and outputs, and who says so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from lexstemma.terms import DEFAULT_POLICY, CaseError, Graph, Lit, Where, vocabulary, write_atomically

from ._build import Build
from ._schema import nearest, schema
from ._what_if import Setting, with_statements

Format = Literal["turtle", "json-ld", "yaml-ld", "n-triples"]

HELD_AS = ("rightsholder", "author", "maker")
"""The properties by which a case says whose a thing is, the one that counts first."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact about one thing, as one source states it. Sources may disagree; every statement is kept.

    Attributes:
        fact: name of the fact.
        subject: id of the thing it is said of.
        concerning: id of the other thing of the pair (usually a work), or None.
        value: whether the fact holds.
        source: who says so and where; the thing's own source or the case's where the statement names none.
        since: the day from which it holds (ISO 8601), or None.
        where: the place in the file.
    """

    fact: str
    subject: str
    concerning: str | None
    value: bool
    source: str | None
    since: str | None
    where: Where


class Case:
    """A case file, read and checked. It never changes; `with_statement` gives another case.

    Attributes:
        id: the name of the case.
        graph: its triples, with short names: a thing of the case is its id.
        source: the file or folder it was read from.
    """

    def __init__(self, build: Build) -> None:
        self.id = build.id or "case"
        self.graph: Graph = build.graph
        self.source = build.name
        self._build = build

    # ------------------------------------------------------------ making one
    @classmethod
    def load(cls, path: str | Path) -> Case:
        """Reads a case from a file (.yaml, .yml, .jsonld, .json, .ttl, .nt) or from a folder of such files.

        Raises:
            CaseError: the file cannot be read, or what it says cannot be; names the line where it is known.
        """
        from ._load import load

        return cls(load(Path(path)))

    @classmethod
    def parse(cls, data: bytes, *, format: Format, name: str = "<case>") -> Case:
        """Reads a case from bytes.

        Raises:
            CaseError: as for `load`.
        """
        from ._load import parse

        return cls(parse(data, format=format, name=name))

    @classmethod
    def from_dict(cls, document: Dict[str, object], name: str = "<case>") -> Case:
        """A case from a dictionary with the same keys as the YAML form; the format version may be left out.

        Raises:
            CaseError: as for `load`, with the path inside the document instead of a line.
        """
        from ._load import from_dict

        return cls(from_dict(dict(document), name))

    def save(self, path: str | Path) -> None:
        """Writes the case, in the format of the suffix; the file is replaced whole or not at all.

        Raises:
            CaseError: the suffix is none of .ttl, .jsonld, .yaml (.json, .yml), or the file cannot be written.
        """
        from ._save import save

        save(self.id, self.graph, Path(path))

    # ------------------------------------------------------------ reading it
    @property
    def iri(self) -> str:
        """The IRI of the case; its things are fragments of it."""
        return self._build.iri

    @property
    def title(self) -> str:
        """The title, or the id where the case has none."""
        return self.graph.text(self.iri, "title") or self.id

    @property
    def compare_under(self) -> tuple[str, ...]:
        """Codes of the laws under which the case's author would compare it; empty where it names none."""
        return tuple(self.graph.names(self.iri, "compareUnder"))

    @property
    def evidence_policy(self) -> str:
        """The name of the policy by which results of probes assert facts; `default` where the case chooses none."""
        return self.graph.text(self.iri, "evidencePolicy") or DEFAULT_POLICY

    @cached_property
    def digest(self) -> str:
        """sha256 (hexadecimal) of the case as sorted N-Triples: the same for every format and order of the file."""
        return hashlib.sha256(self.to_ntriples().encode()).hexdigest()

    def to_ntriples(self) -> str:
        """The case as sorted N-Triples, which `parse` reads back: one text for one graph."""
        from ._triples import ntriples

        return ntriples(self.id, self.graph)

    def where(self, entity: str, prop: str | None = None) -> Where:
        """The place in the file where a thing, or one of its properties, is written."""
        return self._build.where(entity, prop)

    @cached_property
    def _types(self) -> dict[str, frozenset[str]]:
        classes_of = vocabulary().classes_of
        return {entity: classes_of(types) for entity, types in self._build.types.items()}

    def types(self, entity: str) -> frozenset[str]:
        """The classes of a thing, with all their superclasses; empty for an unknown id."""
        return self._types.get(entity, frozenset())

    def of_kind(self, cls: str) -> list[str]:
        """The things of a class or of one of its subclasses, in the order of the file."""
        return [entity for entity, types in self._types.items() if cls in types]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every fact stated in the case, in the order of the file: plain ones and those under `asserts`."""
        facts, graph = vocabulary().facts, self.graph
        default = graph.text(self.iri, "source")
        found: list[Statement] = []
        for entity in self._build.types:
            source = graph.text(entity, "source") or default
            for prop, values in graph.properties(entity).items():
                if prop in facts:
                    where = self.where(entity, prop)
                    found += [Statement(prop, entity, None, flag, source, None, where) for flag in _flags(values)]
                elif prop == "asserts":
                    for record in values:
                        if isinstance(record, str):
                            found += self._asserted(entity, record, source)
        return tuple(found)

    def _asserted(self, entity: str, record: str, source: str | None) -> list[Statement]:
        graph = self.graph
        fact, since = graph.name(record, "fact") or "", graph.text(record, "since")
        said = graph.text(record, "source") or source
        others: list[str | None] = [*graph.names(record, "concerning")] or [None]
        return [
            Statement(fact, entity, concerning, flag, said, since, self.where(record))
            for concerning in others
            for flag in _flags(graph.values(record, "value"))
        ]

    # ------------------------------------------------------------ what if
    def with_statement(
        self, fact: str, subject: str, value: bool | None, concerning: str | None = None, source: str = "what-if"
    ) -> Case:
        """The same case with one fact set: all statements of that fact about that thing (and pair) give way to this one.

        Args:
            value: True or False, or None to leave the fact undocumented.

        Raises:
            CaseError: the vocabulary has no such fact or the case no such thing.
        """
        return self.with_statements([(fact, subject, concerning, value)], source)

    def with_statements(self, settings: Sequence[Setting], source: str = "what-if") -> Case:
        """The same case with several facts set, as by `with_statement` one after the other.

        Args:
            settings: of each the fact, the thing, the other thing of the pair or None, and the value.

        Raises:
            CaseError: as for `with_statement`.
        """
        facts, old = vocabulary().facts, self._build
        for fact, subject, concerning, _ in settings:
            if fact not in facts:
                raise CaseError(f"unknown fact '{fact}'", where=source, expected=nearest(fact, tuple(facts)))
            for name in (subject, concerning):
                if name is not None and name not in old.types:
                    raise CaseError(f"the case describes no '{name}'", where=source, expected=nearest(name, tuple(old.types)))
            bases = schema().bases(old.types[subject])
            old.check_key(schema().keys[fact], bases, subject, Where(source))
        return Case(with_statements(old, settings, source))

    def with_value(self, subject: str, key: str, text: str, source: str = "what-if") -> Case:
        """The same case with other values of a key that is no fact, such as `place` or `date`; no text takes the key away.

        Args:
            text: the values as YAML writes them, separated by commas.

        Raises:
            CaseError: the case has no such thing, the thing no such key, the key no such value, or the result cannot be.
        """
        from ._with_value import with_value

        return Case(with_value(self._build, subject, key, text, source))

    # ------------------------------------------------------------ evidence
    def without_evidence(self, ids: Sequence[str], source: str = "what-if") -> Case:
        """The same case without these pieces of evidence.

        Raises:
            CaseError: one of them is no evidence of the case.
        """
        from ._without import without

        for name in ids:
            if "Evidence" not in self.types(name):
                known = self.of_kind("Evidence")
                hint = nearest(name, known) if known else "it holds no evidence"
                raise CaseError(f"the case holds no evidence '{name}'", where=source, expected=hint)
        return Case(without(self._build, frozenset(ids)))

    def with_evidence(self, nodes: Sequence[Dict[str, object]], source: str = "evidence") -> Case:
        """The same case with more evidence.

        Args:
            nodes: as under `evidence` in a case file, each with an id.

        Raises:
            CaseError: an unknown key, a reference to nothing, an id that is taken, or a case that cannot be.
        """
        from ._with_evidence import with_evidence

        return Case(with_evidence(self._build, [dict(node) for node in nodes], source))

    def save_evidence(self, path: str | Path, ids: Sequence[str], *, original: str | Path) -> None:
        """Writes the case, which is that of the file `original` and the evidence of these ids. A YAML file keeps its comments and
        all of its other lines, where the evidence can be added at the end of its section; any other is written as by `save`.

        Raises:
            CaseError: as for `save`.
        """
        from ._with_evidence import with_text_added

        there, here = Path(path), Path(original)
        if {there.suffix.lower(), here.suffix.lower()} <= {".yaml", ".yml"} and here.is_file():
            text = with_text_added(here, self._build, ids)
            if text is not None and self._reads_as_this(text, there.name):
                write_atomically(there, text, CaseError)
                return
        self.save(path)

    def _reads_as_this(self, text: str, name: str) -> bool:
        try:
            return Case.parse(text.encode(), format="yaml-ld", name=name).digest == self.digest
        except CaseError:
            return False


def _flags(values: list[str | Lit]) -> list[bool]:
    return [value.text in ("true", "1") for value in values if isinstance(value, Lit)]
