"""The smallest set of permissions that clears a case: every act lawful, whatever is still open, or if that turns out well.

A permission is what one holder is asked for under one right; it may cover several works, steps and laws. One agreement with a
holder may give several permissions, so agreements can be counted instead. Where several hold a right together, each is asked.
Moral rights, law that is not encoded and acts at no stated place are told apart: no permission of an economic right clears them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..assessment import Answer, Run
from ..law import Rule
from ..reasoning import LAWFUL, NEEDED, NOT_ENCODED
from ..terms import CaseError, InputError
from ._atoms import Atom, asked_with, atom_of
from ._covering import Covering, Demand, covering

Counted = Literal["permission", "holder"]
NEVER = 0
_MORAL = "moralRightHolder"


@dataclass(frozen=True, slots=True)
class Permission:
    """What one holder is asked for under one right.

    Args:
        holder: as the case names it; else its role and the work, such as "the author of novel".
        named: whether the case names the holder.
        certain: some act needs it whatever the open facts and issues turn out to be.
        answers: the answers that it makes lawful, alone or with permissions of other holders.
    """

    holder: str
    named: bool
    role: str
    right: str
    certain: bool
    answers: tuple[Answer, ...]

    @property
    def works(self) -> tuple[str, ...]:
        return _distinct(a.question.object for a in self.answers)

    @property
    def steps(self) -> tuple[str, ...]:
        return _distinct(a.question.step for a in self.answers)

    @property
    def laws(self) -> tuple[str, ...]:
        return _distinct(a.question.place for a in self.answers)


@dataclass(frozen=True, slots=True)
class Reading:
    """The fewest permissions under one reading of what is open.

    Args:
        cost: the number of permissions (or agreements, where they are counted), weighted.
        least: what every other choice costs at least; equal to `cost` where the choice is proven to be the smallest.
        assumed: open atoms, each with the value that it must turn out to have, on which clearing the rest relies.
        blocked: answers that only a holder who refuses could make lawful.
        confirmed: the case was assessed again with what is assumed, and every question not asked for was lawful.
    """

    permissions: tuple[Permission, ...]
    cost: int
    least: int
    assumed: tuple[tuple[Atom, bool], ...] = ()
    confirmed: bool = True
    blocked: tuple[Answer, ...] = ()

    @property
    def exact(self) -> bool:
        return self.cost == self.least

    @property
    def holders(self) -> tuple[str, ...]:
        return _distinct(p.holder for p in self.permissions)


@dataclass(frozen=True)
class Clearing:
    """What clears a case, and what no permission clears.

    Args:
        certain: the permissions that suffice whatever the open facts and issues turn out to be.
        hoped: those that suffice if they turn out well; None if nothing is open.
        counted: what `cost` counts.
    """

    run: Run
    certain: Reading
    hoped: Reading | None
    counted: Counted

    @cached_property
    def moral(self) -> tuple[Answer, ...]:
        """Moral rights that are engaged or may be: they stay with the author, and each use needs a consent of its own."""
        return tuple(a for a in self.run.answers() if a.status not in (*LAWFUL, NOT_ENCODED) and a.holder_role == _MORAL)

    @cached_property
    def gaps(self) -> tuple[Answer, ...]:
        """Questions of law that is not encoded, or of acts at no stated place: not known to be lawful, nor cleared."""
        return tuple(a for a in self.run.answers() if _gap(a))

    @cached_property
    def wrongs(self) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
        """Duties and wrongs of their own that apply beside the rights, with the steps: no permission of a right cures them."""
        found: dict[str, tuple[Rule, dict[str, None]]] = {}
        for answer in self.run.answers():
            for rule in answer.duties:
                found.setdefault(rule.id, (rule, {}))[1][answer.question.step] = None
        return tuple((rule, tuple(steps)) for rule, steps in found.values())


def clearing(run: Run, *, weights: Mapping[str, int] | None = None, counted: Counted = "permission") -> Clearing:
    """The smallest sets of permissions that make every act of the case lawful.

    Args:
        weights: how hard it is to ask a holder, in whole numbers (1 by default); `NEVER` for one who refuses.
        counted: whether each right counts for itself, or all rights of a holder together as one agreement.

    Raises:
        InputError: a weight below 0, or for somebody who holds nothing in this case.
    """
    problem = Problem(run, dict(weights or {}), counted)
    certain = problem.certain()
    return Clearing(run, certain, problem.hoped() if problem.open else None, counted)


def demands(run: Run) -> tuple[Demand, ...]:
    """What a run asks of permissions and of what is open, as the search sees it."""
    problem = Problem(run, {}, "permission")
    return tuple(problem.demand(a) for a in problem.asked)


class Problem:
    """The questions of a run that are not lawful as they stand, as demands for permissions."""

    def __init__(self, run: Run, weights: Mapping[str, int], counted: Counted) -> None:
        self.run, self.counted = run, counted
        # By permission: the holder, whether named, the role, the right.
        self.records: dict[str, tuple[str, bool, str, str]] = {}
        self.asked = [a for a in run.answers() if a.status not in LAWFUL and a.holder_role not in (None, _MORAL) and not _gap(a)]
        self.by = {a: self._asked_of(a) for a in self.asked}
        self._check(weights)
        refused = {holder for holder, weight in weights.items() if weight == NEVER}
        self.refused = {p for p, record in self.records.items() if record[0] in refused}
        self.unit = {p: record[0] if counted == "holder" else p for p, record in self.records.items()}
        self.costs = {self.unit[p]: weights[record[0]] for p, record in self.records.items() if weights.get(record[0])}
        self.open = [a for a in self.asked if a.status != NEEDED]

    def _asked_of(self, answer: Answer) -> frozenset[str]:
        right, role = answer.question.right or "", answer.holder_role or ""
        unnamed = f"the {self.run.words.label(role)} of {answer.question.object}"
        found = {}
        for holder in answer.holders or (unnamed,):
            found[f"{holder}/{right}"] = (holder, bool(answer.holders), role, right)
        self.records |= found
        return frozenset(found)

    def _check(self, weights: Mapping[str, int]) -> None:
        holders = {record[0] for record in self.records.values()}
        for holder, weight in weights.items():
            if weight < 0:
                raise InputError(f"the weight of {holder!r} is {weight}", expected="use a whole number above 0")
            if holder not in holders and not self.run.case.types(holder):
                known = ", ".join(sorted(holders)) or "nobody"
                raise InputError(f"nobody called {holder!r} holds a right here", expected=f"to be asked: {known}")

    def _nobody(self, answer: Answer) -> bool:
        return not self.refused.isdisjoint(self.by[answer])

    def certain(self) -> Reading:
        """Every question that is not lawful in every completion needs its permission in some, so that there is no choice."""
        blocked = tuple(a for a in self.asked if self._nobody(a))
        found = covering([Demand(self.by[a]) for a in self.asked if a not in blocked], unit=self.unit, costs=self.costs)
        assert found is not None, "every question that is left can be asked for"
        return self._reading(found, blocked=blocked)

    def hoped(self, *, confirm: bool = True) -> Reading:
        """The fewest permissions if open facts and issues take the values that suit best, all at once.

        The choice is assessed again as a whole. A question that is then not lawful after all, because what is stated of one step
        is followed to another, is asked for instead, and the result no longer called proven.

        Args:
            confirm: assess again; without it the count is what cannot be undercut, and may be too hopeful.
        """
        stubborn: set[Answer] = set()
        while True:
            demands = {a: self.demand(a, hopeless=a in stubborn) for a in self.asked}
            # What nobody can be asked for and nothing that is open can make lawful stays out, and is told.
            rest = [a for a in self.asked if demands[a].by is not None or demands[a].ways]
            blocked = tuple(a for a in self.asked if a not in rest)
            atoms = {name: atom for a in self.open for name, atom in self._atoms(a).items()}
            found = self._best([demands[a] for a in rest], atoms)
            if found is None:
                raise InputError("no choice of permissions clears the case", expected="let fewer holders refuse")
            assumed = tuple(sorted((atoms[name], value) for name, value in found.holding))
            unmet, spoilt = self._unmet(rest, found, assumed) if confirm else (set(), False)
            if not unmet or unmet <= stubborn:
                break
            stubborn |= unmet
        least = found.least
        if stubborn or any(a.capped for a in self.open):
            # Not every way of these questions is known: without them nothing costs less than this.
            sure = self._best([demands[a] for a in rest if a not in stubborn and not a.capped], atoms)
            least = min(found.least, sure.least if sure else 0)
        return self._reading(found, least=least, assumed=assumed, confirmed=not unmet and not spoilt, blocked=blocked)

    def _best(self, demands: Iterable[Demand], atoms: Mapping[str, Atom]) -> Covering | None:
        return covering(
            demands,
            unit=self.unit,
            costs=self.costs,
            excluded=self._excluded(atoms),
            kinds={name: atom.name for name, atom in atoms.items()},
        )

    def demand(self, answer: Answer, *, hopeless: bool = False) -> Demand:
        by = None if self._nobody(answer) else self.by[answer]
        if hopeless:
            return Demand(by)
        names = self._names(answer)
        sets = [s for s in answer.requirements if all(r.kind != "authorization" for r in s)]
        return Demand(by, tuple(frozenset((names[r.atom], r.value) for r in s) for s in sets))

    def _names(self, answer: Answer) -> dict[str, str]:
        return {atom.name: name for name, atom in self._atoms(answer).items()}

    def _atoms(self, answer: Answer) -> dict[str, Atom]:
        wanted = dict.fromkeys(r.atom for s in answer.requirements for r in s if r.kind != "authorization")
        return {"\t".join((a.name, a.subject, a.concerning)): a for a in (atom_of(answer, name) for name in wanted)}

    def _excluded(self, atoms: Mapping[str, Atom]) -> Iterable[tuple[tuple[str, bool], tuple[str, bool]]]:
        """What declared implications and exclusions forbid about one thing."""
        index = {atom: name for name, atom in atoms.items()}
        for pairs, other in ((self.run.words.implications, False), (self.run.words.exclusions, True)):
            for a, b in pairs:
                for atom, name in index.items():
                    if atom.name == a:
                        for kind in ("fact", "standard"):
                            if (there := index.get(Atom(kind, b, atom.subject, atom.concerning))) is not None:
                                yield (name, True), (there, other)

    def _unmet(self, rest: Iterable[Answer], found: Covering, assumed: tuple[tuple[Atom, bool], ...]) -> tuple[set[Answer], bool]:
        """Questions asked of nobody that are not lawful once the case is assessed with what is assumed; and whether that makes
        something unlawful that was lawful as it stands."""
        relying = [a for a in rest if not self.by[a] <= found.permissions]
        if not assumed:
            return set(relying), False
        try:
            after = {a.question.id: a for a in asked_with(self.run, assumed).answers()}
        except CaseError:
            return set(relying), False
        bad = {name for name, now in after.items() if now.status not in LAWFUL}
        spoilt = any(a.status in LAWFUL and a.question.id in bad for a in self.run.answers())
        return {a for a in relying if a.question.id in bad}, spoilt

    def _reading(
        self,
        found: Covering,
        *,
        least: int | None = None,
        assumed: tuple[tuple[Atom, bool], ...] = (),
        confirmed: bool = True,
        blocked: tuple[Answer, ...] = (),
    ) -> Reading:
        permissions = []
        for name, record in self.records.items():
            if name in found.permissions:
                mine = tuple(a for a in self.asked if name in self.by[a] and self.by[a] <= found.permissions)
                permissions.append(Permission(*record, any(a.status == NEEDED for a in mine), mine))
        permissions.sort(key=lambda p: (not p.certain, p.holder))
        return Reading(tuple(permissions), found.cost, found.least if least is None else least, assumed, confirmed, blocked)


def _gap(answer: Answer) -> bool:
    return answer.status == NOT_ENCODED or (answer.question.place is None and answer.status not in LAWFUL)


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
