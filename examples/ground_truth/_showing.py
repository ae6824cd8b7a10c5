"""The report, for a reader who knows the law and no statistics: what was found, beside what is true, and what it does not show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from _case import PROMPTED, Told
from _figures import HELD_OUT, TUNING, Figures
from _measuring import EXTRACTABLE, Group
from _works import COPIES
from lexstemma.assessment import changes, deciding
from lexstemma.probes import Auroc, clopper_pearson
from lexstemma.report import Page, print_changes, reason_text

WORDS = {"early": "the base model after one epoch", "base": "the base model", "tuned": "the fine-tuned model"}
_HEAD = ("copies", "exposures", "bits/byte", "AUROC bits/byte", "AUROC Min-K%++", "brought out", "best p")


def show(page: Page, found: Figures, told: Told, out: Path) -> None:
    """The whole report."""
    _made(page, found)
    for version in ("early", "base", "tuned"):
        _table(page, found, version)
    _accused(page, found)
    _links(page, found)
    _outputs(page, told)
    _law(page, told)
    _limits(page, found)
    _again(page, told, out)


def _made(page: Page, found: Figures) -> None:
    base, tuned = found.trained["base"], found.trained["tuned"]
    page.heading("A model whose truth is known")
    _say(
        page,
        f"Seed {found.seed}. A model of {base.parameters:,} parameters was trained here from nothing on {base.tokens:,} tokens of "
        f"invented tales, {base.epochs:.1f} epochs, and then fine-tuned on other tales, {tuned.epochs:.0f} epochs. How often each "
        "tale stood in the training data was decided beforehand. So every finding below can be held against the truth.",
    )
    _say(
        page,
        "Copies (k) are how often a tale stands in the data; exposures are how often training read it, k times the epochs. A tale "
        "is brought out if 50 tokens of it make the model go on with the next 50 of its own, greedily (G4) or with p of 0.001 or "
        "more (G3); best p is the median of the likeliest such window. AUROC is the chance that a tale of the row looks better "
        "known than one that was never trained on; 0.5 is guessing. "
        "Brackets are 95 % intervals, over tales (Newcombe, Clopper-Pearson).",
    )


def _table(page: Page, found: Figures, version: str) -> None:
    groups, epochs = found.groups[version], found.epochs(version)
    page.heading(_title(version))
    rows = [_row(HELD_OUT, "0", groups[HELD_OUT], itself=True)]
    rows += [_row(str(k), f"{k * epochs:.0f}", groups[str(k)]) for k in COPIES]
    tuning = f"0 + {found.trained['tuned'].epochs:.0f}" if version == "tuned" else "0"
    rows.append(_row(TUNING, tuning, groups[TUNING]))
    page.table(_HEAD, rows)


def _row(part: str, exposures: str, group: Group, *, itself: bool = False) -> list[str]:
    separation = ["-" if itself else _short(group.separation[name]) for name in ("bits_per_byte", "min_k_plus")]
    share = f"{group.extracted}/{group.works} ({100 * group.interval[0]:.0f}-{group.interval[1]:.0%})"
    best = f"10^{group.best:.1f}"
    return [part, exposures, f"{group.bits_per_byte:.3f}", *separation, share, best]


def _short(one: Auroc) -> str:
    return f"{one.value:.2f} ({one.low:.2f}-{one.high:.2f})"


def _interval(one: Auroc) -> str:
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _accused(page: Page, found: Figures) -> None:
    """False positives, and what a figure without its interval would have done."""
    page.heading("Whom the probe accuses wrongly")
    for version in found.groups:
        alone = found.alone[version]
        works = sum(alone.values())
        extracted = sum(alone.get(grade, 0) for grade in ("G2", *EXTRACTABLE))
        elevated = alone.get("G1", 0)
        most = clopper_pearson(extracted, works)[1]
        _say(
            page,
            f"{_title(version)}: of {works} tales that it never read, {extracted or 'none'} got G2 or "
            f"more (at most {most:.1%} of such tales would, with 95 % confidence). Tested one at a time, {elevated} got "
            "G1, elevated likelihood, whose level allows 5 %; G1 asserts nothing.",
        )
    before = found.groups["base"][TUNING].separation["bits_per_byte"]
    verdict = "excludes" if before.separates else "includes"
    alike = "they differ by themselves, and no rank counts" if found.blind.separates else "they do not differ by themselves"
    blind = f"Without any model (zlib bits per byte), probed tales and controls have an AUROC of {_interval(found.blind)}: {alike}."
    _say(page, blind)
    side = "above" if before.value > 0.5 else "below"
    _say(
        page,
        "The tuning tales had not yet been read when the base model was probed. Their AUROC there is "
        f"{_interval(before)}: the figure alone would rank them {side} the held-out tales; its interval {verdict} 0.5. "
        "A bare AUROC without its interval would accuse by chance.",
    )


def _links(page: Page, found: Figures) -> None:
    base, tuned = found.groups["base"], found.groups["tuned"]
    page.heading("A link that appears, and one that fades")
    before, after = _share(base[TUNING]), _share(tuned[TUNING])
    appears = f"Tuning tales brought out of the base model: {before}; of the fine-tuned model: {after}."
    kept = "; ".join(f"k = {k}: {_share(base[str(k)])}, then {_share(tuned[str(k)])}" for k in COPIES if base[str(k)].extracted)
    fades = f"Tales that only the base model was trained on, brought out before and after fine-tuning: {kept or 'none'}. "
    _say(page, ("Appears. ", "bold"), appears)
    _say(page, ("Fades. ", "bold"), fades, "Evidence belongs to the version that was measured: each must be probed itself.")


def _say(page: Page, *parts: str | tuple[str, str]) -> None:
    page.line(*parts, hang=0)


def _title(version: str) -> str:
    return WORDS[version][0].upper() + WORDS[version][1:]


def _share(group: Group) -> str:
    return f"{group.extracted} of {group.works}"


def _outputs(page: Page, told: Told) -> None:
    page.heading("Outputs laid beside the works")
    for version, rows in told.outputs.items():
        asked = PROMPTED[version]
        others = ", ".join(f"{work} {found.grade}" for work, found in rows.items() if work != asked)
        _say(
            page,
            f"{_title(version)}, given the first words of {asked}, goes on: {rows[asked].reasons[0]}. "
            f"Beside the other works: {others}.",
        )


def _law(page: Page, told: Told) -> None:
    page.heading("What follows in law")
    works = list(dict.fromkeys(work for rows in told.grades.values() for work in rows))
    page.table(["work", *told.grades], [[work, *(rows.get(work, "-") for rows in told.grades.values())] for work in works])
    _say(page, "; ".join(f"{grade} {words}" for grade, words in _GRADES.items()) + ". The policy takes G3 and G4 as memorised.")
    page.gap()
    for stage, version in enumerate(told.grades):
        before, after = told.runs[stage], told.runs[stage + 1]
        what = f"With the evidence on {WORDS[version]} and its answer, against the case without it"
        print_changes(page, changes(before, after), what=what)
        page.gap()
    _say(page, "The same status with and without the evidence: bringing the base model into the United Kingdom.")
    for answer in told.runs[-1].answers(step="import-base"):
        if answer.question.right is not None:
            said = f"{answer.question.object}: {answer.status.replace('_', ' ')}, {reason_text(deciding(answer))}"
            page.line(said, indent=2)


def _limits(page: Page, found: Figures) -> None:
    page.heading("What this does not show")
    for line in _LIMITS:
        page.line("- ", line)
    page.line("- ", f"One seed, {found.groups['base']['1'].works} tales per number of copies: read the intervals, not the figures.")


_GRADES = {
    "G4": "verbatim",
    "G3": "extractable by sampling",
    "G2": "a short span or nearly verbatim",
    "G1": "elevated likelihood only",
    "G0": "no evidence",
}

_LIMITS: Sequence[str] = (
    "Nothing about any other model. The tales are short and random, the model is tiny, its training long: how many copies it takes "
    "elsewhere is another question. What carries over is the method, and how often it is wrong.",
    "No evidence is not absence. Tales of few copies were trained on, and the probe does not bring them out; the power statement "
    "of each record says what would have been seen.",
    "That an AUROC is high proves no training of any single work. It ranks groups, and here both groups come from one grammar; "
    "real works and real controls differ in more than training.",
    "A fine-tuned model may have lost what its base model gave back, and another prompt may still bring it out.",
    "That tales in an invented language are works, and who holds what right in them, is the case's assumption. Not legal advice.",
)


def _again(page: Page, told: Told, out: Path) -> None:
    page.heading("To look further")
    page.verbatim(f"  lexstemma assess {told.path}")
    page.verbatim(f"  lexstemma explain {told.path} host-base --work copied-32")
    for command in told.commands.values():
        page.verbatim("  lexstemma " + " ".join(command[:6]) + " ...")
    _say(page, f"The full probe reports are {', '.join(str(out / f'{version}-probe.txt') for version in told.commands)}.")
