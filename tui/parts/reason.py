"""Doing something that takes a reason: the words stay in the dialog until they have been taken."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from casebook.core.english import sentence
from casebook.core.errors import GateShut, PersonalDataFound, StaleRecord
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingDialog, AskingScreen
from tui.parts.drafts.drafting import Drafting
from tui.parts.input import LineInput
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.store.drafts import Draft

_LINES = ("why", "waiver")
"""The lines that are typed into."""

NO_FILE = "Say which file: its name, or a folder and a name."
"""What is said where a file is asked for and none is named."""

WithReason = Callable[["Book", str, str], Any]
"""Does it with the reason and with the waiver of a gate, each empty unless it was asked for."""


class ReasonScreen(AskingDialog[Any]):
    """Asks why and does it; gives what came of it, or None when it is left.

    ``asked`` stands in the line for the reason while that is empty; with nothing to ask for there
    is no such line, and Enter does it. Without a ``deed`` the reason itself is given. ``look``
    reads what is to be weighed first, to stand in place of ``body``. ``does`` and ``leaves`` say
    what Enter and Esc do, ``blank`` what is said where nothing is typed. What is typed is kept as a
    draft under ``keep_as``, which begins with a profile's ref where it is about one: it stands
    there again when the same is asked anew, until it has been taken.
    """

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys_of("reason")

    def __init__(
        self,
        title: str,
        body: Content,
        deed: WithReason | None = None,
        *,
        asked: str = "",
        look: Callable[[Book], Content] | None = None,
        keep_as: str,
        does: str = "does it",
        leaves: str = "keeps what is typed",
        blank: str = "Say why: a few words are enough.",
    ) -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._deed = deed
        self._hint = asked
        self._blank = blank
        self._look = look
        self._keys = f"Enter {does}   Esc {leaves}"
        self._busy = look is not None and not asked
        self._stale = False
        """Whether it was refused for what somebody else had changed."""
        self._keep_as = keep_as
        self._drafts = Drafting(self, keep_as, 0, self._typed, self._say_lost)

    def compose(self) -> ComposeResult:
        """Title, what it is about, the reason, the waiver when one is asked for, the refusal."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title, "bold $primary"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(self._body, id="about")
            with Vertical(classes="dialog-foot"):
                yield LineInput(placeholder=self._hint, id="why")
                yield Static(id="refusal")
                yield LineInput(placeholder="reason for the waiver", id="waiver")
                yield Static(self._keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """The reason is typed at once."""
        self.query_one(".dialog-body").set_class(not self._body.plain, "-empty")
        self._show(why=bool(self._hint), refusal=False, waiver=False)
        if self._hint:
            self.query_one("#why").focus()
        if self._look is not None:
            self.ask(self._look, self._looked, group="look", refused=self._refused)
        self._drafts.look(self._found_draft)

    def _show(self, **parts: bool) -> None:
        """Show or hide parts of the foot by their names; a blank line parts them from the keys."""
        foot = self.query_one(".dialog-foot")
        for name, shown in parts.items():
            foot.query_one(f"#{name}").display = shown
        foot.set_class(
            not any(part.display for part in foot.query("#why, #refusal, #waiver")), "-bare"
        )

    def _typed(self) -> dict[str, Any]:
        values = {name: self.query_one(f"#{name}", Input).value for name in _LINES}
        return {name: value for name, value in values.items() if value.strip()}

    def _found_draft(self, draft: Draft | None) -> None:
        for name in _LINES:
            field = self.query_one(f"#{name}", LineInput)
            before = str(draft.body.get(name, "")) if draft is not None else ""
            if before:
                # what was typed meanwhile goes on from what was kept: neither is lost
                field.put(" ".join(part for part in (before, field.value) if part))

    @on(Input.Changed)
    def _keep(self) -> None:
        self._drafts.touched()

    def _say_lost(self, words: str) -> None:
        if words:
            self.say(f"{sentence(words)}.")
        else:
            self._show(refusal=False)

    def _looked(self, found: Content) -> None:
        if not self._hint:
            self._busy = False  # with nothing to type, Enter waited for this
        self.query_one(".dialog-body").set_class(not found.plain, "-empty")
        self.query_one("#about", Static).update(found)

    @on(Input.Submitted)
    def action_give(self) -> None:
        """Do it, once a reason is given where one is asked for."""
        why = self.query_one("#why", Input)
        if self._hint and not why.value.strip():
            self.say(self._blank)
            why.focus()
        elif not self._busy:
            self._do()

    def _do(self, because: str = "") -> None:
        why = self.query_one("#why", Input).value
        field = self.query_one("#waiver", Input)
        # one that was kept from before isn't given unseen
        waiver = field.value if field.display else ""
        deed = self._deed
        if deed is None:
            self._done(why.strip())
            return
        self._busy = True

        def call(book: Book) -> Any:
            return deed(dataclasses.replace(book, personal_because=because), why, waiver)

        self._drafts.hold()
        self.ask(call, self._done, group="save", refused=self._refused)

    def _done(self, what: Any) -> None:
        self._drafts.drop()
        self.dismiss(what)

    def _refused(self, error: BaseException) -> bool:
        """Show the refusal; a gate that is shut asks for the reason of a waiver."""
        self._busy = False
        self._drafts.touched()
        self._stale = isinstance(error, StaleRecord)
        if isinstance(error, PersonalDataFound):
            asking = personal_data_screen(error, self._keep_as)
            self.app.push_screen(asking, self._kept_because)
            return True
        self.say(self.session.in_words(error))
        if isinstance(error, GateShut):
            self._show(waiver=True)
            self.query_one("#waiver").focus()
        return True

    def _kept_because(self, because: str | None) -> None:
        if because is None:
            self.say("Nothing was saved; what you typed is still here.")
        else:
            self._do(because)

    def say(self, sentence: str, *, error: bool = True) -> None:
        """Show one sentence under the reason; here there is nothing to say but what went wrong."""
        refusal = self.query_one("#refusal", Static)
        refusal.update(plain(f"! {sentence}", "$text-error"))
        self._show(refusal=True)

    def unsaved(self) -> bool:
        """Whether a reason is typed that nothing was done with."""
        return bool(self._typed())

    def action_page(self, way: int) -> None:
        """Move through a long text."""
        body = self.query_one(VerticalScroll)
        body.scroll_relative(y=way * max(body.size.height - 1, 1), animate=False)

    def action_leave(self) -> None:
        """Leave with nothing done; what was typed is kept."""
        if not self._drafts.held:
            self._drafts.keep()
        below: object = self.app.screen_stack[-2]
        self.dismiss(None)
        if self._stale and isinstance(below, AskingScreen):
            below.reread()


def personal_data_screen(error: PersonalDataFound, of: str) -> ReasonScreen:
    """What looks like personal data; gives the reason why it must stay.

    ``of`` is what the draft of the text it was found in is kept under.
    """
    found = [
        Content.assemble(
            ("  ! ", "bold $text-warning"), plain(f"{f.text}  ({f.kind}?) in {f.field}")
        )
        for f in error.findings
    ]
    advice = plain(
        "Take it out and use a reference number. If it isn't personal data, or must stay, say why: "
        "the reason goes into the history.",
    )
    return ReasonScreen(
        "This looks like personal data; nothing was saved yet",
        Content("\n").join([*found, Content(""), advice]),
        asked="why it must stay",
        does="gives the reason",
        leaves="goes back to the form",
        keep_as=f"{of} · why personal data stays",
    )
