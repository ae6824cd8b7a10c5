"""The memo of a run, put together from its parts."""

from __future__ import annotations

from ..._version import __version__
from ...assessment import Answer, Run
from .._picture import picture
from .._words import NOT_ADVICE
from ._discussion import discussion, questions
from ._facts import facts
from ._model import Block, Figure, Memo, Paragraph, Section, Text, text
from ._names import Names, distinct, long_day
from ._rest import authorizations, changes, versions
from ._short import short_answer
from ._sources import table_of_authorities
from ._steps import step_table

# The section that discusses contested questions; the table of authorities refers to its points.
_DISCUSSED = 5


def memo(run: Run) -> Memo:
    """A legal memo of a run; the same inputs give the same memo."""
    shown, names = run.answers(), Names(run)
    numbers = {label: f"{_DISCUSSED}.{number}" for number, label in enumerate((p.state.issue.label for p in questions(shown)), 1)}
    parts: list[tuple[str, list[Block]]] = [
        ("Short answer", short_answer(run, shown, names)),
        ("Facts", facts(run, shown, names)),
        ("The chain", _chain(run)),
        ("Step by step", step_table(run, shown, names)),
        ("Contested and open points", discussion(run, shown, names, numbers)),
        ("Authorizations to obtain", authorizations(run, names)),
        ("What would change the answer", changes(run, shown, names)),
        ("Authorities", table_of_authorities(run, shown, names, numbers)),
        ("Versions", versions(run)),
    ]
    sections = tuple(Section(title, tuple(blocks)) for title, blocks in parts)
    running = f"{run.case.id}, asked on {run.law.as_of.isoformat()}, case {run.case.digest[:12]}, law {run.law.book.digest[:12]}"
    return Memo(run.case.title, _head(run, shown, names), NOT_ADVICE, sections, run.law.as_of.isoformat(), running)


def _head(run: Run, answers: tuple[Answer, ...], names: Names) -> tuple[tuple[str, Text], ...]:
    law = run.law
    laws = names.laws(a.question.place for a in answers) or "none"
    if run.under == "place":
        under = f"That of the place of each act: {laws}"
    else:
        under = f"{laws}, " + ("at the real places" if run.claimed else "as if each step were done there")
    stance = law.stance.name + (f" ({law.stance.comment})" if law.stance.comment else "")
    strict = "; presumptions and one-sided questions are left open" if law.strict else ""
    people = distinct(names.thing(a.question.performer) for a in answers)
    source = run.case.graph.text(run.case.iri, "source") or ""
    rows = [
        ("Concerning", ", ".join(people)),
        ("Facts from", source),
        ("Law", under),
        ("Asked on", long_day(law.as_of)),
        ("Stance", stance + strict),
        ("Laid over", ", ".join(path.name for path in law.book.overlays)),
        ("Drawn up by", f"Lexstemma {__version__}, from encoded law and the case file {run.case.id}"),
    ]
    return tuple((label, text(value)) for label, value in rows if value)


def _chain(run: Run) -> list[Block]:
    drawn = picture(run)
    caption = (
        "Boxes are works, datasets, weights and outputs; rounded boxes are steps, with the most demanding answer in each. Solid "
        "lines are copies or derivatives; dotted and dashed ones lead from an output back to the data its weights learnt from."
    )
    told = "The figure shows the chain as the case describes it."
    return [Paragraph(text(told), "lead"), Figure(drawn.svg, drawn.width, drawn.height, text(caption), drawn.told, drawn.lines)]
