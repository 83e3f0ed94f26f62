"""A shift sheet as its screen shows it: read in a thread, with the results of the night."""

from __future__ import annotations

from calendar import day_abbr
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.wording import day
from tui.parts.table import Column, Row
from tui.parts.text import labelled, line

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.patrols.sheets.sheet import SheetLine, ShiftSheet, Slot
    from casebook.patrols.sheets.shift_visit import ShiftVisit
    from casebook.registers.activity import Activity

MARKS = {"left": "·", "told": "✓", "done": "✓", "changed": "✓", "unplanned": "+"}
"""What stands before a line; any other outcome is one of not done."""
ACTIVITY = "activity"
"""The word of the register that holds what came of a night beside its patrols."""
RESULTS_SHOWN = 4
"""How many results fit under the lines, beneath their heading."""
NOT_DONE_LETTERS = {
    "a": "abstracted",
    "s": "short-staffed",
    "i": "incident",
    "p": "prisoner",
    "v": "vehicle",
    "w": "weather",
    "o": "other",
}
"""The letter that says why a visit wasn't made."""


@dataclass(frozen=True)
class ShiftData:
    """All that the screen of a shift shows."""

    sheet: ShiftSheet
    choices: Mapping[str, Mapping[str, str]]
    results: tuple[Activity, ...]
    """What was done that day in the area's hotspots."""
    profiles: Mapping[str, str]
    """The profile that is open on each hotspot."""
    login: str
    """Who looks at it."""
    refusal: str | None
    """Why the account may not record patrols here; None where it may."""
    today: date
    zone: tzinfo

    def with_visit(self, saved: ShiftVisit) -> ShiftData:
        """The same with a visit as it was just saved."""
        return replace(self, sheet=self.sheet.with_visit(saved, self.login))

    def with_result(self, entry: Any) -> ShiftData:
        """The same with an entry that was just added to a register, where it is shown here."""
        here = entry.KIND == ACTIVITY and entry.at == self.sheet.day
        if not here or entry.place not in self.sheet.hotspots:
            return self
        return replace(self, results=(*self.results, entry))


def districts(book: Book) -> dict[str, str]:
    """Every district by ref, as it is picked from."""
    from casebook.places.hotspots import list_places

    return {place.ref: place.name or place.ref for place in list_places(book, "district")}


def read_shift(book: Book, day: date | None, area: str = "") -> ShiftData:
    """The sheet of ``area``, or of the account's own; of last night where no day is given."""
    from casebook.patrols.sheets.sheet import may_record, read_sheet
    from casebook.profiles.casefile import list_profiles
    from casebook.registers.activity import Activity
    from casebook.registers.entries import list_entries
    from tui.registers.register_data import form_choices

    sheet = read_sheet(book, area, day)
    of_hotspot: dict[str, str] = {}
    for file in list_profiles(book, stages=()):
        if file.profile.status in ("open", "monitoring"):
            for ref in file.hotspots:
                of_hotspot.setdefault(ref, file.profile.ref)
    results = tuple(
        one
        for one in list_entries(book, ACTIVITY)
        if getattr(one, "at", None) == sheet.day and getattr(one, "place", None) in sheet.hotspots
    )
    refusal = may_record(book, sheet.area)
    if book.store.read_only:
        refusal = f"{book.store.book} is open read-only: it can be read, not changed."
    return ShiftData(
        sheet,
        form_choices(book, Activity),
        results,  # type: ignore[arg-type]
        of_hotspot,
        book.account.login,
        refusal,
        book.today,
        book.zone,
    )


def key_of_line(one: SheetLine) -> str:
    """What names a line's row: its planned visit, or what tells of it."""
    if one.slot is not None:
        return " ".join(one.slot)
    if one.visit is not None:
        return f"visit {one.visit.id}"
    return f"patrol {one.told.id}" if one.told else ""


