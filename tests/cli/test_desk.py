"""Who sits at the desk is what the operating system says."""

from __future__ import annotations

import os

import pytest

from casebook.cli.desk import system_login
from tests.cli.conftest import Casebook


def test_no_variable_says_who_you_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """LOGNAME and the like are anybody's to set."""
    mine = system_login()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, f"not {mine}")
    assert system_login() == mine


def test_a_user_without_a_name_goes_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that knows no such user."""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert system_login() == "user-4000000"


def test_making_a_casebook_says_what_an_identity_is_worth(casebook: Casebook) -> None:
    """In one sentence."""
    ran = casebook("init")
    assert "attribution, not protection: whoever can write the file can write anything" in ran.err


def test_an_upgrade_is_done_as_oneself(made: Casebook) -> None:
    """Not for somebody else; up to date is said."""
    assert "leave out --as" in made("--as", "admin", "upgrade").err
    assert "is up to date" in made("upgrade").err
