"""One property set otherwise: a build like another, with other values of one key of one thing."""

from __future__ import annotations

from lexstemma.terms import CaseError, Lit, Scalar, Where

from ._build import Build, Reference
from ._check import check
from ._schema import Key, nearest
from ._values import code_value, licence_value, literal, term_value


def with_value(old: Build, subject: str, prop: str, text: str, source: str) -> Build:
    """`old` with the comma-separated values in `text` in place of those of the key; without any if `text` is empty.

    Raises:
        CaseError: there is no such thing, it cannot carry the key, or the values are none of the key's; or the case that
            results cannot be.
    """
    where, key = Where(source), old.schema.keys.get(prop)
    if subject not in old.types:
        raise CaseError(f"the case describes no '{subject}'", where=where, expected=nearest(subject, tuple(old.types)))
    bases = old.schema.bases(old.types[subject])
    if key is not None and key.kind == "node":
        raise CaseError(
            f"'{prop}' of '{subject}' describes things of its own",
            where=where,
            expected="change it in the case file; one value cannot",
        )
    if key is None:
        raise CaseError(f"unknown key '{prop}' on '{subject}'", where=where, expected=nearest(prop, old.schema.keys_on(bases)))
    old.check_key(key, bases, subject, where)
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if key.single and len(parts) > 1:
        raise CaseError(f"'{prop}' of '{subject}' has {len(parts)} values", where=where, expected="one is read")
    new = Build(old.schema, old.name, id=old.id, lines=dict(old.lines), texts=old.texts, types=dict(old.types))
    new.references = [r for r in old.references if (r.subject, r.key.name) != (subject, prop)]
    new.lines[subject, prop] = where
    for entity in old.graph.subjects():
        for name, values in old.graph.properties(entity).items():
            if (entity, name) != (subject, prop):
                for value in values:
                    new.graph.add(entity, name, value)
    for part in parts:
        new.graph.add(subject, prop, _value(new, subject, key, part, where))
    check(new)
    return new


def _value(build: Build, subject: str, key: Key, text: str, where: Where) -> str | Lit:
    if key.kind == "ref" or (key.kind == "licence" and build.is_licence(text)):
        build.references.append(Reference(subject, key, text, where))
        return text
    if key.kind == "licence":
        return licence_value(text)
    if key.kind == "code":
        return code_value(key, text, where)
    if key.kind in ("term", "fact"):
        return term_value(build.schema, key, text, where)
    return literal(subject, key, Scalar.plain(text, None).value, text, where)
