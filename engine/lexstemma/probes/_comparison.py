"""A work beside its controls: the statistics of all of them, ranks, and how far they differ without any model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexstemma.terms import InputError

from ._grades import Elevation
from ._nulls import ALPHA, Auroc, auroc, benjamini_hochberg, bootstrap, conformal, holm
from ._statistics import HIGHER_IS_KNOWN, Likelihood
from ._texts import TextFacts


@dataclass(frozen=True, slots=True)
class Measured:
    """One text's statistics and facts."""

    facts: TextFacts
    likelihood: Likelihood

    def value(self, statistic: str) -> float | None:
        """One of the ranking statistics, or "blind"; None where it could not be computed."""
        return self.blind if statistic == "blind" else getattr(self.likelihood, statistic)

    @property
    def blind(self) -> float:
        """Bits per byte under zlib: what the text is without any model."""
        return self.facts.zlib_bits / self.facts.utf8_bytes


def elevations(
    works: Mapping[str, Measured], controls: Sequence[Measured], paraphrases: Mapping[str, Sequence[Measured]], statistic: str
) -> dict[str, Elevation]:
    """Every work among the controls, corrected for all works tested.

    Args:
        statistic: one of `HIGHER_IS_KNOWN`, named before measuring: choosing it afterwards would be a further look.

    Raises:
        InputError: an unknown statistic, no controls, or a statistic that this instrument does not give.
    """
    if statistic not in HIGHER_IS_KNOWN:
        raise InputError(f"{statistic!r} is no statistic", expected="expected one of " + ", ".join(HIGHER_IS_KNOWN))
    higher = HIGHER_IS_KNOWN[statistic]
    mine = {name: _known(text, statistic) for name, text in works.items()}
    theirs = [_known(text, statistic) for text in controls]
    ranks = {name: conformal(value, theirs, higher=higher) for name, value in mine.items()}
    adjusted = dict(zip(ranks, holm([rank.p for rank in ranks.values()]), strict=True))
    blind = auroc([text.blind for text in works.values()], [text.blind for text in controls])
    blind_ranks = {name: conformal(text.blind, [other.blind for other in controls], higher=False) for name, text in works.items()}
    reworded = [_known(text, statistic) for name in works for text in paraphrases.get(name, ())]
    standing_out = sum(conformal(value, theirs, higher=higher).p <= ALPHA for value in reworded)
    found = {}
    for name, value in mine.items():
        own = [_known(text, statistic) for text in paraphrases.get(name, ())]
        beaten = sum(value > other if higher else value < other for other in own)
        found[name] = Elevation(
            statistic, ranks[name], adjusted[name], len(works), len(own), beaten, blind, blind_ranks[name],
            reworded=len(reworded), standing_out=standing_out,
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """One statistic over all works and controls, shown beside the one that was chosen; no grade comes from it.

    Attributes:
        separation: works against controls.
        mean: of the works.
        mean_low, mean_high: 95 % bootstrap interval over the works.
        false_discovery: Benjamini and Hochberg's p of each work.
    """

    statistic: str
    separation: Auroc
    mean: float
    mean_low: float
    mean_high: float
    false_discovery: Mapping[str, float]


def looks(works: Mapping[str, Measured], controls: Sequence[Measured]) -> list[Look]:
    """All statistics that could be computed for every text, each as separation in the direction of being known. The first, "blind",
    knows no model: what separates it, separates the texts and not what the weights hold of them.
    """
    found = []
    for statistic, higher in {"blind": False, **HIGHER_IS_KNOWN}.items():
        mine = {name: text.value(statistic) for name, text in works.items()}
        theirs = [text.value(statistic) for text in controls]
        if None in mine.values() or None in theirs or not theirs or not mine:
            continue
        values = {name: value for name, value in mine.items() if value is not None}
        others = [value for value in theirs if value is not None]
        sign = 1 if higher else -1
        separation = auroc([sign * value for value in values.values()], [sign * value for value in others])
        rates = benjamini_hochberg([conformal(value, others, higher=higher).p for value in values.values()])
        mean = sum(values.values()) / len(values)
        low, high = bootstrap(list(values.values()), lambda texts: sum(texts) / len(texts))
        found.append(Look(statistic, separation, mean, low, high, dict(zip(values, rates, strict=True))))
    return found


def _known(text: Measured, statistic: str) -> float:
    value = text.value(statistic)
    if value is None:
        what = f"{statistic} could not be computed for the text {text.facts.digest[:12]}"
        raise InputError(what, expected="expected a backend, or a reference, that gives it; or name another statistic")
    return value
