"""One form for every kind of record, made from the fields the kind declares."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from casebook.core.english import counted, listed
from casebook.core.errors import CasebookError, PersonalDataFound, StaleRecord
from casebook.core.fields import Field
from casebook.core.wording import Labels, said
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.drafts.drafting import Drafting
from tui.parts.editors import (
    WIDE_FORM,
    ChoiceEditor,
    FieldEditor,
    LineEditor,
    ProseEditor,
    YesNoEditor,
    is_rows,
    list_of,
)
from tui.parts.forms import ChangedField, Form, conflict_screen, differences
from tui.parts.reason import personal_data_screen
from tui.parts.rows_editor import RowsEditor
from tui.parts.text import line, plain
from tui.parts.words import clock

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.store.drafts import Draft


class FormScreen(AskingScreen[Any]):
    """A form; gives what stands after saving, or None when nothing was saved.

    What is typed is kept as a draft while one types, and a record that somebody else changed
    meanwhile is shown in both versions before anything is written.
    """

    CSS_PATH = STYLES / "form.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FORM, "-wide")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Tab and Shift+Tab move between fields. Enter opens a choice. Days may be typed as people "
        "say them: today, yesterday, Fri, 18/12, 18 Dec, 7 Oct 2024 or 2024-10-07. ◆ marks what is "
        "missing to leave the stage; it can be filled in later. F2 does what the foot says. What "
        "you type is kept as a draft meanwhile, so a closed window loses nothing."
    )
    TYPED = True
    BINDINGS: ClassVar[list[BindingType]] = keys_of("form")

    def __init__(
        self,
        form: Form,
        labels: Labels,
        *,
        typing: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        super().__init__()
        self.form = form
        self._labels = labels
        self._typing = typing
        self._version = form.version
        self._base_known = True
        self._saving = False
        self._beside = ""
        """What somebody else changed meanwhile and stands beside what is saved, in a sentence."""
        self._drafts: Drafting | None = None
        if form.drafted:
            over = form.version or 0
            self._drafts = Drafting(
                self, form.drafted, over, self.typed, self._say_lost, self._say_kept
            )

    def labelled(self, binding: Binding) -> str:
        """F2 by what it does with what was typed."""
        return self.form.does if binding.action == "save" else super().labelled(binding)

    def body(self) -> ComposeResult:
        """Title and state, a field after the other."""
        with Horizontal(classes="heading"):
            yield Static(line(self.form.title, "bold $primary"), id="form-title")
            yield Static(id="form-state")
        if self.form.lead:
            yield Static(plain(self.form.lead), id="form-lead")
        with VerticalScroll(id="fields", can_focus=False):
            for spec in self.form.specs:
                editor = editor_for(spec, getattr(self.form.base, spec.name), self._labels)
                if self.form.lacking is not None:
                    editor.lacks = self.form.lacking.get(spec.name, "")
                yield editor

    def on_mount(self) -> None:
        """Start in the first field; look for text left unsaved."""
        self.fill(self.form.start)
        self._state("")
        first = [editor for editor in self.editors if editor.spec.name == self.form.at]
        for editor in (first or self.editors)[:1]:
            editor.take_focus()
        if self._drafts is not None:
            self._drafts.look(self._found_draft)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give a widget the keys and bring its whole field, with its label, into sight."""
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        for editor in widget.ancestors_with_self if widget is not None else ():
            if isinstance(editor, FieldEditor):
                self.call_after_refresh(editor.scroll_visible, animate=False)

    @property
    def editors(self) -> list[FieldEditor]:
        """The fields' editors, in order."""
        return list(self.query(FieldEditor))

    def editor(self, name: str) -> FieldEditor:
        """The editor of one field."""
        return next(editor for editor in self.editors if editor.spec.name == name)

    def typed(self) -> dict[str, Any]:
        """What stands in every changed field, right or wrong, as a draft keeps it."""
        return {editor.spec.name: editor.raw for editor in self.editors if editor.changed}

    def fill(self, raw: Mapping[str, Any]) -> None:
        """Put typed text into fields; a field that is no longer asked for is passed over."""
        for editor in self.editors:
            new = raw.get(editor.spec.name)
            if new is not None and isinstance(new, type(editor.raw)):
                editor.raw = new

    def unsaved(self) -> bool:
        """Whether something typed isn't saved."""
        return any(editor.changed for editor in self.editors)

    def _found_draft(self, draft: Draft | None) -> None:
        assert self._drafts is not None
        if draft is None:
            return
        self._drafts.held = True
        open_book = self.session.open_book
        assert open_book is not None
        when = clock(draft.saved_at, open_book.zone, open_book.today)
        fields = [e.spec.label for e in self.editors if e.spec.name in draft.body]
        question = ChoiceScreen(
            f"You have unsaved text from {when}",
            plain(f"In {', '.join(fields)}." if fields else ""),
            {"u": "Use it: put it into the form, to save or change", "d": "Discard it"},
            leave="leaves it for later",
            loses="d",
        )

        def answered(answer: str | None) -> None:
            self._use_draft(answer, draft)

        self.app.push_screen(question, answered)

    def _use_draft(self, answer: str | None, draft: Draft) -> None:
        assert self._drafts is not None
        if answer is None:
            self.dismiss(None)
        elif answer == "d":
            self._drafts.held = False
            self._drafts.drop()
            self.say("The unsaved text was discarded.")
        else:
            self.fill(draft.body)
            if self._version is not None:
                self._base_known = draft.base_version == self._version
                self._version = draft.base_version
            self._drafts.held = False

    @on(FieldEditor.Changed)
    def _changed(self) -> None:
        if self.unsaved():
            lost = self.session.keeper.lost
            self._state(f"● {lost or 'not saved'}", "bold $text-warning" if lost else "$quiet")
        else:
            self._state("")
        if self._typing is not None:
            self._typing({editor.spec.name: editor.raw for editor in self.editors})
        if self._drafts is not None:
            self._drafts.touched()

    def _state(self, words: str, style: str = "$quiet") -> None:
        lacking = self.form.lacking
        if lacking is None:
            gate = any(spec.gate for spec in self.form.specs)
            told = "◆ asked for before the stage is left" if gate else ""
        else:
            told = f"◆ {len(lacking)} missing to leave the stage" if lacking else ""
        words = words or told
        self.query_one("#form-state", Static).update(line(words, style))

    def _say_lost(self, words: str) -> None:
        if words:
            self._state(f"● {words}", "bold $text-warning")
        else:
            self._state("● not saved" if self.unsaved() else "")

    def _say_kept(self, words: str) -> None:
        if not self._saving:
            self._state(f"● not saved, {words}")

    @on(RowsEditor.Opened)
    def _row_opened(self, event: RowsEditor.Opened) -> None:
        row = FormScreen(event.form, self._labels, typing=event.typing)
        self.app.push_screen(row, event.done)

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        """Save what was typed, once every field can be taken."""
        if self._saving:
            return
        bad = [editor for editor in self.editors if not editor.check()]
        if bad:
            bad[0].take_focus()
            self.say(f"{counted(len(bad), 'field')} can't be taken yet: see the marks.", error=True)
            return
        values = {editor.spec.name: editor.value() for editor in self.editors if editor.changed}
        if self.form.save is None:
            self.dismiss(dataclasses.replace(self.form.base, **values))
        elif not values and self._version is not None:
            self._leave_unchanged()
        else:
            self._saving = True
            if self._drafts is not None:
                self._drafts.hold()
            self._save(values)

    def _leave_unchanged(self) -> None:
        if self._drafts is not None:
            self._drafts.drop()
        self.dismiss(None)

    def _save(self, values: Mapping[str, Any], because: str = "") -> None:
        save, version = self.form.save, self._version
        assert save is not None
        changes = self.form.changes(values)
        self.hush()
        self._state("saving …")

        def refused(error: BaseException) -> bool:
            return self._refused(error, values)

        def write(book: Book) -> Any:
            return save(dataclasses.replace(book, personal_because=because), changes, version)

        self.ask(write, self._saved, group="save", refused=refused)

    def _saved(self, what: Any) -> None:
        if self._beside:
            self.session.heard.append(self._beside)
        if self._drafts is not None:
            self._drafts.drop()
        self.dismiss(what)

    def _refused(self, error: BaseException, values: Mapping[str, Any]) -> bool:
        self._saving = False
        self._state("● not saved")
        if self._drafts is not None:
            self._drafts.touched()
        reread = self.form.reread
        if isinstance(error, StaleRecord) and reread is not None:
            who = error.who or "Somebody else"
            self.ask(reread, lambda found: self._meet(found, values, who), group="reread")
            return True
        if isinstance(error, PersonalDataFound):
            self._ask_why_personal(error, values)
            return True
        if isinstance(error, CasebookError):
            return self._beside_its_field(error)
        return False

    def _ask_why_personal(self, error: PersonalDataFound, values: Mapping[str, Any]) -> None:
        def answered(because: str | None) -> None:
            if because is None:
                self.say("Nothing was saved; what you typed is still here.")
            else:
                self._saving = True
                self._save(values, because)

        self.app.push_screen(personal_data_screen(error, self.form.drafted), answered)

    def _beside_its_field(self, error: CasebookError) -> bool:
        """Put a refusal that names a field under that field."""
        for editor in self.editors:
            if editor.spec.name == error.field:
                editor.say(str(error))
                editor.take_focus()
                return True
        return False

    def _meet(self, found: tuple[Any, int], values: Mapping[str, Any], who: str) -> None:
        """Save beside what ``who`` changed meanwhile; show both where that can't stand beside."""
        theirs, version = found
        differ = differences(self.form, theirs, values, base_known=self._base_known)
        if self.form.decides or any(one.clash for one in differ):
            self._show_both(theirs, version, values, differ, who)
            return
        self._rebase(theirs, version)
        if differ:
            names = listed(f"'{one.spec.label}'" for one in differ)
            self._beside = f"{who} changed {names} meanwhile: both stand."
        self._saving = True
        self._save(values)

    def _show_both(
        self,
        theirs: Any,
        version: int,
        values: Mapping[str, Any],
        differ: Sequence[ChangedField],
        who: str,
    ) -> None:
        def answered(answer: str | None) -> None:
            if answer is None:
                self.say("Nothing was saved; what you typed is still here.")
                return
            self._rebase(theirs, version)
            if answer == "m":
                self._saving = True
                self._save(values)
                return
            for one in differ:
                if one.clash:
                    self._take_theirs(one.spec.name)

        self.app.push_screen(conflict_screen(differ, who), answered)

    def _rebase(self, theirs: Any, version: int) -> None:
        """Go on over the other person's version: untouched fields show theirs."""
        for editor in self.editors:
            first = editor.to_raw(getattr(theirs, editor.spec.name))
            untouched = not editor.changed
            editor.first = first
            if untouched:
                editor.raw = first
        self.form = dataclasses.replace(self.form, base=theirs)
        self._version, self._base_known = version, True
        if self._drafts is not None:
            self._drafts.rebase(version)

    def _take_theirs(self, name: str) -> None:
        """Show theirs in a field, and under it what this person had typed."""
        editor = self.editor(name)
        had = said(editor.spec, editor.value())
        editor.raw = editor.first
        editor.say(f"You had: {had or '(blank)'}", error=False)

    def action_leave(self) -> None:
        """Leave; with something unsaved, ask what becomes of it."""
        if self._saving:
            self.say("This is being saved: the form closes once it is.")
            return
        if not self.unsaved():
            self._leave_unchanged()
            return
        answers = {"s": self.form.does}
        if self._drafts is not None:
            answers["k"] = "Keep as a draft, to finish later"
        answers["d"] = "Discard what I typed"
        names = ", ".join(editor.spec.label for editor in self.editors if editor.changed)
        question = ChoiceScreen(
            "What you typed isn't saved",
            plain(f"Changed: {names}."),
            answers,
            leave="goes on typing",
            loses="d",
        )
        self.app.push_screen(question, self._leave_with)

    def _leave_with(self, answer: str | None) -> None:
        if answer == "s":
            self.action_save()
        elif answer == "k" and self._drafts is not None:
            self._drafts.keep()
            self.dismiss(None)
        elif answer == "d":
            self._leave_unchanged()


def fill_in(
    screen: AskingScreen[Any], form: Form, labels: Labels, then: Callable[[Any], object]
) -> None:
    """Open a form over ``screen`` and go on with what it saved; nothing where it is left."""

    def closed(saved: Any) -> None:
        if saved is not None:
            then(saved)

    screen.hush()
    screen.app.push_screen(FormScreen(form, labels), closed)


def editor_for(spec: Field, value: Any, labels: Labels) -> FieldEditor:
    """The editor of a field, by its definition alone."""
    if is_rows(spec):
        return RowsEditor(spec, value, labels)
    if spec.codes or list_of(spec) in labels:
        return ChoiceEditor(spec, value, labels)
    if spec.type is bool:
        return YesNoEditor(spec, value, labels)
    return (ProseEditor if spec.free_text and not spec.many else LineEditor)(spec, value, labels)
