"""The record of a probe: everything that was measured of one work, how, and what it amounts to. JSON; the same inputs give the
same record, and its digest stands in the case."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError, Limits, read_bytes, write_atomically

from ._archive import Archive
from ._grades import SCALE
from ._statistics import Likelihood, likelihood
from ._texts import TextFacts

FORMAT = "lexstemma probe record 1"
_NEEDED = ("format", "work", "instrument", "settings", "statistics", "controls", "grade", "scores")


@dataclass(frozen=True, eq=False)
class Record:
    """A record; `document` is its JSON without the digest, the parts explained in `probe_works`."""

    document: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 over the document with sorted keys."""
        return hashlib.sha256(canonical(self.document)).hexdigest()

    @property
    def work(self) -> str:
        """Id of the work in the case."""
        return str(self.document["work"]["id"])

    @property
    def grade(self) -> str:
        """G4 to G0, or GX."""
        return str(self.document["grade"]["grade"])

    @property
    def weights_digest(self) -> str:
        """The weights that were measured: evidence belongs to them and to no version made of them."""
        return str(self.document["instrument"]["weights_digest"])

    def write(self, path: Path) -> None:
        """Writes the record with its digest, whole or not at all.

        Raises:
            InputError: it cannot be written.
        """
        whole = {**self.document, "digest": self.digest}
        write_atomically(path, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n")

    def statistics(self, archive: Archive) -> Likelihood:
        """The statistics again, from the raw scores and without the model; equal to those in the record.

        Raises:
            InputError: the archive is not the one the record names.
        """
        if archive.digest != self.document["scores"]["digest"]:
            expected = "expected the file that the record names"
            raise InputError("these are not the scores of this record", where=self.work, expected=expected)
        facts = TextFacts(**self.document["work"]["text"])
        reference = archive.reference(facts.digest)
        return likelihood(archive.scores(facts.digest), facts, reference=reference, k=self.document["settings"]["k"])


def read_record(path: Path) -> Record:
    """The record of a file, checked against its digest.

    Raises:
        InputError: no such file, not a record, an unknown format, or changed since it was written.
    """
    try:
        document = json.loads(read_bytes(path, limits=Limits(bytes=200_000_000)), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise InputError("is not JSON", where=str(path), expected="expected the record of a probe") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT or any(key not in document for key in _NEEDED):
        raise InputError("is no record of a probe", where=str(path), expected=f'expected "format": "{FORMAT}"')
    digest = document.pop("digest", None)
    record = Record(document)
    if digest != record.digest:
        raise InputError("was changed since it was measured", where=str(path), expected="restore the file, or measure again")
    try:
        known = record.grade in SCALE
    except (KeyError, TypeError):
        known = False
    if not known:
        raise InputError("has no grade", where=str(path), expected="expected one of " + ", ".join(SCALE))
    return record


def canonical(document: Any) -> bytes:
    """The bytes of which a digest is taken.

    Raises:
        InputError: a figure in it is NaN or infinite.
    """
    try:
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except ValueError:
        raise InputError("a figure of the record is not a number", expected="nothing was recorded: measure again") from None


def plain(value: Any) -> Any:
    """JSON of dataclasses, sets and tuples; an infinite log-probability, of a thing that cannot happen, becomes null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and math.isinf(value) else value


def _refuse(word: str) -> float:
    raise ValueError(word)
