"""What all instruments share: encoding, cutting, the journal of partial results, and putting scores together."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from abc import ABCMeta, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._encoder import Encoder
from ._journal import Journal
from ._packing import Piece, pieces
from ._scores import Instrument, Progress, TokenScores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._scores import Ids

COLUMNS = [("logprob", "<f4"), ("mean", "<f4"), ("deviation", "<f4"), ("rank", "<i4"), ("top1", "?")]
"""One row per scored token; mean and deviation are NaN and rank is 0 where they are unknown."""

_COMPARABLE = ("device", "threads", "name")  # what may differ between runs that share partial results


class Base(metaclass=ABCMeta):
    """An instrument with its tokenizer; a backend adds `_measure`, `windows`, `continuations`, `generate`."""

    def __init__(self, instrument: Instrument, encoder: Encoder, keep: Path | None) -> None:
        self.instrument = instrument
        self.encoder = encoder
        about = {k: v for k, v in dataclasses.asdict(instrument).items() if k not in _COMPARABLE}
        self._seal = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).digest()
        self._journal = None if keep is None else Journal(keep / f"scores-{self._seal.hex()[:32]}.journal")

    def encode(self, text: str) -> tuple[Ids, Ids]:
        """See `Scorer.encode`."""
        return self.encoder.encode(text)

    def score(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[TokenScores]:
        """See `Scorer.score`. What was measured is in the journal at once; a second run goes on from there.

        A text longer than the context is scored in overlapping pieces: each token then sees at least half a context.

        Raises:
            InputError: an empty text, log-probabilities that are not numbers, a server that fails, a full disk.
        """
        import numpy as np

        encoded = [self.encode(text) for text in texts]
        for number, (ids, _) in enumerate(encoded):
            if not len(ids):
                raise InputError("an empty text has nothing to score", where=f"text {number + 1}", expected="expected some words")
        cut = [pieces(ids, self.instrument.start_token, self.instrument.context) for ids, _ in encoded]
        measured = iter(self.columns([piece for row in cut for piece in row], progress=progress))
        scores = []
        for text, (ids, spans), parts in zip(texts, encoded, cut, strict=True):
            columns = np.concatenate([next(measured) for _ in parts])
            if len(columns) < len(ids):  # no start token: the first token has no probability
                columns = np.concatenate([np.array([(np.nan, np.nan, np.nan, 0, False)], dtype=COLUMNS), columns])
            scores.append(_scores_of(text, ids, spans, columns))
        return scores

    def columns(self, parts: Sequence[Piece], *, progress: Progress | None = None, moments: bool = True) -> list[NDArray[Any]]:
        """What is known of the scored tokens of each piece: arrays of `COLUMNS`, in the order of `parts`.

        Args:
            moments: also mean, deviation and rank, where the backend can.
        """
        import numpy as np

        found: list[NDArray[Any] | None] = [None] * len(parts)
        waiting: dict[bytes, list[int]] = {}
        total = sum(len(p) - p.first for p in parts)
        for index, piece in enumerate(parts):
            key = self._key(b"piece" if moments else b"plain", piece.ids, piece.first)
            kept = None if self._journal is None else self._journal.get(key)
            if kept is not None and len(kept) == (len(piece) - piece.first) * np.dtype(COLUMNS).itemsize:
                found[index] = np.frombuffer(kept, dtype=COLUMNS)
            else:
                waiting.setdefault(key, []).append(index)
        done = sum(len(column) for column in found if column is not None)
        keys = list(waiting)
        if progress is not None and total:
            progress(done, total)
        for batch in self._measure([parts[waiting[key][0]] for key in keys], moments):
            if self._journal is not None:
                self._journal.put({keys[number]: column.tobytes() for number, column in batch})
            for number, column in batch:
                for index in waiting[keys[number]]:
                    found[index] = column
                    done += len(column)
            if progress is not None:
                progress(done, total)
        return [column for column in found if column is not None]

    @abstractmethod
    def _measure(self, parts: Sequence[Piece], moments: bool) -> Iterator[list[tuple[int, NDArray[Any]]]]:
        """Batches of (index of the piece, its columns), each piece once, in any order."""

    def _key(self, what: bytes, ids: Ids, *settings: object) -> bytes:
        """A journal's key: 32 bytes that stand for the instrument, the tokens and the settings."""
        head = b"|".join([self._seal.hex().encode(), what, *(repr(s).encode() for s in settings)])
        return hashlib.sha256(head + b"|" + ids.astype("<i4").tobytes()).digest()


def require_finite(values: NDArray[np.float32], name: str) -> None:
    """Refuses log-probabilities that are not numbers.

    Raises:
        InputError: one is NaN or infinite.
    """
    import numpy as np

    if not np.isfinite(values).all():
        expected = "expected finite numbers: the weights are damaged, or overflow in this dtype; try --dtype float32"
        raise InputError("the model gives logits that are not numbers", where=name, expected=expected)


def _scores_of(text: str, ids: Ids, spans: Ids, columns: NDArray[Any]) -> TokenScores:
    import numpy as np

    data = text.encode("utf-8")
    known = columns["rank"][~np.isnan(columns["logprob"])]
    has_moments = bool(len(known)) and not np.isnan(columns["mean"][~np.isnan(columns["logprob"])]).any()
    return TokenScores(
        token_ids=ids,
        logprobs=columns["logprob"].astype(np.float32),
        means=columns["mean"].astype(np.float32) if has_moments else None,
        deviations=columns["deviation"].astype(np.float32) if has_moments else None,
        top1=columns["top1"].astype(np.bool_),
        ranks=columns["rank"].astype(np.int32) if len(known) and (known > 0).all() else None,
        spans=spans,
        text_digest=hashlib.sha256(data).hexdigest(),
        characters=len(text),
        utf8_bytes=len(data),
    )
