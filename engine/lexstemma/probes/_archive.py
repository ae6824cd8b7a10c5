"""Raw per-token scores in a compact file beside a record, so that every statistic can be computed again without the model.

A NumPy .npz of plain arrays, one group per text under the text's digest. It holds no token and no word: numbers and places only.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError, Limits, read_bytes, write_atomically

from ._need import need
from ._scores import TokenScores
from ._spans import repeated
from ._statistics import require_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TYPES = {
    "logprobs": "<f4", "means": "<f4", "deviations": "<f4", "ranks": "<i4", "top1": "|b1", "spans": "<i4", "repeats": "|b1",
    "size": "<i8",
}  # fmt: skip
_REFERENCE = "reference-"
_REQUIRED = frozenset(("logprobs", "top1", "spans", "repeats", "size"))
_MOST = 4_000_000_000  # bytes of arrays when unpacked


class Archive:
    """Scores by the digest of their text."""

    def __init__(self, groups: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        self._groups = {digest: dict(group) for digest, group in sorted(groups.items())}

    @classmethod
    def of(cls, scores: Sequence[TokenScores], reference: Sequence[TokenScores] = ()) -> Archive:
        """An archive of measured scores, and of the same texts under a reference model.

        Raises:
            InputError: scores are broken (see `require_sound`): what was not measured is not kept.
        """
        groups = {}
        for key, found in [("", s) for s in scores] + [(_REFERENCE, s) for s in reference]:
            require_sound(found)
            columns = {name: getattr(found, name, None) for name in _TYPES}
            columns |= {"repeats": repeated(found.token_ids), "size": [found.characters, found.utf8_bytes]}
            groups[key + found.text_digest] = columns
        return cls(_typed(groups))

    def __contains__(self, digest: str) -> bool:
        return digest in self._groups

    def __iter__(self) -> Iterator[str]:
        return (text for text in self._groups if not text.startswith(_REFERENCE))

    def reference(self, digest: str) -> TokenScores | None:
        """The scores of a text under the reference model; None if there was none."""
        return self._scores(_REFERENCE + digest) if _REFERENCE + digest in self._groups else None

    def scores(self, digest: str) -> TokenScores:
        """The scores of a text; its token ids are all -1, since they are not kept.

        Raises:
            InputError: the text is not in the archive.
        """
        return self._scores(digest)

    def _scores(self, digest: str) -> TokenScores:
        import numpy as np

        if digest not in self._groups:
            expected = "expected the file that the record names"
            raise InputError(f"no scores of the text {digest[:12]}", where="scores", expected=expected)
        group = self._groups[digest]
        ids = np.full(len(group["logprobs"]), -1, dtype=np.int32)
        kept = {name: group.get(name) for name in _TYPES if name not in ("repeats", "size")}
        size = {"characters": int(group["size"][0]), "utf8_bytes": int(group["size"][1])}
        found = TokenScores(token_ids=ids, text_digest=digest.removeprefix(_REFERENCE), **kept, **size)  # type: ignore[arg-type]
        require_sound(found)
        return found

    def repeats(self, digest: str) -> NDArray[np.bool_]:
        """Which tokens of a text stand in it before (see `repeated`)."""
        return self._groups[digest]["repeats"]

    @property
    def digest(self) -> str:
        """SHA-256 over names, types, shapes and values: the same for the same figures however a file was packed."""
        total = hashlib.sha256()
        for text, group in self._groups.items():
            for name, array in sorted(group.items()):
                total.update(f"{text}/{name} {array.dtype.str} {array.shape}\n".encode())
                total.update(array.tobytes())
        return total.hexdigest()

    def write(self, path: Path) -> None:
        """Writes the file whole or not at all.

        Raises:
            InputError: it cannot be written.
        """
        np, data = need("numpy"), io.BytesIO()
        np.savez_compressed(data, **{f"{text}.{name}": a for text, group in self._groups.items() for name, a in group.items()})
        write_atomically(path, data.getvalue())


def read_archive(path: Path) -> Archive:
    """The scores of a file.

    Raises:
        InputError: no such file, no archive of scores, damaged, too large, or arrays of unequal lengths.
    """
    np = need("numpy")
    data = read_bytes(path, limits=Limits(bytes=1_000_000_000))
    groups: dict[str, dict[str, Any]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            if sum(entry.file_size for entry in pack.infolist()) > _MOST:
                raise InputError("unpacks to too much", where=str(path), expected=f"expected at most {_MOST:,} bytes")
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            for key in arrays.files:
                text, _, name = key.partition(".")
                if name not in _TYPES or arrays[key].dtype.str != _TYPES[name]:
                    raise ValueError(key)
                groups.setdefault(text, {})[name] = arrays[key]
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as problem:
        if isinstance(problem, InputError):
            raise
        raise InputError("is no file of scores, or damaged", where=str(path), expected="expected the file a probe wrote") from None
    for text, group in groups.items():
        if _REQUIRED - set(group) or len({len(a) for name, a in group.items() if name != "size"}) != 1 or len(group["size"]) != 2:
            what = f"the arrays of the text {text[:12]} don't fit together"
            raise InputError(what, where=str(path), expected="expected the file a probe wrote")
    return Archive(groups)


def _typed(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    np = need("numpy")
    return {
        text: {name: np.ascontiguousarray(a, dtype=_TYPES[name]) for name, a in group.items() if a is not None}
        for text, group in groups.items()
    }
