"""Cases in miniature for the tests of the derivation graph: only what that room reads of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lexstemma.terms import Graph, Where, vocabulary


@dataclass(frozen=True)
class Said:
    fact: str
    subject: str
    concerning: str | None
    value: bool


class SmallCase:
    """`SmallCase("a: Work", "s: Pretraining used a produced b", ...)`: a type (or several), then properties and values."""

    def __init__(self, *lines: str, said: Iterable[Said] = ()) -> None:
        self.graph = Graph()
        self.statements = tuple(said)
        for line in lines:
            name, _, rest = line.partition(":")
            prop = "type"
            for word in rest.split():
                if word[0].islower() and word in PROPERTIES:
                    prop = word
                else:
                    self.graph.add(name.strip(), prop, word)

    def types(self, entity: str) -> frozenset[str]:
        return vocabulary().classes_of(self.graph.names(entity, "type"))

    def of_kind(self, cls: str) -> list[str]:
        return [name for name in self.graph.subjects() if cls in self.types(name)]

    def where(self, entity: str, prop: str | None = None) -> Where:
        return Where("small.yaml", path=entity if prop is None else f"{entity}.{prop}")


PROPERTIES = {
    "used", "produced", "producedBy", "contains", "copyOf", "derivativeOf", "copyOrDerivativeOf", "tracesBackTo", "layers",
    "grade", "about", "concerning",
}  # fmt: skip

FIGURE_2 = (
    "novel: TextWork", "song: Lyrics", "manual: TextWork",
    "crawl: Acquisition used novel song produced corpus", "corpus: Dataset",
    "train: Pretraining used corpus produced base", "base: Weights",
    "collect: DatasetAssembly used manual produced tuning", "tuning: Dataset",
    "tune: FineTuning used base tuning produced chat", "chat: Weights",
    "ask: Generation used chat produced answer", "answer: Output",
    "show: Delivery used answer",
)  # fmt: skip
