"""The command that keeps information accounts: accounts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..terms import InputError
from ._inputs import check_format, get_close_matches, load_case
from ._options import CaseName, Short
from ._output import write_record

if TYPE_CHECKING:
    from ..case import Case
    from ..inquiry import Account, HeldBits, Measured
    from ..report import Page


def accounts(
    case: CaseName,
    weights: Annotated[str | None, typer.Option("--weights", metavar="ID", help="Only these weights.")] = None,
    format: Short = "table",
) -> int:
    """Account for the information in weights.

    Bits of the training text (with the vocabulary of the model itself), bits of capacity, their ratio, and the bits held of works
    that a probe measured against a reference model. Figures that describe, no measure of liability.
    """
    check_format(format, ("table", "json"))
    loaded = load_case(case)
    known = loaded.of_kind("Weights")
    if weights is not None and weights not in known:
        near = get_close_matches(weights, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'none'}"
        raise InputError(f"the case has no weights {weights!r}", where=loaded.source, expected=hint)
    from ..inquiry import accounts as reckon

    found = [one for one in reckon(loaded, measurements(loaded)) if weights in (None, one.weights)]
    if format == "json":
        from ..inquiry import DESCRIPTIVE

        write_record({"case": loaded.id, "scope": DESCRIPTIVE, "accounts": [_record(one) for one in found]})
    else:
        _print(loaded, found)
    return 0


def measurements(case: Case) -> dict[str, Measured | str]:
    """What the records of the case's evidence say, by the id of the evidence; or why a record cannot be used."""
    return {node: _measured(case, node) for node in case.of_kind("Evidence")}


def _measured(case: Case, node: str) -> Measured | str:
    name, digest = case.graph.text(node, "source") or "", case.graph.text(node, "digest")
    if digest is None or not name.endswith(".json") or "://" in name:
        return "the case names no record of a probe"
    folder = Path(case.source).parent.resolve()
    path = (folder / name).resolve()
    # A case may come from anywhere: it names no files outside its own folder.
    if not path.is_relative_to(folder):
        return f"the record {name} lies outside the folder of the case"
    if not path.is_file():
        return f"the record {name} is not beside the case"
    from ..inquiry import Measured
    from ..probes import read_record

    try:
        record = read_record(path)
    except InputError as problem:
        return f"the record {name} cannot be used: {problem.what}"
    if record.digest != digest:
        return f"the record {name} is not the one that the case names"
    held, codes = record.document.get("held"), record.document.get("codes")
    held, codes = held if isinstance(held, dict) else {}, codes if isinstance(codes, dict) else {}
    packed = [codes[coder] for coder in ("zlib", "lzma", "brotli") if isinstance(codes.get(coder), int | float)]
    return Measured(
        held.get("held"), held.get("error_bound"), codes.get("raw"), codes.get("one_part"), min(packed, default=None), name
    )


def _record(one: Account) -> dict[str, object]:
    capacity = one.capacity_bits
    return {
        "weights": one.weights,
        "training": {
            "tokens": one.tokens,
            "stated_of": list(one.tokens_from),
            "vocabulary": one.vocabulary,
            "bits_per_token": one.bits_per_token,
            "log2_vocabulary": one.information_per_token,
            "bits": one.training_bits,
        },
        "capacity": {
            "parameters": one.parameters,
            "bits_per_parameter": None if one.bits_per_parameter is None else float(one.bits_per_parameter),
            "bits": None if capacity is None else float(capacity),
        },
        "ratio": one.ratio,
        "capacity_bits_per_token": one.capacity_per_token,
        "derived_from": [{"weights": other, "training_tokens": tokens} for other, tokens in one.behind],
        "missing": list(one.missing),
        "held_bits": one.held,
        "works": [_holding(holding) for holding in one.holdings],
        "shares": [
            {
                "holder": share.holder,
                "bits": share.bits,
                "works": list(share.works),
                "of_held": share.of_held,
                "of_capacity": share.of_capacity,
            }
            for share in one.shares
        ],
    }


