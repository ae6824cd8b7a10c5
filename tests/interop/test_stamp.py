"""The bundled law carries the verdict of the SHACL engine on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexstemma.interop import _check as checking
from lexstemma.interop import check_law, stamped
from lexstemma.terms import LawError


def test_the_stamp_is_that_of_the_law_as_it_stands() -> None:
    assert stamped(), "the law has changed: run `make stamp`"


def test_stamped_law_is_not_checked_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(checking, "shacl_faults", lambda *_: pytest.fail("checked again"))
    check_law()


def test_an_overlay_is_checked_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(checking, "shacl_faults", lambda _, shapes: asked.append(shapes) or [])
    overlay = tmp_path / "reform.ttl"
    overlay.write_text("<https://w3id.org/lexstemma/law#reform> <https://w3id.org/lexstemma#note> 'new' .", encoding="utf-8")
    check_law([overlay])
    check_law([overlay])
    assert asked == ["law"]


def test_a_faulty_overlay_is_refused_again_from_what_was_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(checking, "shacl_faults", lambda _, shapes: asked.append(shapes) or ["reform: wrong"])
    overlay = tmp_path / "reform.ttl"
    overlay.write_text("<https://w3id.org/lexstemma/law#reform> <https://w3id.org/lexstemma#note> 'new' .", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(LawError, match="reform: wrong"):
            check_law([overlay])
    assert asked == ["law"]
