"""Floor 3: the derivation graph of a case (works, datasets, weights, outputs) and its closure. Knows no law."""

from ._chains import Chain
from ._consistency import contradicts
from ._derivation import Derivation
from ._edges import Link

__all__ = ["Chain", "Derivation", "Link", "contradicts"]