def table_of(
    data: ShiftData, saving: Mapping[Slot, str], *, wide: bool
) -> tuple[list[Column], list[Row]]:
    """The columns of a sheet, no wider than they need be, and a row for each line.

    Of the visits in ``saving`` stands what is being said of them.
    """
    from casebook.patrols.sheets.in_words import planned_words, staff_words, unit_words

    heads = ("Planned", "Place", "Unit", "Staff")
    most = (13, 40, 20, 20) if wide else (13, 20, 10, 8)
    told = [
        (
            planned_words(one.asked, data.zone) if one.asked else "not planned",
            one.name or one.place,
            unit_words(one) or one.place,
            staff_words(one),
        )
        for one in data.sheet.lines
    ]
    widths = (
        [
            min(max(map(len, (head, *texts))), room)
            for head, room, texts in zip(heads, most, zip(*told, strict=True), strict=True)
        ]
        if told
        else list(most)
    )
    columns = [
        Column("", 1),
        *(Column(head, width) for head, width in zip(heads, widths, strict=True)),
        Column("What happened", 0),
    ]
    rows = [
        Row(key_of_line(one), (*_happened(data, one, saving, texts),))
        for one, texts in zip(data.sheet.lines, told, strict=True)
    ]
    return columns, rows


def _happened(
    data: ShiftData, one: SheetLine, saving: Mapping[Slot, str], told: Sequence[str]
) -> Iterator[Content | str]:
    """The cells of a line: its mark, what was planned, what happened."""
    from casebook.patrols.sheets.in_words import said_words

    waits = saving.get(one.slot) if one.slot else None
    said = waits if waits is not None else said_words(one, data.zone)
    if one.by not in ("", data.login) and waits is None:
        said = f"{said} · {one.by}"
    yield "…" if waits is not None else MARKS.get(one.state, "✗")
    yield from told
    # the mark says as much, and what follows needs the room
    yield line(said.removeprefix("not done: "), "$quiet" if one.visit is None else "")


def heading(sheet: ShiftSheet) -> Content:
    """The day, whose sheet it is, and how far it is accounted for."""
    counts = (
        f"   {len(sheet.planned):,} planned · {sheet.done:,} done · {sheet.not_done:,} not · "
        f"{len(sheet.left):,} left"
    )
    return Content.assemble(
        (f"{day_abbr[sheet.day.weekday()]} {day(sheet.day)}, {sheet.name}", "bold $primary"),
        (counts, "$quiet"),
        ("   ← → other day", "$quiet"),
    )


def results_in_words(data: ShiftData) -> Content:
    """What was done that day beside the patrols, a line each: as many as fit, the newest first."""
    labels = data.choices.get("activity", {})
    shown = data.results[: -RESULTS_SHOWN - 1 : -1]
    lines = [
        line(
            f"  {labels.get(one.code, one.code)} · {one.count:,} · {_called(data, one.place)}"
            + (f" · {one.reference}" if one.reference else "")
            + (f" · {one.profile}" if one.profile else "")
        )
        for one in shown
    ]
    head = "Also that day" if lines else "No results that day yet: a adds one."
    if len(shown) < len(data.results):
        head = f"Also that day, the newest of {len(data.results):,} results"
    return Content("\n").join([line(head, "$quiet"), *lines])


def _called(data: ShiftData, place: str | None) -> str:
    """What a hotspot of the sheet is called."""
    return data.sheet.hotspots.get(place or "") or place or ""


def line_in_full(data: ShiftData, one: SheetLine) -> Content:
    """Everything that is known of a line, to be read."""
    from casebook.patrols.sheets.in_words import by_words, line_row

    row = line_row(one, data.zone)
    said = (
        ("Hotspot", f"{row['place']}  {row['name']}"),
        ("Planned", row["planned"] or "not planned"),
        ("Unit", row["unit"]),
        ("Staff", row["staff"]),
        ("What happened", row["said"] or "not accounted for yet"),
        ("Accounted for by", by_words(one, data.zone)),
        ("Note", row["note"]),
    )
    return Content("\n").join([labelled(label, text) for label, text in said if text])


def next_left(data: ShiftData, after: str, saving: Sequence[Slot]) -> str:
    """The row of the next line that nothing is known of, from the one called ``after`` on.

    Round to the start at the end; where none is left, the row itself.
    """
    lines = list(data.sheet.lines)
    keys = [key_of_line(one) for one in lines]
    at = keys.index(after) if after in keys else -1
    for one in (*lines[at + 1 :], *lines[: max(at, 0)]):
        if one.state == "left" and one.slot not in saving:
            return key_of_line(one)
    return after
