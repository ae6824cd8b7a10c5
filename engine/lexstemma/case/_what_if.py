"""One fact set otherwise: a build like another, less some statements and with one more."""

from __future__ import annotations

from lexstemma.terms import Lit, Where

from ._build import Build, Reference


def with_statement(old: Build, fact: str, subject: str, concerning: str | None, value: bool | None, source: str) -> Build:
    """`old` with this as the only statement of the fact about the thing (and pair); without any, if `value` is None."""
    new = _without(old, fact, subject, concerning)
    if value is not None:
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
    return new


def _without(old: Build, fact: str, subject: str, concerning: str | None) -> Build:
    graph = old.graph
    same = {record for record in graph.names(subject, "asserts") if graph.name(record, "fact") == fact}
    # A record may concern several works; the others keep it.
    shared = {record for record in same if concerning is not None and len(graph.names(record, "concerning")) > 1}
    gone = {record for record in same - shared if (graph.name(record, "concerning")) == concerning}
    new = Build(old.schema, old.name, id=old.id, lines=dict(old.lines), texts=old.texts)
    new.references = [reference for reference in old.references if reference.target not in gone and reference.subject not in gone]
    new.types = {entity: types for entity, types in old.types.items() if entity not in gone}
    for entity in graph.subjects():
        for prop, values in graph.properties(entity).items():
            if entity in gone or (entity == subject and prop == fact and concerning is None):
                continue
            for value in values:
                if value not in gone and not (entity in shared and prop == "concerning" and value == concerning):
                    new.graph.add(entity, prop, value)
    return new
