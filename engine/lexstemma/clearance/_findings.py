"""All findings about the licences of a case under the law asked."""

from __future__ import annotations

from ..assessment import Run
from ._conflicts import conflict_findings
from ._desk import Desk
from ._finding import LicenceFinding
from ._licences import licence_record_findings, offer_findings, unlicensed_findings
from ._records import SEVERITIES
from ._terms import term_findings


def licence_findings(run: Run) -> tuple[LicenceFinding, ...]:
    """What the licences of a case ask for along its chains, and where they contradict one another; gravest first.

    Every licensed thing is followed to the datasets, weights, outputs and steps that it reaches. A term that rests on a right
    is said to bind only where the law asked engages one at the step; else it is reported as a contract's, or as without
    effect. Nobody is told to keep a licence of their own.

    Args:
        run: the case under the law to ask, as made by `assess`.

    Raises:
        LawError: a record of a licence's effects is faulty.
    """
    desk = Desk(run)
    found: dict[tuple[object, ...], LicenceFinding] = {}
    for licensed in desk.names.licensed():
        for held in desk.names.own(licensed):
            for finding in (*licence_record_findings(desk, licensed, held), *term_findings(desk, licensed, held)):
                found.setdefault(finding.key, finding)
    for finding in (*unlicensed_findings(desk), *offer_findings(desk), *conflict_findings(desk)):
        found.setdefault(finding.key, finding)
    return tuple(sorted(found.values(), key=lambda one: SEVERITIES.index(one.severity)))
