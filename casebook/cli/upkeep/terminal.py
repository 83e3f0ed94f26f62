"""``casebook open``: the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.light_imports import asyncio_without_tls

if TYPE_CHECKING:
    from tui.agenda.first_page import FirstPage
    from tui.running.ahead import ReadAhead


@click.command("open")
@click.option("--read-only", is_flag=True, help="Look, change nothing; needs no account.")
@click.option("--profiles", is_flag=True, help="Begin at the list of profiles, not at today.")
@pass_desk
def open_terminal(desk: Desk, read_only: bool, profiles: bool) -> None:
    """Open the terminal: what is due, what the numbers did, every case file."""
    from tui.running.ahead import ReadAhead

    on_screen = _on_screen()
    reads_ahead = on_screen and not profiles
    ahead = ReadAhead(lambda: _first_pages(desk, read_only=read_only)) if reads_ahead else None
    try:
        if "://" not in desk.name:
            _refuse_early(Path(desk.name))
        if not on_screen:
            raise click.ClickException(
                "The terminal needs a screen and a keyboard: run 'casebook open' by itself in a "
                "terminal window, over SSH with 'ssh -t'."
            )
        _run(desk, ahead, read_only=read_only, profiles=profiles)
    finally:
        if ahead is not None:
            ahead.end()


def _on_screen() -> bool:
    """Whether somebody sees what is drawn, and has a key to leave again."""
    # what Textual reads and draws on
    screen = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, screen))


def _run(
    desk: Desk, ahead: ReadAhead[FirstPage] | None, *, read_only: bool, profiles: bool
) -> None:
    """Run the terminal to its end."""
    asyncio_without_tls()
    from casebook.cli.upkeep.look import keep_look, last_look
    from tui.app import CasebookApp
    from tui.running.child import let_commands_be_stopped

    app = CasebookApp(
        lambda: desk.open(read_only=read_only, partners=True),
        title=desk.name,
        at_profiles=profiles,
        ahead=ahead.answer if ahead else None,
        on_fault=_fault,
        look=last_look(),
        on_look=keep_look,
    )
    let_commands_be_stopped()
    app.run()
    if app.failure is not None:
        raise app.failure


def _first_pages(desk: Desk, *, read_only: bool) -> Iterator[FirstPage]:
    """Today's first page, by whom it concerns; the casebook is closed again."""
    from tui.agenda.first_page import first_pages

    book = desk.open(read_only=read_only, partners=True)
    try:
        yield from first_pages(book)
    finally:
        book.store.close()


def _fault(error: BaseException) -> str:
    """The sentence for an unexpected failure, its report written; loaded when there is one."""
    from casebook.cli.fault import report_fault

    return report_fault(error)


def _refuse_early(path: Path) -> None:
    """Refuse what is no casebook before the screen is taken over, with nothing heavy loaded."""
    from casebook.store.file import check_file

    check_file(path)
