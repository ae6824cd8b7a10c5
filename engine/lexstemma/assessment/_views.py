"""What a run offers beyond its answers; each view stands in a module of its own and is imported when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ..terms import Graph
    from ._along import AnsweredChain
    from ._compare import Row
    from ._requirements import Authorization, Needs
    from ._run import Run
    from ._when import Announced, Timeline
    from ._where import Trace


class Views:
    """Views of a run, mixed into `Run`."""

    def chains(self, *, to: str | None = None, frm: str | None = None) -> Iterator[AnsweredChain]:
        """Chains from a work to an output with what each requires, one at a time.

        Args:
            to: where they end; without it, at every output.
            frm: where they begin; without it, at every work.

        Raises:
            InputError: the case has no such thing.
        """
        from ._along import along

        return along(cast("Run", self), to=to, frm=frm)

    def requirements(self) -> tuple[Needs, ...]:
        """For every question that is not lawful as it stands, the minimal sets of which one suffices."""
        from ._requirements import needs

        return needs(cast("Run", self).answers())

    def authorizations(self) -> tuple[Authorization, ...]:
        """Per rightsholder and right, what must be asked, for which steps and under which law; certain needs first."""
        from ._requirements import authorizations

        return authorizations(cast("Run", self).answers())

    def compare(self) -> tuple[Row, ...]:
        """Every step under every law asked."""
        from ._compare import compare

        return compare(cast("Run", self))

    def where(self, work: str) -> tuple[Trace, ...]:
        """Where a work went, with the evidence for it.

        Raises:
            InputError: the case has no such thing.
        """
        from ._where import where

        return where(cast("Run", self), work)

    def over_time(self, step: str | None = None) -> tuple[Timeline, ...]:
        """When answers changed with the day of asking; with a step, also when they would with the day on which it is done.

        Raises:
            InputError: the case has no such step.
        """
        from ._when import by_act, by_asking

        run = cast("Run", self)
        return (*by_asking(run, run.answers(step=step)), *(by_act(run, step) if step else ()))

    def announced(self, step: str | None = None, work: str | None = None) -> tuple[Announced, ...]:
        """What is pending and may change answers: awaited decisions, rules not yet in force, proposals.

        Raises:
            InputError: the case has no such step or work.
        """
        from ._when import announced

        run = cast("Run", self)
        return announced(run, run.answers(step=step, work=work))

    def to_graph(self) -> Graph:
        """The run as a graph of whole IRIs (PROV): what was asked of which case and law, and every answer."""
        from ._graph import to_graph

        return to_graph(cast("Run", self))

    @property
    def identity(self) -> dict[str, str]:
        """What distinguishes the run: digests of case and law, version, stance, date of asking, laws asked."""
        from ._graph import identity

        return identity(cast("Run", self))
