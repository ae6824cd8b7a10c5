"""How people, things, steps, laws and days are called in running text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ...assessment import Answer, Run
from .._words import STATUS_WORDS, kind_of_step
from ._model import Span

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(count: int, noun: str = "", plural: str = "") -> str:
    """A count in words up to twelve, with its noun."""
    told = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{told} {noun if count == 1 else plural or noun + 's'}" if noun else told


def sentence(words: str) -> str:
    """The words with a capital at the beginning and a full stop at the end."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def as_taken(words: str) -> str:
    """What decides, where it is a question with its answer after a colon: the answer as a sentence of its own."""
    return words.replace("?: no", "? It is taken as no").replace("?: yes", "? It is taken as yes")


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def long_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def joined(names: Sequence[str], most: int = 6) -> str:
    """Names in a row with `and`; those beyond `most` are counted."""
    shown = list(names[:most])
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else ""


def distinct(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def status(name: str) -> Span:
    """A status in words, marked as one."""
    return Span(STATUS_WORDS[name], status=name)


class Names:
    """Names of what a case describes: its title where the case gives one, else its id."""

    def __init__(self, run: Run) -> None:
        self._run, self._graph = run, run.case.graph

    def thing(self, name: str | None) -> str:
        return (self._graph.text(name, "title") or name) if name else ""

    def things(self, names: Iterable[str | None], most: int = 6) -> str:
        return joined(distinct(self.thing(name) for name in names), most)

    def step(self, name: str) -> str:
        """A step: its title, or its id with what kind of step it is."""
        title = self._graph.text(name, "title")
        if title:
            return title
        kind = kind_of_step(self._run, name)
        return name if name.lower() == kind.lower() else f"{name} ({kind})"

    def steps(self, names: Iterable[str], most: int = 6) -> str:
        return joined(distinct(self.step(name) for name in names), most)

    def law(self, code: str | None) -> str:
        return self._run.law_label(code)

    def laws(self, codes: Iterable[str | None]) -> str:
        return joined(distinct(self.law(code) for code in codes), 12)

    def day_of(self, step: str) -> str:
        """The day of a step as far as the case gives it."""
        given = self._graph.text(step, "date")
        if given is None:
            return "no date"
        try:
            return long_day(date.fromisoformat(given))
        except ValueError:
            return given

    def right(self, answer: Answer) -> str:
        """The right asked about, with the copy it concerns."""
        q, words = answer.question, self._run.words
        if q.right is None:
            return "no right"
        return words.label(q.right) + (f" ({words.label(q.result)})" if q.result else "")

    def holders(self, answer: Answer) -> str:
        """Who holds the right: by name, or the role where the case names nobody."""
        if answer.holders:
            return self.things(answer.holders)
        return f"the {self._run.words.label(answer.holder_role or '')} of {self.thing(answer.question.object)}"
