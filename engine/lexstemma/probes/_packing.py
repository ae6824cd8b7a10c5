"""Pieces: how a text is cut where it is longer than the context, and how short pieces share a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._scores import Ids


@dataclass(frozen=True)
class Piece:
    """A sequence that goes through the model in one go.

    Attributes:
        ids: int32 (m,), the start token first where there is one.
        first: the first place in `ids` whose token is scored, at least 1; all after it are scored.
    """

    ids: Ids
    first: int

    def __len__(self) -> int:
        return len(self.ids)


def pieces(ids: Ids, start: int | None, context: int, overlap: int | None = None) -> list[Piece]:
    """Cuts the tokens of a text so that every token is scored once.

    A text that fits is one piece. A longer one is cut; every piece after the first begins with the start token and the
    `overlap` tokens before the first that it scores, so that no token sees fewer than those (half a context by default).

    Args:
        ids: int32 (n,), n >= 1.
        start: the start token; with None the very first token stays unscored.
        context: the longest piece, start token included, at least 4.
    """
    import numpy as np

    head = np.array([] if start is None else [start], dtype=np.int32)
    room = context - len(head)
    overlap = room // 2 if overlap is None else min(overlap, room - 1)
    cut = [Piece(np.concatenate([head, ids[:room]]), 1)]
    done = min(room, len(ids))
    while done < len(ids):
        begin = done - overlap
        cut.append(Piece(np.concatenate([head, ids[begin : begin + room]]), len(head) + overlap))
        done = min(begin + room, len(ids))
    return cut


def rows(lengths: Sequence[int], room: int) -> list[list[int]]:
    """Which pieces share a row of at most `room` tokens: first fit, longest first. A longer piece has a row of its own.

    Returns:
        indices into `lengths`, each exactly once.
    """
    filled: list[tuple[int, list[int]]] = []
    open_from = 0
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        for n in range(open_from, len(filled)):
            used, row = filled[n]
            if used + lengths[index] <= room:
                row.append(index)
                filled[n] = (used + lengths[index], row)
                break
        else:
            filled.append((lengths[index], [index]))
        while open_from < len(filled) and filled[open_from][0] >= room:
            open_from += 1
    return [row for _, row in filled]
