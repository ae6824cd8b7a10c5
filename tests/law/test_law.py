"""The law, sentence by sentence: every YAML file beside this one."""

from __future__ import annotations

import pytest
from harness import LawTest, load


@pytest.mark.parametrize("sentence", load(), ids=lambda t: t.name)
def test_law(sentence: LawTest) -> None:
    assert sentence.check() == []


def test_titles_are_unique() -> None:
    names = [t.name for t in load()]
    assert len(names) == len(set(names))
