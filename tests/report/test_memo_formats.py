"""One memo in four formats: the same content, the same bytes, and deaf to what a case would have it do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from memos import (
    LAW,
    SECTIONS,
    Page,
    docx_paragraphs,
    example,
    flat,
    hostile,
    of_docx,
    spans,
    statuses,
    typeset,
    unnumbered,
)

from lexstemma import assess
from lexstemma.report import NOT_ADVICE, Memo, memo, memo_docx, memo_html, memo_markdown, memo_pdf
from lexstemma.report._memo import _pdf
from lexstemma.report._memo._model import Figure, Span

HOSTILE = [
    "<script>alert(1)</script>", "<img src=http://evil.example/x.png>", "</style><b>", "&lt;b&gt; &amp;", "{{7*7}}",
    "'\"><svg onload=x>",
    '#import "@preview/evil:1.0.0": x', '#read("/etc/passwd")', "*bold* _it_ `raw` $x^2$ <label> @ref \\ // /* */", "= Heading",
    "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "| a | b |", "# head", "- item", "=1+1", "@SUM(A1)",
    "לשון הקודש", "العربية", "漢字かな", "W" * 400, "https://evil.example/" + "a/" * 150, "a\u202eb\u0000c\u0007d\x1b[31m",
    "\ufffe\uffff\U0001f600",
]  # fmt: skip


# ------------------------------------------------------------ the same in every format
@pytest.mark.parametrize("name", ["figure2", "getty-laion", "three-steps"])
def test_every_format_has_the_same_sections_and_statuses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    built = memo(example(name))
    marked = [span.text for span in spans(built) if span.status]
    page = Page(memo_html(built))
    assert tuple(unnumbered(title) for title in page.sections) == SECTIONS
    paragraphs = docx_paragraphs(memo_docx(built))
    assert tuple(unnumbered(words) for style, words in paragraphs if style == "Heading1") == SECTIONS
    lines = memo_markdown(built).splitlines()
    assert tuple(unnumbered(line[3:]) for line in lines if line.startswith("## ")) == SECTIONS
    data = json.loads(typeset(built, monkeypatch))
    assert tuple(section["title"] for section in data["sections"]) == SECTIONS

    def listed(value: object) -> list[str]:
        if isinstance(value, dict):
            if value.get("status"):
                return [value["text"]]
            return [word for part in value.values() for word in listed(part)]
        return [word for part in value for word in listed(part)] if isinstance(value, list) else []

    assert listed([data["head"], data["sections"]]) == marked
    expected = statuses(" ".join(span.text for span in spans(built)))
    assert statuses(" ".join(page.words)) == expected
    # Cells that Word joins are one; Markdown tells the figure in words.
    assert statuses(" ".join(words for _, words in paragraphs if words)) == expected
    drawn = next(b for s in built.sections for b in s.blocks if isinstance(b, Figure))
    assert sorted(statuses("\n".join(lines).replace("\\", ""))) == sorted(expected + statuses(" ".join(drawn.lines)))


@pytest.mark.parametrize("name", ["gema-openai"])
def test_the_line_that_it_is_no_advice_stands_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    built = memo(example(name))
    assert " ".join(Page(memo_html(built)).words).count(NOT_ADVICE) == 1
    assert [words for _, words in docx_paragraphs(memo_docx(built))].count(NOT_ADVICE) == 1
    assert memo_markdown(built).count(NOT_ADVICE) == 1
    assert typeset(built, monkeypatch).count(NOT_ADVICE) == 1


def test_the_same_inputs_give_the_same_bytes() -> None:
    one, other = memo(example("three-steps")), memo(example("three-steps"))
    for written in (memo_html, memo_markdown, memo_docx, memo_pdf):
        assert written(one) == written(other)


# ------------------------------------------------------------ what a case says is text
@pytest.fixture(scope="module")
def attacked() -> Memo:
    return memo(assess(hostile(HOSTILE), LAW))


def test_what_a_case_says_is_text_in_html(attacked: Memo) -> None:
    page = Page(memo_html(attacked))
    told = flat("".join(page.words))
    assert not [words for words in HOSTILE if flat(Span(words).text) not in told]
    plain = Page(memo_html(memo(assess(hostile(["plain é", "another"]), LAW))))
    assert set(page.tags) <= set(plain.tags)
    assert {name for _, name, _ in page.attributes} <= {name for _, name, _ in plain.attributes}


def test_what_a_case_says_is_text_in_word(attacked: Memo) -> None:
    paragraphs = docx_paragraphs(memo_docx(attacked))
    title = flat(next(said for style, said in paragraphs if style == "Title"))
    told = flat("".join(said for style, said in paragraphs if style != "Title"))
    assert not [words for words in HOSTILE if flat(Span(words).text) not in title or flat(Span(words).text) not in told]


def test_what_a_case_says_is_text_in_markdown(attacked: Memo) -> None:
    written = memo_markdown(attacked)
    told = flat(written.replace("\\", ""))
    assert not [words for words in HOSTILE if flat(Span(words).text.replace("\\", "")) not in told]
    bare = re.sub(r"\\.", "", written)
    assert "![" not in bare
    assert "<script" not in bare
    assert all(url.startswith(("http://", "https://")) for url in re.findall(r"\]\(<([^>]*)>\)", bare))
    heads = [line for line in written.splitlines() if line.startswith("# ")]
    assert len(heads) == 1


def test_what_a_case_says_is_text_in_pdf(attacked: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst gets the words as data; whatever they are, they are set, and a file or package that they name is not read."""
    with monkeypatch.context() as patched:
        told = flat("".join(words_in(json.loads(typeset(attacked, patched)))))
    assert not [words for words in HOSTILE if flat(Span(words).text) not in told]
    assert memo_pdf(attacked).startswith(b"%PDF-")


