"""The commands `canary draw` and `canary test`: the one way to prove training with an exact error probability."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format
from ._options import Short
from ._output import write_record
from ._probe_options import Backend, ContextLength, Device, Dtype, Model, Place, Server, StartToken, Threads, Tokenizer

if TYPE_CHECKING:
    from ..probes import CanarySet

app = typer.Typer(
    help="Plant a text drawn at random; test later if weights know it.", no_args_is_help=True
)  # fmt: skip


@app.command("draw")
def draw(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the secret set goes (JSON); it must not exist.")],
    count: Annotated[int, typer.Option("--count", min=2, help="Texts N; the test's p is at least 1/N.")] = 1024,
    words: Annotated[int, typer.Option("--words", min=4, help="Made-up words of each text.")] = 24,
    texts: Annotated[
        str | None,
        typer.Option("--texts", metavar="FILE", help="Your own texts, one a line, each as likely to be chosen as any other."),
    ] = None,
) -> int:
    """Draw the text to publish.

    Prints the drawn text and a seal. Publish the text with the work; lodge the seal with somebody before that, so that nobody
    can say later that the text was chosen afterwards. Keep FILE secret: once another of its texts is public, it proves nothing.
    """
    from ..probes import draw_canary, invent_texts, read_text, write_canaries
    from ..report import Page, clean

    own = None if texts is None else [line.strip() for line in read_text(Path(texts)).splitlines() if line.strip()]
    drawn = draw_canary(invent_texts(count, words) if own is None else own)
    write_canaries(drawn, Path(file))
    print(clean(drawn.texts[drawn.planted]))
    page = Page()
    page.gap()
    page.line(f"Publish the text above. Seal: {drawn.commitment}.")
    held = len(drawn.texts) - 1
    page.line(f"Wrote {file}: keep it secret; it holds the {held:,} texts that were not drawn.")
    return 0


@app.command("test")
def try_out(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Secret sets, as drawn.", show_default=False)],
    path: Place,
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
    """Test whether weights know the planted text better than the texts held back.

    Prints the planted text's rank, the exact error probability and the exposure in bits. lexstemma probe --canaries writes the
    same into a case.
    """
    from ..probes import plain, probe_canaries, read_canaries
    from ._probe_inputs import Opening, open_instrument

    check_format(format, ("table", "json"))
    sets = [read_canaries(Path(file)) for file in files]
    scorer = open_instrument(path, Opening(device, dtype, start_token, context, threads, backend, server, tokenizer, model))
    found = probe_canaries(scorer, sets)
    if format == "json":
        write_record({**plain(found), "instrument": plain(scorer.instrument)})
        return 0
    from ..report import Page

    page = Page()
    rows = zip(files, found.ranks, found.candidates, found.exposures, strict=True)
    page.table(("set", "rank", "of", "exposure, bits"), [(f, f"{r:,}", f"{n:,}", f"{bits:.2f}") for f, r, n, bits in rows])
    page.gap()
    page.line(found.statement + ".")
    page.line((f"Weights {scorer.instrument.weights_digest}; seals {', '.join(found.commitments)}.", "dim"))
    return 0


def canaries_of(given: Sequence[str], texts: dict[str, str]) -> dict[str, list[CanarySet]]:
    """`--canaries WORK=FILE`, by work.

    Raises:
        InputError: not of that form, a work that is not measured, or a text held back that stands in the work.
    """
    from ..probes import read_canaries
    from ..terms import InputError

    found: dict[str, list[CanarySet]] = {}
    for one in given:
        work, equals, file = one.partition("=")
        if not equals or work not in texts:
            raise InputError(f"--canaries {one!r}", expected=f"write WORK=FILE with a work that is measured: {', '.join(texts)}")
        drawn = read_canaries(Path(file))
        for number, text in enumerate(drawn.texts):
            if number != drawn.planted and text in texts[work]:
                what = f"text {number + 1} of the set was held back, and stands in {work!r}"
                raise InputError(what, where=file, expected="a set proves nothing once another of its texts is public")
        found.setdefault(work, []).append(drawn)
    return found
