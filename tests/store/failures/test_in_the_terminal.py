"""A server that lets nobody in while somebody works in the terminal."""

from __future__ import annotations

import os

import psycopg

from casebook.book.opening import open_book
from casebook.core.settings import Settings
from casebook.upkeep.setup import make_casebook
from tests.served_books import disconnect, name_in
from tests.tui.terminal import driven, terminal

CLOSED = "is closed to everybody: ask whoever looks after the database server"


def test_the_terminal_says_it_in_our_words_and_goes_on_once_it_is_back(database: str) -> None:
    """On every screen that asks the casebook for something; none shows the driver's words."""
    make_casebook(database, "anyone", Settings()).store.close()
    name = name_in(database)

    def let_in(yes: bool) -> None:
        elsewhere = os.environ["CASEBOOK_TEST_POSTGRES"]
        with psycopg.connect(elsewhere, autocommit=True) as server:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {yes}")

    @driven
    async def worked() -> None:
        async with terminal(lambda: open_book(database, "anyone")) as t:
            let_in(False)
            disconnect(name)
            try:
                for keys in ("f5", "d", "escape k", "escape 2"):
                    await t.keys(*keys.split())
                    t.has(CLOSED)
                    assert "FATAL" not in t.shown
            finally:
                let_in(True)
            await t.keys("escape", "f5")
            assert CLOSED not in t.shown

    worked()
