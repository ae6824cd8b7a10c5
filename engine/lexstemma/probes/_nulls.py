"""Error probabilities and intervals: every number beside its null, with the number of controls and what is assumed.

Texts are the units: tokens and windows of one text are not independent, so nothing here counts them as such.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from lexstemma.terms import InputError

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Conformal:
    """The rank of one score among controls.

    Attributes:
        p: (1 + controls that score at least as well) / (controls + 1).
        controls: how many (m).
        smallest: the smallest p that so many controls can give, 1 / (m + 1).
        statement: p with m and the assumption, in words; never show p without it.
    """

    p: float
    controls: int
    smallest: float
    statement: str


def conformal(score: float, controls: Sequence[float], *, higher: bool = True) -> Conformal:
    """Conformal p of a text among controls; valid if the text, were it unknown to the model, were exchangeable with them.

    Args:
        higher: whether a better known text scores higher. Ties count against the text.

    Raises:
        InputError: no controls, or a score that is not a number.
    """
    _require_numbers([score, *controls])
    m = len(controls)
    if m == 0:
        raise InputError("no controls to compare with", expected="expected texts of the same kind that the model cannot know")
    p = (1 + sum(c >= score if higher else c <= score for c in controls)) / (m + 1)
    reach = f", which cannot reach {ALPHA}" if 1 / (m + 1) > ALPHA else ""
    words = f"p = {p:.4g} among m = {m} controls{reach}; assumes that an unknown text of this kind would rank anywhere among them"
    return Conformal(p, m, 1 / (m + 1), words)


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given: the chance of a single false finding among all stays below alpha."""
    _require_probabilities(ps)
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    adjusted, top = [0.0] * len(ps), 0.0
    for step, index in enumerate(order):
        top = max(top, min(1.0, (len(ps) - step) * ps[index]))
        adjusted[index] = top
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p-values: the expected share of false findings among the found stays below alpha."""
    _require_probabilities(ps)
    order = sorted(range(len(ps)), key=lambda i: ps[i], reverse=True)
    adjusted, low = [1.0] * len(ps), 1.0
    for step, index in enumerate(order):
        low = min(low, ps[index] * len(ps) / (len(ps) - step))
        adjusted[index] = low
    return adjusted


def clopper_pearson(hits: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval of a probability, from hits in independent trials.

    Raises:
        InputError: no trials, or more hits than trials.
    """
    if not 0 <= hits <= trials or trials < 1:
        raise InputError(f"{hits} hits in {trials} trials", expected="expected 0 to all of one or more trials")
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _root(lambda p: _at_least(hits, trials, p) - tail)
    high = 1.0 if hits == trials else _root(lambda p: tail - (1 - _at_least(hits + 1, trials, p)))
    return low, high


@dataclass(frozen=True, slots=True)
class Auroc:
    """How well a score separates two groups of texts.

    Attributes:
        value: probability that a text of the first group scores higher than one of the second, ties half.
        low, high: 95 % interval by Newcombe's score method (Statistics in Medicine 25:559, 2006), which stays honest where a
            bootstrap collapses: few texts, or full separation.
        positives, negatives: texts in the groups.
    """

    value: float
    low: float
    high: float
    positives: int
    negatives: int

    @property
    def separates(self) -> bool:
        """The interval excludes 0.5."""
        return not self.low <= 0.5 <= self.high


def auroc(positives: Sequence[float], negatives: Sequence[float], *, level: float = 0.95) -> Auroc:
    """Area under the ROC curve with its interval; the texts are the units.

    Raises:
        InputError: an empty group, or a score that is not a number.
    """
    _require_numbers([*positives, *negatives])
    m, n = len(positives), len(negatives)
    if not m or not n:
        raise InputError(f"{m} texts against {n}", expected="expected texts in both groups")
    wins = sum((p > q) + (p == q) / 2 for p in positives for q in negatives)
    value = wins / (m * n)
    z, middle = NormalDist().inv_cdf((1 + level) / 2), (m + n) / 2 - 1

    def beyond(theta: float) -> float:
        spread = theta * (1 - theta) / (m * n) * (1 + middle * ((1 - theta) / (2 - theta) + theta / (1 + theta)))
        return abs(theta - value) - z * math.sqrt(max(spread, 0.0))

    low = 0.0 if value == 0 else _root(lambda t: -beyond(t), high=value)
    high = 1.0 if value == 1 else _root(beyond, low=value)
    return Auroc(value, low, high, m, n)


def bootstrap(
    texts: Sequence[float], statistic: Callable[[Sequence[float]], float], *, draws: int = 2000, seed: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of a statistic over texts, drawn with replacement.

    Raises:
        InputError: no texts, or a score that is not a number.
    """
    _require_numbers(texts)
    if not texts:
        raise InputError("no texts to draw from", expected="expected one figure per text")
    draw = random.Random(seed)  # noqa: S311 - the same interval for the same texts, no secret
    found = sorted(statistic(draw.choices(texts, k=len(texts))) for _ in range(draws))
    cut = (1 - level) / 2
    return found[int(cut * (draws - 1))], found[math.ceil((1 - cut) * (draws - 1))]


def _at_least(hits: int, trials: int, p: float) -> float:
    """P(X >= hits) for a binomial X."""
    if p <= 0 or p >= 1:
        return float(p >= 1 or hits <= 0)
    base = math.lgamma(trials + 1)
    parts = (
        base - math.lgamma(x + 1) - math.lgamma(trials - x + 1) + x * math.log(p) + (trials - x) * math.log1p(-p)
        for x in range(hits, trials + 1)
    )
    return min(1.0, math.fsum(math.exp(part) for part in parts))


def _root(rising: Callable[[float], float], *, low: float = 0.0, high: float = 1.0) -> float:
    """Where a function turns from negative to positive."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def _require_numbers(values: Sequence[float]) -> None:
    if any(math.isnan(value) for value in values):
        raise InputError("a score is not a number", expected="nothing was compared: measure again")


def _require_probabilities(ps: Sequence[float]) -> None:
    if any(not 0 <= p <= 1 for p in ps):
        raise InputError("an error probability outside 0 to 1", expected="expected p-values")
