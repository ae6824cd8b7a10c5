"""Cases and law against their SHACL shapes, by a SHACL engine: slow, for `lexstemma check` and for new overlays.

The same shapes compiled to plain Python (`lexstemma.terms.shape_faults`) check every case that is loaded.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lexstemma.case import Case
from lexstemma.law import law_digest, law_files, lint_bundled, stamp_file
from lexstemma.terms import RDF_TYPE, VOCABULARY_FILES, CaseError, LawError, data_path, read_bytes, safe_triples

from ._verdicts import keep_verdict, kept_verdict

if TYPE_CHECKING:
    import rdflib


def check_case(case: Case) -> None:
    """Checks a case against `ontology/shapes/case.ttl`.

    Raises:
        CaseError: it does not conform; the message names the first thing at fault and how many others there are.
    """
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "case.nt"
        case.save(written)
        faults = shacl_faults(written.read_bytes(), "case")
    if faults:
        raise CaseError(_told(faults), where=case.source, expected="see ontology/shapes/case.ttl")


def check_law(overlays: Sequence[str | Path] = ()) -> None:
    """Checks the bundled law with these overlays against `ontology/shapes/law.ttl`.

    The verdict is kept by digest in the user's cache folder, so that the same law is checked once.

    Raises:
        LawError: it does not conform, or an overlay cannot be read.
    """
    paths = [*_bundled(), *(Path(name) for name in overlays)]
    contents = [(path, read_bytes(path, error=LawError)) for path in paths]
    digest = _digest(content for _, content in contents)
    faults = kept_verdict(digest)
    if faults is None:
        faults = shacl_faults("".join(_lines(contents, len(overlays))).encode(), "law")
        keep_verdict(digest, faults)
    if faults:
        raise LawError(_told(faults), where=", ".join(map(str, overlays)) or "bundled law", expected="see ontology/shapes/law.ttl")


def stamp() -> str:
    """Checks and lints the bundled law whatever was kept, and writes the verdict beside it; returns its digest.

    Raises:
        LawError: it does not conform; nothing is written.
    """
    lint_bundled()
    contents = [(path, read_bytes(path, error=LawError)) for path in _bundled()]
    faults = shacl_faults("".join(_lines(contents, 0)).encode(), "law")
    if faults:
        raise LawError(_told(faults), where="bundled law", expected="see ontology/shapes/law.ttl")
    digest = _digest(content for _, content in contents)
    verdict = {"digest": digest, "faults": [], "law": law_digest()}
    stamp_file().write_text(json.dumps(verdict) + "\n", encoding="utf-8")
    return digest


def stamped() -> bool:
    """Whether the stamp beside the bundled law is that of the law as it stands."""
    kept = stamp_file().read_text(encoding="utf-8")
    return f'"{_digest(read_bytes(path, error=LawError) for path in _bundled())}"' in kept and f'"{law_digest()}"' in kept


def shacl_faults(ntriples: bytes, shapes: str) -> list[str]:
    """What a SHACL engine finds wrong, one line a thing and property, sorted; nothing is fetched.

    Args:
        shapes: `case` or `law`.
    """
    import pyshacl
    import rdflib

    # A date that is none is a fault that the report names; rdflib would in addition log a traceback.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    # The vocabulary goes into the data: as an ontology beside it, its classes would count and its named values would not.
    data, wanted = rdflib.Graph(), rdflib.Graph()
    data.parse(data=ntriples, format="nt")
    wanted.parse(data_path("ontology") / "shapes" / f"{shapes}.ttl", format="turtle")
    for name in VOCABULARY_FILES:
        data.parse(data_path("ontology") / name, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=wanted, inference="none", do_owl_imports=False)
    return sorted(_results(report))


def _results(report: rdflib.Graph) -> set[str]:
    import rdflib

    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = set()
    for result in report.subjects(shacl.resultSeverity, None):
        focus, path = report.value(result, shacl.focusNode), report.value(result, shacl.resultPath)
        message = report.value(result, shacl.resultMessage)
        found.add(f"{_local(focus)}{'' if path is None else ' ' + _local(path)}: {message}")
    return found


def _local(node: object) -> str:
    return str(node).rpartition("#")[2] or str(node)


def _told(faults: list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"does not have the shape it must have: {faults[0]}{more}"


def _bundled() -> list[Path]:
    return [path for path in law_files() if path.name not in VOCABULARY_FILES]


def _lines(contents: Sequence[tuple[Path, bytes]], overlays: int) -> list[str]:
    """All triples as N-Triples; a record that one of the last `overlays` files states anew replaces the one before it."""
    lines: dict[str, list[str]] = {}
    for number, (path, content) in enumerate(contents):
        part: dict[str, list[str]] = {}
        stated = set()
        for triple in safe_triples(content, format="turtle", where=str(path), error=LawError):
            part.setdefault(str(triple.subject), []).append(f"{triple} .\n")
            if triple.predicate.value == RDF_TYPE:
                stated.add(str(triple.subject))
        for subject, found in part.items():
            before = [] if number >= len(contents) - overlays and subject in stated else lines.get(subject, [])
            lines[subject] = [*before, *found]
    return [line for found in lines.values() for line in found]


def _digest(contents: Iterable[bytes]) -> str:
    """Of the law and of everything else that the verdict rests on."""
    total = hashlib.sha256(version("pyshacl").encode())
    vocabulary = (data_path("ontology") / name for name in (*VOCABULARY_FILES, "shapes/law.ttl"))
    for content in (*contents, *(path.read_bytes() for path in vocabulary)):
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()
