"""Standards that precedents decide: which factors a question has, and what the precedents of the place make of them.

A factor is stated, or concluded by a definition of the law asked from facts that can be observed; the others stay open and
are asked for. Only what binds in the forum settles the standard (docs/reasoning.md, "Standards by precedent").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..law import Factor, PrecedentBase
from ..reasoning import INCONSISTENT, UNSETTLED, Constraint, Finding, Ruling, constrain
from ..terms import InputError, LawError

FAVOURS_USER = "favoursUser"
SIDES = {FAVOURS_USER: "for the user", "favoursHolder": "for the rightholder"}
RECORD_COMPLETE = "factorsStatedInFull"


@dataclass(frozen=True)
class Weighing:
    """A standard weighed for one question.

    Args:
        factors: what is known of each factor.
        constraint: what the precedents force, bindingly and persuasively, and what is nearest.
    """

    standard: str
    base: PrecedentBase
    factors: dict[str, Finding]
    constraint: Constraint

    @property
    def forum(self) -> str:
        """The court that is asked, in words."""
        court = self.base.courts.get(self.constraint.forum or "")
        return court.label if court else "court asked"

    @property
    def open_factors(self) -> tuple[Factor, ...]:
        """Factors that may or may not be present, in the order of the vocabulary."""
        return tuple(f for name, f in self.base.factors.items() if name in self.constraint.unknown)

    def told(self, ruling: Ruling | None) -> str:
        """A ruling in words."""
        if ruling is not None and ruling.conflict is not None:
            one, other = ruling.conflict
            return f"{one} and {other} contradict one another"
        if ruling is None or ruling.outcome == UNSETTLED:
            return "not settled"
        return f"{SIDES[ruling.outcome]}, by {'; '.join(self.base.precedents[name].cited for name in ruling.by)}"

    @property
    def finding(self) -> Finding:
        """The standard as an atom: known only if what binds settles it."""
        side = self.constraint.settled()
        value = None if side is None else side == FAVOURS_USER
        binding, persuasive = self.constraint.binding.get("reason"), self.constraint.persuasive["reason"]
        detail = f"binding in the {self.forum}: {self.told(binding)}"
        if value is None and persuasive.outcome != UNSETTLED:
            detail += f"; persuasive elsewhere: {self.told(persuasive)}"
        named = self.factors
        grounds = tuple((name, named[name]) for name in named if name in self.constraint.present and named[name].value)
        return Finding(value, "precedent", detail, grounds=grounds if value is not None else ())


def constrained(
    base: PrecedentBase, factors: Mapping[str, Finding], *, complete: bool, forum: str, asked: date, where: str | None = None
) -> Constraint:
    """What precedents force for a use with these factors.

    Args:
        complete: factors that are not known to be present are absent.
        forum: a court of the base.
        asked: the day of asking: later rulings do not count.

    Raises:
        InputError: the case has two factors that exclude one another.
        LawError: two precedents of the base contradict one another.
    """
    present = [name for name, found in factors.items() if found.value is True]
    unknown: Iterable[str] = () if complete else [name for name, found in factors.items() if found.value is None]
    try:
        constraint = constrain(base, present, unknown=unknown, forum=forum, as_of=asked)
    except LawError as error:
        raise InputError(error.what, where=where, expected=error.expected) from None
    for ruling in (*constraint.binding.values(), *constraint.persuasive.values()):
        if ruling.outcome == INCONSISTENT and ruling.conflict is not None:
            one, other = (base.precedents[name].cited for name in ruling.conflict)
            raise LawError(
                f"the precedents on {base.standard} contradict one another in the {ruling.model} model: {one}, and {other}",
                expected="code one of them otherwise, or leave it out",
            )
    return constraint
