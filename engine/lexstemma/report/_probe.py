"""What a probe found, for people: a plain paragraph, what it does not show, and every figure beside its null."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..probes import Archive, Record
    from ._page import Page

GRADE_WORDS = {
    "G4": "verbatim-extractable",
    "G3": "probabilistically extractable",
    "G2": "near-verbatim or a short span",
    "G1": "elevated likelihood only",
    "G0": "no evidence",
    "GX": "inadmissible",
}
_FLAG_WORDS = {
    "boilerplate": "the same words stand in several other works, so they may have come from any of them",
    "selfRepetition": "the text says the same before, so that copying from itself explains it",
    "formulaic": "a reference model expects the words too, so that knowing the language explains them",
    "referenceRelative": "the gain over the reference model is only as telling as that model is good",
}
_STATISTICS = {
    "bits_per_byte": "bits per byte",
    "min_k": "Min-K% (nats)",
    "min_k_plus": "Min-K%++",
    "zlib_ratio": "nats per zlib byte",
    "top1_share": "tokens guessed first",
    "greedy_run": "longest run of these",
    "reference_gain": "bits per byte below the reference",
}
FIGURES = ("figure", "the work", "its null")
_ONLY_THESE = "This is about the weights that were measured: versions made from them, or before them, must be probed themselves."


def paragraph(record: Record, weights: str) -> str:
    """What a record shows, in plain words.

    Args:
        weights: what to call the weights.
    """
    document, grade = record.document, record.document["grade"]
    if record.grade == "GX":
        shown = f"The measurement of {record.work} on {weights} counts for nothing."
    else:
        shown = _shown(record, weights)
    words = [shown, *(f"Flag {flag}: {_FLAG_WORDS.get(flag, flag)}." for flag in grade["flags"])]
    if grade["flags"] and grade["unflagged"]:
        words.append(f"Without flagged passages the grade is {grade['unflagged']}.")
    if record.grade in ("G4", "G3"):
        words.append(_false_alarms(document["controls"]["extracted"]))
    words.append(_ONLY_THESE)
    return " ".join(words)


def _shown(record: Record, weights: str) -> str:
    document, grade, name = record.document, record.document["grade"], record.work
    windows, kinds, tried = document["windows"], {row["kind"] for row in document["passages"]}, _places(document)
    asked = f"Given {windows['prefix']} tokens of {name}, {weights} continues with the work's own next {windows['suffix']} tokens"
    if record.grade == "G4":
        hits = sum(bool(value) for value in windows["greedy"])
        return f"{asked}, word for word, when the likeliest token is taken each time: at {hits} of {tried} places tried."
    if record.grade == "G3":
        return f"{asked} often enough to be brought out by sampling: once in {grade['samples_half']:,} samples with even chances."
    if record.grade == "G2":
        how = "nearly word for word" if "near" in kinds else "in a short stretch of twenty tokens or so"
        return f"{weights} gives {name} back {how}, and no longer passage word for word, at the {tried} places tried."
    if record.grade == "G1":
        return (
            f"{name} is likelier to {weights} than comparable texts and than its own paraphrases, by more than chance explains; "
            "but no passage of it was brought out. That ranks texts; it proves no training."
        )
    at = f" at the {tried} places tried" if tried else ""
    return (
        f"No passage of {name} was brought out of {weights}{at}, and an elevated likelihood that would count is not shown. "
        f"That is no finding that it is not there ({document['power']['statement']})."
    )


def _false_alarms(extracted: Mapping[str, Any]) -> str:
    texts, hits, rate = extracted["texts"], len(extracted["hits"]), extracted["rate"]
    if not texts or rate is None:
        return "No control was long enough to say how often such a thing happens without training."
    return (
        f"Of {texts} controls, texts that the weights are taken not to know, {hits or 'none'} came out so: "
        f"with 95 % confidence at most {rate[1]:.1%} of such texts would."
    )


def does_not_show(record: Record) -> str:
    """The other half of the answer."""
    return str(record.document["grade"]["not_shown"])


def figures(record: Record, archive: Archive | None = None) -> list[list[str]]:
    """Rows of `FIGURES`: everything measured of a work beside what the controls, or a coder without a model, give.

    Args:
        archive: the raw scores, for nulls that a record does not hold.
    """
    from ..probes import HIGHER_IS_KNOWN, conformal

    document = record.document
    null = [item for item in document["controls"]["items"] if item["kind"] != "paraphrase"]
    rows = _blind(document) + _windows(document) + _spans(document, null, archive)
    for name, words in _STATISTICS.items():
        mine, theirs = document["statistics"][name], [item["statistics"][name] for item in null]
        if mine is None:
            continue
        if not theirs or None in theirs:
            rows.append([words, _n(mine), "none: no controls, so it says nothing"])
            continue
        rank = conformal(mine, theirs, higher=HIGHER_IS_KNOWN[name])
        against = f"controls {_n(min(theirs))} to {_n(max(theirs))}, median {_n(median(theirs))}; "
        against += f"p = {rank.p:.3g}, m = {rank.controls}"
        against += ", which cannot reach 0.05" if rank.smallest > 0.05 else ""
        compared = document.get("comparison")
        if compared and compared["statistic"] == name:
            pairs = compared["paraphrases"]
            against += f"; named beforehand: {compared['adjusted']:.3g} by Holm, works: {compared['works']}; "
            against += f"beats {compared['beaten']} of {pairs} paraphrases" if pairs else "no paraphrase was compared"
            if reworded := compared.get("reworded"):
                against += (
                    f"; of the paraphrases of all works, new texts, {compared['standing_out']} of {reworded} have p <= 0.05 too"
                )
        else:
            against += "; uncorrected"
        rows.append([words, _n(mine), against])
    codes = document["codes"]
    bits = f"{codes['one_part']:,.0f} bits"
    two = "" if codes["two_part"] is None else f"; with the model itself sent along {codes['two_part']:,.0f}"
    rows.append(["length in the weights' code", bits + two,
                 f"brotli {codes['brotli']:,}, LZMA {codes['lzma']:,}, zlib {codes['zlib']:,}, raw {codes['raw']:,}"])  # fmt: skip
    if held := document["held"]:
        bound = f"error at most {held['error_bound']:.2g} if the reference {held['reference'][:12]} were the true source"
        rows.append(["bits held beyond the reference", f"{held['held']:,.0f}", bound])  # fmt: skip
    if canaries := document["canaries"]:
        rows.append(["canaries", f"p = {canaries['p']:.3g}", canaries["statement"]])
    return rows


def _blind(document: Mapping[str, Any]) -> list[list[str]]:
    text = document["work"]["text"]
    mine = _n(text["zlib_bits"] / text["utf8_bytes"])
    name = "no model at all: zlib bits per byte"
    if not (compared := document.get("comparison")):
        return [[name, mine, "none: no controls"]]
    blind, rank = compared["blind"], compared["blind_rank"]
    told = f"p = {rank['p']:.3g}, m = {rank['controls']}; works against controls AUROC {blind['value']:.2f}"
    told += f" ({blind['low']:.2f} to {blind['high']:.2f})"
    if rank["p"] <= 0.05:
        told += "; the work stands out without any model"
    if not blind["low"] <= 0.5 <= blind["high"]:
        told += "; the texts differ without any model"
    return [[name, mine, told]]


def _windows(document: Mapping[str, Any]) -> list[list[str]]:
    windows, extracted = document["windows"], document["controls"]["extracted"]
    tried = _places(document)
    if not tried:
        return [["windows given back", "not measured", "the text is too short for a window"]]
    greedy = sum(bool(value) for value in windows["greedy"])
    known = [p for p, aborted in zip(windows["logp"], windows["aborted"], strict=True) if not aborted and p is not None]
    sampled = sum(p >= math.log(document["settings"]["threshold"]) for p in known)
    rate = extracted["rate"]
    null = "no control was long enough"
    if rate is not None:
        null = f"{len(extracted['hits'])} of {extracted['texts']} controls have one; 95 %: {rate[0]:.1%} to {rate[1]:.1%}"
    size = f"{windows['prefix']} + {windows['suffix']} tokens"
    threshold = f"{document['settings']['threshold']:g}"
    best = f"; best p {_p(max(known))}" if known else ""
    if document["settings"]["screen"] is not None:
        best += f"; {len(windows['start'])} measured, the others ruled out by one pass"
    return [
        [f"windows of {size} given back greedily", f"{greedy} of {tried}", null],
        [f"windows with p of {threshold} or more", f"{sampled} of {tried}{best}", "the same controls"],
    ]


def _places(document: Mapping[str, Any]) -> int:
    """How many windows were looked at; those that a screen ruled out are not in the record."""
    windows, settings = document["windows"], document["settings"]
    spare = int(document["statistics"]["tokens"]) - int(windows["prefix"]) - int(windows["suffix"])
    if settings["screen"] is None or spare < 0:
        return len(windows["start"])
    return spare // int(settings["stride"]) + 1


def _spans(document: Mapping[str, Any], null: Sequence[Mapping[str, Any]], archive: Archive | None) -> list[list[str]]:
    """The best short spans; without the raw scores of the controls they have no null and are not shown."""
    if archive is None:
        return []
    from ..probes import best_span

    rows = []
    for length in (10, 20):
        mine = document["spans"][str(length)]
        theirs = [span.logp for item in null if (span := best_span(archive.scores(item["digest"]), length)) is not None]
        if mine is not None and theirs:
            rows.append([f"likeliest {length} tokens in full context", f"p {_p(mine['logp'])}",
                         f"best of {len(theirs)} controls p {_p(max(theirs))}"])  # fmt: skip
    return rows


def provenance(record: Record) -> list[str]:
    """With what, on what, against what: all that a second expert needs."""
    document, tool = record.document, record.document["instrument"]
    controls = document["controls"]
    start = "none" if tool["start_token"] is None else f"token {tool['start_token']}"
    stored = f", stored as {tool['quantisation']}" if tool["quantisation"] else ""
    lines = [
        f"Weights {tool['weights_digest']}{stored}; tokenizer {tool['tokenizer_digest']}; start: {start}; {tool['dtype']} on "
        f"{tool['device']}; {tool['backend']} {tool['backend_version']}; context {tool['context']} tokens.",
        f"Controls: {controls['name']}, {len(controls['items'])} texts, digest {controls['digest']}. "
        "Every p assumes that an unknown text of this kind would rank anywhere among them. Uncorrected: of several figures looked "
        "at, only the one named beforehand may count.",
        *(f"Doubt: {doubt}." for doubt in controls["doubts"]),
        f"Record {record.digest}; raw scores {document['scores']['digest']}.",
    ]
    if reference := document["reference"]:
        lines.insert(1, f"Reference model {reference['name']}, weights {reference['weights_digest']}.")
    return lines


def print_probe(page: Page, record: Record, weights: str, archive: Archive | None = None) -> None:
    """One work: grade, what it shows, what it does not, the figures and the reasons."""
    page.heading(f"{record.work} in {weights}: {record.grade}, {GRADE_WORDS[record.grade]}")
    page.line(("What this shows. ", "bold"), paragraph(record, weights))
    page.line(("What it does not show. ", "bold"), f"It does not show {does_not_show(record)}.")
    page.line(("Why. ", "bold"), *(f"{reason}. " for reason in record.document["grade"]["reasons"]))
    page.gap()
    page.table(FIGURES, figures(record, archive))
    page.gap()
    for line in provenance(record):
        page.line((line, "dim"))


def _n(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _p(logp: float | None) -> str:
    """A probability from nats, readable however small."""
    if logp is None:
        return "0"
    return f"{math.exp(logp):.3g}" if logp > -30 else f"10^{logp / math.log(10):.1f}"
