"""Chains as they happen: code and text into one model, tuned and distilled models, merged ones, licences taken back."""

from __future__ import annotations

from typing import Any

from lexstemma import Case

from .chains import case, findings, found, step, trained, tuned, work


def test_code_under_gpl_and_text_for_non_commercial_use_in_weights_released_under_apache() -> None:
    toolkit = work("toolkit", "gpl-3.0", "Software", title="Toolkit")
    shanties = work("shanties", "cc-by-nc-4.0", title="Sea shanties")
    chain = trained(toolkit, shanties, licence="apache-2.0", purpose=["CommercialUse"])
    errors = {(f.code, f.object) for f in findings(chain) if f.severity == "error"}
    assert errors == {("cannot-relicense", "toolkit"), ("further-restrictions", "toolkit"), ("non-commercial", "shanties")}
    (clash,) = found(chain, "further-restrictions")
    assert [source.objects for source in clash.sources] == [("toolkit",), ("shanties",)]
    assert [source.licence for source in clash.sources] == ["GPL-3.0-only", "CC-BY-NC-4.0"]
    assert clash.sources[0].way == "toolkit →[crawl]→ corpus →[train]→ model"
    assert "“Toolkit” (toolkit)" in clash.message
    assert "“Sea shanties” (shanties)" in clash.message
    (release,) = found(chain, "cannot-relicense")
    assert "Apache-2.0" in release.message
    assert "section 5(c)" in release.message
    assert release.thing == "model"
    assert {f.step for f in found(chain, "disclose-source")} == {"release"}


def test_a_llama_3_derivative_without_the_name_distilled_from_outputs_that_may_not_train_competitors() -> None:
    chain = case(
        agents=[{"id": "maker", "type": "Company"}, {"id": "provider", "type": "Company"}],
        weights=[
            {"id": "base", "title": "Base weights", "maker": "maker", "licence": "llama3"},
            {"id": "model", "title": "Spruce-8B", "licence": "apache-2.0"},
        ],
        outputs=[{"id": "answers", "title": "Answers of the service", "maker": "provider", "licence": "openai-terms"}],
        datasets=[{"id": "chats"}],
        steps=[
            step("collect", "Acquisition", ["answers"], ["chats"]),
            step("tune", "FineTuning", ["base", "chats"], ["model"], developsCompetingModel=True),
            step("release", "WeightsRelease", ["model"]),
        ],
    )
    errors = {(f.code, f.object, f.step) for f in findings(chain) if f.severity == "error"}
    assert errors == {("name-required", "base", "release"), ("competing-model", "answers", "tune")}
    (named,) = found(chain, "name-required")
    assert "“Spruce-8B”, which does not begin with “Llama 3”" in named.message
    (ban,) = found(chain, "competing-model")
    assert ban.sources[0].way == "answers →[collect]→ chats →[tune]→ model"
    assert ban.effect is not None
    assert ban.effect.kind == "contract"
    # The model is tuned from the licensed one, whatever it is called.
    assert not found(chain, "model-family-only")


def improved(by: str, start: dict[str, Any]) -> Case:
    """A model distilled from a Llama 2 model, directly or on its outputs, starting from other weights."""
    things: dict[str, Any] = {
        "agents": [{"id": "maker", "type": "Company"}],
        "weights": [{"id": "teacher", "title": "Teacher", "maker": "maker", "licence": "llama2"}, start, {"id": "student"}],
    }
    if by == "Distillation":
        return case(**things, steps=[step("distil", "Distillation", ["teacher", start["id"]], ["student"])])
    steps = [
        step("generate", "Generation", ["teacher"], ["answers"]),
        step("tune", "FineTuning", ["answers", start["id"]], ["student"]),
    ]
    return case(**things, outputs=[{"id": "answers"}], steps=steps)


def test_families_are_told_by_descent_not_by_names() -> None:
    for by in ("Distillation", "FineTuning"):
        assert found(improved(by, {"id": "start", "title": "Llama 2 lookalike", "licence": "apache-2.0"}), "model-family-only")
    assert not found(improved("FineTuning", {"id": "start", "title": "Birch", "licence": "llama-2"}), "model-family-only")
    descended = case(
        weights=[
            {"id": "llama", "title": "Weights", "licence": "llama2", "maker": "lab2"},
            {"id": "birch", "title": "Birch"},
            {"id": "student"},
        ],
        agents=[{"id": "lab2"}],
        outputs=[{"id": "answers"}],
        steps=[
            step("tune", "FineTuning", ["llama"], ["birch"]),
            step("generate", "Generation", ["llama"], ["answers"]),
            step("tune-again", "FineTuning", ["birch", "answers"], ["student"]),
        ],
    )
    assert not found(descended, "model-family-only")


