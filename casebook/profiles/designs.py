"""How a response is to be judged: proposing a design, declaring it, and what it was at each time.

A design may be changed freely until the response begins. From then on it is frozen: a change makes
a further version with its reason, and every version stays to be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.book.edits import Over, over
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.fields import decode, encode, fields_of
from casebook.core.months import Month, Window, day_label
from casebook.incidents.counts import Counter
from casebook.profiles.casefile import ProfileFile, editable, file_of
from casebook.profiles.design import PROPOSED_MONTHS, Design
from casebook.profiles.design_areas import (
    area_notes,
    called_by_ref,
    frozen_boundaries,
    roles_of,
    targets_of,
)
from casebook.profiles.design_drawing import with_areas_drawn
from casebook.profiles.profile import ProfilePlace
from casebook.profiles.responses.starts import response_start
from casebook.store.transaction import Transaction

SETTABLE = tuple(name for name, spec in fields_of(Design).items() if not spec.fixed)


@dataclass(frozen=True)
class Declared:
    """The design of one profile's assessment, in every version, with what must be known of it."""

    profile: str
    versions: tuple[Design, ...]
    """Oldest first; the last one stands."""
    began: date | None
    """The first delivered patrol or action; None while there is none."""
    notes: tuple[str, ...]
    """About the version that stands, a sentence each."""

    @property
    def design(self) -> Design | None:
        """The version that stands."""
        return self.versions[-1] if self.versions else None

    def encode(self) -> dict[str, Any]:
        """As JSON: the versions with how each was declared, oldest first."""
        return {
            "profile": self.profile,
            "response_began": str(self.began) if self.began else None,
            "frozen": self.began is not None,
            "versions": [
                {"version": one.version}
                | {name: value for name, value in encode(one).items() if name != "profile"}
                | {"declared": declared_in_words(one, self.began)}
                for one in self.versions
            ],
            "notes": list(self.notes),
        }


def read_design(book: Book, ref: str) -> Declared:
    """The design of profile ``ref``, without versions where none is declared."""
    book.require("view")
    with book.store.reading() as tx:
        return _declared(tx, book, file_of(tx, ref))


def propose_design(book: Book, ref: str) -> Design:
    """What a design of profile ``ref`` might be; nothing is written.

    Six whole months from the start of the response (or from today), the same months a year
    earlier, the count its hotspots' themes ask for, and no comparison areas. Raises
    :class:`BadValue` where the profile has no hotspot to count in.
    """
    book.require("view")
    with book.store.reading() as tx:
        file = file_of(tx, ref)
        groups = {place.count_group for place in targets_of(tx, file)}
        code = groups.pop() if len(groups) == 1 else "serious-violence"
        code = Counter.of(tx, book.settings).pinned(code)
        start = _began(tx, book, file) or book.today
    first = Month.of(start) if start.day == 1 else Month.of(start) + 1
    after = Window(first, first + (PROPOSED_MONTHS - 1))
    return Design(
        profile=ref,
        code=code,
        before_from=after.last_year.first,
        before_to=after.last_year.last,
        after_from=after.first,
        after_to=after.last,
    )


def set_design(book: Book, ref: str, changes: Mapping[str, Any], version: Over = None) -> Declared:
    """Declare the design of profile ``ref``, or change it; ``changes`` are fields as JSON.

    What isn't given stays as it is. While the response hasn't begun the version that stands is
    replaced; after that a change takes a ``reason`` and makes a further version. The comparison
    areas are tied to the profile. ``version`` is that of the design the change was typed over (0:
    none was declared). Raises :class:`BadValue`, :class:`NotFound`,
    :class:`NotAllowed`; nothing is written where nothing changes.
    """
    fixed = [name for name in changes if name not in SETTABLE]
    if fixed:
        raise BadValue(f"A design takes {', '.join(SETTABLE)}; '{fixed[0]}' isn't set by hand.")
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "edit")
        before = _declared(tx, book, file)
        given = {name: value for name, value in changes.items() if name != "reason"}
        given = with_areas_drawn(tx, book, ref, given)
        base = before.design or Design(profile=ref)
        given = dict(over(base, given, version, tx, called=f"the design of {ref}"))
        after = decode(Design, given, base=base)
        after = called_by_ref(tx, after)
        windows_of(after)
        if not after.code:
            raise BadValue("Say what is counted: --code asb, for example.")
        after = dataclasses.replace(
            after,
            code=after.code
            if after.code == base.code
            else Counter.of(tx, book.settings).pinned(after.code),
            boundaries=frozen_boundaries(tx, book, file, after),
        )
        if after != before.design:
            _write(tx, book, before, after, str(changes.get("reason") or "").strip())
            _tie(tx, book, file, before.design, after)
        return _declared(tx, book, file_of(tx, ref))


