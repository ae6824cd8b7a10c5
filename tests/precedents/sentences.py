"""Reads the sentences of `us/uses.yaml`: one use each, and what precedents force for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from lexstemma.law import PrecedentBase, load_precedents
from lexstemma.reasoning import Constraint, Ruling, constrain

FOLDER = Path(__file__).parent
ASKED = date(2026, 11, 23)
KEYS = {"title", "present", "unknown", "asked", "statuses", "expect"}


@dataclass(frozen=True)
class Sentence:
    raw: dict[str, Any]

    def constraint(self, base: PrecedentBase, forum: str | None = None) -> Constraint:
        asked = self.raw.get("asked", ASKED)
        return constrain(
            base,
            self.raw["present"],
            unknown=self.raw.get("unknown", ()),
            forum=forum,
            as_of=asked,
            statuses=self.raw.get("statuses"),
            nearest=len(base.precedents),
        )

    def expected(self, forum: str | None = None) -> dict[str, tuple[str, tuple[str, ...]]]:
        """By model, the outcome and the precedents that force it."""
        told = self.raw["expect"].get("persuasive", {})
        if forum is not None:
            by_court = self.raw["expect"].get("binding", {})
            told = by_court.get(forum, by_court.get("everywhere", {}))
        assert set(told) <= {"result", "reason"}, told
        given = {model: told.get(model, {"for": "unsettled", "by": ()}) for model in ("result", "reason")}
        return {model: (value["for"], tuple(value["by"])) for model, value in given.items()}


def found(rulings: dict[Any, Ruling]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {model: (ruling.outcome, ruling.by) for model, ruling in rulings.items()}


def sentences() -> list[Sentence]:
    read = YAML(typ="safe").load((FOLDER / "us" / "uses.yaml").read_text(encoding="utf-8"))
    assert all(set(raw) <= KEYS for raw in read)
    return [Sentence(raw) for raw in read]


def fair_use() -> PrecedentBase:
    return load_precedents()["US", "fairUse"]
