"""Open and known atoms of answers as things that can be set otherwise: a fact about named things, or an issue of law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..assessment import Answer, Run

if TYPE_CHECKING:
    from ..case import Case
    from ..law import Law


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """A fact, standard or issue, and what it is about.

    Args:
        kind: "fact", "standard" or "issue".
        subject: the thing of which the fact is stated; empty for an issue, which is the same for every question.
        concerning: the other thing of the pair, usually a work; empty if there is none.
    """

    kind: str
    name: str
    subject: str = ""
    concerning: str = ""

    def setting(self, value: bool | None) -> str:
        """As `lexstemma whatif --set` takes it."""
        said = "unknown" if value is None else str(value).lower()
        if self.kind == "issue":
            return f"{self.name}={'yes' if value else 'no'}"
        return f"{self.subject}.{self.name}{'@' + self.concerning if self.concerning else ''}={said}"

    @property
    def things(self) -> str:
        """What it is about, in a few words; empty for an issue."""
        return f"{self.subject} with {self.concerning}" if self.concerning else self.subject


def atom_of(answer: Answer, name: str) -> Atom:
    """The atom of this name as the answer's question looks at it: of the performer, the step, the copy, or the use of the work.

    A use is a work in a step, and a copy a work in the thing that holds it: the closest place that a case can state it at.
    """
    run, q = answer.run, answer.question
    kind = run.kind_of(name)
    if kind == "issue":
        return Atom(kind, name)
    match run.words.facts[name].about:
        case "Agent":
            return Atom(kind, name, q.performer or q.step)
        case "Work" | "Object":
            return Atom(kind, name, q.object or q.step)
        case "Step":
            return Atom(kind, name, q.step)
        case "Copy" | "Output":
            return Atom(kind, name, q.result_entity or q.step, q.object or "")
        case _:
            return Atom(kind, name, q.step, q.object or "")


def open_atoms(answers: Iterable[Answer]) -> dict[Atom, list[Answer]]:
    """The open atoms that matter, each with the answers that hang on it, in the order in which they appear."""
    found: dict[Atom, list[Answer]] = {}
    for answer in answers:
        for dependency in answer.depends_on:
            if dependency.atom != "place":
                found.setdefault(atom_of(answer, dependency.atom), []).append(answer)
    return found


def with_settings(case: Case, law: Law, settings: Iterable[tuple[Atom, bool | None]]) -> tuple[Case, Law]:
    """The case and the law with these atoms set.

    Raises:
        CaseError: a thing cannot carry such a fact.
    """
    settings = list(settings)
    facts = [(a.name, a.subject, a.concerning or None, value) for a, value in settings if a.kind != "issue"]
    for atom, value in settings:
        if atom.kind == "issue" and value is not None:
            law = with_issue(law, atom.name, value)
    return case.with_statements(facts) if facts else case, law


def with_issue(law: Law, issue: str, value: bool) -> Law:
    """The law with an issue answered, whatever authorities say."""
    answers, reasons = {**law.stance.answers, issue: value}, {**law.stance.reasons, issue: "what-if"}
    return replace(law, stance=replace(law.stance, answers=answers, reasons=reasons))


def asked_again(run: Run, case: Case, law: Law) -> Run:
    """Another case or law asked as the run was."""
    return Run(case, law, run.under, claimed=run.claimed)


def asked_with(run: Run, settings: Iterable[tuple[Atom, bool | None]]) -> Run:
    """The run with these atoms set; every question is decided anew.

    Raises:
        CaseError: a thing cannot carry such a fact.
    """
    return asked_again(run, *with_settings(run.case, run.law, settings))


def together(settings: Iterable[tuple[Atom, bool]]) -> Iterator[tuple[Atom, bool, list[str]]]:
    """Settings that differ only in what they are about, once: the first of them, its value, and what all are about."""
    found: dict[tuple[str, str, bool], list[Atom]] = {}
    for atom, value in settings:
        found.setdefault((atom.kind, atom.name, value), []).append(atom)
    for (_, _, value), atoms in found.items():
        yield atoms[0], value, [atom.things for atom in atoms if atom.things]
