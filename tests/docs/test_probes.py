"""The guide to probes speaks of commands, options, keys and policies that exist."""

import re
from pathlib import Path

import pytest
import typer.main

from lexstemma.case._schema import schema
from lexstemma.cli._app import app
from lexstemma.terms import evidence_policies

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "probes.md").read_text(encoding="utf-8")


def options() -> set[str]:
    found: set[str] = set()
    rest = [typer.main.get_command(app)]
    while rest:
        command = rest.pop()
        found.update(name for parameter in command.params for name in parameter.opts)
        rest += getattr(command, "commands", {}).values()
    return found


def test_every_option_exists() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT))
    assert len(named) > 15
    assert named <= options()


def test_every_command_exists() -> None:
    known = set(getattr(typer.main.get_command(app), "commands", {}))
    named = set(re.findall(r"lexstemma ([a-z]+)", TEXT)) - {"controls"}
    assert {"probe", "overlap", "quote", "canary", "order", "assess"} <= named <= known


def test_every_key_of_evidence_exists() -> None:
    told = TEXT.partition("In the case, `Evidence` keeps: ")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", told))
    assert len(named) > 15
    assert named <= set(schema().keys)


@pytest.mark.parametrize("name", sorted(evidence_policies()))
def test_the_table_of_policies_is_that_of_the_file(name: str) -> None:
    policy = evidence_policies()[name]
    [row] = re.findall(rf"^\| `{name}` \| (G\d) \| (.*) \|$", TEXT, re.MULTILINE)
    assert {threshold.lowest for threshold in policy.thresholds.values()} == {row[0]}
    if name != "narrow":  # "the same" as the line above
        assert set(re.findall(r"`(\w+)`", row[1])) == policy.ignores
    else:
        assert policy.ignores == evidence_policies()["default"].ignores
