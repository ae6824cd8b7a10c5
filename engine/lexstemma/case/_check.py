"""What must be true of a whole case before anything is asked of it: references, classes, dates, no circles."""

from __future__ import annotations

from lexstemma.terms import CaseError, Graph, Lit, evidence_policies, shape_faults

from ._build import Build
from ._schema import FORMAT_VERSION, SECTIONS, nearest

# An earlier date on the left of a later one.
_ORDERED = (("since", "until"), ("born", "died"))
# What leads from a thing to what it was made from, besides the steps.
_MADE_FROM = ("contains", "copyOf", "derivativeOf", "copyOrDerivativeOf", "tracesBackTo")


def check(build: Build) -> None:
    """Checks the whole case and links every thing to it by its section.

    Raises:
        CaseError: see the functions below.
    """
    _references(build)
    named = {reference.target for reference in build.references}
    for entity, types in build.types.items():
        _dates(build, entity)
        if "Statement" in types:
            _statement(build, entity)
        if entity not in named and not build.schema.bases(types) - {"Statement", "Reservation"}:
            what = f"nothing carries the {types[0].lower()} '{entity}'"
            raise CaseError(what, where=build.where(entity), expected="write it under the thing that it is about")
    _policy(build)
    _power(build)
    _measured(build)
    _circles(build)
    _shapes(build)
    _sections(build)


def _references(build: Build) -> None:
    for reference in build.references:
        key, target = reference.key, reference.target
        types = build.types.get(target)
        if types is not None and (not key.of or key.of in build.schema.terms.classes_of(types)):
            continue
        where = build.located(reference.where, reference.subject, key.name)
        if types is None:
            named = f"'{key.name}' of '{reference.subject}' names '{target}', which the case does not describe"
            candidates = [name for name, of in build.types.items() if key.of in build.schema.terms.classes_of(of)]
            raise CaseError(named, where=where, expected=_hint(target, candidates))
        label = build.schema.terms.label
        raise CaseError(
            f"'{key.name}' of '{reference.subject}' names '{target}', which is of type {label(types[0])}",
            where=where,
            expected=f"expected something of type {label(key.of)}",
        )


def _hint(word: str, known: list[str]) -> str:
    hint = nearest(word, known)
    return hint if hint.endswith("?") else "describe it, or correct the id"


def _dates(build: Build, entity: str) -> None:
    graph = build.graph
    for earlier, later in _ORDERED:
        first, second = graph.text(entity, earlier), graph.text(entity, later)
        # A year is compared with a day by the year alone.
        if first and second and first[: min(len(first), len(second))] > second[: min(len(first), len(second))]:
            where = build.where(entity, later)
            raise CaseError(
                f"'{entity}' has {later} {second} before {earlier} {first}", where=where, expected="correct one of them"
            )
    if graph.flag(entity, "alive") and graph.text(entity, "died"):
        where = build.where(entity, "alive")
        raise CaseError(f"'{entity}' is alive and died {graph.text(entity, 'died')}", where=where, expected="remove one of them")


def _statement(build: Build, entity: str) -> None:
    for name in ("fact", "value"):
        if not build.graph.values(entity, name):
            expected = "a statement has fact and value, and may have concerning, source, since"
            raise CaseError(f"a statement has no {name}", where=build.where(entity), expected=expected)


def _policy(build: Build) -> None:
    for name in build.graph.texts(build.iri, "evidencePolicy"):
        if name not in evidence_policies():
            where, expected = build.where(build.iri, "evidencePolicy"), "choose one of " + ", ".join(evidence_policies())
            raise CaseError(f"no evidence policy is called '{name}'", where=where, expected=expected)


def _measured(build: Build) -> None:
    """Evidence belongs to the weights that were measured: raises CaseError where the case gives those another digest."""
    for entity in build.graph.of_type("Evidence"):
        measured = build.graph.text(entity, "weightsDigest")
        for weights in build.graph.names(entity, "about"):
            told = build.graph.text(weights, "digest")
            if measured and told and measured.lower() != told.lower():
                what = f"'{entity}' measured weights {measured[:12]}..., '{weights}' has digest {told[:12]}..."
                expected = "re-probe these weights, or describe those as a version of their own"
                raise CaseError(what, where=build.where(entity, "weightsDigest"), expected=expected)
    for entity in build.graph.of_type("Evidence"):
        for first, second in (("workFrom", "workUntil"), ("outputFrom", "outputUntil")):
            begin, end = build.graph.text(entity, first), build.graph.text(entity, second)
            if begin is not None and end is not None and int(begin) >= int(end):
                where = build.where(entity, second)
                raise CaseError(
                    f"the passage of '{entity}' ends at {end}, begins at {begin}", where=where, expected="correct one of them"
                )


def _power(build: Build) -> None:
    for entity in build.graph.subjects():
        for text in build.graph.texts(entity, "statedPower"):
            if not 0 <= float(text) <= 1:
                where = build.where(entity, "statedPower")
                raise CaseError(f"'statedPower' of '{entity}' is {text}", where=where, expected="expected a number between 0 and 1")


def _edges(graph: Graph) -> dict[str, list[str]]:
    """What each thing was made from: the step that produced it, what that step used, what it contains or copies."""
    edges: dict[str, list[str]] = {}
    for subject in graph.subjects():
        for step in graph.names(subject, "producedBy"):
            edges.setdefault(subject, []).append(step)
        for thing in graph.names(subject, "produced"):
            edges.setdefault(thing, []).append(subject)
        made_from = [name for prop in ("used", *_MADE_FROM) for name in graph.names(subject, prop)]
        if made_from:
            edges.setdefault(subject, []).extend(made_from)
    return edges


def _circles(build: Build) -> None:
    """Raises CaseError when a thing was made, by whatever steps, from itself."""
    edges = _edges(build.graph)
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path, on_path = [start], {start}
        rest = [iter(edges.get(start, ()))]
        while rest:
            step = next(rest[-1], None)
            if step is None:
                rest.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif step in on_path:
                _refuse_circle(build, [*path[path.index(step) :], step])
            elif step not in done:
                path.append(step)
                on_path.add(step)
                rest.append(iter(edges.get(step, ())))


def _refuse_circle(build: Build, circle: list[str]) -> None:
    steps = [name for name in circle if build.graph.names(name, "produced")]
    where = build.where(steps[0], "produced") if steps else build.where(circle[0])
    shown = circle if len(circle) <= 8 else [*circle[:4], "...", *circle[-3:]]
    raise CaseError(
        f"'{circle[0]}' is made from itself: " + " from ".join(shown),
        where=where,
        expected="give what a step makes its own id, one for each version",
    )


def _shapes(build: Build) -> None:
    """Raises CaseError where the SHACL shapes, in their compiled form, are not met."""
    for fault in shape_faults(build.graph, "case"):
        raise CaseError(f"'{fault.subject}': {fault.message}", where=build.where(fault.subject, fault.path))


def _sections(build: Build) -> None:
    """Adds the case itself: its class, its version, and a link to each thing, however the file arranged them."""
    graph, case = build.graph, build.iri
    graph.add(case, "type", "Case")
    graph.add(case, "formatVersion", Lit(str(FORMAT_VERSION), "integer"))
    for entity, types in build.types.items():
        above = build.schema.terms.classes_of(types)
        section = next((name for name, (classes, _) in SECTIONS.items() if above.intersection(classes)), None)
        if section is not None:
            graph.add(case, section, entity)
