"""Floor 6: what the licences of a case ask for along its chains, and where they contradict one another. Names no licence."""

from ._effect import EFFECTS, Effect, LawEffect
from ._finding import LicenceFinding, Source, finding_record
from ._findings import licence_findings
from ._records import SEVERITIES, FindingKind, LicenceEffects, LicenceTerm, effects_of

__all__ = [
    "EFFECTS", "SEVERITIES",
    "Effect", "FindingKind", "LawEffect", "LicenceEffects", "LicenceFinding", "LicenceTerm", "Source",
    "effects_of", "finding_record", "licence_findings",
]  # fmt: skip
