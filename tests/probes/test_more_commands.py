"""`lexstemma quote`, `order`, `overlap` and `canary`: what they print, what goes into the case, what they refuse."""

import json
from typing import Any

import pytest
from desk import CASE, NOVEL, POEM, Desk

from lexstemma.case import Case
from lexstemma.probes import draw_canary, read_canaries, read_record, write_canaries

WORDS = NOVEL.split()
SENTENCE = " ".join(WORDS[:8])
ONCE = next(word for word in WORDS[3:8] if WORDS[:8].count(word) == 1)


def refused(desk: Desk, *arguments: str) -> str:
    before = desk.files()
    code, out, err = desk(*arguments)
    assert (code, out) == (2, ""), (out, err)
    assert err.startswith("lexstemma: ")
    assert err.count("\n") == 1
    assert desk.files() == before
    return err


# ------------------------------------------------------------ quote
def test_a_quotation_with_its_alternatives(desk: Desk, toy: list[dict[str, Any]]) -> None:
    code, out, err = desk("quote", SENTENCE, "--path", "toy", "--instead", f"{ONCE}=x1,x2", "--threads", "1")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert f"{ONCE!r} ranks 1 of 3 by the whole sentence (rank p = 0.33; 3 words cannot give p below 0.33)" in words
    assert f"{ONCE} 0.99" in words
    assert toy[0]["threads"] == 1


def test_a_quotation_as_json(desk: Desk, toy: list[dict[str, Any]]) -> None:
    out = desk("quote", SENTENCE, "--path", "toy", "--instead", f"{ONCE}=x1,x2", "--cue", "He wrote: ", "--format", "json")[1]
    found = json.loads(out)
    assert [word["text"] for word in found["words"]] == WORDS[:8]
    assert 0 <= found["words"][0]["probability"] <= 1
    assert (found["cue"], found["choices"][0]["original"], len(found["choices"][0]["alternatives"])) == ("He wrote: ", ONCE, 3)
    assert found["instrument"]["weights_digest"] == "a" * 64


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--instead", "w1"), "--instead is 'w1'"),
        (("--instead", f"{ONCE}=a,,b"), "--instead is"),
        (("--instead", f"{ONCE}=a", "--instead", f"{ONCE}=b"), "write each word once"),
        (("--instead", "nowhere=a"), "'nowhere' stands 0 times in the sentence"),
        (("--format", "xml"), "unknown format 'xml'"),
        (("--server",), "requires an argument"),
    ],
)
def test_quotations_that_cannot_be_asked(desk: Desk, toy: list[dict[str, Any]], more: tuple[str, ...], said: str) -> None:
    assert said in refused(desk, "quote", SENTENCE, "--path", "toy", *more)


def test_an_empty_quotation_and_a_missing_place(desk: Desk, toy: list[dict[str, Any]]) -> None:
    assert "an empty text" in refused(desk, "quote", " ", "--path", "toy")
    assert "--path" in refused(desk, "quote", SENTENCE)


# ------------------------------------------------------------ order
def test_the_order_of_a_data_set(desk: Desk, toy: list[dict[str, Any]]) -> None:
    lines = [" ".join(WORDS[n : n + 10]) for n in range(0, 160, 10)]
    (desk.folder / "set.txt").write_text("\n".join(lines), encoding="utf-8")
    code, out, err = desk("order", "set.txt", "--path", "toy", "--permutations", "39")
    assert (code, err) == (0, "")
    assert "p = 0.025 among B = 39 random orders" in " ".join(out.split())
    found = json.loads(desk("order", "set.txt", "--path", "toy", "--permutations", "9", "--format", "json")[1])
    assert (found["p"], found["permutations"], found["records"], len(found["shuffled"])) == (0.1, 9, 16, 9)
    assert "cannot reach 0.05" in found["statement"]


def test_orders_that_cannot_be_tested(desk: Desk, toy: list[dict[str, Any]]) -> None:
    (desk.folder / "one.txt").write_text("a single record\n", encoding="utf-8")
    assert "1 records in 1 shards" in refused(desk, "order", "one.txt", "--path", "toy")
    assert "no such file" in refused(desk, "order", "gone.txt", "--path", "toy")
    assert "permutations" in refused(desk, "order", "one.txt", "--path", "toy", "--permutations", "0")
    long = "\n".join(f"{n} {NOVEL}" for n in range(40))
    (desk.folder / "long.txt").write_text(long, encoding="utf-8")
    assert "expected more shards" in refused(desk, "order", "long.txt", "--path", "toy")


