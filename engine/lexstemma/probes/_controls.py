"""Controls: texts that the weights cannot know, or know only through the work they imitate. No evidence without them.

A file of controls is JSON beside the texts it names:

    {"format": "lexstemma controls 1", "name": "ballads after the release",
     "controls": [{"id": "c1", "kind": "post-release", "file": "c1.txt", "digest": "<sha256>", "date": "2026-05-01",
                   "source": "..."},
                  {"id": "p1", "kind": "paraphrase", "of": "novel", "text": "...", "digest": "<sha256>"}]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lexstemma.terms import InputError, read_bytes, write_atomically

from ._texts import checked, read_text

FORMAT = "lexstemma controls 1"
KINDS = {
    "post-release": "written or published after the weights were released",
    "same-form": "made for this comparison in the same form and of the same length, and never published",
    "paraphrase": "a work in other words: what of its likelihood is content, and not wording",
}
_KEYS = frozenset(("id", "kind", "of", "file", "text", "digest", "date", "source"))


@dataclass(frozen=True, slots=True)
class Control:
    """One control.

    Attributes:
        kind: one of `KINDS`.
        of: the work that a paraphrase rewords; None for other kinds.
        digest: SHA-256 of the text in UTF-8.
        published: day of publication, which a post-release control must have.
        source: where it comes from.
    """

    id: str
    kind: str
    text: str
    digest: str
    of: str | None = None
    published: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Controls:
    """A set of controls with its name."""

    name: str
    items: tuple[Control, ...]

    @property
    def null(self) -> tuple[Control, ...]:
        """Those among which a work's score is ranked: all but paraphrases."""
        return tuple(item for item in self.items if item.kind != "paraphrase")

    def paraphrases(self, work: str) -> tuple[Control, ...]:
        """The paraphrases of a work."""
        return tuple(item for item in self.items if item.kind == "paraphrase" and item.of == work)

    @property
    def digest(self) -> str:
        """SHA-256 over kinds, works and digests of the texts, whatever their order and names."""
        rows = sorted([item.kind, item.of or "", item.digest] for item in self.items)
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8")).hexdigest()


def make_control(id: str, kind: str, text: str, **more: Any) -> Control:
    """A control from a text at hand; `more` is `of`, `published`, `source`.

    Raises:
        InputError: an unknown kind, an empty text, a paraphrase of nothing, a post-release text without a day.
    """
    where = f"control {id}"
    if kind not in KINDS:
        raise InputError(f"{kind!r} is no kind of control", where=where, expected="expected one of " + ", ".join(KINDS))
    checked(text, where)
    made = Control(id, kind, text, hashlib.sha256(text.encode("utf-8")).hexdigest(), **more)
    if (made.of is None) == (kind == "paraphrase"):
        raise InputError(f"a {kind} control {'of nothing' if made.of is None else 'of a work'}", where=where,
                         expected="expected `of` for a paraphrase, and for nothing else")  # fmt: skip
    if kind == "post-release" and made.published is None:
        raise InputError("a post-release control without its day", where=where, expected="expected a date, as 2026-05-01")
    return made


def make_controls(name: str, items: list[Control] | tuple[Control, ...]) -> Controls:
    """A set of controls.

    Raises:
        InputError: an id or a text is there twice: each control counts once.
    """
    for what, values in (("id", [item.id for item in items]), ("text", [item.digest for item in items])):
        if twice := next((v for n, v in enumerate(values) if v in values[:n]), None):
            raise InputError(f"the {what} {twice!r} is there twice", where=name, expected="expected every control once")
    return Controls(name, tuple(items))


def read_controls(path: Path) -> Controls:
    """The controls of a file, every text checked against its digest.

    Raises:
        InputError: not JSON, another format, an unknown key, a text that is missing, outside the file's folder, or changed.
    """
    where = str(path)
    try:
        document = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", None)
        where = f"{where}:{line}" if line else where
        raise InputError("is not JSON", where=where, expected="expected a file of controls") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError("is no file of controls", where=where, expected=f'expected {{"format": "{FORMAT}", "controls": [...]}}')
    rows = document.get("controls")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError("has no list of controls", where=where, expected='expected "controls": [{...}, ...]')
    return make_controls(str(document.get("name", path.stem)), [_control(row, path, n) for n, row in enumerate(rows)])


def write_controls(controls: Controls, path: Path, *, inline: bool = False) -> None:
    """Writes the file and, beside it, one text file per control; with `inline` the texts stand in the file itself.

    Each file is written whole or not at all, the one that names the others last.

    Raises:
        InputError: the folder is missing or cannot be written to.
    """
    rows = []
    for number, item in enumerate(controls.items, 1):
        file = None if inline else f"{path.stem}-{number:04}.txt"
        if file is not None:
            write_atomically(path.parent / file, item.text)
        row = {"id": item.id, "kind": item.kind, "of": item.of, "file": file, "text": item.text if inline else None,
               "digest": item.digest, "date": item.published and item.published.isoformat(), "source": item.source}  # fmt: skip
        rows.append({key: value for key, value in row.items() if value is not None})
    document = {"format": FORMAT, "name": controls.name, "controls": rows}
    write_atomically(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def doubts(controls: Controls, released: date | None) -> list[str]:
    """What a reader must know of the controls.

    Raises:
        InputError: a post-release control is not later than the weights.
    """
    late = [item for item in controls.items if item.kind == "post-release"]
    for item in late:
        if released is not None and item.published is not None and item.published <= released:
            what = f"control {item.id} of {item.published} is not later than the weights of {released}"
            raise InputError(what, where=controls.name, expected="leave it out, or give it another kind")
    if not late or released is not None:
        return []
    return [f"the day of release of the weights is unknown: {len(late)} controls are post-release by assumption only"]


def _control(row: Mapping[str, Any], path: Path, number: int) -> Control:
    where = f"{path} (controls[{number}])"
    if unknown := sorted(set(row) - _KEYS):
        raise InputError(f"{unknown[0]!r} is unknown", where=where, expected="expected " + ", ".join(sorted(_KEYS)))
    if not all(isinstance(value, str) for value in row.values()) or "id" not in row or "kind" not in row:
        raise InputError("a control needs an id and a kind, all of it text", where=where, expected="see the format of controls")
    if ("text" in row) == ("file" in row):
        raise InputError("a control has either a text or a file", where=where, expected="give one of them")
    text = row["text"] if "text" in row else read_text(_beside(path, row["file"], where))
    try:
        published = date.fromisoformat(row["date"]) if "date" in row else None
    except ValueError:
        raise InputError(f"{row['date']!r} is no day", where=where, expected="expected a date, as 2026-05-01") from None
    made = make_control(row["id"], row["kind"], text, of=row.get("of"), published=published, source=row.get("source"))
    if "digest" in row and row["digest"] != made.digest:
        what = f"the text of {row['id']!r} is not the one whose digest stands here"
        raise InputError(what, where=where, expected="restore the text, or measure again with the changed one")
    return made


def _beside(path: Path, name: str, where: str) -> Path:
    folder = path.resolve().parent
    place = (folder / name).resolve()
    if not place.is_relative_to(folder):
        raise InputError(f"{name!r} lies outside the folder of the controls", where=where, expected="put the text beside the file")
    return place
