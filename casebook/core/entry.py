"""What every register's entries have in common.

An entry is a row of one register: a kind of record with fields of its own. A kind is data, never
code: what is known of it stands in its class and its fields.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from casebook.core.errors import BadValue
from casebook.core.fields import fields_of
from casebook.core.kinds import (
    Reader,
    Record,
    all_kinds,
    kind_called,
    names_profile,
    notes_of,
    registered,
    sources,
)
from casebook.core.months import day_label
from casebook.core.statement import Stated


@dataclass(frozen=True, kw_only=True)
class Entry(Record):
    """One row of a register; ``KIND`` is the register's word, ``TITLE`` its heading.

    An entry is called by its number, or by its ``ref`` where the kind has such a field.
    """

    OWN_TABLE: ClassVar[bool] = False
    VERB: ClassVar[str] = "log"
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = ()
    SUBJECT: ClassVar[str] = ""
    """The field that says what an entry is about (profile, place, programme, fund or indicator);
    empty for a register about nothing else."""
    NEEDS: ClassVar[tuple[str, ...]] = ()
    """Fields with a default that can't be left blank all the same."""
    KEPT_BY: ClassVar[str] = ""
    """The command that alone writes its entries; empty where any may."""
    REPEATS: ClassVar[bool] = False
    """Whether two rows of a file that say the same are two entries, as two arrests on a day are."""
    AFTER_CLOSING: ClassVar[bool] = False
    """Whether entries are written once their profile is closed, and not before."""
    STATEMENTS: ClassVar[tuple[Stated, ...]] = ()
    """What the register adds up to. Each is a command of the register, can be read on its screen
    and may be printed in a pack; nothing else is needed for it."""
    REPLIED: ClassVar[bool] = False
    """Whether an entry asks for a reply, which a command and a form of its own take."""
    COMPUTED: ClassVar[tuple[str, ...]] = ()
    """The names of values worked out that its table shows before its fields."""
    UNLISTED: ClassVar[tuple[str, ...]] = ()
    """Fields that its table leaves out; JSON and CSV hold them."""
    NOTES_RULE: ClassVar[str] = ""
    """The function (``module:name``) that says what should be known of entries just written."""
    ADDED_UP_BY: ClassVar[str] = ""
    """The register whose statements add these up, where it is neither this one nor its subject."""

    def filled(self, given: Mapping[str, Any]) -> Self:
        """The entry as a person adds it: what nobody typed taken from ``given``, by what fills it.

        ``given`` holds today, the login, and the stage and cycle of the profile it is about.
        """
        blank = {
            spec.name: given[spec.filled]
            for spec in fields_of(type(self)).values()
            if spec.filled in given and spec.blank(getattr(self, spec.name))
        }
        return dataclasses.replace(self, **blank)

    def verb(self) -> str:
        """What one must be allowed to do, where the entry belongs, to write it as it is."""
        return self.VERB

    def word(self) -> str:
        """What this entry is called in a sentence."""
        return self.called()

    def computed(self, today: date) -> dict[str, Any]:
        """What is worked out beside its fields, as JSON values by name."""
        return {}

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

    def check_among(self, casebook: Reader) -> None:
        """Raise :class:`BadValue`, naming the field, where it can't stand beside other records.

        A kind with such a rule overrides this: one agency leads at a time, a month's duty hours
        are said once.
        """

    @property
    def ref(self) -> str:
        """What history and screens call it: ``PMP-2024-007 request 12``."""
        about = getattr(self, self.SUBJECT, "") if self.SUBJECT else ""
        return f"{about or ''} {self.KIND} {self.id or 'new'}".strip()


def registers() -> Mapping[str, type[Entry]]:
    """Every register by its word, a register before those that name its entries."""
    return {kind.KIND: kind for kind in all_kinds() if issubclass(kind, Entry)}


_CLASS = re.compile(r"^class \w+\(Entry\):\n(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r'^    (KIND|TITLE|KEPT_BY): ClassVar\[str\] = "(.+)"$', re.MULTILINE)


def register_titles() -> dict[str, str]:
    """The title of every register whose entries any command may write, by the register's word.

    Read from the source of the kinds, because help shows every title and would otherwise wait for
    every class to be made. A kind made up since comes last.
    """
    said = [dict(_SAYS.findall(body)) for text in sources() for body in _CLASS.findall(text)]
    found = {one["KIND"]: one["TITLE"] for one in said if "KEPT_BY" not in one}
    for kind in registered():
        if issubclass(kind, Entry) and not kind.KEPT_BY:
            found.setdefault(kind.KIND, kind.TITLE)
    return found


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


def check_ring(casebook: Reader, entry: Entry, name: str) -> None:
    """Raise :class:`BadValue` where ``entry`` would be a part of itself through field ``name``.

    The field names the one entry of the same kind that this one is a part of.
    """
    over = {one.ref: getattr(one, name) for one in casebook.load(type(entry))}
    above, chain = getattr(entry, name), list[str]()
    while above is not None and above not in chain:
        if above == entry.ref:
            label = fields_of(type(entry))[name].label
            raise BadValue(
                f"{label}: {entry.ref} would be a part of itself, through {chain[-1]}.", field=name
            )
        chain.append(above)
        above = over.get(above)


def check_disposed(casebook: Reader, entry: Entry) -> None:
    """Raise :class:`BadValue` for a note on what names a profile that was disposed of."""
    kind = type(entry)
    profile = getattr(entry, "profile", None)
    noted = notes_of(entry) if names_profile(kind) and profile else ()
    named = kind_called(fields_of(kind)["profile"].refers) if noted else None
    over: Any = casebook.load_one(named, ref=profile) if named else None
    if over is not None and over.disposed is not None:
        label = fields_of(kind)[noted[0]].label
        raise BadValue(
            f"{label}: {over.ref} was disposed of on {day_label(over.disposed)}, so what "
            "names it carries no text: leave it empty.",
            field=noted[0],
        )
