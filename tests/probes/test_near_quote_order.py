"""Probes that ask the model: near-verbatim bounds, quotations, and the order of records."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from toy import Toy, prose

from lexstemma.probes import near_verbatim, order_test, quote
from lexstemma.terms import InputError

SENTENCE = "Colorless green ideas sleep furiously"
OTHERS = ["red", "blue", "old", "sad", "big"]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 2), min_size=8, max_size=8), st.lists(st.integers(0, 2), min_size=8, max_size=8), st.integers(0, 2))
def test_the_bound_never_exceeds_the_mass(work: list[int], learned: list[int], distance: int) -> None:
    """All sequences of 5 of 3 words are counted; the bound lies between the exact suffix and their sum."""
    toy = Toy(words=["a", "b", "c"], size=3, sure=0.8, order=2)
    for at in range(len(learned)):
        toy.next[tuple(learned[max(0, at - 2) : at])] = learned[at]
    ids = np.array(work, dtype=np.int32)
    found = near_verbatim(toy, ids, 0, prefix=3, suffix=5, distance=distance)
    near = [c for c in itertools.product(range(3), repeat=5) if Levenshtein.distance(c, tuple(work[3:])) <= distance]
    mass = math.fsum(math.exp(p) for p in toy.continuations(ids[:3], [np.array(c) for c in near]))
    assert found.exact - 1e-9 <= found.logp <= math.log(mass) + 1e-9
    assert found.candidates <= len(near)
    assert found == near_verbatim(toy, ids, 0, prefix=3, suffix=5, distance=distance)


def test_one_changed_word_is_found() -> None:
    work = prose(100, 3).split()
    learned = [*work[:70], "CHANGED", *work[71:]]
    toy = Toy([" ".join(learned)], sure=0.999)
    ids, _ = toy.encode(" ".join(work))
    found = near_verbatim(toy, ids, 0)
    assert found.exact < math.log(1e-6)
    assert found.logp > math.log(0.8)


def test_a_left_out_word_is_found() -> None:
    work = prose(120, 3).split()
    toy = Toy([" ".join([*work[:70], *work[71:]])], sure=0.999)
    ids, _ = toy.encode(" ".join(work))
    assert near_verbatim(toy, ids, 0).logp > math.log(0.8)


@pytest.mark.parametrize(
    "settings", [{"start": 1}, {"start": -1}, {"start": 0, "distance": 50}, {"start": 0, "distance": -1}, {"start": 0, "budget": 0}]
)
def test_near_windows_without_sense_are_refused(settings: dict[str, int]) -> None:
    toy = Toy()
    ids, _ = toy.encode(prose(100))
    with pytest.raises(InputError):
        near_verbatim(toy, ids, **settings)


def test_a_known_quotation_ranks_first() -> None:
    found = quote(Toy([SENTENCE], sure=0.9, size=100), SENTENCE, {"green": OTHERS})
    assert [word.text for word in found.words] == SENTENCE.split()
    assert found.words[1].probability == pytest.approx(0.901)
    choice = found.choices[0]
    assert (choice.rank, choice.word_rank, choice.p) == (1, 1, 1 / 6)
    assert choice.alternatives[0].word.text == "green"
    assert "cannot give p below 0.17" in found.statement
    assert "give this quotation back" in found.statement


def test_an_unknown_quotation_ranks_last_by_its_ties() -> None:
    found = quote(Toy(), SENTENCE, {"green": OTHERS, "sleep": ["run"]})
    assert [choice.rank for choice in found.choices] == [6, 2]
    assert "no sign" in found.statement


def test_a_word_is_the_product_of_its_tokens() -> None:
    class Pieces(Toy):
        """Cuts every word in two."""

        def encode(self, text: str) -> tuple[object, object]:
            import re

            spans = []
            for m in re.finditer(r"\s*\S+", text):
                spans += [(m.start(), m.end() - 2), (m.end() - 2, m.end())]
            ids = [self.known.setdefault(text[a:b], len(self.known)) for a, b in spans]
            return np.array(ids, dtype=np.int32), np.array(spans, dtype=np.int32)

    found = quote(Pieces([SENTENCE], sure=0.9, size=10), SENTENCE)
    assert [word.tokens for word in found.words] == [2] * 5
    assert found.words[2].probability == pytest.approx(0.91**2)


def test_words_after_a_cue() -> None:
    cue = "He wrote: "
    found = quote(Toy([cue + SENTENCE], start_token=None), SENTENCE, {"ideas": ["cars"]}, cue=cue)
    assert [word.text for word in found.words] == SENTENCE.split()
    assert all(word.likeliest for word in found.words)
    assert found.choices[0].rank == 1


@pytest.mark.parametrize(
    ("sentence", "instead", "words"),
    [
        ("  ", {}, "empty"),
        (SENTENCE, {"purple": ["red"]}, "stands 0 times"),
        ("so so", {"so": ["not"]}, "stands 2 times"),
        (SENTENCE, {"green": ["dark red"]}, "not one word"),
        (SENTENCE, {"green": []}, "none"),
        (SENTENCE, {"green": ["red", "red"]}, "repeat a word"),
        (SENTENCE, {"green": ["green"]}, "repeat a word"),
    ],
)
def test_questions_without_an_answer_are_refused(sentence: str, instead: dict[str, list[str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        quote(Toy(), sentence, instead)


def test_a_first_token_nobody_can_score_is_refused() -> None:
    with pytest.raises(InputError, match="no start token"):
        quote(Toy(start_token=None), SENTENCE)


def test_a_token_across_the_cue_is_refused() -> None:
    with pytest.raises(InputError, match="reaches from the cue"):
        quote(Toy(), SENTENCE, cue="anti")


def test_the_learned_order_is_found_and_no_other() -> None:
    records = [prose(6, seed) for seed in range(12)]
    toy = Toy(["\n".join(records)], sure=0.9)
    known = order_test(toy, records, shards=2, permutations=39)
    assert known.p == 1 / 40
    assert order_test(toy, records, shards=2, permutations=39) == known
    unknown = order_test(Toy(sure=0.9), records, permutations=19)
    assert unknown.p == 1.0  # all orders tie


@pytest.mark.parametrize(
    ("records", "settings", "words"),
    [
        (["a"], {}, "1 records"),
        (["a", "b", "c"], {"shards": 2}, "2 shards"),
        (["a", " "], {}, "empty record"),
        (["a", "b"], {"permutations": 0}, "0 permutations"),
    ],
)
def test_orders_that_show_nothing_are_refused(records: list[str], settings: dict[str, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        order_test(Toy(), records, **settings)


def test_a_shard_longer_than_the_context_is_refused() -> None:
    with pytest.raises(InputError, match="more shards"):
        order_test(Toy(context=10), [prose(6, 1), prose(6, 2)])
