"""One editor for each kind of field, chosen by the field's definition alone.

An editor's ``raw`` is what stands in it as JSON, right or wrong: that is what a draft keeps. Its
``value`` is what a record can hold, or the sentence why it can't.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from casebook.core.errors import BadValue
from casebook.core.fields import Field, parse
from casebook.core.wording import Labels, label_of
from tui.parts.input import LineInput
from tui.parts.picker import PickerScreen
from tui.parts.session import Session
from tui.parts.text import clean, line, plain, sentence
from tui.parts.words import typed

WIDE_FORM = 100
"""From this width labels stand beside their fields."""


class Prose(TextArea):
    """Paragraphs, with what a terminal would obey taken out of anything pasted."""

    TEXT = True
    """Letters are text here and lead nowhere."""

    def edit(self, edit: Edit) -> EditResult:
        """Make the edit with harmless text."""
        edit.text = clean(edit.text)
        return super().edit(edit)

    def on_mount(self) -> None:
        """What is typed goes on from what stands there."""
        self.move_cursor(self.document.end)

    def load_text(self, text: str) -> None:
        """Have ``text`` stand there, the cursor at its end."""
        super().load_text(text)
        self.move_cursor(self.document.end)

    def on_resize(self) -> None:
        """Draw every line anew once its width has settled, or one wrapped before it would stay."""
        self.call_after_refresh(self.refresh, layout=True)


class FieldEditor(Vertical):
    """A field's label and help, the widget it is typed in, and the sentence when it can't be."""

    class Changed(Message):
        """What stands in an editor has changed."""

    def __init__(self, spec: Field, value: Any, labels: Labels) -> None:
        super().__init__(classes="field")
        self.spec = spec
        self._labels = labels
        self._said: Static | None = None
        self.lacks: str | None = None
        """What the gate still asks for here, a sentence; None where nobody has looked."""
        self.first = self.to_raw(value)
        """What stood in it when the form was opened."""

    def compose(self) -> ComposeResult:
        """Label beside or above the widget; a sentence comes under it when there is one to say."""
        yield Static(self._label(), classes="label")
        yield self.widget()

    def _label(self) -> Content:
        """The label with its unit; its help stands under it where there is room, else after it."""
        spec = self.spec
        unit = f" ({spec.unit})" if spec.unit else ""
        name = line(f"{spec.label}{unit}", "bold")
        if self.lacks or (self.lacks is None and spec.gate):
            name = Content.assemble(name, (" ◆", "$text-warning"))
        example = f"e.g. {spec.example}" if spec.example else ""
        missing = Content.styled(clean(self.lacks or ""), "$text-warning")
        help_ = sentence(missing, spec.help, example, by="  ")
        if not help_.plain:
            return name
        apart = "\n" if self.app.size.width >= WIDE_FORM else "  "
        return Content.assemble(name, apart, help_.stylize_before("$quiet"))

    def widget(self) -> Widget:
        """The widget it is typed in."""
        raise NotImplementedError

    def to_raw(self, value: Any) -> Any:
        """What ``value`` looks like as it stands in the widget."""
        return typed(self.spec, value)

    @property
    def raw(self) -> Any:
        """What stands in it, as JSON."""
        raise NotImplementedError

    @raw.setter
    def raw(self, new: Any) -> None:
        raise NotImplementedError

    def value(self) -> Any:
        """What a record would hold; raises :class:`BadValue` with the sentence to show."""
        value = parse(self.spec, self.raw, self.today)
        if self.spec.required and self.spec.blank(value):
            raise BadValue(f"{self.spec.label} can't be empty.", field=self.spec.name)
        return value

    @property
    def today(self) -> date | None:
        """The day from which days are said as people say them; None before it is known."""
        app = self.app
        return app.open_book.today if isinstance(app, Session) and app.open_book else None

    @property
    def changed(self) -> bool:
        """Whether it differs from what it was opened with."""
        return bool(self.raw != self.first)

    def say(self, sentence_: str, *, error: bool = True) -> None:
        """Put a sentence under the widget; an empty one takes it away."""
        if self._said is None:
            if not sentence_:
                return
            self._said = Static(classes="said")
            self.mount(self._said)
        self._said.set_class(error, "-error")
        self._said.update(plain(f"! {sentence_}" if error else sentence_) if sentence_ else "")
        self._said.display = bool(sentence_)

    def check(self) -> bool:
        """Whether what stands in it can be taken; says why not."""
        try:
            self.value()
        except BadValue as error:
            self.say(str(error))
            return False
        if self._said is not None and self._said.has_class("-error"):
            self.say("")
        return True

    def on_resize(self) -> None:
        """Stay in sight when the text being typed makes it taller."""
        self.query_one(".label", Static).update(self._label())
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.scroll_visible(animate=False)

    def on_descendant_blur(self) -> None:
        """Say at once when what was typed can't be taken."""
        if self.changed:
            self.check()

    def take_focus(self) -> None:
        """Put the cursor in the widget."""
        self.children[1].focus()


