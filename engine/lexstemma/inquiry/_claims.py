"""Who could claim protection in the works, datasets, weights and outputs of a case, under which law, until when, and why.

Everything comes from the law data: which rights there are in such a thing, which conditions of their restrictions concern
the thing and not its use, who holds them, and their terms. A claim says nothing about whether a use infringes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..assessment import PLACE, Answer, Question, Run, deciding
from ..law import Jurisdiction
from ..reasoning import NOT_ENCODED
from ..terms import InputError
from ._protection import Protection, protection, rights_in
from ._until import Until, is_term, until

CLAIM_STATUSES = ("stands", "depends", "contested", "ended", "fails", "none", NOT_ENCODED)
"""`stands`: protected on what is known and presumed; `depends`, `contested`: facts or issues are open; `ended`: the term is
over; `fails`: the law knows the right, and a condition of it is not met; `none`: the law is encoded and gives no such right;
`not_encoded`: a gap, not a freedom."""

_KINDS = ("Work", "Database", "Dataset", "Weights", "Output")
_ECONOMIC = ("authorOrSuccessor", "programRightholder")
_OPEN = {"authorization_required": "stands", "depends": "depends", "contested": "contested"}


@dataclass(frozen=True)
class Claim:
    """A right, or several of one kind that stand or fall together, in one thing under one law.

    Args:
        kind: of right, as its label begins: "author", "sui generis", "moral".
        role: of the holder, by its name in the vocabulary.
        rights: names of the rights.
        holders: whom the case names in that role; empty if nobody.
        answer: to the question whether the thing is protected, with its proof; None where nothing is encoded.
        because: the rule or fact it turns on, in one line.
        until: None where there is no claim.
        after_death: who may assert the right once the author has died, if the law data says so.
        outlives: the economic rights of the author have ended and this one has not.
        at_use: conditions that are looked at for a single use only.
    """

    thing: str
    thing_kind: str
    law: str
    kind: str
    role: str
    rights: tuple[str, ...]
    status: str
    holders: tuple[str, ...]
    answer: Answer | None
    because: str
    until: Until | None
    after_death: str = ""
    outlives: bool = False
    at_use: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The facts and issues that are open and decide, in words."""
        return tuple(self.answer.run.label_of(d.atom) for d in self.answer.depends_on) if self.answer else ()

    @property
    def presumed(self) -> tuple[str, ...]:
        """What is presumed and not stated, in words."""
        return tuple(self.answer.run.label_of(atom) for atom in self.answer.presumed) if self.answer else ()


