"""``casebook open`` where there is no terminal to draw on: refused before anything is drawn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from casebook.book.opening import Book

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("stdin", ["sys.__stdin__", "None"], ids=["no keyboard", "closed"])
def test_without_a_keyboard_it_is_refused(book: Book, stdin: str) -> None:
    """Nobody could ever leave it again, as in a pipe or a job of the night."""
    program = f"""
import sys
from casebook.cli.main import main
sys.__stdin__ = {stdin}
main(["--book", {book.store.book!r}, "open"])
"""
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == (
        "casebook: The terminal needs a screen and a keyboard: run 'casebook open' by itself in a "
        "terminal window, over SSH with 'ssh -t'.\n"
    )