# ------------------------------------------------------------ overlap
@pytest.fixture
def answered(desk: Desk) -> Desk:
    text = CASE.replace("evidence:", "outputs:\n  - {id: reply, text: reply.txt}\n  - id: bare\nevidence:")
    (desk.folder / "case.yaml").write_text(text, encoding="utf-8")
    (desk.folder / "reply.txt").write_text("Sure: " + " ".join(WORDS[20:90]) + ".", encoding="utf-8")
    return desk


def test_an_output_compared_with_works_becomes_evidence(answered: Desk) -> None:
    code, out, err = answered("overlap", "case.yaml", "--output", "reply", "--works", "novel", "--works", "poem=poem.txt")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "novel in reply: G4" in words
    assert "poem in reply: G0" in words
    assert "43.75% of the work stand in runs of 20 words or more" in words
    case = Case.load("case.yaml")
    node = next(n for n in case.of_kind("Evidence") if n.startswith("overlap-reply-novel-"))
    assert (case.graph.name(node, "grade"), case.graph.names(node, "about")) == ("G4", ["reply"])
    begin, end = int(case.graph.text(node, "workFrom") or ""), int(case.graph.text(node, "workUntil") or "")
    assert NOVEL[begin:end].split() == WORDS[20:90]
    assert case.graph.text(node, "outputFrom") == "6"
    assert case.graph.text(node, "shareOfWork") == "0.4375"
    written = json.loads((answered.folder / str(case.graph.text(node, "source"))).read_text(encoding="utf-8"))
    assert (written["digest"], written["format"]) == (case.graph.text(node, "digest"), "lexstemma overlap 1")
    text = (answered.folder / "case.yaml").read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# the end" in text
    added = b"".join(data for name, data in answered.files().items() if name.startswith("case"))
    assert not any(" ".join(WORDS[n : n + 3]).encode() in added for n in range(len(WORDS) - 2))


def test_the_same_comparison_again_adds_nothing(answered: Desk) -> None:
    ask = ("overlap", "case.yaml", "--output", "reply=reply.txt")
    assert answered(*ask)[0] == 0
    before = answered.files()
    assert "In the case already" in answered(*ask)[1]
    assert answered.files() == before


def test_a_dry_comparison_writes_nothing_and_json_tells_it_all(answered: Desk) -> None:
    before = answered.files()
    code, out, _ = answered("overlap", "case.yaml", "--output", "reply", "--dry-run", "--format", "json")
    assert (code, answered.files()) == (0, before)
    found = json.loads(out)
    assert (found["output"], found["added"]) == ("reply", [])
    (one,) = found["comparisons"]
    assert (one["work"], one["grade"], one["carrying"]["words"]) == ("novel", "G4", 70)


def test_what_the_prompt_held_is_flagged_in_the_case(answered: Desk) -> None:
    (answered.folder / "asked.txt").write_text("Repeat this: " + NOVEL, encoding="utf-8")
    out = answered("overlap", "case.yaml", "--output", "reply", "--prompt", "asked.txt", "--out", "two.yaml")[1]
    assert "in the prompt" in out
    case = Case.load("two.yaml")
    node = next(n for n in case.of_kind("Evidence") if n.startswith("overlap-"))
    assert case.graph.names(node, "evidenceFlag") == ["selfRepetition"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--output", "replay"), "the case has no output 'replay' (did you mean reply?)"),
        (("--output", "novel"), "the case has no output 'novel'"),
        (("--output", "bare"), "the output 'bare' names no text file"),
        (("--output", "bare=gone.txt"), "no such file"),
        (("--output", "bare=empty.txt"), "an empty text"),
        (("--output", "bare=binary.txt"), "is a binary file"),
        (("--output", "reply", "--works", "novle"), "the case has no work 'novle'"),
        (("--output", "reply", "--prompt", "gone.txt"), "no such file"),
        (("--output", "reply", "--out", "two.txt"), "cannot write '.txt'"),
        (("--output", "reply", "--format", "csv"), "unknown format 'csv'"),
        ((), "--output"),
    ],
)
def test_comparisons_that_cannot_be(answered: Desk, more: tuple[str, ...], said: str) -> None:
    (answered.folder / "empty.txt").write_bytes(b"\n")
    (answered.folder / "binary.txt").write_bytes(b"\0\1" * 99)
    assert said.split(" (")[0] in refused(answered, "overlap", "case.yaml", *more)


# ------------------------------------------------------------ canaries
def test_a_canary_is_drawn_sealed_and_kept_secret(desk: Desk) -> None:
    code, out, err = desk("canary", "draw", "set.json", "--count", "200")
    assert (code, err) == (0, "")
    drawn = read_canaries(desk.folder / "set.json")
    published = out.splitlines()[0]
    assert published == drawn.texts[drawn.planted]
    assert len(published.split()) == 24
    assert len(set(drawn.texts)) == 200
    assert drawn.commitment in " ".join(out.split())
    assert not any(text in out for n, text in enumerate(drawn.texts) if n != drawn.planted)
    assert (desk.folder / "set.json").stat().st_mode & 0o077 == 0


