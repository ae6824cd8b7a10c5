"""A permission given in one case: by the name of a known licence, on its days, to whom it names."""

from __future__ import annotations

from typing import Any

import pytest

from lexstemma.assessment import assess
from lexstemma.case import Case
from lexstemma.law import Law

LAW = Law.load(as_of="2026-11-23")


def crawl(**licence: Any) -> str:
    case = Case.from_dict(
        {
            "id": "permission",
            "agents": [{"id": "lab", "type": "Company"}, {"id": "other", "type": "Company"}],
            "licences": [{"id": "deal", **licence}],
            "works": [{"id": "novel", "type": "TextWork", "author": {"id": "ann", "alive": True}, "licence": "deal"}],
            "datasets": [{"id": "corpus"}],
            "steps": [
                {
                    "id": "crawl", "type": "Acquisition", "performer": "lab", "place": "DE", "date": "2025-03-01",
                    "used": ["novel"], "produced": ["corpus"], "tdmPurpose": False,
                }
            ],
        }
    )  # fmt: skip
    (answer,) = assess(case, LAW).answers(right="authorReproduction")
    return answer.status


@pytest.mark.parametrize(
    ("licence", "status"),
    [
        ({"licenceName": "CC-BY-4.0"}, "licensed"),
        ({"licenceName": "CC BY 4.0", "until": "2025-12-31"}, "licensed"),
        ({"licenceName": "CC-BY-4.0", "until": "2025-02-28"}, "authorization_required"),
        ({"licenceName": "CC-BY-4.0", "since": "2025-03-02"}, "authorization_required"),
        ({"licenceName": "CC-BY-4.0", "licensedTo": "lab"}, "licensed"),
        ({"licenceName": "CC-BY-4.0", "licensedTo": "other"}, "authorization_required"),
        ({"licenceName": "Our house licence"}, "depends"),
        ({}, "depends"),
    ],
)
def test_a_permission_covers_what_it_says_and_nothing_else(licence: dict[str, Any], status: str) -> None:
    assert crawl(**licence) == status
