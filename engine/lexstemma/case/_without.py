"""Things taken away: a build like another, less some records and whatever names them."""

from __future__ import annotations

from ._build import Build


def without(old: Build, gone: frozenset[str]) -> Build:
    """`old` without these things; statements that name them go with them."""
    new = Build(old.schema, old.name, id=old.id, texts=old.texts)
    new.lines = {at: where for at, where in old.lines.items() if at[0] not in gone}
    new.references = [r for r in old.references if r.target not in gone and r.subject not in gone]
    new.types = {entity: types for entity, types in old.types.items() if entity not in gone}
    for entity in old.graph.subjects():
        if entity in gone:
            continue
        for prop, values in old.graph.properties(entity).items():
            for value in values:
                if value not in gone:
                    new.graph.add(entity, prop, value)
    return new
