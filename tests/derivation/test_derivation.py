"""Figure 2 of the paper as a graph: what is a copy or derivative of what, through which steps."""

from __future__ import annotations

import pytest

from lexstemma.derivation import Derivation
from lexstemma.terms import CaseError, InputError

from .graphs import FIGURE_2, Said, SmallCase


def derive(*lines: str, said: tuple[Said, ...] = ()) -> Derivation:
    return Derivation.of(SmallCase(*lines, said=said))


@pytest.fixture(scope="module")
def figure2() -> Derivation:
    return derive(*FIGURE_2)


def test_weights_are_a_copy_or_derivative_of_the_set_and_of_every_work_in_it(figure2: Derivation) -> None:
    assert figure2.copy_or_derivative_of("base") == {"corpus", "novel", "song"}


def test_fine_tuned_weights_derive_from_base_weights_and_from_tuning_data(figure2: Derivation) -> None:
    assert figure2.copy_or_derivative_of("chat") == {"base", "tuning", "corpus", "novel", "song", "manual"}


def test_which_of_copy_and_derivative_stays_open(figure2: Derivation) -> None:
    assert figure2.copies("base") == frozenset() == figure2.derivatives("base")


def test_an_output_traces_back_to_training_and_to_tuning_data_separately(figure2: Derivation) -> None:
    assert figure2.traces_to_training_data("answer") == {"corpus", "novel", "song"}
    assert figure2.traces_to_tuning_data("answer") == {"tuning", "manual"}
    assert figure2.traces_to_tuning_data("base") == frozenset()


def test_works_behind_and_in(figure2: Derivation) -> None:
    assert figure2.works_behind("answer") == {"novel", "song", "manual"}
    assert figure2.works_behind("base") == {"novel", "song"}
    assert figure2.works_in("corpus") == {"novel", "song"}
    assert figure2.works_behind("novel") == figure2.works_in("novel") == {"novel"}
    assert figure2.works_in("base") == figure2.works_in("answer") == frozenset()


def test_steps_and_their_things(figure2: Derivation) -> None:
    assert figure2.inputs("tune") == ("base", "tuning")
    assert figure2.results("tune") == ("chat",)
    assert figure2.producers("chat") == ("tune",)
    assert figure2.users("chat") == ("ask",)
    assert figure2.inputs("nothing") == figure2.producers("novel") == ()


def test_upstream_steps_follow_the_copies_of_one_work_nearest_first(figure2: Derivation) -> None:
    assert figure2.upstream_steps("ask", "novel") == ("tune", "train", "crawl")
    assert figure2.upstream_steps("ask", "manual") == ("tune", "collect")
    assert figure2.upstream_steps("crawl", "novel") == ()


def test_downstream_steps(figure2: Derivation) -> None:
    assert figure2.downstream_steps("crawl") == ("train", "tune", "ask", "show")
    assert figure2.downstream_steps("crawl", "manual") == ()
    assert figure2.downstream_steps("show") == ()


def test_weights_are_told_apart_by_the_step_that_produced_them(figure2: Derivation) -> None:
    assert "FoundationWeights" in figure2.kinds("base")
    assert "FineTunedWeights" not in figure2.kinds("base")
    assert "FineTunedWeights" in figure2.kinds("chat")


def test_chains_are_listed_and_counted(figure2: Derivation) -> None:
    assert [str(chain) for chain in figure2.chains(to="answer", frm="manual")] == [
        "manual →[collect]→ tuning →[tune]→ chat →[ask]→ answer"
    ]
    assert figure2.count_chains() == 3 == len(list(figure2.chains()))
    assert figure2.count_chains(to="base", frm="manual") == 0
    (first,) = figure2.chains(to="base", frm="song")
    assert first.things == ("song", "corpus", "base")
    assert first.steps == ("crawl", "train")


def test_an_explanation_is_a_shortest_chain(figure2: Derivation) -> None:
    chain = figure2.explain("answer", "novel")
    assert chain is not None
    assert chain.steps == ("crawl", "train", "tune", "ask")
    assert figure2.explain("base", "manual") is None


def test_contents_that_steps_already_explain_give_no_second_chain() -> None:
    graph = derive(*FIGURE_2, "corpus: contains novel")
    assert graph.count_chains(to="base", frm="novel") == 1


