"""The command `probe`: works measured on weights, and the evidence written into the case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ._probe_options import (
    Backend,
    ContextLength,
    Device,
    DryRun,
    Dtype,
    Model,
    OptionalPlace,
    Out,
    Server,
    StartToken,
    Threads,
    Tokenizer,
    Works,
)

_Case = Annotated[
    str | None, typer.Argument(metavar="CASE", help="The case; none with --recompute.", show_default=False)
]  # fmt: skip
_Weights = Annotated[str | None, typer.Option("--weights", metavar="ID", help="The weights of the case that are measured.")]
_Controls = Annotated[
    str | None, typer.Option("--controls", metavar="FILE", help="Texts that the weights cannot know (JSON); 99 or more.")
]
_Recompute = Annotated[
    str | None, typer.Option("--recompute", metavar="RECORD", help="Compute a record's figures again, without the model.")
]


def probe(
    case: _Case = None,
    weights: _Weights = None,
    path: OptionalPlace = None,
    works: Works = None,
    controls: _Controls = None,
    out: Out = None,
    dry_run: DryRun = False,
    recompute: _Recompute = None,
    heat: Annotated[bool, typer.Option("--heat", help="Show each text, coloured by probability.")] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write a page with the heat map; it holds the whole text.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="PLACE", help="Weights to measure beside, for bits held and flags.")
    ] = None,
    canaries: Annotated[
        list[str] | None,
        typer.Option("--canaries", metavar="WORK=FILE", help="A set that canary draw drew for this work; repeatable."),
    ] = None,
    calibration: Annotated[
        str | None,
        typer.Option("--calibration", metavar="FILE", help="How often this finds works known to be in weights (JSON): its power."),
    ] = None,
    released: Annotated[
        str | None,
        typer.Option("--released", metavar="DATE", help="Day of release of the weights; post-release controls are later."),
    ] = None,
    statistic: Annotated[
        str, typer.Option("--statistic", metavar="NAME", help="The one that may show elevated likelihood, named beforehand.")
    ] = "bits_per_byte",
    stride: Annotated[int, typer.Option("--stride", min=1, help="Tokens from one window to the next.")] = 10,
    screen: Annotated[
        float | None, typer.Option("--screen", metavar="NATS", help="Screen long texts in one pass with this margin, as 15.")
    ] = None,
    device: Device = None,
    dtype: Dtype = None,
    start_token: StartToken = "auto",
    context: ContextLength = None,
    threads: Threads = None,
    backend: Backend = "transformers",
    server: Server = "openai",
    tokenizer: Tokenizer = None,
    model: Model = "default",
) -> int:
    """Measure on weights what they hold of works.

    Prints a grade for every work with what it shows, what it does not, and each figure beside what controls give.
    The evidence goes into the case, the records and raw scores into a folder beside it. No text is copied.
    A server's key is read from LEXSTEMMA_API_KEY. An interrupted run goes on where it stopped.
    """
    from ..terms import InputError
    from ._probe_inputs import Opening, check_digest, day, open_instrument, size_of, target_of, texts_of, weights_of

    if recompute is not None:
        if case is not None:
            raise InputError("--recompute takes a record and no case", expected="lexstemma probe --recompute RECORD")
        return _again(Path(recompute), works or [], heat, html)
    needed = {"CASE": case, "--weights": weights, "--path": path, "--controls": controls}
    if case is None or weights is None or path is None or controls is None:
        missing = next(name for name, value in needed.items() if value is None)
        why = ": without texts that the weights cannot know, no figure means anything" if missing == "--controls" else ""
        raise InputError(f"{missing} is missing{why}", expected="see lexstemma probe --help")
    from ..probes import Context, Settings, probe_canaries, probe_works, read_calibration, read_controls
    from ..report import Page, print_probe
    from ._canary import canaries_of
    from ._inputs import load_case
    from ._probe_save import save
    from ._probe_views import check_page, print_saved, progress_line, show_texts

    loaded = load_case(case)
    target = target_of(case, out, dry_run)
    about, texts, null, since = (
        weights_of(loaded, weights),
        texts_of(loaded, works or []),
        read_controls(Path(controls)),
        day(released),
    )
    planted = canaries_of(canaries or [], texts)
    known = None if calibration is None else read_calibration(Path(calibration))
    check_page(html)
    opening = Opening(device, dtype, start_token, context, threads, backend, server, tokenizer, model)
    scorer = open_instrument(path, opening)
    check_digest(loaded, about, scorer)
    other = None if reference is None else open_instrument(reference, opening)
    proofs = {work: probe_canaries(scorer, sets, reference=other) for work, sets in planted.items()}
    about_them = Context(reference=other, calibration=known, canaries=proofs, released=since, model_bytes=size_of(path))
    result = probe_works(
        scorer, texts, null, settings=Settings(stride=stride, screen=screen, statistic=statistic),
        context=about_them, progress=progress_line(),
    )  # fmt: skip
    saved = None if target is None else save(loaded, target, about, result.records, result.archive)
    page = Page()
    for record in result.records:
        print_probe(page, record, about, result.archive)
    show_texts(page, about, result.records, result.archive, texts, heat=heat, html=html)
    page.gap()
    print_saved(page, saved, target, "records and raw scores")
    return 0


def _again(path: Path, works: list[str], heat: bool, html: str | None) -> int:
    """`--recompute`."""
    from ..probes import read_archive, read_record, read_text, recompute
    from ..report import Page, print_probe
    from ..terms import InputError
    from ._probe_save import scores_name
    from ._probe_views import check_page, show_texts

    record = read_record(path)
    archive = read_archive(path.parent / scores_name(str(record.document["scores"]["digest"])))
    found = recompute(record, archive)
    if found.differences:
        more = f" and {len(found.differences) - 1} more" if len(found.differences) > 1 else ""
        expected = "the record does not follow from its scores: measure again"
        raise InputError(f"{found.differences[0]}{more}", where=str(path), expected=expected)
    texts = {}
    for one in works:
        work, equals, file = one.partition("=")
        if not equals or work != record.work:
            raise InputError(f"--works {one!r}", expected=f"with --recompute, write --works {record.work}=FILE")
        texts[work] = read_text(Path(file))
    if (heat or html) and not texts:
        raise InputError("a record holds no text", expected=f"for the heat map give --works {record.work}=FILE")
    check_page(html)
    page = Page()
    name = str(record.document["instrument"]["name"])
    print_probe(page, record, name, archive)
    show_texts(page, name, [record], archive, texts, heat=heat, html=html)
    page.gap()
    page.line(f"Computed again from the raw scores, without the model: the work, {found.controls} controls and its rank agree.")
    return 0
