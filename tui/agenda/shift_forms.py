"""The forms of a shift sheet: other times, a visit that wasn't planned, a result of the night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from casebook.core.fields import field as declared
from casebook.core.wording import clock, day, moment
from tui.agenda.shift_rows import ACTIVITY, ShiftData, key_of_line
from tui.parts.forms import Form
from tui.registers.entries import new_form

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.patrols.sheets.sheet import SheetLine
    from casebook.patrols.sheets.shift_visit import ShiftVisit

ABSTRACTION = "abstraction"
RESULTS = (ACTIVITY, ABSTRACTION)
"""The words of the registers whose entries are added from a sheet."""


@dataclass(frozen=True)
class VisitTimes:
    """What is typed of a visit: one at other times or by others, or one that nobody planned."""

    place: str = declared("Hotspot", refers="place", default="")
    start: str = declared("From", example="16:50", unscanned="a time of day", default="")
    end: str = declared(
        "To",
        help="After midnight too: 00:30.",
        example="19:10",
        unscanned="a time of day",
        default="",
    )
    unit: str = declared("Unit", help="A callsign, never a name.", default="")
    staff: str = declared("Staff", example="PC:2;PCSO:1", unscanned="counts by kind", default="")
    mode: str = declared("Mode", codes="patrol-mode", default="foot")
    resourcing: str = declared("Resourcing", codes="resourcing", default="core")
    text: str = declared("Note", help="No names.", free_text=True, default="")


def times_form(data: ShiftData, one: SheetLine) -> Form:
    """The form of a line: as it was planned, or as it was said to be."""
    sheet, slot, visit = data.sheet, one.slot, one.visit

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> ShiftVisit:
        from casebook.patrols.sheets.accounting import account_for, edit_visit

        if visit is not None and (visit.delivered or slot is None):
            return edit_visit(book, visit.id, changes, version=visit.version)
        assert slot is not None, "a visit that nobody planned was made"
        version = visit.version if visit else 0
        return account_for(
            book, slot, "changed", changes, area=sheet.area, day=sheet.day, version=version
        )

    name = one.name or one.place
    title = f"{name} · {_when(data, one)}"
    return Form(
        title=title,
        base=_as_it_is(data, one),
        skip=frozenset({"place"}),
        save=save,
        keep_as=f"{sheet.area} {sheet.day} · {key_of_line(one)}",
    )


def visit_form(data: ShiftData, near: SheetLine | None) -> Form:
    """The form of a visit that nobody planned, at the hotspot under the cursor at first."""
    sheet = data.sheet
    base = VisitTimes(place=near.place if near else next(iter(sheet.hotspots), ""))

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> ShiftVisit:
        from casebook.patrols.sheets.accounting import add_visit

        values = dict(changes)
        place = values.pop("place", base.place)
        return add_visit(book, place, values, area=sheet.area, day=sheet.day)

    title = f"{sheet.name}, {day(sheet.day)} · visit that wasn't planned"
    return Form(title=title, base=base, save=save)


def visit_choices(data: ShiftData) -> dict[str, Mapping[str, str]]:
    """What its fields are picked from: of hotspots, the sheet's."""
    from tui.parts.editors import named_list

    shown = {ref: f"{ref}  {name}".strip() for ref, name in data.sheet.hotspots.items()}
    return {**data.choices, named_list("place"): shown}


def result_form(data: ShiftData, one: SheetLine | None) -> Form:
    """The form of a result, with the place, profile and unit of the line under the cursor."""
    from casebook.core.entry import registers
    from casebook.patrols.sheets.in_words import unit_words

    given: dict[str, Any] = {"at": data.sheet.day}
    about = f"{data.sheet.name}, {day(data.sheet.day)}"
    if one is not None:
        given |= {"place": one.place, "text": unit_words(one)}
        if one.place in data.profiles:
            given["profile"] = data.profiles[one.place]
        about = _where_and_when(data, one)
    of_line = key_of_line(one) if one is not None else ""
    keep_as = f"{data.sheet.area} {data.sheet.day} · new result {of_line}".rstrip()
    form = new_form(registers()[ACTIVITY], "", given, keep_as=keep_as)
    return replace(form, title=f"{about} · result: arrest, search, seizure …")


def abstraction_form(data: ShiftData, one: SheetLine) -> Form:
    """The form of the abstraction that kept a visit from being made: who, with officer-hours."""
    from casebook.core.entry import registers
    from casebook.patrols.patrol import parse_staff
    from casebook.patrols.sheets.in_words import staff_words

    asked = one.asked
    given: dict[str, Any] = {"at": data.sheet.day}
    if asked is not None:
        officers = sum(number for _, number in parse_staff(asked.staff))
        given |= {"hours": round(officers * asked.minutes / 60, 2), "text": asked.unit}
        given |= {"role": staff_words(one)}
    keep_as = f"{data.sheet.area} {data.sheet.day} · new abstraction {key_of_line(one)}"
    form = new_form(registers()[ABSTRACTION], data.sheet.area, given, keep_as=keep_as)
    return replace(form, title=f"{_where_and_when(data, one)} · abstraction", at="code")


def _where_and_when(data: ShiftData, one: SheetLine) -> str:
    return f"{one.name or one.place}, {moment(one.starts.astimezone(data.zone))}"


def _as_it_is(data: ShiftData, one: SheetLine) -> VisitTimes:
    """The times, unit and staff of a line as they are known: said, or else planned."""
    if one.visit is not None and one.visit.delivered:
        patrol, visit = one.visit.patrol(), one.visit
        assert patrol is not None
        start, end = (clock(each.astimezone(data.zone)) for each in (patrol.start, patrol.end))
        return VisitTimes(
            one.place, start, end, visit.unit, visit.staff, visit.mode, visit.resourcing, visit.text
        )
    asked = one.asked
    if asked is None:
        return VisitTimes(one.place)
    start, end = (clock(each.astimezone(data.zone)) for each in (asked.start, asked.end))
    return VisitTimes(one.place, start, end, asked.unit, asked.staff, asked.mode, asked.resourcing)


def _when(data: ShiftData, one: SheetLine) -> str:
    if one.asked is None:
        return f"visit {one.visit.id}" if one.visit else "visit"
    return f"planned {moment(one.asked.start.astimezone(data.zone))}"
