"""The derivation graph of a case as it is drawn: boxes, lines between them, and lines from outputs back to data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..assessment import Answer, Run
from ..reasoning import worst
from ._fold import folded
from ._words import kind_of_step

MOST, ABREAST = 60, 5
_KINDS = (("Work", "work"), ("Output", "output"), ("Weights", "weights"), ("Dataset", "dataset"))
_PLURALS = {"work": "works", "output": "outputs", "weights": "weights", "dataset": "datasets", "thing": "things"}


@dataclass(frozen=True)
class Node:
    """A box (a thing) or a pill (a step), for one or more of the case.

    Args:
        kind: "step", or what kind of thing.
        members: the ids that it stands for.
        title, note: what is written in it.
        statuses: the most demanding answer under each law asked, by its code; under the law of each place one, keyed "".
        layers: of a work, its layers: title and status.
        count: how many answers of each status a step has.
    """

    id: str
    kind: str
    members: tuple[str, ...]
    title: str
    note: str
    statuses: tuple[tuple[str, str], ...]
    layers: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The most demanding; empty where nothing was asked."""
        return worst([status for _, status in self.statuses]) if self.statuses else ""


@dataclass(frozen=True)
class Back:
    """From an output back to the data that its weights learnt from."""

    output: str
    data: tuple[str, ...]
    tuning: bool


@dataclass(frozen=True)
class Stemma:
    """What is drawn."""

    nodes: dict[str, Node]
    edges: tuple[tuple[str, str], ...]
    ends: frozenset[str]
    """Steps that make no new copy: a line to them is grey."""
    backs: tuple[Back, ...]


def stemma(run: Run, answers: Sequence[Answer] | None = None, *, most: int = MOST) -> Stemma:
    """The picture of a run before anything has a place.

    Args:
        answers: those whose statuses are shown; all of the run if left out.
        most: boxes; beyond that siblings share one.
    """
    shown = run.answers() if answers is None else answers
    graph, case = run.case.graph, run.case
    layers = {layer for thing in case.of_kind("Entity") for layer in graph.names(thing, "layers")}
    things = [thing for thing in case.of_kind("Entity") if thing not in layers]
    steps = case.of_kind("Step")
    of_step, of_thing = _sorted(shown, lambda a: a.question.step), _sorted(shown, lambda a: a.question.object or "")
    edges = [*_edges(run, set(things), steps)]
    joined = {end for edge in edges for end in edge}
    nodes = [name for name in (*things, *steps) if name in joined or name in steps or "Work" in case.types(name)]
    kind = {name: "step" if name in of_step or name in steps else _kind(run, name) for name in nodes}
    # Things other than works carry none: what may be done with them is the status of the steps that use them.
    asked = {name: (of_step if kind[name] == "step" else of_thing if kind[name] == "work" else {}).get(name, []) for name in nodes}
    found = {name: _statuses(run, asked[name]) for name in nodes}
    status = {name: worst([s for _, s in pairs]) if pairs else "" for name, pairs in found.items()}
    telling = {name: f"{status[name]}{[_worst(of_thing.get(x, [])) for x in graph.names(name, 'layers')]}" for name in nodes}
    told_apart = {name: kind_of_step(run, name) if kind[name] == "step" else kind[name] for name in nodes}
    leader = folded(nodes, edges, told_apart, telling, most=most, abreast=ABREAST)
    members: dict[str, list[str]] = {}
    for name in nodes:
        members.setdefault(leader[name], []).append(name)
    boxes = {}
    for name, same in members.items():
        pairs = found[name]
        if len(same) > 1:
            pairs = _statuses(run, [a for one in same for a in asked[one]])
        own = [
            (graph.text(layer, "title") or layer, _worst(of_thing.get(layer, []))) for layer in graph.names(name, "layers")
        ] if len(same) == 1 else []  # fmt: skip
        told = tuple(a.status for one in same for a in of_step.get(one, [])) if kind[name] == "step" else ()
        title, note = _words(run, name, kind[name], same)
        boxes[name] = Node(name, kind[name], tuple(same), title, note, pairs, tuple(own), told)
    drawn = tuple(dict.fromkeys((leader[a], leader[b]) for a, b in edges if leader[a] != leader[b]))
    ends = frozenset(leader[step] for step in steps if not run.derivation.results(step))
    return Stemma(boxes, drawn, ends, _backs(run, leader))


