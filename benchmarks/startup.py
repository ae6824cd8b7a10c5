"""The whole process `lexstemma` on Figure 2 against `python -c "import rdflib"`, taken in turns in one run.

No user cache: every run gets an empty cache folder of its own. Compiled byte code is there for both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from _measure import Result, load, milliseconds, report, spread

RUNS = 21
LEXSTEMMA = [str(Path(sys.executable).with_name("lexstemma"))]
RDFLIB = [sys.executable, "-c", "import rdflib"]


def once(command: list[str]) -> float:
    """Milliseconds from start to end of one process."""
    with tempfile.TemporaryDirectory() as empty:
        env = {**os.environ, "XDG_CACHE_HOME": empty}
        return milliseconds(lambda: subprocess.run(command, env=env, cwd=empty, stdout=subprocess.DEVNULL, check=True))


def main() -> None:
    once(RDFLIB), once(LEXSTEMMA)  # the first run of each compiles byte code and fills the file cache
    ours, peer = zip(*((once(LEXSTEMMA), once(RDFLIB)) for _ in range(RUNS)), strict=True)
    median, low, high = spread(list(ours))
    report(
        Result(
            what="`lexstemma` on Figure 2, whole process",
            median=median, low=low, high=high, runs=RUNS,
            peer='`python -c "import rdflib"`', peer_median=spread(list(peer))[0],
            budget=1000, times=3, load=load(),
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
