"""Data on standard output."""

from __future__ import annotations

import sys


def write(data: str | bytes) -> None:
    """Text in UTF-8, whatever the terminal's encoding is; bytes as they are."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        assert isinstance(data, str), "only text goes where no bytes go"
        sys.stdout.write(data)
    else:
        buffer.write(data.encode() if isinstance(data, str) else data)
        buffer.flush()


def write_record(record: object) -> None:
    """A record as JSON."""
    import json

    write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