def test_a_text_corpus_under_share_alike_published_trained_on_and_translated() -> None:
    page = work("page", "cc-by-sa-4.0", title="A page of an encyclopedia")
    translation = {"id": "translation", "type": "Translation", "rightsholder": "lab", "derivativeOf": ["page"]}
    chain = case(
        works=[page, translation],
        datasets=[{"id": "corpus", "licence": "mit"}, {"id": "translations", "licence": "mit"}],
        weights=[{"id": "model", "title": "Spruce", "licence": "mit"}],
        steps=[
            step("crawl", "Acquisition", ["page"], ["corpus"]),
            step("publish", "DatasetPublication", ["corpus"]),
            step("translate", "DatasetAssembly", ["translation"], ["translations"]),
            step("publish-translations", "DatasetPublication", ["translations"]),
            step("train", "Pretraining", ["corpus"], ["model"]),
            step("release", "WeightsRelease", ["model"]),
        ],
    )
    # Collected unchanged, the page keeps its licence and the collection may have another.
    assert {f.step for f in found(chain, "licence-from-licensor")} == {"publish"}
    by_step = {f.step: f for f in found(chain, "cannot-relicense", stance="positive-law")}
    assert set(by_step) == {"publish-translations", "release"}
    assert by_step["publish-translations"].severity == "error"
    # Whether weights hold a copy of a page they were trained on is not known.
    assert by_step["release"].severity == "warning"
    assert by_step["release"].effect is not None
    assert by_step["release"].effect.kind == "open"


def test_use_restrictions_lost_in_a_tuned_model() -> None:
    base = {"id": "base", "title": "Painter", "licence": "creativeml-openrail-m"}
    (lost,) = found(tuned(base, licence="mit"), "restrictions-lost")
    assert (lost.severity, lost.step, lost.thing) == ("error", "release", "model")
    assert "“Painter” (base)" in lost.message
    assert "It is offered under MIT, which has no such restrictions" in lost.message
    (unread,) = found(tuned(base, licence="Spruce licence 1"), "pass-restrictions-on")
    assert unread.severity == "warning"
    assert "whose terms are not encoded" in unread.message


def test_gemma_follows_outputs_into_other_models_and_llama_2_does_not_ask_for_restrictions_there() -> None:
    def student(licence: str) -> Case:
        return case(
            agents=[{"id": "maker", "type": "Company"}],
            weights=[{"id": "teacher", "maker": "maker", "licence": licence}, {"id": "student", "licence": "apache-2.0"}],
            outputs=[{"id": "answers"}],
            steps=[
                step("generate", "Generation", ["teacher"], ["answers"]),
                step("train", "Pretraining", ["answers"], ["student"]),
                step("release", "WeightsRelease", ["student"]),
            ],
        )

    (lost,) = found(student("gemma"), "restrictions-lost")
    assert (lost.thing, lost.sources[0].way) == ("student", "teacher →[generate]→ answers →[train]→ student")
    assert not found(student("llama2"), "restrictions-lost")
    assert found(student("llama2"), "model-family-only", step="train")


def test_text_without_derivatives_adapted_in_an_output() -> None:
    def chain(**delivery: Any) -> Case:
        return case(
            works=[work("poem", "cc-by-nd-4.0")],
            datasets=[{"id": "corpus"}],
            weights=[{"id": "model", "memorised": True}],
            outputs=[{"id": "answer"}],
            steps=[
                step("crawl", "Acquisition", ["poem"], ["corpus"]),
                step("train", "Pretraining", ["corpus"], ["model"]),
                step("generate", "Generation", ["model"], ["answer"]),
                step("deliver", "Delivery", ["answer"], recognisablePart=True, reproducesProtectedPart=True, **delivery),
            ],
        )

    (altered,) = found(chain(alteredInOutput=True), "no-derivatives", step="deliver")
    assert altered.severity == "error"
    assert not found(chain(alteredInOutput=False), "no-derivatives", step="deliver")


def test_a_licence_taken_back() -> None:
    def chain(licence: str, crawl: str) -> Case:
        return case(
            licences=[{"id": "permission", "licenceName": licence, "until": "2024-12-31"}],
            works=[work("poem", "permission")],
            datasets=[{"id": "corpus"}],
            steps=[
                step("crawl", "Acquisition", ["poem"], ["corpus"], date=crawl, tdmPurpose=False),
                step("publish", "DatasetPublication", ["corpus"], date="2025-03-01"),
            ],
        )

    late = found(chain("cc-by-4.0", "2025-01-01"), "licence-ended")
    assert {(f.step, f.severity) for f in late} == {("crawl", "error"), ("publish", "error")}
    (kept,) = found(chain("cc-by-4.0", "2024-06-01"), "licence-ended")
    assert (kept.step, kept.severity) == ("publish", "notice")
    assert "irrevocable" in kept.message
    (lost,) = found(chain("mit", "2024-06-01"), "licence-ended")
    assert lost.severity == "error"


