"""A user's mistake is one line: what, where, what was expected, what to do; exit code 2, nothing on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import lexstemma, refusal

FIGURE2 = ("figure2",)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("asess", "figure2"), "did you mean 'assess'"),
        (("assess",), "missing argument 'case'"),
        (("assess", "figure2", "--bogus"), "no such option"),
        (("assess", "figur2"), "did you mean figure2?"),
        (("assess", "nowhere/case.yaml"), "no such file"),
        (("assess", "figure2", "--law", "XX"), "encoded are"),
        (("assess", "figure2", "--law", ""), "write place, or codes"),
        (("assess", "figure2", "--law", "EU,,EU"), "write place, or codes"),
        (("assess", "figure2", "--claimed"), "name them"),
        (("assess", "figure2", "--format", "jsn"), "did you mean json?"),
        (("assess", "figure2", "--stance", "papr"), "paper"),
        (("assess", "figure2", "--as-of", "2026-02-30"), "yyyy-mm-dd"),
        (("assess", "figure2", "--fail-on", "contestd"), "did you mean contested?"),
        (("assess", "figure2", "--overlay", "nowhere.ttl"), "no such file"),
        (("explain", "figure2", "crwl"), "did you mean 'crawl'?"),
        (("explain", "figure2", "crawl", "--work", "nvel"), "did you mean 'novel'?"),
        (("explain", "figure2", "crawl", "--work", "verse"), "asks nothing about"),
        (("explain", "figure2", "crawl", "--right", "authorReproducton"), "did you mean authorreproduction?"),
        (("compare", "figure2", "--law", "place,XX"), "unknown jurisdiction"),
        (("whatif", "figure2"), "whatif changes nothing"),
        (("whatif", "figure2", "--without", "probe-1"), "holds no evidence 'probe-1'"),
        (("clear", "figure2", "--weight", "press"), "write e.g. press=3"),
        (("clear", "figure2", "--weight", "press=0"), "from 1 to 10000"),
        (("clear", "figure2", "--weight", "pres=2"), "nobody called 'pres'"),
        (("clear", "figure2", "--count", "holdr"), "did you mean holder?"),
        (("clear", "figure2", "--format", "csv"), "use one of: table, json"),
        (("sensitivity", "figur2"), "did you mean figure2?"),
        (("sensitivity", "figure2", "--format", "csv"), "use one of: table, json"),
        (("evidence", "figure2", "--law", "XX"), "unknown jurisdiction"),
        (("whatif", "figure2", "--set", "crawl"), "sets nothing"),
        (("whatif", "figure2", "--set", "crawl.lawfulAcess=true"), "did you mean lawfulaccess?"),
        (("whatif", "figure2", "--set", "crawl.lawfulAccess=maybe"), "true, false or unknown"),
        (("whatif", "figure2", "--set", "craw.date=2025-01-01"), "did you mean crawl?"),
        (("whatif", "figure2", "--set", "crawl.date=1-1-2025"), "expected a day"),
        (("whatif", "figure2", "--set", "crawl.place=Utopia"), "not a code of a place"),
        (("whatif", "figure2", "--set", "crawl.used=nvel"), "novel"),
        (("whatif", "figure2", "--set", "crawl.used=base"), "made from itself"),
        (("whatif", "figure2", "--set", "base.memorised@nvel=true"), "did you mean novel?"),
        (("whatif", "figure2", "--set", "base.memorisd@novel=true"), "did you mean memorised?"),
        (("whatif", "figure2", "--set", "issue-weights-reproductoin=yes"), "did you mean issue-weights-reproduction?"),
        (("whatif", "figure2", "--set", "issue-weights-reproduction=perhaps"), "yes or no"),
        (("whatif", "figure2", "--set", "novel.asserts=x"), "describes things of its own"),
        (("where", "nvel", "figure2"), "did you mean 'novel'?"),
        (("assess", "figure2", "--forum", "Circuit of Nowhere"), "unknown court"),
        (("licences", "figure2", "--forum", "Circuit of Nowhere"), "unknown court"),
        (("when", "figure2", "crwl"), "did you mean 'crawl'?"),
        (("when", "figure2", "--work", "nvel"), "did you mean 'novel'?"),
        (("when", "figure2", "--format", "csv"), "use one of: table, json"),
        (("precedents", "--factors", "knownPirateSorce"), "did you mean knownpiratesource?"),
        (("precedents", "--factors", "knownPirateSource,lawfulSourceCopy"), "never hold together"),
        (("precedents", "--law", "DE"), "no precedents are coded for de"),
        (("precedents", "--law", "QQ"), "unknown jurisdiction"),
        (("precedents", "--status", "finalRulin"), "no precedent has the status"),
        (("chains", "figure2", "--to", "nothing-like-it"), "no thing called"),
        (("chains", "figure2", "--most", "0"), "--most"),
        (("authorizations", "figure2", "--format", "ttl"), "use one of"),
        (("law", "list", "--law", "XX"), "encoded are"),
        (("law", "show", "no-such-rule"), "no rule is called"),
        (("law", "shwo"), "did you mean 'show'"),
        (("law", "diff", "yesterday", "2025-01-01"), "is no state of the law"),
        (("vocabulary", "lawfulAcess"), "did you mean lawfulaccess"),
        (("vocabulary", "qqqqqq"), "lists them all"),
        (("check", "nowhere.yaml"), "no such file"),
        (("new", "case.txt"), "ends in .yaml"),
        (("export", "figure2", "case.docx"), "cannot write"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal(*arguments).lower()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"lexstemma: 1\nid: [\n", ":3: is not yaml"),
        (b"lexstemma: 1\nworks: [{id: w, type: TextWrok}]\n", "textwork"),
        (b"lexstemma: 1\nsteps: [{id: s, type: Acquisition, lawfulAcess: true}]\n", "lawfulaccess"),
        (b"lexstemma: 99\nid: x\n", "newer"),
        (b"\xff\xfe", "is not utf-8"),
        (b"<?xml version='1.0'?>", "is xml"),
    ],
)
@pytest.mark.parametrize("command", [("assess",), ("check",), ("compare",), ("where", "w")], ids=lambda c: c[0])
def test_a_broken_case(command: tuple[str, ...], content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    line = refusal(*command, str(path)).lower()
    assert said in line
    assert "broken.yaml" in line


def test_a_folder_without_a_case(tmp_path: Path) -> None:
    assert "holds no case" in refusal("assess", str(tmp_path))


def test_a_broken_overlay_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "reform.ttl"
    path.write_text("@prefix ls: <https://w3id.org/lexstemma#> .\nls:a ls:b .\n", encoding="utf-8")
    assert "reform.ttl:2" in refusal("assess", "figure2", "--overlay", str(path))


def test_an_overlay_with_an_unknown_atom_names_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "reform.ttl"
    path.write_text(
        """@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
