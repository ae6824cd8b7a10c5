"""From measurements to law: `lexstemma probe` on five of the works, outputs laid beside them, and the answers as evidence comes."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from _measuring import Probed, controls_of
from _works import Works, opening
from lexstemma.assessment import Run, assess
from lexstemma.case import Case
from lexstemma.cli import main
from lexstemma.law import Law
from lexstemma.probes import LocalScorer, Overlap, overlap, overlap_evidence, write_calibration, write_controls, write_overlap

NAME = "ground-truth"
PARTS = {
    "copied-32": "planted-32-001",
    "copied-16": "planted-16-001",
    "copied-1": "planted-1-001",
    "tuned-on": "tuning-001",
    "never-copied": "held-out-001",
}
"""Work of the case -> which of the tales it is: always the first of its kind, chosen before anything was measured."""

PROMPTED = {"base": "copied-32", "tuned": "tuned-on"}
_OPENING = 20  # words, about 30 tokens: the context leaves room for 60 more words
_TEMPLATE = Path(__file__).with_name("case.yaml")


@dataclass(frozen=True)
class Probing:
    """How the works of the case are probed.

    Attributes:
        folder: where the weights lie; controls, calibrations and the full reports go beside them.
        epochs: of the base model.
        stride: tokens from one window to the next.
    """

    folder: Path
    epochs: float
    stride: int


@dataclass(frozen=True)
class Told:
    """The case, and how it is answered as evidence comes in.

    Attributes:
        path: of the case with its evidence.
        commands: the commands that probed, as a reader can repeat them.
        grades: version of the weights -> work -> grade.
        outputs: version of the weights -> work -> what its answer took over.
        runs: the answers without evidence, with that on the base weights, with all of it.
    """

    path: Path
    commands: Mapping[str, Sequence[str]]
    grades: Mapping[str, Mapping[str, str]]
    outputs: Mapping[str, Mapping[str, Overlap]]
    runs: tuple[Run, ...]


def tell(works: Works, probed: Mapping[str, Probed], how: Probing, target: Path) -> Told:
    """Probes the works of the case on both versions and writes the evidence into it, one version after the other.

    Args:
        probed: the versions "base" and "tuned", whose calibrations give the power of finding nothing.
        target: the folder of the case that is written; an earlier one there is replaced.
    """
    texts = {name: works.texts[work] for name, work in PARTS.items()}
    path = _fresh(target, texts)
    (how.folder / "controls").mkdir(exist_ok=True)
    write_controls(controls_of(works, {work: name for name, work in PARTS.items()}), how.folder / "controls" / "controls.json")
    law, runs = Law.load(), []
    runs.append(assess(Case.load(path), law))
    commands, outputs = {}, {}
    for version, found in probed.items():
        calibration = found.calibration(works, how.epochs, f"the works planted in {version}")
        write_calibration(calibration, how.folder / f"{version}-calibration.json")
        commands[version] = _command(version, how, path)
        _run(commands[version], how.folder / f"{version}-probe.txt")
        outputs[version] = _compared(version, found.scorer, texts, path)
        runs.append(assess(Case.load(path), law))
    graph = runs[-1].case.graph
    grades: dict[str, dict[str, str]] = {version: {} for version in probed}
    for node in runs[-1].case.of_kind("Evidence"):
        about, work = graph.name(node, "about") or "", graph.name(node, "concerning") or ""
        if about in grades:
            grades[about][work] = graph.name(node, "grade") or ""
    return Told(path, commands, grades, outputs, tuple(runs))


def _fresh(target: Path, texts: Mapping[str, str]) -> Path:
    """The case without evidence, and the texts of its works."""
    target.mkdir(parents=True, exist_ok=True)
    for part in ("works", "outputs", "probes"):
        shutil.rmtree(target / f"{NAME}.{part}", ignore_errors=True)
        (target / f"{NAME}.{part}").mkdir()
    for name, text in texts.items():
        (target / f"{NAME}.works" / f"{name}.txt").write_text(text, encoding="utf-8")
    path = target / f"{NAME}.yaml"
    path.write_bytes(_TEMPLATE.read_bytes())
    return path


def _command(version: str, how: Probing, path: Path) -> list[str]:
    given = {"--weights": version, "--path": how.folder / version, "--controls": how.folder / "controls" / "controls.json",
             "--calibration": how.folder / f"{version}-calibration.json", "--stride": how.stride}  # fmt: skip
    return ["probe", str(path), *(str(word) for pair in given.items() for word in pair)]


def _run(command: Sequence[str], report: Path) -> None:
    """Runs a command of lexstemma; what it prints goes into a file."""
    with report.open("w", encoding="utf-8") as page, contextlib.redirect_stdout(page):
        try:
            main(command)
        except SystemExit as end:
            if end.code:
                raise


def _compared(version: str, scorer: LocalScorer, texts: Mapping[str, str], path: Path) -> dict[str, Overlap]:
    """Lets the weights go on after the first words of a work, and lays what comes beside every work."""
    prompt = opening(texts[PROMPTED[version]], _OPENING)
    ids, _ = scorer.encode(prompt)
    output = scorer.encoder.decode(scorer.generate(ids, scorer.instrument.context))
    output = output.partition("<|endoftext|>")[0].strip()
    (path.parent / f"{NAME}.outputs" / f"{version}-answer.txt").write_text(output, encoding="utf-8")
    found, nodes = {}, []
    for work, text in texts.items():
        others = [other for name, other in texts.items() if name != work]
        found[work] = overlap(output, text, prompt=prompt, others=others)
        source = f"{NAME}.probes/{version}-answer-{work}.json"
        write_overlap(found[work], path.parent / source)
        about = f"{version}-answer"
        nodes.append(overlap_evidence(found[work], id=f"overlap-{about}-{work}", about=about, concerning=work, source=source))
    case = Case.load(path).with_evidence(nodes, source=str(path))
    case.save_evidence(path, [str(node["id"]) for node in nodes], original=path)
    return found
