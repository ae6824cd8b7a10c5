"""Every kind of finding: a case in which it is found, and one that differs in one point, in which it is not."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from lexstemma import Case
from lexstemma.clearance import effects_of

from .chains import case, found, law, step, trained, tuned, work

RAIL = {"id": "base", "licence": "creativeml-openrail-m"}
LLAMA = {"id": "base", "licence": "llama3.1"}


class Pair(NamedTuple):
    """A kind of finding, the case with it and the case without."""

    code: str
    has: Case
    lacks: Case
    step: str | None = None


def corpus(*works: dict[str, Any], licence: str | None = "MIT", **publication: Any) -> Case:
    """Works that are collected and published as a dataset."""
    return case(
        works=list(works),
        datasets=[{"id": "corpus", **({"licence": licence} if licence else {})}],
        steps=[
            step("crawl", "Acquisition", [w["id"] for w in works], ["corpus"]),
            step("publish", "DatasetPublication", ["corpus"], date="2025-05-01", **publication),
        ],
    )


def translated(original: str, **publication: Any) -> Case:
    """A translation of somebody's poem, published in a dataset."""
    translation = {"id": "translation", "type": "Translation", "rightsholder": "lab", "derivativeOf": ["poem"]}
    return corpus(work("poem", original), translation, **publication)


def outputs_into(base: dict[str, Any], **tune: Any) -> Case:
    """Outputs of a Llama 2 model that somebody else's weights are tuned on."""
    return case(
        agents=[{"id": "maker", "type": "Company"}, {"id": "stranger", "type": "Company"}],
        weights=[
            {"id": "teacher", "maker": "maker", "licence": "llama2"},
            {"maker": "stranger", **base},
            {"id": "model", "title": "Spruce-1B"},
        ],
        outputs=[{"id": "answers"}],
        datasets=[{"id": "chats"}],
        steps=[
            step("generate", "Generation", ["teacher"], ["answers"]),
            step("assemble", "DatasetAssembly", ["answers"], ["chats"]),
            step("tune", "FineTuning", [base["id"], "chats"], ["model"], **tune),
        ],
    )


def api_outputs(**train: Any) -> Case:
    """Outputs under a provider's terms that a model is tuned on."""
    return case(
        agents=[{"id": "provider", "type": "Company"}],
        outputs=[{"id": "answers", "maker": "provider", "licence": "OpenAI Terms of Use"}],
        datasets=[{"id": "chats"}],
        weights=[{"id": "model"}],
        steps=[step("collect", "Acquisition", ["answers"], ["chats"]), step("tune", "FineTuning", ["chats"], ["model"], **train)],
    )


def licensed_until(day: str, name: str = "CC-BY-NC-4.0", to: str | None = None) -> Case:
    """A poem under a licence that somebody took back."""
    licence: dict[str, Any] = {"id": "permission", "licenceName": name, "until": day, **({"licensedTo": to} if to else {})}
    return case(
        agents=[{"id": "friend"}],
        licences=[licence],
        works=[work("poem", "permission")],
        datasets=[{"id": "corpus"}],
        steps=[step("crawl", "Acquisition", ["poem"], ["corpus"])],
    )


def copied(licence: str) -> Case:
    """An unchanged copy of somebody's weights, offered again."""
    return case(
        agents=[{"id": "maker", "type": "Company"}],
        weights=[
            {"id": "base", "maker": "maker", "licence": "GPL-3.0"},
            {"id": "mirror", "maker": "maker", "copyOf": ["base"], "licence": licence},
        ],
        steps=[step("release", "WeightsRelease", ["mirror"])],
    )


def made_from(licence: str) -> Case:
    """A dataset made from somebody's artifact, published."""
    return case(
        agents=[{"id": "maker", "type": "Company"}],
        datasets=[{"id": "artifact", "maker": "maker", "licence": licence}, {"id": "extract", "derivativeOf": ["artifact"]}],
        steps=[
            step("extract-it", "DatasetAssembly", ["artifact"], ["extract"]),
            step("publish", "DatasetPublication", ["extract"]),
        ],
    )


def on_database(licence: str) -> Case:
    return case(
        agents=[{"id": "maker", "type": "Company", "nationality": "FR"}],
        datasets=[{"id": "base", "type": ["Dataset", "Database"], "maker": "maker", "completed": 2020, "licence": licence}],
        steps=[step("take", "Acquisition", ["base"], substantialInvestment=True, substantialPart=True, tdmPurpose=False)],
    )


def code(licence: str) -> dict[str, Any]:
    return work("code", licence, "Software")


