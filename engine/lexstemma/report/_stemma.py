"""The derivation graph of a case as it is drawn: boxes, lines between them, and lines from outputs back to data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
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
    """

    id: str
    kind: str
    members: tuple[str, ...]
    title: str
    note: str
    statuses: tuple[tuple[str, str], ...]
    layers: tuple[tuple[str, str], ...] = ()

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
    """What is drawn.

    Args:
        ends: steps that make no new copy; lines to them are grey.
    """

    nodes: dict[str, Node]
    edges: tuple[tuple[str, str], ...]
    ends: frozenset[str]
    backs: tuple[Back, ...]


def stemma(run: Run, *, most: int = MOST) -> Stemma:
    """The picture of a run before anything has a place.

    Args:
        most: boxes; beyond that siblings share one.
    """
    case, graph = run.case, run.case.graph
    layers = {layer for thing in case.of_kind("Entity") for layer in graph.names(thing, "layers")}
    things = dict.fromkeys(thing for thing in case.of_kind("Entity") if thing not in layers)
    steps = dict.fromkeys(case.of_kind("Step"))
    edges = [*_edges(run, things.keys(), steps)]
    joined = {end for edge in edges for end in edge}
    kind = {name: _kind(run, name) for name in things if name in joined or "Work" in case.types(name)}
    kind |= dict.fromkeys(steps, "step")
    # Datasets, weights and outputs carry no status: what may be done with them is that of the steps that use them.
    of_step, of_work = _sorted(run, lambda a: a.question.step), _sorted(run, lambda a: a.question.object or "")
    asked = {name: {"step": of_step, "work": of_work}.get(what, {}).get(name, []) for name, what in kind.items()}
    own = {name: [(layer, _worst(of_work.get(layer, []))) for layer in graph.names(name, "layers")] for name in kind}
    leader = folded(
        list(kind),
        edges,
        {name: kind_of_step(run, name) if what == "step" else what for name, what in kind.items()},
        {name: repr((_worst(asked[name]), [status for _, status in own[name]])) for name in kind},
        most=most,
        abreast=ABREAST,
    )
    members: dict[str, list[str]] = {}
    for name in kind:
        members.setdefault(leader[name], []).append(name)
    boxes = {}
    for name, same in members.items():
        title, note = _words(run, name, kind[name], same)
        statuses = _statuses(run, [answer for one in same for answer in asked[one]])
        told = tuple((graph.text(layer, "title") or layer, status) for layer, status in own[name]) if len(same) == 1 else ()
        boxes[name] = Node(name, kind[name], tuple(same), title, note, statuses, told)
    drawn = tuple(dict.fromkeys((leader[a], leader[b]) for a, b in edges if leader[a] != leader[b]))
    ends = frozenset(leader[step] for step in steps if not run.derivation.results(step))
    return Stemma(boxes, drawn, ends, _backs(run, leader))


def _sorted(run: Run, key: Callable[[Answer], str]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in run.answers():
        found.setdefault(key(answer), []).append(answer)
    return found


def _worst(answers: Sequence[Answer]) -> str:
    return worst([a.status for a in answers]) if answers else ""


def _statuses(run: Run, answers: Sequence[Answer]) -> tuple[tuple[str, str], ...]:
    laws = [""] if run.under == "place" else list(dict.fromkeys(a.question.place or "" for a in answers))
    here = {law: [a for a in answers if not law or a.question.place == law] for law in laws}
    return tuple((law, _worst(found)) for law, found in here.items() if found)


def _edges(run: Run, things: Set[str], steps: Iterable[str]) -> Iterable[tuple[str, str]]:
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
