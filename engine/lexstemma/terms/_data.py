"""Finds the data that ships with the package: the ontology and the example cases.

In a checkout the checkout's own files are used, so that an edit is seen at once; an installed wheel uses the copies
inside the package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_path(folder: str) -> Path:
    """The folder `ontology` or `examples`.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    checkout = _PACKAGE.parent.parent
    candidates = [_PACKAGE / folder]
    if (checkout / "pyproject.toml").is_file() and (checkout / "engine").is_dir():
        candidates.insert(0, checkout / folder)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"lexstemma/{folder} is missing from this installation; reinstall lexstemma")
