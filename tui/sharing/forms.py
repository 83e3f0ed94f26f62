"""What a partner types on a shared profile: how its action goes, a note, what it did."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from casebook.core.entry import Entry
from casebook.core.errors import NotFound
from casebook.core.fields import fields_of
from casebook.core.kinds import belonging
from casebook.profiles.profile import Action
from tui.parts.forms import Form
from tui.registers.entries import new_form

if TYPE_CHECKING:
    from casebook.book.opening import Book

_NOT_REPORTED = frozenset(spec.name for spec in fields_of(Action).values() if not spec.reported)


def progress_form(action: Action) -> Form:
    """How an action of the own agency goes; what was asked stays as it is."""
    ref, number = action.profile, action.id

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> Any:
        from casebook.profiles.casefile import edit_action

        file = edit_action(book, ref, number, changes, version=version)
        return next(one for one in file.actions if one.id == number)

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.sharing.seen import read_shared

        for now in read_shared(book, ref).file.actions:
            if now.id == number:
                return now, now.version
        raise NotFound(f"action of {ref}", str(number))

    return Form(
        title=f"{ref} · action {number}",
        base=action,
        version=action.version,
        skip=_NOT_REPORTED,
        save=save,
        reread=reread,
        lead=action.title,
    )


def telling_form(kind: type[Entry], ref: str) -> Form:
    """A new entry of the own agency about a shared profile: a note, or what it did."""
    about = ref if kind.SUBJECT else ""
    given = {} if kind.SUBJECT else {"profile": ref}
    form = new_form(kind, about, given)
    beside = {spec.name for spec in belonging(kind)} | {"agency"}
    title = f"{ref} · new {kind.called()}"
    return dataclasses.replace(form, title=title, skip=frozenset(beside), keep_as=title)
