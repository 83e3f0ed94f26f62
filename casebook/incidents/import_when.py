"""When each row of a sheet of incidents was: its date and time of day, or its month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from casebook.core.english import counted
from casebook.files.arrow_columns import Ints
from casebook.files.date_orders import DateOrders, whole_hours
from casebook.files.faults import Faults
from casebook.files.sheet import Sheet
from casebook.files.tabular import Floats, distinct
from casebook.incidents.import_dates import Calendar, When

_UNSAID = When(0, float("nan"))
_UNKNOWN = frozenset(
    ("unknown", "not known", "unk", "n/k", "nk", "n/a", "na", "not recorded", "none", "null", "-")
)
"""What stands for a time of day that nobody knows."""


@dataclass(frozen=True)
class DatesRead:
    """How the dates and times of one import were read."""

    orders: DateOrders = field(default_factory=DateOrders)
    timeless: dict[str, int] = field(default_factory=dict)
    """How many rows of each column say that their time of day isn't known."""
    in_hours: dict[str, None] = field(default_factory=dict)
    """Columns whose numbers were taken to be whole hours."""

    def join(self, later: DatesRead) -> None:
        """Count in what was read after these rows."""
        self.orders.join(later.orders)
        for column, rows in later.timeless.items():
            self.timeless[column] = self.timeless.get(column, 0) + rows
        self.in_hours.update(later.in_hours)

    def notes(self) -> Iterator[str]:
        """A sentence for each thing that had to be chosen."""
        yield from self.orders.notes()
        for column in self.in_hours:
            yield f"The numbers in {column} were read as whole hours: none has minutes."
        for column, rows in self.timeless.items():
            yield (f"{column} says in {counted(rows, 'row')} that it isn't known: the day is kept.")


def when(
    sheet: Sheet,
    columns: Mapping[str, str],
    calendar: Calendar,
    dates: DatesRead,
    faults: Faults,
) -> tuple[Ints, Floats]:
    """Each row's month and moment: of its date, or where that is blank of its month."""
    rows = sheet.table.num_rows
    month, at = np.zeros(rows, np.int64), np.full(rows, np.nan)
    for wanted, read in (("date", _moments), ("month", _months)):
        if wanted not in columns:
            continue
        found, places = read(sheet, columns, calendar, dates)
        found.append(_UNSAID)
        told = month != 0
        if told.any():
            places = np.where(told, len(found) - 1, places)
        month += np.array([f.month for f in found], np.int64)[places]
        said = np.array([f.at for f in found], float)
        if not np.isnan(said).all():
            at = np.where(np.isnan(at), said[places], at)
        for other in ("", "time"):
            wrong = [f.fault if f.wanted == other else None for f in found]
            sorts = [f.sort for f in found]
            faults.mark_values(places, columns.get(other or wanted), wrong, sorts)
    column = columns.get("month") or columns["date"]
    faults.mark(month == 0, column, "is blank: it needs a month or a date.")
    return month, at


def _months(
    sheet: Sheet, columns: Mapping[str, str], calendar: Calendar, dates: DatesRead
) -> tuple[list[When], Ints]:
    """What each distinct month says, and for each row the place of its own."""
    column = columns["month"]
    texts, places = distinct(sheet.table[column])
    order = dates.orders.order(sheet.file, column)
    return [calendar.read_month(text, order) if text else _UNSAID for text in texts], places


def _moments(
    sheet: Sheet, columns: Mapping[str, str], calendar: Calendar, dates: DatesRead
) -> tuple[list[When], Ints]:
    """What each distinct date, and its time of day where that stands apart, says; and each row's.

    A time that says of itself that it isn't known is none.
    """
    column, read = columns["date"], calendar.read_date
    texts, places = distinct(sheet.table[column])
    order = dates.orders.order(sheet.file, column)
    if "time" not in columns:
        return [read(text, order) if text else _UNSAID for text in texts], places
    clocks, clock_places = distinct(sheet.table[columns["time"]])
    hours = whole_hours(clocks)
    unknown = [clock.casefold() in _UNKNOWN for clock in clocks]
    said = ["" if none else clock for clock, none in zip(clocks, unknown, strict=True)]
    pairs, places = np.unique(places * len(clocks) + clock_places, return_inverse=True)
    found = []
    for pair in pairs.tolist():
        text, clock = texts[pair // len(clocks)], said[pair % len(clocks)]
        found.append(read(text, order, clock, hours=hours) if text else _UNSAID)
    if hours:
        dates.in_hours[columns["time"]] = None
    timeless = int(np.array(unknown, bool)[clock_places].sum())
    if timeless:
        named = dates.timeless
        named[columns["time"]] = named.get(columns["time"], 0) + timeless
    return found, places
