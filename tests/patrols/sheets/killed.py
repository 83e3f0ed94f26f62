"""Account for a shift line by line, saying each once it is saved, until somebody kills it.

Run as a program: ``python -m tests.patrols.sheets.killed CASEBOOK``.
"""

from __future__ import annotations

import sys

from casebook.book.opening import open_book
from casebook.patrols.sheets.accounting import account_for
from casebook.patrols.sheets.sheet import read_sheet
from tests.patrols.sheets.harbour import NIGHT, morning


def account(path: str) -> None:
    """Say done of every line, and print the number of each when it is saved."""
    book = open_book(path, "sgt.harbour", clock=morning)
    for number, line in enumerate(read_sheet(book, "Harbour", NIGHT).planned):
        assert line.slot is not None
        account_for(book, line.slot, "done", day=NIGHT)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    account(sys.argv[1])
