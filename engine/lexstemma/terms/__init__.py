"""Floor 1: the vocabulary as typed names, the data accessor, the safe door, errors. Knows no case and no law."""

from ._data import data_path
from ._door import Format, Limits, checked_text, read_bytes, read_turtle_file, safe_load, safe_triples
from ._errors import CaseError, InputError, LawError, LexstemmaError, MissingExtra, Where
from ._graph import Graph, Lit, Value
from ._json_door import CONTEXT, bundled_context, read_document
from ._names import CASE, LAW, LS, OWL, PROV, RDF_TYPE, RDFS, RUN, SKOS, XSD, compact
from ._nodes import Mapping, Node, Plain, Scalar, Sequence, from_plain
from ._policy import DEFAULT_POLICY, EvidencePolicy, Threshold, evidence_policies, evidence_policy, read_policies
from ._shapes import ShapeFault, shape_faults
from ._vocabulary import VOCABULARY_FILES, Engagement, Entailment, FactTerm, Vocabulary, vocabulary
from ._write import write_atomically

__all__ = [
    "CASE", "CONTEXT", "DEFAULT_POLICY", "LAW", "LS", "OWL", "PROV", "RDFS", "RDF_TYPE", "RUN", "SKOS", "VOCABULARY_FILES",
    "XSD", "CaseError", "Engagement", "Entailment", "EvidencePolicy", "FactTerm", "Format", "Graph", "InputError", "LawError",
    "LexstemmaError", "Limits", "Lit", "Mapping", "MissingExtra", "Node", "Plain", "Scalar", "Sequence", "ShapeFault",
    "Threshold", "Value", "Vocabulary", "Where", "bundled_context", "checked_text", "compact", "data_path",
    "evidence_policies", "evidence_policy", "from_plain", "read_bytes", "read_document", "read_policies", "read_turtle_file",
    "safe_load", "safe_triples", "shape_faults", "vocabulary", "write_atomically",
]  # fmt: skip
