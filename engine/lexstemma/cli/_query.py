"""The command that asks questions of the graph of a case and its run: query."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..terms import InputError
from ._inputs import ask as run_of
from ._inputs import check_format, load_case, load_law
from ._options import AsOf, Claimed, Forum, Laws, Overlay, Stance, Strict
from ._output import write, write_record

if TYPE_CHECKING:
    from ..assessment import Run
    from ..inquiry import Result, StoredQuestion, Term
    from ..terms import Lit, Value

_FORMATS = ("table", "csv", "json", "ttl")
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def query(
    case: Annotated[
        str | None, typer.Argument(metavar="CASE", help="A case file or folder, or a bundled example.", show_default=False)
    ] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION.rq", help="A SPARQL query of your own.", show_default=False)
    ] = None,
    ask: Annotated[str | None, typer.Option("--ask", metavar="N", help="A shipped question, by its number.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Choose a parameter, e.g. work=novel; repeatable.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the shipped questions and their parameters.")] = False,
    law: Laws = "place",
    claimed: Claimed = False,
    strict: Strict = False,
    stance: Stance = None,
    as_of: AsOf = None,
    forum: Forum = None,
    overlay: Overlay = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", help="At most so many rows.")] = 1000,
    seconds: Annotated[float, typer.Option("--seconds", metavar="S", help="At most so long.")] = 10,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, csv, json or ttl (for CONSTRUCT).")] = "table",
) -> int:
    """Ask a question of the graph of a case and its answers.

    A shipped question by number (--list), or a SPARQL query of your own, read-only: over the case, what follows from it, and the
    answers of a run under the laws asked. It has a limit of time and of rows, and reads nothing outside.
    """
    check_format(format, _FORMATS)
    if listing:
        return _list()
    asked = _question(case, question, ask)
    from ..inquiry import choices, knowledge, refuse
    from ..inquiry import query as answer

    place = str(asked.path) if ask is None else f"question {asked.number}"
    refuse(asked.query, place)
    chosen = _chosen(settings or ())
    overlays = overlay or ()
    loaded = load_case(case or "")
    asked_law = load_law(as_of=as_of, stance=stance, strict=strict, forum=forum, overlay=overlays)
    values = choices(asked, chosen, loaded, asked_law)
    run, before = run_of(loaded, asked_law, law, claimed=claimed), None
    if overlays:
        before = run_of(loaded, load_law(as_of=as_of, stance=stance, strict=strict, forum=forum), law, claimed=claimed)
    more = _licences(run) if "LicenceFinding" in asked.query else ()
    triples = knowledge(run, asked.query, before=before, more=more)
    found = answer(triples, asked.query, chosen=values, case=loaded.id, rows=rows, seconds=seconds, where=place)
    _write(run, asked, found, format)
    return 0


def _list() -> int:
    from ..inquiry import stored_questions
    from ..report import Page

    page = Page()
    for one in stored_questions():
        page.line((f"{one.number:>3}  ", "bold"), one.title, hang=5)
        for parameter in one.parameters:
            page.line((f"--set {parameter.name}=...: {parameter.text}", "dim"), indent=5)
        for note in one.notes:
            page.line((note, "dim"), indent=5)
    return 0


def _question(case: str | None, question: str | None, ask: str | None) -> StoredQuestion:
    from ..inquiry import read_question, stored_question

    if case is None:
        raise InputError("no case is named", expected="lexstemma query CASE --ask 1, or --list for the questions")
    if (question is None) == (ask is None):
        what = "no question is asked" if ask is None else "two questions are asked at once"
        raise InputError(what, expected="give a file QUESTION.rq, or --ask and a number; --list shows the numbers")
    return stored_question(ask) if ask is not None else read_question(Path(question or ""))


def _chosen(settings: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise InputError(f"--set is {text!r}", expected="write NAME=VALUE, e.g. --set work=novel")
        if name.strip() in found:
            raise InputError(f"--set names {name.strip()!r} twice", expected="choose each parameter once")
        found[name.strip()] = value.strip()
    return found


def _licences(run: Run) -> Iterator[tuple[str, str, Value]]:
    """The findings about licences as triples."""
    from ..clearance import licence_findings
    from ..inquiry import iri
    from ..terms import LS, RDF_TYPE, RUN, Lit

    for finding in licence_findings(run):
        key = hashlib.sha256(repr(finding.key).encode()).hexdigest()[:32]
        node = f"{RUN}licence/{key}"
        texts: dict[str, Lit] = {
            "findingCode": Lit(finding.code),
            "findingSeverity": Lit(finding.severity),
            "findingText": Lit(finding.label),
            "findingBinds": Lit(str(finding.binds).lower(), "boolean"),
        }
        yield node, RDF_TYPE, LS + "LicenceFinding"
        for name, text in texts.items():
            yield node, LS + name, text
        yield node, LS + "ofObject", iri(run, finding.object)
        if finding.step:
            yield node, LS + "ofStep", iri(run, finding.step)
        for source in finding.sources:
            if source.licence:
                yield node, LS + "findingLicence", Lit(source.licence)


# ------------------------------------------------------------ writing
def _write(run: Run, asked: StoredQuestion, found: Result, format: str) -> None:
    if format == "ttl":
        if found.kind != "construct":
            raise InputError(
                "--format ttl is for CONSTRUCT and DESCRIBE", expected=f"this is {found.kind.upper()}: use json or csv"
            )
        write(_turtle(run, found))
    elif format == "json":
        write_record(_record(run, asked, found))
    elif format == "csv":
        write(_csv(run, found))
        if found.more:
            print(f"lexstemma: {len(found.rows):,} rows are written; there are more: give --rows", file=sys.stderr)
    else:
        _print(run, asked, found)


def _record(run: Run, asked: StoredQuestion, found: Result) -> dict[str, object]:
    """The results in the form of SPARQL 1.1 Query Results JSON, with what was asked."""
    about = {"question": asked.number, "title": asked.title, "case": run.case.id, "identity": run.identity}
    if found.kind == "ask":
        return {**about, "head": {}, "boolean": found.truth}
    bindings = [
        {name: _binding(term) for name, term in zip(found.names, row, strict=True) if term is not None} for row in found.rows
    ]
    return {**about, "head": {"vars": list(found.names)}, "results": {"bindings": bindings}, "more": found.more}


def _binding(term: Term) -> dict[str, str]:
    binding = {"type": term.kind, "value": term.text}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.kind == "literal" and term.datatype not in ("", _XSD_STRING, _LANGUAGE):
        binding["datatype"] = term.datatype
    return binding


def _csv(run: Run, found: Result) -> str:
    import csv
    import io

    from ..report import safe_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if found.kind == "ask":
        writer.writerow(["answer"])
        writer.writerow(["yes" if found.truth else "no"])
        return out.getvalue()
    writer.writerow([safe_cell(name) for name in found.names])
    for row in found.rows:
        writer.writerow([safe_cell(_short(run, term)) for term in row])
    return out.getvalue()


def _turtle(run: Run, found: Result) -> str:
    import pyoxigraph as ox

    from ..inquiry import prefixes_of

    def node(term: Term) -> ox.NamedNode | ox.BlankNode:
        return ox.BlankNode(term.text) if term.kind == "bnode" else ox.NamedNode(term.text)

    def value(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if term.kind != "literal":
            return node(term)
        if term.language:
            return ox.Literal(term.text, language=term.language)
        return ox.Literal(term.text, datatype=ox.NamedNode(term.datatype or _XSD_STRING))

    triples = [
        ox.Triple(node(s), ox.NamedNode(p.text), value(o))
        for s, p, o in found.rows
        if s is not None and p is not None and o is not None
    ]
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes_of(run.case.id))
    note = f"# the first {len(found.rows):,} triples; there are more: give --rows\n" if found.more else ""
    return note + (data or b"").decode()


def _print(run: Run, asked: StoredQuestion, found: Result) -> None:
    from ..report import NOT_ADVICE, Page

    page = Page()
    page.line((asked.title, "bold"))
    if found.kind == "ask":
        page.line("yes" if found.truth else "no")
        return
    for note in asked.notes:
        page.line((note, "dim"))
    page.gap()
    if not found.rows:
        page.line("nothing was found", indent=1)
    else:
        shown = [name for n, name in enumerate(found.names) if any(row[n] is not None for row in found.rows)]
        places = [found.names.index(name) for name in shown]
        page.table(shown, [[_short(run, row[n]) for n in places] for row in found.rows])
    if found.more:
        page.line((f"{len(found.rows):,} rows; there are more: give --rows, or choose a parameter", "yellow"), indent=1)
    page.gap()
    page.line((NOT_ADVICE, "dim"))


def _short(run: Run, term: Term | None) -> str:
    """A term for people: ids of the case, names of the vocabulary and of laws, texts."""
    if term is None:
        return ""
    if term.kind != "uri":
        return term.text
    from ..terms import CASE, LAW, LS

    own = f"{CASE}{run.case.id}#"
    for space in (own, LAW, LS):
        if term.text.startswith(space):
            name = term.text[len(space) :]
            return _status(name) if space == LS else name
    return term.text


def _status(name: str) -> str:
    """`statusAuthorizationRequired` as every other command writes it."""
    if not name.startswith("status") or len(name) == len("status"):
        return name
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name.removeprefix("status")).strip()
