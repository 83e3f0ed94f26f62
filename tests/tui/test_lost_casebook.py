"""What is typed while the casebook can't be written stays, is said to, and is kept once it can."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from casebook.book.drafts import find_draft
from casebook.book.opening import Book
from casebook.profiles import casefile
from casebook.store.drafts import Draft
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal
from tui.parts.drafts import keeping
from tui.parts.drafts.keeping import KeptText

REF = "PMP-2024-001"
LOST = "not saved since 12:05, trying again, your text is kept"


@contextmanager
def _written_by_another(casebook: Path) -> Iterator[None]:
    """Somebody else writes all the while."""
    with closing(sqlite3.connect(casebook, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _moved_away(casebook: Path) -> Iterator[None]:
    """The file lies elsewhere for a while."""
    elsewhere = casebook.rename(casebook.with_name("elsewhere.db"))
    yield
    assert not casebook.exists(), "nothing was made in its place"
    elsewhere.rename(casebook)


def _draft(casebook: Path, record: str = "") -> Draft | None:
    book = reopen(casebook)
    stage = casefile.read_profile(book, REF).stage("analyse")
    return find_draft(book, record or stage.ref)


def _rows(casebook: Path) -> int:
    with reopen(casebook).store.reading() as tx:
        return int(tx.sql.execute(text("SELECT count(*) FROM draft")).scalar_one())


@driven
@pytest.mark.parametrize("lost", [_written_by_another, _moved_away])
async def test_a_draft_is_kept_once_the_casebook_is_back(casebook: Path, lost) -> None:  # type: ignore[no-untyped-def]
    """The form says since when; what was typed meanwhile is kept then too, once."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        with lost(casebook):
            await t.type("Shouting")
            await t.comes(LOST)
            await t.type(" at night")
            await t.comes(LOST)
        await t.comes("draft kept 12:05")
    draft = _draft(casebook)
    assert draft is not None
    assert draft.body["what"] == "Shouting at night"
    assert _rows(casebook) == 1


@driven
async def test_a_reason_left_while_the_casebook_is_lost_is_offered_again(casebook: Path) -> None:
    """The dialog closes with its text waiting, the next one shows it, and it is kept later."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "b", "enter")
        with _written_by_another(casebook):
            await t.type("The aim was wrong")
            await t.comes("! Not saved since 12:05, trying again, your text is kept.")
            await t.keys("escape", "b", "enter")
            t.has("The aim was wrong")
            await t.keys("escape", "q")
            t.has("What you typed is not saved since 12:05", "Quit again to leave without it.")
        await t.comes("Draft kept 12:05.")
    draft = _draft(casebook, f"{REF} · back to objective")
    assert draft is not None
    assert draft.body == {"why": "The aim was wrong"}


@driven
async def test_what_was_saved_meanwhile_is_not_said_to_be_a_draft(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that is saved while its draft is being written at last says that it is saved."""
    write = keeping._write

    def saved_meanwhile(book: Book, draft: KeptText) -> None:
        write(book, draft)
        if draft.values:
            t.app.keeper.put(draft._replace(values={}))

    async with terminal(casebook) as t:
        await t.keys("enter")
        monkeypatch.setattr(keeping, "_write", saved_meanwhile)
        t.app.keeper.since = "12:04"
        t.app.keeper.put(KeptText(f"{REF} analyse 1", 0, {"what": "A"}, "", lambda *_: False))
        while not await t.app.keeper.written() or t.app.keeper.since:
            await t.settle()
        assert "Draft kept" not in t.shown
    assert _rows(casebook) == 0