def _write(tx: Transaction, book: Book, before: Declared, after: Design, reason: str) -> None:
    began, in_force = before.began, before.design
    declared = dataclasses.replace(
        after, at=book.today, days_late=(book.today - began).days if began else None
    )
    if in_force is None or began is None:
        write(book, tx, in_force, declared, reason)
        return
    if not reason:
        raise BadValue(
            f"The design of {before.profile} has been frozen since the response began on "
            f"{day_label(began)}: say why it changes with --reason."
        )
    version = dataclasses.replace(
        declared, number=in_force.number + 1, reason=reason, id=0, version=0
    )
    write(book, tx, None, version, reason)


def _tie(
    tx: Transaction, book: Book, file: ProfileFile, before: Design | None, after: Design
) -> None:
    """Tie the profile to the design's comparison areas, and no longer to those it had before."""
    links = {link.place: link for link in file.places}
    wanted = roles_of(after)
    for ref in roles_of(before) if before else ():
        if ref not in wanted and ref in links and links[ref].role != "target":
            tx.remove(links[ref], book.author)
    for ref, role in wanted.items():
        link = links.get(ref)
        new = dataclasses.replace(link or ProfilePlace(file.profile.ref, ref), role=role)
        write(book, tx, link, new)


def windows_of(design: Design) -> tuple[Window, Window]:
    """The windows of ``design``, before and after.

    Raises :class:`BadValue` where one is missing, ends before it starts, or they overlap.
    """
    months = design.before_from, design.before_to, design.after_from, design.after_to
    if None in months:
        raise BadValue(
            "Say which months are compared: --before 2023-04..2023-11 --after 2024-04..2024-11."
        )
    first, last, from_, to = (month for month in months if month is not None)
    before, after = Window(first, last), Window(from_, to)
    if before.last >= after.first:
        raise BadValue(
            f"The window before ({before.label}) must end before the window after "
            f"({after.label}) starts."
        )
    return before, after


def declared_in_words(design: Design, began: date | None) -> str:
    """When ``design`` was declared against the response's start.

    >>> late = Design(profile="PMP-1", at=date(2024, 3, 6), days_late=5)
    >>> declared_in_words(late, date(2024, 3, 1))
    '6 Mar 2024: declared 5 days after the response began'
    """
    days = design.days_late
    if began is not None and design.at is not None:  # an action entered late may move the start
        days = (design.at - began).days
    on = f"{day_label(design.at)}: " if design.at else ""
    if days is None or days < 0:
        return f"{on}declared before the response began"
    if days == 0:
        return f"{on}declared on the day the response began"
    return f"{on}declared {counted(days, 'day')} after the response began"


def _began(tx: Transaction, book: Book, file: ProfileFile) -> date | None:
    """When the response began, as ``response_start`` says."""
    return response_start(tx, book.zone, book.today, file.profile)


def _declared(tx: Transaction, book: Book, file: ProfileFile) -> Declared:
    found = tx.load(Design, profile=file.profile.ref)
    versions = tuple(sorted(found, key=lambda design: design.number))
    began = _began(tx, book, file)
    notes = _notes(tx, book, file, versions, began) if versions else ()
    return Declared(file.profile.ref, versions, began, notes)


def _notes(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    versions: tuple[Design, ...],
    began: date | None,
) -> tuple[str, ...]:
    """What must be known of the version that stands, a sentence each."""
    design = versions[-1]
    before, after = windows_of(design)
    notes = []
    if len(before) != len(after):
        notes.append(
            f"The windows differ in length: {len(before)} and {counted(len(after), 'month')}."
        )
    if began is not None and began <= before.end:
        notes.append(f"The response began on {day_label(began)}, inside the window before.")
    elif began is not None and began > after.start:
        notes.append(
            f"The response began on {day_label(began)}, after the first day of the window after."
        )
    counter = Counter.of(tx, book.settings)
    if design.counted in counter.groups:
        group = counter.group(design.counted)
        counts = counter.read(tx, {"": design.boundaries}, before)[""]
        missing = counter.missing_months(group, before, counts)
        gaps = ", ".join(month.label for month in missing)
        notes += [f"{group.title} isn't loaded for {gaps}."] if gaps else []
    return (*notes, *area_notes(tx, book, file, design))
