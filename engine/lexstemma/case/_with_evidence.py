"""Evidence added: a build like another with more nodes of evidence, and a case file that gains them and keeps the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lexstemma.terms import CaseError, Graph, Limits, checked_text, from_plain, read_bytes

from ._build import Build
from ._check import check
from ._document import Document
from ._sections import yaml

_SECTION = re.compile(r"evidence:[ \t]*(#.*)?$")
_ITEM = re.compile(r"( *)- ")


def with_evidence(old: Build, nodes: Sequence[dict[str, object]], source: str) -> Build:
    """`old` with these nodes, written as under `evidence` in a case file.

    Raises:
        CaseError: an unknown key, a reference to nothing, an id that is taken, or a case that cannot be.
    """
    new = Build(old.schema, old.name, id=old.id, lines=dict(old.lines), texts=old.texts, types=dict(old.types))
    new.references = list(old.references)
    for entity in old.graph.subjects():
        for prop, values in old.graph.properties(entity).items():
            for value in values:
                new.graph.add(entity, prop, value)
    for node in nodes:
        if node.get("id") in old.types:
            expected = "expected a new id; the case was not changed"
            raise CaseError(f"the case has a '{node['id']}' already", where=source, expected=expected)
    root = from_plain({"evidence": [*nodes]}, depth=Limits().depth, where=source, error=CaseError)
    document = Document(new, root, source, needs_version=False)
    document.collect()
    document.emit()
    check(new)
    return new


def with_text_added(path: Path, new: Build, ids: Sequence[str]) -> str | None:
    """The text of the YAML file at `path` with the evidence of these ids at the end of its section; None where there is no such
    place that can be found by its lines, as in a section between brackets. The caller checks what it reads as."""
    text = checked_text(read_bytes(path, error=CaseError), where=str(path), limits=Limits(), error=CaseError)
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    added = _entries(new, ids)
    starts = [n for n, line in enumerate(lines) if line.startswith(("evidence:", '"evidence"', "'evidence'"))]
    if not starts:
        return "\n".join([*lines, "evidence:", *added]) + "\n"
    if len(starts) > 1 or not _SECTION.match(lines[starts[0]].rstrip()):
        return None
    last, indent = starts[0], None
    for number in range(starts[0] + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "- ")):
            break
        if indent is None and (item := _ITEM.match(line)):
            indent = item[1]
        last = number
    if indent is not None:
        added = [indent + line.removeprefix("  ") for line in added]
    return "\n".join([*lines[: last + 1], *added, *lines[last + 1 :]]) + "\n"


def _entries(new: Build, ids: Sequence[str]) -> list[str]:
    """The nodes as lines of YAML, indented by two."""
    small = Graph()
    for entity in ids:
        small.add(new.iri, "evidence", entity)
        for prop, values in new.graph.properties(entity).items():
            for value in values:
                small.add(entity, prop, value)
    lines = yaml(new.id or "case", small).rstrip("\n").split("\n")
    return lines[lines.index("evidence:") + 1 :]
