"""Somebody's name or number isn't taken by any command without a reason."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Casebook

SOMEBODY = "Aisha Rahman 07700 900142"


@pytest.fixture
def ward(made: Casebook) -> Casebook:
    """The command line beside a casebook with one ward in it."""
    assert made("area", "add", "W1", "--kind", "ward", "--name", "Harbour").code == 0
    return made


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (
            ("abstraction", "add", "W1", "--on", "2024-10-07", "--code", "training",
             "--hours", "8", "--role", SOMEBODY),
            "Who",
        ),
        (("practitioner", "add", "W1", "--tactics", "cpn", "--role", SOMEBODY), "Role"),
        (("programme", "add", "P-1", "--code", "operation", "--name", SOMEBODY), "Name"),
        (("agency", "add", SOMEBODY, "--contact", "Manager"), "Name"),
        (("area", "add", "W2", "--kind", "ward", "--name", SOMEBODY), "Name"),
        (("area", "edit", "W1", "--aliases", SOMEBODY), "Also called"),
        (("user", "add", "sgt", "--role", "analyst", "--name", SOMEBODY), "Shown as"),
        (("setting", "set", "force-name", SOMEBODY), "Force"),
        (("setting", "set", "label", "PSP", "--why", SOMEBODY), "Why"),
        (("codes", "add", "tactic", "walk", SOMEBODY), "Label"),
        (("codes", "add", "tactic", SOMEBODY, "Walk"), "Code"),
        (("codes", "relabel", "tactic", "cpn", "CPN", "--why", SOMEBODY), "Why"),
    ],
)  # fmt: skip
def test_no_command_takes_a_name_and_a_number(
    ward: Casebook, command: tuple[str, ...], label: str
) -> None:
    """It is refused and says where; with a reason it is taken."""
    ran = ward(*command)
    assert ran.code == 1
    assert f"'Aisha Rahman' in {label} (a name?); '07700 900142' in {label}" in ran.err
    assert ward("--allow-personal", "A test", *command).code == 0


def test_a_new_casebook_is_called_after_nobody(casebook: Casebook) -> None:
    """Its maker is told before there is a file."""
    ran = casebook("init", "--force-name", SOMEBODY)
    assert (ran.code, "'Aisha Rahman' in Force (a name?)" in ran.err) == (1, True)
    assert casebook("--allow-personal", "A test", "init", "--force-name", SOMEBODY).code == 0
