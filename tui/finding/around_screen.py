"""A place or a person that was found: what is known of it, and the profiles about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from casebook.core.wording import MISSING
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.table import Column, Row, Table
from tui.parts.text import labelled, line
from tui.profiles.profile_screen import ProfileScreen

if TYPE_CHECKING:
    from casebook.agenda.finding.around import Around
    from casebook.book.opening import Book
    from casebook.profiles.profile import Profile

_COLUMNS = (Column("Ref", 14), Column("Stands", 11), Column("Owner", 18), Column("Title", 0))


class AroundScreen(AskingScreen[None]):
    """A place or a person and its profiles; Enter opens one."""

    CSS_PATH = STYLES / "finding.tcss"
    HELP = (
        "What the casebook knows of a place or a person, and the profiles that are about it, live "
        "ones first; of an area, those of all that lies in it. Enter opens a profile."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("around")

    def __init__(self, kind: str, ref: str) -> None:
        """``kind`` is ``place`` or ``account``."""
        super().__init__()
        self._kind, self._ref = kind, ref

    def body(self) -> ComposeResult:
        """Its name, what is known of it, the profiles."""
        yield Static(line(self._ref, "bold $primary"), id="around-title")
        yield Static(id="facts")
        yield Table(empty="", id="profiles-around")

    def on_mount(self) -> None:
        """Read it."""
        super().on_mount()
        self.query_one(Table).rows.focus()
        self.reload()

    @property
    def about(self) -> Mapping[str, str]:
        """The area, where it is one or lies in one."""
        return {"area": self._ref} if self._kind == "place" else {}

    def reload(self) -> None:
        """Read it again."""
        self.ask(self._read, self._show, group="around")

    def _read(self, book: Book) -> Around:
        from casebook.agenda.finding.around import around_person, around_place

        return (around_place if self._kind == "place" else around_person)(book, self._ref)

    def _show(self, found: Around) -> None:
        self.query_one("#around-title", Static).update(line(found.title, "bold $primary"))
        facts = [labelled(label, " ".join(said.split())) for label, said in found.facts]
        self.query_one("#facts", Static).update(Content("\n").join(facts))
        rows = [Row(one.ref, _cells(one)) for one in found.profiles]
        self.query_one(Table).fill(_COLUMNS, rows, empty="No profile is about it.")

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        self.hush()
        self.app.push_screen(ProfileScreen(event.option_id or ""))

    def action_back(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)


def _cells(one: Profile) -> tuple[str, ...]:
    stands = one.stage if one.status in ("open", "monitoring") else one.status
    return (one.ref, stands, one.owner or MISSING, one.title)
