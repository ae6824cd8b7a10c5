"""The safe door against nesting and bombs: refused before anything grows."""

import json

import pytest
from doors import CONTEXT, LS, quickly, refused

from lexstemma.terms import Lit, safe_load


# ---------------------------------------------------------------- nesting
@pytest.mark.parametrize(("left", "right"), [("[ ls:p ", "]"), ("( ", ")")])
def test_deep_turtle_is_refused_with_its_line(left: str, right: str) -> None:
    data = LS + ":n ls:p\n" + left * 100_000 + "1" + right * 100_000 + " ."
    assert quickly(lambda: refused(data)).startswith("f:4: is nested too deeply")


def test_brackets_in_strings_comments_and_names_are_not_nesting() -> None:
    quoted = ':n ls:title "[[[((" , \'\'\'(\n[\'\'\' , """["[(""" ; ls:p <http://x.org/[> . # [[[[\n'.replace(
        "<http://x.org/[>", "1"
    )
    assert len(safe_load((LS + quoted * 40).encode(), format="turtle", where="f")) == 4


def test_brackets_cannot_be_hidden_behind_a_quote() -> None:
    assert "too deeply" in refused(LS + ':n ls:title "\\"]]" ; ls:p ' + "[ ls:p " * 65 + "1" + "]" * 65 + " .")


@pytest.mark.parametrize("piece", ['\\"', '"', "'", '"""', "'''", "<", "\\", "#", "<a", '"\n', "\\'["])
def test_the_search_for_brackets_takes_time_in_proportion(piece: str) -> None:
    for start in ("", '<http://x.org/a> <http://x.org/b> "'):
        data = ("[" * 64) + " [ " + start + piece * 300_000
        assert quickly(lambda data=data: refused(data), 2.0)  # type: ignore[misc]


def test_an_escaped_quote_outside_a_string_hides_no_brackets() -> None:
    assert "too deeply" in refused(LS + ":a\\' ls:p " + "[ ls:p " * 65 + "1" + "]" * 65 + " .")


def test_nesting_within_the_limit_is_read() -> None:
    assert len(safe_load((LS + ":n ls:p " + "[ ls:p " * 60 + "1" + "]" * 60 + " .").encode(), format="turtle", where="f")) == 61


@pytest.mark.parametrize("levels", [65, 1_000, 4_000, 200_000])
def test_deep_json_is_refused_before_it_is_expanded(levels: int) -> None:
    document = '{"@context": {"p": "http://x.org/p"}, "p": ' + '{"p": ' * levels + "1" + "}" * levels + "}"
    assert "nested too deeply" in quickly(lambda: refused(document, "json-ld"))
    assert "nested too deeply" in quickly(lambda: refused("[" * levels, "json-ld"))


@pytest.mark.parametrize("levels", [65, 5_000, 100_000])
def test_deep_yaml_is_refused(levels: int) -> None:
    assert "nested too deeply" in quickly(lambda: refused("a: " + "[" * levels + "]" * levels, "yaml-ld"))
    assert "nested too deeply" in quickly(lambda: refused("- " * levels + "a", "yaml-ld"))


# ---------------------------------------------------------------- bombs
def test_yaml_laughs_are_refused_at_the_first_anchor() -> None:
    laughs = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert quickly(lambda: refused(laughs, "yaml-ld")).startswith("f:1: anchors")


@pytest.mark.parametrize("start", ["<?xml version='1.0'?>\n", "  \n", "\ufeff"])
def test_xml_and_its_entities_are_refused_unparsed(start: str) -> None:
    laughs = (
        start + '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(30)) + "]><l>&a29;</l>"
    )
    for format in ("turtle", "n-triples", "json-ld", "yaml-ld"):
        assert "is XML, which is not read" in quickly(lambda format=format: refused(laughs, format))  # type: ignore[misc]


def test_contexts_cannot_define_without_end() -> None:
    chain = {f"t{i}": f"t{i + 1}:x" for i in range(100_000)}
    assert "too many terms" in quickly(lambda: refused(json.dumps({"@context": chain, "t0": 1}), "json-ld"))
    many = [{"@context": CONTEXT, "id": "http://x.org/n"}] * 1_000
    assert "too many terms" in quickly(lambda: refused(json.dumps(many), "json-ld"))


def test_a_scoped_context_is_refused() -> None:
    document = {"@context": {"p": {"@id": "http://x.org/p", "@context": {"q": "http://x.org/q"}}}, "p": {"q": 1}}
    assert "scoped context of 'p'" in refused(json.dumps(document), "json-ld")


@pytest.mark.parametrize("format", ["json-ld", "yaml-ld"])
def test_endless_numbers_are_not_computed(format: str) -> None:
    digits = "9" * 5_000_000
    data = f'{{"@context": {{"p": "http://x.org/p"}}, "@id": "http://x.org/n", "p": {digits}}}'
    if format == "json-ld":
        assert "too long" in quickly(lambda: refused(data, format))
    else:
        graph = safe_load(data.encode(), format="yaml-ld", where="f")
        assert graph.values("http://x.org/n", "http://x.org/p") == [Lit(digits)]


def test_an_address_between_brackets_needs_no_quotes() -> None:
    graph = safe_load(
        b"{'@context': {p: 'http://x.org/p'}, '@id': http://x.org/n, p: [https://y.org/a?b=c]}", format="yaml-ld", where="f"
    )
    assert graph.values("http://x.org/n", "http://x.org/p") == [Lit("https://y.org/a?b=c")]
