"""A bare environment with the built wheel: the core's declared requirements and nothing else."""

import os
import re
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", *build], check=True, timeout=120)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel; what the wheel declares to need is linked in, so nothing is downloaded."""
    room = tmp_path_factory.mktemp("bare")
    venv.create(room / "env", with_pip=False, symlinks=True)
    python = room / "env" / "bin" / "python"
    install = ["pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", *install], check=True, timeout=120)
    links = room / "requirements"
    links.mkdir()
    for required in _closure(_core_requirements(wheel)):
        _link(required, links)
    [packages] = (room / "env" / "lib").glob("python*/site-packages")
    (packages / "requirements.pth").write_text(f"{links}\n", encoding="utf-8")
    return room / "env"


@pytest.fixture(scope="session")
def clean() -> dict[str, str]:
    """Environment variables without anything that could lead back to the checkout."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV", "LEXSTEMMA"))}


def _core_requirements(wheel: Path) -> list[str]:
    from zipfile import ZipFile

    with ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        lines = archive.read(name).decode().splitlines()
    return [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]


def _closure(requirements: list[str]) -> list[Distribution]:
    found: dict[str, Distribution] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in found:
            found[name] = distribution(name)
            extras = requirement.extras or {""}
            waiting += [(Requirement(text), e) for text in found[name].requires or () for e in extras]
    return list(found.values())


def _link(required: Distribution, links: Path) -> None:
    home = Path(str(required.locate_file("")))
    for top in {file.parts[0] for file in required.files or () if file.parts[0] not in ("..", "__pycache__", "bin")}:
        if not (links / top).exists():
            (links / top).symlink_to(home / top)
