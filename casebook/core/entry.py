"""What every register's entries have in common.

An entry is a row of one register: a kind of record with fields of its own. From the fields come its
options, columns, form, JSON and print; from the class variables what it is called, what it is about
and who may write it. A kind is data, never code.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from casebook.core.errors import BadValue
from casebook.core.fields import fields_of
from casebook.core.months import day_label

if TYPE_CHECKING:
    from casebook.profiles.profile import Profile

R = TypeVar("R")


@dataclass(frozen=True)
class Entry:
    """One row of a register; ``KIND`` is the register's word, ``TITLE`` its heading.

    ``SUBJECT`` is the field that says what an entry is about (profile, place, programme, fund or
    indicator), empty for a register about nothing else. ``NEEDS`` names fields with a default that
    can't be left blank all the same, ``KEPT_BY`` the command that alone writes its entries. With
    ``REPEATS`` two rows of a file that say the same are two entries, as two arrests on a day are.
    With ``AFTER_CLOSING`` entries are written once their profile is closed, and not before.

    An entry is called by its number, or by its ``ref`` where the kind has such a field.
    """

    KIND: ClassVar[str]
    TITLE: ClassVar[str]
    SUBJECT: ClassVar[str] = ""
    NEEDS: ClassVar[tuple[str, ...]] = ()
    KEPT_BY: ClassVar[str] = ""
    REPEATS: ClassVar[bool] = False
    AFTER_CLOSING: ClassVar[bool] = False

    id: int = 0
    version: int = 0

    def logged(self, by: str, on: date, profile: Profile | None) -> Self:
        """The entry as a person adds it: what nobody types filled in."""
        return self

    def verb(self) -> str:
        """What one must be allowed to do, where the entry belongs, to write it."""
        return "log"

    def check(self) -> None:
        """Raise :class:`BadValue`, naming the field, where it lacks one or its dates cross."""
        specs = fields_of(type(self))
        for spec in specs.values():
            wanted = spec.required or spec.name in self.NEEDS
            if wanted and spec.blank(getattr(self, spec.name)):
                raise BadValue(f"{spec.label} can't be empty.", field=spec.name)
        at, until = getattr(self, "at", None), getattr(self, "until", None)
        if at and until and until < at:
            raise BadValue(
                f"{specs['until'].label}, {day_label(until)}, is before "
                f"{specs['at'].label}, {day_label(at)}.",
                field="until",
            )

    @property
    def ref(self) -> str:
        """What history and screens call it: ``PMP-2024-007 request 12``."""
        about = getattr(self, self.SUBJECT, "") if self.SUBJECT else ""
        return f"{about or ''} {self.KIND} {self.id or 'new'}".strip()


def check_amount(entry: Entry, *names: str) -> None:
    """Raise :class:`BadValue` where one of the number fields named is below zero."""
    for name in names:
        value = getattr(entry, name)
        if value is not None and value < 0:
            raise BadValue(f"{fields_of(type(entry))[name].label} can't be negative.", field=name)


def check_ref(ref: str) -> None:
    """Raise :class:`BadValue` for a ref that history or a command line couldn't carry."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}", ref):
        raise BadValue(f"Ref: '{ref}' is no reference: write it like CHB-01.", field="ref")


def part_of_profile(kind: type) -> bool:
    """Whether every record of a kind is a part of one profile: its stages, actions, notes.

    A spend or an activity may name a profile and is yet something of its own.
    """
    return "profile" in fields_of(kind) and getattr(kind, "SUBJECT", "profile") == "profile"


def names_profile(kind: type) -> bool:
    """Whether records of a kind are things of their own that may name a profile."""
    return "profile" in fields_of(kind) and not part_of_profile(kind)


def note_fields(kind: type) -> tuple[str, ...]:
    """The fields that hold a note on a record: free text that may be left blank."""
    specs = fields_of(kind).values()
    return tuple(spec.name for spec in specs if spec.free_text and not spec.required)


def notes_of(record: Any) -> tuple[str, ...]:
    """Those of its kind's note fields in which a record says something."""
    return tuple(name for name in note_fields(type(record)) if getattr(record, name))


def without_notes(record: R) -> R:
    """``record`` without its notes: for one that is about more than the profile it names."""
    changed: dict[str, Any] = dict.fromkeys(notes_of(record), "")
    return dataclasses.replace(record, **changed)  # type: ignore[type-var]


def named(register: type[Entry]) -> bool:
    """Whether the register's entries are called by a ref of their own, not by a number."""
    return "ref" in fields_of(register)
