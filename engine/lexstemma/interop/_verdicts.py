"""Verdicts of slow checks, kept by digest in the user's cache folder. Answers are never kept.

The verdict on the bundled law ships beside it, as `ontology/stamp.json`; `make stamp` writes it anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from lexstemma.law import stamp_file


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/lexstemma`, or `~/.cache/lexstemma`."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "lexstemma"


def kept_verdict(digest: str) -> list[str] | None:
    """The faults found when this digest was checked, an empty list if it was sound; None if it never was."""
    for path in (stamp_file(), cache_folder() / f"shapes-{digest}.json"):
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        faults = kept.get("faults") if isinstance(kept, dict) and kept.get("digest") == digest else None
        if isinstance(faults, list):
            return [str(fault) for fault in faults]
    return None


def keep_verdict(digest: str, faults: list[str]) -> None:
    """Keeps a verdict; a cache that cannot be written to is no error."""
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".shapes-", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"digest": digest, "faults": faults}, file)
        os.replace(part, folder / f"shapes-{digest}.json")
    except OSError:
        return
