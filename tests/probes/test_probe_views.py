"""Heat maps and curves: all of the text is there, nothing in it is markup, and colours are never the only sign."""

import io
import math
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexstemma.report import Curve, Page, Piece, curve_svg, curve_words, heat_html, heat_pieces, print_curve, print_heat

LN = math.log


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_text_is_cut_at_its_tokens() -> None:
    pieces = heat_pieces("one two  three", [(0, 3), (3, 7), (9, 14)], [LN(0.95), math.nan, LN(0.2)], [(9, 14)])
    assert [piece.text for piece in pieces] == ["one", " two", "  ", "three"]
    assert [piece.level for piece in pieces] == [0, None, None, 2]
    assert [piece.carries for piece in pieces] == [False, False, False, True]


def test_tokens_of_one_character_are_as_likely_as_all_of_them() -> None:
    (piece,) = heat_pieces("€", [(0, 1), (0, 1), (0, 1)], [LN(0.5)] * 3)
    assert piece.p == pytest.approx(0.125)


def test_what_was_cut_off_is_shown_as_not_scored() -> None:
    assert heat_pieces("seen unseen", [(0, 4)], [LN(0.5)])[-1] == Piece(" unseen", None)


@settings(max_examples=60)
@given(st.text(max_size=60), st.data())
def test_no_character_is_lost(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(pairwise(cuts))
    pieces = heat_pieces(text, spans, [-1.0] * len(spans))
    assert "".join(piece.text for piece in pieces) == text


class _Text(HTMLParser):
    """The tags of a page and the text of its map."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.found = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        self.inside = self.inside or ("class", "text") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "div"

    def handle_data(self, data: str) -> None:
        self.found += data if self.inside else ""


EVIL = "<script>alert(1)</script> & \"quotes\" 'too' </div><img src=x onerror=alert(1)>\n\ttab"


def test_the_page_holds_the_text_and_runs_nothing() -> None:
    pieces = [Piece(EVIL[:9], 0.95), Piece(EVIL[9:], None, carries=True)]
    page = heat_html(EVIL, pieces, [EVIL], [[EVIL], [EVIL]], [EVIL])
    parsed = _Text()
    parsed.feed(page)
    assert parsed.found == EVIL
    assert parsed.tags.isdisjoint({"script", "img", "link", "iframe", "svg"})
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=40), st.booleans())
def test_any_text_survives_the_page(text: str, carries: bool) -> None:
    parsed = _Text()
    parsed.feed(heat_html("t", [Piece(text, 0.3, carries)]))
    assert parsed.found == text


def test_control_characters_do_not_reach_a_page_or_a_terminal() -> None:
    pieces = [Piece("a\x1b[31mb\u202ec", 0.3)]
    out = Terminal()
    print_heat(Page(out, width=60), pieces)
    assert "\x1b[31mb" not in out.getvalue()
    assert "\u202e" not in out.getvalue() + heat_html("t", pieces)


def test_a_long_text_makes_a_page_without_a_figure_for_each_token() -> None:
    page = heat_html("t", [Piece("word ", 0.95)] * 30_000)
    assert len(page) < 200_000
    assert page.count("word ") == 30_000


def test_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()
    print_heat(Page(out, width=80), [Piece("likely", 0.95), Piece(" not", 0.001), Piece(" found", 0.95, carries=True)])
    assert "\x1b[" in out.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert "likely not found" in plain
    assert "underlined" in plain


def test_marks_where_there_are_no_colours() -> None:
    out = io.StringIO()
    print_heat(
        Page(out, width=60),
        [Piece("ab", 0.95), Piece(" c", 0.6), Piece("d", None), Piece(" 日本\nnext", 0.001), Piece("!", 0.2, True)],
    )
    lines = out.getvalue().splitlines()
    at = lines.index("abcd".replace("c", " c").replace("d", "d 日本"))
    assert lines[at + 1 : at + 4] == ["##** .....", "next!", "...._"]


@pytest.mark.parametrize("carries", [True, False])
def test_a_long_text_is_shown_where_it_matters(carries: bool) -> None:
    pieces = [Piece("dull ", 0.001)] * 2000 + [Piece("known ", 0.99, carries)] * 30 + [Piece("dull ", 0.001)] * 2000
    out = io.StringIO()
    print_heat(Page(out, width=80), pieces, most=180)
    assert out.getvalue().count("known") > 25
    assert "characters before and" in " ".join(out.getvalue().split())


CURVE = Curve((-5.0, -4.0, -1.0, -0.5), -6.0, -3.0, 99)


def test_a_curve_stands_beside_the_controls() -> None:
    assert "in 99 controls -6.00 to -3.00. 2 of 4 stretches are likelier" in curve_words(CURVE)
    out = io.StringIO()
    print_curve(Page(out, width=80), CURVE)
    assert out.getvalue().splitlines()[-1] == "  ^^"
    svg = curve_svg(CURVE)
    assert svg.count("<rect") == 1
    assert svg.count(",", svg.index("points="), svg.index("fill=", svg.index("points="))) == 4


def test_a_curve_without_controls_says_nothing() -> None:
    alone = Curve((-1.0, -1.0), None, None, 0)
    assert "it says nothing" in curve_words(alone)
    assert "<rect" not in curve_svg(alone)
    print_curve(Page(io.StringIO(), width=80), alone)
