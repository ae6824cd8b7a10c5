"""Weights and works in, records out: everything is scored, ranked among the controls, graded, and written down."""

from __future__ import annotations

import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from lexstemma.terms import InputError

from .._version import __version__
from ._archive import Archive
from ._canaries import CanaryResult
from ._coding import CodeLengths, bits_held, code_lengths
from ._comparison import Look, Measured, elevations, looks
from ._controls import Control, Controls, doubts
from ._grades import LEAST_TOKENS, Findings, grade, problems
from ._near import DISTANCE, NearVerbatim, near_verbatim
from ._need import need
from ._nulls import clopper_pearson
from ._passages import flagged, passages, squeezed, whole_text_flags
from ._power import Calibration, power_statement
from ._record import FORMAT, Record, plain
from ._scores import TAU, Progress, Scorer, TokenScores, Window
from ._spans import LONG, SHORT, best_span, longest_span, repeated
from ._statistics import K, likelihood
from ._texts import checked, corpus_facts, text_facts

_NEAR_MARGIN = 15.0  # nats below the threshold in one pass, from which a near-verbatim bound is worth a try
_NEAR_PLACES = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """How works are measured; all of it goes into the record.

    Attributes:
        prefix, suffix, stride: windows, in tokens.
        screen: nats: margin of a first pass (see `Scorer.windows`); None scans exactly.
        k: share of tokens of Min-K%.
        statistic: the one that may make G1, named before measuring.
        near: tokens that a near-verbatim continuation may change; None leaves that probe out.
    """

    prefix: int = 50
    suffix: int = 50
    stride: int = 10
    screen: float | None = None
    k: float = K
    statistic: str = "bits_per_byte"
    near: int | None = DISTANCE


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the works and the weights.

    Attributes:
        reference: a second instrument, for bits held and the flag `formulaic`.
        calibration: a run on weights whose training is known, for the power statement.
        canaries: results by work.
        released: day on which the weights were released.
        model_bytes: size of the weights as stored, for two-part codes; None if unknown.
        told: what speaks against the instrument, such as a failed self-test.
        others: further works, by which boilerplate is known.
    """

    reference: Scorer | None = None
    calibration: Calibration | None = None
    canaries: Mapping[str, CanaryResult] = field(default_factory=dict)
    released: date | None = None
    model_bytes: int | None = None
    told: Sequence[str] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Result:
    """Records in the order of the works, the raw scores of all texts, all statistics side by side (the blind one first), and the
    code lengths of all works as one corpus."""

    records: tuple[Record, ...]
    archive: Archive
    looks: tuple[Look, ...]
    corpus: CodeLengths


def probe_works(
    scorer: Scorer,
    works: Mapping[str, str],
    controls: Controls,
    *,
    settings: Settings | None = None,
    context: Context | None = None,
    progress: Progress | None = None,
) -> Result:
    """Measures works on weights.

    A record's document has: `work` (id and facts of the text), `instrument`, `settings`, `software`, `statistics`, `codes`,
    `held`, `windows`, `spans`, `near`, `passages`, `controls` (digests, their statistics, how many of them gave a window
    back), `comparison`, `power`, `canaries`, `grade`, and `scores` (digest of the raw scores). No word of the work is in it.

    Args:
        works: id -> text.

    Raises:
        InputError: no works, an empty or binary text, a work that is its own control, scores that are not numbers.
        MissingExtra: the extra `probe` is not installed.
    """
    need("numpy")
    settings, context = settings or Settings(), context or Context()
    _check(works, controls)
    doubts(controls, context.released)
    texts = list(dict.fromkeys([*works.values(), *(item.text for item in controls.items)]))
    scored = dict(zip(texts, scorer.score(texts, progress=progress), strict=True))
    reference = dict(zip(texts, context.reference.score(texts), strict=True)) if context.reference is not None else {}
    measured = {
        text: Measured(facts, likelihood(scored[text], facts, reference=reference.get(text), k=settings.k))
        for text, facts in ((text, text_facts(text)) for text in texts)
    }
    null = [measured[item.text] for item in controls.null]
    own = {name: measured[text] for name, text in works.items()}
    paraphrases = {name: [measured[item.text] for item in controls.paraphrases(name)] for name in works}
    compared = elevations(own, null, paraphrases, settings.statistic) if null else {}
    archive = Archive.of(list(scored.values()), list(reference.values()))
    shared = {
        "format": FORMAT, "instrument": _described_instrument(scorer), "settings": {**asdict(settings), "threshold": TAU},
        "reference": None if context.reference is None else _described_instrument(context.reference), "software": _software(),
        "controls": _of_controls(scorer, controls, measured, scored, settings, context), "scores": {"digest": archive.digest},
    }  # fmt: skip
    power = power_statement(context.calibration, scorer.instrument.weights_digest)
    records = []
    for name, text in works.items():
        scores, other = scored[text], reference.get(text)
        windows = _windows(scorer, scores, settings)
        near = _near(scorer, scores, windows, settings)
        best = best_span(scores, SHORT)
        repeats = repeated(scores.token_ids)
        squeezed_others = [squeezed(t) for t in (*(t for n, t in works.items() if n != name), *context.others)]
        found = flagged(list(passages(scores, windows, best, near)), text, repeats, reference=other, others=squeezed_others)
        held = None
        if other is not None and context.reference is not None:
            held = bits_held(scores, other, context.reference.instrument.weights_digest)
        cut = bool(text[int(scores.spans[:, 1].max()) :].strip())
        size = (settings.prefix, settings.suffix)
        against = problems(scorer.instrument, len(scores), len(null), truncated=cut, windows=size, told=context.told)
        flags = whole_text_flags(text, repeats, other, squeezed_others)
        canary = context.canaries.get(name)
        result = grade(Findings(against, tuple(found), compared.get(name), power, canary, held, flags))
        document = {
            **shared, "work": {"id": name, "text": measured[text].facts}, "statistics": measured[text].likelihood,
            "codes": code_lengths(measured[text].likelihood.bits, measured[text].facts, context.model_bytes), "held": held,
            "windows": _columns(windows, settings),
            "spans": {"10": best_span(scores, 10), "20": best, "longest": longest_span(scores, most=LONG)},
            "near": near, "passages": found, "comparison": compared.get(name), "power": power, "canaries": canary, "grade": result,
            "repeated": float(repeats.mean()),
        }  # fmt: skip
        records.append(Record(plain(document)))
    bits = [text.likelihood.bits for text in own.values()]
    corpus = code_lengths(bits, corpus_facts(list(works.values())), context.model_bytes)
    return Result(tuple(records), archive, tuple(looks(own, null)), corpus)


def _windows(scorer: Scorer, scores: TokenScores, settings: Settings) -> list[Window]:
    if len(scores) < max(LEAST_TOKENS, settings.prefix + settings.suffix):
        return []  # graded GX, or as far as its likelihood goes
    size: dict[str, Any] = {"prefix": settings.prefix, "suffix": settings.suffix, "stride": settings.stride}
    found = scorer.windows(scores.token_ids, threshold=math.log(TAU), screen=settings.screen, scores=scores, **size)
    if any(math.isnan(window.logp) for window in found):
        raise InputError("a window's log-probability is not a number", expected="nothing was recorded: measure again")
    return found


def _columns(windows: Sequence[Window], settings: Settings) -> dict[str, Any]:
    """Windows as columns: a book has a hundred thousand."""
    names = ("start", "logp", "aborted", "greedy")
    columns = {name: [getattr(window, name) for window in windows] for name in names}
    return {"prefix": settings.prefix, "suffix": settings.suffix, **columns}


def _near(scorer: Scorer, scores: TokenScores, windows: Sequence[Window], settings: Settings) -> list[NearVerbatim]:
    """Bounds at the most promising windows, where nothing better was found."""
    import numpy as np

    if settings.near is None or any(w.greedy or (not w.aborted and w.logp >= math.log(TAU)) for w in windows):
        return []
    sums = np.concatenate([[0.0], np.cumsum(np.nan_to_num(scores.logprobs.astype(np.float64)))])
    whole = {w.start: float(sums[w.start + w.prefix + w.suffix] - sums[w.start + w.prefix]) for w in windows}
    places = sorted((start for start in whole if whole[start] >= math.log(TAU) - _NEAR_MARGIN), key=lambda s: (-whole[s], s))
    return [
        near_verbatim(scorer, scores.token_ids, start, prefix=settings.prefix, suffix=settings.suffix, distance=settings.near)
        for start in places[:_NEAR_PLACES]
    ]


def _of_controls(
    scorer: Scorer,
    controls: Controls,
    measured: Mapping[str, Measured],
    scored: Mapping[str, TokenScores],
    settings: Settings,
    context: Context,
) -> dict[str, Any]:
    """Digests and statistics of every control, and how many of them, known to be none, would have been called extractable."""
    long = [item for item in controls.null if len(scored[item.text]) >= max(LEAST_TOKENS, settings.prefix + settings.suffix)]
    hits = [item.id for item in long if _gives_back(_windows(scorer, scored[item.text], settings))]
    return {
        "name": controls.name, "digest": controls.digest, "doubts": doubts(controls, context.released),
        "extracted": {"texts": len(long), "hits": hits, "rate": clopper_pearson(len(hits), len(long)) if long else None},
        "items": [{**_described(item), "statistics": asdict(measured[item.text].likelihood)} for item in controls.items],
    }  # fmt: skip


def _described_instrument(scorer: Scorer) -> dict[str, Any]:
    """The instrument, without the folder where somebody keeps it."""
    name = scorer.instrument.name
    return {**asdict(scorer.instrument), "name": PurePath(name).name if PurePath(name).is_absolute() else name}


def _gives_back(windows: Sequence[Window]) -> bool:
    return any(w.greedy or (not w.aborted and w.logp >= math.log(TAU)) for w in windows)


def _described(item: Control) -> dict[str, Any]:
    day = item.published and item.published.isoformat()
    return {"id": item.id, "kind": item.kind, "of": item.of, "digest": item.digest, "published": day, "source": item.source}


def _software() -> dict[str, str]:
    names = ("numpy", "brotli", "rapidfuzz")
    return {"lexstemma": __version__, "python": platform.python_version(), **{name: str(need(name).__version__) for name in names}}


def _check(works: Mapping[str, str], controls: Controls) -> None:
    if not works:
        raise InputError("no works to measure", expected="expected one text or more")
    for name, text in works.items():
        checked(text, name)
    held = {item.text for item in controls.items}
    if twin := next((name for name, text in works.items() if text in held), None):
        raise InputError("the work is its own control", where=twin, expected="expected controls that are other texts")
