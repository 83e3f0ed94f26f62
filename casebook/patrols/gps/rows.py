"""The rows of files of GPS pings, read: units, instants and points, and the rows that have none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

import numpy as np

from casebook.core.english import counted
from casebook.core.errors import BadValue, Rejection
from casebook.core.local_time import moment_label, to_utc, was_twice
from casebook.files.arrow_columns import Ints
from casebook.files.date_orders import DateOrders, decided, whole_hours
from casebook.files.dates import DateOrder, has_date, read_joined, read_moment
from casebook.files.faults import Faults
from casebook.files.progress import Progress
from casebook.files.sheet import Sheet
from casebook.files.tabular import Floats, distinct, numbers, sheets
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.import_rows import Units, read_mode, read_resourcing
from casebook.patrols.patrol import Staff, parse_staff
from casebook.store.report import nothing_usable
from geo.crs import WGS84, area_of_use, in_area_of_use, transform

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_ZONED = re.compile(r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)$", re.ASCII)


@dataclass(frozen=True)
class PingCrew:
    """Who a row of pings says was there; empty and blank where it doesn't say."""

    staff: Staff = ()
    mode: str = ""
    resourcing: str = ""


@dataclass(frozen=True)
class Pings:
    """The sound rows of files as columns of one length, in the files' order."""

    unit: Ints
    """The place of its unit in ``units``."""
    at: Ints
    """UTC seconds since 1970."""
    x: Floats
    y: Floats
    file: Ints
    row: Ints
    crew: Ints
    """The place of its crew in ``crews``."""
    units: tuple[str, ...]
    files: tuple[str, ...]
    crews: tuple[PingCrew, ...]

    def __len__(self) -> int:
        return len(self.at)


@dataclass
class ReadPings:
    """What files of pings hold, good and bad."""

    pings: Pings
    read: int
    rejections: tuple[Rejection, ...]
    without_coordinates: int
    notes: tuple[str, ...]
    date_order: str = ""
    """As :attr:`ImportReport.date_order`."""