class LineEditor(FieldEditor):
    """A date, a number, a month, a word or a list parted by semicolons, typed on one line.

    A day may be said as people say it; left, the field says which day was meant.
    """

    def on_descendant_blur(self) -> None:
        """Say at once what can't be taken, and put the day that is meant in the place of a word."""
        super().on_descendant_blur()
        if self.spec.type not in (date, datetime) or self.spec.many or not self.changed:
            return
        try:
            meant = self.value()
        except BadValue:
            return
        if meant is not None and self.raw != typed(self.spec, meant):
            self.raw = typed(self.spec, meant)

    def to_raw(self, value: Any) -> str:
        """The text as it may stand on one line of a screen."""
        return clean(super().to_raw(value)).replace("\n", " ")

    def widget(self) -> Widget:
        """One line. An example stands beside its label alone: in the line it would look typed."""
        hint = "several parted by ;" if self.spec.many else ""
        # a day, a number or a reference is typed anew, words are gone on with
        replaced = self.spec.type is not str or bool(self.spec.unscanned)
        return LineInput(self.first, replaced=replaced, placeholder=hint, compact=True)

    @property
    def raw(self) -> str:
        """The text."""
        return self.query_one(Input).value

    @raw.setter
    def raw(self, new: Any) -> None:
        self.query_one(LineInput).put(str(new))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())


class ProseEditor(FieldEditor):
    """Free text of any length."""

    def to_raw(self, value: Any) -> str:
        """The text as it may stand on a screen."""
        return clean(super().to_raw(value))

    def widget(self) -> Widget:
        """A text area that grows with its text."""
        return Prose(self.first, compact=True, show_line_numbers=False)

    @property
    def raw(self) -> str:
        """The text."""
        return self.query_one(TextArea).text

    @raw.setter
    def raw(self, new: Any) -> None:
        self.query_one(TextArea).text = clean(str(new))

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())


class Choice(Static, can_focus=True):
    """A line that says what is chosen; a key opens the choice."""

    class Wanted(Message):
        """The choice is to be opened, with the letter that was typed."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    class Cleared(Message):
        """What was chosen is to be taken away."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters open the choice, so they are no shortcuts here."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Enter, Space or a letter opens; Backspace and Delete clear."""
        if event.key in ("enter", "space"):
            self.post_message(self.Wanted(" " if event.key == "space" else ""))
        elif event.key in ("backspace", "delete"):
            self.post_message(self.Cleared())
        elif event.is_printable and event.character:
            self.post_message(self.Wanted(event.character))
        else:
            return
        event.stop()


class ChoiceEditor(FieldEditor):
    """A value from a code list, or several; yes or no."""

    def options(self) -> Mapping[str, str]:
        """Code and label of what may be chosen; for a field that names a record, ref and name."""
        return self._labels.get(list_of(self.spec), {})

    def to_raw(self, value: Any) -> Any:
        """The code, or the list of codes."""
        return list(value) if self.spec.many else value or ""

    def widget(self) -> Widget:
        """One line that says what is chosen."""
        self._raw = self.first
        return Choice(self._shown())

    def _shown(self) -> Content:
        codes = self._raw if self.spec.many else [self._raw] if self._raw else []
        options = self.options()
        labels = ", ".join(options.get(c) or label_of(self.spec.codes, c) for c in codes)
        return line(labels) if labels else plain("Enter chooses", "$quiet")

    @property
    def raw(self) -> Any:
        """The code, or the list of codes."""
        return self._raw

    @raw.setter
    def raw(self, new: Any) -> None:
        self._raw = new
        self.query_one(Choice).update(self._shown())
        self.post_message(self.Changed())

    def value(self) -> Any:
        """The code, or the tuple of codes; nothing chosen is None where a field may hold it."""
        if self.spec.many:
            return tuple(self._raw)
        if not self._raw and self.spec.required:
            raise BadValue(f"{self.spec.label} can't be empty.", field=self.spec.name)
        return self._raw or (None if self.spec.optional else "")

    @on(Choice.Wanted)
    def _open(self, event: Choice.Wanted) -> None:
        event.stop()
        many = self.spec.many
        picked = tuple(self._raw) if many else (self._raw,) if self._raw else ()
        picker = PickerScreen(
            self.spec.label, self.options(), picked=picked, many=many, typed=event.letter.strip()
        )
        self.app.push_screen(picker, self._picked)

    def _picked(self, codes: tuple[str, ...] | None) -> None:
        if codes is not None:
            self.raw = list(codes) if self.spec.many else codes[0]

    @on(Choice.Cleared)
    def _clear(self, event: Choice.Cleared) -> None:
        event.stop()
        self.raw = [] if self.spec.many else ""


class YesNoEditor(ChoiceEditor):
    """Yes or no: Space turns it over, y and n say it."""

    def to_raw(self, value: Any) -> bool:
        """Whether it is yes."""
        return bool(value)

    def _shown(self) -> Content:
        return plain("Yes" if self._raw else "No")

    def value(self) -> bool:
        """Whether it is yes."""
        return bool(self._raw)

    @on(Choice.Wanted)
    def _open(self, event: Choice.Wanted) -> None:
        event.stop()
        event.prevent_default()
        self.raw = {"y": True, "n": False}.get(event.letter.casefold(), not self._raw)

    @on(Choice.Cleared)
    def _clear(self, event: Choice.Cleared) -> None:
        event.stop()
        event.prevent_default()
        self.raw = False


def named_list(kind: str) -> str:
    """What the list of the records of ``kind`` is called among the choices of a form."""
    return f"every {kind}"


def list_of(spec: Field) -> str:
    """The list a field is chosen from: its codes, else the records of the kind it refers to."""
    return spec.codes or named_list(spec.refers or spec.name)


def is_rows(spec: Field) -> bool:
    """Whether the field is a list of rows."""
    return spec.many and dataclasses.is_dataclass(spec.type)
