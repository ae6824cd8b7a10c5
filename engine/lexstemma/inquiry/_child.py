"""Answers one SPARQL query over N-Triples, as a process of its own: `python -m lexstemma.inquiry._child`.

Reads a line of JSON and then the triples from standard input, writes lines of JSON. It opens nothing: once the triples are read
it takes from itself the means to open files and connections, and to use more time and memory than it was given.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any


def main() -> None:
    """One query, then the end."""
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    triples = sys.stdin.buffer.read()
    import pyoxigraph as ox

    _confine(int(asked["seconds"]) + 2, int(asked["memory"]))
    store = ox.Store()
    store.load(triples, format=ox.RdfFormat.N_TRIPLES)
    chosen: dict[Any, Any] = {ox.Variable(name): ox.NamedNode(iri) for name, iri in asked["chosen"].items()}
    try:
        found = store.query(asked["query"], prefixes=asked["prefixes"], substitutions=chosen)
        _write(found, int(asked["rows"]), int(asked["bytes"]), ox)
    except SyntaxError as problem:
        _line({"fault": "syntax", "text": str(problem.args[0] if problem.args else problem)})
    except (OSError, ValueError, RuntimeError) as problem:
        _line({"fault": "query", "text": str(problem)})


def _write(found: Any, rows: int, most: int, ox: Any) -> None:
    if isinstance(found, ox.QueryBoolean):
        _line({"kind": "ask", "value": bool(found)})
        return
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        _line({"kind": "select", "names": names})
        lines = ([_term(solution[name], ox) for name in names] for solution in found)
    else:
        _line({"kind": "construct"})
        lines = ([_term(part, ox) for part in (t.subject, t.predicate, t.object)] for t in found)
    written = 0
    for number, row in enumerate(lines):
        if number == rows:
            _line({"more": True})
            return
        written += _line({"row": row})
        if written > most:
            _line({"fault": "size"})
            return
    _line({"more": False})


def _term(term: Any, ox: Any) -> list[str] | None:
    """Kind, text, and of a literal its datatype or language."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return ["uri", term.value]
    if isinstance(term, ox.BlankNode):
        return ["bnode", term.value]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.datatype.value, term.language or ""]
    return ["literal", str(term), "", ""]


def _line(record: dict[str, Any]) -> int:
    data = json.dumps(record, ensure_ascii=False).encode() + b"\n"
    sys.stdout.buffer.write(data)
    return len(data)


def _confine(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on every system; the parent's clock and the refused words remain
        return
    wanted = ((resource.RLIMIT_NOFILE, 3), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory))
    for limit, value in wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main()
