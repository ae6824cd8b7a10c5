"""Partial results on disk: a file that only grows, whose last record may be torn by a crash without harm to the others.

A record is: key (32 bytes), length (8 bytes, little-endian), CRC-32 of key and payload (4 bytes), payload.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

from lexstemma.terms import InputError

from ._cache import reason

_HEAD = struct.Struct("<32sQI")


class Journal:
    """Payloads by key (32 bytes), kept in one file; a key is measured once and for all.

    Attributes:
        path: the file; it is made with the first record.
    """

    def __init__(self, path: Path) -> None:
        """Reads what is there; a torn end is forgotten and overwritten.

        Raises:
            InputError: the file cannot be read.
        """
        self.path = path
        self._records: dict[bytes, bytes] = {}
        try:
            data = path.read_bytes() if path.exists() else b""
        except OSError as problem:
            raise self._refused("read", problem) from None
        at = 0
        while at + _HEAD.size <= len(data):
            key, length, check = _HEAD.unpack_from(data, at)
            payload = data[at + _HEAD.size : at + _HEAD.size + length]
            if len(payload) < length or zlib.crc32(key + payload) != check:
                break
            self._records[key] = payload
            at += _HEAD.size + length
        self._sound = at
        self._torn = at < len(data)

    def __len__(self) -> int:
        return len(self._records)

    def get(self, key: bytes) -> bytes | None:
        """The payload of a key, or None."""
        return self._records.get(key)

    def put(self, records: dict[bytes, bytes]) -> None:
        """Keeps records, on disk when this returns.

        Raises:
            InputError: the disk is full or the place cannot be written to; what was kept before stays readable.
        """
        data = b"".join(_HEAD.pack(k, len(p), zlib.crc32(k + p)) + p for k, p in records.items())
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._torn:
                os.truncate(self.path, self._sound)
                self._torn = False
            with self.path.open("ab") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            self._torn = self.path.exists()
            raise self._refused("written", problem) from None
        self._sound += len(data)
        self._records.update(records)

    def _refused(self, verb: str, problem: OSError) -> InputError:
        expected = "what was measured before is kept; free space or name another folder and start again to go on from there"
        return InputError(f"partial results cannot be {verb}: {reason(problem)}", where=str(self.path), expected=expected)
