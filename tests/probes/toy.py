"""A model in twenty lines: it knows some texts by heart, up to a certain share of certainty, and guesses evenly otherwise.

Tokens are words with the space before them. Every probability can be worked out by hand, and all sequences enumerated.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from lexstemma.probes import Instrument, TokenScores, Window


class Toy:
    """Follows its learned texts with probability `sure`, given the `order` tokens before; the rest goes to all words evenly."""

    def __init__(self, learned: Sequence[str] = (), *, sure: float = 0.99, order: int = 3, words: Sequence[str] = (), **more: Any):
        self.known = {word: n for n, word in enumerate(dict.fromkeys(words))}
        self.sure, self.order = sure, order
        about = {
            "weights_digest": "a" * 64, "tokenizer_digest": "b" * 64, "start_token": 0, "dtype": "float32", "backend": "toy",
            "backend_version": "1", "quantisation": None, "context": 4096, "vocabulary": 1000, "parameters": 1, "device": "cpu",
            "threads": 1, "name": "toy",
        }  # fmt: skip
        self.size = more.pop("size", 1000)
        self.instrument = Instrument(**{**about, **more})
        self.next: dict[tuple[int, ...], int] = {}
        for text in learned:
            ids = [int(i) for i in self.encode(text)[0]]
            for at in range(len(ids)):
                self.next[self._context(ids, at)] = ids[at]

    def _context(self, ids: Sequence[int], at: int) -> tuple[int, ...]:
        return tuple(ids[max(0, at - self.order) : at])

    def p(self, before: Sequence[int], token: int) -> float:
        context = tuple(before[len(before) - self.order :] if len(before) > self.order else before)
        likely = self.next.get(context)
        rest = 1 - self.sure if likely is not None else 1.0
        return (self.sure if token == likely else 0.0) + rest / self.size

    def best(self, before: Sequence[int]) -> int:
        return max(range(self.size), key=lambda token: (self.p(before, token), -token))

    def encode(self, text: str) -> tuple[Any, Any]:
        found = [(m.group().strip(), m.start(), m.end()) for m in re.finditer(r"\s*\S+|\s+$", text)]
        ids = [self.known.setdefault(word, len(self.known)) for word, _, _ in found]
        return np.array(ids, dtype=np.int32), np.array([(a, b) for _, a, b in found], dtype=np.int32).reshape(-1, 2)

    def score(self, texts: Sequence[str], *, progress: Any = None) -> list[TokenScores]:
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> TokenScores:
        ids, spans = self.encode(text)
        tokens = [int(i) for i in ids]
        chances = [self.p(tokens[:at], token) for at, token in enumerate(tokens)]
        top1 = [self.next.get(self._context(tokens, at)) == token for at, token in enumerate(tokens)]
        rest = [self.next.get(self._context(tokens, at)) is not None for at in range(len(tokens))]
        low, high = (1 - self.sure) / self.size, self.sure + (1 - self.sure) / self.size
        means, squares = [], []
        for learned in rest:
            pairs = [(high, 1), (low, self.size - 1)] if learned else [(1 / self.size, self.size)]
            mean = sum(n * p * math.log(p) for p, n in pairs if p > 0)
            means.append(mean)
            squares.append(math.sqrt(max(0.0, sum(n * p * (math.log(p) - mean) ** 2 for p, n in pairs if p > 0))))
        logprobs = np.log(np.array(chances, dtype=np.float64)).astype(np.float32)
        if self.instrument.start_token is None:
            logprobs[0] = np.nan
        data = text.encode()
        return TokenScores(
            ids, logprobs, np.array(means, dtype=np.float32), np.array(squares, dtype=np.float32), np.array(top1, dtype=np.bool_),
            np.where(top1, 1, 2).astype(np.int32), spans, hashlib.sha256(data).hexdigest(), len(text), len(data),
        )  # fmt: skip

    def windows(
        self, ids: Any, *, prefix: int = 50, suffix: int = 50, stride: int = 10, threshold: float | None = math.log(1e-3),
        screen: float | None = None, greedy: bool = True, scores: TokenScores | None = None,
    ) -> list[Window]:  # fmt: skip
        found = []
        tokens = [int(i) for i in ids]
        for at in range(0, len(tokens) - prefix - suffix + 1, stride):
            head, tail = tokens[at : at + prefix], tokens[at + prefix : at + prefix + suffix]
            logp = float(self.continuations(np.array(head), [np.array(tail)])[0])
            same = self.generate(np.array(head), suffix).tolist() == tail
            if screen is None or threshold is None or same or logp >= threshold - screen:
                found.append(Window(at, prefix, suffix, logp, threshold is not None and logp < threshold, same if greedy else None))
        return found

    def continuations(self, prefix: Any, options: Sequence[Any]) -> Any:
        sums = []
        for option in options:
            before, total = [int(i) for i in prefix], 0.0
            for token in option:
                total += math.log(self.p(before, int(token)))
                before.append(int(token))
            sums.append(total)
        return np.array(sums)

    def generate(self, prefix: Any, tokens: int) -> Any:
        made = [int(i) for i in prefix]
        for _ in range(tokens):
            context = tuple(made[-self.order :])
            made.append(self.next.get(context, 0))
        return np.array(made[len(prefix) :], dtype=np.int32)


def prose(count: int, seed: int = 0, size: int = 300) -> str:
    """So many words without sense, each of them one token."""
    draw = np.random.default_rng(seed)
    return " ".join(f"w{n}" for n in draw.integers(0, size, count))
