"""A backup from the terminal, made where a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.parts.asking import AskingScreen
from tui.parts.reason import NO_FILE, ReasonScreen
from tui.parts.text import plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.upkeep.backup import Backup


def back_up(page: AskingScreen[Any]) -> None:
    """Ask for the file, copy the casebook to it, and say so."""
    from casebook.upkeep.backup import Backup

    def done(made: object) -> None:
        if isinstance(made, Backup):
            page.say(_said(made), error=bool(made.unsound))

    page.hush()
    title = "Back the casebook up"
    about = "Everybody may work on meanwhile. Best on another disk than the casebook itself."
    asked = "a new file, such as E:/casebook-2024-12-18.db"
    page.app.push_screen(
        ReasonScreen(
            title,
            plain(about),
            _made,
            asked=asked,
            does="makes it",
            keep_as="backup file",
            blank=NO_FILE,
        ),
        done,
    )


def _made(book: Book, file: str, _waiver: str) -> Backup:
    from pathlib import Path

    from casebook.core.errors import BadValue
    from casebook.upkeep.backup import back_up as copy

    if not file.strip():
        raise BadValue("Say which file the backup is to be.")
    return copy(book, Path(file.strip()).expanduser())


def _said(made: Backup) -> str:
    if made.unsound:
        return f"Backed up to {made.file}, but 'casebook check' finds: {made.unsound[0]}"
    return f"Backed up to {made.file}."
