"""Licence conditions bind only where a right is engaged; contracts bind whoever accepted them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lexstemma import Case
from lexstemma.clearance import LicenceFinding

from .chains import case, findings, found, law, step, trained, work


def crawled(**more: Any) -> Case:
    """A poem for non-commercial use, crawled for a commercial end."""
    poem = {**work("poem", "cc-by-nc-4.0"), **more.pop("poem", {})}
    crawl = step("crawl", "Acquisition", ["poem"], ["corpus"], **{"purpose": ["TextAndDataMining", "CommercialUse"], **more})
    return case(works=[poem], datasets=[{"id": "corpus"}], steps=[crawl])


def only(chain: Case, code: str, **where: Any) -> LicenceFinding:
    (one,) = found(chain, code, **where)
    return one


def effect(finding: LicenceFinding) -> str:
    assert finding.effect is not None
    return finding.effect.kind


def test_a_condition_binds_where_a_right_is_engaged() -> None:
    one = only(crawled(tdmPurpose=False, purpose=["CommercialUse"]), "non-commercial")
    assert (one.severity, one.state, effect(one)) == ("error", "broken", "right")
    assert "It binds: DE: a right is engaged (author: reproduction)" in one.message


def test_where_an_exception_covers_the_act_no_licence_is_needed() -> None:
    open_site = {"openlyAccessible": True, "rightsReserved": False, "contentOnline": True}
    one = only(crawled(**open_site), "non-commercial")
    assert (one.severity, effect(one), one.binds) == ("notice", "excepted", False)
    assert "UrhG § 44b" in one.message


def test_what_is_out_of_term_is_free_whatever_its_licence_says() -> None:
    old = {"author": {"id": "old", "type": "Individual", "died": 1900}}
    one = only(crawled(poem=old), "non-commercial")
    assert (one.severity, effect(one), one.binds) == ("notice", "none", False)
    assert "It has no effect" in one.message


def test_an_open_fact_leaves_the_effect_open_and_names_it() -> None:
    one = only(crawled(), "non-commercial")
    assert (one.severity, effect(one), one.binds) == ("warning", "open", True)
    assert "rights reserved" in one.message


def test_whether_weights_hold_a_copy_decides_whether_share_alike_follows() -> None:
    poem = work("poem", "cc-by-sa-4.0")
    kinds = {}
    for memorised in (True, False):
        chain = trained(poem, licence="mit", memorised=memorised)
        kinds[memorised] = effect(only(chain, "cannot-relicense", stance="positive-law"))
    assert kinds == {True: "right", False: "none"}


def test_terms_of_a_model_bind_by_contract_where_no_right_is_engaged() -> None:
    def chain(performer: str) -> Case:
        return case(
            agents=[{"id": "maker", "type": "Company"}, {"id": "second", "type": "Company"}],
            weights=[{"id": "base", "maker": "maker", "licence": "creativeml-openrail-m"}, {"id": "model", "licence": "mit"}],
            steps=[
                step("tune", "FineTuning", ["base"], ["model"]),
                step("release", "WeightsRelease", ["model"], performer=performer),
            ],
        )

    accepted = only(chain("lab"), "restrictions-lost", stance="positive-law")
    assert (accepted.severity, effect(accepted)) == ("error", "contract")
    assert "lab accepted the terms" in accepted.message
    # Somebody who got the tuned model under other terms accepted nothing.
    stranger = only(chain("second"), "restrictions-lost", stance="positive-law")
    assert stranger.severity != "error"
    assert effect(stranger) != "contract"


def test_a_bare_licence_without_a_right_has_no_effect() -> None:
    def chain(licence: str) -> Case:
        return case(
            agents=[{"id": "maker", "type": "Company", "nationality": "US"}],
            weights=[{"id": "base", "maker": "maker", "licence": licence}, {"id": "model"}],
            steps=[step("tune", "FineTuning", ["base"], ["model"], purpose=["CommercialUse"])],
        )

    assert effect(only(chain("cc-by-nc-4.0"), "non-commercial", stance="positive-law")) == "none"
    assert effect(only(chain("qwen-research"), "non-commercial", stance="positive-law")) == "contract"


def test_the_effect_is_that_under_the_laws_asked() -> None:
    chain = crawled(tdmPurpose=False, purpose=["CommercialUse"])
    one = only(chain, "non-commercial", under=["DE", "UK"])
    assert one.effect is not None
    assert {part.law: part.effect for part in one.effect.laws} == {"DE": "right", "UK": "right"}


def test_without_a_place_the_effect_is_open() -> None:
    chain = case(works=[work("poem", "cc-by-nc-4.0")], steps=[{"id": "crawl", "type": "Acquisition", "used": ["poem"]}])
    one = only(chain, "non-commercial")
    assert effect(one) == "open"
    assert "the place of the step is not known" in one.message


def test_sources_that_disagree_leave_a_term_open() -> None:
    said = [{"fact": "nonCommercialPurpose", "value": value, "source": source} for value, source in ((True, "a"), (False, "b"))]
    assert only(crawled(purpose=[], tdmPurpose=False, asserts=said), "non-commercial").state == "open"


# ---------------------------------------------------------------- what is added never takes away
NAMES = [
    "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "gpl-3.0", "gpl-2.0", "mit", "mpl-2.0", "odbl", "other",
    "my own", "all rights reserved", None,
]  # fmt: skip
MODELS = ["mit", "cc-by-sa-4.0", "gpl-3.0", "gemma", "llama3.1", None]


def world(licences: list[str | None], model: str | None, extra: str | None = None, *, inside: bool = False) -> Case:
    """Works under these licences in one corpus and model; another work beside them, or after them in the same corpus."""
    works = [work(f"work{number}", name, "Software" if number % 2 else "TextWork") for number, name in enumerate(licences)]
    used = [w["id"] for w in works]
    more = [work("extra", extra)] if extra else []
    apart = [step("elsewhere", "Acquisition", ["extra"], ["shelf"]), step("lend", "DatasetPublication", ["shelf"])]
    return case(
        works=[*works, *more],
        datasets=[{"id": "corpus"}, {"id": "shelf", "licence": "mit"}],
        weights=[{"id": "model", "title": "Spruce", **({"licence": model} if model else {})}],
        steps=[
            step("crawl", "Acquisition", [*used, *(["extra"] if inside and extra else [])], ["corpus"]),
            step("train", "Pretraining", ["corpus"], ["model"]),
            step("release", "WeightsRelease", ["model"]),
            *(apart if extra and not inside else []),
        ],
    )


@settings(max_examples=25)
@given(
    licences=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    model=st.sampled_from(MODELS),
    extra=st.sampled_from([name for name in NAMES if name]),
    inside=st.booleans(),
)
def test_another_licensed_work_never_removes_a_finding(
    licences: list[str | None], model: str | None, extra: str, inside: bool
) -> None:
    law("paper")
    before = {f.key for f in findings(world(licences, model))}
    after = {f.key for f in findings(world(licences, model, extra, inside=inside))}
    assert before - after == set()


@settings(max_examples=25)
@given(licences=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), model=st.sampled_from(MODELS))
def test_findings_are_told_once_gravest_first_and_the_same_again(licences: list[str | None], model: str | None) -> None:
    one, other = findings(world(licences, model)), findings(world(licences, model))
    assert one == other or [f.key for f in one] == [f.key for f in other]
    assert len({f.key for f in one}) == len(one)
    order = ["error", "warning", "notice"]
    assert [order.index(f.severity) for f in one] == sorted(order.index(f.severity) for f in one)


def test_contracts_give_way_to_exceptions_against_which_they_are_void() -> None:
    """Mining for research is one; mining by anybody else is not."""

    def chain(kind: str) -> Case:
        open_site = {"openlyAccessible": True, "rightsReserved": False, "contentOnline": True, "lawfulAccess": True}
        return case(
            agents=[{"id": "institute", "type": kind}],
            works=[work("poem", "qwen-research")],
            datasets=[{"id": "corpus"}],
            steps=[
                step(
                    "crawl", "Acquisition", ["poem"], ["corpus"], performer="institute",
                    purpose=["TextAndDataMining", "ScientificResearch"], **open_site,
                )
            ],
        )  # fmt: skip

    assert effect(only(chain("ResearchOrganisation"), "non-commercial")) == "excepted"
    assert effect(only(chain("Company"), "non-commercial")) == "contract"