def test_merged_models_with_share_alike_terms_that_exclude_one_another() -> None:
    def merged(licence: str | None, released: bool) -> Case:
        steps = [step("merge", "Merging", ["left", "right"], ["both"])]
        steps += [step("release", "WeightsRelease", ["both"])] if released else []
        return case(
            agents=[{"id": "maker", "type": "Company", "nationality": "FR"}],
            weights=[
                {"id": "left", "maker": "maker", "licence": "gpl-2.0", "substantialInvestment": True},
                {"id": "right", "maker": "maker", "licence": "agpl-3.0", "substantialInvestment": True},
                {"id": "both", "type": "MergedWeights", **({"licence": licence} if licence else {})},
            ],
            steps=steps,
        )

    (clash,) = found(merged(None, released=True), "irreconcilable-copyleft")
    assert (clash.step, clash.thing) == ("release", "both")
    assert [s.objects for s in clash.sources] == [("left",), ("right",)]
    (early,) = found(merged(None, released=False), "irreconcilable-copyleft")
    assert (early.step, early.severity) == ("merge", "warning")
    assert "Nothing is offered yet" in early.message
    assert {f.object for f in found(merged("agpl-3.0", released=True), "cannot-relicense")} == {"left"}
    assert {f.object for f in found(merged("mit", released=True), "cannot-relicense")} == {"left", "right"}


def test_a_model_card_that_says_other_with_a_name_and_a_link() -> None:
    card = {"id": "card", "licenceName": "other", "licenceLink": "https://example.org/licence"}
    named = {"id": "named", "title": "Spruce Community Licence", "licenceLink": "https://example.org/spruce"}
    chain = case(
        agents=[{"id": "maker", "type": "Company"}],
        licences=[card, named],
        weights=[
            {"id": "one", "maker": "maker", "licence": "card"},
            {"id": "two", "maker": "maker", "licence": "named"},
            {"id": "model"},
        ],
        steps=[step("merge", "Merging", ["one", "two"], ["model"])],
    )
    (other,) = found(chain, "other-licence")
    assert (other.object, other.sources[0].link) == ("one", "https://example.org/licence")
    assert "https://example.org/licence" in other.message
    (unknown,) = found(chain, "unknown-licence")
    assert "“Spruce Community Licence”, to be read at https://example.org/spruce" in unknown.message


def test_a_choice_of_licences_leaves_only_what_both_ask() -> None:
    dual = trained(work("code", ["gpl-3.0", "mit"], "Software"), licence="apache-2.0")
    assert not found(dual, "cannot-relicense")
    assert {f.sources[0].licence for f in found(dual, "include-licence")} == {"GPL-3.0-only", "MIT"}
    assert found(trained(work("code", "gpl-3.0", "Software"), licence="apache-2.0"), "cannot-relicense")


def test_nobody_is_told_to_keep_a_licence_of_their_own() -> None:
    own = tuned({"id": "base", "maker": "lab", "licence": "gpl-3.0"}, licence="mit")
    assert {f.code for f in findings(own)} == {"type-mismatch"}


def test_the_licence_of_a_release_may_stand_on_the_step() -> None:
    """The weights of somebody else are passed on as they are, under terms of one's own."""

    def chain(licence: str | None) -> Case:
        return case(
            agents=[{"id": "maker", "type": "Company"}],
            weights=[{"id": "base", "maker": "maker", "licence": "gpl-3.0"}],
            steps=[step("release", "WeightsRelease", ["base"], **({"licence": licence} if licence else {}))],
        )

    assert found(chain("mit"), "no-sublicensing", step="release", object="base")
    assert found(chain("llama3"), "further-restrictions", step="release", object="base")
    assert not found(chain("gpl-3.0"), "no-sublicensing")
    assert not found(chain(None), "no-sublicensing")
    assert not found(trained(work("poem", "cc0-1.0")), "licence-from-licensor")


def test_restrictions_of_one_licence_are_told_together() -> None:
    base = {"id": "base", "maker": "maker", "licence": "llama2"}
    other = {"id": "other", "maker": "maker", "licence": "gpl-3.0"}
    chain = case(
        agents=[{"id": "maker", "type": "Company"}],
        weights=[base, other, {"id": "both", "type": "MergedWeights"}],
        steps=[step("merge", "Merging", ["base", "other"], ["both"]), step("release", "WeightsRelease", ["both"])],
    )
    (clash,) = found(chain, "further-restrictions")
    assert clash.object == "other"
    assert "uses on the licence's list" in clash.message
    assert "above a number of monthly users" in clash.message


def test_what_is_offered_without_a_licence_is_told_which_ones_fit() -> None:
    poem, song = work("poem", "cc-by-sa-4.0"), work("song", "cc-by-nc-sa-4.0")
    (two,) = found(trained(poem, work("code", "gpl-3.0-or-later", "Software")), "released-without-licence")
    assert "allow GPL-3.0-only." in two.message
    (none,) = found(trained(poem, song), "released-without-licence")
    assert "allow no licence that satisfies all of them" in none.message
    (free,) = found(trained(work("poem", "cc0-1.0")), "released-without-licence")
    assert "share-alike" not in free.message
