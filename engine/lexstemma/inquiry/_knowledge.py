"""The graph that questions are asked of: the case, what follows from it, the run, and what a question needs beyond these.

Claims, and what would change without a piece of evidence or with an overlay, are worked out by the engine and laid down as
triples only where a query names their class.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ..assessment import Answer, Change, Run, assess, changes
from ..law import Rule
from ..terms import CASE, LAW, LS, RDF_TYPE, RDFS, RUN, XSD, Graph, InputError, Lit, Value, data_path, vocabulary
from ._claims import claims

MOST_TRIPLES = 3_000_000
MOST_EVIDENCE = 100
_LABEL = RDFS + "label"
_RESERVED = "reservationEffective"
_OF_RESERVATIONS = "computeReservation"

Triple = tuple[str, str, Value]


def knowledge(run: Run, text: str, *, before: Run | None = None, more: Iterable[Triple] = ()) -> bytes:
    """The triples that a query may need, as N-Triples.

    Args:
        text: the query: a class that it does not name is not worked out.
        before: the same run without the overlays, to lay down what they change.
        more: triples from elsewhere, such as findings about licences.

    Raises:
        InputError: more triples or pieces of evidence than can be asked of at once.
    """
    graph = run.to_graph()
    parts: list[Iterable[Triple]] = [_inferred(run), _graph(graph), _reservations(run, graph), _labels(run), more]
    if f"{LS}Claim" in text or "ls:Claim" in text:
        parts.append(_claims(run))
    if "AnswerChange" in text:
        parts.append(_changes(run, before))
    lines = [run.case.to_ntriples(), _terms_of_runs()]
    count = 0
    for part in parts:
        for subject, predicate, value in part:
            count += 1
            if count > MOST_TRIPLES:
                expected = "ask a smaller case: fewer laws, or fewer works in one file"
                raise InputError(f"more than {MOST_TRIPLES:,} triples", where=run.case.source, expected=expected)
            lines.append(f"<{subject}> <{predicate}> {_written(value)} .\n")
    return "".join(lines).encode()


def iri(run: Run, thing: str) -> str:
    """The IRI of a thing of the case."""
    return thing if "://" in thing else f"{CASE}{run.case.id}#{thing}"


def _written(value: Value) -> str:
    if isinstance(value, Lit):
        import pyoxigraph

        return str(pyoxigraph.Literal(value.text, datatype=pyoxigraph.NamedNode(XSD + value.datatype)))
    return f"<{value}>"


def _terms_of_runs() -> str:
    """What the vocabulary of runs says of statuses: their ranks and labels."""
    import pyoxigraph

    triples = [quad.triple for quad in pyoxigraph.parse(path=str(data_path("ontology") / "run.ttl"))]
    return (pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").decode()


def _graph(graph: Graph) -> Iterator[Triple]:
    for subject in graph.subjects():
        for prop, values in graph.properties(subject).items():
            for value in values:
                yield subject, prop, value


def _inferred(run: Run) -> Iterator[Triple]:
    """Superclasses, the products of steps, and the arrows of Figure 2 with all that follows from them."""
    case, derivation = run.case, run.derivation
    relations = {
        "copyOrDerivativeOf": derivation.copy_or_derivative_of,
        "holds": derivation.holds,
        "tracesBackTo": derivation.traces_back_to,
        "tracesBackToTrainingData": derivation.traces_to_training_data,
        "tracesBackToTuningData": derivation.traces_to_tuning_data,
    }
    entities = set(case.of_kind("Entity"))
    for thing in (*case.of_kind("Entity"), *case.of_kind("Agent"), *case.of_kind("Step"), *case.of_kind("Evidence")):
        kinds = derivation.kinds(thing) if thing in entities else case.types(thing)
        for kind in sorted(kinds):
            yield iri(run, thing), RDF_TYPE, LS + kind
    for thing in case.of_kind("Entity"):
        for step in derivation.producers(thing):
            yield iri(run, thing), LS + "producedBy", iri(run, step)
        for name, reached in relations.items():
            for other in sorted(reached(thing)):
                yield iri(run, thing), LS + name, iri(run, other)


def _reservations(run: Run, graph: Graph) -> Iterator[Triple]:
    """Reservations that reach an act, whether or not its answer turns on them."""
    facts = [name for name, term in run.words.facts.items() if term.computed_by == _OF_RESERVATIONS]
    start = next(subject for subject in graph.subjects() if subject.startswith(RUN))
    for answer in run.answers():
        q, node = answer.question, f"{start}#{quote(answer.id, safe='/')}"
        if q.object is None:
            continue
        for name in facts:
            found = run.facts.find(name, q)
            if found.value is True and found.origin == "computed":
                yield node, LS + "underReservation", Lit(found.detail)
                held = answer.holds(_RESERVED) if _RESERVED in answer.watched else None
                if held is not None:
                    yield node, LS + "reservationHeld", Lit(str(held).lower(), "boolean")


def _labels(run: Run) -> Iterator[Triple]:
    words, book = vocabulary(), run.law.book
    for subject in words.graph.subjects():
        label = words.graph.text(subject, "label")
        if label and ":" not in subject:
            yield LS + subject, _LABEL, Lit(label)
    for place in book.jurisdictions.values():
        yield LAW + place.id, RDF_TYPE, LS + "Jurisdiction"
        yield LAW + place.id, _LABEL, Lit(place.label)
    for issue in book.issues.values():
        yield LAW + issue.id, RDF_TYPE, LS + "Issue"
        yield LAW + issue.id, _LABEL, Lit(issue.label)
    rules: dict[str, Rule] = {rule.id: rule for answer in run.answers() for rule in answer.rules}
    for rule in rules.values():
        node = LAW + rule.id
        yield node, RDF_TYPE, LS + rule.kind
        yield node, _LABEL, Lit(rule.label)
        yield node, LS + "provision", Lit(rule.provision)
        yield node, LS + "authorityLevel", LS + rule.level
        yield node, LS + "jurisdiction", LAW + rule.jurisdiction


def _claims(run: Run) -> Iterator[Triple]:
    for number, claim in enumerate(claims(run), 1):
        node = f"{RUN}claim/{_digest(run.case.id, claim.thing, claim.law, claim.kind, str(number))}"
        yield node, RDF_TYPE, LS + "Claim"
        yield node, LS + "ofObject", iri(run, claim.thing)
        yield node, LS + "underLaw", LAW + claim.law
        yield node, LS + "claimKind", Lit(claim.kind)
        yield node, LS + "claimStatus", Lit(claim.status)
        yield node, LS + "claimBecause", Lit(claim.because)
        yield node, LS + "outlivesEconomicRights", Lit(str(claim.outlives).lower(), "boolean")
        if claim.role:
            yield node, LS + "holderRole", LS + claim.role
        for right in claim.rights:
            yield node, LS + "ofRight", LS + right
        for holder in claim.holders:
            yield node, LS + "ofHolder", iri(run, holder)
        for text in claim.open:
            yield node, LS + "claimOpen", Lit(text)
        if claim.after_death:
            yield node, LS + "assertedBy", Lit(claim.after_death)
        for rule in claim.answer.rules if claim.answer else ():
            yield node, LS + "byRule", LAW + rule.id
        if claim.until:
            yield node, LS + "lastsState", Lit(claim.until.state)
            yield node, LS + "lastsBecause", Lit(claim.until.text)
            if claim.until.day:
                yield node, LS + "lastsUntil", Lit(claim.until.day.isoformat(), "date")


def _changes(run: Run, before: Run | None) -> Iterator[Triple]:
    """Every piece of evidence is taken away once and the case asked again; overlays are compared with the law without them."""
    evidence = run.case.of_kind("Evidence")
    if len(evidence) > MOST_EVIDENCE:
        expected = f"up to {MOST_EVIDENCE} can be taken away one by one"
        raise InputError(f"the case has {len(evidence)} pieces of evidence", where=run.case.source, expected=expected)
    for piece in evidence:
        without = assess(run.case.without_evidence([piece]), run.law, under=run.under, claimed=run.claimed)
        for change in changes(run, without):
            yield from _change(run, change, LS + "withoutEvidence", iri(run, piece))
    if before is not None:
        overlays = Lit(", ".join(path.name for path in run.law.book.overlays))
        for change in changes(before, run):
            yield from _change(run, change, LS + "withOverlay", overlays)


def _change(run: Run, change: Change, by: str, what: Value) -> Iterator[Triple]:
    q = (change.before or change.after or _never()).question
    node = f"{RUN}change/{_digest(run.case.id, change.id, str(what))}"
    yield node, RDF_TYPE, LS + "AnswerChange"
    yield node, by, what
    yield node, LS + "ofStep", iri(run, q.step)
    for prop, name in (("ofObject", q.object and iri(run, q.object)), ("ofRight", q.right and LS + q.right)):
        if name:
            yield node, LS + prop, name
    if q.place:
        yield node, LS + "underLaw", LAW + q.place
    for prop, answer in (("statusBefore", change.before), ("statusAfter", change.after)):
        if answer is not None:
            words = "".join(part.capitalize() for part in answer.status.split("_"))
            yield node, LS + prop, f"{LS}status{words}"


def _never() -> Answer:
    raise AssertionError("a change has an answer on one side at least")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
