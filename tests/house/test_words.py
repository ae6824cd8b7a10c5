"""Law is data: no Python file of the product names a jurisdiction, a court, a decision or a provision."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from lexstemma.terms import Graph, read_turtle_file

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "engine").rglob("*.py")) + sorted((ROOT / "ui").rglob("*.py"))
PROVISION = re.compile(r"§+\s*\d|\b[Aa]rt(?:icles?|\.)\s*\d")

# Words with two capitals in the data's citations that mean other things as well.
ORDINARY = {"AI", "EC", "EU", "UK", "US", "II", "III", "IV", "VI", "VII", "OJ", "ECLI", "ELI", "ID", "TDM", "GPAI", "URL"}
# Names of parties that are names of protocols, too.
PROTOCOLS = {"OpenAI"}


@cache
def law() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "ontology" / "law").rglob("*.ttl")):
        if path.name != "common.ttl":  # principles of no particular law
            graph.update(read_turtle_file(path))
    return graph


@cache
def names_of_law() -> re.Pattern[str]:
    """Places, courts, decisions, dockets, statutes and rule ids, as the data name them."""
    graph, names = law(), set[str]()
    for subject in graph.subjects():
        types = graph.names(subject, "type")
        if "Jurisdiction" in types or "Decision" in types:
            names.update(graph.texts(subject, "label"))
        if types and not subject.startswith(("_:", "http")) and "-" in subject:
            names.add(subject)
        names.update(text for prop in ("court", "docket") for text in graph.texts(subject, prop))
        names -= PROTOCOLS
        for provision in graph.texts(subject, "provision"):
            names.update(set(re.findall(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b", provision)) - ORDINARY)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))


@cache
def codes() -> frozenset[str]:
    """Place codes; "ID" is left out, since it stands for an id far more often than for a country."""
    return frozenset(c for subject in law().of_type("Jurisdiction") for c in law().texts(subject, "placeCode")) - {"ID"}


def named_in(source: str) -> list[str]:
    """What a source names of the law, with lines: in names, strings, docstrings and comments."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT):
            hits = [*names_of_law().findall(token.string), *PROVISION.findall(token.string)]
            found += [f"line {token.start[0]}: {hit}" for hit in hits]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in codes():
            found.append(f"line {node.lineno}: {node.value}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_python_file_names_the_law(path: Path) -> None:
    assert not named_in(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        'if place == "DE":\n    pass\n',
        "# In Germany the answer differs.\n",
        '"""Article 4 asks for a reservation."""\n',
        'rule = "eu-cdsm-4"\n',
        "x = 1  # § 44b\n",
    ],
)
def test_the_check_itself_sees_the_law(source: str) -> None:
    assert named_in(source)


def test_ordinary_words_are_left_alone() -> None:
    assert not named_in('"""The place of the act; one article of law, a union and its members."""\nno = "place"\n')
