"""What the flags before a command say: which casebook, and as whom."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from casebook.book.opening import Book


FOR_OWNER, FOR_GROUP = 0o077, 0o007
"""What a new file may not be: another's to read, or another's than the group's."""


class Desk:
    """Which casebook a command works on, as whom, and whether personal data may stay."""

    def __init__(self, book: str, acting_as: str | None, personal_because: str = "") -> None:
        self.name = book
        self.acting_as = acting_as
        self.personal_because = personal_because

    @property
    def login(self) -> str:
        """Who sits at this machine, as the system says."""
        return system_login()

    def open(self, *, read_only: bool = False, partners: bool = False) -> Book:
        """The casebook, opened; raises what :func:`casebook.book.opening.open_book` raises.

        A command that shows a partner's account no more than is shared says ``partners``; all
        others are closed to it.
        """
        from casebook.book.opening import open_book

        book = open_book(
            self.name, self.login, acting_as=self.acting_as, read_only=read_only, partners=partners
        )
        os.umask(FOR_GROUP if book.settings.shared else FOR_OWNER)
        context = click.get_current_context(silent=True)
        if context is not None:
            context.call_on_close(book.store.close)
        book = book.telling(
            lambda: _say("Somebody else is writing: waiting for them to finish."), _say
        )
        return replace(book, personal_because=self.personal_because)


def _say(sentence: str) -> None:
    from casebook.cli.output import say  # once there is something to say

    say(sentence)


def system_login() -> str:
    """The login of whoever runs this program, from the operating system itself.

    Never from LOGNAME, USER and the like, which anybody sets. A user that the system has no name
    for goes by number.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user-{number}"


def pass_desk(function: Any) -> Any:
    """Hand a command the :class:`Desk` that the flags before it made."""
    return click.make_pass_decorator(Desk)(function)
