"""What an output takes over from works: runs of the same words, near-verbatim passages, how much of the work, and where.

Runs are found by an index of the output's word 4-grams and then extended, which is exact for runs of 4 words or more and linear
in the length of the works, so that a book costs a second; a passage is then aligned by rapidfuzz, whose bit-parallel
Levenshtein works on words as well as on characters. (difflib is quadratic and drops frequent words; edlib takes characters only.)
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._need import need
from ._passages import is_boilerplate, squeezed
from ._record import canonical, plain
from ._texts import checked

VERBATIM, SHORT = 50, 20
"""Words in a row: from 50 on G4, from 20 on G2."""

NEAR = 0.1
"""Share of words that a near-verbatim passage may change; with 50 words or more it is G2."""

_SEED, _GAP = 4, 6  # words: of an indexed run, and between runs of one passage
_PLACES = 50  # of one seed in the output: more of them is a refrain, whose further copies add nothing
_BLOCK = 256  # words compared at once
_KEPT = 200  # runs and passages that are reported
_OPEN = 50  # passages that a run may still join


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts, near-verbatim if `edits` is above 0.

    Attributes:
        words: length in the work, in words.
        edits: words to insert, leave out or replace (Levenshtein).
        output: where it stands in the output, in characters (from, to).
        work: where it stands in the work.
        in_prompt: the prompt already held the run: the model copied it from there.
        boilerplate: three or more other works hold it.
    """

    words: int
    edits: int
    output: tuple[int, int]
    work: tuple[int, int]
    in_prompt: bool
    boilerplate: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """An output and a work.

    Attributes:
        runs: maximal exact runs of 4 words or more, the longest first, at most 200.
        near: near-verbatim passages, the longest first, at most 200.
        share_of_work: words of the work that stand in exact runs of 20 words or more, as a share.
        share_of_output: the same of the output.
        grade: G4 an exact run of 50 words, G2 one of 20 or a near-verbatim passage of 50 words, G0 less; GX where the output is
            shorter than 20 words.
        carrying: the run that carries the grade; None for G0 and GX.
        flags: of that run; `selfRepetition` where the prompt held it.
        output_digest, work_digest: SHA-256 of the texts.
        reasons: in words.
    """

    runs: tuple[Run, ...]
    near: tuple[Run, ...]
    share_of_work: float
    share_of_output: float
    grade: str
    carrying: Run | None
    flags: frozenset[str]
    output_digest: str
    work_digest: str
    reasons: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the whole comparison."""
        return hashlib.sha256(canonical(plain(self))).hexdigest()


def overlap(output: str, work: str, *, prompt: str = "", others: Sequence[str] = ()) -> Overlap:
    """What an output has in common with a work. Case, punctuation and spaces don't count.

    Args:
        prompt: what the model was given: passages that stand there are not the model's doing.
        others: other works, to tell boilerplate.

    Raises:
        InputError: an empty text, or no word in one.
        MissingExtra: the extra `probe` is not installed.
    """
    mine, theirs = _words(checked(output, "output")), _words(checked(work, "work"))
    if not mine or not theirs:
        raise InputError("a text without a word", where="output" if not mine else "work", expected="expected words")
    asked, squeezed_others = squeezed(prompt), [squeezed(other) for other in others]

    def run(a: int, b: int, n: int, m: int, edits: int) -> Run:
        text = " ".join(word for word, _, _ in mine[a : a + n])
        place, source = (mine[a][1], mine[a + n - 1][2]), (theirs[b][1], theirs[b + m - 1][2])
        return Run(m, edits, place, source, text in asked, is_boilerplate(text, squeezed_others))

    matches = _matches([w for w, _, _ in mine], [w for w, _, _ in theirs])
    longest = sorted(matches, key=lambda match: (-match[2], match[1], match[0]))[:_KEPT]
    runs = [run(a, b, n, n, 0) for a, b, n in longest]
    altered = sorted(_near(mine, theirs, matches), key=lambda found: (-found[3], found[4], found[1]))[:_KEPT]
    near = [run(*found) for found in altered]
    of_work = _covered([(b, b + n) for _, b, n in matches if n >= SHORT])
    of_output = _covered([(a, a + n) for a, _, n in matches if n >= SHORT])
    name, carrying, reasons = _graded(runs, near, len(mine))
    flags = frozenset[str]() if carrying is None else _flags(carrying)
    digests = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in (output, work)]
    shares = of_work / len(theirs), of_output / len(mine)
    return Overlap(tuple(runs), tuple(near), *shares, name, carrying, flags, digests[0], digests[1], reasons)


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().casefold(), m.start(), m.end()) for m in re.finditer(r"\w+(?:['’]\w+)*", text)]


def _matches(mine: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    """Maximal common runs of `_SEED` words or more: (place in mine, place in theirs, words)."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for a in range(len(mine) - _SEED + 1):
        if len(places := index[tuple(mine[a : a + _SEED])]) < _PLACES:
            places.append(a)
    found = []
    reached: dict[int, int] = {}  # diagonal -> end of the last run on it, in theirs
    for b in range(len(theirs) - _SEED + 1):
        for a in index.get(tuple(theirs[b : b + _SEED]), ()):
            if reached.get(a - b, 0) > b:
                continue
            n, block = _SEED, _BLOCK
            while block:  # long runs in large steps, their ends word by word
                same = mine[a + n : a + n + block]
                if len(same) == block and same == theirs[b + n : b + n + block]:
                    n += block
                else:
                    block //= 4
            reached[a - b] = b + n
            found.append((a, b, n))
    return found


