"""A reform over many cases: which answers it changes, who gains, who loses, and by which of its rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..law import Law, Rule
from ..reasoning import LAWFUL, NOT_ENCODED, rank
from ._compare import Change
from ._deciding import cited, deciding
from ._run import PLACE, Run

if TYPE_CHECKING:
    from ..case import Case
    from ._answer import Answer

LIGHTER, HEAVIER, OTHERWISE = "lighter", "heavier", "otherwise"
_DIRECTIONS = (LIGHTER, HEAVIER, OTHERWISE)


@dataclass(frozen=True, slots=True)
class Shift:
    """An answer that a reform changes.

    Args:
        case: the id of the case.
        at_place: the law asked is that of the step's real place; else it was asked as if the step were done there.
        flags: what the reform's rules add to the answer or take away, such as a remuneration that is owed: `(label, added)`.
        because: of the reform's rules those that stand, or may stand, in the answer now; or those that it took away.
        reason: what decides the answer now, for a reform that changes no rule of it.
    """

    case: str
    change: Change
    at_place: bool
    flags: tuple[tuple[str, bool], ...]
    because: tuple[Rule, ...]
    reason: str

    @property
    def answer(self) -> Answer:
        """The answer as the reform gives it; that of the law in force where the question no longer arises."""
        found = self.change.after or self.change.before
        assert found is not None, "a change has a side"
        return found

    @property
    def direction(self) -> str:
        """For whom it is better.

        `lighter` if less is asked of who acts, who then gains while the rightholder loses; `heavier` the other way round;
        `otherwise` if the act is lawful before and after, by another title.
        """
        was, now = (a.status if a else "free" for a in (self.change.before, self.change.after))
        if was == now:
            return HEAVIER if any(added for _, added in self.flags) else LIGHTER
        if was in LAWFUL and now in LAWFUL:
            return OTHERWISE
        return LIGHTER if rank(now) < rank(was) else HEAVIER

    @property
    def performer(self) -> str | None:
        return self.answer.responsible

    @property
    def holders(self) -> tuple[str, ...]:
        return self.answer.holders


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one rule of a reform makes answers lighter or heavier.

    Args:
        performers: how many answers concern each kind of performer.
        roles: how many concern the holders of each role.
    """

    rule: Rule | None
    direction: str
    answers: int
    at_place: int
    cases: tuple[str, ...]
    performers: dict[str, int]
    roles: dict[str, int]


@dataclass(frozen=True, slots=True)
class Reform:
    """What a reform changes in some cases.

    Args:
        laws: ids of the laws it touches, which every case was asked under beside the law of each place.
        asked: how many questions were asked.
    """

    laws: tuple[str, ...]
    cases: tuple[str, ...]
    asked: int
    shifts: tuple[Shift, ...]

    def tallies(self) -> tuple[Tally, ...]:
        """The shifts counted per rule and direction; a shift that rests on several rules counts under each."""
        groups: dict[tuple[str, str], list[Shift]] = {}
        rules: dict[str, Rule | None] = {}
        for shift in self.shifts:
            for rule in shift.because or (None,):
                name = rule.id if rule else ""
                rules[name] = rule
                groups.setdefault((shift.direction, name), []).append(shift)
        ordered = sorted(groups.items(), key=lambda group: _DIRECTIONS.index(group[0][0]))
        return tuple(_tally(rules[name], way, found) for (way, name), found in ordered)


def _tally(rule: Rule | None, direction: str, shifts: Sequence[Shift]) -> Tally:
    performers: dict[str, int] = {}
    roles: dict[str, int] = {}
    for shift in shifts:
        run, role = shift.answer.run, shift.answer.holder_role
        types = run.case.graph.names(shift.performer or "", "type")
        kind = run.words.label(types[0]) if types else "somebody not named"
        performers[kind] = performers.get(kind, 0) + 1
        if role is not None:
            roles[run.words.label(role)] = roles.get(run.words.label(role), 0) + 1
    cases = tuple(dict.fromkeys(shift.case for shift in shifts))
    return Tally(rule, direction, len(shifts), sum(s.at_place for s in shifts), cases, performers, roles)


