"""The decision on a review: which, ticked by digit or Space, and why; Enter twice signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events, on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.parts.input import LineInput
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult, RenderResult
    from textual.geometry import Size

_DIGITS = 9
_GAP = "   "
_CHOOSE = "Space or a digit chooses, Enter goes to the reason, Esc leaves it"
_WHY = "Enter signs, Shift+Tab goes back to the decisions, Esc leaves it"


class Decisions(Widget, can_focus=True):
    """The decisions there are, side by side; one or several are ticked."""

    class Changed(Message):
        """One was ticked, or its tick taken away."""

    class Taken(Message):
        """What is ticked is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._options: dict[str, str] = {}
        self._at = 0
        self.ticked: tuple[str, ...] = ()
        """The codes ticked, in the order of the list."""

    def offer(self, options: Mapping[str, str]) -> None:
        """Show what can be chosen, with nothing chosen."""
        self._options, self._at, self.ticked = dict(options), 0, ()
        self.refresh(layout=True)

    def tick(self, codes: tuple[str, ...]) -> None:
        """Choose these and no others; one that went from the list meanwhile stays out."""
        self.ticked = tuple(code for code in self._options if code in codes)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the decisions take."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Each with its digit, a tick where it is chosen, and the cursor on one."""
        parts = [Content(_GAP).join(row) for row in self._lines(self.content_size.width)]
        return Content("\n").join(parts)

    def _lines(self, width: int) -> list[list[Content]]:
        """The decisions line by line; none is broken over two."""
        rows: list[list[Content]] = [[]]
        room = width
        for at, (code, label) in enumerate(self._options.items()):
            mark = "✓" if code in self.ticked else str(at + 1) if at < _DIGITS else "·"
            styles = ["reverse"] if at == self._at and self.has_focus else []
            styles += ["bold"] if code in self.ticked else []
            part = line(f"{mark} {label}", " ".join(styles))
            if part.cell_length > room and rows[-1]:
                rows.append([])
                room = width
            rows[-1].append(part)
            room -= part.cell_length + len(_GAP)
        return rows

    def on_key(self, event: events.Key) -> None:
        """Move, tick, take."""
        codes = list(self._options)
        if event.key in ("left", "right", "up", "down"):
            way = -1 if event.key in ("left", "up") else 1
            self._at = (self._at + way) % max(len(codes), 1)
            self.refresh()
        elif event.key == "space" and codes:
            self._tick(codes[self._at])
        elif event.character and event.character in "123456789"[: len(codes)]:
            self._at = int(event.character) - 1
            self._tick(codes[self._at])
        elif event.key == "enter":
            self.post_message(self.Taken())
        else:
            return
        event.stop()

    def _tick(self, code: str) -> None:
        chosen = set(self.ticked) ^ {code}
        self.ticked = tuple(each for each in self._options if each in chosen)
        self.refresh()
        self.post_message(self.Changed())


class DecisionBox(Vertical):
    """The form of a decision, at the foot of what was read."""

    class Changed(Message):
        """Something was chosen or typed."""

    class Given(Message):
        """The decision is made."""

    offered = ""
    """The reason that stood there before anything was typed."""

    def compose(self) -> ComposeResult:
        """The decisions, the reason, what was refused, the keys."""
        yield Decisions()
        yield LineInput(placeholder="why these decisions", id="reason", replaced=True)
        yield Static(classes="whole")
        yield Static(classes="refused")
        yield Static(line(_CHOOSE), classes="how")

    @property
    def decisions(self) -> tuple[str, ...]:
        """The codes chosen."""
        return self.query_one(Decisions).ticked

    @property
    def reason(self) -> str:
        """The reason that stands there."""
        return self.query_one("#reason", Input).value

    def typed(self) -> dict[str, Any]:
        """What was chosen and typed, as the form of a signature takes it; nothing untouched."""
        found: dict[str, Any] = {"decisions": list(self.decisions)} if self.decisions else {}
        return found | ({"reason": self.reason} if self.reason != self.offered else {})

    def offer(self, options: Mapping[str, str], reason: str) -> None:
        """Begin with nothing chosen and an offered reason, to take or to type over."""
        self.offered = reason
        self.query_one(Decisions).offer(options)
        field = self.query_one("#reason", LineInput)
        field.put(reason)
        self.offered = field.value  # as it may stand on a screen
        self.refuse("")

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Put back what was chosen and typed before."""
        self.query_one(Decisions).tick(tuple(typed.get("decisions", ())))
        self.query_one("#reason", LineInput).put(str(typed.get("reason", self.reason)))

    def begin(self) -> None:
        """Take the keys."""
        self.query_one(Decisions).focus()

    def refuse(self, sentence: str) -> None:
        """Show why it can't be signed so; an empty sentence takes the last one away."""
        refused = self.query_one(".refused", Static)
        refused.update(plain(f"! {sentence}") if sentence else "")
        refused.display = bool(sentence)

    def on_resize(self) -> None:
        """What fits on one line isn't shown twice."""
        self._show_whole()

    def _show_whole(self) -> None:
        """Show a reason that is longer than its line whole: it is what is signed."""
        whole, field = self.query_one(".whole", Static), self.query_one("#reason", Input)
        whole.update(plain(field.value))
        whole.display = cell_len(field.value) >= field.content_size.width > 0

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say which keys work now."""
        said = _CHOOSE if isinstance(event.widget, Decisions) else _WHY
        self.query_one(".how", Static).update(line(said))

    @on(Decisions.Taken)
    def _to_reason(self) -> None:
        if not self.decisions:
            self.refuse("Choose at least one decision: a digit or Space.")
            return
        self.refuse("")
        self.query_one("#reason").focus()

    @on(Decisions.Changed)
    @on(Input.Changed)
    def _touched(self, event: Message) -> None:
        event.stop()
        self._show_whole()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.decisions:
            self.refuse("Choose at least one decision: a digit or Space.")
            self.begin()
        elif not self.reason.strip():
            self.refuse("Say why: a few words are enough.")
        else:
            self.post_message(self.Given())
