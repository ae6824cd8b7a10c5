"""The one door through which RDF comes in. Nothing is fetched and nothing is executed behind it.

What arrives is hostile until parsed: sizes are checked before bytes are read, nesting before a parser recurses,
contexts before JSON-LD is expanded. The parser is pyoxigraph's, which reads no address by itself; rdflib would
fetch remote contexts. `owl:imports` and the annotations that make owlready2 import Python modules are taken out, so
that no later reader of the graph can act on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph

from ._compiled import compiled_graph
from ._data import data_path
from ._errors import InputError, Where
from ._graph import Graph
from ._names import OWL

Format = Literal["turtle", "n-triples", "json-ld", "yaml-ld"]

IMPORTS = OWL + "imports"
OWLREADY = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"

# Strings, IRIs and comments of Turtle are skipped as wholes. An unclosed string reaches to its end, and no quantifier
# gives back what it took: otherwise each of a million quotes would start a search through the rest of the file.
_TURTLE_TOKENS = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?+'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?+"
    r'|"(?:[^"\\\n]++|\\.)*+"?+'
    r"|'(?:[^'\\\n]++|\\.)*+'?+"
    r"|<[^<>\s]*+>|\#[^\n]*+|\\.|[\[\](){}]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost: bytes read, levels of nesting, triples, and characters in them after expansion."""

    bytes: int = 50_000_000
    depth: int = 64
    triples: int = 1_000_000
    characters: int = 250_000_000


def read_bytes(path: Path, *, limits: Limits | None = None, error: type[InputError] = InputError) -> bytes:
    """The content of a file, refused by its size before anything is read.

    Raises:
        InputError: (or the subclass given as `error`) there is no such file, it cannot be read, or it is too large.
    """
    most = (limits or Limits()).bytes
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "no such file" if not path.exists() else "is not a regular file"
            raise error(what, where=str(path), expected="give the path of a file")
        with path.open("rb") as file:
            size = path.stat().st_size
            # The size is a promise that a growing file or a /proc entry does not keep: read one byte more and see.
            data = b"" if size > most else file.read(most + 1)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise error(f"cannot be read: {reason}", where=str(path)) from None
    if size > most or len(data) > most:
        size = max(size, len(data))
        raise error(f"{size:,} bytes are too many", where=str(path), expected=f"at most {most:,} bytes are read")
    return data


def safe_load(
    data: bytes,
    *,
    format: Format,
    where: str | Where,
    limits: Limits | None = None,
    base: str | None = None,
    error: type[InputError] = InputError,
) -> Graph:
    """The graph in `data`.

    Args:
        data: the bytes of the file.
        format: one of the four formats that are read; `yaml-ld` is JSON-LD written in YAML.
        where: the file, for messages.
        limits: what the input may cost.
        base: the IRI against which relative IRIs are resolved.
        error: the class of error to raise.

    Raises:
        InputError: (or `error`) the data is broken, too large or too deep, or names a context that is not bundled.
    """
    triples = safe_triples(data, format=format, where=where, limits=limits, base=base, error=error)
    return Graph.of(triples)


def safe_triples(
    data: bytes,
    *,
    format: Format,
    where: str | Where,
    limits: Limits | None = None,
    base: str | None = None,
    error: type[InputError] = InputError,
) -> Iterator[pyoxigraph.Triple]:
    """As `safe_load`, but the triples themselves, with whole IRIs."""
    limits = limits or Limits()
    file = where.file if isinstance(where, Where) else where
    text = checked_text(data, where=file, limits=limits, error=error)
    if format in ("json-ld", "yaml-ld"):
        from ._json_door import without_remote_contexts

        text = without_remote_contexts(text, format=format, file=file, depth=limits.depth, error=error)
        syntax = pyoxigraph.RdfFormat.JSON_LD
    elif format in ("turtle", "n-triples"):
        _refuse_deep_turtle(text, file, limits, error)
        syntax = pyoxigraph.RdfFormat.TURTLE if format == "turtle" else pyoxigraph.RdfFormat.N_TRIPLES
    else:
        raise error(f"format {format} is not read", where=file, expected="expected Turtle, N-Triples, JSON-LD or YAML")
    return _parsed(text, syntax, file, limits, base, error)


