"""Options of the commands that measure on weights, told once."""

from __future__ import annotations

from typing import Annotated

import typer

_PLACE = "Where the weights are: a directory of safetensors, a GGUF file, a hub id, a server."

Place = Annotated[str, typer.Option("--path", metavar="PLACE", help=_PLACE, show_default=False)]
OptionalPlace = Annotated[str | None, typer.Option("--path", metavar="PLACE", help=_PLACE)]
Device = Annotated[str | None, typer.Option("--device", help="cpu, cuda, cuda:1, mps.", show_default="chosen")]
Dtype = Annotated[str | None, typer.Option("--dtype", help="float32, bfloat16, float16.", show_default="chosen")]
StartToken = Annotated[
    str, typer.Option("--start-token", metavar="TOKEN", help="Before every text: an id, a spelling, auto, none.")
]
ContextLength = Annotated[
    int | None, typer.Option("--context", metavar="TOKENS", help="The longest sequence.", show_default="2,048")
]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Of a CPU.", show_default="torch's choice")]
Backend = Annotated[str, typer.Option("--backend", help="transformers or ctranslate2.")]
Server = Annotated[str, typer.Option("--server", metavar="KIND", help="Of a server: openai, vllm, sglang.")]
Tokenizer = Annotated[str | None, typer.Option("--tokenizer", metavar="DIR", help="Of a server: its model's tokenizer.")]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Of a server: what it calls the model.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Measure and print; write nothing.")]
Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="Write the case with the evidence here.", show_default="CASE")
]
Works = Annotated[
    list[str] | None,
    typer.Option(
        "--works", metavar="ID[=FILE]", help="A work and its text; repeatable. A work's own text: FILE otherwise.",
        show_default="all works with a text",
    ),
]  # fmt: skip
