"""`python -m lexstemma.terms`: compiles the bundled Turtle, so that every start reads it faster."""

from __future__ import annotations

import sys

from ._compiled import compile_file
from ._data import data_path
from ._door import parsed_bundled


def main() -> int:
    """Compiles every bundled file; says how many."""
    files = sorted(data_path("ontology").rglob("*.ttl"))
    try:
        for path in files:
            data = path.read_bytes()
            compile_file(path, data, parsed_bundled(path, data))
    except OSError as problem:
        print(f"lexstemma: the ontology was not compiled: {problem}; every start takes a little longer", file=sys.stderr)
        return 0
    print(f"compiled {len(files)} files of the ontology")
    return 0


if __name__ == "__main__":
    sys.exit(main())
