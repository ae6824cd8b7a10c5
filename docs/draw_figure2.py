"""Draws docs/figure2.svg: the example examples/figure2.yaml as `assess` answers it, under the law of each place.

    python docs/draw_figure2.py

Where things stand is decided here; what is related to what, and every status, comes from the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lexstemma.assessment import Answer, Run, assess
from lexstemma.case import Case
from lexstemma.law import Law
from lexstemma.report._svg import GREY, LINE, LOOKS, ORDER, SANS, Box, Drawing, shortened, text_width
from lexstemma.terms import data_path

WIDTH, HEIGHT = 1200, 792
AS_OF = "2026-11-23"

# Columns: works 20, datasets 424, weights 736, outputs 1034; steps stand between them.
WORKS = {
    "novel": Box(20, 102, 208, 62),
    "article": Box(20, 172, 208, 62),
    "article-press": Box(40, 242, 188, 62),
    "poem": Box(20, 312, 208, 62),
    "translation": Box(40, 382, 188, 62),
    "dialogues": Box(20, 512, 208, 62),
    "exercises": Box(20, 582, 208, 62),
}
THINGS = {
    "crawl-store": Box(424, 132, 140, 56),
    "corpus": Box(424, 352, 140, 56),
    "tuning": Box(424, 550, 140, 56),
    "base": Box(736, 352, 132, 56),
    "tuned": Box(736, 550, 132, 56),
    "verse": Box(1034, 352, 146, 56),
    "letter": Box(1034, 550, 146, 56),
}
STEPS = {
    "crawl": Box(272, 124, 126, 72),
    "assemble": Box(431, 226, 126, 72),
    "pretrain": Box(586, 344, 126, 72),
    "fine-tune": Box(586, 542, 126, 72),
    "generate-base": Box(890, 344, 126, 72),
    "generate-tuned": Box(890, 542, 126, 72),
    "deliver-base": Box(1044, 424, 126, 72),
    "deliver-tuned": Box(1044, 622, 126, 72),
}
NAMES = {
    "crawl": "crawl", "assemble": "assemble", "pretrain": "pre-train", "fine-tune": "fine-tune", "generate-base": "generate",
    "generate-tuned": "generate", "deliver-base": "deliver", "deliver-tuned": "deliver",
}  # fmt: skip
NOTES = {
    "novel": "living author; robots.txt reserves",
    "article": "nobody reserved it",
    "article-press": "layer: the press publisher's right",
    "poem": "Rilke, died 1926",
    "translation": "layer: a living translator",
    "dialogues": "CC BY 4.0",
    "exercises": "CC BY-NC 4.0",
}
KINDS = {
    "crawl-store": "dataset",
    "corpus": "dataset",
    "tuning": "dataset",
    "base": "weights",
    "tuned": "weights",
    "verse": "output",
    "letter": "output",
}


def worst(answers: Iterable[Answer]) -> str:
    return max((answer.status for answer in answers), key=ORDER.index)


def draw(run: Run) -> str:
    """The whole picture as SVG.

    Raises:
        ValueError: the case has something that has no place in the picture.
    """
    case = run.case
    placed = {*WORKS, *THINGS, *STEPS}
    if missing := [thing for kind in ("Entity", "Step") for thing in case.of_kind(kind) if thing not in placed]:
        raise ValueError(f"not placed: {', '.join(missing)}")
    drawing = Drawing()
    _frame(drawing, run)
    _copies(drawing, case)
    _back(drawing, run)
    for name, box in WORKS.items():
        _work(drawing, case, name, box, worst(run.answers(work=name, step=_first_step(name))))
    for name, box in THINGS.items():
        _thing(drawing, case, name, box)
    for name, box in STEPS.items():
        _step(drawing, case, name, box, run.answers(step=name))
    _whom_to_ask(drawing, run)
    _legend(drawing)
    return drawing.whole(WIDTH, HEIGHT, f"{case.title}, with the status of every step", SANS)


def _first_step(work: str) -> str:
    return "fine-tune" if work in ("dialogues", "exercises") else "crawl"


def _frame(drawing: Drawing, run: Run) -> None:
    drawing.rect(Box(0.5, 0.5, WIDTH - 1, HEIGHT - 1), fill="#FFFFFF", stroke=LINE, radius=10, width=1)
    drawing.text(20, 36, "Figure 2 in small: what each step requires, under the law of its place", size=20, bold=True)
    answers = run.answers()
    count = f"{len({answer.question.step for answer in answers})} steps, {len(answers)} answers"
    drawing.text(20, 60, f"{count}; examples/figure2.yaml as answered on {AS_OF}", size=14, fill=GREY)


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (u, v) = start, end
    middle = (x + u) / 2
    return f"M{x:g} {y:g} C{middle:g} {y:g} {middle:g} {v:g} {u:g} {v:g}"


def _copies(drawing: Drawing, case: Case) -> None:
    """Blue: what a step used leads through the step to what it produced; a collection holds what it contains."""
    boxes = {**WORKS, **THINGS}
    for step, pill in STEPS.items():
        used, produced = case.graph.names(step, "used"), case.graph.names(step, "produced")
        for name in [*used, *(layer for work in used for layer in case.graph.names(work, "layers"))]:
            box = boxes[name]
            if box.bottom[0] == pill.bottom[0]:
                if not produced:  # delivering makes no new copy
                    drawing.path(f"M{box.bottom[0]:g} {box.bottom[1]:g} V{pill.y:g}", stroke=GREY, width=1.4)
                    continue
                drawing.copy(f"M{box.bottom[0]:g} {box.bottom[1]:g} V{pill.y:g}", head=False)
            elif box.x > pill.x:  # the base model on its way down into fine-tuning
                (x, y), (u, v) = box.bottom, pill.top
                drawing.copy(f"M{x:g} {y:g} C{x:g} {y + 80:g} {u:g} {v - 80:g} {u:g} {v:g}", head=False)
            else:
                drawing.copy(_curve(box.right, pill.left), head=False)
        for name in produced:
            box = boxes[name]
            below = box.top[0] == pill.top[0]
            start, end = (pill.bottom, box.top) if below else (pill.right, box.left)
            drawing.copy(f"M{start[0]:g} {start[1]:g} L{end[0]:g} {end[1]:g}")
    for name, box in THINGS.items():
        for work in case.graph.names(name, "contains"):
            drawing.copy(_curve(WORKS[work].right, box.left))


def _back(drawing: Drawing, run: Run) -> None:
    """Yellow dotted and red dashed: from an output straight back to the data that it traces back to."""
    for output in ("verse", "letter"):
        training, tuning = run.derivation.traces_to_training_data(output), run.derivation.traces_to_tuning_data(output)
        corpus, other, box = THINGS["corpus"], THINGS["tuning"], THINGS[output]
        if tuning & set(THINGS):
            level, x = box.y - 24, box.x + 40
            if "corpus" in training:
                drawing.tuning(f"M{x:g} {box.y:g} V{level:g} H{corpus.bottom[0]:g} V{corpus.bottom[1] + 2:g}")
            drawing.tuning(f"M{other.x + 108:g} {level:g} V{other.y - 2:g}")
        elif "corpus" in training:
            level, into = box.y - 30, corpus.x + 118
            drawing.training(f"M{box.top[0]:g} {box.y:g} V{level:g} H{into:g} V{corpus.y - 3:g}")
            drawing.tip(f"M{into:g} {corpus.y - 12:g} V{corpus.y - 2:g}")


def _card(drawing: Drawing, box: Box, status: str) -> None:
    colour, tint, *_ = LOOKS[status]
    drawing.rect(box, fill=tint, stroke=colour)
    drawing.add(f'<path d="M{box.x + 6:g} {box.y:g} h-0 a6 6 0 0 0 -6 6 v{box.height - 12:g} a6 6 0 0 0 6 6 z" fill="{colour}"/>')


def _work(drawing: Drawing, case: Case, name: str, box: Box, status: str) -> None:
    if box.x > 20:  # a layer hangs on the work above it
        drawing.path(f"M29 {box.y - 8:g} V{box.left[1]:g} H{box.x:g}", stroke=GREY, width=1.4)
    _card(drawing, box, status)
    title = case.graph.text(name, "title") or name
    if name == "article-press":
        title = "web edition"
    drawing.text(box.x + 14, box.y + 20, shortened(title, box.width - 22, 14), size=14, bold=True)
    drawing.text(box.x + 14, box.y + 36, NOTES[name], size=11.5, fill=GREY)
    drawing.status(box.x + 14, box.y + 53, status)


def _thing(drawing: Drawing, case: Case, name: str, box: Box) -> None:
    drawing.rect(box, fill="#F4F6F9", stroke="#98A2B3")
    kind = next(word for word in ("Dataset", "Weights", "Output") if word in case.types(name)).lower()
    title = case.graph.text(name, "title") or name
    lines = [title]
    if text_width(title, 14, bold=True) > box.width - 16:
        words = title.split()
        half = max(n for n in range(1, len(words)) if text_width(" ".join(words[:n]), 14, bold=True) <= box.width - 16)
        lines = [" ".join(words[:half]), " ".join(words[half:])]
    y = box.y + (24 if len(lines) == 1 else 18)
    for line in lines:
        drawing.text(box.top[0], y, line, bold=True, anchor="middle")
        y += 16
    drawing.text(box.top[0], y + (2 if len(lines) == 1 else 0), kind, size=11.5, fill=GREY, anchor="middle")


def _step(drawing: Drawing, case: Case, name: str, box: Box, answers: tuple[Answer, ...]) -> None:
    status = worst(answers)
    colour, tint, ink, _, words = LOOKS[status]
    drawing.rect(box, fill=tint, stroke=colour, radius=14, width=1.6)
    place, day = case.graph.name(name, "place") or "?", case.graph.text(name, "date") or "?"
    label = f"{NAMES[name]} in {place}"
    drawing.text(box.top[0], box.y + 20, label, size=14, bold=True, anchor="middle")
    drawing.text(box.top[0], box.y + 34, day, size=11, fill=GREY, anchor="middle")
    if len(words) > 16:  # two lines
        first, _, rest = words.partition(" ")
        drawing.status(box.top[0], box.y + 49, status, size=12, centre=True, words=first)
        drawing.text(box.top[0] + 7, box.y + 61, rest, size=12, fill=ink, bold=True, anchor="middle")
    else:
        drawing.status(box.top[0], box.y + 53, status, size=12.5, centre=True)
    _dots(drawing, box, answers)


def _dots(drawing: Drawing, box: Box, answers: tuple[Answer, ...]) -> None:
    """One dot for every answer of a step, the most demanding first."""
    ranked = sorted((ORDER.index(answer.status) for answer in answers), reverse=True)
    gap = min(6.6, (box.width - 24) / max(1, len(ranked) - 1))
    start = box.top[0] - gap * (len(ranked) - 1) / 2
    for n, rank in enumerate(ranked):
        drawing.dot(start + n * gap, box.y + box.height, LOOKS[ORDER[rank]][0])


def _whom_to_ask(drawing: Drawing, run: Run) -> None:
    """The permissions that no open fact and no open question can make unnecessary."""
    graph, asked = run.case.graph, dict[tuple[str, str], list[str]]()
    for need in run.authorizations():
        if need.certain:
            steps = asked.setdefault((", ".join(need.holders), need.objects[0]), [])
            steps += [step for step in need.steps if step not in steps]
    box = Box(640, 102, 540, 50 + 46 * len(asked))
    drawing.rect(box, fill="#FFFFFF", stroke=LINE, radius=8)
    drawing.text(box.x + 16, box.y + 26, "Whom to ask in any case", bold=True)
    y = box.y + 54
    for (holder, work), steps in asked.items():
        who, what = graph.text(holder, "title") or holder, graph.text(work, "title") or work
        acts = ", ".join(f"{NAMES[step]} in {graph.name(step, 'place')}" for step in sorted(steps, key=list(STEPS).index))
        drawing.dot(box.x + 20, y - 5, LOOKS["authorization_required"][0])
        drawing.text(box.x + 32, y, f"{who}, for {what}", size=14)
        drawing.text(box.x + 32, y + 17, acts, size=12, fill=GREY)
        y += 46


def _legend(drawing: Drawing) -> None:
    y = HEIGHT - 58
    drawing.path(f"M20 {y - 22:g} H{WIDTH - 20}", stroke=LINE, width=1)
    drawing.text(20, y, "Box, pill: status", size=13, fill=GREY)
    x = 170.0
    for status in ORDER[:-1]:
        drawing.status(x, y, status, size=13)
        x += 15 + text_width(LOOKS[status][4], 13, bold=True) + 26
    drawing.text(x, y, "●  one dot per answer; the pill shows the most demanding", size=13, fill=GREY)
    y += 30
    drawing.text(20, y, "Line: relation", size=13, fill=GREY)
    drawing.copy(f"M170 {y - 4:g} h46")
    drawing.text(226, y, "copy or derivative", size=13)
    drawing.training(f"M372 {y - 4:g} h46")
    drawing.text(432, y, "output back to training data", size=13)
    drawing.tuning(f"M636 {y - 4:g} h46")
    drawing.text(692, y, "output back to training and tuning data", size=13)


def main() -> None:
    case = Case.load(data_path("examples") / "figure2.yaml")
    target = Path(__file__).with_name("figure2.svg")
    target.write_text(draw(assess(case, Law.load(as_of=AS_OF))), encoding="utf-8")
    print(f"{target.name} written")


if __name__ == "__main__":
    main()
