"""The command that sets a reform beside the law in force."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexstemma.terms import data_path

from .running import lexstemma, refusal

PREFIXES = "@prefix ls: <https://w3id.org/lexstemma#> .\n@prefix law: <https://w3id.org/lexstemma/law#> .\n"


@pytest.fixture(scope="module")
def british() -> str:
    return lexstemma("reform", "uk-opt-out", "--as-of", "2026-11-23").out


def test_the_examples_are_asked_if_no_case_is_named(british: str) -> None:
    examples = list(data_path("examples").glob("*.yaml"))
    assert f"{len(examples)} cases asked on 2026-11-23" in british
    assert "as if every step were done in: United Kingdom" in " ".join(british.split())
    assert british.count("Not legal advice") == 1


def test_the_table_says_who_gains_who_loses_and_by_which_rule(british: str) -> None:
    head, _, rest = british.partition("Who gains, who loses, by which rule")
    assert head
    columns = next(line for line in rest.splitlines() if line.startswith(" by"))
    assert columns.split("  ")[0] == " by"
    assert all(word in columns for word in ("answers", "really there", "gain", "lose"))
    [row] = [line for line in rest.splitlines() if line.startswith(" uk-reform-29b ")]
    assert "company" in row
    assert "author or successor" in row
    assert "More is asked" not in british
    [exercises] = [line for line in rest.splitlines() if "exercises" in line]
    assert exercises.split()[:3] == ["figure2", "fine-tune", "UK"]  # the one step that was really done there
    assert "*" not in exercises
    assert "* as if the step were done there" in british


def test_the_same_as_data() -> None:
    found = json.loads(lexstemma("reform", "eu-remuneration", "figure2", "--format", "json").out)
    assert (found["cases"], found["laws"]) == (["figure2"], ["place", "EU"])
    assert found["changed"] == len(found["changes"]) <= found["asked"]
    by = {(c["step"], c["work"], c["copy"], c["law"]): c for c in found["changes"]}
    novel, article = by["crawl", "novel", "corpusCopy", "DE"], by["crawl", "article", "corpusCopy", "DE"]
    assert (novel["before"], novel["after"], novel["gains"], novel["holders"]) == (
        "authorization_required", "excepted", "performer", ["novelist"],
    )  # fmt: skip
    assert (article["before"], article["after"], article["gains"]) == ("excepted", "excepted", "rightholder")
    assert novel["flags_added"] == article["flags_added"] == ["remuneration-owed"]
    assert novel["by"] == article["by"] == ["eu-reform-training"]
    assert novel["at_place"] is True
    assert {tally["rule"] for tally in found["tallies"]} == {"eu-reform-training", "eu-reform-weights"}


def test_a_repeal_is_told_by_the_rule_that_went(tmp_path: Path) -> None:
    overlay = tmp_path / "repeal.ttl"
    overlay.write_text(PREFIXES + "law:reform ls:repeals law:de-urhg-44b .\n", encoding="utf-8")
    found = json.loads(lexstemma("reform", str(overlay), "three-steps", "--format", "json").out)
    assert found["laws"] == ["place", "DE"]
    [crawl] = [c for c in found["changes"] if c["step"] == "crawl"]
    assert (crawl["after"], crawl["loses"], crawl["by"]) == ("authorization_required", "performer", ["de-urhg-44b"])


def test_other_laws_may_be_named() -> None:
    done = lexstemma("reform", "uk-opt-out", "three-steps", "--law", "DE")
    assert "0 of " in done.out
    assert "nothing changes in three-steps" in done.out
    assert done.code == 0


def test_the_same_question_gives_the_same_bytes() -> None:
    arguments = ("reform", "us-safe-harbour", "bartz-kadrey", "--as-of", "2026-11-23", "--format", "json")
    assert lexstemma(*arguments).out == lexstemma(*arguments).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("uk-optout",), "did you mean uk-opt-out?"),
        (("nowhere/reform.ttl",), "no such file"),
        (("uk-opt-out", "figur2"), "did you mean figure2?"),
        (("uk-opt-out", "--law", "XX"), "unknown jurisdiction"),
        (("uk-opt-out", "--format", "csv"), "use one of: table, json"),
        ((), "missing argument"),
    ],
)
def test_a_mistake_is_refused_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    assert said in refusal("reform", *arguments).lower() or said in refusal("reform", *arguments)


@pytest.mark.parametrize(("text", "said"), [(PREFIXES, "the overlay changes no law"), ("law:x a ;;; oops", "reform.ttl:1")])
def test_an_overlay_that_says_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    overlay = tmp_path / "reform.ttl"
    overlay.write_text(text, encoding="utf-8")
    assert said in refusal("reform", str(overlay))
