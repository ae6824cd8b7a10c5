"""Grades of evidence: what a measurement amounts to, with the reasons in words.

G4 verbatim-extractable, G3 probabilistically extractable, G2 near-verbatim or short span, G1 elevated likelihood only, G0 no
evidence, GX inadmissible. G4 and G3 are not nested, so both conditions are kept. Axis C, training proved by canaries, is
independent of the grade. What a grade means in law is not decided here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ._canaries import CanaryResult
from ._coding import BitsHeld
from ._nulls import ALPHA, Auroc, Conformal, clopper_pearson
from ._passages import PREFIX, SUFFIX, Passage, samples_needed
from ._power import Power
from ._scores import Instrument

SCALE = ("GX", "G0", "G1", "G2", "G3", "G4")
LEAST_TOKENS = 100
LEAST_CONTROLS = 99
_QUANTISED_ACTIVATIONS = ("int8", "int4", "fp8", "float8")  # of the arithmetic; weights stored so are another matter
_QUANTISING_BACKENDS = ("llama.cpp", "llama-cpp-python", "xllamacpp", "llama_cpp")


@dataclass(frozen=True, slots=True)
class Elevation:
    """A work's likelihood among controls.

    Attributes:
        statistic: the one named before anything was measured.
        conformal: its rank among the controls.
        adjusted: Holm's p over all works tested.
        works: how many were tested.
        paraphrases: how many of the work's own paraphrases it was compared with.
        beaten: how many of them it beats.
        blind: how well a score without any model (zlib bits per byte) separates works from controls; the interval must
            include 0.5.
        blind_rank: the work's own rank by that score: a single work can hardly separate from controls, yet be an outlier among
            them.
        reworded: paraphrases of all works: texts that nobody published, so that what is said of the controls should hold of them.
        standing_out: how many of those stand out among the controls as a work would, p at most `ALPHA`. Where they do more often
            than `ALPHA` allows, the controls are not like new texts, and to stand out among them means little.
    """

    statistic: str
    conformal: Conformal
    adjusted: float
    works: int
    paraphrases: int
    beaten: int
    blind: Auroc
    blind_rank: Conformal
    reworded: int = 0
    standing_out: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was measured of one work.

    Attributes:
        problems: why the measurement may count for nothing (see `problems`).
        passages: what the weights give back, flagged.
        elevation: None where there are no controls.
        power: the power statement.
        canaries: None where none were planted.
        held: bits held beyond a reference; None without one.
        text_flags: flags of the text as a whole.
    """

    problems: tuple[str, ...]
    passages: tuple[Passage, ...]
    elevation: Elevation | None
    power: Power
    canaries: CanaryResult | None = None
    held: BitsHeld | None = None
    text_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grade:
    """The result.

    Attributes:
        grade: of `SCALE`.
        flags: of what carries the grade: of the passage with the fewest.
        unflagged: the highest grade, G2 or more, that a passage without flags carries; None if there is none.
        greedy: the condition of G4: a window continues greedily. None where it is inadmissible.
        sampled: the condition of G3: a window has p_z of 0.001 or more. None likewise.
        samples_half, samples_sure: samples that bring the likeliest window out with chance 0.5 and 0.95; None without one.
        canary_proved, canary_p: axis C; None without canaries.
        stated_power: see `Power.probability`; of G0 only.
        reasons: why this grade, in words, the deciding one first.
        not_shown: what it does not show.
    """

    grade: str
    flags: frozenset[str]
    unflagged: str | None
    greedy: bool | None
    sampled: bool | None
    samples_half: int | None
    samples_sure: int | None
    canary_proved: bool | None
    canary_p: float | None
    stated_power: float | None
    reasons: tuple[str, ...]
    not_shown: str


def problems(
    instrument: Instrument,
    tokens: int,
    controls: int,
    *,
    truncated: bool = False,
    windows: tuple[int, int] = (PREFIX, SUFFIX),
    others: Sequence[Instrument] = (),
    told: Sequence[str] = (),
) -> tuple[str, ...]:
    """Why a measurement is inadmissible; empty if it is not.

    Args:
        controls: number of controls that are no paraphrases.
        truncated: the tokens do not cover the text.
        windows: tokens of prompt and of continuation in the windows that were scanned.
        others: instruments that measured the controls.
        told: what the instrument or its self-test said.
    """
    found = list(told)
    if controls == 0:
        found.append("there are no controls")
    if any(not same_instrument(instrument, other) for other in others):
        found.append("the controls were measured with another instrument")
    if truncated:
        found.append("the text was cut off")
    if instrument.dtype in _QUANTISED_ACTIVATIONS or instrument.backend.casefold() in _QUANTISING_BACKENDS:
        found.append(f"{instrument.backend} computes with quantised activations")
    if instrument.start_token is not None and not 0 <= instrument.start_token < instrument.vocabulary:
        found.append("the start token is unknown")
    if tokens < LEAST_TOKENS:
        found.append(f"the text has {tokens} tokens, fewer than {LEAST_TOKENS}")
    elif tokens < sum(windows):
        found.append(f"the text has {tokens} tokens, fewer than a window")
    if windows[0] > PREFIX or windows[1] < SUFFIX:
        found.append(f"windows of {windows[0]} + {windows[1]} tokens cannot show what the grades ask for, {PREFIX} + {SUFFIX}")
    return tuple(found)


