"""What a reader of each format sees, taken out of it again."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from lexstemma import Case, Law, Run, assess
from lexstemma.report import STATUS_WORDS, Memo, memo_pdf
from lexstemma.report._memo import _pdf
from lexstemma.report._memo._model import Bullets, Heading, Paragraph, Span, Table
from lexstemma.terms import data_path

LAW = Law.load(as_of="2026-11-23")
EXAMPLES = [Case.load(path) for path in sorted(data_path("examples").glob("*.yaml"))]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SECTIONS = (
    "Short answer", "Facts", "The chain", "Step by step", "Contested and open points", "Authorizations to obtain",
    "What would change the answer", "Authorities", "Versions",
)  # fmt: skip
_STATUS = re.compile("|".join(sorted(STATUS_WORDS.values(), key=len, reverse=True)))


def example(name: str, under: str | list[str] = "place") -> Run:
    return assess(next(case for case in EXAMPLES if case.id == name), LAW, under=under)


def hostile(texts: list[str]) -> Case:
    """A case whose free texts are these: each is the title and the note of a work, all together everything else."""
    words = " ".join(texts)
    works = [
        {"id": f"w{n}", "type": "TextWork", "title": one, "rightsholder": "lab", "original": True, "note": one}
        for n, one in enumerate(texts)
    ]
    names = [work["id"] for work in works]
    return Case.from_dict(
        {
            "id": "hostile",
            "title": words,
            "source": words,
            "agents": [{"id": "lab", "type": "Company", "title": words}],
            "works": works,
            "datasets": [{"id": "d", "title": words}],
            "weights": [{"id": "m", "title": words}],
            "outputs": [{"id": "o", "title": words}],
            "steps": [
                {"id": "s", "type": "Acquisition", "title": words, "place": "DE", "used": names, "produced": ["d"]},
                {"id": "t", "type": "Pretraining", "title": words, "place": "DE", "used": ["d"], "produced": ["m"]},
                {"id": "g", "type": "Generation", "title": words, "place": "US", "used": ["m"], "produced": ["o"]},
            ],
        }
    )


class Page(HTMLParser):
    """The visible words of an HTML page, its headings, its tags, and every attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.sections: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "h2":
            self.sections.append("")
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "svg", "details"} & set(self._inside):
            self.words.append(data)
        if "h2" in self._inside:
            self.sections[-1] += data


def of_docx(data: bytes) -> ElementTree.Element:
    """The document's XML; that it parses shows that it holds no forbidden character."""
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def docx_paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and words of every paragraph, those in tables too."""
    found = []
    for paragraph in of_docx(data).iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        words = "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))
        found.append((style.get(f"{WORD}val", "") if style is not None else "", words))
    return found


def flat(words: str) -> str:
    """Words without blanks, so that line breaks do not count."""
    return re.sub(r"[\s\u200b]+", "", words)


def unnumbered(heading: str) -> str:
    return re.sub(r"^\s*\d+\.\s*", "", heading).strip()


def statuses(words: str) -> list[str]:
    """The words of statuses in the order in which they stand."""
    return _STATUS.findall(words)


def spans(built: Memo) -> list[Span]:
    """Every span, in order."""
    found = [span for _, words in built.head for span in words]
    for section in built.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph | Heading):
                found += block.text
            elif isinstance(block, Bullets):
                found += [span for item in block.items for span in item]
            elif isinstance(block, Table):
                found += [span for row in block.rows for cell in row.cells for span in cell]
            else:
                found += block.caption
    return found


def typeset(built: Memo, monkeypatch: pytest.MonkeyPatch) -> str:
    """The words that reach Typst, instead of a PDF."""
    given: list[str] = []

    def instead(source: bytes, inputs: dict[str, str], *_: str, **__: object) -> bytes:
        given.append(inputs["memo"])
        return b"%PDF"

    monkeypatch.setattr(_pdf, "_compiled", instead)
    memo_pdf(built)
    return given[0]
