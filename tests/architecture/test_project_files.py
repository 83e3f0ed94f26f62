"""What the README, CI, pre-commit and the decisions say of the project agrees."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pinned() -> list[str]:
    named = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    return [each for each in named if "==" in each.partition(";")[0]]


def test_ci_runs_the_readmes_test_command() -> None:
    """The whole of it, and on Windows pytest is given the same options."""
    (command,) = re.findall(r"^python3 .*pytest.*$", _text("README.md"), re.MULTILINE)
    assert f"{command} || exit 1" in _text(".ci/run").splitlines()
    (windows,) = re.findall(r"^py .*pytest.*$", _text("README.md"), re.MULTILINE)
    assert windows.rpartition("pytest")[2] == command.rpartition("pytest")[2]
    assert "pytest" + command.rpartition("pytest")[2] in _text("CONTRIBUTING.md")


def test_pre_commit_checks_what_ci_checks() -> None:
    """Every check beside the tests, with the same options."""
    hooks = re.findall(r"^ +entry: (.+)$", _text(".pre-commit-config.yaml"), re.MULTILINE)
    checks = re.findall(r"^\.venv/bin/(.+)$", _text(".ci/run"), re.MULTILINE)
    assert hooks == checks
    assert hooks


def test_every_pin_has_its_reason() -> None:
    """No exact version stands in pyproject.toml that the decision doesn't name."""
    decision = _text("docs/decisions/0005-pins.md")
    assert [each for each in _pinned() if f"`{each}`" not in decision] == []
    named = re.findall(r"`([\w-]+(?:==|>=)[^`]+)`", decision)
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert [each for each in named if each not in declared] == []


@pytest.mark.parametrize("pin", _pinned())
def test_what_is_pinned_is_what_the_tests_run_with(pin: str) -> None:
    """Else what the other tests show of it is shown of another version."""
    name, _, wanted = pin.partition("==")
    assert version(name) == wanted
