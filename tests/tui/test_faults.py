"""What goes wrong is one sentence that stays; the screen stays usable, or the app ends in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import NotACasebook, StoreFailure
from casebook.profiles import casefile
from tests.tui.desk import opener, reopen
from tests.tui.terminal import driven, terminal
from tui.app import CasebookApp


@driven
async def test_a_casebook_that_cant_be_opened_ends_the_app_with_its_error(tmp_path: Path) -> None:
    """The error is handed to whoever ran the app, with exit code 1."""
    app = CasebookApp(opener(tmp_path / "none.db"), "none.db")
    await app.run_async(headless=True, size=(80, 24))
    assert isinstance(app.failure, NotACasebook)
    assert str(app.failure).startswith(f"There is no casebook {tmp_path / 'none.db'}")
    assert app.return_code == 1


@driven
async def test_a_refusal_stays_until_it_is_closed(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk while saving is one sentence; what was typed stays and can be saved later."""

    def full(*_args: Any, **_named: Any) -> None:
        raise StoreFailure("The disk is full: nothing was changed. Make room and try again.")

    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        with monkeypatch.context() as broken:
            broken.setattr(casefile, "edit_stage", full)
            await t.keys("f2")
            t.has("! The disk is full: nothing was changed. Make room and try again.")
        t.has("Shouting")
        await t.keys("f2")
        t.has("Analyse saved.")


@driven
async def test_a_fault_is_one_line_and_the_screen_goes_on(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception in a service shows the sentence of ``on_fault``; Esc goes on."""
    seen: list[BaseException] = []

    def told(error: BaseException) -> str:
        seen.append(error)
        return "Something went wrong; a report is at /tmp/report.txt."

    def broken(*_args: Any, **_how: Any) -> None:
        raise ZeroDivisionError("a secret")

    async with terminal(casebook, size=(80, 32), on_fault=told) as t:
        await t.keys("enter")
        with monkeypatch.context() as patch:
            patch.setattr(casefile, "history_of", broken)
            await t.keys("8")
            t.has("! Something went wrong; a report is at /tmp/report.txt.")
        assert "secret" not in t.shown
        await t.keys("1", "8")
        t.has("profile opened")
    assert [type(error) for error in seen] == [ZeroDivisionError]


@driven
async def test_a_fault_without_a_reporter_still_says_what_is_safe(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left with a traceback."""

    def broken(*_args: Any, **_how: Any) -> None:
        raise KeyError("x")

    monkeypatch.setattr(casefile, "list_profiles", broken)
    async with terminal(casebook) as t:
        t.has("! Something unexpected went wrong (KeyError) and this wasn't done.")


@driven
async def test_a_fault_of_the_screen_itself_ends_in_order(casebook: Path, capsys: Any) -> None:
    """A bug in a handler ends the app without a traceback; the exception is handed on."""
    app = CasebookApp(opener(casebook), "lomea.db")

    def breaks() -> None:
        raise RuntimeError("in a handler")

    app.call_later(breaks)
    await app.run_async(headless=True, size=(80, 24))
    assert isinstance(app.failure, RuntimeError)
    assert app.return_code == 1
    assert "Traceback" not in "".join(capsys.readouterr())


@driven
async def test_the_casebook_is_let_go_of_at_the_end(casebook: Path) -> None:
    """After leaving, the store holds no connection."""
    opened: list[Book] = []

    def handed() -> Book:
        opened.append(reopen(casebook))
        return opened[0]

    async with terminal(handed) as t:
        await t.keys("enter", "escape")
        await t.keys("q")
    assert opened[0].store.engine.pool.checkedin() == 0
    assert opened[0].store.engine.pool.checkedout() == 0
