"""Every benchmark, each in a process of its own, as two tables; exit code 1 if a budget was not kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from _claims import CLAIMS_HEAD, Claim
from _measure import HEAD, Result

HERE = Path(__file__).resolve().parent
TIMES = ("startup", "law", "whatif", "requirements", "compare", "clearing", "memo")


def main() -> int:
    results = [Result(**line) for name in TIMES for line in lines(name)]
    print(HEAD, *(result.row() for result in results), sep="\n", flush=True)
    claims = [Claim(**line) for line in lines("probes")]
    print("", CLAIMS_HEAD, *(claim.row() for claim in claims), sep="\n")
    return 0 if all(result.kept for result in results) and all(claim.kept for claim in claims) else 1


def lines(name: str) -> list[dict[str, Any]]:
    """What one benchmark measured, as JSON."""
    print(f"{name} ...", file=sys.stderr)
    done = subprocess.run([sys.executable, HERE / f"{name}.py", "--json"], check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode and not done.stdout:  # a budget that is not kept also ends with 1, but with figures
        sys.exit(f"{name}.py ended without a figure")
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
