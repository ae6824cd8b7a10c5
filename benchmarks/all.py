"""Every benchmark, each in a process of its own, as one table; exit code 1 if a budget was not kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from _measure import HEAD, Result

HERE = Path(__file__).resolve().parent
BENCHMARKS = ("startup", "law", "whatif", "requirements", "memo")


def main() -> int:
    results = []
    for name in BENCHMARKS:
        print(f"{name} ...", file=sys.stderr)
        done = subprocess.run([sys.executable, HERE / f"{name}.py", "--json"], check=True, stdout=subprocess.PIPE, text=True)
        results += [Result(**json.loads(line)) for line in done.stdout.splitlines()]
    print(HEAD, *(result.row() for result in results), sep="\n")
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
