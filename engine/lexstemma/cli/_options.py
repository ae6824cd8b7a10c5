"""Options that several commands share, told once."""

from __future__ import annotations

from typing import Annotated

import typer

CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="A case file or folder, or a bundled example such as figure2.", show_default=False)
]
Laws = Annotated[
    str, typer.Option("--law", metavar="LAWS", help="place, or codes of laws (or all) to ask as if each step were done there.")
]
Claimed = Annotated[
    bool, typer.Option("--claimed", help="With codes: keep the real places; acts elsewhere are outside the territory.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Leave presumptions and one-sided issues open.")]
Stance = Annotated[
    str | None,
    typer.Option("--stance", metavar="NAME", help="Answer contested issues as this stance does.", show_default="positive-law"),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Ask on this day; later decisions do not count.", show_default="today")
]
Forum = Annotated[
    str | None,
    typer.Option(
        "--forum", metavar="COURT", help="Ask this court, where not all courts of a country bind one another.", show_default=False
    ),
]
Overlay = Annotated[
    list[str] | None, typer.Option("--overlay", metavar="FILE", help="A reform to lay over the law (Turtle); repeatable.")
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write there instead of printing, whole or not at all.", show_default=False
    ),
]
Short = Annotated[str, typer.Option("--format", metavar="FORMAT", help="table or json.")]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="STATUS", help="Exit with 1 if an answer is this demanding or more.")
]
Work = Annotated[str | None, typer.Option("--work", metavar="ID", help="Only answers about this work or thing.")]
