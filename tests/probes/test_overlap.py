"""What an output takes over: against a slow search, with places that can be looked up, and with what does not count."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import prose

from lexstemma.case import Case
from lexstemma.probes import overlap, overlap_evidence, write_overlap
from lexstemma.terms import InputError

WORK = prose(400, 5)
WORDS = WORK.split()
small = st.lists(st.sampled_from("abc"), min_size=1, max_size=30)


@given(small, small)
def test_runs_are_all_maximal_common_runs(mine: list[str], theirs: list[str]) -> None:
    wanted = set()
    for a in range(len(mine)):
        for b in range(len(theirs)):
            n = 0
            while a + n < len(mine) and b + n < len(theirs) and mine[a + n] == theirs[b + n]:
                n += 1
            begins = a == 0 or b == 0 or mine[a - 1] != theirs[b - 1]
            if n >= 4 and begins:
                wanted.add((n, 2 * a, 2 * b))
    found = overlap(" ".join(mine), " ".join(theirs))
    assert {(r.words, r.output[0], r.work[0]) for r in found.runs} == wanted


@pytest.mark.parametrize(("words", "name"), [(50, "G4"), (49, "G2"), (20, "G2"), (19, "G0"), (3, "G0")])
def test_how_long_a_run_counts(words: int, name: str) -> None:
    output = f"As I said, {' '.join(WORDS[100 : 100 + words]).upper()}! " + prose(30, 99, 10**6)
    found = overlap(output, WORK)
    assert found.grade == name
    assert found.share_of_work == pytest.approx(words / 400 if words >= 20 else 0)
    if words >= 4:
        run = found.runs[0]
        assert output[slice(*run.output)].casefold() == WORK[slice(*run.work)]
        assert run.words == words


def test_near_verbatim_is_found_with_its_edits() -> None:
    copied = list(WORDS[100:200])
    copied[30] = "changed"
    del copied[60]
    copied.insert(80, "added")
    found = overlap(" ".join(copied), WORK)
    near = found.near[0]
    assert (near.words, near.edits) == (100, 3)
    assert WORK[slice(*near.work)].split() == WORDS[100:200]
    rewritten = [word if n % 4 else "other" for n, word in enumerate(WORDS[:120])]
    assert overlap(" ".join(rewritten), WORK).grade == "G0"
    every = [word if n % 18 else "other" for n, word in enumerate(WORDS[1:120], 1)]
    assert overlap(" ".join(every), WORK).grade == "G2"  # no run of 20, but 94 % of the words


def test_what_the_prompt_held_is_flagged() -> None:
    found = overlap(" ".join(WORDS[:60]), WORK, prompt="Repeat: " + " ".join(WORDS[:70]))
    assert (found.grade, found.flags) == ("G4", {"selfRepetition"})
    more = overlap(" ".join([*WORDS[:60], "and", *WORDS[100:130]]), WORK, prompt=" ".join(WORDS[:70]))
    assert (more.grade, more.flags) == ("G2", frozenset())


def test_boilerplate_is_in_many_works() -> None:
    licence = " ".join(WORDS[:60])
    assert overlap(licence, WORK, others=[licence + " x", "y " + licence.upper(), licence]).flags == {"boilerplate"}
    assert overlap(licence, WORK, others=[licence, licence]).flags == frozenset()


def test_a_short_output_is_not_graded() -> None:
    found = overlap("only a few words", WORK)
    assert found.grade == "GX"
    assert "fewer than 20" in found.reasons[0]


@pytest.mark.parametrize(("output", "work"), [("", WORK), (WORK, ""), ("a\0b", WORK), (WORK, "?! ..."), ("...", WORK)])
def test_texts_without_words_are_refused(output: str, work: str) -> None:
    with pytest.raises(InputError):
        overlap(output, work)


def test_refrains_and_books_stay_cheap() -> None:
    begun = time.process_time()
    overlap("la " * 1000, "la " * 10_000)
    overlap(prose(500, 1), prose(100_000, 2))
    assert time.process_time() - begun < 20


def test_the_evidence_says_where(tmp_path: Path) -> None:
    found = overlap(" ".join(WORDS[100:160]), WORK)
    made = overlap_evidence(found, id="e", about="answer", concerning="novel", source="overlap.json")
    assert made["grade"] == "G4"
    assert "work characters" in made["note"][0]
    assert WORK[made["workFrom"] : made["workUntil"]].split() == WORDS[100:160]
    assert (made["outputFrom"], made["shareOfOutput"]) == (0, 1.0)
    assert made["shareOfWork"] == found.share_of_work == 60 / len(WORDS)
    assert "w" + WORDS[100] not in str(made)
    write_overlap(found, tmp_path / "overlap.json")
    written = json.loads((tmp_path / "overlap.json").read_text(encoding="utf-8"))
    assert (written["digest"], written["runs"][0]["words"]) == (made["digest"], 60)
    case = Case.from_dict(
        {
            "id": "c",
            "works": [{"id": "novel", "type": "TextWork"}],
            "outputs": [{"id": "answer", "type": "Output"}],
            "evidence": [made],
        }
    )
    assert case.graph.name("e", "grade") == "G4"
    assert case.graph.text("e", "digest") == made["digest"]
