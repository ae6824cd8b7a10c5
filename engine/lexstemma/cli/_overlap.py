"""The command `overlap`: what an output takes over from works, written into the case as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import check_format
from ._options import Short
from ._probe_options import DryRun, Out, Works

if TYPE_CHECKING:
    from ..probes import Overlap
    from ..report import Page

_SHOWN = 5  # runs of a work that are printed; the record has up to 200


def overlap(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case.", show_default=False)],
    output: Annotated[
        str,
        typer.Option("--output", metavar="ID[=FILE]", help="An output of the case and its text (its own text: FILE otherwise)."),
    ],
    works: Works = None,
    prompt: Annotated[
        str | None, typer.Option("--prompt", metavar="FILE", help="What the model was given: what stands there is not its doing.")
    ] = None,
    out: Out = None,
    dry_run: DryRun = False,
    format: Short = "table",
) -> int:
    """Compare an output with works, word by word.

    Prints a grade for every work, the share taken, and the runs of the same words with their places. The evidence goes into the
    case, the comparisons into a folder beside it. No text is copied, and no model is needed.
    """
    from ..probes import overlap as compare
    from ..probes import plain, read_text
    from ._inputs import load_case
    from ._output import write_record
    from ._probe_inputs import output_of, target_of, texts_of
    from ._probe_save import save_overlaps

    check_format(format, ("table", "json"))
    loaded = load_case(case)
    target = target_of(case, out, dry_run)
    about, text = output_of(loaded, output)
    texts = texts_of(loaded, works or [])
    asked = "" if prompt is None else read_text(Path(prompt))
    found = {
        work: compare(text, theirs, prompt=asked, others=[other for name, other in texts.items() if name != work])
        for work, theirs in texts.items()
    }
    saved = None if target is None else save_overlaps(loaded, target, about, found)
    if format == "json":
        rows = [{"work": work, **plain(one), "digest": one.digest} for work, one in found.items()]
        write_record({"output": about, "comparisons": rows, "added": [] if saved is None else list(saved.added)})
        return 0
    from ..report import Page
    from ._probe_views import print_saved

    page = Page()
    for work, one in found.items():
        _print(page, about, work, one)
    page.gap()
    print_saved(page, saved, target, "comparisons")
    return 0


def _print(page: Page, output: str, work: str, found: Overlap) -> None:
    page.heading(f"{work} in {output}: {found.grade}")
    page.line(
        f"{found.share_of_output:.1%} of the output and {found.share_of_work:.2%} of the work stand in runs of 20 words or more."
    )
    page.line(("Why. ", "bold"), *(f"{reason}. " for reason in found.reasons))
    rows = []
    for run in sorted((*found.runs, *found.near), key=lambda run: -run.words)[:_SHOWN]:
        remarks = [f"{run.edits} changed"] if run.edits else []
        remarks += [word for word, yes in (("in the prompt", run.in_prompt), ("boilerplate", run.boilerplate)) if yes]
        places = (f"{begin:,} to {end:,}" for begin, end in (run.output, run.work))
        rows.append((f"{run.words:,}", *places, ", ".join(remarks)))
    if rows:
        page.gap()
        page.table(("words", "output, characters", "work, characters", ""), rows)