def touched(before: Law, after: Law) -> tuple[str, ...]:
    """Ids of the jurisdictions for which overlays change a rule, a term, what is covered, a precedent or what a decision says."""
    old, new = before.book, after.book
    found = {name for name in new.volumes.opened if new.volume(name) != old.volume(name)}
    if new.precedents != old.precedents:
        found |= {place for (place, standard), base in new.precedents.items() if old.precedents.get((place, standard)) != base}
    changed = {name for name, decision in new.decisions.items() if old.decisions.get(name) != decision}
    changed |= {p.authority for name, p in new.positions.items() if old.positions.get(name) != p and p.authority}
    found |= {d.jurisdiction for name in changed if (d := new.decisions.get(name)) is not None and d.jurisdiction}
    return tuple(name for name in new.jurisdictions if name in found and name in new.volumes)


def reform(cases: Iterable[Case], before: Law, after: Law, *, laws: Sequence[str] = ()) -> Reform:
    """What changes in some cases between two laws, under the law of each place and under every named law.

    Args:
        before: the law in force.
        after: the same law with overlays.
        laws: place codes; by default the laws that the overlays touch.

    Raises:
        InputError: an unknown place code.
    """
    under = tuple(laws) or touched(before, after)
    shifts: dict[tuple[str, str], Shift] = {}
    asked: set[tuple[str, str]] = set()
    names = []
    for case in cases:
        names.append(case.id)
        was, now = Run(case, before), Run(case, after)
        runs = [(was, now)] + ([(was.again(under), now.again(under))] if under else [])
        for one, other in runs:
            for key, shift in _shifts(case, one, other):
                shifts.setdefault((case.id, key), shift)
            asked |= {(case.id, answer.id) for answer in other.answers()}
    return Reform(under, tuple(names), len(asked), tuple(shifts.values()))


def _shifts(case: Case, before: Run, after: Run) -> Iterable[tuple[str, Shift]]:
    one, other = ({answer.id: answer for answer in run.answers()} for run in (before, after))
    for key in dict.fromkeys((*one, *other)):
        was, now = one.get(key), other.get(key)
        flags = _flags(was, now, after.law)
        if was is not None and now is not None and was.status == now.status and not flags:
            continue
        said = now or was
        assert said is not None, "the key is that of an answer"
        at_place = before.under == PLACE or after.law.jurisdiction(case.graph.name(said.question.step, "place") or "") == (
            after.law.book.jurisdictions.get(said.question.place or "")
        )
        yield key, Shift(case.id, Change(key, was, now), at_place, flags, _because(was, now, after.law), deciding(said).text)


def _flags(was: Answer | None, now: Answer | None, law: Law) -> tuple[tuple[str, bool], ...]:
    """Flags that a rule of the reform raises and nothing raised before, and those that went with a rule that it took away."""
    if was is None or now is None or NOT_ENCODED in (was.status, now.status):
        return ()
    raised = {was.run.words.label(flag) for rule in _standing(now) if rule.id in law.overlaid for flag in rule.raises}
    dropped = {was.run.words.label(flag) for rule in _standing(was) if _gone(rule, law) for flag in rule.raises}
    added = [(flag, True) for flag in now.flags if flag in raised and flag not in was.flags]
    return (*added, *((flag, False) for flag in was.flags if flag in dropped and flag not in now.flags))


def _standing(answer: Answer) -> list[Rule]:
    """Rules of the proof that stand, then what is reported beside it."""
    return [*(n.rule for n in answer.tree.walk() if n.rule is not None and n.value is True), *answer.duties]


def _because(was: Answer | None, now: Answer | None, law: Law) -> tuple[Rule, ...]:
    """Rules of the reform in the proof: those that stand, else those that may; else those it repealed or amended."""
    nodes = [n for n in now.tree.walk() if n.rule is not None and n.rule.id in law.overlaid] if now else []
    stand = [n for n in nodes if n.value is True and n.role != "Definition"]
    may = [n for n in nodes if n.value is not False and n.role not in ("Definition", "Defeater")]
    found = [n.rule for n in stand or may or nodes if n.rule is not None]
    if not found and now is not None:
        found = [rule for rule in now.duties if rule.id in law.overlaid]
    if not found and was is not None:
        found = [n.rule for n in was.tree.walk() if n.rule is not None and n.value is not False and _gone(n.rule, law)]
    return tuple({rule.id: rule for rule in found}.values())


def _gone(rule: Rule, law: Law) -> bool:
    """Whether a rule of the law in force was repealed or restated."""
    return rule.id in law.overlaid or (rule.id not in law.book.rules and rule.id not in law.book.grants)


def told(shift: Shift) -> str:
    """By what the answer changed, in one line."""
    return "; ".join(cited(rule) for rule in shift.because) or shift.reason
