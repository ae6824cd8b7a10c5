"""`vocabulary`: every word a case may use, with its test and what silence means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._inputs import get_close_matches

if TYPE_CHECKING:
    from ..law import Law
    from ..report import Page
    from ..terms import FactTerm, Vocabulary

_SECTIONS = (
    ("Steps", "Step"), ("Kinds of works", "Work"), ("Datasets", "Dataset"), ("Weights", "Weights"), ("Agents", "Agent"),
)  # fmt: skip
_LISTS = (
    ("Acts", "Act"), ("Rights", "Right"), ("Kinds of copies", "ResultKind"), ("Purposes", "Purpose"),
    ("Forms of reservation", "ReservationForm"), ("Grades of evidence", "EvidenceGrade"), ("Flags", "Flag"),
)  # fmt: skip
_ABOUT = {
    "Use": "a work in a step",
    "Copy": "a copy of a work in a thing",
    "Output": "an output and a work",
    "Object": "the thing an act is done to",
}


def vocabulary(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="A term, or a part of one.", show_default="everything")] = None,
) -> int:
    """Explain the words of cases and answers.

    Steps, acts, rights, facts, issues.
    Of every fact the test for it and what silence means; of every issue its state in each jurisdiction.
    """
    from ..report import Page
    from ..terms import vocabulary as bundled
    from ._inputs import load_law

    page, words, law = Page(), bundled(), load_law()
    if word is None:
        _everything(page, words, law)
    else:
        _one(page, words, law, word)
    return 0


def _everything(page: Page, words: Vocabulary, law: Law) -> None:
    for heading, base in _SECTIONS:
        page.heading(heading)
        for name, above in words.ancestors.items():
            if base in above and name != base:
                _term(page, words, name)
    for heading, cls in _LISTS:
        page.heading(heading)
        for name in words.graph.of_type(cls):
            _term(page, words, name)
    page.heading("Facts")
    page.line(("Each with its test; what a case that says nothing means; who has to prove it.", "dim"), indent=2)
    for fact in words.facts.values():
        _fact(page, words, fact)
    page.heading("Contested issues")
    for issue in law.book.issues:
        _issue(page, law, issue)


def _term(page: Page, words: Vocabulary, name: str) -> None:
    meaning = words.definition(name)
    page.line((name, "cyan"), f"  {meaning or words.label(name)}", indent=2, hang=4)


def _fact(page: Page, words: Vocabulary, fact: FactTerm) -> None:
    standard = " (a standard: found only by weighing the single use)" if fact.standard else ""
    page.line((fact.name, "cyan"), f"  {fact.test}{standard}", indent=2, hang=4)
    about = _ABOUT.get(fact.about, f"a {words.label(fact.about)}" if fact.about != "Agent" else "an agent")
    silence = {True: "presumed to hold", False: "presumed not to hold", None: "open"}[fact.silence]
    reason = f" ({fact.silence_reason.rstrip('.')})" if fact.silence_reason else ""
    burden = f"; to be proved by the {'rightholder' if fact.burden == 'claimant' else fact.burden}" if fact.burden else ""
    computed = "; computed from the case where it says enough" if fact.computed_by else ""
    page.line((f"about {about}; silence: {silence}{reason}{burden}{computed}", "dim"), indent=6, hang=2)


def _issue(page: Page, law: Law, name: str) -> None:
    from ._rules import issue_states

    issue = law.book.issues[name]
    page.line((name, "cyan"), f"  {issue.label}", indent=2, hang=4)
    told = []
    for (state, answer), places in issue_states(law, issue).items():
        word = {True: ", yes", False: ", no", None: ""}[answer]
        where = ", ".join(place.id for place in places) if answer is not None or len(places) < 5 else f"{len(places)} others"
        told.append(f"{state}{word}: {where}")
    page.line(("; ".join(told), "dim"), indent=6, hang=2)


def _one(page: Page, words: Vocabulary, law: Law, word: str) -> None:
    terms = [n for n in words.graph.subjects() if n in words.facts or n in words.ancestors or words.definition(n)]
    terms = [n for n in terms if not n.startswith(("_:", "http"))]
    known = [*dict.fromkeys(terms), *law.book.issues]
    wanted = word.strip().casefold()
    exact = [n for n in known if wanted in (n.casefold(), n.casefold().removeprefix("issue-"), _label(words, law, n).casefold())]
    found = exact or [n for n in known if wanted and wanted in f"{n} {_label(words, law, n)}".casefold()]
    if not found:
        from ..terms import InputError

        near = get_close_matches(word, known)
        raise InputError(
            f"no word {word!r}", expected=f"did you mean {' or '.join(near)}?" if near else "lexstemma vocabulary lists them all"
        )
    for name in found[:40]:
        if name in law.book.issues:
            from ._rules import print_issue

            print_issue(page, law, law.book.issues[name]) if exact else _issue(page, law, name)
        elif name in words.facts:
            _fact(page, words, words.facts[name])
            if exact:
                _used_by(page, law, name)
        else:
            _term(page, words, name)
            if exact:
                _details(page, words, name)
    if len(found) > 40:
        page.line(f"and {len(found) - 40} more; give a longer word", indent=2)


def _label(words: Vocabulary, law: Law, name: str) -> str:
    return law.book.issues[name].label if name in law.book.issues else words.label(name)


def _used_by(page: Page, law: Law, fact: str) -> None:
    for rule in law.book.rules.values():
        if fact in rule.atoms or rule.concludes == fact:
            how = "concludes it" if rule.concludes == fact else "requires it" if fact in rule.requires else "only without it"
            page.line((how.ljust(16), "dim"), (rule.id, "cyan"), f"  {rule.label}", indent=6, hang=18)


def _details(page: Page, words: Vocabulary, name: str) -> None:
    """What a step entails, what an act engages, of what a class is a kind."""
    label = words.label
    above = [label(n) for n in sorted(words.ancestors.get(name, frozenset()) - {name})]
    if above:
        page.line(("a kind of  ", "dim"), ", ".join(above), indent=6)
    kinds = words.ancestors.get(name, frozenset((name,)))
    acts = dict.fromkeys(f"{label(e.act)} ({label(e.result)})" for e in words.entailments if not e.steps.isdisjoint(kinds))
    if acts:
        page.line(("entails  ", "dim"), "; ".join(acts), indent=6, hang=4)
    rights = dict.fromkeys(label(r) for e in words.engagements if name in e.acts for r in e.rights)
    if rights:
        page.line(("may engage  ", "dim"), "; ".join(rights), indent=6, hang=4)
