"""Files are written whole or not at all, and secrets for nobody else."""

import os
from pathlib import Path

import pytest

from lexstemma.terms import InputError, write_atomically


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_file_gets_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    before = os.umask(0o022)
    try:
        write_atomically(path, "one")
    finally:
        os.umask(before)
    assert mode(path) == 0o644
    path.chmod(0o600)
    write_atomically(path, b"two")
    assert (mode(path), path.read_bytes()) == (0o600, b"two")


def test_a_private_file_was_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even for the moment before it takes its place."""
    seen = []
    replace = os.replace

    def watched(source: str, target: Path) -> None:
        seen.append(mode(Path(source)))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    write_atomically(tmp_path / "secret.json", "{}", private=True)
    assert seen == [0o600]
    assert mode(tmp_path / "secret.json") == 0o600


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="cannot be written: no space left on device"):
        write_atomically(path, "new")
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["old"]


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: no such file or directory"):
        write_atomically(tmp_path / "missing" / "a.txt", "text")
