"""A case in Turtle, N-Triples or free JSON-LD: the same checks as for a document, made on its triples."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph

from lexstemma.terms import CASE, LAW, LS, RDF_TYPE, XSD, CaseError, Format, Limits, Lit, Where, checked_text, compact, safe_triples

from ._build import Build, Reference, find_line, slug
from ._schema import SECTIONS, Key, nearest
from ._values import code_value, day_or_year, licence_value, number, term_value

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal
_LINKS = (*SECTIONS, "includes")
_LONGEST_NAME = 200
_WHOLE = frozenset(("integer", "nonNegativeInteger", "positiveInteger", "int", "long"))
_NUMBERS = frozenset(("decimal", "double", "float", *_WHOLE))
_TEXTS = frozenset(("string", "anyURI"))


class _Triple(NamedTuple):
    """What the door lets through: no triples about triples."""

    subject: pyoxigraph.NamedNode | pyoxigraph.BlankNode
    predicate: str
    object: Term


class Triples:
    """One RDF file of a case: `collect` names its things, `emit` adds their triples to the build."""

    def __init__(self, build: Build, data: bytes, format: Format, file: str, limits: Limits) -> None:
        self.build, self.schema, self.file = build, build.schema, file
        self.text = checked_text(data, where=file, limits=limits, error=CaseError)
        base = CASE + slug(file)
        read = safe_triples(data, format=format, where=file, limits=limits, base=base, error=CaseError)
        self.triples = [_Triple(t.subject, t.predicate.value, t.object) for t in read]  # type: ignore[arg-type]
        self.names: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        build.texts[file] = self.text

    # ------------------------------------------------------------ first pass: ids and types
    def collect(self) -> None:
        """Finds the case, its things and their types.

        Raises:
            CaseError: an unknown class, a thing of two disjoint classes, two things with one id, no case at all.
        """
        self._find_case()
        self._name_blanks()
        types: dict[str, list[str]] = {}
        for triple in self.triples:
            if triple.predicate == RDF_TYPE and triple.object.value.startswith((LS, LAW)):
                types.setdefault(self._name(triple.subject), []).append(triple.object.value.removeprefix(LS))
        for entity, names in types.items():
            where = self._where(entity)
            wrong = next((name for name in names if name not in self.schema.classes), None)
            if entity != self.case_iri:
                self.build.check_types(names, where if wrong is None else self._at(wrong, where))
                self.build.declare(entity, names, Where(self.file))
            elif names != ["Case"]:
                raise CaseError("the case is also something else", where=where, expected="give the thing its own id")

    def _find_case(self) -> None:
        cases = {t.subject.value for t in self.triples if t.predicate == RDF_TYPE and t.object.value == LS + "Case"}
        if not cases:
            cases = {t.subject.value.partition("#")[0] for t in self.triples if t.subject.value.startswith(CASE)}
        if len(cases) > 1:
            raise CaseError("holds two cases", where=self.file, expected="one case to a file: " + ", ".join(sorted(cases)[:3]))
        self.case_iri = cases.pop() if cases else ""
        if self.case_iri:
            if not self.case_iri.startswith(CASE) or "#" in self.case_iri:
                raise CaseError(f"the case is called {self.case_iri}", where=self.file, expected=f"call it {CASE}some-name")
            self.build.set_id(self.case_iri, Where(self.file, find_line(self.text, self.case_iri)))

    def _name_blanks(self) -> None:
        """Names every blank node after the thing and key that lead to it, as documents do."""
        counts: dict[tuple[str, str], int] = {}
        unnamed: set[str] = set()
        for triple in self.triples:
            if isinstance(triple.subject, pyoxigraph.BlankNode):
                unnamed.add(triple.subject.value)
        waiting: dict[str, list[tuple[str, str, int]]] = {}
        ready: list[tuple[str, str]] = []
        for triple in self.triples:
            parent, key = triple.subject.value, compact(triple.predicate)
            counts[parent, key] = index = counts.get((parent, key), 0) + 1
            if isinstance(triple.object, pyoxigraph.BlankNode):
                waiting.setdefault(parent, []).append((triple.object.value, key, index))
                if not isinstance(triple.subject, pyoxigraph.BlankNode) and parent not in self.names:
                    ready.append((parent, self._name(triple.subject)))
        while ready:
            parent, name = ready.pop()
            for child, key, index in waiting.pop(parent, ()):
                if child not in self.names:
                    self.names[child] = self._free(f"{name}.{key}.{index}")
                    ready.append((child, self.names[child]))
        for blank in sorted(unnamed - self.names.keys()):
            self.names[blank] = self._free("node")
        for blank in (t.object.value for t in self.triples if isinstance(t.object, pyoxigraph.BlankNode)):
            self.names.setdefault(blank, self._free("node"))

    def _free(self, name: str) -> str:
        # A name is bounded, or a long chain of blank nodes would grow names quadratically.
        return name if len(name) <= _LONGEST_NAME and name != "node" else f"node.{len(self.names) + 1}"

    def _name(self, node: Term) -> str:
        """The id of a thing of the case."""
        if isinstance(node, pyoxigraph.BlankNode):
            return self.names[node.value]
        iri = node.value
        if iri not in self.ids:
            self.ids[iri] = self._id(iri)
        return self.ids[iri]

    def _id(self, iri: str) -> str:
        if iri == self.case_iri:
            return iri
        if iri.startswith((LS, LAW)):
            where = self._at(compact(iri), Where(self.file))
            raise CaseError(
                f"'{compact(iri)}' is a term, not a thing of the case", where=where, expected="describe things of your own"
            )
        if not iri.startswith(CASE):
            return iri
        return self.build.entity_id(iri, Where(self.file, find_line(self.text, iri)))

    # ------------------------------------------------------------ second pass: triples
    def emit(self) -> None:
        """Adds the triples of the file to the build.

        Raises:
            CaseError: an unknown property or value, or one that such a thing cannot have.
        """
        seen: dict[tuple[str, str], int] = {}
        for triple in self.triples:
            subject, predicate = self._name(triple.subject), triple.predicate
            try:
                self._emit(subject, predicate, triple.object, seen)
            except CaseError as error:
                if error.where is not None and error.where.line is not None:
                    raise
                # Parsers give no lines: the name is looked for in the text, and only when something is wrong.
                where = self._where(subject, compact(predicate))
                raise CaseError(error.what, where=where, expected=error.expected) from None

    def _emit(self, subject: str, predicate: str, thing: Term, seen: dict[tuple[str, str], int]) -> None:
        if subject == self.case_iri:
            subject = self.build.iri
        if predicate == RDF_TYPE:
            self.build.graph.add(subject, "type", compact(thing.value))
        elif not predicate.startswith(LS):
            self._foreign(subject, predicate, thing)
        else:
            self._own(subject, predicate[len(LS) :], thing, seen)

    def _foreign(self, subject: str, predicate: str, thing: Term) -> None:
        """Statements of other vocabularies are kept and never read, but a property of ours in a wrong namespace is an error."""
        if predicate.startswith(LAW):
            raise CaseError(
                f"unknown property '{compact(predicate)}'",
                where=self._at(compact(predicate), Where(self.file)),
                expected=f"properties begin with {LS}",
            )
        if isinstance(thing, pyoxigraph.Literal):
            datatype = thing.datatype.value
            value: str | Lit = Lit(thing.value, datatype.removeprefix(XSD) if datatype.startswith(XSD) else "string")
        else:
            value = self._name(thing) if isinstance(thing, pyoxigraph.BlankNode) or thing.value.startswith(CASE) else thing.value
        self.build.graph.add(subject, predicate, value)

    def _own(self, subject: str, name: str, thing: Term, seen: dict[tuple[str, str], int]) -> None:
        is_case = subject == self.build.iri
        where = Where(self.file)
        if is_case and name in _LINKS:
            classes, _ = SECTIONS.get(name, (("",), None))
            of = classes[0] if len(classes) == 1 else ""
            self.build.references.append(Reference(subject, Key(name, "ref", ("Case",), of), self._name(thing), where))
            return
        key = self.schema.keys.get(name)
        types = ["Case"] if is_case else self.build.types.get(subject)
        if types is None:
            raise CaseError(
                f"'{subject}' has no type", where=where, expected="say what it is: a ls:TextWork, ls:Dataset, ls:Company, ..."
            )
        bases = self.schema.bases(types)
        if key is None:
            at = self._at(name, where)
            raise CaseError(
                f"unknown property '{name}' on '{subject}'", where=at, expected=nearest(name, self.schema.keys_on(bases))
            )
        self.build.check_key(key, bases, subject, where)
        count = seen[subject, name] = seen.get((subject, name), 0) + 1
        if key.single and count > 1 and name not in self.schema.terms.facts:
            raise CaseError(f"'{name}' of '{subject}' has several values", where=where, expected="one is read")
        self.build.lines.setdefault((subject, name), Where(self.file))
        if name == "formatVersion":
            self.build.check_version(int(thing.value) if thing.value.isdigit() else thing.value, where)
            return
        self.build.graph.add(subject, name, self._value(subject, key, thing, where))

    def _value(self, subject: str, key: Key, thing: Term, where: Where) -> str | Lit:
        if isinstance(thing, pyoxigraph.Literal):
            return self._literal(subject, key, thing, where)
        iri = thing.value if isinstance(thing, pyoxigraph.NamedNode) else ""
        if key.kind == "text" and iri:
            return Lit(iri)
        if key.kind == "licence" and iri and not iri.startswith(CASE) and not self.build.is_licence(iri):
            return licence_value(iri.removeprefix(LAW))
        if key.kind in ("ref", "node", "licence"):
            target = self._name(thing)
            self.build.references.append(Reference(subject, key, target, where))
            return target
        if key.kind == "code" and iri.startswith(LAW):
            return code_value(key, iri[len(LAW) :], where)
        if key.kind in ("term", "fact") and iri.startswith(LS):
            return term_value(self.schema, key, iri[len(LS) :], self._at(iri[len(LS) :], where))
        raise self._wrong(subject, key, iri or "a blank node", where)

    def _literal(self, subject: str, key: Key, thing: pyoxigraph.Literal, where: Where) -> str | Lit:
        text, datatype = thing.value, thing.datatype.value.removeprefix(XSD)
        found: Lit | None = None
        if key.kind == "boolean" and datatype == "boolean" and text in ("true", "false", "1", "0"):
            found = Lit("true" if text in ("true", "1") else "false", "boolean")
        elif key.kind in ("date", "dateOrYear") and datatype in ("date", "gYear"):
            found = day_or_year(text, year=key.kind == "dateOrYear")
            found = found if found is not None and found.datatype == datatype else None
        elif key.kind in ("integer", "count") and datatype in _WHOLE and text.removeprefix("+").isdigit():
            found = Lit(str(int(text)), "integer") if int(text) >= (key.kind == "integer") else None
        elif key.kind == "number" and datatype in _NUMBERS and re.fullmatch(r"\+?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?", text):
            found = number(text.removeprefix("+")) if float(text) < float("inf") else None
        elif key.kind == "text" and (datatype in _TEXTS or thing.language):
            found = Lit(text)
        elif key.kind == "licence" and text:
            return licence_value(text)
        if found is None or not text:
            raise self._wrong(subject, key, f'"{text}"', where)
        return found

    def _wrong(self, subject: str, key: Key, found: str, where: Where) -> CaseError:
        return CaseError(f"'{key.name}' of '{subject}' is {found}", where=where, expected=f"expected {_EXPECTED[key.kind]}")

    # ------------------------------------------------------------ lines
    def _where(self, entity: str, prop: str | None = None) -> Where:
        return Where(self.file, find_line(self.text, entity, prop))

    def _at(self, word: str, otherwise: Where) -> Where:
        found = re.search(rf"[:#]{re.escape(word)}(?!\w)", self.text)
        return otherwise if found is None else Where(self.file, self.text.count("\n", 0, found.start()) + 1)


_EXPECTED = {
    "ref": "a thing of the case", "node": "a thing of the case", "licence": "a licence: law:licence-CC-BY-4.0 or its name",
    "code": "a place, law: and its code", "term": "a value of the vocabulary", "fact": "a fact such as ls:lawfulAccess",
    "date": '"2025-03-01"^^xsd:date', "dateOrYear": '"1990-03-01"^^xsd:date or "1990"^^xsd:gYear', "boolean": "true or false",
    "integer": "a whole number above 0", "count": "a whole number, 0 or more", "number": "a number", "text": "text",
}  # fmt: skip
