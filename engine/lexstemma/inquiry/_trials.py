"""Changes of a case that might spare asking somebody: what is tried, not yet what it brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..assessment import PLACE, Answer, Run
from ..case import Case
from ..law import Jurisdiction
from ..reasoning import LAWFUL
from ._atoms import Atom, atom_of
from ._reach import WITHIN_REACH, ways_within_reach

DROP, ELSEWHERE, OTHERWISE, MEASURE, LICENCE = "drop", "elsewhere", "otherwise", "measure", "licence"


@dataclass(frozen=True)
class Trial:
    """A change of the case to be tried.

    Args:
        changed: the steps that are done differently.
        again: what the changed steps produce is new, so that the steps after them are done again.
        like: what the change stands for beside itself, such as the place chosen.
        at_place: it is to be asked under the law of each place, whatever law the case was asked under.
    """

    kind: str
    text: str
    settings: tuple[str, ...]
    changed: tuple[str, ...]
    apply: Callable[[Case], Case] = field(compare=False)
    again: bool = False
    without: tuple[str, ...] = ()
    like: Sequence[str] = ()
    at_place: bool = False


def trials(run: Run) -> Iterator[Trial]:
    """Works and datasets left out, facts that could be otherwise, steps done elsewhere, works under a licence instead."""
    return _Trials(run).all()


def steps_again(run: Run, changed: Sequence[str]) -> tuple[str, ...]:
    """Steps downstream of the changed ones, in file order."""
    after = {s for step in changed for s in run.derivation.downstream_steps(step)}
    return tuple(s for s in run.case.of_kind("Step") if s in after and s not in changed)


class _Trials:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.needy = [a for a in run.answers() if a.status not in LAWFUL and a.question.right and a.holder_role]

    @cached_property
    def works(self) -> list[str]:
        """What needs permission, in the order of the case."""
        return list(dict.fromkeys(a.question.object or "" for a in self.needy if a.question.object))

    def all(self) -> Iterator[Trial]:
        yield from self._dropped()
        yield from self._done_otherwise()
        yield from self._moved()
        yield from self._licensed()

    def _dropped(self) -> Iterator[Trial]:
        """Every work left out, then all works of a holder together, and every dataset."""
        graph = self.run.case.graph
        holders: dict[str, list[str]] = {}
        for answer in self.needy:
            for holder in answer.holders:
                here = holders.setdefault(holder, [])
                if answer.question.object in self.works and answer.question.object not in here:
                    here.append(answer.question.object or "")
        groups = [(work, [work]) for work in self.works]
        groups += [(f"everything of {holder}", works) for holder, works in holders.items() if len(works) > 1]
        groups += [(name, [name]) for name in self.run.case.of_kind("Dataset")]
        done: set[tuple[tuple[str, str, str], ...]] = set()
        for name, things in groups:
            settings: list[tuple[str, str, str]] = []
            gone = set(things)
            for thing in graph.subjects():
                for key in ("used", "contains"):
                    named = graph.names(thing, key)
                    if not gone.isdisjoint(named):
                        settings.append((thing, key, ",".join(one for one in named if one not in gone)))
            if settings and tuple(settings) not in done:
                done.add(tuple(settings))
                touched = {step for thing, _, _ in settings for step in self._touching(thing)}
                changed = tuple(step for step in self.run.case.of_kind("Step") if step in touched)
                yield self._made_anew(_keyed(DROP, f"leave out {name}", settings, changed, again=True), things)

    def _made_anew(self, trial: Trial, things: Sequence[str]) -> Trial:
        """With what was found of the old versions forgotten: weights and outputs made without a work are new versions, of which
        neither statements nor evidence tell that they hold it."""
        run, case = self.run, self.run.case
        remade = {thing for step in (*trial.changed, *steps_again(run, trial.changed)) for thing in run.derivation.results(step)}
        gone = {work for thing in things for work in (*run.derivation.works_in(thing), thing)}
        gone |= {layer for work in gone for layer in case.graph.names(work, "layers")}
        said = [s for s in case.statements if s.subject in remade and s.concerning in gone]
        facts = [(s.fact, s.subject, s.concerning, None) for s in said]
        evidence = tuple(
            node
            for node in case.of_kind("Evidence")
            if not remade.isdisjoint(case.graph.names(node, "about")) and gone.issuperset(case.graph.names(node, "concerning"))
        )

        def apply(one: Case) -> Case:
            one = trial.apply(one.with_statements(facts) if facts else one)
            return one.without_evidence(evidence) if evidence else one

        unset = (f"{s.subject}.{s.fact}@{s.concerning}=unknown" for s in said)
        return replace(trial, settings=(*trial.settings, *unset), without=evidence, apply=apply)

    def _touching(self, thing: str) -> tuple[str, ...]:
        """A step itself; of a collection the steps that made it or, if none is stated, those that use it."""
        if "Step" in self.run.case.types(thing):
            return (thing,)
        return self.run.derivation.producers(thing) or self.run.derivation.users(thing)

    def _moved(self) -> Iterator[Trial]:
        """Every step done under every other law, the other steps staying where they are (or were asked about)."""
        base: list[tuple[str, str, str]] = []
        if self.run.under != PLACE:
            here = {a.question.place or "" for a in self.run.answers()}
            if self.run.claimed or len(here) != 1:
                return
            base = [(step, "place", place) for place in here for step in self.run.case.of_kind("Step")]
        laws = [j for j in self.run.law.encoded() if not _is_union(self.run, j)]
        elsewhere: dict[tuple[str, str], list[Answer]] = {}
        for answer in self.run.again([j.id for j in laws]).answers():
            elsewhere.setdefault((answer.question.step, answer.question.place or ""), []).append(answer)
        for step in dict.fromkeys(a.question.step for a in self.needy):
            now = [a for a in self.needy if a.question.step == step]
            asked = {a.question.place for a in now}
            for j in laws:
                there = [a for a in elsewhere.get((step, j.id), ()) if a.status not in LAWFUL]
                if j.id in asked or len(there) > len(now):
                    continue
                settings = [s for s in base if s[0] != step] + [(step, "place", j.id)]
                yield replace(
                    _keyed(ELSEWHERE, f"do {step} elsewhere", settings, (step,)), like=(j.id,), at_place=self.run.under != PLACE
                )

    def _done_otherwise(self) -> Iterator[Trial]:
        """Known facts that the performer could bring about and that keep a title from standing, or the right standing."""
        tried: dict[tuple[tuple[str, str, bool], ...], dict[Atom, bool]] = {}
        everywhere: dict[tuple[tuple[str, bool], ...], dict[Atom, bool]] = {}
        for answer in self.needy:
            for facts in ways_within_reach(answer):
                atoms = {atom_of(answer, name): value for name, value in facts.items()}
                key = tuple(sorted((a.name, a.subject, v) for a, v in atoms.items()))
                tried.setdefault(key, {}).update(atoms)
                everywhere.setdefault(tuple(sorted(facts.items())), {}).update(atoms)
        # The same facts at one step, and at every step where they help.
        for chosen in {tuple(sorted(one.items())): one for one in (*tried.values(), *everywhere.values())}.values():
            yield self._with_facts(chosen)

    def _with_facts(self, atoms: dict[Atom, bool]) -> Trial:
        run, words = self.run, self.run.words
        by_fact: dict[tuple[str, str, bool], list[str]] = {}
        for atom, value in atoms.items():
            by_fact.setdefault((atom.name, atom.subject, value), []).append(atom.concerning)
        said = [f"{words.label(name)}: {'yes' if value else 'no'} ({subject})" for (name, subject, value) in by_fact]
        subjects = {atom.subject for atom in atoms}
        graph = run.case.graph
        changed = tuple(
            step
            for step in run.case.of_kind("Step")
            if step in subjects or graph.name(step, "performer") in subjects or subjects & set(run.derivation.results(step))
        )
        measured = all(run.words.facts[a.name].computed_by in WITHIN_REACH for a in atoms)
        settings = [(a.name, a.subject, a.concerning or None, value) for a, value in atoms.items()]
        return Trial(
            MEASURE if measured else OTHERWISE,
            "; ".join(said),
            tuple(atom.setting(value) for atom, value in atoms.items()),
            changed,
            lambda case: case.with_statements(settings),
            again=measured,
        )

    def _licensed(self) -> Iterator[Trial]:
        """The works replaced by ones under a licence that is encoded."""
        works = [w for w in self.works if "Work" in self.run.case.types(w)]
        if not works:
            return
        changed = tuple(s for s in self.run.case.of_kind("Step") if set(works) & set(self.run.derivation.inputs(s)))
        alike: dict[tuple[object, ...], list[str]] = {}
        book = self.run.law.book
        for licence in book.licences.values():
            if licence.grants:
                grants = [book.grants[g] for g in licence.grants]
                key = (licence.contract, tuple((g.scope, g.names, g.requires, g.unless, g.since, g.until) for g in grants))
                alike.setdefault(key, []).append(licence.id.removeprefix("licence-"))
        # Licences that grant the same under the same conditions are assessed by one of them.
        for names in alike.values():
            settings = [(work, "licence", names[0]) for work in works]
            yield replace(_keyed(LICENCE, "use works under a licence instead", settings, changed, again=True), like=names)


def _keyed(
    kind: str, text: str, settings: Sequence[tuple[str, str, str]], changed: tuple[str, ...], *, again: bool = False
) -> Trial:
    """A change of keys of the case file."""

    def apply(case: Case) -> Case:
        for thing, key, value in settings:
            case = case.with_value(thing, key, value)
        return case

    return Trial(kind, text, tuple(f"{thing}.{key}={value}" for thing, key, value in settings), changed, apply, again)


def _is_union(run: Run, j: Jurisdiction) -> bool:
    """Whether a law is that of a union: nothing is done there but in one of its members."""
    return any(other.union == j.id for other in run.law.book.jurisdictions.values())
