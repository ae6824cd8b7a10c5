"""Cutting and packing: every token is scored exactly once, with enough before it, in rows that fit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lexstemma.probes._packing import pieces, rows


@given(st.integers(1, 200), st.integers(4, 40), st.booleans(), st.one_of(st.none(), st.integers(0, 60)))
def test_every_token_is_scored_once_after_those_before_it(n: int, context: int, starts: bool, overlap: int | None) -> None:
    ids = np.arange(1000, 1000 + n, dtype=np.int32)
    cut = pieces(ids, 7 if starts else None, context, overlap)
    scored = np.concatenate([piece.ids[piece.first :] for piece in cut])
    assert scored.tolist() == ids[0 if starts else 1 :].tolist()
    assert all(len(piece) <= context for piece in cut)
    for piece in cut:
        assert not starts or piece.ids[0] == 7
        before = piece.ids[1 if starts else 0 :]
        assert before.tolist() == list(range(before[0], before[0] + len(before))) if len(before) else True
    least = (context - starts) // 2 if overlap is None else min(overlap, context - starts - 1)
    assert all(piece.first - starts >= least for piece in cut[1:])


@given(st.lists(st.integers(1, 60), max_size=80), st.integers(1, 50))
def test_rows_hold_every_piece_once_and_no_more_than_fits(lengths: list[int], room: int) -> None:
    packed = rows(lengths, room)
    assert sorted(index for row in packed for index in row) == list(range(len(lengths)))
    assert all(sum(lengths[i] for i in row) <= room or len(row) == 1 for row in packed)


def test_a_tight_fit_wastes_nothing() -> None:
    assert len(rows([300, 212, 256, 256, 500, 12], 512)) == 3
