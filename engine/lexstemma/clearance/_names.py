"""The licences that things of a case are under, found by every name they go under."""

from __future__ import annotations

from dataclasses import dataclass

from ..case import Case
from ..law import Law

_PREFIX = "licence-"


@dataclass(frozen=True, slots=True)
class Held:
    """A licence as a thing of the case has it.

    Args:
        written: as the case writes it, or the name that its own licence record gives.
        licence: the id of the encoded licence; None if its terms are not encoded.
        node: the case's own record of the licence, if it has one.
        link: where its text stands.
        until: the last day on which it is given.
        licensees: the agents to whom alone it is given; empty if to anybody.
    """

    written: str
    licence: str | None
    label: str
    node: str | None = None
    link: str = ""
    until: str | None = None
    licensees: tuple[str, ...] = ()


class LicenceNames:
    """Looks licences up for one case under one law."""

    def __init__(self, case: Case, law: Law) -> None:
        self._case, self._law = case, law
        self._index = {
            name.casefold(): record.id
            for record in law.book.licences.values()
            for name in (record.label, record.id.removeprefix(_PREFIX), *record.aliases)
        }
        self._wholes: dict[str, list[str]] = {}
        for whole in case.of_kind("Work"):
            for layer in case.graph.names(whole, "layers"):
                self._wholes.setdefault(layer, []).append(whole)

    def resolve(self, name: str) -> str | None:
        """The id of the encoded licence of this name or alias."""
        return self._index.get(name.removeprefix(_PREFIX).casefold())

    def own(self, thing: str) -> tuple[Held, ...]:
        """The licences written on a thing itself."""
        values = self._case.graph.values(thing, "licence")
        return tuple(self._held(value if isinstance(value, str) else value.text) for value in values)

    def held(self, thing: str) -> tuple[Held, ...]:
        """The licences of a thing, those of the works of which it is a layer included."""
        return tuple(h for one in (thing, *self._wholes.get(thing, ())) for h in self.own(one))

    def licensed(self) -> list[str]:
        """The things with a licence written on them, in file order."""
        return [thing for thing in self._case.of_kind("Entity") if self._case.graph.values(thing, "licence")]

    def written(self) -> set[str]:
        """Every licence as the case writes it, ids of its own records included."""
        graph = self._case.graph
        return {v if isinstance(v, str) else v.text for thing in self.licensed() for v in graph.values(thing, "licence")}

    def _held(self, value: str) -> Held:
        graph = self._case.graph
        if value in graph and "Licence" in self._case.types(value):
            name = graph.text(value, "licenceName") or graph.text(value, "title") or value
            licence = self.resolve(name)
            link = graph.text(value, "licenceLink") or graph.text(value, "source") or ""
            until, licensees = graph.text(value, "until"), tuple(graph.names(value, "licensedTo"))
            return Held(name, licence, self._label(licence) or name, value, link, until, licensees)
        name = value.removeprefix(_PREFIX)
        licence = self.resolve(name)
        return Held(name, licence, self._label(licence) or name)

    def _label(self, licence: str | None) -> str | None:
        return self._law.book.licences[licence].label if licence else None
