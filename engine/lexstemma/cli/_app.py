"""The commands and their parser. Each command's module is small and imports the engine only when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from .._version import __version__
from . import (
    _accounts,
    _asking,
    _canary,
    _claims,
    _clear,
    _comparing,
    _evidence,
    _files,
    _law,
    _licences,
    _looking,
    _overlap,
    _precedents,
    _probe,
    _query,
    _quote,
    _reform,
    _regimes,
    _sensitivity,
    _vocabulary,
    _when,
    _where,
)

app = typer.Typer(
    name="lexstemma",
    help="What copyright law requires at every step of training and using a model. Without a command: the bundled example.",
    epilog="Exit codes: 0 done, 1 an answer reached --fail-on, 2 unusable input.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"lexstemma {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    if context.invoked_subcommand is None:
        from ._main_job import main_job

        main_job()


app.command("assess")(_asking.assess)
app.command("explain")(_asking.explain)
app.command("compare")(_comparing.compare)
app.command("whatif")(_asking.whatif)
app.command("chains")(_looking.chains)
app.command("authorizations")(_looking.authorizations)
app.command("clear")(_clear.clear)
app.command("sensitivity")(_sensitivity.sensitivity)
app.command("evidence")(_evidence.evidence)
app.command("where")(_where.where)
app.command("when")(_when.when)
app.command("claims")(_claims.claims)
app.command("query")(_query.query)
app.command("accounts")(_accounts.accounts)
app.command("precedents")(_precedents.precedents)
app.command("licences")(_licences.licences)
app.command("reform")(_reform.reform)
app.command("regimes")(_regimes.regimes)
app.command("probe")(_probe.probe)
app.command("quote")(_quote.quote)
app.command("overlap")(_overlap.overlap)
app.command("order")(_quote.order)
app.add_typer(_canary.app, name="canary")
app.command("check")(_files.check)
app.add_typer(_law.app, name="law")
app.command("vocabulary")(_vocabulary.vocabulary)
app.command("new")(_files.new)
app.command("export")(_files.export)

# Public ancestors of typer's own exceptions, whichever parser a release of typer is built on.
_ParserError: type[Exception] = typer.BadParameter.__mro__[2]


def run_app(arguments: list[str]) -> int:
    """The exit code of a command line."""
    from ._main import USAGE, complain

    try:
        result = app(arguments, prog_name="lexstemma", standalone_mode=False)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return 130
    except _ParserError as problem:
        context = getattr(problem, "ctx", None)
        command = context.command_path if context else "lexstemma"
        message = str(getattr(problem, "format_message", problem.__str__)())
        return complain(f"{message.rstrip('.')}; see {command} --help")
    return result if isinstance(result, int) else 0 if result is None else USAGE
