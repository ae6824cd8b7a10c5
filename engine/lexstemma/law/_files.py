"""The bundled files: which there are, what they add up to, and the book made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import VOCABULARY_FILES, Graph, LawError, data_path, read_turtle_file, vocabulary
from . import _read
from ._book import LawBook, Licences, Volume, Volumes
from ._model import ANYWHERE

if TYPE_CHECKING:
    from ._precedents import PrecedentBase

# Beside the volumes, law/<code>.ttl.
_COMMON, _PLACES = "common", "places"


def law_files() -> list[Path]:
    """Every bundled file that bears on answers, in a fixed order."""
    root = data_path("ontology")
    found = [path for folder in ("law", "stances", "licences", "precedents") for path in sorted((root / folder).rglob("*.ttl"))]
    return [*(root / name for name in VOCABULARY_FILES), root / "issues.ttl", root / "evidence-policy.ttl", *found]


def law_digest() -> str:
    """One digest of the contents of all of them, vocabulary and presumptions included."""
    total = hashlib.sha256()
    for path in law_files():
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def stamp_file() -> Path:
    """Where the verdict on the bundled law ships."""
    return data_path("ontology") / "stamp.json"


@cache
def bundled() -> LawBook:
    """The bundled law, its volumes closed.

    Where the stamp beside it is that of the law as it stands, the linter has passed it; else it is linted here, which opens
    all volumes.

    Raises:
        LawError: a file is faulty; names the file or the record.
    """
    digest = law_digest()
    book = _book(digest)
    if _stamped() != digest:
        lint_bundled(book)
    return book


def lint_bundled(book: LawBook | None = None) -> None:
    """The linter and the precedents' own checks over the bundled law, whatever the stamp says.

    Raises:
        LawError: the first fault.
    """
    from ._lint import lint

    book = book or _book(law_digest())
    lint(book, vocabulary())
    _ = book.precedents


def law_faults() -> Iterator[LawError]:
    """Every fault that the linter finds in the bundled law, for its editors."""
    from ._lint import faults

    try:
        book = _book(law_digest())
        yield from faults(book, vocabulary())
        _ = book.precedents
    except LawError as problem:
        # What cannot be read at all hides whatever else is wrong.
        yield problem


def _stamped() -> str | None:
    try:
        kept = json.loads(stamp_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept.get("law") if isinstance(kept, dict) else None


def _book(digest: str) -> LawBook:
    root = data_path("ontology")
    names = [root / "issues.ttl", root / "law" / f"{_PLACES}.ttl", *sorted((root / "law" / "decisions").glob("*.ttl"))]
    graph, _ = together([*names, *_folder("stances")])
    volumes = {path.stem: path for path in sorted((root / "law").glob("*.ttl")) if path.stem != _PLACES}
    jurisdictions = {n: _read.jurisdiction(graph, n) for n in graph.of_type("Jurisdiction")}
    by_code = {name.lower(): j.id for j in jurisdictions.values() for name in (j.id, *j.codes)}
    read: dict[str, Callable[[], Volume]] = {}
    for code, path in volumes.items():
        if code != _COMMON and code not in by_code:
            raise LawError(
                f"{code!r} is the code of no jurisdiction",
                where=_name(path),
                expected="name the file after a place code of law/places.ttl",
            )
        read[ANYWHERE if code == _COMMON else by_code[code]] = _opener(path, by_code.get(code, ANYWHERE))
    positions = _read.positions(graph)
    stances = [_read.stance(graph, n) for n in graph.of_type("Stance")]
    # What holds everywhere is asked with every law.
    opened = {ANYWHERE: read[ANYWHERE]()}
    return LawBook(
        volumes=Volumes(read, opened),
        issues=_read.issues(graph, positions.values()),
        positions=positions,
        decisions={n: _read.decision(graph, n) for n in graph.of_type("Decision")},
        stances={s.name: s for s in stances},
        jurisdictions=jurisdictions,
        groups={n: _read.group(graph, n) for n in graph.of_type("PlaceGroup")},
        digest=digest,
        graph=graph,
        read_licences=_licences,
        read_precedents=_precedents,
        judged=frozenset(by_code[path.stem] for path in _folder("precedents") if path.stem in by_code),
    )


def _opener(path: Path, jurisdiction: str) -> Callable[[], Volume]:
    return lambda: _read.volume(read_turtle_file(path, error=LawError), jurisdiction, _name(path))


def _licences() -> Licences:
    return _read.licences(*together(_folder("licences")))


def _precedents(overlays: Sequence[Path]) -> dict[tuple[str, str], PrecedentBase]:
    from ._precedents_read import load_precedents

    return load_precedents(overlays)


def _folder(name: str) -> list[Path]:
    return sorted((data_path("ontology") / name).glob("*.ttl"))


def _name(path: Path) -> str:
    return path.relative_to(data_path("ontology")).as_posix()


def together(paths: Iterable[Path]) -> tuple[Graph, dict[str, str]]:
    """Several files as one graph, and the file of each record.

    Raises:
        LawError: two files define the same record.
    """
    whole, seen = Graph(), dict[str, str]()
    for path in paths:
        part = read_turtle_file(path, error=LawError)
        for subject in part.subjects():
            if subject.startswith("_:") or not part.names(subject, "type"):
                continue
            if subject in seen:
                raise LawError(
                    f"{subject} is defined in {seen[subject]} and again here",
                    where=_name(path),
                    expected="give each record its own id",
                )
            seen[subject] = _name(path)
        whole.update(part)
    return whole, seen
