"""Partial results: kept at once, read back, unharmed by a torn end, and clear about a full disk."""

import errno
import os
from pathlib import Path

import pytest

from lexstemma.probes._journal import Journal
from lexstemma.terms import InputError

A, B, C = (bytes([n]) * 32 for n in (1, 2, 3))


def test_what_was_put_is_there_for_the_next(tmp_path: Path) -> None:
    Journal(tmp_path / "deep" / "j").put({A: b"one", B: b""})
    again = Journal(tmp_path / "deep" / "j")
    assert (again.get(A), again.get(B), again.get(C), len(again)) == (b"one", b"", None, 2)


@pytest.mark.parametrize("cut", [1, 3, 20, 46])
def test_a_torn_end_costs_the_last_record_only(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "j"
    Journal(path).put({A: b"first"})
    Journal(path).put({B: b"second"})
    os.truncate(path, path.stat().st_size - cut)
    torn = Journal(path)
    assert (torn.get(A), torn.get(B)) == (b"first", None)
    torn.put({C: b"third"})
    assert (Journal(path).get(A), Journal(path).get(B), Journal(path).get(C)) == (b"first", None, b"third")


def test_a_changed_byte_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "j"
    Journal(path).put({A: b"first"})
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert Journal(path).get(A) is None


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "j")
    journal.put({A: b"first"})

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="partial results cannot be written: no space left on device; what was measured"):
            journal.put({B: b"second"})
    journal.put({C: b"third"})
    again = Journal(tmp_path / "j")
    assert (again.get(A), again.get(B), again.get(C)) == (b"first", None, b"third")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: is a directory"):
        Journal(tmp_path)
