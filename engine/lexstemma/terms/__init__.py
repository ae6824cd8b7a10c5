"""Floor 1: the vocabulary as typed names, the data accessor, the safe door, errors. Knows no case and no law."""

from ._data import data_path
from ._door import read_turtle_file
from ._errors import CaseError, InputError, LawError, LexstemmaError, MissingExtra, Where
from ._graph import Graph, Lit, Value
from ._names import CASE, LAW, LS, PROV, RUN, compact
from ._vocabulary import Engagement, Entailment, FactTerm, Vocabulary, vocabulary

__all__ = [
    "CASE", "LAW", "LS", "PROV", "RUN",
    "CaseError", "Engagement", "Entailment", "FactTerm", "Graph", "InputError", "LawError", "LexstemmaError", "Lit",
    "MissingExtra", "Value", "Vocabulary", "Where", "compact", "data_path", "read_turtle_file", "vocabulary",
]  # fmt: skip