def test_stated_contents_need_no_step_and_nest() -> None:
    graph = derive(
        "a: TextWork",
        "small: Dataset contains a",
        "big: Dataset contains small",
        "t: Pretraining used big produced w",
        "w: Weights",
    )
    assert graph.works_in("big") == {"a"}
    assert graph.works_behind("w") == {"a"}
    assert graph.traces_to_training_data("w") == {"big", "small", "a"}
    assert [chain.steps for chain in graph.chains(to="w")] == [("t",)]


def test_an_index_takes_up_no_copies_and_passes_none_on() -> None:
    graph = derive(
        "a: TextWork", "b: TextWork", "c: Acquisition used a produced raw", "raw: Dataset",
        "list: DatasetAssembly used raw produced links", "links: Index",
        "publish: IndexPublication used links produced public", "public: Dataset",
        "again: Acquisition used links b produced copy", "copy: Dataset",
    )  # fmt: skip
    assert graph.works_in("links") == graph.works_behind("public") == frozenset()
    assert graph.works_in("copy") == {"b"}
    assert "raw" in graph.traces_back_to("copy")
    assert graph.upstream_steps("again", "a") == ()


def test_weights_used_to_filter_a_corpus_do_not_go_into_it() -> None:
    graph = derive("a: TextWork", "w: Weights", "s: Preparation used a w produced d", "d: Dataset")
    assert graph.copy_or_derivative_of("d") == {"a"}
    assert graph.traces_back_to("d") == {"a", "w"}


def test_synthetic_data_hand_on_what_is_behind_the_outputs() -> None:
    graph = derive(
        *FIGURE_2, "save: DatasetAssembly used answer produced synthetic", "synthetic: Dataset",
        "distil: Distillation used synthetic chat produced student", "student: Weights",
    )  # fmt: skip
    assert graph.works_in("synthetic") == frozenset()
    assert graph.works_behind("synthetic") == {"novel", "song", "manual"}
    assert graph.works_behind("student") == {"novel", "song", "manual"}
    assert "corpus" in graph.traces_to_training_data("student")


def test_retrieval_and_later_use_draw_on_all_that_they_used() -> None:
    graph = derive("a: TextWork", "store: Dataset contains a", "r: Retrieval used store produced page", "page: Output",
                   "x: Exploitation used page produced post", "post: Output")  # fmt: skip
    assert graph.works_behind("post") == {"a"}
    assert graph.upstream_steps("x", "a") == ("r",)


def test_determined_edges_compose_and_undetermined_ones_do_not() -> None:
    graph = derive(
        "a: Weights copyOf b", "b: Weights derivativeOf c", "c: Weights copyOf d", "d: Weights copyOrDerivativeOf e", "e: Weights"
    )
    assert graph.copies("a") == {"b"}
    assert graph.derivatives("a") == {"c", "d"}
    assert graph.copy_or_derivative_of("a") == {"b", "c", "d", "e"}


def test_a_work_taken_from_another_brings_that_one_along() -> None:
    graph = derive("poem: TextWork", "translation: Translation derivativeOf poem", "d: Dataset contains translation")
    assert graph.works_in("d") == graph.works_behind("d") == {"poem", "translation"}
    assert graph.holds("d") == {"translation"}


def test_databases_behind_weights_and_outputs() -> None:
    graph = derive(
        "db: Database",
        "raw: Dataset Database",
        "c: Acquisition used db produced raw",
        "t: Pretraining used raw produced w",
        "w: Weights",
    )
    assert graph.databases_behind("w") == {"db", "raw"}
    assert graph.databases_behind("db") == {"db"}


def test_evidence_makes_an_edge_where_no_step_documents_one() -> None:
    graph = derive(
        "a: Lyrics",
        "b: Lyrics",
        "w: Weights",
        "p: Evidence about w concerning a grade G3",
        "q: Evidence about w concerning b grade G1",
    )
    assert graph.works_behind("w") == {"a"}
    assert [str(chain) for chain in graph.chains(to="w")] == ["a →[evidence]→ w"]


def test_a_statement_that_a_work_is_memorised_makes_an_edge_and_its_denial_does_not() -> None:
    said = (Said("memorised", "w", "a", True), Said("memorised", "w", "b", False), Said("lawfulAccess", "w", "b", True))
    assert derive("a: Lyrics", "b: Lyrics", "w: Weights", said=said).works_behind("w") == {"a"}


def test_inverse_statements_count_like_direct_ones() -> None:
    graph = derive("a: TextWork", "s: Acquisition used a", "d: Dataset producedBy s")
    assert graph.works_in("d") == {"a"}
    assert graph.results("s") == ("d",)