def checked_text(data: bytes, *, where: str, limits: Limits, error: type[InputError]) -> str:
    """The text of a file: within the size limit, UTF-8, not empty, not XML."""
    if len(data) > limits.bytes:
        raise error(f"{len(data):,} bytes are too many", where=where, expected=f"at most {limits.bytes:,} bytes are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise error("is not UTF-8", where=Where(where, line), expected="save the file as UTF-8") from None
    start = text[:200].lstrip().lower()
    if not start and not text.strip():
        raise error("is empty", where=where, expected="lexstemma new FILE writes a template to start from")
    if start.startswith(("<?xml", "<!doctype", "<!entity", "<rdf:rdf", "<html")):
        raise error("is XML, which is not read", where=Where(where, 1), expected="expected Turtle, N-Triples, JSON-LD or YAML")
    return text


def read_turtle_file(path: Path, *, error: type[InputError] = InputError) -> Graph:
    """A Turtle file of the bundled data or, with the limits for input from outside, any other.

    Raises:
        InputError: the file is missing, too large or not Turtle.
    """
    data = read_bytes(path, error=error)
    if path.resolve().is_relative_to(data_path("ontology").resolve()):
        # Shipped with the program and read on every start: as trusted as the code, so only parsed.
        return compiled_graph(path, data) or parsed_bundled(path, data)
    return safe_load(data, format="turtle", where=str(path), error=error)


def parsed_bundled(path: Path, data: bytes) -> Graph:
    """The graph of a bundled file, from its source.

    Raises:
        InputError: it is not Turtle.
    """
    return Graph.of(_triples(data.decode(), pyoxigraph.RdfFormat.TURTLE, str(path), None, InputError))


def _refuse_deep_turtle(text: str, file: str, limits: Limits, error: type[InputError]) -> None:
    if text.count("[") + text.count("(") + text.count("{") <= limits.depth:
        return
    depth = 0
    for token in _TURTLE_TOKENS.finditer(text):
        mark = token[0]
        if mark in "[({":
            depth += 1
            if depth > limits.depth:
                line = text.count("\n", 0, token.start()) + 1
                raise error("is nested too deeply", where=Where(file, line), expected=f"at most {limits.depth} levels are read")
        elif mark in "])}":
            depth -= 1


def _parsed(
    text: str, syntax: pyoxigraph.RdfFormat, file: str, limits: Limits, base: str | None, error: type[InputError]
) -> Iterator[pyoxigraph.Triple]:
    characters = 0
    for count, triple in enumerate(_triples(text, syntax, file, base, error), 1):
        subject, predicate, thing = triple.subject, triple.predicate.value, triple.object
        if isinstance(subject, pyoxigraph.Triple) or isinstance(thing, pyoxigraph.Triple):
            raise error("a triple about a triple is not read", where=file, expected="use ls:asserts for statements with a source")
        # A long prefix used a million times is a small file and a large graph.
        characters += len(subject.value) + len(predicate) + len(thing.value)
        if count > limits.triples or characters > limits.characters:
            raise error("holds too many triples", where=file, expected=f"at most {limits.triples:,} triples are read")
        if predicate != IMPORTS and not any(OWLREADY in name for name in (predicate, subject.value, thing.value)):
            yield triple


def _triples(
    text: str, syntax: pyoxigraph.RdfFormat, file: str, base: str | None, error: type[InputError]
) -> Iterator[pyoxigraph.Triple]:
    try:
        for quad in pyoxigraph.parse(text, format=syntax, base_iri=base):
            yield quad.triple
    except SyntaxError as problem:
        message = re.sub(r"^(Parser )?error (at|on) .*?: ", "", str(problem.msg or problem), flags=re.IGNORECASE)
        name = {"Turtle": "Turtle", "N-Triples": "N-Triples"}.get(syntax.name, "JSON-LD")
        raise error(f"is not {name}: {message}", where=Where(file, problem.lineno), expected="correct this line") from None
    except (ValueError, RecursionError, OverflowError) as problem:
        raise error(f"cannot be read: {problem}", where=file) from None
