"""Which single open fact or issue moves most answers: each is set both ways and every question decided anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..assessment import Change, Run, changes
from ..reasoning import rank
from ..terms import CaseError
from ._atoms import Atom, asked_with, open_atoms

MOST_ATOMS = 300


@dataclass(frozen=True, slots=True)
class Toggle:
    """One open atom with one value.

    Args:
        changed: the answers with another status, which the atom alone brings about.
        worst: the most demanding status of the whole case then.
    """

    atom: Atom
    value: bool
    changed: tuple[Change, ...]
    worst: str

    @property
    def moves(self) -> tuple[tuple[str, str, int], ...]:
        """From which status to which, and how many answers; the most demanding results first."""
        counted: dict[tuple[str, str], int] = {}
        for change in self.changed:
            key = (change.before.status if change.before else "", change.after.status if change.after else "")
            counted[key] = counted.get(key, 0) + 1
        return tuple(sorted(((was, now, n) for (was, now), n in counted.items()), key=lambda m: (-rank(m[1]) if m[1] else 1, m[0])))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Open atoms by how many answers they move.

    Args:
        toggles: both values of every atom, those that move most first.
        unset: open atoms that a case cannot state; their answers hang on them all the same.
        left_out: open atoms that were not tried; fewest answers hang on them.
    """

    run: Run
    toggles: tuple[Toggle, ...]
    unset: tuple[Atom, ...]
    left_out: tuple[Atom, ...]


def sensitivity(run: Run, *, most: int = MOST_ATOMS) -> Sensitivity:
    """Every open fact and issue set both ways; what is told of each was decided, not estimated.

    Args:
        most: how many atoms are tried; those on which most answers hang come first.
    """
    hanging = open_atoms(run.answers())
    ordered = sorted(hanging, key=lambda atom: -len(hanging[atom]))
    toggles: list[Toggle] = []
    unset: list[Atom] = []
    for atom in ordered[:most]:
        try:
            toggles += [_toggle(run, atom, value) for value in (True, False)]
        except CaseError:
            unset.append(atom)
    moved = {atom: max(len(t.changed) for t in both) for atom, both in _by_atom(toggles).items()}
    toggles.sort(key=lambda t: (-moved[t.atom], t.atom, -len(t.changed), not t.value))
    return Sensitivity(run, tuple(toggles), tuple(unset), tuple(ordered[most:]))


def _by_atom(toggles: Iterable[Toggle]) -> dict[Atom, list[Toggle]]:
    found: dict[Atom, list[Toggle]] = {}
    for toggle in toggles:
        found.setdefault(toggle.atom, []).append(toggle)
    return found


def _toggle(run: Run, atom: Atom, value: bool) -> Toggle:
    if atom.kind == "issue":
        after = asked_with(run, [(atom, value)])
    else:
        after = run.what_if(atom.name, atom.subject, value, atom.concerning or None)
    return Toggle(atom, value, changes(run, after), after.status())
