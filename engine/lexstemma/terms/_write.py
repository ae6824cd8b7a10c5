"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ._errors import InputError


def write_atomically(path: Path, data: str | bytes, error: type[InputError] = InputError, *, private: bool = False) -> None:
    """Writes beside the file and then takes its place, so that a reader sees the old content or the new, never half.

    Args:
        data: text is written in UTF-8, its line ends as they are.
        error: what is raised.
        private: nobody else may ever read the file.

    Raises:
        InputError: the folder is missing or cannot be written to.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; any other file keeps the rights it had, or gets those of a new one.
        if not private:
            os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = (problem.strerror or str(problem)).lower()
        raise error(f"cannot be written: {reason}", where=str(path), expected="nothing was changed") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