@dataclass
class PingReader:
    """What reading a row needs to know, and what was taken for granted meanwhile."""

    zone: tzinfo
    """Of times without a zone."""
    crs: str
    """Of eastings and northings, and of the points that come out."""
    now: datetime
    """No ping is later."""
    show: tzinfo
    """The zone in which times are shown to people."""
    units: Units
    bare: int = 0
    twice: int = 0
    without_coordinates: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    crews: dict[PingCrew, int] = field(default_factory=lambda: {PingCrew(): 0})

    def read(
        self,
        paths: Sequence[Path],
        columns: PingColumns,
        progress: Progress,
        tabs: Sequence[str] = (),
    ) -> ReadPings:
        """The pings of ``paths`` (or only ``tabs``).

        Raises :class:`BadFile` where no row can be taken.
        """
        parts: list[tuple[Ints | Floats, ...]] = []
        rejections: list[Rejection] = []
        notes: list[str] = []
        files: list[str] = []
        rows = 0
        orders = DateOrders(columns.mapping.date_order)
        found = sheets(paths, choose=columns.choose, tabs=tabs, progress=progress)
        for sheet in decided(found, columns.dates, orders):
            part, bad = self._sheet(columns.mapping.filled(sheet), columns, orders, len(files))
            parts.append(part)
            files.append(sheet.file)
            rejections += bad
            notes += sheet.notes
            rows += sheet.table.num_rows + len(sheet.rejections)
        whole = [np.concatenate(column) for column in zip(*parts, strict=True)]
        if not len(whole[0]):
            named = ", ".join(path.name for path in paths)
            raise nothing_usable(named, "row", rejections)
        unit, at, x, y, file, row, crew = whole
        words = tuple(self.codes), tuple(files), tuple(self.crews)
        pings = Pings(unit, at, x, y, file, row, crew, *words)
        return ReadPings(
            pings,
            rows,
            tuple(rejections),
            self.without_coordinates,
            (*notes, *columns.said(), *orders.notes(), *self._notes()),
            orders.to_repeat,
        )

    def _notes(self) -> list[str]:
        notes = []
        if self.bare:
            notes.append(
                f"{counted(self.bare, 'row has', 'rows have')} a time without a zone: "
                f"read as {self.zone}."
            )
        if self.twice:
            notes.append(
                f"{counted(self.twice, 'row has', 'rows have')} a time that came round twice "
                "as the clocks went back: the first is taken. Export times with their zone to be "
                "exact."
            )
        return notes

    def _sheet(
        self, sheet: Sheet, columns: PingColumns, orders: DateOrders, file: int
    ) -> tuple[tuple[Ints | Floats, ...], tuple[Rejection, ...]]:
        faults, names = Faults(sheet), columns.of[sheet.file]
        unit = self._units(sheet, names, columns, faults)
        at = self._times(sheet, names, orders, faults)
        x, y = self._points(sheet, names, faults)
        crew = self._crew(sheet, names, faults)
        good = faults.sound
        number = np.array([sheet.row(n) for n in range(len(good))], np.int64)
        whole = (unit, at, x, y, np.full(len(good), file, np.int64), number, crew)
        rejections = (*sheet.rejections, *faults.rejections())
        return tuple(column[good] for column in whole), rejections

    def _units(
        self, sheet: Sheet, names: Mapping[str, str], columns: PingColumns, faults: Faults
    ) -> Ints:
        column = names.get("unit")
        if column:
            texts, at = distinct(sheet.table[column])
        else:
            texts, at = [columns.unit_of(sheet.file)], np.zeros(sheet.table.num_rows, np.int64)
        codes, wrong = [], []
        for text in texts:
            try:
                spelt = self.units.spell(text)
            except BadValue as error:
                codes.append(0)
                wrong.append(str(error))
                continue
            codes.append(self.codes.setdefault(spelt, len(self.codes)))
            wrong.append("")
        faults.mark_values(at, column, wrong)
        return np.array(codes, np.int64)[at]

    def _times(
        self, sheet: Sheet, names: Mapping[str, str], orders: DateOrders, faults: Faults
    ) -> Ints:
        column = names["time"]
        order = orders.order(sheet.file, column)
        texts, at = distinct(sheet.table[column])
        if "date" in names and not all(map(has_date, texts)):
            days, day_at = distinct(sheet.table[names["date"]])
            pairs, at = np.unique(at * len(days) + day_at, return_inverse=True)
            both = [(texts[p // len(days)], days[p % len(days)]) for p in pairs.tolist()]
            texts = _dated(both, orders.order(sheet.file, names["date"]))
        times, counts = np.bincount(at, minlength=len(texts)).tolist(), []
        latest, wrong = self.now.timestamp(), []
        for text, rows in zip(texts, times, strict=True):
            try:
                moment = self._moment(text, rows, order)
                wrong.append("" if moment <= latest else self._ahead(moment))
            except BadValue as error:
                moment = 0
                wrong.append(str(error))
            counts.append(moment)
        faults.mark_values(at, column, wrong)
        return np.array(counts, np.int64)[at]

    def _moment(self, text: str, rows: int, order: DateOrder) -> int:
        """UTC seconds since 1970 of one cell, which ``rows`` rows have."""
        if not text:
            raise BadValue("It has no time: write it as 2024-10-07T14:00:00+01:00.")
        if _ISO.match(text) and _ZONED.search(text, 16):
            try:
                moment = round(datetime.fromisoformat(text).timestamp())
            except ValueError as error:
                raise BadValue(f"'{text}' is no date and time.") from error
            if moment < 0:
                raise BadValue(f"'{text}' is before 1970: the device's clock was not set.")
            return moment
        read = read_moment(text, order)
        if read.tzinfo is None:
            self.bare += rows
            self.twice += rows if was_twice(read, self.zone) else 0
        return int(to_utc(read, self.zone).timestamp())

    def _ahead(self, moment: int) -> str:
        when = moment_label(datetime.fromtimestamp(moment, self.show), self.show)
        return f"It is from {when}, which is still to come: look at the device's clock."

    def _points(
        self, sheet: Sheet, names: Mapping[str, str], faults: Faults
    ) -> tuple[Floats, Floats]:
        """Each row's point in the coordinate system asked for."""
        degrees = "longitude" in names
        pair = ("longitude", "latitude") if degrees else ("easting", "northing")
        across, up = (names[name] for name in pair)
        x, bad_x = numbers(sheet.table[across])
        y, bad_y = numbers(sheet.table[up])
        faults.mark(bad_x, across, "is no number.")
        faults.mark(bad_y, up, "is no number.")
        nowhere = np.isnan(x) | np.isnan(y) | ((x == 0) & (y == 0))
        self.without_coordinates += int((nowhere & ~bad_x & ~bad_y).sum())
        faults.mark(nowhere, across, "It has no coordinates: the device had no fix.")
        if not degrees:
            small = (np.abs(x) <= 180) & (np.abs(y) <= 90)
            faults.mark(small, across, "looks like degrees, not metres: map it to longitude.")
        there = faults.sound
        lon, lat = (x, y) if degrees else transform(x, y, self.crs, WGS84)
        beyond = there & ~np.asarray(in_area_of_use(lon, lat, self.crs))
        west, south, east, north = area_of_use(self.crs)
        faults.mark(
            beyond,
            across,
            f"lies outside longitude {west:g} to {east:g} and latitude {south:g} to {north:g}, "
            f"where {self.crs} is used.",
        )
        if degrees:
            x, y = transform(x, y, WGS84, self.crs)
        return x, y

    def _crew(self, sheet: Sheet, names: Mapping[str, str], faults: Faults) -> Ints:
        """The place in ``crews`` of what each row says of staff, mode and resourcing."""
        said: list[list[object]] = []
        key = np.zeros(sheet.table.num_rows, np.int64)
        readers = {"staff": parse_staff, "mode": read_mode, "resourcing": read_resourcing}
        for wanted, blank in (("staff", ()), ("mode", ""), ("resourcing", "")):
            values: list[object] = [blank]
            if wanted in names:
                texts, at = distinct(sheet.table[names[wanted]])
                values, wrong = [], []
                for text in texts:
                    try:
                        values.append(readers[wanted](text) if text else blank)
                        wrong.append("")
                    except BadValue as error:
                        values.append(blank)
                        wrong.append(str(error))
                faults.mark_values(at, names[wanted], wrong)
                key = key * len(values) + at
            said.append(values)
        codes, at = np.unique(key, return_inverse=True)
        places = [self._crew_of(code, said) for code in codes.tolist()]
        return np.array(places, np.int64)[at]

    def _crew_of(self, code: int, said: Sequence[Sequence[object]]) -> int:
        parts = []
        for values in reversed(said):
            code, which = divmod(code, len(values))
            parts.append(values[which])
        crew = PingCrew(*reversed(parts))  # type: ignore[arg-type]
        return self.crews.setdefault(crew, len(self.crews))


def _dated(both: Sequence[tuple[str, str]], order: DateOrder) -> list[str]:
    """Times of day, each with its date before it as ISO; what can't be joined stays as it is."""
    hours = whole_hours(clock for clock, _ in both)
    joined = []
    for clock, day in both:
        text = clock
        if clock and not has_date(clock):
            try:
                text = read_joined(day, clock, order, hours=hours).moment.isoformat()
            except BadValue:
                text = f"{day} {clock}"
        joined.append(text)
    return joined
