"""Messages: one line, whatever a stranger's file holds."""

import json
import time

import pytest

from lexstemma.case import Case
from lexstemma.terms import CaseError, InputError, LawError, Limits, Where, safe_load


def test_a_message_says_where_what_and_what_to_do() -> None:
    error = CaseError("two things have the id 'n'", where=Where("case.yaml", 7), expected="give each its own id")
    assert str(error) == "case.yaml:7: two things have the id 'n'; give each its own id"
    assert str(InputError("no such file", where="case.yaml")) == "case.yaml: no such file"
    assert str(LawError("wrong", where=Where("de.ttl", path="rule"))) == "de.ttl (rule): wrong"
    assert str(LawError("wrong")) == "wrong"


def test_quoted_text_cannot_steer_a_terminal() -> None:
    document = {"lexstemma": 1, "works": [{"id": "n", "type": "TextWork", "\x1b[2J\u202eabc\nsecond": 1}]}
    with pytest.raises(CaseError) as caught:
        Case.parse(json.dumps(document).encode(), format="json-ld", name="f")
    assert str(caught.value).startswith("f:1: unknown key '\\u001b[2J\\u202eabc second' on 'n'")


def test_a_page_of_text_is_cut_short_and_compared_with_nothing() -> None:
    start = time.process_time()
    with pytest.raises(CaseError) as caught:
        Case.from_dict({"works": [{"id": "n", "type": "TextWork", "x" * 1_000_000: 1}]})
    assert len(str(caught.value)) < 1_500
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("format", "data"), [("json-ld", b"[1,2,3,4,5,6,7,8,9]"), ("yaml-ld", b"[1,2,3,4,5,6,7,8,9]")])
def test_a_wide_document_is_refused(format: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexstemma.terms._nodes._MOST_NODES", 5)
    with pytest.raises(InputError, match="holds too many values; at most 5 are read"):
        safe_load(data, format=format, where="f", limits=Limits())  # type: ignore[arg-type]
