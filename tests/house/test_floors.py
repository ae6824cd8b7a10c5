"""The house has floors, and every import goes down: a room knows the rooms below it, by their doors, and no other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = sorted((ROOT / "engine" / "lexstemma").rglob("*.py"))
UI = sorted((ROOT / "ui" / "lexstemma_ui").rglob("*.py"))

FLOORS = {
    "terms": 1, "case": 2, "derivation": 3, "law": 3, "reasoning": 4, "probes": 4,
    "assessment": 5, "report": 6, "interop": 6, "clearance": 6, "inquiry": 6, "cli": 7, "ui": 7,
}  # fmt: skip


def room_of(module: str) -> str | None:
    """The room of a dotted module name; None for the package's own door and for other packages."""
    parts = module.split(".")
    if parts[0] == "lexstemma_ui":
        return "ui"
    return parts[1] if parts[0] == "lexstemma" and len(parts) > 1 else None


def module_of(path: Path) -> str:
    relative = path.relative_to(ROOT / path.relative_to(ROOT).parts[0]).with_suffix("")
    return ".".join(p for p in relative.parts if p != "__init__")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every module imported anywhere in a file, inside functions and for type checkers too, with its line."""
    package = module_of(path).split(".") if path.name == "__init__.py" else module_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield node.lineno, base
            if base in ("lexstemma", ""):
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names if alias.name in FLOORS)


# The package's own door, which shows what the rooms offer, stands outside the floors.
IN_ROOMS = [path for path in [*ENGINE, *UI] if room_of(module_of(path)) in FLOORS]


@pytest.mark.parametrize("path", IN_ROOMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    here = room_of(module_of(path)) or ""
    upward = [
        f"{path.name}:{line} imports {name}"
        for line, name in imports_of(path)
        if (there := room_of(name)) in FLOORS and there != here and FLOORS[there] >= FLOORS[here]
    ]
    assert not upward


@pytest.mark.parametrize("path", [*ENGINE, *UI], ids=lambda p: str(p.relative_to(ROOT)))
def test_other_rooms_are_entered_by_their_door(path: Path) -> None:
    here = room_of(module_of(path))
    private = [
        f"{path.name}:{line} imports {name}"
        for line, name in imports_of(path)
        if room_of(name) not in (here, None) and any(part.startswith("_") for part in name.split(".")[2:])
    ]
    assert not private


def test_every_room_has_a_floor() -> None:
    rooms = {p.parent.name for p in (ROOT / "engine" / "lexstemma").glob("*/__init__.py")}
    assert rooms <= set(FLOORS)


def test_the_engine_does_not_know_the_application() -> None:
    assert not [p for p in ENGINE for _, name in imports_of(p) if room_of(name) == "ui"]
