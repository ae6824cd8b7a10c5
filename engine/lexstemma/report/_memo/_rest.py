"""Whom to ask, what would change the answer, and what exactly was asked of what."""

from __future__ import annotations

from collections.abc import Sequence

from ..._version import __version__
from ...assessment import Answer, Authorization, Run, counterfactuals
from ...reasoning import LAWFUL, NOT_ENCODED
from ._model import Block, Bullets, Heading, Paragraph, Row, Span, Table, text
from ._names import Names, capital, distinct, sentence, status

_MOST = 30


def authorizations(run: Run, names: Names) -> list[Block]:
    """Per holder and right; what no open point can make unnecessary stands first."""
    needed = run.authorizations()
    gaps = distinct(a.question.place for a in run.answers() if a.status == NOT_ENCODED)
    about = f"Where law is not encoded ({names.laws(gaps)}) nothing is said about whom to ask."
    unsaid: list[Block] = [Paragraph(text(about))] if gaps else []
    if not needed:
        return [Paragraph(text("None that encoded law asks for, as far as the case goes.")), *unsaid]
    rows = []
    for certain, head in (
        (True, "Needed in any case"),
        (False, "Needed unless the open facts and questions turn out well"),
    ):
        found = [one for one in needed if one.certain is certain]
        if found:
            rows.append(Row((text(Span(head, "strong")),), heads=True))
        rows += [_permission(run, one, names) for one in found]
    return [Table(("Whom", "For what", "Right", "For which steps", "Law"), tuple(rows), (0.24, 0.22, 0.2, 0.22, 0.12)), *unsaid]


def _permission(run: Run, one: Authorization, names: Names) -> Row:
    role = run.words.label(one.role)
    whom = text(capital(names.things(one.holders)), Span(f" ({role})", "dim")) if one.holders else text(f"The {role}, not named")
    return Row(
        (whom, text(names.things(one.objects)), text(run.words.label(one.right)), text(names.steps(one.steps)),
         text(names.laws(one.laws)))
    )  # fmt: skip


def changes(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """Open points with the answer under each value, known facts whose change would turn an answer, and what is awaited."""
    found = [*_open(run, answers, names), *_turning(run, answers, names), *_awaited(run)]
    return found or [Paragraph(text("Nothing that can change would change an answer."))]


def _open(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    told: dict[tuple[str, str, str], list[Answer]] = {}
    for answer in answers:
        for one in answer.depends_on:
            if one.if_true != one.if_false:
                told.setdefault((one.atom, one.if_true, one.if_false), []).append(answer)
    if not told:
        return []
    rows = [
        Row((text(capital(run.label_of(atom))), text(status(yes)), text(status(no)), text(_where(names, same))))
        for (atom, yes, no), same in sorted(told.items(), key=lambda pair: -len(pair[1]))
    ]
    shown = Table(("Open point", "If yes", "If no", "For"), tuple(rows[:_MOST]), (0.34, 0.15, 0.15, 0.36))
    more = [Paragraph(text(f"And {len(rows) - _MOST} more; --format json gives all."), "note")] if len(rows) > _MOST else []
    return [Heading(text("Open facts and questions")), shown, *more]


def _where(names: Names, answers: Sequence[Answer]) -> str:
    steps = capital(names.steps(dict.fromkeys(a.question.step for a in answers), 3))
    rights = distinct(names.right(a) for a in answers)
    return f"{steps}: {'; '.join(rights[:2])}" + (f" and {len(rights) - 2} more" if len(rights) > 2 else "")


def _turning(run: Run, answers: Sequence[Answer], names: Names) -> list[Block]:
    """The smallest changes of known facts that turn an answer, those that lead to freedom before those that end it."""
    told: dict[tuple[tuple[tuple[str, bool], ...], str, str], list[Answer]] = {}
    for answer in answers:
        for other in counterfactuals(answer):
            told.setdefault((other.changes, answer.status, other.status), []).append(answer)
    if not told:
        return []
    rows = []
    for (what, before, after), same in sorted(told.items(), key=lambda pair: (pair[0][1] in LAWFUL, -len(pair[1]))):
        words = "; ".join(f"{run.label_of(atom)}: {'yes' if value else 'no'}" for atom, value in what)
        rows.append(Row((text(capital(words)), text(status(before)), text(status(after)), text(_where(names, same)))))
    shown = Table(("If it were otherwise", "Now", "Then", "For"), tuple(rows[:_MOST]), (0.34, 0.15, 0.15, 0.36))
    more = [Paragraph(text(f"And {len(rows) - _MOST} more, which lexstemma explain gives."), "note")] if len(rows) > _MOST else []
    return [Heading(text("Known facts that carry an answer")), shown, *more]


def _awaited(run: Run) -> list[Block]:
    items = [text(sentence(f"{one.text}{f' ({one.day.isoformat()})' if one.day else ''}")) for one in run.announced()]
    return [Heading(text("Awaited")), Bullets(tuple(items[:_MOST]))] if items else []


def versions(run: Run) -> list[Block]:
    """What gives the same memo again."""
    law = run.law
    book, verified = law.book, []
    for code in distinct(a.question.place for a in run.answers()):
        until = book.volume(code).verified_until
        if until is not None:
            label = book.jurisdictions[code].label if code in book.jurisdictions else code
            verified.append(f"{label} until {until.isoformat()}")
    rows = [
        ("Software", f"Lexstemma {__version__}"),
        ("Case", f"{run.case.id}, digest {run.case.digest}"),
        ("Law", f"digest {book.digest}"),
        ("Law followed", "; ".join(verified) or "no encoded law was asked"),
        ("Asked on", law.as_of.isoformat()),
        ("Asked under", "the law of the place of each act" if run.under == "place" else _laws(run)),
        ("Stance", f"{law.stance.name}{', presumptions and one-sided questions left open' if law.strict else ''}"),
        ("Forum", law.forum.label if law.forum else "none named"),
        ("Overlays", ", ".join(path.name for path in book.overlays) or "none"),
    ]
    table = Table(("Item", "Value"), tuple(Row((text(label), text(value))) for label, value in rows), (0.2, 0.8))
    return [Paragraph(text("The same inputs give the same memo.")), table]


def _laws(run: Run) -> str:
    codes = [run.under] if isinstance(run.under, str) else list(run.under)
    return ", ".join(codes) + (", at the real places" if run.claimed else ", as if each step were done there")
