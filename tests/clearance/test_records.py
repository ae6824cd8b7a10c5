"""The records of licences' effects: complete, sound, refused where they are not; and Python names no licence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lexstemma.clearance
from lexstemma import Law, LawError, assess
from lexstemma.clearance import SEVERITIES, effects_of, licence_findings
from lexstemma.terms import data_path, vocabulary

from .chains import found, law, trained, work

EFFECTS = effects_of(law())
BOOK = law().book
ROOT = Path(__file__).resolve().parents[2]
PREFIXES = """@prefix ls: <https://w3id.org/lexstemma#> . @prefix law: <https://w3id.org/lexstemma/law#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TERM = """law:term-new a ls:LicenceTerm ; ls:termKind ls:nonCommercial ; rdfs:label "Not on Sundays"@en ; ls:provision "clause 1" ;
    ls:requires ls:nonCommercialPurpose ; ls:verification ls:checked ; ls:confidence "high" ; ls:carriedBy law:licence-MIT ."""


def over(tmp_path: Path, text: str) -> Law:
    path = tmp_path / "over.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return Law.load(as_of="2026-11-23", overlays=[path])


# ---------------------------------------------------------------- complete
@pytest.mark.parametrize("term", EFFECTS.all_terms.values(), ids=lambda t: t.id)
def test_a_term_says_where_it_stands_and_how_it_was_verified(term: lexstemma.clearance.LicenceTerm) -> None:
    assert term.provision
    assert term.label
    assert term.verification in ("checked", "fromMemory")
    assert term.confidence in ("high", "medium", "low")
    assert len(set(term.licences)) == len(term.licences)


@pytest.mark.parametrize("kind", EFFECTS.kinds.values(), ids=lambda k: k.code)
def test_a_kind_says_what_it_is_and_what_to_do(kind: lexstemma.clearance.FindingKind) -> None:
    assert kind.definition
    assert kind.remedy
    assert kind.severity in SEVERITIES
    assert kind.severity_open in SEVERITIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)


def test_codes_are_those_of_one_kind() -> None:
    codes = [kind.code for kind in EFFECTS.kinds.values()]
    assert len(codes) == len(set(codes))


def test_every_kind_of_term_is_carried_by_some_licence() -> None:
    assert {k.name for k in EFFECTS.kinds.values() if k.of_term} == {t.kind.name for t in EFFECTS.all_terms.values()}


FREE = {"licence-CC0-1.0", "licence-PDM-1.0", "licence-PDDL-1.0", "licence-MIT-0", "licence-0BSD", "licence-Unlicense"}
FREE |= {"licence-WTFPL", "licence-DL-DE-ZERO-2.0"}


@pytest.mark.parametrize("licence", BOOK.licences.values(), ids=lambda r: r.id)
def test_every_licence_has_terms_and_says_what_it_is_made_for(licence: object) -> None:
    name = licence.id  # type: ignore[attr-defined]
    assert bool(EFFECTS.terms.get(name)) == (name not in FREE)
    assert EFFECTS.made_for.get(name)
    marks = {"licence-PDM-1.0", "licence-All-Rights-Reserved"}
    assert (name in EFFECTS.revocability) == (name not in marks)


CONDITIONS = {
    "nonCommercialPurpose": "nonCommercial",
    "licenceSharedAlike": "shareAlike",
    "licenceRestrictionsPassedOn": "passRestrictionsOn",
    "licenceSizeExceeded": "sizeThreshold",
    "improvesOtherModel": "modelFamilyOnly",
    "developsCompetingModel": "competingModel",
    "licenceProhibitedUse": "useRestrictions",
    "licenceNameShown": "brandShown",
    "basedInUnion": "territoryExcluded",
    "licenceNetworkSourceWithheld": "discloseSource",
    "alteredInOutput": "noDerivatives",
    "licenceAttributionGiven": "includeNotice",
}


@pytest.mark.parametrize("licence", BOOK.licences.values(), ids=lambda r: r.id)
def test_a_condition_of_a_grant_has_a_term_that_follows_the_chain(licence: object) -> None:
    """What the grants ask of a single act and what the terms ask along the chain are two views of one licence."""
    grants = [BOOK.grants[name] for name in licence.grants]  # type: ignore[attr-defined]
    asked = {CONDITIONS[fact] for grant in grants for fact in (*grant.requires, *grant.unless) if fact in CONDITIONS}
    kinds = {term.kind.name for term in EFFECTS.terms.get(licence.id, ())}  # type: ignore[attr-defined]
    assert asked - kinds == set()
    if "licenceNoticeKept" in {fact for grant in grants for fact in grant.requires}:
        assert kinds & {"includeNotice", "includeLicence"}


def test_compatibility_runs_one_way_where_it_does() -> None:
    def allows(one: str, other: str) -> bool:
        return any(f"licence-{other}" in term.compatible for term in EFFECTS.carried(f"licence-{one}", "shareAlike"))

    one_way = [("CC-BY-SA-4.0", "GPL-3.0-only"), ("GPL-2.0-or-later", "GPL-3.0-only"), ("CC-BY-SA-3.0", "CC-BY-SA-4.0")]
    one_way += [("MPL-2.0", "GPL-2.0-or-later"), ("LGPL-2.1-only", "GPL-2.0-only"), ("GPL-3.0-only", "AGPL-3.0-only")]
    for one, other in one_way:
        assert allows(one, other), (one, other)
        assert not allows(other, one), (other, one)
    for one, other in (("GPL-2.0-only", "GPL-3.0-only"), ("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"), ("CC-BY-SA-1.0", "CC-BY-SA-2.0")):
        assert not allows(one, other), (one, other)


# ---------------------------------------------------------------- the table of the guide
def test_the_guide_lists_every_kind_with_the_code_that_it_is_compared_with() -> None:
    text = (ROOT / "docs" / "licence-findings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]*) \|$", text, re.MULTILINE))
    assert {code: seen.strip().strip("-") for code, seen in rows.items()} == {
        kind.code: kind.compared_with for kind in EFFECTS.kinds.values()
    }


def test_every_report_of_the_modelgo_analyser_has_a_counterpart() -> None:
    seen = {code for kind in EFFECTS.kinds.values() for code in kind.compared_with.split(", ")} - {""}
    assert seen == {*(f"N{n}" for n in range(1, 5)), *(f"W{n}" for n in range(1, 9)), *(f"E{n}" for n in range(1, 11))}


def test_python_names_no_licence() -> None:
    names = {n for r in BOOK.licences.values() for n in (r.label, r.id.removeprefix("licence-"), *r.aliases)}
    names |= {"GPL", "CC BY", "Creative Commons", "Apache", "Llama", "OpenRAIL", "Gemma", "Qwen", "GNU"}
    wanted = re.compile("|".join(rf"(?<![\w-]){re.escape(n)}(?![\w-])" for n in sorted(names) if len(n) > 3), re.IGNORECASE)
    folder = Path(lexstemma.clearance.__file__).parent
    texts = {p: p.read_text(encoding="utf-8") for p in [*folder.glob("*.py"), folder.parent / "cli" / "_licences.py"]}
    assert {p.name: found for p, text in texts.items() if (found := set(wanted.findall(text)))} == {}


# ---------------------------------------------------------------- overlays
def test_an_overlay_adds_a_term(tmp_path: Path) -> None:
    chain = trained(work("code", "MIT", "Software"), purpose=["CommercialUse"])
    assert not found(chain, "non-commercial")
    findings = licence_findings(assess(chain, over(tmp_path, TERM)))
    (one,) = [f for f in findings if f.code == "non-commercial" and f.step == "release"]
    assert "not on Sundays" in one.message


def test_an_overlay_states_a_term_anew(tmp_path: Path) -> None:
    text = TERM.replace("term-new", "term-mit-licence")
    effects = effects_of(over(tmp_path, text))
    assert effects.all_terms["term-mit-licence"].kind.name == "nonCommercial"
    assert effects.carried("licence-ISC", "includeLicence") == ()


def test_an_overlay_encodes_a_licence_that_was_unread(tmp_path: Path) -> None:
    text = """law:licence-Spruce-1 a ls:Licence ; rdfs:label "Spruce 1" ; ls:alias "spruce-1" ; ls:grant law:grant-Spruce-1-all ;
    ls:revocability ls:revocable ; ls:madeFor ls:Weights .
