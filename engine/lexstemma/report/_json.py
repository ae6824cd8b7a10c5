"""The run as JSON: the stable record, described by `schema.json` beside this file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..assessment import Answer, Run
from ._record import run_record


def to_json(run: Run, answers: Iterable[Answer] | None = None) -> str:
    """The record of a run as JSON, two spaces to the level; the same inputs give the same bytes."""
    return json.dumps(run_record(run, answers), ensure_ascii=False, indent=2) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that the output of `to_json` satisfies."""
    schema: dict[str, Any] = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return schema
