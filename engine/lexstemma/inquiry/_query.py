"""A SPARQL query over triples, read-only: in a child process with limits of time, memory and size, which is killed if it hangs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..terms import CASE, LAW, LS, OWL, PROV, RDFS, RUN, SKOS, XSD, InputError

SECONDS, ROWS = 10, 1000
_MEMORY, _BYTES = 2_000_000_000, 20_000_000
_LONGEST = 100_000  # characters of a query
_TOLD = 100

# Words that reach outside the graph, or would change it. No other form of a query has them as a word of its own.
_OUTSIDE = frozenset(("SERVICE", "FROM"))
_UPDATE = frozenset(("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "USING", "WITH"))
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>|\"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|@[A-Za-z][\w-]*|[?$]\w+|[\w.-]*:[\w.%\\-]*)|(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
PREFIXES = {
    "ls": LS, "law": LAW, "prov": PROV, "run": RUN, "rdfs": RDFS, "owl": OWL, "skos": SKOS, "xsd": XSD,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}  # fmt: skip


def prefixes_of(case: str) -> dict[str, str]:
    """The prefixes of a query over a case of this id: its things are `:novel` or `case:novel`."""
    return {**PREFIXES, "": f"{CASE}{case}#", "case": f"{CASE}{case}#"}


@dataclass(frozen=True, slots=True)
class Term:
    """A node of a result.

    Args:
        kind: "uri", "bnode" or "literal".
        datatype: IRI; of a literal only.
    """

    kind: str
    text: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Result:
    """What a query gave.

    Args:
        kind: "select", "construct" or "ask".
        names: the columns; of a construct subject, predicate, object.
        rows: at most as many as were asked for.
        more: there are more rows than that.
        truth: the answer to an ASK.
    """

    kind: str
    names: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...] = field(repr=False)
    more: bool = False
    truth: bool | None = None


def query(
    triples: bytes,
    text: str,
    *,
    chosen: Mapping[str, str] | None = None,
    case: str = "case",
    rows: int = ROWS,
    seconds: float = SECONDS,
    where: str = "the query",
) -> Result:
    """The result of a query over N-Triples. Nothing outside them is read and nothing is changed.

    Args:
        chosen: IRIs for variables of the query.
        case: the id of the case, for the prefixes.
        rows: the most rows (or triples) to give.
        seconds: after which the child is killed.
        where: the file of the query, for messages.

    Raises:
        InputError: the query is no SPARQL query, reaches outside, would change something, or needs too much time or space.
    """
    if rows < 1 or not 0 < seconds <= 3600:
        expected = "expected a row or more, and up to 3600 seconds"
        raise InputError(f"limits of {rows} rows and {seconds:g} seconds", expected=expected)
    refuse(text, where)
    asked = {
        "query": text, "chosen": dict(chosen or {}), "prefixes": prefixes_of(case), "rows": rows, "seconds": seconds,
        "memory": _MEMORY, "bytes": _BYTES,
    }  # fmt: skip
    return _read(_run(json.dumps(asked).encode() + b"\n" + triples, seconds, where), where)


def refuse(text: str, where: str = "the query") -> None:
    """Refuses a query by its words: what reaches outside the graph or would change it.

    Raises:
        InputError: it does.
    """
    if len(text) > _LONGEST:
        raise InputError(f"is {len(text):,} characters long", where=where, expected=f"a query has up to {_LONGEST:,}")
    for found in _TOKEN.finditer(text):
        word = (found.group("word") or "").upper()
        if word in _OUTSIDE or word in _UPDATE:
            line = text.count("\n", 0, found.start()) + 1
            what = "reaches outside the graph of the case" if word in _OUTSIDE else "would change the graph"
            expected = "queries only read it: use SELECT, ASK, CONSTRUCT or DESCRIBE without it"
            raise InputError(f"{word} is refused: it {what}", where=f"{where}, line {line}", expected=expected)


def _run(data: bytes, seconds: float, where: str) -> bytes:
    command = [sys.executable, "-m", "lexstemma.inquiry._child"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        out, _ = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        expected = "ask for less (a work, a step, fewer open variables), or give more time"
        raise InputError(f"took more than {seconds:g} seconds and was stopped", where=where, expected=expected) from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
    if child.returncode:
        expected = "ask for less: it ran out of memory or time"
        raise InputError(f"the query was stopped (exit code {child.returncode})", where=where, expected=expected)
    return out


def _read(out: bytes, where: str) -> Result:
    records: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    fault = next((record for record in records if "fault" in record), None)
    if fault is not None:
        raise _fault(fault, where)
    head = records[0] if records else {}
    if head.get("kind") == "ask":
        return Result("ask", (), (), False, bool(head["value"]))
    names = tuple(head.get("names", ("subject", "predicate", "object")))
    rows = tuple(tuple(None if cell is None else Term(*cell) for cell in record["row"]) for record in records if "row" in record)
    return Result(str(head.get("kind")), names, rows, bool(records[-1].get("more")))


def _fault(fault: dict[str, Any], where: str) -> InputError:
    if fault["fault"] == "size":
        return InputError(f"the result is larger than {_BYTES:,} bytes", where=where, expected="ask for less, or give --rows")
    text = " ".join(str(fault.get("text", "")).split())
    at = _PLACE.match(text)
    if fault["fault"] == "syntax":
        place = f"{where}, line {at[1]}, column {at[2]}" if at else where
        # What a parser could have gone on with is a page of character classes.
        told = at[3] if at else text
        return InputError("is no SPARQL query", where=place, expected=told if len(told) <= _TOLD else f"{told[:_TOLD]} ...")
    return InputError(f"cannot be answered: {text}", where=where, expected="change the query")
