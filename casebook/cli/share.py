"""What is said, once to each person, of a casebook on a network share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from casebook.cli.output import say

if TYPE_CHECKING:
    from casebook.book.opening import Book


def say_once_about_share(book: Book) -> None:
    """Say what a network share means for a casebook, the first time this person opens it."""
    if not book.store.shared_file:
        return
    told = platformdirs.user_state_path("casebook", appauthor=False) / "told-about-share"
    name = str(Path(book.store.book).absolute())
    try:
        if told.exists() and name in told.read_text(encoding="utf-8").splitlines():
            return
        told.parent.mkdir(parents=True, exist_ok=True)
        with told.open("a", encoding="utf-8") as file:
            file.write(name + "\n")
    except OSError:
        pass  # said again next time; nothing else depends on it
    say(
        f"{name} lies on a network share: one person can write at a time, and others wait. "
        "For several people at once, move it to PostgreSQL."
    )
