"""The whole process `lexstemma` on Figure 2 against `python -c "import rdflib"`, taken in turns in one run.

No user cache: every run gets an empty cache folder of its own. Compiled byte code is there for both, from a first run of each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from _measure import Result, Time, report, timed_child

RUNS = 21
LEXSTEMMA = [str(Path(sys.executable).with_name("lexstemma"))]
RDFLIB = [sys.executable, "-c", "import rdflib"]


def once(command: list[str], byte_code: str) -> Time:
    """One process from start to end."""
    with tempfile.TemporaryDirectory() as empty:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"XDG_CACHE_HOME": empty, "PYTHONPYCACHEPREFIX": byte_code}
        return timed_child(lambda: subprocess.run(command, env=env, cwd=empty, stdout=subprocess.DEVNULL, check=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as byte_code:
        once(RDFLIB, byte_code), once(LEXSTEMMA, byte_code)
        taken = [(once(LEXSTEMMA, byte_code), once(RDFLIB, byte_code)) for _ in range(RUNS)]
    ours, peer = [t for t, _ in taken], [t for _, t in taken]
    what = "`lexstemma` on Figure 2, whole process"
    report(Result.of(what, ours, peer='`python -c "import rdflib"`', against=peer, budget=1000, times=3))


if __name__ == "__main__":
    main()