def same_instrument(one: Instrument, other: Instrument) -> bool:
    """Whether two measurements can be compared: everything is the same but device, threads and name."""
    names = ("weights_digest", "tokenizer_digest", "start_token", "dtype", "backend", "backend_version", "quantisation", "context")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def grade(found: Findings) -> Grade:
    """The grade of one work under one instrument. More passages never lower it; a problem makes it GX whatever was found."""
    canaries = found.canaries
    proved, p = (None, None) if canaries is None else (canaries.proved, canaries.p)
    tail = tuple(_besides(found))
    if found.problems:
        why = ("inadmissible: " + "; ".join(found.problems), *tail)
        return Grade("GX", frozenset(), None, None, None, None, None, proved, p, None, why, _NOT_SHOWN["GX"])
    greedy = any(passage.kind == "greedy" for passage in found.passages)
    sampled = [passage.logp for passage in found.passages if passage.kind == "sampled"]
    half, sure = (samples_needed(max(sampled), chance) if sampled else None for chance in (0.5, 0.95))
    best = max(found.passages, key=lambda q: (SCALE.index(q.grade), -len(q.flags), q.logp, -q.start), default=None)
    clean = max((q.grade for q in found.passages if not q.flags), key=SCALE.index, default=None)
    against = [] if found.elevation is None else list(_short_of_g1(found.elevation))
    if best is not None:
        name, flags, power = best.grade, best.flags, None
        first = f"{name}: {_says(best)}" + (f"; flags: {', '.join(sorted(flags))}" if flags else "")
    elif found.elevation is not None and not against:
        name, flags, power, e = "G1", found.text_flags, None, found.elevation
        first = f"G1: {e.statistic}: {e.conformal.statement}; adjusted over {e.works} works p = {e.adjusted:.4g}; " \
                f"it beats its {e.paraphrases} paraphrases, and the texts do not differ blindly"  # fmt: skip
    else:
        name, flags, power = "G0", frozenset[str](), found.power.probability
        first = "G0: no window, no near-verbatim continuation and no span of 20 tokens reaches its threshold; " \
                f"elevated likelihood is not shown: {'; '.join(against) or 'it was not compared'}"  # fmt: skip
    reasons = [first]
    if name == "G0":
        reasons.append("power: " + found.power.statement)
    if best is not None and clean != name:
        reasons.append(f"without flags: {clean or 'no passage'}")
    if held := found.held:
        if held.error_bound <= ALPHA:
            flags |= {"referenceRelative"}
        reasons.append(f"{held.held:.0f} bits held beyond the reference, which bounds the error by {held.error_bound:.2g} "
                       "if the reference were the true source")  # fmt: skip
    return Grade(
        name, flags, clean, greedy, bool(sampled), half, sure, proved, p, power, (*reasons, *tail), _NOT_SHOWN[name]
    )  # fmt: skip


def _short_of_g1(e: Elevation) -> Iterator[str]:
    if e.adjusted > ALPHA:
        yield f"{e.statistic}: {e.conformal.statement}; adjusted over {e.works} works p = {e.adjusted:.4g}"
    if e.conformal.controls < LEAST_CONTROLS:
        yield f"{e.conformal.controls} controls, fewer than {LEAST_CONTROLS}"
    if e.paraphrases == 0:
        yield "no paraphrase of the work was compared"
    elif e.beaten < e.paraphrases:
        yield f"{e.paraphrases - e.beaten} of its {e.paraphrases} paraphrases are as likely"
    if e.blind.separates:
        interval = f"{e.blind.low:.2f} to {e.blind.high:.2f}"
        yield f"works and controls differ without any model (blind AUROC {e.blind.value:.2f}, {interval})"
    if e.blind_rank.p <= ALPHA:
        yield f"the work stands out without any model (blind p = {e.blind_rank.p:.2g} among {e.blind_rank.controls})"
    if e.reworded and clopper_pearson(e.standing_out, e.reworded)[0] > ALPHA:
        out = f"{e.standing_out} of {e.reworded} paraphrases"
        yield f"{out}, which are new texts, stand out too (p <= {ALPHA}): the controls are not like new texts"


def _besides(found: Findings) -> Iterator[str]:
    if found.canaries is not None:
        yield "canaries: " + found.canaries.statement


def _says(passage: Passage) -> str:
    place = f"characters {passage.characters[0]:,} to {passage.characters[1]:,}"
    p = math.exp(passage.logp)
    if passage.kind == "greedy":
        return f"greedy decoding continues the work's own {passage.length} tokens at {place}"
    if passage.kind == "sampled":
        n = samples_needed(passage.logp, 0.5), samples_needed(passage.logp, 0.95)
        tries = f"{n[0]:,} samples for an even chance, {n[1]:,} for 95 %"
        return f"the work's own {passage.length} tokens at {place} have p = {p:.3g}: {tries}"
    if passage.kind == "near":
        return f"continuations within a few tokens of the work's own {passage.length} at {place} have p of at least {p:.3g}"
    return f"{passage.length} tokens at {place} have p = {p:.3g} after all of the text before them"


_NOT_SHOWN = {
    "G4": "that the work itself was in the training data: a quotation or a near-duplicate elsewhere suffices",
    "G3": "that the work itself was in the training data: a quotation or a near-duplicate elsewhere suffices",
    "G2": "that longer passages can be brought out, or that the work itself was in the training data",
    "G1": "that the work was in the training data, or that any of it can be brought out",
    "G0": "that the work was not in the training data, or that other prompts would bring nothing out",
    "GX": "anything",
}
