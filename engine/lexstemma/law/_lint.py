"""What loading refuses: the law data's own mistakes, each named with its file and record."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ..terms import Graph, LawError, Vocabulary
from ._model import ANYWHERE, LawBook, Rule

_SINGLE = (
    "jurisdiction",
    "authorityLevel",
    "inForceFrom",
    "inForceUntil",
    "concludes",
    "provision",
    "silence",
    "answer",
    "onIssue",
)
_MUST_NAME = {"Restriction": "grants", "Exception": "excuses", "Limit": "limits", "Defeater": "defeats"}


def lint(book: LawBook, parts: dict[str, Graph], words: Vocabulary) -> None:
    """Raises:
    LawError: the first fault found; `faults` lists them all.
    """
    for message in faults(book, parts, words):
        raise message


def faults(book: LawBook, parts: dict[str, Graph], words: Vocabulary) -> Iterator[LawError]:
    """Every fault of the loaded law: unknown atoms, dangling references, cycles, missing sources, double ids, bad dates."""
    yield from _double_ids(book, parts)
    atoms = set(words.facts) | set(book.issues)
    for rule in book.rules.values():
        yield from _rule_faults(rule, book, atoms, words)
    for term in book.terms.values():
        if not term.provision or not term.runs_from or term.years <= 0:
            yield _fault(term, "a term rule needs a provision, an event to run from and a number of years")
        if term.jurisdiction not in book.jurisdictions:
            yield _fault(term, f"unknown jurisdiction {term.jurisdiction}")
        for atom in (*term.requires, *term.unless):
            if atom not in words.facts:
                yield _fault(term, f"unknown fact {atom}")
    for issue in book.issues.values():
        for position in issue.positions:
            if position.authority not in book.decisions:
                yield LawError(f"{position.id}: unknown authority {position.authority}")
            if position.answer not in ("yes", "no", "notDecided", "notArgued"):
                yield LawError(f"{position.id}: unknown answer {position.answer!r}")
            for fact in (*position.turned_on, *position.turned_on_absence):
                if fact not in words.facts:
                    yield LawError(f"{position.id}: unknown fact {fact}")
    for name in book.graph.of_type("Position"):
        if book.graph.name(name, "onIssue") not in book.issues:
            yield LawError(f"{name}: a position on an unknown issue")
    for decision in book.decisions.values():
        if decision.appeal_of and decision.appeal_of not in book.decisions:
            yield LawError(f"{decision.id}: appeal of an unknown decision {decision.appeal_of}")
    yield from _cycles(book)


def _rule_faults(rule: Rule, book: LawBook, atoms: set[str], words: Vocabulary) -> Iterator[LawError]:
    if not rule.provision and rule.kind != "Grant" and rule.jurisdiction != ANYWHERE:
        yield _fault(rule, "a rule without a source", "give ls:provision and ls:officialText")
    if rule.since and rule.until and rule.until < rule.since:
        yield _fault(rule, f"in force until {rule.until}, before it is in force from {rule.since}")
    if set(rule.requires) & set(rule.unless):
        yield _fault(rule, "requires and excludes the same atom")
    if rule.kind == "Definition" and rule.concludes is None:
        yield _fault(rule, "a definition that concludes nothing", "give ls:concludes")
    if rule.kind in _MUST_NAME and not rule.names:
        yield _fault(rule, f"a rule of kind {rule.kind} that names nothing", f"give ls:{_MUST_NAME[rule.kind]}")
    yield from _dangling(rule, book, atoms, words)


def _dangling(rule: Rule, book: LawBook, atoms: set[str], words: Vocabulary) -> Iterator[LawError]:
    """References to what does not exist."""
    scope = (*rule.scope.steps, *rule.scope.acts, *rule.scope.results, *rule.scope.subjects, *rule.scope.excluded)
    named: Container[str] = book.rules if rule.kind == "Defeater" else words.graph
    checks: list[tuple[Iterable[str], Container[str], str]] = [
        ((rule.jurisdiction,), {*book.jurisdictions, ANYWHERE}, "unknown jurisdiction {}"),
        (rule.atoms, atoms, "unknown fact or issue {}"),
        ((rule.concludes,) if rule.concludes else (), words.facts, "concludes an unknown fact {}"),
        (rule.mentions, book.issues, "mentions {}, which is no issue"),
        (rule.names, named, "refers to {}, which does not exist"),
        (rule.transposes, {*book.rules, *book.terms}, "transposes {}, which does not exist"),
        ((*scope, *rule.raises), words.graph, "refers to {}, which is no term of the vocabulary"),
    ]
    for names, known, message in checks:
        for name in names:
            if name not in known:
                yield _fault(rule, message.format(name), "correct the name, or declare it first")


def _double_ids(book: LawBook, parts: dict[str, Graph]) -> Iterator[LawError]:
    seen: dict[str, str] = {}
    for file, part in parts.items():
        for subject in part.subjects():
            if subject.startswith("_:") or not part.names(subject, "type"):
                continue
            if subject in seen:
                yield LawError(
                    f"{subject} is defined in {seen[subject]} and again here", where=file, expected="give each record its own id"
                )
            seen[subject] = file
            for prop in _SINGLE:
                if len(part.values(subject, prop)) > 1:
                    yield LawError(
                        f"{subject} has two values of {prop}",
                        where=file,
                        expected="two records may share this id; give each its own",
                    )


def _cycles(book: LawBook) -> Iterator[LawError]:
    """A cycle among rules: a definition that needs what it concludes, or defeaters that defeat one another."""
    definitions: dict[tuple[str, str], list[str]] = {}
    defeaters: dict[str, list[str]] = {}
    for rule in book.rules.values():
        if rule.kind == "Definition" and rule.concludes:
            definitions.setdefault((rule.jurisdiction, rule.concludes), []).append(rule.id)
        if rule.kind == "Defeater":
            for name in rule.names:
                defeaters.setdefault(name, []).append(rule.id)

    def needs(name: str) -> list[str]:
        rule = book.rules[name]
        union = book.jurisdictions[rule.jurisdiction].union if rule.jurisdiction in book.jurisdictions else None
        places = {rule.jurisdiction, union, ANYWHERE}
        found = [d for atom in rule.atoms for place in places if place for d in definitions.get((place, atom), ())]
        return [d for d in found if _meet(rule, book.rules[d])] + defeaters.get(name, [])

    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return None
        for following in needs(name):
            if cycle := visit(following, (*path, name)):
                return cycle
        done.add(name)
        return None

    for start in book.rules:
        if cycle := visit(start, ()):
            yield LawError(f"rules depend on themselves: {' -> '.join(cycle)}", where=book.rules[start].file)
            return


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules can apply to the same question, by step kind and kind of copy."""
    return all(not a or not b or a & b for a, b in ((one.scope.results, other.scope.results), (one.scope.steps, other.scope.steps)))


def _fault(record: object, what: str, expected: str | None = None) -> LawError:
    return LawError(f"{record.id}: {what}", where=record.file or None, expected=expected)  # type: ignore[attr-defined]
