"""How likely a model finds the words of a quotation, beside other words that could stand in their places."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._scores import Instrument, Scorer, TokenScores
from ._statistics import require_sound
from ._texts import checked


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        logp: nats: log p of the whole word given all text before it, summed over its tokens. A likely last token proves
            nothing: "iously" after "fur" is likely in any text.
        tokens: how many tokens it has.
        likeliest: every token of it was the most likely one.
    """

    text: str
    logp: float
    tokens: int
    likeliest: bool

    @property
    def probability(self) -> float:
        """Probability of the word, 0 to 1."""
        return math.exp(self.logp)


@dataclass(frozen=True, slots=True)
class Alternative:
    """The quotation with one word replaced, or as it is.

    Attributes:
        word: log-probability of the word in its place.
        sentence: nats: log p of the whole quotation with this word in it, after the cue.
    """

    word: Word
    sentence: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of the quotation among its alternatives.

    Attributes:
        alternatives: the original among them, the likeliest sentence first.
        rank: the original's rank by sentence, from 1; ties count against it.
        word_rank: its rank by the word alone.
        p: rank / number of words. An error probability only if the alternatives were chosen without a look at the model and
            a model without the quotation would rank the original anywhere among them.
    """

    original: str
    alternatives: tuple[Alternative, ...]
    rank: int
    word_rank: int
    p: float


@dataclass(frozen=True, slots=True)
class Quote:
    """What a model makes of a quotation.

    Attributes:
        sentence, cue: what was scored, and what stood before it.
        words: the words of the sentence.
        choices: one for each word with alternatives.
        instrument: what measured.
        statement: what this shows and what it does not, in words.
    """

    sentence: str
    cue: str
    words: tuple[Word, ...]
    choices: tuple[Choice, ...]
    instrument: Instrument
    statement: str


def quote(scorer: Scorer, sentence: str, instead: Mapping[str, Sequence[str]] | None = None, *, cue: str = "") -> Quote:
    """Scores a quotation, and the same with each of some words replaced, one at a time.

    Args:
        instead: word of the sentence -> words that could stand there.
        cue: text before the sentence, as 'Noam Chomsky wrote: '; kept the same for all alternatives.

    Raises:
        InputError: an empty sentence, a word that isn't in it or is in it twice, an alternative that is no single word, or
            a first word whose first token the instrument cannot score.
    """
    checked(sentence, "sentence")
    variants = [(word, other, _replaced(sentence, word, other)) for word, others in (instead or {}).items() for other in others]
    for word, others in (instead or {}).items():
        if not others or len({word, *others}) <= len(others):
            what = f"the alternatives of {word!r} repeat a word, or are none"
            raise InputError(what, where="alternatives", expected="expected other words, each once")
    if scorer.instrument.start_token is None and not cue:
        what = "the first token has no probability: the model has no start token"
        raise InputError(what, where=scorer.instrument.name, expected="give a start token, or a cue before the sentence")
    scores = scorer.score([cue + text for text in (sentence, *(variant[2] for variant in variants))])
    words = words_of(cue + sentence, scores[0], after=len(cue))
    choices = []
    for word in instead or {}:
        at = _place(sentence, word)
        rows = [Alternative(words[at], math.fsum(w.logp for w in words))]
        for (original, _, text), found in zip(variants, scores[1:], strict=True):
            if original == word:
                other = words_of(cue + text, found, after=len(cue))
                rows.append(Alternative(other[at], math.fsum(w.logp for w in other)))
        choices.append(_choice(word, rows))
    return Quote(sentence, cue, words, tuple(choices), scorer.instrument, _statement(words, choices))


def words_of(text: str, scores: TokenScores, *, after: int = 0) -> tuple[Word, ...]:
    """The words of a text from character `after` on, whatever stands between two spaces; the tokens of a word are those that
    begin in it, or in the spaces before it.

    Raises:
        InputError: the scores are broken, or a token reaches from before `after` into the first word.
    """
    require_sound(scores)
    starts = [len(chunk) - len(chunk.lstrip()) for chunk in (text[int(a) : int(b)] for a, b in scores.spans)]
    begins = [min(int(a) + lead, int(b)) for (a, b), lead in zip(scores.spans, starts, strict=True)]
    words = []
    found = list(re.finditer(r"\S+", text[after:]))
    token = next((n for n, begin in enumerate(begins) if begin >= after and scores.spans[n][1] > after), len(begins))
    if found and (token == len(begins) or begins[token] > after + found[0].start()):
        what = f"a token reaches from the cue into {found[0].group()!r}"
        raise InputError(what, where="quote", expected="end the cue with a space or a quotation mark")
    for number, match in enumerate(found):
        end = after + (found[number + 1].start() if number + 1 < len(found) else len(text))
        until = next((n for n in range(token, len(begins)) if begins[n] >= end), len(begins))
        if until == token:  # the word stands whole in the token of the word before it
            words.append(Word(match.group(), 0.0, 0, True))
            continue
        logp = float(scores.logprobs[token:until].sum(dtype="float64"))
        words.append(Word(match.group(), logp, until - token, bool(scores.top1[token:until].all())))
        token = until
    return tuple(words)


def _choice(word: str, rows: list[Alternative]) -> Choice:
    own = rows[0]
    rank = 1 + sum(row.sentence >= own.sentence for row in rows[1:])
    word_rank = 1 + sum(row.word.logp >= own.word.logp for row in rows[1:])
    ordered = sorted(rows, key=lambda row: (-row.sentence, row.word.text))
    return Choice(word, tuple(ordered), rank, word_rank, rank / len(rows))


def _replaced(sentence: str, word: str, other: str) -> str:
    pattern = _whole(word)
    if len(pattern.findall(sentence)) != 1:
        what = f"{word!r} stands {len(pattern.findall(sentence))} times in the sentence"
        raise InputError(what, where="alternatives", expected="expected a word that stands there once")
    if not other or any(mark.isspace() for mark in other):
        raise InputError(f"{other!r} is not one word", where="alternatives", expected="expected single words")
    return pattern.sub(lambda _: other, sentence)


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _place(sentence: str, word: str) -> int:
    """Which of the words between spaces holds `word`, from 0."""
    found = _whole(word).search(sentence)
    ends = [match.end() for match in re.finditer(r"\S+", sentence)]
    return sum(end <= found.start() for end in ends) if found else 0


def _statement(words: tuple[Word, ...], choices: list[Choice]) -> str:
    parts = []
    for choice in choices:
        n = len(choice.alternatives)
        reach = "" if n >= 20 else f"; {n} words cannot give p below {1 / n:.2g}"
        parts.append(f"{choice.original!r} ranks {choice.rank} of {n} by the whole sentence (rank p = {choice.p:.2g}{reach})")
    sure = sum(word.likeliest for word in words[1:])
    parts.append(f"{sure} of the {len(words) - 1} words after the first are what the model finds likeliest")
    first = all(choice.rank == 1 for choice in choices) and bool(choices)
    if first and sure == len(words) - 1:
        parts.append("these weights give this quotation back")
    elif sure == len(words) - 1:
        parts.append("these weights give this quotation back; what else they would say in its place was not asked")
    else:
        parts.append("no sign that these weights hold the quotation word for word; that says nothing of what they were trained on")
    return "; ".join(parts)