def _covered(places: list[tuple[int, int]]) -> int:
    """How many words the intervals cover together."""
    total, reached = 0, 0
    for begin, end in sorted(places):
        total += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def _near(
    mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]], matches: list[tuple[int, int, int]]
) -> list[tuple[int, int, int, int, int]]:
    """Chains of runs with small gaps, each (place in mine, in theirs, words in mine, words in theirs, edits)."""
    levenshtein = need("rapidfuzz.distance").Levenshtein
    chains: list[list[int]] = []  # a, b, end in mine, end in theirs
    for a, b, n in sorted(matches, key=lambda match: (match[1], match[0])):
        close = (c for c in chains[: -_OPEN - 1 : -1] if -_SEED < a - c[2] <= _GAP and -_SEED < b - c[3] <= _GAP)
        if chain := next((c for c in close if a >= c[0] and b + n > c[3]), None):
            chain[2:] = [max(chain[2], a + n), max(chain[3], b + n)]
        else:
            chains.append([a, b, a + n, b + n])
    passages = []
    for a, b, until, end in chains:
        edits = levenshtein.distance([w for w, _, _ in mine[a:until]], [w for w, _, _ in theirs[b:end]])
        if edits and edits <= NEAR * (end - b):
            passages.append((a, b, until - a, end - b, edits))
    return passages


def _graded(runs: list[Run], near: list[Run], words: int) -> tuple[str, Run | None, tuple[str, ...]]:
    if words < SHORT:
        return "GX", None, (f"inadmissible: the output has {words} words, fewer than {SHORT}",)
    carrying = [("G4", run) for run in runs if run.words >= VERBATIM]
    carrying += [("G2", run) for run in runs if SHORT <= run.words < VERBATIM]
    carrying += [("G2", run) for run in near if run.words >= VERBATIM]
    if not carrying:
        most = f"the longest common run has {runs[0].words} words" if runs else "no four words in a row are the same"
        return "G0", None, (f"G0: {most}; words alone were compared, not characters, plots or ideas",)
    # Unlike a prompt for a measurement, an output is there: the best clean run counts, whatever else was copied.
    name, best = min(carrying, key=lambda pair: (len(_flags(pair[1])), pair[0] != "G4", pair[1].edits > 0, -pair[1].words))
    flags = _flags(best)
    how = "the same words in a row" if not best.edits else f"words with {best.edits} changed"
    place = f"output characters {best.output[0]:,} to {best.output[1]:,}, work characters {best.work[0]:,} to {best.work[1]:,}"
    more = f"; flags: {', '.join(sorted(flags))}" if flags else ""
    return name, best, (f"{name}: {best.words} {how}: {place}{more}", "whether the part is an original one is not measured")


def _flags(run: Run) -> frozenset[str]:
    return frozenset(name for name, yes in (("selfRepetition", run.in_prompt), ("boilerplate", run.boilerplate)) if yes)