def test_without_outputs_chains_end_at_what_nobody_derives_from() -> None:
    graph = derive("a: TextWork", "d: Dataset contains a", "e: Dataset")
    assert [str(chain) for chain in graph.chains()] == ["a →[contains]→ d"]


def test_counts_stay_exact_where_listing_is_hopeless() -> None:
    lines = ["w0: Weights", "a: TextWork", "t: Pretraining used a produced w0"]
    for i in range(100):
        for side in "lr":
            lines += [f"m{i}{side}: FineTuning used w{i} produced w{i}{side}", f"w{i}{side}: Weights"]
        lines += [f"j{i}: Merging used w{i}l w{i}r produced w{i + 1}", f"w{i + 1}: Weights"]
    graph = derive(*lines)
    assert graph.count_chains(to="w100") == 2**100
    assert len(next(iter(graph.chains(to="w100"))).steps) == 201


@pytest.mark.parametrize(
    ("lines", "circle"),
    [
        (("h: Hosting used w produced w", "w: Weights"), "w ←[h]← w"),
        (("a: Dataset contains b", "b: Dataset contains a"), "a ←[contains]← b ←[contains]← a"),
        (
            ("t: Pretraining used d produced w", "g: Generation used w produced o", "c: Acquisition used o produced d",
             "w: Weights", "o: Output", "d: Dataset"),
            "w ←[t]← d ←[c]← o ←[g]← w",
        ),
        (("a: Weights copyOf b", "b: Weights derivativeOf a"), "a ←[stated]← b ←[stated]← a"),
        (("i: IndexPublication used l produced l", "l: Index"), "l ←[i]← l"),
    ],
)  # fmt: skip
def test_a_circle_is_refused_by_name(lines: tuple[str, ...], circle: str) -> None:
    with pytest.raises(CaseError, match="cannot derive from itself") as refusal:
        derive(*lines)
    assert circle in str(refusal.value)
    assert "small.yaml" in str(refusal.value)


def test_a_thing_the_case_does_not_have_is_refused_with_the_nearest(figure2: Derivation) -> None:
    with pytest.raises(InputError, match="did you mean 'answer'"):
        figure2.count_chains(to="anwser")
    with pytest.raises(InputError, match="name a work"):
        figure2.chains(frm="zzzzzz")


# ------------------------------------------------------------ very many chains
def ladder(rungs: int) -> Derivation:
    """Every rung merges both models of the rung below twice over: two chains become four, and so on."""
    lines = ["w: TextWork", "d: Corpus contains w", "p: Pretraining used d produced a0", "q: Pretraining used d produced b0"]
    lines += [f"{name}0: Weights" for name in "ab"]
    for rung in range(1, rungs + 1):
        for name in "ab":
            lines += [f"{name}{rung}: Weights", f"m{name}{rung}: Merging used a{rung - 1} b{rung - 1} produced {name}{rung}"]
    return derive(*lines, f"g: Generation used a{rungs} produced o", "o: Output")


def test_chains_are_counted_exactly_however_many_there_are() -> None:
    assert ladder(3).count_chains() == len(list(ladder(3).chains())) == 2**3
    assert ladder(80).count_chains() == 2**80
    assert ladder(80).chains_from("o") == {"w": 2**80}


def test_the_first_of_very_many_chains_comes_at_once() -> None:
    first = next(ladder(80).chains())
    assert (first.things[0], first.things[-1], len(first.links)) == ("w", "o", 83)


def test_shortest_chains_of_several_works_are_found_in_one_walk(figure2: Derivation) -> None:
    found = figure2.shortest("answer", ["novel", "manual", "nothing"])
    assert {origin: len(chain.links) for origin, chain in found.items()} == {"novel": 4, "manual": 3}
    assert found["novel"] == figure2.explain("answer", "novel")


def test_derives_from_says_the_same_as_the_set(figure2: Derivation) -> None:
    things = ["novel", "song", "manual", "corpus", "tuning", "base", "chat", "answer"]
    for thing in things:
        assert {other for other in things if figure2.derives_from(thing, other)} == figure2.copy_or_derivative_of(thing)


def test_counting_towards_a_thing_that_there_is_not_is_refused(figure2: Derivation) -> None:
    with pytest.raises(InputError, match="did you mean 'answer'"):
        figure2.chains_from("anser")
