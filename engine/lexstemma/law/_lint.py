"""What loading refuses: the law data's own mistakes, each named with its file and record."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ..terms import Graph, LawError, Vocabulary
from ._book import LawBook
from ._model import ANYWHERE, Rule, TermRule

# Where the files of the bundled law stand.
BUNDLED = "law/"

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


def lint(book: LawBook, words: Vocabulary, files: dict[str, Graph] | None = None) -> None:
    """Refuses a faulty book; opens all its volumes.

    Args:
        files: statements to look at for single values given twice; those of the whole book if left out.

    Raises:
        LawError: the first fault found; `faults` lists them all.
    """
    for message in faults(book, words, files):
        raise message


def faults(book: LawBook, words: Vocabulary, files: dict[str, Graph] | None = None) -> Iterator[LawError]:
    """Every fault of a book: unknown atoms, dangling references, cycles, missing sources, double values, bad dates."""
    for file, part in (files or _files(book)).items():
        yield from _double_values(file, part)
    for place in book.volumes:
        yield from _misplaced(book, place)
    known = _Known(book, words)
    for rule in (*book.rules.values(), *book.grants.values()):
        yield from _rule_faults(rule, known)
    for term in book.terms.values():
        yield from _term_faults(term, known)
    for position in book.positions.values():
        if position.issue not in book.issues:
            yield LawError(f"{position.id}: a position on an unknown issue")
        if position.authority not in book.decisions:
            yield LawError(f"{position.id}: unknown authority {position.authority}")
        if position.answer not in ("yes", "no", "notDecided", "notArgued"):
            yield LawError(f"{position.id}: unknown answer {position.answer!r}")
        for fact in (*position.turned_on, *position.turned_on_absence):
            if fact not in words.facts:
                yield LawError(f"{position.id}: unknown fact {fact}")
    for decision in book.decisions.values():
        if decision.appeal_of and decision.appeal_of not in book.decisions:
            yield LawError(f"{decision.id}: appeal of an unknown decision {decision.appeal_of}")
    for stance in book.stances.values():
        for issue in stance.answers:
            if issue not in book.issues:
                yield LawError(f"stance {stance.name!r} answers {issue}, which is no issue")
    yield from _cycles(book)


class _Known:
    """What records may refer to."""

    def __init__(self, book: LawBook, words: Vocabulary) -> None:
        self.terms, self.facts, self.issues = words.graph, words.facts, book.issues
        self.atoms = {*words.facts, *book.issues}
        self.jurisdictions = {*book.jurisdictions, ANYWHERE}
        self.rules = {*book.rules, *book.grants}
        self.transposed = {*book.rules, *book.terms}


def _files(book: LawBook) -> dict[str, Graph]:
    volumes = {f"the law of {place}": book.volumes[place].graph for place in book.volumes}
    return {"issues, places, decisions and stances": book.graph, "licences": book.licence_graph, **volumes}


def _double_values(file: str, part: Graph) -> Iterator[LawError]:
    for subject in part.subjects():
        if not subject.startswith("_:") and part.names(subject, "type"):
            for prop in _SINGLE:
                if len(part.values(subject, prop)) > 1:
                    yield LawError(
                        f"{subject} has two values of {prop}",
                        where=file,
                        expected="two records may share this id; give each its own",
                    )


def _misplaced(book: LawBook, place: str) -> Iterator[LawError]:
    """Records of a bundled file that are of another jurisdiction, or whose id does not begin with its code."""
    records: list[Rule | TermRule] = [*book.volumes[place].rules.values(), *book.volumes[place].terms.values()]
    for record in records:
        if record.jurisdiction != place:
            yield _fault(record, f"is of the jurisdiction {record.jurisdiction}", f"this file is for {place}")
        if isinstance(record, Rule) and record.kind == "Restriction":
            union = book.jurisdictions[place].union if place in book.jurisdictions else None
            covered = book.volumes[place].covers | (book.volume(union).covers if union else frozenset())
            for right in sorted(set(record.names) - covered):
                yield _fault(record, f"grants {right}, which {place} does not cover: nobody would be told", "add it to ls:covers")
        if record.file.startswith(BUNDLED) and not record.id.startswith(f"{place.lower()}-"):
            yield _fault(record, "the id does not begin with the code of its jurisdiction", f"begin it with {place.lower()}-")


def _term_faults(term: TermRule, known: _Known) -> Iterator[LawError]:
    if not term.provision or not term.runs_from or term.years <= 0:
        yield _fault(term, "a term rule needs a provision, an event to run from and a number of years")
    if term.jurisdiction not in known.jurisdictions:
        yield _fault(term, f"unknown jurisdiction {term.jurisdiction}")
    for atom in (*term.requires, *term.unless, term.concludes):
        if atom not in known.facts:
            yield _fault(term, f"unknown fact {atom}")
    for name in term.transposes:
        if name not in known.transposed:
            yield _fault(term, f"transposes {name}, which does not exist", "correct the name, or declare it first")


def _rule_faults(rule: Rule, known: _Known) -> Iterator[LawError]:
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
    yield from _dangling(rule, known)


def _dangling(rule: Rule, known: _Known) -> Iterator[LawError]:
    """References to what does not exist."""
    scope = (*rule.scope.steps, *rule.scope.acts, *rule.scope.results, *rule.scope.subjects, *rule.scope.excluded)
    named: Container[str] = known.rules if rule.kind == "Defeater" else known.terms
    checks: list[tuple[Iterable[str], Container[str], str]] = [
        ((rule.jurisdiction,), known.jurisdictions, "unknown jurisdiction {}"),
        (rule.atoms, known.atoms, "unknown fact or issue {}"),
        ((rule.concludes,) if rule.concludes else (), known.facts, "concludes an unknown fact {}"),
        (rule.mentions, known.issues, "mentions {}, which is no issue"),
        (rule.names, named, "refers to {}, which does not exist"),
        (rule.transposes, known.transposed, "transposes {}, which does not exist"),
        ((*scope, *rule.raises), known.terms, "refers to {}, which is no term of the vocabulary"),
    ]
    for names, among, message in checks:
        for name in names:
            if name not in among:
                yield _fault(rule, message.format(name), "correct the name, or declare it first")


def _cycles(book: LawBook) -> Iterator[LawError]:
    """A cycle among rules: a definition that needs what it concludes, or defeaters that defeat one another."""
    definitions: dict[tuple[str, str], list[str]] = {}
    defeaters: dict[str, list[str]] = {}
    rules = dict(book.rules)
    for rule in rules.values():
        if rule.kind == "Definition" and rule.concludes:
            definitions.setdefault((rule.jurisdiction, rule.concludes), []).append(rule.id)
        if rule.kind == "Defeater":
            for name in rule.names:
                defeaters.setdefault(name, []).append(rule.id)

    def needs(name: str) -> list[str]:
        rule = rules[name]
        union = book.jurisdictions[rule.jurisdiction].union if rule.jurisdiction in book.jurisdictions else None
        places = {rule.jurisdiction, union, ANYWHERE}
        found = [d for atom in rule.atoms for place in places if place for d in definitions.get((place, atom), ())]
        return [d for d in found if _meet(rule, rules[d])] + defeaters.get(name, [])

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

    for start in rules:
        if cycle := visit(start, ()):
            yield LawError(f"rules depend on themselves: {' -> '.join(cycle)}", where=rules[start].file)
            return


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules can apply to the same question, by step kind and kind of copy."""
    return all(not a or not b or a & b for a, b in ((one.scope.results, other.scope.results), (one.scope.steps, other.scope.steps)))


def _fault(record: object, what: str, expected: str | None = None) -> LawError:
    return LawError(f"{record.id}: {what}", where=record.file or None, expected=expected)  # type: ignore[attr-defined]
