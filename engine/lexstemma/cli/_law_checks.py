"""What `check` does with law: one file or a folder of them, bundled or an overlay; every fault is told, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..terms import LexstemmaError, data_path, read_bytes, safe_load
from ._inputs import load_law

if TYPE_CHECKING:
    from ..law import Law, Rule
    from ..terms import Graph

LAW_CLASSES = (
    "Restriction", "Exception", "Limit", "Defeater", "Definition", "Duty", "SeparateWrong", "RemedyGate", "Grant",
    "TermRule", "Issue", "Decision", "Position", "Stance", "Jurisdiction", "PlaceGroup", "Licence", "Precedent", "Court",
    "LicenceTerm", "TermKind", "FindingKind",
)  # fmt: skip


def law_files_at(name: str) -> list[Path]:
    """The law files that a name stands for: itself, or all in a folder that holds law; empty if it is no law.

    Raises:
        InputError: a Turtle file cannot be read.
    """
    path = Path(name)
    if path.is_file():
        return [path] if path.suffix.lower() == ".ttl" and _is_law(path) else []
    if not path.is_dir():
        return []
    files = sorted(path.rglob("*.ttl"))
    return files if any(_is_law(file) for file in files) else []


def check_law_files(files: list[Path]) -> Iterator[str | LexstemmaError]:
    """What was found sound, every fault, and what an editor may want to look at, one each."""
    root = data_path("ontology").resolve()
    bundled = all(file.resolve().is_relative_to(root) for file in files)
    overlays = () if bundled else tuple(map(str, files))
    if bundled:
        from ..law import law_faults

        found = list(law_faults())
        yield from found
        if found:
            return
    law = load_law(overlay=overlays)
    stated = [safe_load(read_bytes(file), format="turtle", where=str(file)) for file in files]
    rules = [law.book.rules[s] for graph in stated for s in graph.subjects() if s in law.book.rules]
    yield f"{'bundled law' if bundled else 'overlay'}: {len(rules)} rules, {_others(stated)}"
    yield "atoms, references, sources, dates and circles are sound"
    if any(graph.of_type("LicenceTerm", "TermKind", "FindingKind") for graph in stated):
        from ..clearance import effects_of

        effects_of(law)
        yield "terms of licences name licences, facts, steps and passages that there are"
    from ..interop import check_law

    check_law(overlays)
    yield "conforms to its SHACL shapes"
    yield from _remarks(law, rules, stated)


def _is_law(path: Path) -> bool:
    graph = safe_load(read_bytes(path), format="turtle", where=str(path))
    return any(kind in graph.names(subject, "type") for subject in graph.subjects() for kind in LAW_CLASSES)


def _others(stated: list[Graph]) -> str:
    kinds = (("TermRule", "terms of protection"), ("Issue", "issues"), ("Decision", "decisions"), ("Precedent", "precedents"))
    counts = [(sum(len(graph.of_type(kind)) for graph in stated), word) for kind, word in kinds]
    return ", ".join(f"{count} {word}" for count, word in counts)


def _remarks(law: Law, rules: list[Rule], stated: list[Graph]) -> Iterator[str]:
    """What is no fault, but an editor may have overlooked."""
    book = law.book
    asked = {atom for rule in book.rules.values() for atom in (*rule.atoms, *rule.mentions)}
    for rule in rules:
        if not rule.verification or not rule.confidence:
            yield f"{rule.id}: does not say how it was checked (ls:verification, ls:confidence)"
        if not rule.url and rule.level == "statute" and rule.kind != "Grant" and rule.jurisdiction in book.jurisdictions:
            yield f"{rule.id}: gives no link to the text (ls:officialText)"
    for issue in (name for graph in stated for name in graph.of_type("Issue")):
        if issue not in asked:
            yield f"{issue}: no rule asks for this issue"
    for place in (
        name for graph in stated for name in graph.subjects() if name in book.jurisdictions and graph.names(name, "covers")
    ):
        granted = {right for rule in book.volume(place).rules.values() if rule.kind == "Restriction" for right in rule.names}
        union = book.jurisdictions[place].union
        granted |= {right for rule in book.volume(union).rules.values() for right in rule.names} if union else set()
        free = sorted(book.volume(place).covers - granted)
        if free:
            yield f"{place}: covered without a restriction, so acts are free: {', '.join(free)}"
