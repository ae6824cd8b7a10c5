"""The commands `quote` and `order`: what a model makes of a quotation, and of the order of a data set; no case is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format
from ._options import Short
from ._output import write_record
from ._probe_options import Backend, ContextLength, Device, Dtype, Model, Place, Server, StartToken, Threads, Tokenizer

if TYPE_CHECKING:
    from ..probes import Choice, Quote


def quote(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="The quotation, in quotes.", show_default=False)],
    path: Place,
    instead: Annotated[
        list[str] | None,
        typer.Option("--instead", metavar="WORD=OTHER,...", help="Words that could stand in a word's place; repeatable."),
    ] = None,
    cue: Annotated[str, typer.Option("--cue", metavar="TEXT", help="Text before it, the same for all alternatives.")] = "",
    device: Device = None,
    dtype: Dtype = None,
    start_token: StartToken = "auto",
    context: ContextLength = None,
    threads: Threads = None,
    backend: Backend = "transformers",
    server: Server = "openai",
    tokenizer: Tokenizer = None,
    model: Model = "default",
    format: Short = "table",
) -> int:
    """Ask weights how likely each word of a quotation is.

    Prints the probability of each word given those before it, its rank among the words given with --instead, and what this
    shows and does not show. For example: lexstemma quote "Colorless green ideas sleep furiously" --path DIR --instead
    green=red,blue,old
    """
    from ..probes import quote as ask
    from ._probe_inputs import Opening, open_instrument

    check_format(format, ("table", "json"))
    others = _alternatives(instead or [])
    scorer = open_instrument(path, Opening(device, dtype, start_token, context, threads, backend, server, tokenizer, model))
    found = ask(scorer, sentence, others, cue=cue)
    if format == "json":
        write_record(_record(found))
    else:
        _print(found)
    return 0


def order(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Records, one a line, in the published order.", show_default=False)],
    path: Place,
    permutations: Annotated[int, typer.Option("--permutations", min=1, help="Random orders B; p is at least 1/(B+1).")] = 99,
    shards: Annotated[int, typer.Option("--shards", min=1, help="Consecutive parts that each fit into the context.")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="Of the random orders.")] = 0,
    device: Device = None,
    dtype: Dtype = None,
    start_token: StartToken = "auto",
    context: ContextLength = None,
    threads: Threads = None,
    backend: Backend = "transformers",
    server: Server = "openai",
    tokenizer: Tokenizer = None,
    model: Model = "default",
    format: Short = "table",
) -> int:
    """Test whether weights know the published order of a data set.

    A model that never read the file finds all orders of interchangeable records equally good on average. An exact permutation
    test; it needs records that could as well stand in any other order.
    """
    from ..probes import order_test, plain, read_text
    from ..report import Page
    from ._probe_inputs import Opening, open_instrument
    from ._probe_views import progress_line

    check_format(format, ("table", "json"))
    records = [line for line in read_text(Path(file)).splitlines() if line.strip()]
    scorer = open_instrument(path, Opening(device, dtype, start_token, context, threads, backend, server, tokenizer, model))
    found = order_test(scorer, records, shards=shards, permutations=permutations, seed=seed, progress=progress_line())
    if format == "json":
        about = {"records": len(records), "shards": shards, "seed": seed, "instrument": plain(scorer.instrument)}
        write_record({**plain(found), **about})
        return 0
    page = Page()
    page.line(f"{len(records):,} records in the published order: mean log p {found.published:.3f} nats")
    spread = f"{min(found.shuffled):.3f} to {max(found.shuffled):.3f} nats"
    page.line(f"{found.permutations:,} random orders: {spread}")
    page.line(found.statement + ".")
    page.line((f"Weights {scorer.instrument.weights_digest}.", "dim"))
    return 0


def _alternatives(given: Sequence[str]) -> dict[str, list[str]]:
    from ..terms import InputError

    found: dict[str, list[str]] = {}
    for one in given:
        word, equals, others = (part.strip() for part in one.partition("="))
        words = [other.strip() for other in others.split(",")]
        if not equals or not word or not all(words) or word in found:
            raise InputError(f"--instead is {one!r}", expected="write each word once, as green=red,blue,old")
        found[word] = words
    return found


def _print(found: Quote) -> None:
    from ..report import Page

    page = Page()
    if found.cue:
        page.line(f"After the cue {json.dumps(found.cue, ensure_ascii=False)}:")
    rows = [(w.text, f"{w.probability:.4g}", str(w.tokens), "yes" if w.likeliest else "no") for w in found.words]
    page.table(("word", "probability", "tokens", "likeliest"), rows)
    for choice in found.choices:
        page.heading(f"In the place of {choice.original!r}")
        page.table(("word", "probability", "whole sentence, nats"), list(_rows(choice)))
    page.gap()
    page.line(f"{found.statement}.")
    about = found.instrument
    page.line((f"Weights {about.weights_digest}; start token {about.start_token}; {about.dtype}, {about.backend}.", "dim"))


def _rows(choice: Choice) -> list[tuple[str, str, str]]:
    return [(one.word.text, f"{one.word.probability:.4g}", f"{one.sentence:.3f}") for one in choice.alternatives]


def _record(found: Quote) -> dict[str, object]:
    from ..probes import plain

    record: dict[str, object] = plain(found)
    words = [{**plain(word), "probability": word.probability} for word in found.words]
    return {**record, "words": words}
