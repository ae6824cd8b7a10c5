"""What a case is refused for: one line that says where, what was expected, and the nearest word."""

import json
from pathlib import Path

import pytest
from cases import Document, documents
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from lexstemma.case import Case
from lexstemma.terms import CaseError

HEAD = "lexstemma: 1\nid: x\n"
PREFIXES = """\
@prefix ls: <https://w3id.org/lexstemma#> .
@prefix law: <https://w3id.org/lexstemma/law#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/lexstemma/case/x#> .
"""


def refusal(data: str | bytes, format: str = "yaml-ld") -> str:
    with pytest.raises(CaseError) as caught:
        Case.parse(data.encode() if isinstance(data, str) else data, format=format, name="f")  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    return message


REFUSED = {
    # words
    "works:\n  - {id: n, type: TextWork, lawfullAccess: true}":
        "f:4: unknown key 'lawfullAccess' on 'n'; did you mean lawfulAccess?",
    "work:\n  - {id: n, type: TextWork}": "f:3: unknown key 'work'; did you mean works?",
    "works:\n  - {id: n, type: Textwork}": "f:4: unknown type 'Textwork'; did you mean TextWork?",
    "weights: [{id: w, asserts: [{fact: memorized, value: true}]}]": "f:3: unknown fact 'memorized'; did you mean memorised?",
    "steps:\n- id: s\n  type: Acquisition\n  purpose: [TextAndDatamining]":
        "f:6: unknown purpose 'TextAndDatamining'; did you mean TextAndDataMining?",
    "works: [{id: n, type: TextWork, reservation: {reservationForm: robots}}]": "did you mean robotsTxt?",
    "weights: [{id: w}]\nevidence: [{about: w, grade: G7}]": "f:4: unknown grade 'G7'; expected one of G0, G1",
    "datasets: [{id: a, type: Entity}]": "'Entity' says too little",
    "works: [{id: n, type: Issue}]": "unknown type 'Issue'",
    "works: [{id: n, type: TextWork, grants: x}]": "unknown key 'grants'",
    # values
    "steps: [{id: s, type: Acquisition, lawfulAccess: 'true'}]":
        "f:3: 'lawfulAccess' of 's' is 'true'; expected true or false, without quotes",
    "steps: [{id: s, type: Acquisition, lawfulAccess: yes}]": "expected true or false",
    "steps: [{id: s, type: Acquisition, lawfulAccess: 1}]": "expected true or false",
    "steps: [{id: s, type: Acquisition, date: 2025-02-30}]":
        "f:3: 'date' of 's' is '2025-02-30'; expected a day such as 2025-03-01",
    "steps: [{id: s, type: Acquisition, date: 2025}]": "expected a day",
    "steps: [{id: s, type: Acquisition, date: 20250301}]": "expected a day",
    "agents: [{id: a, type: Individual, died: March 1990}]": "or a year such as 1990",
    "steps: [{id: s, type: Acquisition, place: Germany}]": "'Germany', which is not a code of a place",
    "steps: [{id: s, type: Acquisition, place: de}]": "did you mean DE?",
    "steps: [{id: s, type: Acquisition, place: false}]": "'false', which is not a code of a place",
    "steps:\n- id: s\n  type: Acquisition\n  place:": "f:6: 'place' of 's' is empty; write its value, or remove the line",
    "steps: [{id: s, type: Acquisition, date: [2025-01-01, 2025-01-02]}]": "'date' of 's' has 2 values",
    "steps: [{id: s, type: Acquisition, lawfulAccess: [true, false]}]": "give each its own source under asserts",
    "weights: [{id: w, parameters: -1}]": "expected a whole number",
    "weights: [{id: w, parameters: 1.5}]": "expected a whole number",
    "weights: [{id: w, parameters: 0}]": "expected a whole number above 0",
    "weights: [{id: w, bitsPerParameter: many}]": "expected a number",
    "weights: [{id: w}]\nevidence: [{about: w, statedPower: 1.1}]": "expected a number between 0 and 1",
    "weights: [{id: w}]\nevidence: [{about: w, workFrom: -1}]": "expected a whole number, 0 or more",
    "weights: [{id: w}]\nevidence: [{about: w, workFrom: 1.5}]": "expected a whole number, 0 or more",
    "weights: [{id: w}]\nevidence: [{about: w, workFrom: 9, workUntil: 9}]": "the passage of 'evidence.1' ends at 9, begins at 9",
    "outputs: [{id: o}]\nevidence: [{about: o, outputFrom: 9, outputUntil: 3}]": "ends at 3, begins at 9",
    "outputs: [{id: o}]\nevidence: [{about: o, shareOfWork: 1.5}]": "shareOfWork is a number between 0 and 1",
    "weights: [{id: w}]\nevidence: [{about: w, weightsDigest: abc}]": "weightsDigest is a sha256 in 64 hexadecimal digits",
    "weights: [{id: w}]\nevidence: [{about: w, greedyWindow: 'yes'}]": "expected true or false",
    "evidencePolicy: [default, wide]": "'evidencePolicy' of",
    "weights: [{id: w}]\nevidencePolicy: lax": "no evidence policy is called 'lax'; choose one of default, narrow, wide",
    "title: {a: b}": "is a value, not a thing",
    "works: [{id: n, type: TextWork, title: }]": "is empty",
    # things
    "works:\n  - {id: n, type: TextWork}\n  - {id: n, type: Lyrics}": "f:5: two things have the id 'n' (f:4)",
    "works: [{id: n, type: TextWork}]\nweights: [{id: n}]": "f:4: two things have the id 'n' (f:3)",
    "works: [{id: novel, type: TextWork}]\nsteps:\n- id: s\n  type: Acquisition\n  used: [nove]":
        "f:7: 'used' of 's' names 'nove', which the case does not describe; did you mean novel?",
    "works: [{id: n, type: TextWork, rightsholder: nobody}]": "names 'nobody', which the case does not describe",
    "agents: [{id: lab}]\nsteps: [{id: s, type: Acquisition, used: [lab]}]":
        "f:4: 'used' of 's' names 'lab', which is of type agent; expected something of type entity",
    "works: [{id: n, type: TextWork}]\nsteps: [{id: s, type: Acquisition, performer: n}]": "expected something of type agent",
    "works: [{type: TextWork}]": "an entry of 'works' has no id",
    "works: [{id: n}]": "'n' has no type",
    "works: [n]": "expected keys and values here",
    "works: [{id: 'a b', type: TextWork}]": "'a b' is not an id",
    "works: [{id: '<script>', type: TextWork}]": "is not an id",
    "works: [{id: 'https://w3id.org/lexstemma/case/y#n', type: TextWork}]": "'n' is a thing of another case",
    "works: [{id: n, type: Weights}]": "'n' is a Weights and stands under 'works'; correct its type, or write it under 'weights'",
    "works: [{id: n, type: [TextWork, Weights]}]": "nothing is both",
    "steps: [{id: s, type: [Pretraining, FineTuning]}]": "nothing is both",
    "agents: [{id: a, type: [Company, Individual]}]": "nothing is both company and natural person",
    "works: [{id: n, type: TextWork, performer: n}]": "'performer' is not said of 'n'",
    "agents: [{id: a, memorised: true}]": "'memorised' is not said of 'a' (agent); it belongs on: entity or step",
    "steps: [{id: s, type: Acquisition, died: 1990}]": "'died' is not said of 's'",
    "weights: [{id: w, asserts: [{fact: memorised}]}]": "f:3: a statement has no value",
    "weights: [{id: w, asserts: [{value: true}]}]": "a statement has no fact",
    "weights: [{id: w, asserts: [{fact: [memorised, storageArgued], value: true}]}]": "'fact' of 'w.asserts.1' has 2 values",
    # time and circles
    "works: [{id: n, type: TextWork, reservation: {since: 2025-01-02, until: 2025-01-01}}]":
        "until 2025-01-01 before since 2025-01-02",
    "agents: [{id: a, type: Individual, born: 1990, died: 1980-01-01}]": "f:3: 'a' has died 1980-01-01 before born 1990",
    "agents: [{id: a, type: Individual, alive: true, died: 1980}]": "'a' is alive and died 1980",
    "weights: [{id: a}, {id: b}]\nsteps:\n- {id: s, type: FineTuning, used: [a], produced: [b]}\n"
    "- {id: t, type: FineTuning, used: [b], produced: [a]}":
        "f:5: 'b' is made from itself: b from s from a from t from b",
    "weights: [{id: a}]\nsteps: [{id: s, type: Quantisation, used: [a], produced: [a]}]":
        "'a' is made from itself: a from s from a",
    "datasets: [{id: a, contains: [b]}, {id: b, contains: [a]}]": "is made from itself",
    "works: [{id: a, type: TextWork, copyOf: a}]": "'a' is made from itself",
    # the document
    "lexstemma: 1": "f:3: 'lexstemma' stands twice",
    "works: &a []\nsteps: *a": "f:3: anchors (&) and aliases (*) are not read",
    "works: !!python/object:os.system []": "is not read; remove it, or quote the value",
    "works:\n\t- id: n": "f:4: is not YAML: a tab stands where only spaces may",
    "works: [{id: n\nsteps: }": "f:4: is not YAML",
    "? [a, b]\n: c": "a key must be a word",
    "": "describes nothing",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_yaml_is_refused_with_its_line(text: str) -> None:
    message = refusal(HEAD + text + "\n")
    assert REFUSED[text] in message
    assert message.startswith("f:") or not text


def as_dictionary(text: str) -> Document | None:
    """What another reader of YAML 1.2 makes of the text; None where it makes no dictionary of it, or another value."""
    try:
        document = YAML(typ="safe", pure=True).load(HEAD + text + "\n")
        plain: Document = json.loads(json.dumps(document, default=str))
    except (YAMLError, TypeError, ValueError):
        return None
    return None if "&a" in text else plain


DICTIONARIES = [document for text in REFUSED if (document := as_dictionary(text)) is not None]


@pytest.mark.parametrize("document", DICTIONARIES, ids=range(len(DICTIONARIES)))
def test_dictionaries_are_refused_for_the_same(document: Document) -> None:
    with pytest.raises(CaseError) as caught:
        Case.from_dict(document)
    assert "\n" not in str(caught.value)


def test_most_refusals_can_be_written_as_a_dictionary() -> None:
    assert len(DICTIONARIES) > 50


HEADS = {
    "lexstemma: 2\nid: x\n":
        "f:1: is written in version 2 of the case format; this program reads version 1; install a newer lexstemma",
    "formatVersion: 3\nid: x\n": "is written in version 3",
    '"@context": https://w3id.org/lexstemma/context/2\nid: x\n': "is written in version 2",
    "lexstemma: one\n": "format version 'one' is not known",
    "lexstemma: 0\n": "is not known",
    "lexstemma: true\n": "is not known",
    "lexstemma:\n": "is not known",
    '"@context": https://example.org/context\nid: x\n': "f:1: the context https://example.org/context is not read; use https://w3id",
    '"@context": {works: "https://w3id.org/lexstemma#works"}\nid: x\n': "is not read",
    "id: x\nworks: []\n": "f:1: names no format version; begin with: lexstemma: 1",
    "lexstemma: 1\nid: a b\n": "f:2: 'a b' is not an id for a case",
    "lexstemma: 1\nid: ../../etc\n": "is not an id for a case",
    "- a\n": "f:1: expected keys and values here",
    "hello\n": "f:1: expected keys and values here",
    "": "f: is empty",
    "# a comment only\n": "f: is empty",
    "lexstemma: 1\n---\nid: y\n": "f:2: holds a second document",
}  # fmt: skip


@pytest.mark.parametrize("text", HEADS, ids=range(len(HEADS)))
def test_heads_are_refused(text: str) -> None:
    assert HEADS[text] in refusal(text)


TURTLE = {
    ":n a ls:TextWork .\n:s a ls:Acquisition ;\n  ls:usedd :n .": "f:7: unknown property 'usedd' on 's'; did you mean used?",
    ":n a ls:TextWork .\n:s a ls:Acquisitio .": "f:6: unknown type 'Acquisitio'; did you mean Acquisition?",
    ":n a ls:TextWork\n:s a ls:Acquisition .": "f:6: is not Turtle: A dot is expected at the end of statements",
    ":s a ls:Acquisition ;\n  ls:used :n .": "f:6: 'used' of 's' names 'n', which the case does not describe",
    ":n a ls:TextWork .\n:s ls:used :n .": "f:6: 's' has no type",
    ":n a ls:TextWork .\n:n a ls:Weights .": "nothing is both",
    ':s a ls:Acquisition ;\n ls:lawfulAccess "true" .': 'f:6: \'lawfulAccess\' of \'s\' is "true"; expected true or false',
    ':s a ls:Acquisition ;\n ls:date "2025-01-01" .': 'expected "2025-03-01"^^xsd:date',
    ':s a ls:Acquisition ;\n ls:date "2025-02-31"^^xsd:date .': "f:6: 'date' of 's' is",
    ':s a ls:Acquisition ;\n ls:date "2025"^^xsd:gYear .': "f:6: 'date' of 's' is",
    ':s a ls:Acquisition ;\n ls:place "DE" .': "expected a place, law: and its code",
    ":s a ls:Acquisition ;\n ls:place law:de .": "is not a code of a place; did you mean DE?",
    ":s a ls:Acquisition ; ls:place law:DE , law:FR .": "'place' of 's' has several values",
    ":s a ls:Acquisition ;\n ls:purpose ls:TextAndDataMinin .":
        "f:6: unknown purpose 'TextAndDataMinin'; did you mean TextAndDataMining?",
    ":s a ls:Acquisition ; ls:used ls:TextWork .": "'TextWork' is a term, not a thing of the case",
    "ls:n a ls:TextWork .": "f:5: 'n' is a term, not a thing of the case",
    ":w a ls:Weights ; ls:grants ls:authorReproduction .": "f:5: unknown property 'grants' on 'w'",
    ":w a ls:Weights ; law:maker :a .": "unknown property 'maker'; properties begin with https://w3id.org/lexstemma#",
    ":w a law:Weights .": "f:5: ",
    ":a a ls:Company ; ls:memorised true .": "'memorised' is not said of 'a'",
    ":w a ls:Weights .\n:q a ls:Statement ; ls:fact ls:memorised ; ls:value true .": "f:6: nothing carries the statement 'q'",
    ":a a ls:Weights . :b a ls:Weights .\n:s a ls:FineTuning ; ls:used :a ; ls:produced :b .\n"
    ":t a ls:FineTuning ; ls:used :b ; ls:produced :a .":
        "f:6: 'b' is made from itself",
    "<https://w3id.org/lexstemma/case/x> a ls:Case ; ls:formatVersion 2 .": "f:5: is written in version 2 of the case format",
    "<https://w3id.org/lexstemma/case/x> a ls:Case . <https://w3id.org/lexstemma/case/y> a ls:Case .": "holds two cases",
    "<https://example.org/x> a ls:Case .":
        "the case is called https://example.org/x; call it https://w3id.org/lexstemma/case/some-name",
    ":s a ls:Acquisition . <https://w3id.org/lexstemma/case/y#b> a ls:Generation .": "holds two cases",
    "": "describes nothing",
}  # fmt: skip


@pytest.mark.parametrize("text", TURTLE, ids=range(len(TURTLE)))
def test_turtle_is_refused(text: str) -> None:
    assert TURTLE[text] in refusal(PREFIXES + text + "\n", "turtle")


BUNDLED = {"@context": "https://w3id.org/lexstemma/context/1", "id": "x"}
OWN = {
    "@context": {"ls": "https://w3id.org/lexstemma#", "used": "ls:used"},
    "@id": "https://w3id.org/lexstemma/case/x#s",
    "@type": "ls:Acquisition",
}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({**BUNDLED, "works": [{"id": "n", "type": "TextWork", "lawfullAccess": True}]}, "did you mean lawfulAccess?"),
        ({**BUNDLED, "works": [{"id": "n", "type": "TextWork", "original": "true"}]}, "expected true or false"),
        ({**OWN, "usedd": {"@id": "https://w3id.org/lexstemma/case/x#n"}},
         "unknown key 'usedd', which its context does not define; did you mean used?"),
        ({**OWN, "ls:usedd": {"@id": "https://w3id.org/lexstemma/case/x#n"}}, "unknown property 'usedd'"),
        ({**OWN, "used": {"@id": "https://w3id.org/lexstemma/case/x#n"}}, "which the case does not describe"),
        ({**OWN, "@type": "ls:Acquisitionn"}, "did you mean Acquisition?"),
        ({**OWN, "@type": "Acquisition"}, "describes nothing"),
        ({**BUNDLED, "works": [{"id": "n", "type": "TextWork", "published": {"@value": "1990", "@type": "xsd:date"}}]},
         "a type that it cannot have"),
    ],
)  # fmt: skip
def test_json_ld_is_refused(document: Document, message: str) -> None:
    assert message in refusal(json.dumps(document, indent=1), "json-ld")


