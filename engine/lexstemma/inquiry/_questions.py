"""The questions that ship with the ontology: SPARQL files with a title in plain language and named parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..case import Case
from ..law import Law
from ..terms import CASE, LAW, LS, InputError, data_path, read_bytes, vocabulary

_HEAD = re.compile(r"# (?P<key>title|note|parameter (?P<name>\w+)(?: \((?P<kind>\w+)\))?): (?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that may be chosen.

    Args:
        kind: the class that its value must have, such as `Output`; `Law` for a jurisdiction; None for anything.
    """

    name: str
    kind: str | None
    text: str


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question as a file.

    Args:
        number: as in `5` or `5b`; the name of the file for a question of one's own.
        notes: how it is answered, where that needs saying.
    """

    number: str
    title: str
    notes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    query: str
    path: Path

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables that occur in the query."""
        return frozenset(re.findall(r"[?$](\w+)", self.query))


def stored_questions() -> tuple[StoredQuestion, ...]:
    """The competency questions, by number."""
    found = [read_question(path) for path in data_path("ontology").glob("questions/*.rq")]
    return tuple(sorted(found, key=lambda q: (int(re.sub(r"\D", "", q.number) or 0), q.number)))


def stored_question(number: str) -> StoredQuestion:
    """The question of a number.

    Raises:
        InputError: there is none.
    """
    known = {question.number: question for question in stored_questions()}
    if number.strip().lower() not in known:
        raise InputError(f"there is no question {number!r}", expected=f"use one of: {', '.join(known)}; --list shows them")
    return known[number.strip().lower()]


def read_question(path: Path) -> StoredQuestion:
    """A question from a file.

    Raises:
        InputError: it cannot be read, or is no text in UTF-8.
    """
    try:
        text = read_bytes(path).decode()
    except UnicodeDecodeError:
        raise InputError("is no text in UTF-8", where=str(path), expected="expected a SPARQL query") from None
    title, notes, parameters = "", [], []
    for line in text.splitlines():
        head = _HEAD.fullmatch(line.strip())
        if head is None:
            continue
        if head["name"]:
            parameters.append(Parameter(head["name"], head["kind"], head["text"]))
        elif head["key"] == "title":
            title = head["text"]
        else:
            notes.append(head["text"])
    number = path.stem.partition("-")[0] if path.parent.name == "questions" else path.name
    return StoredQuestion(number, title or path.name, tuple(notes), tuple(parameters), text, path)


def choices(question: StoredQuestion, given: Mapping[str, str], case: Case, law: Law) -> dict[str, str]:
    """IRIs for the variables that were chosen.

    Args:
        given: names of variables with ids of the case, codes of laws, or terms of the vocabulary.

    Raises:
        InputError: the question has no such variable, or the case, the law and the vocabulary have no such thing.
    """
    declared = {parameter.name: parameter for parameter in question.parameters}
    known = declared or dict.fromkeys(sorted(question.variables))
    found = {}
    for name, value in given.items():
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise InputError(f"the question has no parameter {name!r}", where=str(question.number), expected=has)
        parameter = declared.get(name)
        found[name] = _iri(case, law, name, value, parameter.kind if parameter else None)
    return found


def _iri(case: Case, law: Law, name: str, value: str, kind: str | None) -> str:
    place = law.jurisdiction(value) if kind in ("Law", None) else None
    things = [thing for thing in case.graph.subjects() if case.types(thing)]
    if kind == "Law":
        if place is None:
            raise InputError(f"{name} is {value!r}", expected="expected the code of a law, such as DE")
        return LAW + place.id
    if value in things:
        if kind is not None and kind not in case.types(value):
            others = [thing for thing in things if kind in case.types(thing)]
            has = f"it has {', '.join(others[:12])}" if others else "the case has none"
            raise InputError(f"{value!r} is no {vocabulary().label(kind)}", where=case.source, expected=has)
        return value if "://" in value else f"{CASE}{case.id}#{value}"
    if place is not None:
        return LAW + place.id
    if kind is None and value in vocabulary().graph:
        return LS + value
    import difflib

    near = difflib.get_close_matches(value, things, 1)
    options = [thing for thing in things if kind is None or kind in case.types(thing)]
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(options[:12]) or 'none'}"
    raise InputError(f"the case has no {value!r}", where=case.source, expected=hint)