def _holding(holding: HeldBits) -> dict[str, object]:
    told = holding.measured
    return {
        "work": holding.work,
        "evidence": holding.evidence,
        "grade": holding.grade,
        "holders": list(holding.holders),
        "held_bits": told.held if told else None,
        "error_bound": told.error_bound if told else None,
        "raw_bits": told.raw_bits if told else None,
        "model_bits": told.model_bits if told else None,
        "compressed_bits": told.compressed_bits if told else None,
        "record": told.record if told else None,
        "missing": holding.missing or None,
    }


# ------------------------------------------------------------ for people
def _print(case: Case, found: Sequence[Account]) -> None:
    from ..inquiry import DESCRIPTIVE
    from ..report import Page

    page = Page()
    page.line((case.title, "bold"))
    page.line((DESCRIPTIVE, "dim"))
    for one in found:
        title = case.graph.text(one.weights, "title")
        page.heading(one.weights + (f": {title}" if title else ""))
        _print_one(page, one)


def _print_one(page: Page, one: Account) -> None:
    tokens = "tokens not stated" if one.tokens is None else f"{one.tokens:,} tokens"
    if one.tokens is not None and one.tokens_from != (one.weights,):
        tokens += f" (of {', '.join(one.tokens_from)})"
    per = "vocabulary not stated"
    if one.vocabulary is not None:
        per = f"{one.bits_per_token} bits ({one.vocabulary:,} values; log2 = {one.information_per_token:.2f})"
    page.line(("training  ", "bold"), _product(tokens, per, one.training_bits), indent=2)
    parameters = "parameters not stated" if one.parameters is None else f"{one.parameters:,} parameters"
    stored = "bits per parameter not stated"
    if one.bits_per_parameter is not None:
        stored = f"{float(one.bits_per_parameter):g} bits"
    capacity = one.capacity_bits
    page.line(("capacity  ", "bold"), _product(parameters, stored, None if capacity is None else float(capacity)), indent=2)
    if one.ratio is not None and one.capacity_per_token is not None:
        page.line(
            ("ratio     ", "bold"),
            f"{one.ratio:,.1f} bits of training text for every bit of capacity; {one.capacity_per_token:.3g} bits of capacity for "
            "every token",
            indent=2,
        )
    else:
        page.line(("ratio     ", "bold"), f"not known: state {', '.join(one.missing)} of {one.weights}", indent=2)
    for other, behind in one.behind:
        known = f", trained on {behind:,} tokens" if behind is not None else ""
        page.line((f"derived from {other}{known}: what that training left behind stands in this capacity too", "dim"), indent=2)
    _print_held(page, one)


def _product(one: str, other: str, bits: float | None) -> str:
    if bits is None:
        return f"{one}, {other}"
    for power, word in ((1e12, "trillion "), (1e9, "billion "), (1e6, "million ")):
        if bits >= power:
            return f"{one} × {other} = {bits / power:,.6g} {word}bits"
    return f"{one} × {other} = {bits:,.6g} bits"


def _print_held(page: Page, one: Account) -> None:
    measured = [holding for holding in one.holdings if holding.measured is not None and holding.measured.held is not None]
    if measured:
        rows = []
        for holding in measured:
            told = holding.measured
            assert told is not None
            assert told.held is not None
            of_text = f"{told.held / told.raw_bits:.1%}" if told.raw_bits else ""
            bound = "" if told.error_bound is None else f"{told.error_bound:.2g}"
            rows.append([holding.work, holding.grade, f"{told.held:,.0f}", of_text, bound, told.record])
        page.table(("work", "grade", "bits held", "of its text", "error bound", "record"), rows)
        for share in one.shares:
            of_capacity = "" if share.of_capacity is None else f", {share.of_capacity:.2g} of the capacity"
            what = f"{share.bits:,.0f} bits in {', '.join(share.works)}, {share.of_held:.1%} of what was measured{of_capacity}"
            page.line((f"{share.holder}: ", "bold"), what, indent=2)
    for holding in one.holdings:
        if holding.missing:
            page.line((f"{holding.work}: bits held not known ({holding.evidence}): {holding.missing}", "dim"), indent=2)
    if not one.holdings:
        page.line(("no work was measured in these weights", "dim"), indent=2)
