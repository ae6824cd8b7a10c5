"""What a room offers is its `__all__`: complete, real, said once, and explained."""

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import lexstemma

PACKAGES = ["lexstemma"] + [f"lexstemma.{m.name}" for m in pkgutil.iter_modules(lexstemma.__path__) if m.ispkg]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_promised_name_is_there_once(name: str) -> None:
    package = importlib.import_module(name)
    assert len(set(package.__all__)) == len(package.__all__)
    assert not [n for n in package.__all__ if not hasattr(package, n)]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_is_promised(name: str) -> None:
    package = importlib.import_module(name)
    assert shown(package) - set(package.__all__) == set()


@pytest.mark.parametrize("name", PACKAGES)
def test_what_is_offered_is_explained(name: str) -> None:
    package = importlib.import_module(name)
    assert package.__doc__
    things = [getattr(package, n) for n in package.__all__]
    ours = [t for t in things if (inspect.isclass(t) or inspect.isfunction(t)) and t.__module__.startswith("lexstemma")]
    assert not [t.__qualname__ for t in ours if not inspect.getdoc(t)]


@pytest.mark.parametrize("name", PACKAGES[1:])
def test_the_rest_of_a_room_is_private(name: str) -> None:
    package = importlib.import_module(name)
    assert not [m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")]


def shown(package: ModuleType) -> set[str]:
    """Names without an underscore that the package's own file imports from its modules or defines."""
    names: set[str] = set()
    for node in ast.parse(inspect.getsource(package)).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return {n for n in names if not n.startswith("_")}
