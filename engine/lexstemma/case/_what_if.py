"""Facts set otherwise: a build like another, less some statements and with others."""

from __future__ import annotations

from collections.abc import Sequence

from lexstemma.terms import Lit, Where

from ._build import Build, Reference

# A fact, the thing it is stated of, the other thing of the pair, and the value (None to leave it undocumented).
Setting = tuple[str, str, str | None, bool | None]


def with_statements(old: Build, settings: Sequence[Setting], source: str) -> Build:
    """`old` with each of these as the only statement of its fact about its thing (and pair); without any, if its value is None."""
    last = {(fact, subject, concerning): value for fact, subject, concerning, value in settings}
    new = _without(old, set(last))
    for (fact, subject, concerning), value in last.items():
        if value is not None:
            _state(new, fact, subject, concerning, value, source)
    return new


def _state(new: Build, fact: str, subject: str, concerning: str | None, value: bool, source: str) -> None:
    record = ".".join(name.rpartition("#")[2].rpartition("/")[2] for name in (subject, fact, concerning) if name)
    while record in new.types:
        record += ".new"
    new.types[record] = ["Statement"]
    new.lines[record, None] = Where(source)
    graph = new.graph
    graph.add(subject, "asserts", record)
    new.references.append(Reference(subject, new.schema.keys["asserts"], record, Where(source)))
    graph.add(record, "type", "Statement")
    graph.add(record, "fact", fact)
    if concerning is not None:
        graph.add(record, "concerning", concerning)
    graph.add(record, "value", Lit(str(value).lower(), "boolean"))
    graph.add(record, "source", Lit(source))


def _without(old: Build, said: set[tuple[str, str, str | None]]) -> Build:
    graph = old.graph
    gone: set[str] = set()
    # A record may concern several works; the others keep it.
    narrowed: set[tuple[str, str]] = set()
    for fact, subject, concerning in said:
        for record in graph.names(subject, "asserts"):
            if graph.name(record, "fact") != fact:
                continue
            works = graph.names(record, "concerning")
            if concerning is not None and len(works) > 1:
                narrowed.add((record, concerning))
            elif (works[0] if works else None) == concerning:
                gone.add(record)
    # All works of a record may have been taken away one by one.
    for record in {record for record, _ in narrowed}:
        if all((record, work) in narrowed for work in graph.names(record, "concerning")):
            gone.add(record)
    plain = {(subject, fact) for fact, subject, concerning in said if concerning is None}
    new = Build(old.schema, old.name, id=old.id, lines=dict(old.lines), texts=old.texts)
    new.references = [reference for reference in old.references if reference.target not in gone and reference.subject not in gone]
    new.types = {entity: types for entity, types in old.types.items() if entity not in gone}
    for entity in graph.subjects():
        for prop, values in graph.properties(entity).items():
            if entity in gone or (entity, prop) in plain:
                continue
            for value in values:
                if value not in gone and not (prop == "concerning" and (entity, value) in narrowed):
                    new.graph.add(entity, prop, value)
    return new