COMMERCIAL = {"purpose": ["CommercialUse"]}
PAIRS = [
    # duties
    Pair("include-licence", trained(code("MIT")), trained(code("CC0-1.0"))),
    Pair("include-licence", trained(code("MIT")), trained(code("MIT"), licenceNoticeKept=True)),
    Pair("include-notice", trained(work("poem", "CC-BY-4.0")), trained(work("poem", "CC-BY-4.0"), licenceAttributionGiven=True)),
    Pair("include-notice", trained(work("poem", "CC-BY-4.0")), trained(work("poem", "CC0-1.0"))),
    Pair("state-changes", translated("CC-BY-4.0"), corpus(work("poem", "CC-BY-4.0"))),
    Pair("state-changes", translated("CC-BY-4.0"), translated("CC-BY-4.0", licenceChangesStated=True)),
    Pair("report-impact", made_from("ai2-impact-license-low-risk"), made_from("CC-BY-4.0")),
    Pair("disclose-source", trained(code("GPL-3.0")), trained(code("Apache-2.0"))),
    Pair(
        "disclose-source",
        trained(code("GPL-3.0")),
        trained(code("GPL-3.0"), licenceSourceOffered=True),
    ),
    Pair("offer-original", trained(code("Artistic-2.0")), trained(code("MIT"))),
    Pair("brand-required", tuned(LLAMA), tuned(LLAMA, licenceNameShown=True)),
    Pair("name-required", tuned(LLAMA, title="Spruce-1B"), tuned(LLAMA, title="Llama-Spruce-1B")),
    Pair("name-required", tuned(LLAMA, title="Spruce-1B"), tuned({**LLAMA, "licence": "llama2"}, title="Spruce-1B")),
    Pair("share-alike", trained(work("poem", "CC-BY-SA-4.0")), trained(work("poem", "CC-BY-SA-4.0"), licence="CC-BY-SA-4.0")),
    Pair("share-alike", trained(work("poem", "CC-BY-SA-4.0")), trained(work("poem", "CC-BY-SA-4.0"), licenceSharedAlike=True)),
    Pair("share-alike-part", trained(code("MPL-2.0")), trained(code("BSD-3-Clause"))),
    Pair("pass-restrictions-on", tuned(RAIL), tuned(RAIL, licenceRestrictionsPassedOn=True)),
    Pair("pass-restrictions-on", tuned(RAIL), tuned({**RAIL, "licence": "Apache-2.0"})),
    # restrictions
    Pair("use-restrictions", tuned(RAIL), tuned({**RAIL, "licence": "Apache-2.0"})),
    Pair("use-restrictions", tuned(RAIL), tuned(RAIL, licenceProhibitedUse=False), "release"),
    Pair("runtime-control", tuned(RAIL), tuned({**RAIL, "licence": "bigcode-openrail-m"})),
    Pair(
        "non-commercial",
        trained(work("poem", "CC-BY-NC-4.0"), **COMMERCIAL),
        trained(work("poem", "CC-BY-NC-4.0"), purpose=["NonCommercialUse"]),
        "release",
    ),
    Pair("non-commercial", trained(work("poem", "CC-BY-NC-4.0"), **COMMERCIAL), trained(work("poem", "CC-BY-4.0"), **COMMERCIAL)),
    Pair("no-derivatives", translated("CC-BY-ND-4.0"), corpus(work("poem", "CC-BY-ND-4.0"))),
    Pair("no-derivatives", translated("CC-BY-ND-4.0"), translated("CC-BY-4.0")),
    Pair("right-reserved", corpus(work("poem", "All rights reserved")), corpus(work("poem", "CC-BY-4.0"))),
    Pair("size-threshold", tuned(LLAMA), tuned(LLAMA, licenceSizeExceeded=False), "release"),
    Pair("territory-excluded", tuned({"id": "base", "licence": "llama4"}), tuned({"id": "base", "licence": "llama3.3"})),
    Pair(
        "territory-excluded",
        tuned({"id": "base", "licence": "llama3.2", "multimodalModel": True}),
        tuned({"id": "base", "licence": "llama3.2", "multimodalModel": False}),
    ),
    Pair("competing-model", api_outputs(), api_outputs(developsCompetingModel=False)),
    Pair(
        "model-family-only",
        outputs_into({"id": "start", "title": "Llama of another kind", "licence": "Apache-2.0"}),
        outputs_into({"id": "start", "title": "Birch", "licence": "llama2"}),
    ),
    Pair("model-family-only", outputs_into({"id": "start"}), outputs_into({"id": "start"}, improvesOtherModel=False)),
    Pair(
        "further-restrictions",
        trained(code("GPL-3.0"), work("poem", "CC-BY-NC-4.0")),
        trained(code("GPL-3.0"), work("poem", "CC-BY-4.0")),
    ),
    Pair(
        "further-restrictions",
        trained(code("GPL-3.0"), licence="llama3.1"),
        trained(code("GPL-3.0"), licence="AGPL-3.0"),
    ),
    Pair("no-sublicensing", copied("MIT"), copied("GPL-3.0")),
    # the licences themselves
    Pair("missing-licence", trained(work("poem")), trained(work("poem", "CC0-1.0"))),
    Pair("missing-licence", trained(work("poem")), trained(work("poem", rightsholder="lab"))),
    Pair("unknown-licence", trained(work("poem", "My Lab Research Licence v2")), trained(work("poem", "creative commons zero"))),
    Pair("other-licence", trained(work("poem", "other")), trained(work("poem", "cc0-1.0"))),
    Pair("unversioned-licence", trained(work("poem", "CC-BY")), trained(work("poem", "CC-BY-4.0"))),
    Pair("type-mismatch", trained(work("poem", "MIT")), trained(code("MIT"))),
    Pair("type-mismatch", trained(code("CC-BY-4.0")), trained(work("poem", "CC-BY-4.0"))),
    Pair("type-mismatch", tuned({"id": "base", "licence": "CC-BY-4.0"}), tuned({"id": "base", "licence": "gemma"})),
    Pair("revocable", tuned({"id": "base", "licence": "nvidia-open-model-license"}), tuned(RAIL)),
    Pair("possibly-revocable", trained(code("MIT")), trained(code("Apache-2.0"))),
    Pair("licence-ended", licensed_until("2024-12-31"), licensed_until("2025-12-31")),
    Pair("licensed-to-another", licensed_until("2026-01-01", to="friend"), licensed_until("2026-01-01", to="lab")),
    Pair("right-not-granted", on_database("CC-BY-3.0"), on_database("CC-BY-4.0")),
    Pair("released-without-licence", trained(work("poem", "CC0-1.0")), trained(work("poem", "CC0-1.0"), licence="Apache-2.0")),
    Pair(
        "kind-mismatch",
        case(works=[work("poem", "CC0-1.0")], steps=[step("release", "WeightsRelease", ["poem"])]),
        case(works=[work("poem", "CC0-1.0")], steps=[step("release", "DatasetPublication", ["poem"])]),
    ),
    # conflicts
    Pair(
        "cannot-relicense",
        trained(work("poem", "CC-BY-SA-4.0"), licence="Apache-2.0"),
        trained(work("poem", "CC-BY-SA-4.0"), licence="GPL-3.0"),
    ),
    Pair(
        "cannot-relicense",
        trained(code("GPL-3.0"), licence="CC-BY-SA-4.0"),
        trained(work("code", "CC-BY-SA-4.0"), licence="GPL-3.0"),
    ),
    Pair(
        "cannot-relicense",
        trained(code("GPL-2.0-only"), licence="GPL-3.0"),
        trained(code("GPL-2.0-or-later"), licence="GPL-3.0"),
    ),
    Pair(
        "irreconcilable-copyleft",
        trained(work("poem", "CC-BY-SA-4.0"), work("song", "CC-BY-NC-SA-4.0")),
        trained(work("poem", "CC-BY-SA-4.0"), work("song", "CC-BY-SA-3.0")),
    ),
    Pair(
        "irreconcilable-copyleft",
        trained(work("poem", "CC-BY-SA-4.0"), code("GPL-2.0-only")),
        trained(work("poem", "CC-BY-SA-4.0"), code("GPL-3.0")),
    ),
    Pair("restrictions-lost", tuned(RAIL, licence="MIT"), tuned(RAIL, licence="gemma")),
    Pair("restrictions-lost", tuned(RAIL, licence="MIT"), tuned(RAIL, licence="CreativeML-OpenRAIL-M")),
    Pair(
        "restriction-dropped",
        trained(work("poem", "CC-BY-NC-4.0"), licence="MIT"),
        trained(work("poem", "CC-BY-NC-4.0"), licence="CC-BY-NC-SA-4.0"),
    ),
    Pair(
        "licence-from-licensor",
        corpus(work("poem", "CC-BY-SA-4.0")),
        corpus(work("poem", "CC-BY-SA-4.0"), licence="CC-BY-SA-4.0"),
    ),
]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{number}-{pair.code}" for number, pair in enumerate(PAIRS)])
def test_found_where_it_is_and_not_where_it_is_not(pair: Pair) -> None:
    assert found(pair.has, pair.code, **({"step": pair.step} if pair.step else {}))
    assert not found(pair.lacks, pair.code, **({"step": pair.step} if pair.step else {}))


def test_every_kind_is_tried() -> None:
    assert {kind.code for kind in effects_of(law()).kinds.values()} == {pair.code for pair in PAIRS}


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{number}-{pair.code}" for number, pair in enumerate(PAIRS)])
def test_every_message_names_the_real_thing_its_licence_and_what_to_do(pair: Pair) -> None:
    for finding in found(pair.has, pair.code, **({"step": pair.step} if pair.step else {})):
        assert finding.object in finding.message
        assert finding.remedy
        assert "{" not in finding.message
        for source in finding.sources:
            if source.licence:
                assert source.licence in finding.message or finding.code in ("other-licence", "unknown-licence")
            assert all(name in finding.message for name in source.objects[:3])
