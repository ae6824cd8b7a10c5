"""Floor 4: what weights hold of works, measured on the weights. Needs the extra `probe`; knows no law."""

from ._archive import Archive, read_archive
from ._cache import cache_folder
from ._calibration import read_calibration, write_calibration
from ._canaries import CanaryResult, CanarySet, canary_test, draw_canary, probe_canaries
from ._canary_files import invent_texts, read_canaries, write_canaries
from ._coding import BitsHeld, CodeLengths, bits_held, code_lengths
from ._comparison import Look, Measured, elevations, looks
from ._controls import Control, Controls, make_control, make_controls, read_controls, write_controls
from ._evidence import overlap_evidence, to_evidence, write_overlap
from ._grades import Elevation, Findings, Grade, grade, problems
from ._local import LocalScorer, open_weights
from ._near import NearVerbatim, near_verbatim
from ._nulls import Auroc, Conformal, auroc, benjamini_hochberg, bootstrap, clopper_pearson, conformal, holm
from ._order import OrderResult, order_test, rank_order
from ._overlap import Overlap, Run, overlap
from ._passages import Passage, passages, samples_needed
from ._power import Calibration, Detection, Power, detections, power_statement
from ._probe import Context, Result, Settings, probe_works
from ._quote import Alternative, Choice, Quote, Word, quote
from ._recompute import Recomputed, recompute
from ._record import Record, plain, read_record
from ._remote import RemoteScorer, open_server
from ._scores import TAU, Instrument, Progress, Scorer, TokenScores, Window
from ._spans import Span, best_span, longest_span, repeated
from ._statistics import HIGHER_IS_KNOWN, Likelihood, likelihood
from ._texts import TextFacts, corpus_facts, read_text, text_facts

__all__ = [
    "HIGHER_IS_KNOWN", "TAU", "Alternative", "Archive", "Auroc", "BitsHeld", "Calibration", "CanaryResult", "CanarySet",
    "Choice", "CodeLengths", "Conformal", "Context", "Control", "Controls", "Detection", "Elevation", "Findings", "Grade",
    "Instrument", "Likelihood", "LocalScorer", "Look", "Measured", "NearVerbatim", "OrderResult", "Overlap", "Passage", "Power",
    "Progress", "Quote", "Recomputed", "Record", "RemoteScorer", "Result", "Run", "Scorer", "Settings", "Span", "TextFacts",
    "TokenScores", "Window", "Word", "auroc", "benjamini_hochberg", "best_span", "bits_held", "bootstrap", "cache_folder",
    "canary_test", "clopper_pearson", "code_lengths", "conformal", "corpus_facts", "detections", "draw_canary", "elevations",
    "grade", "holm", "invent_texts", "likelihood", "longest_span", "looks", "make_control", "make_controls", "near_verbatim",
    "open_server", "open_weights", "order_test", "overlap", "overlap_evidence", "passages", "plain", "power_statement",
    "probe_canaries", "probe_works", "problems", "quote", "rank_order", "read_archive", "read_calibration", "read_canaries",
    "read_controls", "read_record", "read_text", "recompute", "repeated", "samples_needed", "text_facts", "to_evidence",
    "write_calibration", "write_canaries", "write_controls", "write_overlap",
]  # fmt: skip