def claims(run: Run, on: date | None = None, things: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """The ledger of claims: by thing in the order of the file, then by law, then by kind of right.

    Args:
        run: the case under the laws to ask; under "place" those of the places of its steps.
        on: the day to ask about; the run's day of asking if None.
        things: ids of works, datasets, weights and outputs; all if None.

    Raises:
        InputError: the case has no such thing, or under "place" no step says where it is done.
    """
    asked, day = _laws(run), on or run.law.as_of
    wanted = list(run.case.of_kind("Entity")) if things is None else [_known(run, thing) for thing in things]
    found: list[Claim] = []
    for thing in wanted:
        for place in asked:
            found += _in_one(run, thing, place, day)
    return tuple(found)


def _laws(run: Run) -> tuple[Jurisdiction, ...]:
    if run.under != PLACE:
        codes = [run.under] if isinstance(run.under, str) else list(run.under)
    else:
        codes = [code for step in run.case.of_kind("Step") if (code := run.case.graph.name(step, "place"))]
        if not codes:
            expected = "name the laws under which protection is claimed, e.g. --law DE,UK"
            raise InputError("no step of the case says where it is done", where=run.case.source, expected=expected)
    places = [run.law.jurisdiction(code) or Jurisdiction(code, code, (code,), None) for code in codes]
    return tuple({place.id: place for place in places}.values())


def _known(run: Run, thing: str) -> str:
    options = run.case.of_kind("Entity")
    if thing not in options:
        import difflib

        near = difflib.get_close_matches(thing, options, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(options[:12])}"
        raise InputError(f"the case has no thing {thing!r}", where=run.case.source, expected=hint)
    return thing


def _in_one(run: Run, thing: str, place: Jurisdiction, day: date) -> list[Claim]:
    """The claims in one thing under one law, rights that stand or fall together as one."""
    kinds, covered = run.derivation.kinds(thing), run.law.covers(place)
    kind = next((k for k in _KINDS if k in kinds), "Entity")
    if not covered:
        gap = f"the law of {place.label} is not encoded: a gap, not a freedom"
        return [Claim(thing, kind, place.id, "any", "", (), NOT_ENCODED, (), None, gap, None)]
    single = [_claim(run, thing, kind, place, right, day) for right in rights_in(run.law, run.words, place, kinds, day)]
    if not single:
        gap = "no right of the vocabulary is asked in such a thing"
        if kind == "Dataset":
            gap = "the case does not say that it is a database: give it the type Database to ask"
        return [Claim(thing, kind, place.id, "any", "", (), NOT_ENCODED, (), None, gap, None)]
    return list(_outliving(_merged(single)))


def _claim(run: Run, thing: str, kind: str, place: Jurisdiction, right: str, day: date) -> Claim:
    words, graph = run.words, run.words.graph
    named = words.label(right).partition(":")[0]
    q = Question(
        id="/".join((thing, right, place.id)),
        step="",
        performer=None,
        act=None,
        object=thing,
        right=right,
        result=None,
        result_entity=thing,
        place=place.id,
        day=day,
    )
    role, holders = graph.name(right, "holderRole") or "", run.holders(q)
    if right not in run.law.covers(place):
        because = f"{words.label(right)}: not encoded for {place.label}: a gap, not a freedom"
        return Claim(thing, kind, place.id, named, role, (right,), NOT_ENCODED, holders, None, because, None)
    known = protection(run.law, words, place, right, run.derivation.kinds(thing), day)
    answer = run.judged(q, known.program)
    if not known.given:
        because = f"the law of {place.label} as encoded gives no such right in it"
        return Claim(thing, kind, place.id, named, role, (right,), "none", holders, answer, because, None)
    lasts = until(answer, known)
    status = _OPEN.get(answer.status, "fails")
    if status == "fails" and lasts.state == "ended" and _ended_by_term(answer, known):
        status = "ended"
    because = _because(answer, status)
    after = next((rule.after_death for rule in known.given if rule.after_death), "")
    return Claim(
        thing, kind, place.id, named, role, (right,), status, holders, answer, because,
        None if status == "fails" else lasts, after, False, known.at_use,
    )  # fmt: skip


def _ended_by_term(answer: Answer, known: Protection) -> bool:
    """Whether the end of a term is what ended the right: by a limit that asks for it, or by the restriction itself."""
    limits = {atom for rule in answer.rules if rule.kind == "Limit" for atom in rule.requires}
    return any(
        is_term(answer, atom) and answer.holds(atom) is True for atom in (*limits, *(a for r in known.given for a in r.unless))
    )


def _because(answer: Answer, status: str) -> str:
    if status == "stands":
        rule = next((rule for rule in answer.rules if rule.kind == "Restriction"), None)
        return f"{rule.label} [{rule.provision}]" if rule else ""
    found = deciding(answer)
    return f"{found.text} ({found.detail})" if status == "fails" and found.detail else found.text


def _merged(found: Iterable[Claim]) -> list[Claim]:
    """Rights of one kind with the same outcome for the same reasons as one claim."""
    groups: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        # That rights stand by different provisions makes no two claims of them.
        basis = "" if claim.status in ("stands", NOT_ENCODED) else claim.because
        key = (claim.kind, claim.role, claim.status, basis, claim.open, claim.presumed, claim.until, claim.after_death)
        first = groups.get(key)
        at_use = tuple(dict.fromkeys((*first.at_use, *claim.at_use))) if first else claim.at_use
        groups[key] = replace(first, rights=first.rights + claim.rights, at_use=at_use) if first else claim
    return list(groups.values())


def _outliving(found: list[Claim]) -> Iterator[Claim]:
    """Marks moral rights that remain where every economic right of the author has ended."""
    economic = {claim.status for claim in found if claim.role in _ECONOMIC} - {"fails", "none", NOT_ENCODED}
    for claim in found:
        remains = claim.role == "moralRightHolder" and economic == {"ended"} and claim.status in ("stands", "depends", "contested")
        yield replace(claim, outlives=True) if remains else claim