def _sorted(answers: Iterable[Answer], key: Callable[[Answer], str]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(key(answer), []).append(answer)
    return found


def _worst(answers: Sequence[Answer]) -> str:
    return worst([a.status for a in answers]) if answers else ""


def _statuses(run: Run, answers: Sequence[Answer]) -> tuple[tuple[str, str], ...]:
    laws = [""] if run.under == "place" else list(dict.fromkeys(a.question.place or "" for a in answers))
    here = {law: [a for a in answers if not law or a.question.place == law] for law in laws}
    return tuple((law, _worst(found)) for law, found in here.items() if found)


def _edges(run: Run, things: set[str], steps: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Through steps; and from what is contained or copied without a step."""
    graph, derivation = run.case.graph, run.derivation
    through: set[tuple[str, str]] = set()
    home = {layer: work for work in things for layer in graph.names(work, "layers")}
    for step in steps:
        used = [home.get(thing, thing) for thing in derivation.inputs(step)]
        yield from ((thing, step) for thing in used if thing in things)
        for thing in derivation.results(step):
            yield step, thing
            through.update((origin, thing) for origin in used)
    for thing in run.case.of_kind("Entity"):
        for prop in ("contains", "copyOf", "derivativeOf", "copyOrDerivativeOf"):
            for origin in graph.names(thing, prop):
                if origin in things and thing in things and (origin, thing) not in through:
                    yield origin, thing


def _kind(run: Run, name: str) -> str:
    types = run.case.types(name)
    return next((word for cls, word in _KINDS if cls in types), "thing")


def _words(run: Run, name: str, kind: str, same: Sequence[str]) -> tuple[str, str]:
    """Title and note of a box."""
    graph = run.case.graph
    if len(same) > 1:
        number = f"{len(same):,}"
        if kind == "step":
            return f"{number} steps: {kind_of_step(run, name)}", ""
        titles = [graph.text(one, "title") or one for one in same[:2]]
        return f"{number} {_PLURALS[kind]}", f"{', '.join(titles)} ..."
    title = graph.text(name, "title") or name
    if kind == "step":
        place, day = graph.name(name, "place"), graph.text(name, "date")
        return title, ", ".join(part for part in (place or "no place", day or "no date") if part)
    if kind == "work":
        given = graph.names(name, "type")
        return title, run.words.label(given[0]) if given else kind
    return title, kind


def _backs(run: Run, leader: dict[str, str]) -> tuple[Back, ...]:
    """From every output to the data with which the weights behind it were trained, and tuned."""
    derivation = run.derivation
    found: dict[tuple[str, tuple[str, ...], bool], Back] = {}
    for output in run.case.of_kind("Output"):
        training, tuning = derivation.traces_to_training_data(output), derivation.traces_to_tuning_data(output)
        data = tuple(dict.fromkeys(leader[one] for one in leader if one in training | tuning and _feeds(run, one)))
        if data and output in leader:
            back = Back(leader[output], data, bool(tuning))
            found[back.output, data, back.tuning] = back
    return tuple(found.values())


def _feeds(run: Run, thing: str) -> bool:
    """Whether a step that makes weights used it, and it is no model itself."""
    case, derivation = run.case, run.derivation
    if "Weights" in case.types(thing):
        return False
    made = (result for step in derivation.users(thing) for result in derivation.results(step))
    return any("Weights" in case.types(result) for result in made)
