"""Enter in Find: the way to the very thing that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.core.statement import Stated
from tui.finding.around_screen import AroundScreen
from tui.finding.rows import FoundRow
from tui.parts.asking import AskingScreen
from tui.profiles.profile_screen import ProfileScreen

if TYPE_CHECKING:
    from casebook.agenda.finding.find import Thing
    from casebook.core.kinds import Record


def open_row(page: AskingScreen[Any], row: FoundRow) -> None:
    """Open what a row stands for over ``page``."""
    from casebook.core.entry import registers
    from tui.registers.register_screen import RegisterScreen
    from tui.registers.statement_screen import StatementScreen

    if isinstance(row.opens, Stated):
        page.app.push_screen(StatementScreen(row.opens))
    elif isinstance(row.opens, str):
        page.app.push_screen(RegisterScreen(registers()[row.opens]))
    else:
        _open_thing(page, row.opens)


def _open_thing(page: AskingScreen[Any], thing: Thing) -> None:
    from casebook.agenda.finding.find import record_of

    if thing.kind == "profile":
        page.app.push_screen(ProfileScreen(thing.ref))
    elif thing.kind in ("place", "account"):
        page.app.push_screen(AroundScreen(thing.kind, thing.ref))
    else:
        page.ask(
            lambda book: record_of(book, thing),
            lambda record: _open_record(page, thing, record),
            group="open",
        )


def _open_record(page: AskingScreen[Any], thing: Thing, record: Record) -> None:
    """Go to a record where it stands: in its register, or in its profile."""
    from casebook.core.entry import registers
    from tui.registers.register_screen import RegisterScreen

    register = registers().get(thing.kind)
    if register is not None and register.SUBJECT != "profile":
        page.app.push_screen(RegisterScreen(register, at=record.id))
    elif thing.profile:
        page.app.push_screen(ProfileScreen(thing.profile, thing.kind, record.id))
    else:
        said = f"{thing.ref} is part of no profile and no register: its words stand below."
        page.say(said, error=True)
