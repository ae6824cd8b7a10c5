"""Overlays: a reform, a decision or a whole country as one more file over the bundled law."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ..terms import LS, Graph, LawError, read_turtle_file, vocabulary
from . import _read
from ._book import LawBook, Licences, Volume
from ._lint import lint
from ._model import Rule, TermRule

R = TypeVar("R", Rule, TermRule)


def overlaid(book: LawBook, path: Path) -> tuple[LawBook, frozenset[str]]:
    """A book with an overlay's records added, and the rules that the overlay states.

    A record with a known id replaces it, whole; a statement about a known record that leaves out its type adds to it;
    `ls:repeals` ends a rule.

    Raises:
        LawError: the overlay is faulty, alone or together with the law below it.
    """
    part = read_turtle_file(path, error=LawError)
    stated = _whole(book, part)
    added = _shared(book, stated, str(path))
    added = replace(added, volumes=added.volumes.replacing(_volumes(added, stated, str(path))))
    # Linted as it is before anything is repealed: a defeater of a repealed rule is none the worse for it.
    lint(added, vocabulary(), {str(path): part})
    repealed = {name for subject in part.subjects() for name in part.names(subject, "repeals")}
    for name in repealed:
        if name not in added.rules:
            raise LawError(f"repeals {name}, which is no rule", where=str(path), expected=f"name a rule of {LS.rstrip('#')}/law")
    if repealed:
        added = added.with_rules({name: rule for name, rule in added.rules.items() if name not in repealed})
    digest = hashlib.sha256(book.digest.encode() + path.read_bytes()).hexdigest()
    added = replace(added, digest=digest, overlays=(*book.overlays, path))
    if judged := frozenset(place for name in part.of_type("Precedent") for place in part.names(name, "jurisdiction")):
        added = replace(added, judged=added.judged | judged)
        _ = added.precedents
    return added, frozenset(name for name in stated.of_type(*_read.RULE_KINDS) if name not in repealed)


def _whole(book: LawBook, part: Graph) -> Graph:
    """The overlay's records; those that it only adds to together with what stood before."""
    stated = Graph()
    stated.update(part)
    for subject in part.subjects():
        if not part.names(subject, "type"):
            for graph in _graphs(book):
                for prop, values in graph.properties(subject).items():
                    for value in values:
                        stated.add(subject, prop, value)
    return stated


def _graphs(book: LawBook) -> Iterator[Graph]:
    yield book.graph
    yield from (book.volumes[name].graph for name in book.volumes)
    yield book.licence_graph


def _shared(book: LawBook, stated: Graph, file: str) -> LawBook:
    """The book with what all volumes share as the overlay has it."""
    graph = book.graph.restated(stated)
    positions = {**book.positions, **_read.positions(stated)}
    stances = (_read.stance(graph, name) for name in graph.of_type("Stance"))

    def licences() -> Licences:
        known, own = book.read_licences(), _read.licences(stated, dict.fromkeys(stated.subjects(), file))
        grants = {name: grant for name, grant in own.grants.items() if grant.kind == "Grant"}
        return Licences({**known.records, **own.records}, {**known.grants, **grants}, known.graph.restated(stated))

    return replace(
        book,
        issues=_read.issues(graph, positions.values()),
        positions=positions,
        decisions={name: _read.decision(graph, name) for name in graph.of_type("Decision")},
        stances={stance.name: stance for stance in stances},
        jurisdictions={name: _read.jurisdiction(graph, name) for name in graph.of_type("Jurisdiction")},
        groups={name: _read.group(graph, name) for name in graph.of_type("PlaceGroup")},
        graph=graph,
        read_licences=licences,
    )


def _volumes(book: LawBook, stated: Graph, file: str) -> dict[str, Volume]:
    """The volumes that the overlay changes."""
    files = dict.fromkeys(stated.subjects(), file)
    offered = {name for licence in stated.of_type("Licence") for name in stated.names(licence, "grant")}
    rules = [rule for rule in _read.rules(stated, files).values() if rule.id not in offered]
    terms = list(_read.terms(stated, files).values())
    covers = {name: frozenset(stated.names(name, "covers")) for name in book.jurisdictions if stated.names(name, "covers")}
    # A restated record leaves the volume that it stood in, and joins that of the jurisdiction it now names.
    stated_here: list[Rule | TermRule] = [*rules, *terms]
    gone = {record.id for record in stated_here}
    before = {record.jurisdiction for name in gone for record in (book.rules.get(name), book.terms.get(name)) if record}
    changed = {}
    for place in {*before, *(record.jurisdiction for record in stated_here), *covers}:
        volume = book.volume(place)
        changed[place] = replace(
            volume,
            rules=_kept(volume.rules, gone) | {rule.id: rule for rule in rules if rule.jurisdiction == place},
            terms=_kept(volume.terms, gone) | {term.id: term for term in terms if term.jurisdiction == place},
            covers=covers.get(place, volume.covers),
            verified_until=_read.day(stated, place, "verifiedUntil") or volume.verified_until,
            graph=volume.graph.restated(stated),
        )
    return changed


def _kept(records: dict[str, R], gone: Iterable[str]) -> dict[str, R]:
    return {name: record for name, record in records.items() if name not in gone}
