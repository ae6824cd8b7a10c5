"""What the files under `ontology/licences/effects/` say: kinds of findings, terms, and which licence carries which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ..law import Law
from ..terms import Graph, LawError, data_path, read_turtle_file, vocabulary

SEVERITIES = ("error", "warning", "notice")
_RECORDS = ("LicenceTerm", "FindingKind", "TermKind", "LicenceFamily", "EmptyLicenceName", "UnversionedLicenceName")
_OF_LICENCES = ("revocability", "madeFor", "excludesSubject", "licenceFamily")
_ANY = "Entity"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What can be found.

    Args:
        name: its name in the vocabulary; `code` is how reports call it.
        severity: where a term is known to be broken, or where nothing has to be known.
        severity_open: while it is not known whether the term is kept.
        restricts: terms of this kind are what a licence against further restrictions does not tolerate.
        binds_recipients: terms of this kind go on binding whoever receives what was made from the work.
        of_term: whether terms of licences are of this kind.
        compared_with: codes under which the ModelGo analyser reports the same.
    """

    name: str
    code: str
    label: str
    definition: str
    severity: str
    severity_open: str
    remedy: str
    restricts: bool
    binds_recipients: bool
    of_term: bool
    compared_with: str


@dataclass(frozen=True, slots=True)
class LicenceTerm:
    """A duty, condition or restriction of licences.

    Args:
        steps: the step kinds at which it bites; none means all.
        through: the passages on which it follows the work; none means all on which a copy or derivative may go along.
        requires, unless: facts that must hold, or not hold, for the term to be kept.
        applies_if: facts without which the term is no matter.
        compatible: other licences under which what was made from the work may be offered.
    """

    id: str
    kind: FindingKind
    label: str
    provision: str
    steps: frozenset[str]
    through: frozenset[str]
    only_if_changed: bool
    requires: tuple[str, ...]
    unless: tuple[str, ...]
    applies_if: tuple[str, ...]
    compatible: frozenset[str]
    required_name: str | None
    licences: tuple[str, ...]
    verification: str
    confidence: str


@dataclass(frozen=True)
class LicenceEffects:
    """All of it: kinds by name, terms by licence, and what is known of each licence."""

    kinds: dict[str, FindingKind]
    terms: dict[str, tuple[LicenceTerm, ...]]
    revocability: dict[str, str]
    made_for: dict[str, frozenset[str]]
    not_for: dict[str, frozenset[str]]
    family: dict[str, str]
    offers: dict[str, frozenset[str]]
    empty_names: frozenset[str]
    unversioned: frozenset[str]
    digest: str
    all_terms: dict[str, LicenceTerm] = field(repr=False)

    def carried(self, licence: str, kind: str) -> tuple[LicenceTerm, ...]:
        """The terms of one kind that a licence carries."""
        return tuple(t for t in self.terms.get(licence, ()) if t.kind.name == kind)


def effects_of(law: Law) -> LicenceEffects:
    """The effects of licences as bundled, with those of the law's overlays over them.

    Raises:
        LawError: a record is faulty; names the record and, of bundled ones, the folder.
    """
    kept = law.memo.setdefault("licence effects", {})
    if "all" not in kept:
        kept["all"] = _read(_together(law.book.licence_graph), law)
    return kept["all"]  # type: ignore[no-any-return]


@cache
def _bundled() -> tuple[Graph, str]:
    graph, total = Graph(), hashlib.sha256()
    for path in sorted((data_path("ontology") / "licences" / "effects").glob("*.ttl")):
        graph.update(read_turtle_file(path, error=LawError))
        total.update(path.read_bytes())
    return graph, total.hexdigest()


def _together(licences: Graph) -> Graph:
    """The bundled records, and over them what the licences of the law, overlays included, say of their effects."""
    over = Graph()
    for subject in licences.subjects():
        if set(licences.names(subject, "type")).intersection(_RECORDS):
            for prop, values in licences.properties(subject).items():
                for value in values:
                    over.add(subject, prop, value)
    graph = _bundled()[0].restated(over)
    for subject in licences.subjects():
        for prop in _OF_LICENCES:
            if values := licences.values(subject, prop):
                graph.properties(subject).pop(prop, None)
                for value in values:
                    graph.add(subject, prop, value)
    return graph


def _read(graph: Graph, law: Law) -> LicenceEffects:
    kinds = {name: _kind(graph, name) for name in graph.of_type("FindingKind", "TermKind")}
    terms = {name: _term(graph, name, kinds) for name in graph.of_type("LicenceTerm")}
    for fault in _faults(graph, terms, law):
        raise fault
    by_licence: dict[str, list[LicenceTerm]] = {}
    for term in terms.values():
        for licence in term.licences:
            by_licence.setdefault(licence, []).append(term)
    return LicenceEffects(
        kinds=kinds,
        terms={licence: tuple(found) for licence, found in by_licence.items()},
        revocability={s: name for s in graph.subjects() if (name := graph.name(s, "revocability"))},
        made_for={s: frozenset(names) for s in graph.subjects() if (names := graph.names(s, "madeFor"))},
        not_for={s: frozenset(names) for s in graph.subjects() if (names := graph.names(s, "excludesSubject"))},
        family={s: name for s in graph.subjects() if (name := graph.name(s, "licenceFamily"))},
        offers={s: frozenset(names) for s in graph.subjects() if (names := graph.names(s, "offers"))},
        empty_names=_aliases(graph, "EmptyLicenceName"),
        unversioned=_aliases(graph, "UnversionedLicenceName"),
        digest=_bundled()[1],
        all_terms=terms,
    )


