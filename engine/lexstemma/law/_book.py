"""Law on the shelf: a volume per jurisdiction, read when first asked for, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ..terms import Graph
from ._model import ANYWHERE, Decision, Issue, Jurisdiction, LicenceTerms, PlaceGroup, Position, Rule, Stance, TermRule

if TYPE_CHECKING:
    from ._precedents import PrecedentBase

R = TypeVar("R", Rule, TermRule)


@dataclass(frozen=True)
class Volume:
    """What is written down for one jurisdiction.

    Args:
        covers: the rights that were encoded, those that the law deliberately lacks included.
        verified_until: the day until which the law was followed.
        graph: the statements the records were read from, for overlays that amend them.
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    terms: dict[str, TermRule] = field(default_factory=dict)
    covers: frozenset[str] = frozenset()
    verified_until: date | None = None
    graph: Graph = field(default_factory=Graph, repr=False, compare=False)


class Licences(NamedTuple):
    """Licences met in practice, and the grants that they are made of."""

    records: dict[str, LicenceTerms]
    grants: dict[str, Rule]
    graph: Graph


class Volumes(Mapping[str, Volume]):
    """Volumes by the id of their jurisdiction; each is read once, when it is first asked for."""

    def __init__(self, read: Mapping[str, Callable[[], Volume]], opened: Mapping[str, Volume] | None = None) -> None:
        self._read = dict(read)
        self.opened: dict[str, Volume] = dict(opened or {})

    def __getitem__(self, jurisdiction: str) -> Volume:
        if jurisdiction not in self.opened:
            self.opened[jurisdiction] = self._read[jurisdiction]()
        return self.opened[jurisdiction]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._read, **self.opened})

    def __len__(self) -> int:
        return len({**self._read, **self.opened})

    def __contains__(self, jurisdiction: object) -> bool:
        return jurisdiction in self._read or jurisdiction in self.opened

    def replacing(self, volumes: Mapping[str, Volume]) -> Volumes:
        return Volumes(self._read, {**self.opened, **volumes})


class Records(Mapping[str, R], Generic[R]):
    """The records of all volumes by id. To look one up opens one volume: an id begins with the code of its jurisdiction."""

    def __init__(self, volumes: Volumes, pick: Callable[[Volume], dict[str, R]]) -> None:
        self._volumes = volumes
        self._pick: Callable[[Volume], dict[str, R]] = pick

    def __getitem__(self, name: str) -> R:
        # An overlay's records may go under any id; they are open already.
        for volume in self._volumes.opened.values():
            if name in self._pick(volume):
                return self._pick(volume)[name]
        home = name.partition("-")[0].upper()
        if home not in self._volumes:
            raise KeyError(name)
        return self._pick(self._volumes[home])[name]

    def __iter__(self) -> Iterator[str]:
        return (name for jurisdiction in self._volumes for name in self._pick(self._volumes[jurisdiction]))

    def __len__(self) -> int:
        return sum(len(self._pick(self._volumes[jurisdiction])) for jurisdiction in self._volumes)


@dataclass(frozen=True)
class LawBook:
    """Everything known, by id.

    Args:
        graph: the statements of what all volumes share, for overlays that amend it.
        digest: of all files that bear on answers, overlays included.
        judged: the jurisdictions whose courts' precedents are coded.
        overlays: the files laid over the bundled law.
    """

    volumes: Volumes
    issues: dict[str, Issue]
    positions: dict[str, Position]
    decisions: dict[str, Decision]
    stances: dict[str, Stance]
    jurisdictions: dict[str, Jurisdiction]
    groups: dict[str, PlaceGroup]
    digest: str
    graph: Graph = field(repr=False, compare=False)
    read_licences: Callable[[], Licences] = field(repr=False, compare=False)
    read_precedents: Callable[[Sequence[Path]], dict[tuple[str, str], PrecedentBase]] = field(repr=False, compare=False)
    judged: frozenset[str] = frozenset()
    overlays: tuple[Path, ...] = ()

    @cached_property
    def rules(self) -> Records[Rule]:
        return Records(self.volumes, lambda volume: volume.rules)

    @cached_property
    def terms(self) -> Records[TermRule]:
        return Records(self.volumes, lambda volume: volume.terms)

    @cached_property
    def _licences(self) -> Licences:
        return self.read_licences()

    @property
    def licences(self) -> dict[str, LicenceTerms]:
        return self._licences.records

    @property
    def grants(self) -> dict[str, Rule]:
        return self._licences.grants

    @property
    def licence_graph(self) -> Graph:
        return self._licences.graph

    @cached_property
    def precedents(self) -> dict[tuple[str, str], PrecedentBase]:
        """The bases of precedents by jurisdiction and standard."""
        return self.read_precedents(self.overlays)

    def volume(self, jurisdiction: str) -> Volume:
        """What is written down for a jurisdiction; an empty volume for one without law of its own."""
        return self.volumes[jurisdiction] if jurisdiction in self.volumes else Volume()

    def with_rules(self, rules: Mapping[str, Rule]) -> LawBook:
        """The same book with exactly these rules."""
        return self._regrouped(rules, self.terms)

    def with_terms(self, terms: Mapping[str, TermRule]) -> LawBook:
        """The same book with exactly these term rules."""
        return self._regrouped(self.rules, terms)

    def _regrouped(self, rules: Mapping[str, Rule], terms: Mapping[str, TermRule]) -> LawBook:
        by_place: dict[str, tuple[dict[str, Rule], dict[str, TermRule]]] = {name: ({}, {}) for name in self.volumes}
        for rule in rules.values():
            by_place.setdefault(rule.jurisdiction, ({}, {}))[0][rule.id] = rule
        for term in terms.values():
            by_place.setdefault(term.jurisdiction, ({}, {}))[1][term.id] = term
        opened = {name: replace(self.volume(name), rules=own, terms=spans) for name, (own, spans) in by_place.items()}
        return replace(self, volumes=self.volumes.replacing(opened))

    @property
    def anywhere(self) -> Volume:
        """What holds in every legal order."""
        return self.volume(ANYWHERE)
