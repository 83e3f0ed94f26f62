"""Moving a profile to its next stage: what the gate lacks, the waiver, the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from casebook.core.errors import GateShut, PersonalDataFound
from casebook.profiles.gates import Missing
from casebook.profiles.profile import Profile
from casebook.profiles.stages import next_stage
from tui import STYLES
from tui.parts.asking import AskingDialog
from tui.parts.editors import Line
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile


class AdvanceScreen(AskingDialog["ProfileFile | None"]):
    """Asks whether to move on; gives the profile as it then stands, or None when it stays."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "advance", "Move on", id="advance.go"),
        Binding("escape", "leave", "Stay", id="advance.leave"),
    ]

    def __init__(self, profile: Profile, *, blocks: bool) -> None:
        super().__init__()
        self._profile = profile
        self._blocks = blocks
        self._busy = True

    def compose(self) -> ComposeResult:
        """From where to where, what is missing, the reason when it is asked for."""
        profile = self._profile
        to = next_stage(profile.model, profile.stage)
        with Vertical(classes="dialog"):
            title = f"Move {profile.ref} from {profile.stage} to {to}"
            yield Static(line(title, "bold $primary"), classes="dialog-title")
            yield Static(plain("Looking at the gate …", "$quiet"), id="lacking")
            yield Static(id="refusal")
            yield Line(placeholder="reason for the waiver", id="waiver")
            yield Static("Enter moves it on   Esc leaves it where it is", classes="dialog-keys")

    def on_mount(self) -> None:
        """Ask the gate."""
        self.query_one("#waiver").display = False
        self.query_one("#refusal").display = False

        def gate(book: Book) -> tuple[Missing, ...]:
            from casebook.profiles import moves as stages

            return stages.gate(book, self._profile.ref)

        self.ask(gate, self._show, group="gate", refused=self._refused)

    def _show(self, lacking: tuple[Missing, ...]) -> None:
        self._busy = False
        if lacking:
            does = "asks for" if self._blocks else "asks for, but doesn't insist on"
            head = f"The gate of {self._profile.stage} {does}:"
            items = [Content("  ◆ ") + plain(item.says) for item in lacking]
            body = Content("\n").join([plain(head), *items])
        else:
            body = plain("✓ Nothing is missing.", "$text-success")
        self.query_one("#lacking", Static).update(body)

    @on(Input.Submitted)
    def _reason_given(self) -> None:
        self.action_advance()

    def action_advance(self) -> None:
        """Move it on, with the reason where one was asked for."""
        if self._busy:
            return
        self._busy = True
        profile = self._profile
        waiver = self.query_one("#waiver", Input).value

        def advance(book: Book) -> ProfileFile:
            from casebook.profiles import moves as stages

            return stages.advance(book, profile.ref, waiver=waiver, expected=profile.stage)

        self.ask(advance, self.dismiss, group="save", refused=self._refused)

    def _refused(self, error: BaseException) -> bool:
        """Show the refusal; a gate that is shut asks for the reason of a waiver."""
        self._busy = False
        refusal = self.query_one("#refusal", Static)
        refusal.display = True
        said = self.casebook.in_words(error)
        if isinstance(error, PersonalDataFound):
            said = "The reason looks like personal data: put it without names or numbers."
        refusal.update(plain(f"! {said}", "$text-error"))
        if isinstance(error, GateShut):
            reason = self.query_one("#waiver")
            reason.display = True
            reason.focus()
        return True

    def action_leave(self) -> None:
        """Leave it at its stage."""
        self.dismiss(None)
