"""What was made once is kept: digests of files, and folders that appear whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lexstemma.terms import InputError

_BLOCK = 1 << 22
_MARGIN = 1.05


def cache_folder() -> Path:
    """Where conversions and partial results are kept: $LEXSTEMMA_CACHE, else the user's cache folder."""
    if given := os.environ.get("LEXSTEMMA_CACHE"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lexstemma"


def digest_of_files(paths: Sequence[Path]) -> str:
    """SHA-256 of one file or, for several, of the sorted lines "digest name"; shape: 64 hexadecimal digits.

    Raises:
        InputError: a file cannot be read.
    """
    digests = [(_digest(path), path.name) for path in paths]
    if len(digests) == 1:
        return digests[0][0]
    lines = "".join(f"{digest} {name}\n" for digest, name in sorted(digests, key=lambda pair: pair[1]))
    return hashlib.sha256(lines.encode()).hexdigest()


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise InputError(f"cannot be read: {reason(problem)}", where=str(path), expected="expected a readable file") from None


def reason(problem: OSError) -> str:
    """An operating system's complaint, in words that fit into a line."""
    return (problem.strerror or str(problem)).lower()


def folder_filled_once(folder: Path, fill: Callable[[Path], None], *, needs: int = 0) -> Path:
    """Fills a folder beside its place and then moves it there, so that others see it whole or not at all.

    What an interrupted run left behind is removed by the next one; of two runs at once the first to finish stays.

    Args:
        fill: writes into the folder it is given.
        needs: bytes that will be written, asked for beforehand.

    Raises:
        InputError: the disk is full or the place cannot be written to; nothing is left behind.
    """
    if folder.is_dir():
        return folder
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        if needs and shutil.disk_usage(folder.parent).free < needs * _MARGIN:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.{os.getpid()}.", suffix=".part", dir=folder.parent))
        fill(part)
        try:
            os.replace(part, folder)
        except OSError:
            if not folder.is_dir():
                raise
    except Exception as problem:
        # The writers of weights wrap what the system said in errors of their own.
        if not isinstance(problem, OSError) and "os error" not in str(problem):
            raise
        said = reason(problem) if isinstance(problem, OSError) else str(problem).lower()
        copy = f"{needs / 1e9:.1f} gigabytes for a converted copy " if needs else ""
        what = f"{copy}cannot be written: {said}"
        expected = "nothing was left behind; free space there or set LEXSTEMMA_CACHE to a folder on another disk"
        raise InputError(what, where=str(folder.parent), expected=expected) from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    return folder


def _remove_leftovers(folder: Path) -> None:
    for left in folder.parent.glob(f".{folder.name}.*.part"):
        if not _runs(left.name.removeprefix(f".{folder.name}.").split(".")[0]):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (ValueError, PermissionError, OSError):
        return True
    return True
