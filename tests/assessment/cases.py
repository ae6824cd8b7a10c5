"""Small cases for the tests of this folder: one work, a crawl, a training, an answer."""

from __future__ import annotations

from typing import Any

from lexstemma import Case, Law, Run, assess

LAW = Law.load(as_of="2026-11-23")


def chain(**crawl: Any) -> Case:
    """A novel that is crawled, trained on and answered from; `crawl` adds to the first step."""
    return Case.from_dict(
        {
            "id": "chain",
            "agents": [{"id": "lab", "type": "Company"}],
            "works": [{"id": "novel", "type": "TextWork", "author": {"id": "ann", "alive": True}, "rightsholder": "ann"}],
            "datasets": [{"id": "corpus"}],
            "weights": [{"id": "base"}],
            "outputs": [{"id": "answer"}],
            "steps": [
                {
                    "id": "crawl", "type": "Acquisition", "performer": "lab", "place": "DE", "date": "2025-03-01",
                    "purpose": ["TextAndDataMining"], "used": ["novel"], "produced": ["corpus"], "lawfulAccess": True, **crawl,
                },
                {
                    "id": "train", "type": "Pretraining", "performer": "lab", "place": "DE", "date": "2025-04-01",
                    "used": ["corpus"], "produced": ["base"],
                },
                {
                    "id": "generate", "type": "Generation", "performer": "lab", "place": "DE", "date": "2025-05-01",
                    "used": ["base"], "produced": ["answer"],
                },
            ],
        }
    )  # fmt: skip


def run(case: Case | None = None, under: str | list[str] = "place") -> Run:
    return assess(case or chain(), LAW, under=under)