def words_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [word for part in value.values() for word in words_in(part)]
    return (
        [word for part in value for word in words_in(part)]
        if isinstance(value, list)
        else [value]
        if isinstance(value, str)
        else []
    )


def test_html_asks_nobody_for_anything() -> None:
    text_of = memo_html(memo(example("figure2")))
    page = Page(text_of)
    loading = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "xlink:href", "manifest"}
    assert not [name for _, name, _ in page.attributes if name in loading or name.startswith("on")]
    assert not {"script", "link", "iframe", "img", "image", "object", "embed", "base", "form", "use"} & set(page.tags)
    assert {tag for tag, name, _ in page.attributes if name == "href"} == {"a"}
    assert "url(http" not in text_of
    assert "@import" not in text_of
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http://a b", 'https://a">', "file:///etc/passwd", "//evil"]
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert Span("x", url=url).url == ""
    assert Span("x", url="https://example.org/a_(b)?c=d#e").url


# ------------------------------------------------------------ Word and PDF
def test_the_word_document_has_real_headings_headers_and_page_numbers() -> None:
    data = memo_docx(memo(example("three-steps")))
    tree = of_docx(data)
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    tables = list(tree.iter(f"{word}tbl"))
    # All but the box under the title.
    assert [table.find(f".//{word}tblHeader") is not None for table in tables] == [False] + [True] * (len(tables) - 1)
    styles = {style for style, _ in docx_paragraphs(data)}
    assert {"Title", "Heading1", "Heading2", "ListBullet", "Caption"} <= styles
    assert b"NUMPAGES" in _part(data, "word/footer1.xml")


def _part(data: bytes, name: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = name if name in package.namelist() else next(n for n in package.namelist() if n.startswith("word/footer"))
        return package.read(found)


def test_the_word_document_fetches_nothing() -> None:
    relations = _part(memo_docx(memo(example("figure2"))), "word/_rels/document.xml.rels").decode()
    external = re.findall(r'<Relationship [^>]*TargetMode="External"[^>]*>', relations)
    assert external
    assert all("/hyperlink" in relation for relation in external)


def test_the_pdf_is_tagged_titled_and_dated_by_the_day_of_asking() -> None:
    data = memo_pdf(memo(example("three-steps")))
    assert b"/StructTreeRoot" in data
    assert b"/CreationDate(D:20261123" in data
    assert b"/Title(" in data


@pytest.mark.parametrize(("module", "written", "extra"), [("typst", memo_pdf, "pdf"), ("docx", memo_docx, "docx")])
def test_a_missing_package_is_one_line(module: str, written: object, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from lexstemma.terms import MissingExtra

    monkeypatch.setitem(sys.modules, module, None)
    assert callable(written)
    with pytest.raises(MissingExtra, match=rf"--format {extra} needs an optional package; .*lexstemma\[{extra}\]"):
        written(memo(example("three-steps")))


def test_the_template_holds_no_word_of_a_case_and_reads_no_file() -> None:
    source = Path(_pdf.__file__).with_name("memo.typ").read_text(encoding="utf-8")
    code = re.sub(r"//.*", "", source)
    assert not re.findall(r"\b(?:import|include|read|eval|plugin)\b", code)
