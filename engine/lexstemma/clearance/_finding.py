"""A finding about a licence, and its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._effect import Effect
from ._records import FindingKind


@dataclass(frozen=True, slots=True)
class Source:
    """A licensed thing whose terms a finding is about.

    Args:
        objects: ids of the things; several where the same term reaches a step from several.
        titles: what people call them, in the same order.
        licence: the name of the licence, as encoded or as the case writes it.
        clause: where the term stands.
        way: the chain on which the terms of the first of them travelled; empty where the step has the thing itself in hand.
    """

    objects: tuple[str, ...]
    titles: tuple[str, ...]
    licence: str = ""
    clause: str = ""
    way: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class LicenceFinding:
    """One finding.

    Args:
        severity: "error", "warning" or "notice", after its effect was considered.
        object: the work, dataset, weights or output that it is about.
        step: where it bites; None if it is about the licence of the thing as such.
        thing: what the step has in hand.
        state: "broken", "open" or "stands".
        sources: the licensed things and their licences; of a conflict both sides.
        effect: whether the term binds here, and why; None where that does not matter.
        term: the id of the term, if it is one of a licence's.
    """

    kind: FindingKind
    severity: str
    object: str
    title: str
    step: str | None
    thing: str | None
    state: str
    sources: tuple[Source, ...]
    effect: Effect | None
    message: str
    term: str | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def remedy(self) -> str:
        """What to do."""
        return self.kind.remedy

    @property
    def binds(self) -> bool:
        """Whether it may have an effect under some law asked, or as a contract, or asks for none."""
        return self.effect is None or self.effect.kind not in ("none", "excepted")

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same finding in another case."""
        return (self.code, self.object, self.step, self.thing, self.term, tuple(s.licence for s in self.sources))


def finding_record(finding: LicenceFinding) -> dict[str, Any]:
    """The finding as plain data, for JSON."""
    effect = finding.effect
    return {
        "code": finding.code,
        "label": finding.label,
        "severity": finding.severity,
        "state": finding.state,
        "object": finding.object,
        "title": finding.title,
        "step": finding.step,
        "thing": finding.thing,
        "term": finding.term,
        "sources": [
            {
                "objects": list(s.objects),
                "titles": list(s.titles),
                "licence": s.licence,
                "clause": s.clause,
                "chain": s.way or None,
                "link": s.link or None,
            }
            for s in finding.sources
        ],
        "effect": None
        if effect is None
        else {
            "kind": effect.kind,
            "laws": [{"law": one.law or None, "effect": one.effect, "because": one.because} for one in effect.laws],
        },
        "message": finding.message,
        "remedy": finding.remedy,
    }
