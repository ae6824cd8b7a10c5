"""What is known about an atom for one question, and where the value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal[
    "stated", "disputed", "inferred", "computed", "defined", "presumed", "evidence", "issue", "precedent", "stance", "what-if",
    "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """The value of a fact or issue for one question.

    Args:
        value: true, false, or None for unknown.
        origin: the kind of source.
        detail: the arithmetic, the axiom, the authorities: one line for people.
        source: who says so, where the case names it.
        flags: flags that ride with an answer that rests on this.
        grounds: of an issue, the facts that the decisions which count turned on; of a standard, the factors present.
    """

    value: bool | None
    origin: Origin = "unknown"
    detail: str = ""
    source: str = ""
    flags: tuple[str, ...] = ()
    grounds: tuple[tuple[str, Finding], ...] = ()


UNKNOWN = Finding(None)