# ---------------------------------------------------------------- files and folders
def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CaseError, match="the folder holds no case; expected .yaml, .jsonld, .ttl or .nt"):
        Case.load(tmp_path)


def test_files_of_a_folder_are_one_case(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lexstemma: 1\nid: a\nworks: [{id: n, type: TextWork}]\n")
    (tmp_path / "b.yaml").write_text("lexstemma: 1\nid: b\n")
    with pytest.raises(CaseError, match=r"b.yaml:2: the case has two ids, 'a' and 'b'"):
        Case.load(tmp_path)
    (tmp_path / "b.yaml").write_text("lexstemma: 1\nworks: [{id: n, type: TextWork}]\n")
    with pytest.raises(CaseError, match=r"b.yaml:2: two things have the id 'n' \(.*a.yaml:3\)"):
        Case.load(tmp_path)


@pytest.mark.parametrize(("name", "message"), [("case.yaml", "no such file"), ("case.docx", "no such file"), ("", "holds no case")])
def test_a_missing_file_is_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        Case.load(tmp_path / name)


def test_other_files_are_not_cases(tmp_path: Path) -> None:
    path = tmp_path / "case.docx"
    path.write_text("x")
    with pytest.raises(CaseError, match=r"suffix '.docx' is not one of a case; expected .yaml, .jsonld, .ttl or .nt"):
        Case.load(path)


def test_a_300_mb_case_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(CaseError, match=r"case.yaml: 300,000,000 bytes are too many; at most 50,000,000 bytes are read"):
        Case.load(path)


def test_a_case_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes((HEAD + "title: Père\n").encode("latin-1"))
    with pytest.raises(CaseError, match=r"case.yaml:3: is not UTF-8; save the file as UTF-8"):
        Case.load(path)


# ---------------------------------------------------------------- what if
@pytest.mark.parametrize(
    ("fact", "subject", "concerning", "message"),
    [
        ("memorized", "w", None, "unknown fact 'memorized'; did you mean memorised?"),
        ("memorised", "weights", None, "the case describes no 'weights'"),
        ("memorised", "w", "m", "the case describes no 'm'"),
        ("memorised", "a", None, "'memorised' is not said of 'a'"),
    ],
)
def test_a_what_if_about_nothing_is_refused(fact: str, subject: str, concerning: str | None, message: str) -> None:
    case = Case.from_dict({"works": [{"id": "n", "type": "TextWork"}], "weights": [{"id": "w"}], "agents": [{"id": "a"}]})
    with pytest.raises(CaseError) as caught:
        case.with_statement(fact, subject, True, concerning=concerning)
    assert message in str(caught.value)


# ---------------------------------------------------------------- anything at all
@given(documents(), st.data())
def test_a_broken_document_is_refused_or_loads_and_never_crashes(document: Document, data: st.DataObject) -> None:
    """One value somewhere is replaced by another kind of value."""
    rest: list[object] = [document]
    places: list[tuple[object, object]] = []
    while rest:
        node = rest.pop()
        items = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        places += [(node, key) for key, _ in items]
        rest += [item for _, item in items]
    node, key = data.draw(st.sampled_from(places))
    node[key] = data.draw(
        st.sampled_from([None, True, 7, -1.5, "", "x", [], [[]], {}, {"id": "x"}, {"@value": "x"}, {"@value": {}}, [None], "a\nb"])
    )  # type: ignore[index]
    try:
        Case.parse(json.dumps({"lexstemma": 1, **document}).encode(), format="json-ld")
    except CaseError as error:
        message = str(error)
    else:
        message = ""
    assert "\n" not in message


@given(st.text(max_size=200), st.sampled_from(["yaml-ld", "json-ld", "turtle", "n-triples"]))
def test_any_text_is_refused_in_one_line(text: str, format: str) -> None:
    with pytest.raises(CaseError) as caught:
        Case.parse(text.encode("utf-8", "surrogatepass"), format=format)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
