"""From files to a checked case: which format, which reader, one build for all files of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lexstemma.terms import (
    CONTEXT,
    CaseError,
    Format,
    Limits,
    Mapping,
    Node,
    Scalar,
    checked_text,
    from_plain,
    read_bytes,
    read_document,
)

from ._build import Build, slug
from ._check import check
from ._document import Document
from ._free import refuse_unmapped
from ._rdf import Triples
from ._schema import schema

SUFFIXES: dict[str, Format] = {
    ".yaml": "yaml-ld", ".yml": "yaml-ld", ".jsonld": "json-ld", ".json": "json-ld", ".ttl": "turtle", ".nt": "n-triples",
}  # fmt: skip
_EXPECTED = "expected .yaml, .jsonld, .ttl or .nt"
_MOST_FILES = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a case."""

    file: str
    format: Format
    data: bytes


def load(path: Path) -> Build:
    """Reads and checks the file or folder at `path`; see `Case.load`."""
    if path.is_dir():
        parts = _folder(path)
    elif path.exists() and path.suffix.lower() not in SUFFIXES:
        raise CaseError(f"suffix '{path.suffix}' is not one of a case", where=str(path), expected=_EXPECTED)
    else:
        data = read_bytes(path, error=CaseError)
        parts = [Part(str(path), SUFFIXES[path.suffix.lower()], data)]
    return _build(parts, str(path), slug(path.name))


def parse(data: bytes, *, format: Format, name: str) -> Build:
    """Reads and checks bytes; see `Case.parse`."""
    return _build([Part(name, format, data)], name, slug(name))


def from_dict(document: dict[str, object], name: str) -> Build:
    """Checks a dictionary; see `Case.from_dict`."""
    build = Build(schema(), name)
    root = from_plain(document, depth=Limits().depth, where=name, error=CaseError)
    _finish(build, [Document(build, root, name, needs_version=False)], slug(name))
    return build


def _folder(path: Path) -> list[Part]:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file() and file.name[0] != ".")
    if not files:
        raise CaseError("the folder holds no case", where=str(path), expected=_EXPECTED)
    if len(files) > _MOST_FILES:
        raise CaseError(f"the folder holds {len(files)} files", where=str(path), expected=f"at most {_MOST_FILES} are read")
    limits, left, parts = Limits(), Limits().bytes, []
    for file in files:
        data = read_bytes(file, limits=limits, error=CaseError)
        left -= len(data)
        if left < 0:
            expected = f"at most {limits.bytes:,} bytes are read"
            raise CaseError("the files of the folder are too large together", where=str(path), expected=expected)
        parts.append(Part(str(file), SUFFIXES[file.suffix.lower()], data))
    return parts


def _build(parts: list[Part], name: str, default_id: str) -> Build:
    build, limits = Build(schema(), name), Limits()
    readers = [_reader(build, part, limits) for part in parts]
    _finish(build, readers, default_id)
    return build


def _reader(build: Build, part: Part, limits: Limits) -> Document | Triples:
    if part.format in ("turtle", "n-triples"):
        return Triples(build, part.data, part.format, part.file, limits)
    text = checked_text(part.data, where=part.file, limits=limits, error=CaseError)
    root = read_document(text, format=part.format, file=part.file, depth=limits.depth, error=CaseError)
    if part.format == "json-ld" and not _is_document(root):
        refuse_unmapped(root, part.file)
        return Triples(build, part.data, part.format, part.file, limits)
    return Document(build, root, part.file, needs_version=True)


def _is_document(root: Node) -> bool:
    """Whether JSON-LD uses the bundled context as it is; other contexts are left to the JSON-LD parser."""
    if not isinstance(root, Mapping) or "@graph" in root.entries:
        return False
    context = root.entries.get("@context")
    if context is None or (isinstance(context, Scalar) and context.text.startswith(CONTEXT.rpartition("/")[0])):
        return True
    items = getattr(context, "items", [])
    return all(
        (isinstance(item, Scalar) and item.value == CONTEXT) or (isinstance(item, Mapping) and set(item.entries) == {"@base"})
        for item in items
    ) and bool(items)


def _finish(build: Build, readers: list[Document | Triples], default_id: str) -> None:
    for reader in readers:
        reader.collect()
    if build.id is None:
        build.id = default_id
    for reader in readers:
        reader.emit()
    if not build.types:
        raise CaseError("describes nothing", where=build.name, expected="a case has works, steps and what they produced")
    check(build)
