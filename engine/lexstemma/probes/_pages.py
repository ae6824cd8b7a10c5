"""Gives memory back that a weights file is mapped into, once a tensor of it has been copied elsewhere.

A file stays mapped as long as one tensor of it is in use; without this the pages of all others would count as used too.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from typing import Any

_DONT_NEED = 4  # MADV_DONTNEED of Linux: a page that is read again comes from the file again


def mapped_weights() -> list[tuple[int, int]]:
    """Where files of safetensors are mapped: addresses from and to; none where the system doesn't tell."""
    if not sys.platform.startswith("linux"):
        return []
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            lines = [line.split(maxsplit=5) for line in file]
    except OSError:
        return []
    ranges = [line[0].split("-") for line in lines if len(line) == 6 and line[5].strip().endswith(".safetensors")]
    return [(int(begin, 16), int(end, 16)) for begin, end in ranges]


def give_back(tensor: Any, mapped: list[tuple[int, int]]) -> None:
    """Tells the system that a tensor's pages are not needed; only those that lie in `mapped` and hold nothing else.

    The pages must not have been written to: a later reader gets what the file says.
    """
    begin = tensor.data_ptr()
    end = begin + tensor.numel() * tensor.element_size()
    first = -(-begin // mmap.PAGESIZE) * mmap.PAGESIZE
    length = end // mmap.PAGESIZE * mmap.PAGESIZE - first
    if length > 0 and any(low <= begin and end <= high for low, high in mapped):
        advise = getattr(ctypes.CDLL(None), "madvise", None)
        if advise is not None:
            advise(ctypes.c_void_p(first), ctypes.c_size_t(length), ctypes.c_int(_DONT_NEED))
