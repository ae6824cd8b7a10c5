"""A memo of Figure 2 in all four formats: one whole process, from starting Python to four files' worth of bytes.

The process loads the law, asks it, draws the chain, and writes HTML, Markdown, PDF (Typst) and Word (python-docx, with the
figure as PNG by Typst). Typst may use several threads, so that processor time may exceed the clock's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from _measure import Result, Time, report, timed_child

RUNS = 9
SCRIPT = """
from lexstemma import Case, Law, assess
from lexstemma.report import memo, memo_docx, memo_html, memo_markdown, memo_pdf
from lexstemma.terms import data_path
case = Case.load(data_path("examples") / "figure2.yaml")
built = memo(assess(case, Law.load(as_of="2026-11-23")))
assert all(len(write(built)) > 10_000 for write in (memo_html, memo_markdown, memo_pdf, memo_docx))
"""


def once(byte_code: str) -> Time:
    """One process, with compiled byte code and no cache of ours."""
    with tempfile.TemporaryDirectory() as empty:
        env = {**os.environ, "XDG_CACHE_HOME": empty, "PYTHONPYCACHEPREFIX": byte_code}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return timed_child(lambda: subprocess.run([sys.executable, "-c", SCRIPT], env=env, cwd=empty, check=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as byte_code:
        once(byte_code)
        taken = [once(byte_code) for _ in range(RUNS)]
    report(Result.of("memo of Figure 2 in HTML, PDF, Word and Markdown, whole process", taken, budget=5000))


if __name__ == "__main__":
    main()
