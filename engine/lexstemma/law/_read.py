"""From graphs to typed records. Each function reads one kind of record; what is wrong is said by the linter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ..terms import Graph, LawError
from ._book import Licences, Volume
from ._model import (
    ANYWHERE,
    TERM_ENDED,
    Decision,
    Issue,
    Jurisdiction,
    LicenceTerms,
    PlaceGroup,
    Position,
    Rule,
    Scope,
    Stance,
    TermRule,
)

RULE_KINDS = ("Restriction", "Exception", "Limit", "Defeater", "Definition", "Duty", "SeparateWrong", "RemedyGate", "Grant")
_NONE: frozenset[str] = frozenset()
_NAMED_BY = {"Restriction": "grants", "Exception": "excuses", "Limit": "limits", "Defeater": "defeats", "Grant": "permits"}


def day(graph: Graph, subject: str, prop: str) -> date | None:
    text = graph.text(subject, prop)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LawError(f"{subject}: {prop} is {text!r}", expected="write a date as YYYY-MM-DD") from None


def rule(graph: Graph, name: str, kind: str, file: str) -> Rule:
    # Most of the time of loading goes into rules: their properties are looked up once, and most of them are not given.
    given = graph.properties(name)

    def names(prop: str) -> tuple[str, ...]:
        return tuple(value for value in given[prop] if isinstance(value, str)) if prop in given else ()

    def one(prop: str) -> str | None:
        return graph.name(name, prop) if prop in given else None

    def text(prop: str) -> str:
        return (graph.text(name, prop) or "") if prop in given else ""

    return Rule(
        id=name,
        kind=kind,
        label=text("label") or name,
        jurisdiction=one("jurisdiction") or ANYWHERE,
        provision=text("provision"),
        url=_url(graph, name),
        level=one("authorityLevel") or "statute",
        since=day(graph, name, "inForceFrom") if "inForceFrom" in given else None,
        until=day(graph, name, "inForceUntil") if "inForceUntil" in given else None,
        scope=Scope(
            *(
                frozenset(names(p)) if p in given else _NONE
                for p in ("reachesStep", "reachesAct", "reachesResult", "reachesSubject", "excludesSubject")
            )
        ),
        names=names(_NAMED_BY[kind]) if kind in _NAMED_BY else (),
        concludes=one("concludes"),
        requires=names("requires"),
        unless=names("unless"),
        transposes=names("transposes"),
        raises=names("raises"),
        mentions=names("mentions"),
        override=one("contractOverride"),
        holder_role=one("holderRole"),
        optional=bool(graph.flag(name, "optionalForStates")) if "optionalForStates" in given else False,
        direct=bool(graph.flag(name, "directlyApplicable")) if "directlyApplicable" in given else False,
        verification=one("verification") or "",
        confidence=text("confidence"),
        verified_against=text("verifiedAgainst"),
        leaves_out=text("leavesOut"),
        comment=text("comment"),
        file=file,
        outlasts_term=bool(graph.flag(name, "outlastsTerm")) if "outlastsTerm" in given else False,
        after_death=text("afterDeath"),
    )


def term_rule(graph: Graph, name: str, file: str) -> TermRule:
    years = int(graph.text(name, "years") or 0)
    return TermRule(
        id=name,
        label=graph.text(name, "label") or name,
        jurisdiction=graph.name(name, "jurisdiction") or ANYWHERE,
        provision=graph.text(name, "provision") or "",
        url=_url(graph, name),
        since=day(graph, name, "inForceFrom"),
        until=day(graph, name, "inForceUntil"),
        subjects=frozenset(graph.names(name, "reachesSubject")),
        excluded=frozenset(graph.names(name, "excludesSubject")),
        rights=frozenset(graph.names(name, "limits")),
        years=years,
        runs_from=graph.name(name, "runsFrom") or "",
        extended_by=tuple(graph.names(name, "extendedBy")),
        extended_else=tuple(graph.names(name, "extendedElse")),
        restarted_by=tuple(graph.names(name, "restartedBy")),
        extended_years=int(graph.text(name, "extendedYears") or years),
        requires=tuple(graph.names(name, "requires")),
        unless=tuple(graph.names(name, "unless")),
        transposes=tuple(graph.names(name, "transposes")),
        verification=graph.name(name, "verification") or "",
        confidence=graph.text(name, "confidence") or "",
        file=file,
        concludes=graph.name(name, "concludes") or TERM_ENDED,
    )


def decision(graph: Graph, name: str) -> Decision:
    return Decision(
        id=name,
        label=graph.text(name, "label") or name,
        court=graph.text(name, "court") or "",
        docket=graph.text(name, "docket") or "",
        jurisdiction=graph.name(name, "jurisdiction") or ANYWHERE,
        level=graph.name(name, "authorityLevel") or "doctrine",
        finality=graph.name(name, "finality") or "final",
        decided=day(graph, name, "decided"),
        binding=bool(graph.flag(name, "binding")),
        appeal_of=graph.name(name, "appealOf"),
        applies_law_of=graph.name(name, "appliesLawOf"),
        decided_by=graph.name(name, "decidedBy"),
        url=_url(graph, name),
        verification=graph.name(name, "verification") or "",
        confidence=graph.text(name, "confidence") or "",
        comment=graph.text(name, "comment") or "",
    )


def position(graph: Graph, name: str) -> Position:
    return Position(
        id=name,
        issue=graph.name(name, "onIssue") or "",
        answer=graph.name(name, "answer") or "",
        authority=graph.name(name, "authority"),
        weight=graph.name(name, "weight") or "holding",
        turned_on=tuple(graph.names(name, "turnedOn")),
        turned_on_absence=tuple(graph.names(name, "turnedOnAbsence")),
        acts_from=day(graph, name, "actsFrom"),
        acts_until=day(graph, name, "actsUntil"),
        comment=graph.text(name, "comment") or "",
    )


def positions(graph: Graph) -> dict[str, Position]:
    """Positions of authorities by id; those of stances have none."""
    found = (position(graph, name) for name in graph.of_type("Position"))
    return {p.id: p for p in found if p.authority is not None}


def issues(graph: Graph, taken: Iterable[Position]) -> dict[str, Issue]:
    """Issues by id, each with the positions taken on it."""
    by_issue: dict[str, list[Position]] = {}
    for p in taken:
        by_issue.setdefault(p.issue, []).append(p)
    return {
        name: Issue(
            id=name,
            label=graph.text(name, "label") or name,
            default=graph.name(name, "default"),
            deciding_event=graph.text(name, "decidingEvent") or "none announced",
            positions=tuple(by_issue.get(name, ())),
            on_protection=bool(graph.flag(name, "onProtection")),
        )
        for name in graph.of_type("Issue")
    }


def stance(graph: Graph, name: str) -> Stance:
    chosen = [position(graph, p) for p in graph.names(name, "adopts")]
    return Stance(
        name=graph.text(name, "label") or name,
        comment=graph.text(name, "comment") or "",
        answers={p.issue: p.answer == "yes" for p in chosen},
        reasons={p.issue: p.comment for p in chosen},
    )


def jurisdiction(graph: Graph, name: str) -> Jurisdiction:
    return Jurisdiction(
        id=name,
        label=graph.text(name, "label") or name,
        codes=tuple(graph.texts(name, "placeCode")),
        union=graph.name(name, "partOf"),
    )


def group(graph: Graph, name: str) -> PlaceGroup:
    return PlaceGroup(graph.text(name, "label") or name, frozenset(graph.names(name, "members")))


def rules(graph: Graph, files: Mapping[str, str]) -> dict[str, Rule]:
    """Rules by id; `files` names the file of each."""
    return {
        name: rule(graph, name, kind, files.get(name, ""))
        for name in graph.of_type(*RULE_KINDS)
        for kind in graph.names(name, "type")
        if kind in RULE_KINDS
    }


def terms(graph: Graph, files: Mapping[str, str]) -> dict[str, TermRule]:
    """Term rules by id; `files` names the file of each."""
    return {name: term_rule(graph, name, files.get(name, "")) for name in graph.of_type("TermRule")}


def volume(graph: Graph, jurisdiction: str, file: str) -> Volume:
    """What one file says of its jurisdiction."""
    files = dict.fromkeys(graph.subjects(), file)
    return Volume(
        rules=rules(graph, files),
        terms=terms(graph, files),
        covers=frozenset(graph.names(jurisdiction, "covers")),
        verified_until=day(graph, jurisdiction, "verifiedUntil"),
        graph=graph,
    )


def licences(graph: Graph, files: Mapping[str, str]) -> Licences:
    """Licences and their grants; `files` names the file of each."""
    return Licences({name: licence(graph, name) for name in graph.of_type("Licence")}, rules(graph, files), graph)


def licence(graph: Graph, name: str) -> LicenceTerms:
    return LicenceTerms(
        id=name,
        label=graph.text(name, "label") or name,
        aliases=tuple(graph.texts(name, "alias")),
        contract=bool(graph.flag(name, "bindsByContract")),
        url=_url(graph, name),
        grants=tuple(graph.names(name, "grant")),
    )


def _url(graph: Graph, name: str) -> str:
    return graph.text(name, "officialText") or graph.name(name, "officialText") or ""
