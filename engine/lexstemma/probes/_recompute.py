"""A record checked against its raw scores: every statistic, of the work and of its controls, computed again without the model."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lexstemma.terms import InputError

from ._archive import Archive
from ._nulls import Conformal, conformal
from ._record import Record
from ._statistics import HIGHER_IS_KNOWN, Likelihood, likelihood
from ._texts import TextFacts

_TOLERANCE = 1e-9  # relative; another processor may add in another order


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the raw scores say.

    Attributes:
        likelihood: of the work.
        ranks: the work among its controls, by every statistic that all of them have.
        controls: how many controls were computed again.
        differences: what does not agree with the record, in words; empty if everything does.
    """

    likelihood: Likelihood
    ranks: Mapping[str, Conformal]
    controls: int
    differences: tuple[str, ...]


def recompute(record: Record, archive: Archive) -> Recomputed:
    """The statistics and ranks of a record again.

    Raises:
        InputError: the archive is not the one the record names, or lacks a text; the record lacks what it needs.
    """
    try:
        return _recompute(record, archive)
    except (KeyError, TypeError, ZeroDivisionError) as problem:
        what = f"the record lacks what its figures were computed from ({problem})"
        raise InputError(what, where="record", expected="expected a record as a probe wrote it") from None


def _recompute(record: Record, archive: Archive) -> Recomputed:
    document = record.document
    mine = record.statistics(archive)
    differences = [f"{record.work}: {line}" for line in _differences(document["statistics"], mine)]
    theirs = []
    for item in document["controls"]["items"]:
        found = _control(archive, item, document["settings"]["k"])
        differences += [f"control {item['id']}: {line}" for line in _differences(item["statistics"], found)]
        if item["kind"] != "paraphrase":
            theirs.append(found)
    ranks = {}
    for name, higher in HIGHER_IS_KNOWN.items():
        values = [getattr(found, name) for found in theirs]
        own = getattr(mine, name)
        if theirs and own is not None and None not in values:
            ranks[name] = conformal(own, values, higher=higher)
    compared = document.get("comparison")
    if compared and compared["statistic"] in ranks:
        p = ranks[compared["statistic"]].p
        if not math.isclose(p, compared["conformal"]["p"], rel_tol=_TOLERANCE):
            differences.append(f"{record.work}: p is {p:.6g}, the record says {compared['conformal']['p']:.6g}")
    return Recomputed(mine, ranks, len(document["controls"]["items"]), tuple(differences))


def _control(archive: Archive, item: Mapping[str, Any], k: float) -> Likelihood:
    """A control's statistics. The record keeps no text of it, so its length under zlib comes back from the recorded ratio."""
    scores = archive.scores(item["digest"])
    told = item["statistics"]
    zlib_bits = round(8 * told["bits"] * math.log(2) / told["zlib_ratio"])
    facts = TextFacts(item["digest"], scores.characters, scores.utf8_bytes, zlib_bits, 0, 0)
    return likelihood(scores, facts, reference=archive.reference(item["digest"]), k=k)


def _differences(told: Mapping[str, Any], found: Likelihood) -> list[str]:
    lines = []
    for name, value in dataclasses.asdict(found).items():
        recorded = told[name]
        same = recorded is value if None in (recorded, value) else math.isclose(recorded, value, rel_tol=_TOLERANCE, abs_tol=1e-12)
        if not same:
            lines.append(f"{name} is {value}, the record says {recorded}")
    return lines
