"""What `probe` is given, checked before any weights are opened: the works and their texts, the weights, the place to write."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terms import InputError
from ._inputs import get_close_matches

if TYPE_CHECKING:
    from ..case import Case
    from ..probes import Scorer

_ADDRESS = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open an instrument; `kind`, `tokenizer` and `model` are of servers, the others of weights in this process."""

    device: str | None = None
    dtype: str | None = None
    start_token: str = "auto"
    context: int | None = None
    threads: int | None = None
    backend: str = "transformers"
    kind: str = "openai"
    tokenizer: str | None = None
    model: str = "default"


def weights_of(case: Case, name: str) -> str:
    """The weights of the case.

    Raises:
        InputError: it has none of that name.
    """
    known = case.of_kind("Weights")
    if name not in known:
        raise InputError(f"the case has no weights {name!r}", where=case.source, expected=_nearest(name, known))
    return name


def output_of(case: Case, given: str) -> tuple[str, str]:
    """An output of the case (`ID` or `ID=FILE`) and its text.

    Raises:
        InputError: no such output or file, an output without a text, a case that points outside its own folder.
    """
    from ..probes import read_text

    known = case.of_kind("Output")
    output, equals, file = given.partition("=") if given not in known else (given, "", "")
    output = output.strip()
    if output not in known:
        raise InputError(f"the case has no output {output!r}", where=case.source, expected=_nearest(output, known))
    return output, read_text(Path(file) if equals else _named_in(case, output, "output"))


def texts_of(case: Case, given: Sequence[str]) -> dict[str, str]:
    """The texts of the works asked for (`ID` or `ID=FILE`), or of all works of the case that name a text file.

    Raises:
        InputError: no such work or file, a work without a text, a case that points outside its own folder.
    """
    from ..probes import read_text

    known, found = case.of_kind("Work"), {}
    asked = list(given) or [work for work in known if case.graph.text(work, "text")]
    if not asked:
        expected = "add text: FILE to a work of the case, or give --works ID=FILE"
        raise InputError("no work of the case names a text file", where=case.source, expected=expected)
    for one in asked:
        work, equals, file = one.partition("=") if one not in known else (one, "", "")
        work = work.strip()
        if work not in known:
            raise InputError(f"the case has no work {work!r}", where=case.source, expected=_nearest(work, known))
        if work in found:
            raise InputError(f"--works names {work!r} twice", expected="name every work once")
        found[work] = read_text(Path(file) if equals else _named_in(case, work))
    return found


def _named_in(case: Case, work: str, kind: str = "work") -> Path:
    option = "--output" if kind == "output" else "--works"
    named = case.graph.text(work, "text")
    if not named:
        expected = f"give {option} {work}=FILE, or add text: FILE to it"
        raise InputError(f"the {kind} {work!r} names no text file", where=str(case.where(work)), expected=expected)
    folder = folder_of(case).resolve()
    path = (folder / named).resolve()
    if not path.is_relative_to(folder):
        what = f"the text file {named!r} of {work!r} lies outside the folder of the case"
        raise InputError(what, where=str(case.where(work, "text")), expected=f"say that you mean it: {option} {work}=FILE")
    return path


def folder_of(case: Case) -> Path:
    """The folder in which a case's files lie."""
    path = Path(case.source)
    return path if path.is_dir() else path.parent


def day(text: str | None) -> date | None:
    """`--released`.

    Raises:
        InputError: not a day.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--released is {text!r}", expected="a day, as 2025-03-01") from None


def target_of(case_name: str, out: str | None, dry: bool) -> Path | None:
    """The case file to write; None if nothing is to be written.

    Raises:
        InputError: there is none that could be written, or another file stands in the way.
    """
    if dry:
        return None
    path = Path(case_name)
    if out is None:
        if path.is_dir() or not path.exists():
            what = "is a folder" if path.is_dir() else "is a bundled example"
            raise InputError(
                what, where=case_name, expected="say where the case with the evidence goes, with --out FILE; or --dry-run"
            )
        return path
    there = Path(out)
    if there.suffix.lower() not in (".yaml", ".yml", ".jsonld", ".json", ".ttl", ".nt"):
        raise InputError(f"cannot write '{there.suffix}'", where=out, expected="expected .yaml, .jsonld, .ttl or .nt")
    if not there.parent.is_dir():
        raise InputError("there is no such folder", where=str(there.parent), expected="make it first")
    if there.exists() and not (path.exists() and there.samefile(path)):
        raise InputError("exists already", where=out, expected="nothing was changed; give another name")
    return there


def open_instrument(path: str, opening: Opening) -> Scorer:
    """The instrument at a path, a hub id or an address; what it measured is kept in the cache until it is done.

    Raises:
        InputError: it cannot be opened (see `open_weights` and `open_server`).
        MissingExtra: the extra `probe` is not installed.
    """
    from ..probes import cache_folder, open_server, open_weights

    keep = cache_folder() / "partial"
    start = _start(opening.start_token)
    if _ADDRESS.match(path):
        if opening.tokenizer is None:
            raise InputError("a server needs --tokenizer", where=path, expected="a folder with the tokenizer.json of its model")
        return open_server(
            path, kind=opening.kind, tokenizer=opening.tokenizer, model=opening.model, start_token=start, context=opening.context,
            dtype=opening.dtype or "unknown", key=os.environ.get("LEXSTEMMA_API_KEY"), keep=keep,
        )  # fmt: skip
    # The folder where somebody keeps weights is no part of what was measured.
    name = str(Path(path).resolve()) if Path(path).exists() else path
    return open_weights(
        name, device=opening.device, dtype=opening.dtype, start_token=start, context=opening.context, threads=opening.threads,
        keep=keep, backend=opening.backend,
    )  # fmt: skip


def _start(text: str) -> int | str | None:
    if text == "none":
        return None
    return int(text) if text.isdecimal() else text


def size_of(path: str) -> int | None:
    """Bytes of weights on this disk; None for others."""
    place = Path(path)
    if place.is_file():
        return place.stat().st_size
    return sum(file.stat().st_size for file in place.glob("*.safetensors")) or None if place.is_dir() else None


def check_digest(case: Case, weights: str, scorer: Any) -> None:
    """Evidence goes to the weights that were measured, and to no other.

    Raises:
        InputError: the case gives these weights another digest.
    """
    told = (case.graph.text(weights, "digest") or "").lower()
    measured = scorer.instrument.weights_digest
    if told and told != measured:
        what = f"the case says that {weights!r} has digest {told[:12]}..., these weights have {measured[:12]}..."
        expected = "open the weights that the case means, or describe these as weights of their own"
        raise InputError(what, where=str(case.where(weights, "digest")), expected=expected)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, 1)
    return f"did you mean {near[0]}?" if near else f"it has {', '.join(known[:12])}" if known else "describe it in the case first"
