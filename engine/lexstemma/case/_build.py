"""What loading collects: the graph, the line of every statement, the types, and the references still to be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lexstemma.terms import CASE, CaseError, Graph, Where

from ._schema import FORMAT_VERSION, Key, Schema, nearest

# An id is the fragment of an IRI: letters, digits and the marks that need no escape there; or it is a whole IRI.
_ID = re.compile(r"[^\W]([\w.~-]*\w)?")
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")

_TOO_GENERAL = ("Entity", "Case")
_LONGEST_SEARCHED = 100_000


@dataclass(slots=True)
class Reference:
    """One thing names another: checked when all files of the case are read."""

    subject: str
    key: Key
    target: str
    where: Where


@dataclass
class Build:
    """A case while it is read."""

    schema: Schema
    name: str
    id: str | None = None
    header: Where | None = None
    graph: Graph = field(default_factory=Graph)
    lines: dict[tuple[str, str | None], Where] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    first_id: Where | None = None

    @property
    def iri(self) -> str:
        return CASE + (self.id or "case")

    def where(self, entity: str, prop: str | None = None) -> Where:
        """The best known place of a statement: its own line, the line of the thing, the file."""
        found = self.lines.get((entity, prop)) or self.lines.get((entity, None))
        if found is not None and found.line is None and found.file in self.texts:
            line = find_line(self.texts[found.file], entity, prop)
            return found if line is None else Where(found.file, line)
        return found or Where(self.name, path=entity if prop is None else f"{entity}.{prop}")

    def located(self, where: Where, entity: str, prop: str) -> Where:
        """`where`, or the line found by name where the reader knew none."""
        return self.where(entity, prop) if where.line is None else where

    def declare(self, entity: str, types: list[str], where: Where) -> None:
        """A thing enters the case.

        Raises:
            CaseError: another thing has the same id.
        """
        if entity in self.types:
            first = self.lines.get((entity, None))
            seen = "" if first is None or first.line is None else f" ({first})"
            raise CaseError(f"two things have the id '{entity}'{seen}", where=where, expected="give each its own id")
        self.types[entity] = types
        self.lines[entity, None] = where

    def is_licence(self, name: str) -> bool:
        """Whether a name is that of a licence written for this case, not of one known everywhere."""
        return "Licence" in self.schema.terms.classes_of(self.types.get(name, []))

    def set_id(self, case: str, where: Where) -> None:
        """The id of the case; all files of a folder agree on it.

        Raises:
            CaseError: not an id, or another file gave another.
        """
        case = case.removeprefix(CASE).rstrip("#")
        if not _ID.fullmatch(case):
            raise CaseError(f"'{case}' is not an id for a case", where=where, expected="use letters, digits, '-', '_' and '.'")
        if self.id is not None and self.id != case and self.first_id is not None:
            raise CaseError(f"the case has two ids, '{self.id}' and '{case}'", where=where, expected="one case to a file or folder")
        self.id, self.first_id = case, where

    def entity_id(self, text: str, where: Where) -> str:
        """The id that `text` stands for: `crawl`, `#crawl`, or a whole IRI.

        Raises:
            CaseError: it is not an id, or names a thing of another case.
        """
        if text.startswith(CASE):
            case, _, text = text[len(CASE) :].partition("#")
            if self.id is not None and case != self.id:
                raise CaseError(f"'{text}' is a thing of another case, {case}", where=where, expected=f"this case is {self.id}")
        text = text.removeprefix("#")
        if not _ID.fullmatch(text) and not _IRI.fullmatch(text):
            raise CaseError(f"'{text}' is not an id", where=where, expected="use letters, digits, '-', '_' and '.', or a whole IRI")
        return text

    def check_version(self, version: object, where: Where) -> None:
        """Raises CaseError unless this software reads that version of the format."""
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise CaseError(f"format version {version!r} is not known", where=where, expected=f"write lexstemma: {FORMAT_VERSION}")
        if version > FORMAT_VERSION:
            raise CaseError(
                f"is written in version {version} of the case format",
                where=where,
                expected=f"this program reads version {FORMAT_VERSION}; install a newer lexstemma",
            )

    def check_types(self, types: list[str], where: Where) -> None:
        """Raises CaseError for an unknown class, or for classes that nothing can have together."""
        for name in types:
            if name in _TOO_GENERAL:
                raise CaseError(f"'{name}' says too little", where=where, expected="say which kind of thing it is")
            if name not in self.schema.classes:
                raise CaseError(f"unknown type '{name}'", where=where, expected=nearest(name, self.schema.classes))
        above = self.schema.terms.classes_of(types)
        for group in self.schema.disjoint:
            if len(both := sorted(group & above)) > 1:
                named = " and ".join(self.schema.terms.label(name) for name in both[:2])
                raise CaseError(f"nothing is both {named}", where=where, expected="make it two things with two ids")

    def check_key(self, key: Key, bases: frozenset[str], subject: str, where: Where) -> None:
        """Raises CaseError when such a thing cannot carry this key."""
        if not bases.intersection(key.on):
            label = self.schema.terms.label
            owner = " or ".join(dict.fromkeys(label(name) for name in key.on))
            have = ", ".join(label(name) for name in sorted(bases - {"Entity"}) or ["Entity"])
            raise CaseError(f"'{key.name}' is not said of '{subject}' ({have})", where=where, expected=f"it belongs on: {owner}")


def find_line(text: str, entity: str, prop: str | None = None) -> int | None:
    """The line of RDF text where a thing is described, or a property of it: found by its name, as parsers give no lines."""
    if len(text) > _LONGEST_SEARCHED:
        return None
    name = re.escape(entity.rpartition("#")[2])
    found = re.search(rf"^[ \t]*+\S*[#:]{name}(?![\w~-])", text, re.MULTILINE) or re.search(rf"{name}(?![\w~-])", text)
    if found is None:
        return None
    at = found.end()
    if prop is not None and (inside := re.compile(rf"[:#]{re.escape(prop)}(?!\w)").search(text, found.start())):
        at = inside.end()
    return text.count("\n", 0, at) + 1


def slug(name: str) -> str:
    """The id of a case that names none: the name of its file without folder and suffix."""
    stem = name.replace("\\", "/").rstrip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[^\w.-]+", "-", stem).strip("-._") or "case"
