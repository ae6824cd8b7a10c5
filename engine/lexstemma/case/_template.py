"""The commented case that `lexstemma new FILE` writes: three steps that load, with what each line is for."""

from __future__ import annotations

from pathlib import Path

from lexstemma.terms import CaseError

from ._build import slug

_FILE = Path(__file__).parent / "template.yaml"
_ID = "my-case"


def template(id: str = _ID) -> str:
    """The template: a case of three steps (acquire, train, generate), with what every line is for."""
    return _FILE.read_text(encoding="utf-8").replace(f"id: {_ID}\n", f"id: {id}\n", 1)


def write_template(path: str | Path) -> Path:
    """Writes the template to a new file; an existing one is never touched.

    Raises:
        CaseError: the file exists, has another suffix than .yaml or .yml, or cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise CaseError(f"cannot write a template as '{path.suffix}'", where=str(path), expected="give a name that ends in .yaml")
    try:
        # Exclusive creation: two runs at once cannot overwrite one another either.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(slug(path.name)))
    except FileExistsError:
        raise CaseError("exists already", where=str(path), expected="nothing was changed; give another name") from None
    except OSError as problem:
        if isinstance(problem, FileNotFoundError):
            raise CaseError("the folder does not exist", where=str(path), expected="make it first") from None
        reason = (problem.strerror or str(problem)).lower()
        raise CaseError(f"cannot be written: {reason}", where=str(path)) from None
    return path
