"""What a form is: the record, its fields, the verb that saves it, and where two people meet in it.

A form is made from the record's own field definitions; a new field needs no change here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.errors import BadValue
from casebook.core.fields import Field, decode, encode, fields_of
from casebook.core.wording import said
from tui.parts.dialogs import ChoiceScreen
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from casebook.book.opening import Book

Save = Callable[["Book", Mapping[str, Any], "int | None"], Any]
"""Writes the changes (JSON values by field) typed over a version; gives what stands then."""
Reread = Callable[["Book"], "tuple[Any, int]"]
"""The record as it stands now, and its version."""


@dataclass(frozen=True)
class Form:
    """What a form asks for, over what, and how it is saved."""

    title: str
    base: Any
    """The record as it was read; a blank one when it is to be made."""
    version: int | None = None
    """The version ``base`` was read at; None for a record still to be made."""
    skip: frozenset[str] = frozenset()
    save: Save | None = None
    """None for a row inside another form, which that form saves."""
    reread: Reread | None = None
    does: str = "Save"
    """What F2 does, in a few words."""
    keep_as: str = ""
    """What its draft is kept under while one types, its title where nothing is named."""
    lead: str = ""
    """What is to be read first; it stands above the fields while one types."""
    at: str = ""
    """The field it starts in; the first where none is named."""
    decides: bool = False
    """Whether saving decides on all that the record says, so that none of it may change unread."""
    lacking: Mapping[str, str] | None = None
    """By field what a gate asks for and doesn't find, a sentence each; None where no gate looks."""
    start: Mapping[str, Any] = field(default_factory=dict)
    """What stands in fields as it was typed, right or wrong, over ``base``."""

    @property
    def drafted(self) -> str:
        """What its draft is kept under; empty for a row, which its own form keeps."""
        return (self.keep_as or self.title) if self.save is not None else ""

    @property
    def specs(self) -> tuple[Field, ...]:
        """The fields that are typed, in order."""
        return tuple(spec for spec in self._written if spec.name not in self.skip)

    @property
    def compared(self) -> tuple[Field, ...]:
        """The fields of which it is shown that somebody else changed them."""
        return tuple(self._written) if self.decides else self.specs

    @property
    def _written(self) -> Iterator[Field]:
        return (spec for spec in fields_of(type(self.base)).values() if not spec.fixed)

    def changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """``values`` as the JSON a verb takes."""
        flat = encode(dataclasses.replace(self.base, **values))
        return {name: flat[name] for name in values}


@dataclass(frozen=True)
class ChangedField:
    """A field that somebody else changed while this person typed."""

    spec: Field
    was: Any
    theirs: Any
    mine: Any
    clash: bool
    """Whether both changed it, and not to the same."""


def differences(
    form: Form, theirs: Any, values: Mapping[str, Any], *, base_known: bool = True
) -> tuple[ChangedField, ...]:
    """Where ``theirs`` differs from what was read or from what was typed, field by field.

    Without a known base (a draft of an older version) every typed field that differs clashes.
    """
    found = []
    for spec in form.compared:
        was, now = getattr(form.base, spec.name), getattr(theirs, spec.name)
        mine = values.get(spec.name, was)
        they_changed = now != was or not base_known
        clash = they_changed and spec.name in values and mine != now
        if clash or (they_changed and now != was):
            found.append(ChangedField(spec, was, now, mine, clash))
    return tuple(found)


def conflict_screen(differ: Sequence[ChangedField], who: str) -> ChoiceScreen:
    """The question which version stands: mine (``m``) or that of ``who`` (``t``)."""
    clash = any(one.clash for one in differ)
    answers = {
        "m": "Keep mine where both changed it; their other changes stay"
        if clash
        else "Go on with mine, now that you have read what they changed",
        "t": "Take theirs where both changed it; mine is shown under each"
        if clash
        else "Go back to the form, with their changes in it",
    }
    return ChoiceScreen(
        f"{who} changed this while you typed",
        Content("\n\n").join([_both(one) for one in differ])
        if differ
        else plain("What they changed is not in this form."),
        answers,
        leave="goes back, saves nothing",
        loses=answers if clash else (),
    )


def _both(one: ChangedField) -> Content:
    theirs = Content.assemble(("Theirs  ", "bold"), _text(one.spec, one.theirs))
    head = line(one.spec.label, "bold $primary")
    if not one.clash:
        note = plain("Only they changed this; it stays.", "$quiet")
        return Content("\n").join([head, theirs, note])
    mine = Content.assemble(("Yours   ", "bold"), _text(one.spec, one.mine))
    return Content("\n").join([head, theirs, mine])


def _text(spec: Field, value: object) -> Content:
    return plain(said(spec, value) or "(blank)")


def row_form(spec: Field, raw: Mapping[str, Any], *, number: int) -> Form:
    """The form of one row of a list field; what can't be taken yet stands in it as typed."""
    kind: Any = spec.type
    fields = fields_of(kind)
    blank = kind(**{s.name: "" if s.type is str else None for s in fields.values() if s.required})
    known = {name: value for name, value in raw.items() if name in fields}
    title = f"{spec.label}: row {number}"
    try:
        return Form(title, decode(kind, known, base=blank))
    except BadValue:
        return Form(title, blank, start=known)
