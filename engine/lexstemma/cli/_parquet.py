"""Rows as a Parquet file, written by DuckDB (extra `scale`)."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..terms import InputError, MissingExtra


def need_duckdb() -> Any:
    """The library.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module("duckdb")
    except ImportError:
        raise MissingExtra("writing Parquet", "scale") from None


def write_parquet(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """A file in which text columns are strings and the others 64-bit integers; nothing stays behind if it cannot be written.

    Args:
        rows: at least one; its first tells the types.

    Raises:
        MissingExtra: DuckDB is not installed.
        InputError: the folder is missing or cannot be written to.
    """
    duckdb = need_duckdb()
    types = ["VARCHAR" if isinstance(cell, str) else "BIGINT" for cell in rows[0]]
    named = ", ".join(f'"{name}" {kind}' for name, kind in zip(columns, types, strict=True))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder, duckdb.connect() as database:
            part = os.path.join(folder, "part")
            database.execute(f"CREATE TABLE rows ({named})")
            table = database.table("rows")
            for row in rows:
                table.insert(list(row))
            table.write_parquet(part)
            os.replace(part, path)
    except (OSError, duckdb.IOException) as problem:
        reason = (getattr(problem, "strerror", None) or str(problem)).lower()
        raise InputError(f"cannot be written: {reason}", where=str(path), expected="nothing was changed") from None
