"""Runs examples/notebook.ipynb from its first cell and writes it back with what it printed and drew.

    python docs/run_notebook.py [OUT]

With OUT it writes there instead. What changes from run to run (times, versions) is left out. Needs the extra `notebook`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOK = Path(__file__).resolve().parents[1] / "examples" / "notebook.ipynb"
SECONDS = 120


def run(source: Path, target: Path) -> None:
    """Runs the notebook `source` in an empty folder and writes it to `target`, or nothing if a cell fails.

    Raises:
        CellExecutionError: a cell failed; names the cell and the error.
    """
    notebook = nbformat.read(source, as_version=4)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            startup_timeout=SECONDS,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        kernel = client.create_kernel_manager()
        kernel.transport, kernel.ip = "ipc", f"{sockets}/kernel"  # files of this user, no port that others may read
        client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(notebook)
    target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        run(NOTEBOOK, Path(sys.argv[1]) if sys.argv[1:] else NOTEBOOK)
    except CellExecutionError as error:
        sys.exit(f"{NOTEBOOK}: a cell failed, nothing was written\n{error}")
