"""A backup offered and made in the terminal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from casebook.book.opening import Book, open_book
from casebook.core.settings import Settings
from casebook.upkeep.setup import make_casebook
from tests.tui.desk import NOON
from tests.tui.terminal import Terminal, driven
from tui.app import CasebookApp


def _book(folder: Path, *, days: int) -> Book:
    """A casebook of some days ago, opened today."""
    began = NOON - timedelta(days=days)
    path = str(folder / "casebook.db")
    make_casebook(path, "admin", Settings(), clock=lambda: began).store.close()
    return open_book(path, "admin", clock=lambda: NOON)


@driven
async def test_a_backup_is_offered_when_the_last_is_old_and_made_where_one_says(
    tmp_path: Path,
) -> None:
    """Ctrl+B asks for the file; a file that is there is refused and the words stay."""
    (tmp_path / "taken.db").touch()
    app = CasebookApp(lambda: _book(tmp_path, days=8), "casebook.db")
    async with app.run_test(size=(100, 30)) as pilot:
        t = Terminal(app, pilot)
        await t.settle()
        t.has("There is no backup of this casebook: Ctrl+B makes one.")
        await t.keys("ctrl+b")
        t.has("Back the casebook up")
        await t.keys("enter")
        t.has("! Say which file: its name, or a folder and a name.")
        await t.type(str(tmp_path / "taken.db"))
        await t.keys("enter")
        t.has("is there already: name another file.")
        await t.keys(*["backspace"] * len("taken.db"))
        await t.type("copy.db")
        await t.keys("enter")
        t.has("Backed up to")
    assert (tmp_path / "copy.db").exists()


@driven
async def test_a_young_casebook_is_left_in_peace(tmp_path: Path) -> None:
    """Nothing is said in its first week."""
    app = CasebookApp(lambda: _book(tmp_path, days=6), "casebook.db")
    async with app.run_test(size=(100, 30)) as pilot:
        t = Terminal(app, pilot)
        await t.settle()
        assert "backup" not in t.shown
