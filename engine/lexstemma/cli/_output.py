"""Data on standard output."""

from __future__ import annotations

import sys


def write(text: str) -> None:
    """The text in UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        buffer.write(text.encode())
        buffer.flush()


def write_record(record: object) -> None:
    """A record as JSON."""
    import json

    write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