law:grant-Spruce-1-all a ls:Grant ; rdfs:label "All"@en ; ls:provision "Spruce 1" ;
    ls:verification ls:checked ; ls:confidence "high" .
law:term-spruce a ls:LicenceTerm ; ls:termKind ls:includeLicence ; rdfs:label "The text goes along"@en ; ls:provision "clause 2" ;
    ls:verification ls:checked ; ls:confidence "high" ; ls:carriedBy law:licence-Spruce-1 ."""
    chain = trained(work("poem", "spruce-1"))
    assert found(chain, "unknown-licence")
    codes = {f.code for f in licence_findings(assess(chain, over(tmp_path, text)))}
    assert {"include-licence", "revocable", "type-mismatch"} <= codes
    assert "unknown-licence" not in codes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("ls:nonCommercial", "ls:noSundays"), "term-new: no kind of term that there is; give ls:termKind one of: "),
        (("ls:nonCommercial", "ls:missingLicence"), "term-new: no kind of term that there is"),
        (('ls:provision "clause 1" ;', ""), "term-new: a term without its clause; give ls:provision"),
        (("ls:carriedBy law:licence-MIT", 'rdfs:comment "x"'), "term-new: a term that no licence carries; give ls:carriedBy"),
        (("law:licence-MIT", "law:licence-TIM"), "term-new: names licence-TIM, which is no licence"),
        (("ls:requires ls:nonCommercialPurpose", "ls:requires ls:onSundays"), "term-new: unknown fact onSundays"),
        (("ls:requires", "ls:reachesStep ls:Sunday ; ls:requires"), "term-new: Sunday is no kind of step"),
        (("ls:requires", "ls:travelsThrough ls:passSunday ; ls:requires"), "term-new: unknown passage passSunday; use one of: "),
        (("ls:requires", "ls:compatibleWith law:licence-TIM ; ls:requires"), "term-new: names licence-TIM, which is no licence"),
    ],
)
def test_a_faulty_term_is_refused_in_one_line(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(LawError) as refused:
        effects_of(over(tmp_path, TERM.replace(*change)))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ls:newKind a ls:FindingKind ; rdfs:label "new"@en ; ls:severity ls:severityError .', "a kind of finding needs a code"),
        ('ls:newKind a ls:FindingKind ; skos:notation "new" ; ls:severity ls:severityGrave .', "newKind: unknown severity 'grave'"),
        (
            'law:licence-X a ls:Licence ; rdfs:label "X" ; ls:madeFor ls:Sunday .',
            "licence-X speaks of Sunday, which is no kind of thing",
        ),
    ],
)
def test_other_faulty_records_are_refused_in_one_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LawError) as refused:
        effects_of(over(tmp_path, text))
    assert message in str(refused.value)


def test_bundled_effects_name_passages_and_steps_of_the_vocabulary_only() -> None:
    graph = vocabulary().graph
    assert {name for term in EFFECTS.all_terms.values() for name in term.through} <= set(graph.of_type("Passage"))
    assert (data_path("ontology") / "licences" / "effects").is_dir()
