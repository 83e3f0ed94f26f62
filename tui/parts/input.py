"""One line to type into."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input

from tui.parts.text import clean


class LineInput(Input):
    """One line of text, with what a terminal would obey taken out.

    What is typed goes on from what stands there; with ``replaced`` it takes its place, because all
    of that is selected when one comes to the line.
    """

    TEXT = True
    """Letters are text here and lead nowhere."""

    def __init__(self, value: str = "", *, replaced: bool = False, **kwargs: Any) -> None:
        super().__init__(value, select_on_focus=replaced, **kwargs)

    def put(self, text: str) -> None:
        """Have ``text`` stand there, the cursor at its end."""
        self.value = text
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        # Textual takes the first of several lines and drops the others without a word
        event.prevent_default()
        event.stop()
        lines = event.text.splitlines()
        if len(lines) > 1:
            lines = [part for line in lines if (part := line.strip())]
        self.replace(" ".join(lines), *sorted(self.selection))

    def validate_value(self, value: str) -> str:
        """The text as it may stand on a screen."""
        return clean(value).replace("\n", " ")
