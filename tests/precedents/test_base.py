"""The bundled base: consistent, said where it comes from, and close to the lines where it would not be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from lexstemma.law import Precedent, PrecedentBase, load_precedents
from lexstemma.reasoning import INCONSISTENT, MODELS, conflict, constrain, selected
from lexstemma.terms import Graph, data_path, read_turtle_file, vocabulary

from .sentences import ASKED, fair_use

LIBRARY, TRAINING, KADREY = "precedent-us-bartz-pirated-library", "precedent-us-bartz-training", "precedent-us-kadrey"
FOLDER = data_path("ontology") / "precedents"


def counting(base: PrecedentBase | None = None) -> tuple[Precedent, ...]:
    return selected(base or fair_use(), as_of=ASKED)


def contradictions(base: PrecedentBase) -> dict[str, tuple[str, str] | None]:
    return {model: conflict(base, counting(base), model) for model in MODELS}


def test_thirty_two_uses_were_judged_in_twenty_nine_decisions() -> None:
    counted = counting()
    assert len(counted) == 32
    assert len({(p.case, p.docket, p.decided) for p in counted}) == 29
    assert {p.id for p in fair_use().precedents.values()} - {p.id for p in counted} == {"precedent-us-ross"}


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 9, 1), date(2025, 6, 24), date(2000, 1, 1)])
def test_the_base_is_consistent_on_every_day(day: date) -> None:
    for model in MODELS:
        assert conflict(fair_use(), selected(fair_use(), as_of=day), model) is None


def test_a_ruling_and_its_successor_never_count_together() -> None:
    old, new = "precedent-us-ross", "precedent-us-ross-ca3"
    for day in (date(2025, 2, 10), date(2025, 2, 11), date(2026, 9, 28), date(2026, 9, 29), date(2027, 1, 1)):
        found = {p.id for p in selected(fair_use(), as_of=day)}
        assert (old in found, new in found) == (date(2025, 2, 11) <= day < date(2026, 9, 29), day >= date(2026, 9, 29))


@pytest.mark.parametrize("factor", sorted(fair_use().factors))
def test_no_single_factor_keeps_the_base_consistent(factor: str) -> None:
    coarser = fair_use()
    for p in counting():
        left = replace(p, factors=p.factors - {factor}, reason=p.reason - {factor})
        coarser = replace(coarser, precedents={**coarser.precedents, p.id: left})
    assert contradictions(coarser) == {"result": None, "reason": None}


def test_each_precedent_is_forced_by_the_others_the_way_it_was_decided_or_not_at_all() -> None:
    forced = []
    for p in counting():
        others = constrain(fair_use().without([p.id]), p.factors, as_of=ASKED).persuasive["reason"].outcome
        assert others in (p.found_for, "unsettled")
        forced += [p.id.removeprefix("precedent-us-")] if others == p.found_for else []
    assert forced == [
        "sega-v-accolade", "infinity-v-kirkwood", "sony-v-connectix", "napster", "hathitrust-search", "google-books", "redigi",
        "mcgucken-v-pub-ocean", "warhol-v-goldsmith", "pro", "bartz-training",
    ]  # fmt: skip


def test_a_precedent_forces_its_own_facts() -> None:
    for p in counting():
        for model in MODELS:
            ruling = constrain(fair_use(), p.factors, forum=p.court, as_of=ASKED).persuasive[model]
            assert ruling.outcome == p.found_for
            assert p.id in ruling.by


def by_ultimate_purpose() -> PrecedentBase:
    """The pirated library coded as two judges divide on: what the copies were for in the end."""
    library = fair_use().precedents[LIBRARY]
    more = {
        "furtherPurpose",
        "highlyTransformative",
        "intermediateCopiesOnly",
        "amountNecessary",
        "noSubstitution",
        "noExpressiveOutput",
    }
    coded = replace(
        library, factors=(library.factors - {"directSubstitution"}) | more, reason=frozenset({"knownPirateSource"})
    )  # fmt: skip
    return fair_use().with_precedent(coded)


def test_a_use_delimited_by_its_ultimate_purpose_contradicts_the_later_ruling() -> None:
    recoded = by_ultimate_purpose()
    assert contradictions(recoded) == {"result": None, "reason": (LIBRARY, KADREY)}
    kept = replace(recoded.precedents[LIBRARY], reason=frozenset({"knownPirateSource", "keptAsLibrary"}))
    assert contradictions(recoded.with_precedent(kept)) == {"result": None, "reason": None}


def test_an_inconsistent_base_is_not_asked_in_the_model_concerned_and_names_the_pair() -> None:
    answer = constrain(by_ultimate_purpose(), ["notForProfit"], forum="us-circuit-9", as_of=ASKED)
    assert answer.persuasive["reason"].outcome == INCONSISTENT
    assert answer.persuasive["reason"].conflict == (LIBRARY, KADREY)
    assert answer.persuasive["reason"].by == ()
    assert answer.persuasive["result"].outcome == "unsettled"
    # What binds holds neither of the two.
    assert answer.binding["reason"].outcome == "unsettled"


def test_two_contradicting_rulings_that_bind_settle_nothing() -> None:
    base, court = by_ultimate_purpose(), "us-circuit-9"
    for name in (LIBRARY, KADREY):
        base = base.with_precedent(replace(base.precedents[name], court=court))
    answer = constrain(base, base.precedents[KADREY].factors, forum=court, as_of=ASKED)
    assert answer.binding["reason"].conflict == (LIBRARY, KADREY)
    assert answer.settled() is None


def test_one_precedent_per_lawsuit_would_contradict_itself() -> None:
    base = fair_use()
    three = [p for p in counting() if p.case == base.precedents[LIBRARY].case]
    assert len(three) == 3
    factors = frozenset().union(*(p.factors for p in three))
    base = replace(base, precedents={p.id: replace(p, factors=factors) for p in three})
    assert all(contradictions(base).values())


def test_the_courts_own_conclusions_are_part_of_what_keeps_the_base_consistent() -> None:
    """Without purpose, amount and market as courts conclude them, two pairs contradict and two reasons are empty."""
    concluded = {"furtherPurpose", "highlyTransformative", "samePurpose", "amountNecessary", "noSubstitution"}
    concluded |= {"directSubstitution", "unprotectedMarket"}
    coarser = [replace(p, factors=p.factors - concluded, reason=p.reason - concluded) for p in counting()]
    assert [p.id for p in coarser if not p.reason] == ["precedent-us-redigi", KADREY]
    pairs = combinations([p for p in coarser if p.reason], 2)
    thumbnails = "precedent-us-perfect10-v-amazon"
    assert [pair for one, other in pairs if (pair := conflict(fair_use(), (one, other), "reason"))] == [
        ("precedent-us-mds", thumbnails),
        (thumbnails, "precedent-us-hachette-v-ia"),
    ]


def test_no_precedent_yet_holds_the_factors_that_are_open_today() -> None:
    open_today = {"verbatimOutput", "marketDilution", "narrowCorpusEmulation"}
    assert not any(p.factors & open_today for p in fair_use().precedents.values())


def test_every_word_of_the_files_is_declared() -> None:
    graph = Graph()
    for path in sorted(FOLDER.glob("*.ttl")):
        graph.update(read_turtle_file(path))
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.ttl")))
    used = set(re.findall(r"\bls:(\w+)", text))
    assert sorted(used - set(graph.subjects()) - set(vocabulary().graph.subjects())) == []
    words = [name for name in graph.subjects() if re.search(rf"^ls:{name} a ", text, re.MULTILINE)]
    assert [name for name in words if not graph.text(name, "definition") or not graph.text(name, "label")] == []


def test_every_precedent_says_where_it_comes_from() -> None:
    for p in fair_use().precedents.values():
        assert p.verification in ("checked", "fromMemory")
        assert p.confidence in ("high", "medium", "low")
        assert (p.verification == "checked") == bool(p.verified_against), p.id
        assert re.search(r"\d", p.docket), p.id


def test_factors_know_their_side_and_group_and_exclude_both_ways() -> None:
    factors = load_precedents()["US", "fairUse"].factors
    assert len(factors) == 45
    assert {f.group for f in factors.values()} == {"factorPurpose", "factorNature", "factorAmount", "factorMarket", "factorConduct"}
    assert all(name in factors[other].excludes for name, f in factors.items() for other in f.excludes)
    assert factors["knownPirateSource"].implies == {"someInfringingSource"}
    assert len({f.side for f in factors.values()}) == 2
