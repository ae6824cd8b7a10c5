"""One record of the law in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..law import Decision, Issue, Jurisdiction, Law, Rule, TermRule
from ..terms import vocabulary

if TYPE_CHECKING:
    from ..report import Page

_EFFECT = {
    "Restriction": "gives its holder",
    "Exception": "excuses acts under",
    "Limit": "leaves nothing protected under",
    "Defeater": "switches off",
    "Grant": "permits acts under",
}
_OVERRIDE = {"void": "contrary contract terms are void", "allowed": "contrary contract terms bind"}


def print_rule(page: Page, law: Law, rule: Rule) -> None:
    """A rule with its conditions in words, its sources and its limits."""
    words, book = vocabulary(), law.book
    label = words.label
    page.line((rule.id, "cyan"), "  ", (rule.label, "bold"))
    home = book.jurisdictions.get(rule.jurisdiction)
    page.line(f"{label(rule.kind)}, {home.label if home else 'every jurisdiction'}, {label(rule.level)}", indent=2)
    _source(page, rule.provision, rule.url)
    dates = [f"from {rule.since.isoformat()}" if rule.since else "", f"until {rule.until.isoformat()}" if rule.until else ""]
    page.line(("in force  ", "dim"), " ".join(d for d in dates if d) or "throughout", indent=2)
    if rule.names:
        named = [book.rules[n].label + f" ({n})" if n in book.rules else label(n) for n in rule.names]
        page.line((f"{_EFFECT.get(rule.kind, 'names')}: ", "dim"), "; ".join(named), indent=2, hang=4)
    if rule.concludes:
        page.line(("concludes: ", "dim"), f"{label(rule.concludes)} ({rule.concludes})", indent=2, hang=4)
    scope = rule.scope
    for word, names in (
        ("steps", scope.steps),
        ("acts", scope.acts),
        ("copies", scope.results),
        ("subject matter", scope.subjects),
        ("not for", scope.excluded),
    ):
        if names:
            page.line((f"{word}: ", "dim"), ", ".join(sorted(label(n) for n in names)), indent=2, hang=4)
    page.line(("stands when", "bold"), indent=2)
    _conditions(page, law, rule.requires, rule.unless)
    defeaters = [r for r in book.rules.values() if r.kind == "Defeater" and rule.id in r.names]
    for defeater in defeaters:
        page.line(
            "and is not switched off by ", (defeater.id, "cyan"), f" {defeater.label} [{defeater.provision}]", indent=4, hang=4
        )
    for other in (*rule.transposes,):
        record = book.rules.get(other) or book.terms.get(other)
        page.line(("transposes  ", "dim"), f"{record.provision} ({other})" if record else other, indent=2, hang=4)
    if rule.override:
        page.line(("contract  ", "dim"), _OVERRIDE.get(rule.override, label(rule.override)), indent=2)
    for flag in rule.raises:
        page.line(("raises the flag  ", "dim"), label(flag), indent=2)
    if rule.optional:
        page.line("optional for member states: in addition it must have been implemented there", indent=2)
    _checked(page, rule.verification, rule.verified_against, rule.confidence)
    for word, text in (("leaves out  ", rule.leaves_out), ("remark  ", rule.comment)):
        if text:
            page.line((word, "dim"), text, indent=2, hang=4)
    if rule.file:
        page.line(
            (f"written in ontology/{rule.file}" if not rule.file.startswith(("/", ".")) else f"written in {rule.file}", "dim"),
            indent=2,
        )


def _conditions(page: Page, law: Law, requires: tuple[str, ...], unless: tuple[str, ...]) -> None:
    if not requires and not unless:
        page.line(("always, within its scope", "dim"), indent=4)
    for names, wanted in ((requires, True), (unless, False)):
        for name in names:
            issue = law.book.issues.get(name)
            if issue is not None:
                page.line(
                    "answered ",
                    ("yes" if wanted else "no", "green" if wanted else "red"),
                    f": {issue.label}",
                    (f" ({name})", "dim"),
                    indent=4,
                    hang=4,
                )
            else:
                words = vocabulary()
                page.line(
                    "holds: " if wanted else "does not hold: ",
                    words.label(name),
                    (f" ({name}) {words.facts[name].test}", "dim"),
                    indent=4,
                    hang=4,
                )


def _source(page: Page, provision: str, url: str) -> None:
    if provision:
        page.line(("provision  ", "dim"), provision, indent=2, hang=4)
    if url:
        page.line(("text  ", "dim"), (url, "blue"), indent=2)


def _checked(page: Page, how: str, against: str, confidence: str) -> None:
    if how:
        told = (
            vocabulary().label(how)
            + (f" against {against}" if against else "")
            + (f", confidence {confidence}" if confidence else "")
        )
        page.line(("how checked  ", "dim"), told, indent=2, hang=4)


def print_term(page: Page, law: Law, term: TermRule) -> None:
    """A term of protection."""
    label = vocabulary().label
    page.line((term.id, "cyan"), "  ", (term.label, "bold"))
    home = law.book.jurisdictions.get(term.jurisdiction)
    page.line(f"term of protection, {home.label if home else 'every jurisdiction'}", indent=2)
    _source(page, term.provision, term.url)
    page.line(("ends  ", "dim"), f"31 December of (year of: {label(term.runs_from)}) + {term.years}", indent=2)
    for event in term.extended_by:
        page.line(("extended  ", "dim"), f"{term.extended_years} years anew from: {label(event)}, within the term so far", indent=2)
    for word, names in (("subject matter: ", term.subjects), ("not for: ", term.excluded), ("rights: ", term.rights)):
        if names:
            page.line((word, "dim"), ", ".join(sorted(label(n) for n in names)), indent=2, hang=4)
    if term.requires or term.unless:
        page.line(("applies when", "bold"), indent=2)
        _conditions(page, law, term.requires, term.unless)
    _checked(page, term.verification, "", term.confidence)


def issue_states(law: Law, issue: Issue) -> dict[tuple[str, bool | None], list[Jurisdiction]]:
    """The encoded jurisdictions by what their authorities make of an issue, the decided first."""
    from ..reasoning import issue_state

    found: dict[tuple[str, bool | None], list[Jurisdiction]] = {}
    for place in law.encoded():
        state = issue_state(law, issue, place, None, lambda _: None)
        found.setdefault((state.state, state.answer), []).append(place)
    return dict(sorted(found.items(), key=lambda pair: (pair[0][1] is None, len(pair[1]))))


def print_issue(page: Page, law: Law, issue: Issue) -> None:
    """A contested issue with its state in every encoded jurisdiction and every position on it."""
    page.line((issue.id, "cyan"), "  ", (issue.label, "bold"))
    for (state, answer), places in issue_states(law, issue).items():
        told = {True: "decided yes", False: "decided no", None: "open"}[answer]
        page.line((f"{state}, {told}", "bold"), ": " + ", ".join(place.label for place in places), indent=2, hang=4)
    if issue.positions:
        page.line(("positions", "bold"), indent=2)
    for position in issue.positions:
        decision = law.book.decisions[position.authority or ""]
        word = vocabulary().label(position.answer)
        remark = f": {position.comment}" if position.comment else ""
        page.line("- ", (word, "magenta"), f" - {decision.cited} ({decision.jurisdiction})", (remark, "dim"), indent=4, hang=4)
        if decision.url:
            page.line((decision.url, "blue"), indent=6)
    if issue.default:
        page.line(("answered ", "dim"), issue.default, " while only doctrine says otherwise", indent=2)
    page.line(("to be decided by  ", "dim"), issue.deciding_event, indent=2, hang=4)


def print_decision(page: Page, law: Law, decision: Decision) -> None:
    """A decision and the issues it speaks to."""
    label = vocabulary().label
    page.line((decision.id, "cyan"), "  ", (decision.cited, "bold"))
    home = law.book.jurisdictions.get(decision.jurisdiction)
    binding = ", binding" if decision.binding else ""
    page.line(
        f"{home.label if home else decision.jurisdiction}, {label(decision.level)}, {label(decision.finality)}{binding}", indent=2
    )
    if decision.url:
        page.line(("text  ", "dim"), (decision.url, "blue"), indent=2)
    for issue in law.book.issues.values():
        for position in issue.positions:
            if position.authority == decision.id:
                page.line(
                    "- ",
                    (label(position.answer), "magenta"),
                    f" to: {issue.label}",
                    (f" ({position.comment})" if position.comment else "", "dim"),
                    indent=4,
                )
    _checked(page, decision.verification, "", decision.confidence)
    if decision.comment:
        page.line(("remark  ", "dim"), decision.comment, indent=2, hang=4)
