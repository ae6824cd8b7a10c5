"""A folder with a case, texts and controls, and the command run in it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from toy import prose

from lexstemma.cli import main
from lexstemma.probes import Controls, make_control, make_controls

NOVEL, POEM = prose(160, 1), prose(160, 4)
CASE = """\
lexstemma: 1
id: mine
works:
  - {id: novel, type: TextWork, text: novel.txt}   # ours
  - {id: poem, type: TextWork}
weights:
  - id: base
evidence:  # so far
  - {id: e0, about: base, concerning: poem, grade: G0}
# the end
"""


@dataclass(frozen=True)
class Desk:
    """A folder with a case, texts and controls, and the command run in it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        out, err = self.capture.readouterr()
        return int(str(end.value.code)), out, err

    def probe(self, *more: str, path: str = "toy") -> tuple[int, str, str]:
        return self("probe", "case.yaml", "--weights", "base", "--path", path, "--controls", "controls.json", *more)

    def refusal(self, *more: str, path: str = "toy") -> str:
        before = self.files()
        code, out, err = self.probe(*more, path=path)
        assert (code, out) == (2, ""), (out, err)
        assert err.startswith("lexstemma: ")
        assert err.count("\n") == 1, err
        assert self.files() == before
        return err

    def files(self) -> dict[str, bytes]:
        files = (p for p in self.folder.rglob("*") if p.is_file() and "cache" not in p.parts)
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in files}


def controls(count: int = 99) -> Controls:
    made = [make_control(f"c{n}", "same-form", prose(160, 100 + n)) for n in range(count)]
    return make_controls("forms", [*made, make_control("p", "paraphrase", prose(160, 50), of="poem")])
