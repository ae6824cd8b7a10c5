"""A document (YAML, or JSON with the bundled context) becomes triples; every key, type and value is checked first.

Checked before expansion, because expanding JSON-LD drops unknown keys without a word: a misspelt fact would be lost.
"""

from __future__ import annotations

from lexstemma.terms import CONTEXT, XSD, CaseError, Lit, Mapping, Node, Scalar, Sequence, Where

from ._build import Build, Reference
from ._schema import FORMAT_VERSION, SECTIONS, Key, nearest
from ._values import code_value, licence_value, literal, term_value

_STATED = ("title", "note", "source", "compareUnder", "evidencePolicy")
_HEADER = ("lexstemma", "id", "type", "formatVersion", *_STATED)
_ALIASES = {"@id": "id", "@type": "type", "ls:fact": "fact"}


class Document:
    """One file of a case: `collect` names its things, `emit` adds their triples to the build."""

    def __init__(self, build: Build, root: Node, file: str, *, needs_version: bool) -> None:
        self.build, self.schema, self.file = build, build.schema, file
        self.root = self._mapping(root, "a case is a mapping of keys to values")
        self.nodes: list[tuple[str, Mapping]] = []
        self.ids: dict[int, str] = {}
        self.needs_version = needs_version

    # ------------------------------------------------------------ first pass: ids and types
    def collect(self) -> None:
        """Reads the header and gives every thing its id and types.

        Raises:
            CaseError: an unknown section, type or version, a missing id, two things with one id.
        """
        self._header()
        for section, entries in self.root.entries.items():
            if section not in SECTIONS:
                continue
            classes, default = SECTIONS[section]
            for index, item in enumerate(self._items(entries, empty=True), 1):
                node = self._mapping(item, f"an entry of '{section}' is a mapping with id and type")
                generated = f"{section}.{index}" if section in ("evidence", "licences") else None
                entity = self._declare(node, generated, default, f"an entry of '{section}'")
                bases = self.schema.bases(self.build.types[entity])
                if not bases.intersection(classes):
                    fitting = next(
                        (f"under '{name}'" for name, (of, _) in SECTIONS.items() if bases.intersection(of)), "with its thing"
                    )
                    what = f"'{entity}' is a {self.build.types[entity][0]} and stands under '{section}'"
                    raise self.error(what, node, f"correct its type, or write it {fitting}")

    def _header(self) -> None:
        entries, versions = self.root.entries, 0
        for key, node in entries.items():
            line = self.root.lines[key]
            where = Where(self.file, line)
            if key in ("@context", "@base"):
                versions += self._context(node, line)
            elif key in ("lexstemma", "formatVersion"):
                self.build.check_version(node.value if isinstance(node, Scalar) else None, where)
                versions += 1
            elif key not in SECTIONS and _ALIASES.get(key, key) not in _HEADER:
                hint = nearest(key, (*_HEADER[:-1], *SECTIONS))
                raise CaseError(f"unknown key '{key}'", where=where, expected=hint)
        if self.needs_version and not versions:
            raise CaseError(
                "names no format version", where=Where(self.file, 1), expected=f"begin with: lexstemma: {FORMAT_VERSION}"
            )
        name = entries.get("id", entries.get("@id"))
        if name is not None:
            scalar = self._scalar(name, "id")
            self.build.set_id(scalar.text, Where(self.file, scalar.line))
        if (types := entries.get("type", entries.get("@type"))) is not None and self._scalar(types, "type").text != "Case":
            raise self.error("the document itself is a Case", types, "remove its type")

    def _context(self, node: Node, line: int | None) -> int:
        found = 0
        for item in self._items(node):
            if isinstance(item, Scalar) and item.value == CONTEXT:
                found = 1
            elif isinstance(item, Scalar) and item.text.startswith(CONTEXT.rpartition("/")[0]):
                version = item.text.rpartition("/")[2]
                self.build.check_version(int(version) if version.isdigit() else version, Where(self.file, item.line or line))
            elif not (isinstance(item, Mapping) and set(item.entries) == {"@base"}):
                said = item.text if isinstance(item, Scalar) else "written here"
                raise CaseError(f"the context {said} is not read", where=Where(self.file, line), expected=f"use {CONTEXT}")
        return found

    def _declare(self, node: Mapping, generated: str | None, default: str | None, what: str) -> str:
        where = Where(self.file, node.line)
        name = node.entries.get("id", node.entries.get("@id"))
        if name is not None:
            scalar = self._scalar(name, "id")
            where = Where(self.file, scalar.line)
            entity = self.build.entity_id(scalar.text, where)
        elif generated is None:
            raise self.error(f"{what} has no id", node, "add id: a-short-name")
        else:
            entity, count = generated, 1
            while entity in self.build.types:
                count += 1
                entity = f"{generated}.{count}"
        types = node.entries.get("type", node.entries.get("@type"))
        names = [self._scalar(item, "type").text.removeprefix("ls:") for item in self._items(types)] or (
            [default] if default else []
        )
        if not names:
            raise self.error(f"'{entity}' has no type", node, "add type: and one of the classes that lexstemma vocabulary lists")
        self.build.check_types(names, where if types is None else Where(self.file, types.line))
        self.build.declare(entity, names, where)
        self.nodes.append((entity, node))
        self.ids[id(node)] = entity
        for key, value in node.entries.items():
            known = self.schema.keys.get(key)
            if known is not None and known.kind in ("ref", "node", "licence"):
                for index, item in enumerate(self._items(value), 1):
                    if isinstance(item, Mapping) and not self._is_reference(item) and "@value" not in item.entries:
                        self._declare(item, f"{entity}.{key}.{index}", known.default_type, f"the {key} of '{entity}'")
        return entity

    @staticmethod
    def _is_reference(node: Mapping) -> bool:
        return len(node.entries) == 1 and ("id" in node.entries or "@id" in node.entries)

    # ------------------------------------------------------------ second pass: triples
    def emit(self) -> None:
        """Adds the triples of the document to the build.

        Raises:
            CaseError: an unknown key or value, or one that such a thing cannot have.
        """
        case, graph = self.build.iri, self.build.graph
        for name in _STATED:
            if name in self.root.entries:
                self._emit_key(case, self.schema.keys[name], self.root.entries[name], Where(self.file, self.root.lines[name]))
        for entity, node in self.nodes:
            types = self.build.types[entity]
            for name in types:
                graph.add(entity, "type", name)
            bases = self.schema.bases(types)
            for key, value in node.entries.items():
                if key in ("id", "type", "@id", "@type"):
                    continue
                where = Where(self.file, node.lines[key], None if node.lines[key] else f"{entity}.{key}")
                known = self.schema.keys.get(key)
                if known is None:
                    expected = nearest(key, self.schema.keys_on(bases))
                    raise CaseError(f"unknown key '{key}' on '{entity}'", where=where, expected=expected)
                self.build.check_key(known, bases, entity, where)
                self._emit_key(entity, known, value, where)

    def _emit_key(self, entity: str, key: Key, value: Node, where: Where) -> None:
        items = self._items(value)
        if key.single and len(items) > 1:
            more = "; give each its own source under asserts" if key.name in self.schema.terms.facts else ""
            raise CaseError(f"'{key.name}' of '{entity}' has {len(items)} values", where=where, expected=f"one is read{more}")
        self.build.lines.setdefault((entity, key.name), where)
        for item in items:
            at = where if item.line is None else Where(self.file, item.line)
            self.build.graph.add(entity, key.name, self._value(entity, key, item, at))

    def _value(self, entity: str, key: Key, item: Node, where: Where) -> str | Lit:
        if isinstance(item, Mapping) and "@value" in item.entries and key.kind not in ("ref", "node"):
            return self._value_object(entity, key, item, where)
        if isinstance(item, Mapping):
            return self._nested(entity, key, item, where)
        scalar = self._scalar(item, key.name)
        if scalar.value is None or scalar.text == "":
            raise CaseError(f"'{key.name}' of '{entity}' is empty", where=where, expected="write its value, or remove the line")
        text = scalar.text
        if key.kind in ("ref", "node") or (key.kind == "licence" and self.build.is_licence(text.removeprefix("#"))):
            target = self.build.entity_id(text, where)
            self.build.references.append(Reference(entity, key, target, where))
            return target
        if key.kind == "licence":
            return licence_value(text)
        if key.kind == "code":
            return code_value(key, text, where)
        if key.kind in ("term", "fact"):
            return term_value(self.schema, key, text.removeprefix("ls:"), where)
        return literal(entity, key, scalar.value, text, where)

    def _value_object(self, entity: str, key: Key, item: Mapping, where: Where) -> str | Lit:
        """JSON-LD's long form of a literal, such as {"@value": "1990", "@type": "xsd:gYear"}."""
        scalar = self._scalar(item.entries["@value"], key.name)
        if key.kind == "licence":
            return Lit(scalar.text)
        typed = item.entries.get("@type")
        datatype = "" if typed is None else self._scalar(typed, "@type").text.removeprefix(XSD).removeprefix("xsd:")
        if datatype not in ("", "string"):
            scalar = Scalar.plain(scalar.text, scalar.line)
        value = self._value(entity, key, scalar, where)
        fits = not datatype or (isinstance(value, Lit) and value.datatype == datatype)
        if not fits or set(item.entries) - {"@value", "@type"}:
            what = f"'{key.name}' of '{entity}' has a type that it cannot have"
            raise CaseError(what, where=where, expected="write the value alone")
        return value

    def _nested(self, entity: str, key: Key, item: Mapping, where: Where) -> str | Lit:
        if key.kind not in ("ref", "node", "licence"):
            raise CaseError(f"'{key.name}' of '{entity}' is a value, not a thing", where=where, expected="write it on one line")
        if id(item) in self.ids:
            target = self.ids[id(item)]
        elif not self._is_reference(item):
            raise CaseError(f"'{key.name}' of '{entity}' is not a thing", where=where, expected="write its id, or keys and values")
        else:
            target = self.build.entity_id(self._scalar(next(iter(item.entries.values())), "id").text, where)
        self.build.references.append(Reference(entity, key, target, where))
        return target

    # ------------------------------------------------------------ reading nodes
    def error(self, what: str, node: Node, expected: str) -> CaseError:
        return CaseError(what, where=Where(self.file, node.line), expected=expected)

    def _items(self, node: Node | None, *, empty: bool = False) -> list[Node]:
        if node is None or (empty and isinstance(node, Scalar) and node.value is None):
            return []
        return node.items if isinstance(node, Sequence) else [node]

    def _mapping(self, node: Node, expected: str) -> Mapping:
        if not isinstance(node, Mapping):
            raise self.error("expected keys and values here", node, expected)
        return node

    def _scalar(self, node: Node, key: str) -> Scalar:
        if not isinstance(node, Scalar):
            found = "a list" if isinstance(node, Sequence) else "keys and values"
            raise self.error(f"'{key}' holds {found}", node, "expected one word or value")
        return node
