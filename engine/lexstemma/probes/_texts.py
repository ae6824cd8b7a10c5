"""Texts as they come in: a file read as a text or refused, and what a text is without any model.

The facts of a text hold no word of it, so that they may be written into a record.
"""

from __future__ import annotations

import hashlib
import lzma
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lexstemma.terms import InputError, Limits, read_bytes

from ._need import need

_CONTROL_SHARE = 0.01  # of a text: form feeds and the like occur in old files, a binary has many more


def read_text(path: Path, *, limits: Limits | None = None) -> str:
    """The text of a file in UTF-8, without a byte order mark; line ends stay as they are.

    Raises:
        InputError: no file, too large, not text, not UTF-8, or nothing in it.
    """
    data = read_bytes(path, limits=limits)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        what = "is a binary file" if b"\0" in data[:8192] else f"is not UTF-8 at byte {problem.start:,}"
        raise InputError(what, where=str(path), expected="expected plain text in UTF-8; convert it first") from None
    return checked(text, str(path))


def checked(text: str, where: str) -> str:
    """A text that can be measured.

    Raises:
        InputError: nothing in it but spaces, half a surrogate pair, or the characters of a binary file.
    """
    if not text.strip():
        raise InputError("an empty text has nothing to measure", where=where, expected="expected some words")
    strange = sum(mark < " " and mark not in "\t\n\r\f\v" for mark in text)
    if "\0" in text or strange > _CONTROL_SHARE * len(text):
        raise InputError("is a binary file", where=where, expected="expected plain text in UTF-8; convert it first")
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise InputError("holds half a surrogate pair", where=where, expected="expected text that UTF-8 can carry")
    return text


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of a text without a model.

    Attributes:
        digest: SHA-256 of the text in UTF-8.
        characters: its length.
        utf8_bytes: its length in bytes.
        zlib_bits: length under zlib -9, its 6 bytes of header and sum included.
        lzma_bits: length under raw LZMA2, without a container: xz would add about 450 bits to any text.
        brotli_bits: length under brotli 11, whose built-in dictionary knows common English.
    """

    digest: str
    characters: int
    utf8_bytes: int
    zlib_bits: int
    lzma_bits: int
    brotli_bits: int


def text_facts(text: str) -> TextFacts:
    """The facts of one text.

    Raises:
        InputError: the text is empty or no text.
        MissingExtra: the extra `probe` is not installed.
    """
    data = checked(text, "text").encode("utf-8")
    return TextFacts(hashlib.sha256(data).hexdigest(), len(text), len(data), *_lengths(data))


def corpus_facts(texts: Sequence[str]) -> TextFacts:
    """The facts of several texts as one, joined by blank lines, so that a compressor may use what they share.

    Raises:
        InputError: there is no text, or one is empty.
        MissingExtra: the extra `probe` is not installed.
    """
    return text_facts("\n\n".join(checked(text, f"text {number}") for number, text in enumerate(texts, 1)))


def _lengths(data: bytes) -> tuple[int, int, int]:
    # The preset's dictionary of 64 MiB would be set up for every haiku; one as long as the text gives the same code.
    size = min(max(len(data), 4096), 64 << 20)
    filters: list[dict[str, int]] = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}]
    raw = lzma.compress(data, format=lzma.FORMAT_RAW, filters=filters)
    packed = need("brotli").compress(data, quality=11)
    return 8 * len(zlib.compress(data, 9)), 8 * len(raw), 8 * len(packed)
