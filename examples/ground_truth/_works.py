"""Tales in an invented language, and how often each stands in the training data: the truth that the probes are held against.

All tales come from one grammar over one seeded lexicon, independently of each other. So a tale that was trained on, a tale that was
not and a control differ in nothing but their part in the training: the assumption behind every rank holds exactly.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

COPIES = (1, 2, 4, 8, 16, 32)
WORDS = 130  # of a tale: about 160 tokens

_ONSETS = (*"bdfgklmnprstvz", "br", "dr", "gr", "kl", "pr", "st", "tr")
_VOWELS = (*"aeiou", "ai", "au")
_CODAS = ("", "n", "r", "s", "l", "m")
_SIZES = {"noun": 120, "verb": 60, "adjective": 60}  # pairs of words that mean the same
_NAMES = 40
_FORMS = (
    "the adjective noun verb the noun",
    "name verb the adjective noun",
    "the noun of name verb the noun",
    "when the noun verb, name verb the adjective noun",
    "the adjective noun and the noun verb",
    "name and name verb the noun",
)


class Language:
    """A lexicon of invented words. Every noun, verb and adjective has a synonym, used as often as itself."""

    def __init__(self, draw: random.Random) -> None:
        known: set[str] = set()

        def fresh() -> str:
            while (word := _word(draw)) in known:
                pass
            known.add(word)
            return word

        self.names = [fresh().capitalize() for _ in range(_NAMES)]
        pairs = {kind: [(fresh(), fresh()) for _ in range(size)] for kind, size in _SIZES.items()}
        self.words = {kind: [word for pair in found for word in pair] for kind, found in pairs.items()}
        self.synonym = {a: b for found in pairs.values() for pair in found for a, b in (pair, pair[::-1])}

    def tale(self, draw: random.Random) -> list[list[str]]:
        """Sentences, each a list of words."""
        sentences: list[list[str]] = []
        while sum(map(len, sentences)) < WORDS:
            sentences.append([self._filled(slot, draw) for slot in draw.choice(_FORMS).split()])
        return sentences

    def reworded(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The same tale in other words: a synonym for every noun, verb and adjective."""
        return [[self._other(word) for word in sentence] for sentence in sentences]

    def _filled(self, slot: str, draw: random.Random) -> str:
        kind = slot.rstrip(",")
        options = self.names if kind == "name" else self.words.get(kind)
        return slot if options is None else draw.choice(options) + slot[len(kind) :]

    def _other(self, word: str) -> str:
        bare = word.rstrip(",")
        return self.synonym.get(bare, bare) + word[len(bare) :]


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(2)) + draw.choice(_CODAS)


def _written(sentences: Sequence[Sequence[str]]) -> str:
    lines = (" ".join(sentence) for sentence in sentences)
    return " ".join(line[0].upper() + line[1:] + "." for line in lines)


@dataclass(frozen=True)
class Sizes:
    """How many tales of each kind, and how closely they are probed."""

    planted: int = 12  # for each number of copies
    background: int = 80
    held_out: int = 60
    tuning: int = 12
    controls: int = 99
    stride: int = 10  # tokens from one window to the next


@dataclass(frozen=True)
class Works:
    """All tales by name, and which name plays which part.

    Attributes:
        texts: name -> text.
        copies: of the planted works: name -> how often it stands in the training data of the base model.
        background: trained on once and never probed.
        tuning: trained on in fine-tuning only.
        held_out: never trained on, and probed as if they were suspected.
        controls: never trained on; the null.
        paraphrases: work -> the same tale in other words, never trained on.
    """

    texts: dict[str, str]
    copies: dict[str, int]
    background: tuple[str, ...]
    tuning: tuple[str, ...]
    held_out: tuple[str, ...]
    controls: tuple[str, ...]
    paraphrases: dict[str, str]

    @property
    def probed(self) -> dict[str, str]:
        """The works that are probed: name -> text."""
        return {name: self.texts[name] for name in (*self.copies, *self.tuning, *self.held_out)}

    def of(self, copies: int) -> list[str]:
        """The works planted so many times."""
        return [name for name, k in self.copies.items() if k == copies]


def make_works(seed: int, sizes: Sizes) -> Works:
    """The tales of a seed."""
    draw = random.Random(f"ground truth {seed}")  # noqa: S311 - the same tales for the same seed
    language = Language(draw)
    parts = {
        **{f"planted-{k}": sizes.planted for k in COPIES},
        "background": sizes.background,
        "tuning": sizes.tuning,
        "held-out": sizes.held_out,
        "control": sizes.controls,
    }
    names = {part: tuple(f"{part}-{n:03}" for n in range(1, size + 1)) for part, size in parts.items()}
    tales = {name: language.tale(draw) for part in names.values() for name in part}
    probed = [name for part in names if part not in ("background", "control") for name in names[part]]
    return Works(
        texts={name: _written(tale) for name, tale in tales.items()},
        copies={name: k for k in COPIES for name in names[f"planted-{k}"]},
        background=names["background"],
        tuning=names["tuning"],
        held_out=names["held-out"],
        controls=names["control"],
        paraphrases={name: _written(language.reworded(tales[name])) for name in probed},
    )


def opening(text: str, words: int) -> str:
    """The first so many words of a text."""
    ends = list(accumulate(len(word) + 1 for word in text.split(" ")))
    return text[: ends[words - 1] - 1]
