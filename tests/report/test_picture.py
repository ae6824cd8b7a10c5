"""The picture of a chain: everything is in it, nothing lies on anything else, and large cases are folded."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memos import EXAMPLES, LAW, example, hostile

from lexstemma import Case, assess
from lexstemma.report import STATUS_WORDS, picture
from lexstemma.report._fold import folded
from lexstemma.report._layers import layered
from lexstemma.report._stemma import stemma
from lexstemma.report._svg import lines_of, shortened, text_width

SVG = "{http://www.w3.org/2000/svg}"


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of everything with a fill that holds words."""
    found = []
    for rect in ElementTree.fromstring(svg).iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
        if rect.get("fill") != "#FFFFFF":
            found.append((x, y, x + w, y + h))
    return found


def many(works: int, *, steps: int = 1) -> Case:
    """Works that steps copy, each step a share of them, into one dataset each, all of which train a model."""
    return Case.from_dict(
        {
            "id": "many",
            "works": [{"id": f"w{n}", "type": "TextWork"} for n in range(works)],
            "datasets": [{"id": f"d{n}"} for n in range(steps)],
            "weights": [{"id": "m"}],
            "outputs": [{"id": "o"}],
            "steps": [
                *(
                    {
                        "id": f"s{n}",
                        "type": "Acquisition",
                        "place": "DE",
                        "used": [f"w{k}" for k in range(n, works, steps)],
                        "produced": [f"d{n}"],
                    }
                    for n in range(steps)
                ),
                {"id": "t", "type": "Pretraining", "place": "DE", "used": [f"d{n}" for n in range(steps)], "produced": ["m"]},
                {"id": "g", "type": "Generation", "place": "DE", "used": ["m"], "produced": ["o"]},
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize("under", ["place", ["DE", "UK", "JP"]], ids=str)
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_no_box_lies_on_another_or_outside(case: Case, under: str | list[str]) -> None:
    drawn = picture(assess(case, LAW, under=under))
    placed = boxes(drawn.svg)
    assert placed
    assert all(x >= 0 and y >= 0 and right <= drawn.width and bottom <= drawn.height for x, y, right, bottom in placed)
    for one, other in combinations(placed, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.id)
def test_every_thing_and_step_is_in_it_with_its_status_in_words(case: Case) -> None:
    run = assess(case, LAW)
    found = stemma(run)
    assert sorted(m for node in found.nodes.values() if node.kind == "step" for m in node.members) == sorted(case.of_kind("Step"))
    for name, node in found.nodes.items():
        if node.kind == "step":
            assert node.status == run.status(run.answers(step=name))
    words = " ".join(e.text or "" for e in ElementTree.fromstring(picture(run).svg).iter(f"{SVG}text"))
    assert all(STATUS_WORDS[node.status] in words for node in found.nodes.values() if node.status)


def test_outputs_lead_back_to_the_data_as_in_the_paper() -> None:
    backs = {back.output: back for back in stemma(example("figure2")).backs}
    assert backs["verse"].data == ("corpus",)
    assert not backs["verse"].tuning
    assert set(backs["letter"].data) == {"corpus", "tuning"}
    assert backs["letter"].tuning
    svg = picture(example("figure2")).svg
    assert 'stroke-dasharray="0.1 9"' in svg
    assert 'stroke-dasharray="9 6"' in svg


def test_a_line_never_goes_up() -> None:
    run = example("figure2")
    found = stemma(run)
    laid = layered(dict.fromkeys(found.nodes, 100.0), found.edges, gap=10, abreast=5)
    level = {name: number for number, row in enumerate(laid.layers) for name in row}
    assert all(level[a] < level[b] for a, b in found.edges)


def test_under_several_laws_each_is_named_and_under_many_they_are_counted() -> None:
    words = picture(example("three-steps", ["DE", "UK"])).svg
    assert "DE: " in words
    assert "UK: " in words
    assert re.search(r"\d of 5 laws: ", picture(example("three-steps", ["DE", "UK", "JP", "US", "FR"])).svg)


@pytest.mark.parametrize(("works", "steps"), [(12, 1), (200, 1), (150, 30), (400, 80)])
def test_large_cases_keep_to_sixty_boxes_and_lose_no_member(works: int, steps: int) -> None:
    case = many(works, steps=steps)
    found = stemma(assess(case, LAW))
    assert len(found.nodes) <= 60
    members = [m for node in found.nodes.values() for m in node.members]
    assert sorted(members) == sorted([*case.of_kind("Entity"), *case.of_kind("Step")])
    assert any(re.fullmatch(r"[\d,]+ works", node.title) for node in found.nodes.values())


def test_few_works_are_not_folded() -> None:
    assert all(len(node.members) == 1 for node in stemma(assess(many(6), LAW)).nodes.values())


@given(st.integers(2, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=80), st.integers(1, 12))
def test_folding_never_makes_a_circle(size: int, pairs: list[tuple[int, int]], most: int) -> None:
    nodes = [f"n{i}" for i in range(size)]
    edges = [(f"n{min(p)}", f"n{max(p)}") for p in pairs if p[0] != p[1] and max(p) < size]
    leader = folded(nodes, edges, dict.fromkeys(nodes, "k"), dict.fromkeys(nodes, ""), most=most, abreast=4)
    assert set(leader) == set(nodes)
    drawn = [(leader[a], leader[b]) for a, b in edges]
    layered(dict.fromkeys(leader.values(), 10.0), drawn, gap=5, abreast=4)  # refuses circles


@given(st.integers(1, 25), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=60))
def test_neighbours_keep_their_distance(size: int, pairs: list[tuple[int, int]]) -> None:
    nodes = {f"n{i}": 20.0 + i for i in range(size)}
    laid = layered(nodes, [(f"n{min(p)}", f"n{max(p)}") for p in pairs if p[0] != p[1] and max(p) < size], gap=6, abreast=5)
    assert sorted(n for row in laid.layers for n in row) == sorted(nodes)
    for row in laid.layers:
        for one, other in combinations(sorted(row, key=laid.x.__getitem__), 2):
            assert laid.x[other] - laid.x[one] >= (nodes[one] + nodes[other]) / 2 + 6 - 0.2


def test_words_that_do_not_fit_are_shortened() -> None:
    assert shortened("a short one", 200, 12) == "a short one"
    assert shortened("W" * 100, 60, 12).endswith("…")
    assert text_width(shortened("words " * 40, 80, 12), 12, bold=True) <= 80
    lines = lines_of("a title of several words that goes on and on", 80, 12, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert lines_of("", 80, 12, 2) == []


def test_what_a_case_says_is_text_in_the_picture() -> None:
    svg = picture(
        assess(hostile(["<script>x</script>", "</text><image href='http://evil.example/x'/>", "a\u0000b", "\uffff"]), LAW)
    ).svg
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "defs", "marker", "path", "rect", "text"}
    names = {name for element in ElementTree.fromstring(svg).iter() for name in element.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on") or name == "style"]


def test_the_picture_is_told_in_words_too() -> None:
    lines = picture(example("gema-openai")).lines
    assert "training data → train the chatbot (contested) → the chatbot's weights (models 4 and 4o)" in lines
    assert lines[-1] == "the lyrics as the chatbot showed them leads back to training data: training data"
