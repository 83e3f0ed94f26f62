"""A list of rows inside a form, such as hypotheses: each is a small form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from casebook.core.errors import BadValue
from casebook.core.fields import decode, encode, fields_of
from casebook.core.wording import said
from tui.keys import keys_of
from tui.parts.editors import FieldEditor
from tui.parts.forms import Form, row_form
from tui.parts.text import line


class RowList(OptionList):
    """The rows, and a last line that adds one."""

    BINDINGS: ClassVar[list[BindingType]] = keys_of("rows")

    def action_remove(self) -> None:
        """Ask the editor to take the row away."""
        for editor in self.ancestors_with_self:
            if isinstance(editor, RowsEditor):
                editor.remove_row()


class RowsEditor(FieldEditor):
    """The rows of a field whose value is a tuple of records."""

    class Opened(Message):
        """A row is to be typed into a form of its own."""

        def __init__(
            self,
            form: Form,
            typing: Callable[[dict[str, Any]], None],
            done: Callable[[Any], None],
        ) -> None:
            super().__init__()
            self.form = form
            self.typing = typing
            """Told what stands in the form, at every change."""
            self.done = done
            """Told the row as it was saved, or None where it was left."""

    def to_raw(self, value: Any) -> list[dict[str, Any]]:
        """Every row as JSON."""
        return [encode(row) for row in value]

    def widget(self) -> Widget:
        """The list."""
        self._rows: list[dict[str, Any]] = [dict(row) for row in self.first]
        self._doomed: int | None = None
        return RowList(*self._options(), markup=False, compact=True)

    def _options(self) -> list[Option]:
        kind = self.spec.type
        lines = [Content(f"{n} ") + line(_in_words(kind, r)) for n, r in enumerate(self._rows, 1)]
        return [*map(Option, lines), Option(line("+ Enter adds one", "$quiet"))]

    @property
    def raw(self) -> list[dict[str, Any]]:
        """Every row as JSON, as it stands."""
        return [dict(row) for row in self._rows]

    @raw.setter
    def raw(self, new: Any) -> None:
        self._rows = [dict(row) for row in new if isinstance(row, Mapping)]
        self._draw()

    def _draw(self) -> None:
        rows = self.query_one(RowList)
        at = rows.highlighted
        rows.set_options(self._options())
        rows.highlighted = min(at or 0, len(self._rows))
        self.post_message(self.Changed())

    def value(self) -> tuple[Any, ...]:
        """The records; raises :class:`BadValue` for a row that can't be one."""
        try:
            return tuple(decode(self.spec.type, row) for row in self._rows)
        except BadValue as error:
            raise BadValue(f"{self.spec.label}: {error}", field=self.spec.name) from error

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        at = event.option_index
        adding = at == len(self._rows)
        before = {} if adding else dict(self._rows[at])
        form = row_form(self.spec, before, number=at + 1)

        def typing(raw: dict[str, Any]) -> None:
            """What is typed stands in the list at once, so that the draft holds it too."""
            self._rows[at:] = [before | raw, *self._rows[at + 1 :]]
            self._draw()

        def done(row: Any) -> None:
            rest = self._rows[at + 1 :]
            if row is not None:
                self._rows[at:] = [encode(row), *rest]
            else:
                self._rows[at:] = rest if adding else [before, *rest]
            self._draw()

        self.post_message(self.Opened(form, typing, done))

    def remove_row(self) -> None:
        """Take the highlighted row away; the key is pressed twice."""
        at = self.query_one(RowList).highlighted
        if at is None or at >= len(self._rows):
            return
        if self._doomed != at:
            self._doomed = at
            self.say(f"Press Delete again to remove row {at + 1}.", error=False)
            return
        self._doomed = None
        self.say("")
        del self._rows[at]
        self._draw()

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        if self._doomed is not None:
            self._doomed = None
            self.say("")


def _in_words(kind: type, row: Mapping[str, Any]) -> str:
    """A row in one line: its first field, then its short answers."""
    first, *others = fields_of(kind).values()
    words = [str(row.get(first.name) or "–")]
    for spec in others:
        value = row.get(spec.name)
        if isinstance(value, (bool, int, float)) and not spec.free_text:
            words.append(f"{spec.label.lower()}: {said(spec, value).lower()}")
    return " · ".join(words)
