"""Commands about files: check, new, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ._inputs import load_case
from ._options import CaseName


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Case files or folders, or law files (Turtle) or folders of them.", show_default=False
        ),
    ],
    owl: Annotated[
        bool, typer.Option("--owl", help="Insist on the consistency check by an OWL reasoner, which needs Java.")
    ] = False,
) -> int:
    """Check cases and law files.

    Names, references, dates, circles, shapes, sources; and contradictions, where Java is found.
    Every file is checked; the exit code is 2 if one of them cannot be used.
    """
    from ..report import clean
    from ..terms import LexstemmaError
    from ._checks import check_file

    worst = 0
    for name in files:
        if sys.stderr.isatty():
            print(clean(f"checking {name} ..."), file=sys.stderr)
        try:
            for line in check_file(name, owl=owl):
                if isinstance(line, LexstemmaError):
                    print("lexstemma: " + clean(str(line)), file=sys.stderr)
                    worst = 2
                else:
                    print(clean(f"{name}: {line}"))
        except LexstemmaError as problem:
            sys.stdout.flush()
            print("lexstemma: " + clean(str(problem)), file=sys.stderr)
            worst = 2
    return worst


def new(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write, ending in .yaml; it must not exist.", show_default=False)
    ],
) -> int:
    """Write a commented template of a case.

    Three steps to change into your own. An existing file is never touched.
    """
    from ..case import write_template

    path = write_template(file)
    print(f"Wrote {path}. Change it, then: lexstemma assess {path}")
    return 0


def export(
    case: CaseName,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write: .ttl, .jsonld or .yaml (.nt).", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> int:
    """Write a case as Turtle, JSON-LD or YAML.

    The suffix of FILE says which. Comments are not kept.
    """
    from ..terms import InputError

    path = Path(file)
    loaded = load_case(case)
    if path.exists() and not force:
        raise InputError("exists already", where=file, expected="nothing was changed; give another name, or --force")
    loaded.save(path)
    print(f"Wrote {path}.")
    return 0
