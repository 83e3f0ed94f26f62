"""One line to type into."""

from __future__ import annotations

from textual.widgets import Input

from tui.parts.text import clean


class LineInput(Input):
    """One line of text, with what a terminal would obey taken out."""

    TEXT = True
    """Letters are text here and lead nowhere."""

    def validate_value(self, value: str) -> str:
        """The text as it may stand on a screen."""
        return clean(value).replace("\n", " ")
