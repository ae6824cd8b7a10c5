"""The commands on permissions, on what is open, and on evidence."""

from __future__ import annotations

import json

from .running import lexstemma

DAY = ("--as-of", "2026-11-23")


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_newcomer_reads_which_three_permissions_clear_the_lyrics_case() -> None:
    out = words(lexstemma("clear", "gema-openai", "--law", "DE", *DAY).out)
    assert "Whatever the open facts and questions turn out to be: 3 permissions, from 1 holder" in out
    assert "author: reproduction in atemlos, wolken for train, host, reply under DE" in out
    assert "author: communication to the public in atemlos, wolken for show under DE" in out
    assert "author: adaptation in atemlos, wolken for reply under DE only if open facts or questions turn out badly" in out
    assert "If they turn out well: 2 permissions, from 1 holder" in out
    assert "lexstemma clear gema-openai --law DE --around" in out


def test_what_no_permission_clears_is_told() -> None:
    out = words(lexstemma("clear", "four-countries", *DAY).out)
    assert "Not cleared by any of this moral right show: article: moral: attribution" in out
    assert "besides A United States work must be registered before suit" in out


def test_a_holder_who_never_agrees() -> None:
    out = words(lexstemma("clear", "gema-openai", "--law", "DE", "--weight", "gema=never", *DAY).out)
    assert "cannot be cleared in this reading, because a holder never agrees: train: atemlos" in out


def test_agreements_are_counted_if_asked() -> None:
    out = lexstemma("clear", "gema-openai", "--law", "DE", "--count", "holder", *DAY).out
    assert "1 agreement, for 3 permissions" in out


def test_the_same_as_data_with_ways_around() -> None:
    found = json.loads(lexstemma("clear", "three-steps", "--law", "DE", "--around", "--format", "json", *DAY).out)
    assert found["counted"] == "permission"
    assert found["certain"]["exact"]
    assert {p["right"] for p in found["certain"]["permissions"]} == {"authorReproduction", "authorAdaptation"}
    assert found["hoped"]["cost"] == 0
    assert all(one["set"] for one in found["hoped"]["provided"])
    [drop, *_] = [way for way in found["around"]["ways"] if way["kind"] == "drop"]
    assert (drop["still_to_ask"], drop["still_to_ask_if_well"]) == (0, 0)
    assert drop["price"] == len(drop["changed"]) + len(drop["again"])


def test_a_way_around_can_be_asked_as_a_what_if() -> None:
    found = json.loads(lexstemma("clear", "three-steps", "--law", "DE", "--around", "--format", "json", *DAY).out)
    way = next(way for way in found["around"]["ways"] if way["kind"] == "drop")
    settings = [part for one in way["set"] for part in ("--set", one)]
    done = lexstemma("whatif", "three-steps", *settings, "--law", "DE", *DAY)
    assert done.code == 0
    assert "no longer asked" in done.out


def test_what_is_open_is_ranked() -> None:
    out = words(lexstemma("sensitivity", "three-steps", *DAY).out)
    assert "What moves most answers, each set by itself and the case decided again" in out
    assert "memorised: yes model with essay 2" in out
    assert "to lawful, by open facts and questions:" in out
    assert "proven to be the smallest" in out
    assert "to unlawful, by open facts and questions:" in out


def test_what_is_open_as_data() -> None:
    found = json.loads(lexstemma("sensitivity", "three-steps", "--format", "json", *DAY).out)
    first = found["toggles"][0]
    assert (first["set"], len(first["answers"])) == ("model.memorised@essay=true", 2)
    assert {flip["towards"] for flip in found["flips"]} == {"lawful", "unlawful"}


def test_evidence_moves_the_german_answers_and_not_the_british() -> None:
    found = json.loads(lexstemma("evidence", "gema-openai", "--law", "DE,UK", "--format", "json", *DAY).out)
    [song] = [one for one in found["evidence"] if one["id"] == "gpt4.memorised@atemlos"]
    assert song["kind"] == "statement"
    assert song["without_it"]
    assert all(change["id"].endswith("/DE") for change in song["without_it"])
    assert found["probe_again"] == []


def test_a_case_without_evidence_says_so() -> None:
    assert "the case holds no evidence" in lexstemma("evidence", "three-steps", *DAY).out