def test_own_texts_are_drawn_from(desk: Desk) -> None:
    (desk.folder / "own.txt").write_text("one text\n\ntwo texts\n three texts \n", encoding="utf-8")
    out = desk("canary", "draw", "set.json", "--texts", "own.txt")[1]
    assert read_canaries(desk.folder / "set.json").texts == ("one text", "two texts", "three texts")
    assert out.splitlines()[0] in ("one text", "two texts", "three texts")


def test_what_cannot_be_drawn(desk: Desk) -> None:
    (desk.folder / "twice.txt").write_text("a\na\n", encoding="utf-8")
    (desk.folder / "there.json").write_text("{}", encoding="utf-8")
    assert "1 different texts of 2" in refused(desk, "canary", "draw", "set.json", "--texts", "twice.txt")
    assert "exists already" in refused(desk, "canary", "draw", "there.json")
    assert "count" in refused(desk, "canary", "draw", "set.json", "--count", "1")
    assert "cannot be written" in refused(desk, "canary", "draw", "gone/set.json", "--count", "2")


@pytest.fixture
def planted(desk: Desk) -> str:
    texts = [NOVEL, *(" ".join(reversed(WORDS[n:])) for n in range(39))]
    write_canaries(draw_canary(texts, planted=0, salt="ab"), desk.folder / "set.json")
    return "set.json"


def test_a_planted_text_is_proved_with_its_exact_p(desk: Desk, toy: list[dict[str, Any]], planted: str) -> None:
    code, out, err = desk("canary", "test", planted, "--path", "toy")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "rank 1 of 40: p = 0.025, exact; these weights were trained on the planted text" in words
    found = json.loads(desk("canary", "test", planted, "--path", "toy", "--format", "json")[1])
    assert (found["p"], found["ranks"], found["commitments"]) == (0.025, [1], [read_canaries(desk.folder / planted).commitment])


def test_canaries_of_a_work_reach_record_and_case(desk: Desk, toy: list[dict[str, Any]], planted: str) -> None:
    code, out, err = desk.probe("--works", "novel", "--canaries", f"novel={planted}")
    assert (code, err) == (0, "")
    assert "canaries: rank 1 of 40" in " ".join(out.split())
    case = Case.load("case.yaml")
    node = next(n for n in case.of_kind("Evidence") if n.startswith("probe-novel"))
    assert (case.graph.text(node, "canaryP"), case.graph.text(node, "canaryProved")) == ("0.025", "true")
    record = read_record(desk.folder / str(case.graph.text(node, "source")))
    assert record.document["canaries"]["commitments"] == [read_canaries(desk.folder / planted).commitment]
    held = read_canaries(desk.folder / planted).texts[1][:40]
    assert held not in json.dumps(record.document)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"planted": 1}, "was changed since it was sealed"),
        ({"salt": "cd"}, "was changed since it was sealed"),
        ({"format": "other"}, "is no set of canaries"),
        ({"texts": "abc"}, "is no set of canaries"),
        ({"planted": True}, "is no set of canaries"),
        ({"planted": 99}, "text 99 of 40"),
    ],
)
def test_sets_that_are_not_as_drawn(
    desk: Desk, toy: list[dict[str, Any]], planted: str, change: dict[str, object], said: str
) -> None:
    document = json.loads((desk.folder / planted).read_text(encoding="utf-8"))
    (desk.folder / planted).write_text(json.dumps(document | change), encoding="utf-8")
    assert said in refused(desk, "canary", "test", planted, "--path", "toy")
    assert said in desk.refusal("--canaries", f"novel={planted}")


def test_a_set_counts_once(desk: Desk, toy: list[dict[str, Any]], planted: str) -> None:
    assert "a planted text is there twice" in refused(desk, "canary", "test", planted, planted, "--path", "toy")
    assert "a planted text is there twice" in desk.refusal("--canaries", f"novel={planted}", "--canaries", f"novel={planted}")


def test_canaries_of_no_work_or_already_public(desk: Desk, toy: list[dict[str, Any]], planted: str) -> None:
    assert "write WORK=FILE" in desk.refusal("--canaries", planted)
    assert "a work that is measured: novel" in desk.refusal("--canaries", f"poem={planted}")
    write_canaries(draw_canary([POEM, WORDS[3]], planted=0, salt="ab"), desk.folder / "public.json")
    assert "was held back, and stands in 'novel'" in desk.refusal("--canaries", "novel=public.json")
    (desk.folder / "none.json").write_text("[1", encoding="utf-8")
    assert "is not JSON" in desk.refusal("--canaries", "novel=none.json")
