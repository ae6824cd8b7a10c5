"""Bundled Turtle compiled to what `Graph` holds, beside its sources, as bytecode stands beside Python: faster to read.

`python -m lexstemma.terms` (a step of `make`) writes it. A file that is missing, or whose source has changed since, is read
from the source.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from ._data import data_path
from ._graph import Graph

_FORMAT = 1


def compiled_graph(path: Path, data: bytes) -> Graph | None:
    """The graph of a bundled file with this content; None if it was not compiled."""
    try:
        kept = json.loads(_place(path).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict) or kept.get("format") != _FORMAT or kept.get("source") != hashlib.sha256(data).hexdigest():
        return None
    return Graph.restored(kept["nodes"])


def compile_file(path: Path, data: bytes, graph: Graph) -> None:
    """Keeps the graph of a bundled file.

    Raises:
        OSError: the folder of the data cannot be written to; nothing is left half-written.
    """
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".compiling-", dir=place.parent)
    record = {"format": _FORMAT, "source": hashlib.sha256(data).hexdigest(), "nodes": graph.kept()}
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False, separators=(",", ":"))
    os.replace(part, place)


def _place(path: Path) -> Path:
    root = data_path("ontology")
    return root / "compiled" / path.relative_to(root).with_suffix(".json")