law:a-reform a ls:Exception ; rdfs:label "Reform" ; ls:jurisdiction law:UK ; ls:provision "clause 1" ;
    ls:authorityLevel ls:proposed ; ls:excuses ls:authorReproduction ; ls:requires ls:moonIsFull .
""",
        encoding="utf-8",
    )
    line = refusal("assess", "figure2", "--overlay", str(path))
    assert "a-reform" in line
    assert "moonIsFull" in line


def test_existing_files_are_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")
    assert "exists" in refusal("new", str(path))
    assert "exists" in refusal("export", "figure2", str(path))
    assert path.read_text(encoding="utf-8") == "mine"
    assert lexstemma("export", "figure2", str(path), "--force").code == 0


def test_check_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text("", encoding="utf-8")
    assert lexstemma("new", str(good)).code == 0
    done = lexstemma("check", str(bad), str(good))
    assert done.code == 2
    assert "bad.yaml" in done.err
    assert "good.yaml" in done.out


def test_what_a_case_says_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil.yaml"
    path.write_text(
        """lexstemma: 1
id: evil
title: "\\e[31mred\\e[2J \\u202e reversed [bold]not bold[/bold]"
works: [{id: w, type: TextWork, title: "\\e]0;title\\a"}]
steps: [{id: s, type: Acquisition, used: [w], place: DE}]
""",
        encoding="utf-8",
    )
    for arguments in (("assess", str(path)), ("explain", str(path), "s"), ("where", "w", str(path)), ("chains", str(path))):
        done = lexstemma(*arguments)
        assert done.code == 0, done.err
        assert not {"\x1b", "\x07", "\u202e"}.intersection(done.out)
    assert "[bold]not bold[/bold]" in lexstemma("assess", str(path)).out
    assert "\x1b" not in refusal("explain", str(path), "\x1b[31m")
