"""The terminal in a real terminal: opened by the command, driven by keys, left without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casebook.book.opening import open_book
from casebook.cli.desk import system_login
from casebook.core.access import Account
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests.books import make_book

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds until a screen that never comes fails the test."""


class Screen:
    """A tmux window of its own server."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command on our server and give what it prints."""
        ran = subprocess.run(
            ["tmux", "-S", str(self.socket), *arguments], capture_output=True, text=True
        )
        return ran.stdout

    def until(self, there: Callable[[str], bool]) -> str:
        """The screen, once it holds what is waited for."""
        ends = time.monotonic() + PATIENCE
        shown = ""
        while time.monotonic() < ends:
            shown = self.tmux("capture-pane", "-p")
            if there(shown):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"never shown; the screen was:\n{shown}")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A tmux server; without tmux the test is skipped, or fails where it is required."""
    if shutil.which("tmux") is None:
        required = os.environ.get("CASEBOOK_REQUIRE_TMUX") == "1"
        (pytest.fail if required else pytest.skip)("tmux isn't installed")
    opened = Screen(tmp_path / "tmux")
    yield opened
    opened.tmux("kill-server")


def _opened(screen: Screen, tmp_path: Path) -> str:
    """Open a casebook with one profile in the terminal; gives its file."""
    book = make_book(tmp_path)
    accounts.add_account(book, Account(system_login(), roles=("administrator", "analyst")))
    intake.new_profile(book, Profile("PMP-2024-001", "Fights at closing"))
    book.store.close()
    file = str(tmp_path / "casebook.db")
    command = (
        f"cd {tmp_path} && PYTHONPATH={ROOT} CASEBOOK_LOG={tmp_path} "
        f"TEXTUAL_ANIMATIONS=none {sys.executable} -m casebook --book {file} open; echo left $?"
    )
    screen.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24")
    screen.tmux("send-keys", command, "Enter")
    return file


def _reported(file: str) -> str:
    """What stands in the profile's objective."""
    book = open_book(file, "admin")
    body = casefile.read_profile(book, "PMP-2024-001").stage("objective").body
    book.store.close()
    return str(body.reported)


def test_a_burst_in_one_read_goes_where_it_was_meant(screen: Screen, tmp_path: Path) -> None:
    """Keys sent before the first screen is there open, write, save, leave and quit, in turn."""
    file = _opened(screen, tmp_path)
    screen.until(lambda shown: "OFFICIAL" in shown)
    screen.tmux("send-keys", "3", "Enter", "e", "quads, kids and dogs", "F2", "Escape", "q")
    screen.until(lambda shown: "left 0" in shown)
    assert _reported(file) == "quads, kids and dogs"


def test_a_sergeant_opens_edits_and_leaves(screen: Screen, tmp_path: Path) -> None:
    """At 80x24, by keys alone; what was typed is in the casebook afterwards."""
    file = _opened(screen, tmp_path)
    screen.until(lambda shown: "YOURS TO DO" in shown)
    screen.tmux("send-keys", "3")
    screen.until(lambda shown: "Fights at closing" in shown)
    screen.tmux("send-keys", "Enter")
    screen.until(lambda shown: "e Edit" in shown and "Answer 'Aim'" in shown)
    screen.tmux("send-keys", "e")
    screen.until(lambda shown: "Save" in shown)
    screen.tmux("send-keys", "-l", "Called in by a landlord [/red]")
    screen.until(lambda shown: "Called in by a landlord [/red]" in shown)
    screen.tmux("send-keys", "F2")
    screen.until(lambda shown: "e Edit" in shown and "landlord [/red]" in shown)
    screen.until(lambda shown: "Objective saved" in shown)
    screen.tmux("send-keys", "Escape")
    screen.until(lambda shown: "Filter" in shown)
    screen.tmux("send-keys", "q")
    screen.until(lambda shown: "left 0" in shown)
    assert _reported(file) == "Called in by a landlord [/red]"