def _aliases(graph: Graph, cls: str) -> frozenset[str]:
    return frozenset(name.casefold() for record in graph.of_type(cls) for name in graph.texts(record, "alias"))


def _kind(graph: Graph, name: str) -> FindingKind:
    severity = _severity(graph, name, "severity")
    code = graph.text(name, "notation")
    if severity is None or not code:
        raise LawError(f"{name}: a kind of finding needs a code and a severity", expected="give skos:notation and ls:severity")
    return FindingKind(
        name=name,
        code=code,
        label=graph.text(name, "label") or name,
        definition=graph.text(name, "definition") or "",
        severity=severity,
        severity_open=_severity(graph, name, "severityIfOpen") or severity,
        remedy=graph.text(name, "toDo") or "",
        restricts=bool(graph.flag(name, "restricts")),
        binds_recipients=bool(graph.flag(name, "bindsRecipients")),
        of_term="TermKind" in graph.names(name, "type"),
        compared_with=graph.text(name, "comparedWith") or "",
    )


def _severity(graph: Graph, name: str, prop: str) -> str | None:
    value = (graph.name(name, prop) or "").removeprefix("severity").lower()
    if value and value not in SEVERITIES:
        raise LawError(f"{name}: unknown severity {value!r}", expected=f"use one of: {', '.join(SEVERITIES)}")
    return value or None


def _term(graph: Graph, name: str, kinds: dict[str, FindingKind]) -> LicenceTerm:
    kind = kinds.get(graph.name(name, "termKind") or "")
    if kind is None or not kind.of_term:
        wanted = ", ".join(sorted(k for k, v in kinds.items() if v.of_term))
        raise LawError(f"{name}: no kind of term that there is", expected=f"give ls:termKind one of: {wanted}")
    return LicenceTerm(
        id=name,
        kind=kind,
        label=graph.text(name, "label") or kind.definition,
        provision=graph.text(name, "provision") or "",
        steps=frozenset(graph.names(name, "reachesStep")),
        through=frozenset(graph.names(name, "travelsThrough")),
        only_if_changed=bool(graph.flag(name, "onlyIfChanged")),
        requires=tuple(graph.names(name, "requires")),
        unless=tuple(graph.names(name, "unless")),
        applies_if=tuple(graph.names(name, "appliesIf")),
        compatible=frozenset(graph.names(name, "compatibleWith")),
        required_name=graph.text(name, "requiredName"),
        licences=tuple(graph.names(name, "carriedBy")),
        verification=graph.name(name, "verification") or "",
        confidence=graph.text(name, "confidence") or "",
    )


def _faults(graph: Graph, terms: dict[str, LicenceTerm], law: Law) -> Iterator[LawError]:
    words, licences = vocabulary(), law.book.licences
    passages = frozenset(words.graph.of_type("Passage"))
    for term in terms.values():
        if not term.provision:
            yield LawError(f"{term.id}: a term without its clause", expected="give ls:provision")
        if not term.licences:
            yield LawError(f"{term.id}: a term that no licence carries", expected="give ls:carriedBy")
        for name in (*term.licences, *sorted(term.compatible)):
            if name not in licences:
                yield LawError(f"{term.id}: names {name}, which is no licence", expected="correct the id, or add the licence first")
        for name in (*term.requires, *term.unless, *term.applies_if):
            if name not in words.facts:
                yield LawError(f"{term.id}: unknown fact {name}", expected="lexstemma vocabulary lists the facts")
        for name in sorted(term.steps):
            if "Step" not in words.ancestors.get(name, ()):
                yield LawError(f"{term.id}: {name} is no kind of step", expected="lexstemma vocabulary lists the steps")
        for name in sorted(term.through - passages):
            yield LawError(f"{term.id}: unknown passage {name}", expected=f"use one of: {', '.join(sorted(passages))}")
    for subject in graph.subjects():
        for prop in _OF_LICENCES:
            if graph.values(subject, prop) and subject not in licences:
                yield LawError(f"{subject} has {prop} and is no licence", expected="correct the id, or add the licence first")
        for name in (*graph.names(subject, "madeFor"), *graph.names(subject, "excludesSubject")):
            if _ANY not in words.ancestors.get(name, ()):
                yield LawError(f"{subject} speaks of {name}, which is no kind of thing", expected="name a class of the vocabulary")
