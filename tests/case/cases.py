"""Random cases, for the tests of this folder and of others: dictionaries with the keys of the YAML form."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from lexstemma.terms import vocabulary

Document = dict[str, Any]

_TERMS = vocabulary()
_DAYS = st.dates(min_value=date(1900, 1, 1)).map(lambda day: day.isoformat())
_YEARS = st.integers(1000, 2100)
# Text that has broken a format somewhere: quotes, marks of YAML, line breaks, words that look like values, rare characters.
_TEXTS = st.one_of(
    st.sampled_from(
        ["NO", "true", "null", "~", "1990", "1e3", "0x1F", "2025-01-01", "- a", "a: b", "a #b", "{a}", "*a", "&a", "!a", "@a", "%a"]
    ),
    st.sampled_from(
        ["'", '"', "\\", "a\nb", "a\tb", " a ", "\u2028", "\x7f", "\ufeff", "🐍", "é", "<b>", "=1+1", "#crawl", "https://a.b/c?d=e"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
)
_IDS = st.sampled_from(
    ["n", "true", "null", "1990", "NO", "on", "é", "a.b", "a-b", "a_b", "Work", "type", "corpus", "MIT", "CC-BY-4.0"]
)
_CODES = st.sampled_from(["DE", "GB", "US", "EU", "NO", "ZZ", "US-CA"])
_LICENCES = st.one_of(st.sampled_from(["MIT", "CC-BY-4.0", "Apache-2.0", "a licence of our own", "n0", "true"]), _TEXTS)


def _below(name: str) -> list[str]:
    return sorted(cls for cls, above in _TERMS.ancestors.items() if name in above)


def _facts(*about: str) -> list[str]:
    return sorted(name for name, fact in _TERMS.facts.items() if fact.about in about)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A case as a dictionary: works, datasets, weights and outputs in a chain, with facts, statements and sources."""
    taken: set[str] = set()

    def new(prefix: str) -> str:
        name = draw(_IDS)
        while name in taken:
            name = f"{prefix}{len(taken)}"
        taken.add(name)
        return name

    def some(of: st.SearchStrategy[Any], entry: Document, key: str) -> None:
        if draw(st.booleans()):
            entry[key] = draw(of)

    def common(entry: Document, facts: list[str]) -> Document:
        some(_TEXTS, entry, "title")
        some(st.lists(_TEXTS, min_size=1, max_size=2, unique=True), entry, "note")
        some(_TEXTS, entry, "source")
        for fact in draw(st.lists(st.sampled_from(facts), max_size=2, unique=True)):
            entry[fact] = draw(st.booleans())
        return entry

    agents = [
        common({"id": new("g"), "type": draw(st.sampled_from(_below("Agent")))}, _facts("Agent"))
        for _ in range(draw(st.integers(1, 3)))
    ]
    for agent in agents:
        some(_CODES, agent, "nationality")
        some(st.one_of(_DAYS, _YEARS), agent, "born")
    who = st.sampled_from([agent["id"] for agent in agents])
    works = [
        common({"id": new("n"), "type": draw(st.sampled_from(_below("Work")))}, _facts("Work", "Use"))
        for _ in range(draw(st.integers(1, 3)))
    ]
    for work in works:
        some(who, work, "rightsholder")
        some(_LICENCES, work, "licence")
        some(_CODES, work, "countryOfOrigin")
        some(st.one_of(_DAYS, _YEARS), work, "published")
        if draw(st.booleans()):
            work["author"] = {"type": "Individual", "died": draw(_YEARS)}
        if draw(st.booleans()):
            work["reservation"] = [
                {"reservationForm": draw(st.sampled_from(["robotsTxt", "individualNotice"])), "reservesPurpose": "ModelTraining"},
                {"since": draw(_DAYS), "reservesAgainst": draw(who)},
            ]
    things = [work["id"] for work in works]
    dataset = common({"id": new("d"), "contains": things}, _facts("Object"))
    weights = common({"id": new("w"), "maker": draw(who), "parameters": draw(st.integers(1, 10**15))}, _facts("Object", "Copy"))
    some(st.floats(0, 100), weights, "bitsPerParameter")
    weights["asserts"] = [
        {"fact": draw(st.sampled_from(_facts("Copy"))), "concerning": draw(st.sampled_from(things)), "value": draw(st.booleans()),
         "source": draw(_TEXTS), "since": draw(_DAYS)}
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    output = common({"id": new("o")}, _facts("Output"))
    chain = [
        (things, [dataset["id"]], "Acquisition"),
        ([dataset["id"]], [weights["id"]], "Pretraining"),
        ([weights["id"]], [output["id"]], "Generation"),
    ]
    steps = []
    for used, produced, kind in chain:
        step = common({"id": new("s"), "type": kind, "used": used, "produced": produced}, _facts("Step", "Use", "Agent"))
        some(who, step, "performer")
        some(_CODES, step, "place")
        some(_DAYS, step, "date")
        some(
            st.lists(st.sampled_from(["TextAndDataMining", "CommercialUse", "Teaching"]), min_size=1, unique=True), step, "purpose"
        )
        steps.append(step)
    document: Document = {
        "id": draw(st.sampled_from(["case", "a.b", "é1"])),
        "agents": agents,
        "works": works,
        "datasets": [dataset],
    }
    document |= {"weights": [weights], "outputs": [output], "steps": steps}
    if draw(st.booleans()):
        grade = draw(st.sampled_from(["G4", "G0", "GX"]))
        document["evidence"] = [
            {"about": weights["id"], "concerning": things[0], "grade": grade, "statedPower": draw(st.floats(0, 1))}
        ]
    if draw(st.booleans()):
        document["licences"] = [{"id": new("l"), "licensedTo": draw(who), "since": draw(_DAYS)}]
    some(_TEXTS, document, "title")
    some(_TEXTS, document, "source")
    return document
