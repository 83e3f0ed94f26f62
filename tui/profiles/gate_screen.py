"""Moving on past a gate: what it lacks, the way to it, and a waiver given or asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from casebook.core.errors import GateShut
from tui.keys import keys_of
from tui.parts.reason import ReasonScreen, WithReason
from tui.parts.text import plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile
    from casebook.registers.casework import Request

LACKS = "◆"
"""The mark before each thing that a gate lacks."""
TO_THE_FIELD = "g"
"""What the dialog gives where the person goes to what the gate lacks."""


class GateScreen(ReasonScreen):
    """Moves a profile on; a shut gate takes the reason of a waiver, to give it or to ask for it.

    ``blocks`` says that nobody passes the gate without a waiver while something is missing,
    ``asks`` that the account may not waive, so that its reason goes to an inspector.
    """

    AUTO_FOCUS = ""  # nothing is typed until a gate is shut, so g is a key until then
    BINDINGS: ClassVar[list[BindingType]] = keys_of("gate")

    def __init__(
        self,
        title: str,
        deed: WithReason,
        look: Callable[[Book], Content],
        *,
        blocks: bool,
        asks: bool,
        keep_as: str,
    ) -> None:
        super().__init__(
            title,
            plain("Looking at the gate …", "$quiet"),
            deed,
            look=look,
            does="moves it on",
            leaves="leaves it",
            keep_as=keep_as,
        )
        self._blocks, self._asks = blocks, asks

    def _looked(self, found: Content) -> None:
        super()._looked(found)
        if LACKS in found.plain:
            waiver = "asks to waive it" if self._asks else "waives it"
            does = waiver if self._blocks else "moves it on"
            keys = f"Enter {does}   g goes to what is missing   Esc leaves it"
            self.query_one(".dialog-keys", Static).update(keys)

    def _refused(self, error: BaseException) -> bool:
        done = super()._refused(error)
        if isinstance(error, GateShut):
            does = "waives it and moves on"
            if self._asks:
                does = "asks an inspector to waive it"
                self.query_one("#waiver", Input).placeholder = "why it should be waived"
            keys = f"Enter {does}   Esc keeps what is typed"
            self.query_one(".dialog-keys", Static).update(keys)
        return done

    def action_to_the_field(self) -> None:
        """Go to the first field that the gate lacks."""
        if not self._busy:
            self.dismiss(TO_THE_FIELD)


def move_on(book: Book, ref: str, stage: str, waiver: str, *, asks: bool) -> ProfileFile | Request:
    """Move a profile on from ``stage``, or ask for the waiver; gives the file or the request."""
    from casebook.registers import waivers

    if asks and waiver.strip():
        return waivers.ask_waiver(book, ref, waiver)
    return waivers.move_on(book, ref, waiver=waiver, expected=stage)
