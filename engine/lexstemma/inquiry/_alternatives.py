"""Ways around asking: the case changed, assessed again, and what is then still to be asked.

Nothing is claimed of a change that was not assessed. Its price is the number of steps that are done differently, and of those
that must be done again because what they used has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..assessment import PLACE, Answer, Run
from ..case import Case
from ..law import Jurisdiction
from ..terms import CaseError
from ._atoms import LAWFUL, Atom, asked_again, atom_of
from ._clearing import Clearing, Problem
from ._reach import WITHIN_REACH, ways_within_reach

MOST_ASSESSED = 400

DROP, ELSEWHERE, OTHERWISE, MEASURE, LICENCE = "drop", "elsewhere", "otherwise", "measure", "licence"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A changed case and what is still to be asked in it.

    Args:
        kind: "drop" a work or dataset, do a step "elsewhere", do it "otherwise" (facts changed), "measure" again, "licence".
        text: what is done, in words.
        settings, without: the change as `lexstemma whatif` takes it with `--set` and `--without`.
        steps: the steps done differently, and those to be done again after them.
        certain, hoped: permissions still needed, whatever is open and if it turns out well.
        spared, added: permissions no longer needed and newly needed, each as holder and right.
        like: other values that were assessed and leave as much to ask, such as other places.
    """

    kind: str
    text: str
    settings: tuple[str, ...]
    without: tuple[str, ...]
    steps: tuple[tuple[str, ...], tuple[str, ...]]
    certain: int
    hoped: int
    spared: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...] = ()
    like: tuple[str, ...] = ()

    @property
    def price(self) -> int:
        """How many steps are done differently or again."""
        return len(self.steps[0]) + len(self.steps[1])


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Ways around asking, the cheapest first.

    Args:
        assessed: how many changed cases were assessed.
        left_out: how many more could have been.
    """

    found: tuple[Alternative, ...]
    assessed: int
    left_out: int


@dataclass(frozen=True)
class _Change:
    """A change of the case to be tried; `key` groups changes that are told together."""

    kind: str
    text: str
    settings: tuple[str, ...]
    changed: tuple[str, ...]
    apply: Callable[[Case], Case] = field(compare=False)
    again: bool = False
    without: tuple[str, ...] = ()
    like: Sequence[str] = ()
    at_place: bool = False


def alternatives(cleared: Clearing, *, most: int = MOST_ASSESSED) -> Alternatives:
    """What else than asking would clear the case or a part of it; each change was assessed, as the case was.

    Args:
        most: how many changed cases are assessed at most.
    """
    search = _Search(cleared)
    found: list[Alternative] = []
    assessed = left_out = 0
    for change in search.changes():
        if assessed >= most:
            left_out += 1
            continue
        assessed += 1
        if (one := search.assess(change)) is not None:
            found.append(one)
    return Alternatives(
        tuple(sorted(_best(list(_merged(found))), key=lambda a: (a.price, a.certain, a.hoped, len(a.settings)))), assessed, left_out
    )


def _merged(found: Sequence[Alternative]) -> Iterator[Alternative]:
    """Changes that differ in one value, such as a place, and leave as much to ask, are told once."""
    groups: dict[tuple[object, ...], list[Alternative]] = {}
    for one in found:
        key = (one.kind, one.text if not one.like else one.kind, one.steps, one.certain, one.hoped, one.spared, one.added)
        groups.setdefault(key, []).append(one)
    for same in groups.values():
        yield replace(same[0], like=tuple(value for one in same for value in one.like))


def _best(found: Sequence[Alternative]) -> Iterator[Alternative]:
    """Without those that change the same and more for nothing, and licences that another kind of licence betters throughout."""
    for one in found:
        if not any(_betters(other, one) for other in found if other is not one):
            yield one


def _betters(other: Alternative, one: Alternative) -> bool:
    if other.kind != one.kind or other.price > one.price or other.certain > one.certain or other.hoped > one.hoped:
        return False
    if one.kind == LICENCE:
        return (other.certain, other.hoped) != (one.certain, one.hoped)
    return set(other.settings) < set(one.settings)


class _Search:
    def __init__(self, cleared: Clearing) -> None:
        self.run = cleared.run
        self.needy = [a for a in self.run.answers() if a.status not in LAWFUL and a.question.right and a.holder_role]
        self.before = _still(self.run)

    @cached_property
    def works(self) -> list[str]:
        """What needs permission, in the order of the case."""
        return list(dict.fromkeys(a.question.object or "" for a in self.needy if a.question.object))

    # ------------------------------------------------------------ assessing
    def assess(self, change: _Change) -> Alternative | None:
        """The change with what is then still to be asked; None if that is not less, or the case cannot be."""
        before = self._before_moving if change.at_place else self.before
        try:
            case = change.apply(self.run.case)
            after = self._lighter(self._asked(case, change), before)
        except CaseError:
            return None
        if after is None:
            return None
        again = self._again(change) if change.again else ()
        return Alternative(
            change.kind,
            change.text,
            change.settings,
            change.without,
            (change.changed, again),
            len(after.certain),
            after.hoped,
            tuple(sorted(before.certain - after.certain)),
            tuple(sorted(after.certain - before.certain)),
            tuple(change.like),
        )

    def _lighter(self, run: Run, before: _Still) -> _Still | None:
        """What the changed case still asks for, if that is less."""
        for confirm in (False, True):
            after = _still(run, confirm=confirm)
            more = len(after.certain) > len(before.certain) or after.hoped > before.hoped
            if more or (len(after.certain), after.hoped) == (len(before.certain), before.hoped):
                return None
            # What is merely no longer known, or falls under a moral right instead, is no way around asking.
            if after.gaps > before.gaps or after.moral > before.moral:
                return None
        return after

    def _asked(self, case: Case, change: _Change) -> Run:
        if change.at_place:
            return Run(case, self.run.law, PLACE)
        return asked_again(self.run, case, self.run.law)

    def _again(self, change: _Change) -> tuple[str, ...]:
        """Steps downstream of the changed ones, in file order."""
        after = {s for step in change.changed for s in self.run.derivation.downstream_steps(step)}
        return tuple(s for s in self.run.case.of_kind("Step") if s in after and s not in change.changed)

    # ------------------------------------------------------------ what can be tried
    def changes(self) -> Iterator[_Change]:
        yield from self._dropped()
        yield from self._done_otherwise()
        yield from self._moved()
        yield from self._licensed()

    def _dropped(self) -> Iterator[_Change]:
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

    def _made_anew(self, change: _Change, things: Sequence[str]) -> _Change:
        """With what was found of the old versions forgotten: weights and outputs made without a work are new versions, of which
        neither statements nor evidence tell that they hold it."""
        run, case = self.run, self.run.case
        remade = {thing for step in (*change.changed, *self._again(change)) for thing in run.derivation.results(step)}
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
            one = change.apply(one.with_statements(facts) if facts else one)
            return one.without_evidence(evidence) if evidence else one

        unset = (f"{s.subject}.{s.fact}@{s.concerning}=unknown" for s in said)
        return replace(change, settings=(*change.settings, *unset), without=evidence, apply=apply)

    def _touching(self, thing: str) -> tuple[str, ...]:
        """A step itself; of a collection the steps that made it or, if none is stated, those that use it."""
        if "Step" in self.run.case.types(thing):
            return (thing,)
        return self.run.derivation.producers(thing) or self.run.derivation.users(thing)

    def _moved(self) -> Iterator[_Change]:
        """Every step done under every other law, the other steps staying where they are (or were asked about)."""
        if self.run.under != PLACE and (self.run.claimed or len(self.run.under) != 1):
            return
        base: list[tuple[str, str, str]] = []
        if self.run.under != PLACE:
            here = self.run.answers()[0].question.place if self.run.answers() else None
            base = [(step, "place", here or "") for step in self.run.case.of_kind("Step")]
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

    @cached_property
    def _before_moving(self) -> _Still:
        """Under one law asked as if every step were done there: the case with every step put there."""
        case, here = self.run.case, self.run.answers()[0].question.place or ""
        for step in case.of_kind("Step"):
            case = case.with_value(step, "place", here)
        return _still(Run(case, self.run.law, PLACE))

    def _done_otherwise(self) -> Iterator[_Change]:
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

    def _with_facts(self, atoms: dict[Atom, bool]) -> _Change:
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
        return _Change(
            MEASURE if measured else OTHERWISE,
            "; ".join(said),
            tuple(atom.setting(value) for atom, value in atoms.items()),
            changed,
            lambda case: case.with_statements(settings),
            again=measured,
        )

    def _licensed(self) -> Iterator[_Change]:
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


@dataclass(frozen=True, slots=True)
class _Still:
    """What a case still asks for: permissions by holder and right, and how many gaps and moral rights stand open."""

    certain: frozenset[tuple[str, str]]
    hoped: int
    gaps: int
    moral: int


def _still(run: Run, *, confirm: bool = True) -> _Still:
    problem = Problem(run, {}, "permission")
    certain = problem.certain()
    hoped = problem.hoped(confirm=confirm).cost if problem.open else certain.cost
    cleared = Clearing(run, certain, None, (), "permission")
    return _Still(frozenset((p.holder, p.right) for p in certain.permissions), hoped, len(cleared.gaps), len(cleared.moral))


def _keyed(
    kind: str, text: str, settings: Sequence[tuple[str, str, str]], changed: tuple[str, ...], *, again: bool = False
) -> _Change:
    """A change of keys of the case file."""

    def apply(case: Case) -> Case:
        for thing, key, value in settings:
            case = case.with_value(thing, key, value)
        return case

    return _Change(kind, text, tuple(f"{thing}.{key}={value}" for thing, key, value in settings), changed, apply, again)


def _is_union(run: Run, j: Jurisdiction) -> bool:
    """Whether a law is that of a union: nothing is done there but in one of its members."""
    return any(other.union == j.id for other in run.law.book.jurisdictions.values())
