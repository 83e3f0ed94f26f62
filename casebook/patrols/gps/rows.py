"""The rows of files of GPS pings, read: units, instants and points, and the rows that have none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from casebook.core.english import counted
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.local_time import moment_label, to_utc, was_twice
from casebook.files.arrow_columns import Ints, as_text, instant_column, take
from casebook.files.date_orders import DateOrders, decided, whole_hours
from casebook.files.dates import DAY_FIRST, DateOrder, has_date, read_joined, read_moment
from casebook.files.faults import Faults
from casebook.files.progress import Progress
from casebook.files.sheet import Sheet, Wanted
from casebook.files.sources import FoundPieces, find_pieces
from casebook.files.tabular import Floats, distinct, numbers, sheets_of
from casebook.patrols.gps.clocks_back import second_time_round
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.import_rows import Units, read_mode, read_resourcing
from casebook.patrols.patrol import Staff, parse_staff
from casebook.store.report import nothing_usable

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_ZONED = re.compile(r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)$", re.ASCII)

_ROW_BITS, _FILE_BITS, _CREW_BITS = 31, 20, 12
"""A mark is the crew, the file and the row of a ping in one number."""


@dataclass(frozen=True)
class PingCrew:
    """Who a row of pings says was there; empty and blank where it doesn't say."""

    staff: Staff = ()
    mode: str = ""
    resourcing: str = ""


@dataclass(frozen=True)
class PingPart:
    """The sound rows of one table as columns of one length, in its order."""

    stream: Ints
    """The place of its unit and device in :attr:`PingReader.streams`."""
    at: Ints
    """UTC seconds since 1970."""
    x: Floats
    y: Floats
    mark: Ints
    """Which row it is, for :meth:`PingReader.row_of`."""
    degrees: bool
    """Whether ``x`` and ``y`` are longitude and latitude, or else in the reader's metres."""


class PingRow(NamedTuple):
    """Where a ping was read."""

    crew: PingCrew
    file: str
    row: int


@dataclass
class PingReader:
    """What reading a row needs to know, and what was found and taken for granted meanwhile."""

    zone: tzinfo
    """Of times without a zone."""
    crs: str
    """Of eastings and northings."""
    now: datetime
    """No ping is later."""
    show: tzinfo
    """The zone in which times are shown to people."""
    units: Units
    streams: dict[tuple[str, str], int] = field(default_factory=dict)
    """Each unit and device, numbered; the device is blank where none is named."""
    read: int = 0
    """Rows, good and bad."""
    sound: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    without_coordinates: int = 0
    notes: list[str] = field(default_factory=list)
    """What to tell of how the files were read, once all parts have come."""
    date_order: str = ""
    """How to ask for the same order of dates again; blank where it doesn't matter."""
    _bare: int = 0
    _twice: int = 0
    _untold: int = 0
    """Rows of the hour that came twice of which nothing tells which it was."""
    _files: list[str] = field(default_factory=list)
    _crews: dict[PingCrew, int] = field(default_factory=lambda: {PingCrew(): 0})

    def parts(
        self,
        paths: Sequence[Path],
        columns: PingColumns,
        progress: Progress,
        tabs: Sequence[str] = (),
        *,
        found: FoundPieces | None = None,
    ) -> Iterator[PingPart]:
        """The pings of ``paths`` (or only ``tabs``), table by table; ``found`` is what they hold.

        Raises :class:`BadFile` where no row can be taken.
        """
        orders = DateOrders(columns.mapping.date_order)
        wanted = Wanted(
            columns.choose,
            tabs=tuple(tabs),
            numeric=columns.numeric,
            crs=self.crs,
            instants=columns.instants,
        )
        tables = sheets_of(found or find_pieces(paths), wanted, progress)
        for sheet in decided(tables, columns.dates, orders):
            self.notes += sheet.notes
            self.read += sheet.held
            part = self._part(columns.mapping.filled(sheet), columns, orders)
            self.sound += len(part.at)
            yield part
        if not self.sound:
            alone = paths[0].name if len(paths) == 1 else f"Each of the {len(paths):,} files"
            raise nothing_usable(alone, "row", self.rejections)
        self.notes += [*columns.said(), *orders.notes(), *self._notes()]
        self.date_order = orders.to_repeat

    def row_of(self, mark: int) -> PingRow:
        """Where the ping with this mark was read, and the crew its row tells of."""
        of, row = divmod(mark, 1 << _ROW_BITS)
        crew, file = divmod(of, 1 << _FILE_BITS)
        return PingRow(list(self._crews)[crew], self._files[file], row)

    def _notes(self) -> list[str]:
        notes = []
        if self._bare:
            notes.append(
                f"{counted(self._bare, 'row has', 'rows have')} a time without a zone: "
                f"read as {self.zone}."
            )
        if self._twice:
            told = "the order of a unit's rows tells which it was."
            if self._untold:
                told = (
                    f"of {self._untold:,} the order of rows doesn't tell which it was, and the "
                    "first is taken. Export times with their zone to be exact."
                )
            notes.append(
                f"{counted(self._twice, 'row has', 'rows have')} a time that came round twice "
                f"as the clocks went back: {told}"
            )
        return notes

    def _part(self, sheet: Sheet, columns: PingColumns, orders: DateOrders) -> PingPart:
        faults, names = Faults(sheet), columns.of[sheet.file]
        stream = self._streams(sheet, names, columns, faults)
        at, later = self._times(sheet, names, orders, faults)
        at += self._second_time_round(stream, at, later)
        x, y = self._points(sheet, names, faults)
        crew = self._crew(sheet, names, faults)
        good = np.flatnonzero(faults.sound)
        mark = self._marks(sheet, crew)
        self.rejections += [*sheet.rejections, *faults.rejections()]
        degrees = "longitude" in names
        return PingPart(stream[good], at[good], x[good], y[good], mark[good], degrees)

    def _marks(self, sheet: Sheet, crew: Ints) -> Ints:
        """A number for each row that :meth:`row_of` can take apart."""
        if not sheet.goes_on:
            self._files.append(sheet.file)
        if len(self._files) > 1 << _FILE_BITS or len(self._crews) > 1 << _CREW_BITS:
            raise BadFile(f"{sheet.file} is one table too many: import fewer at once.")
        number = sheet.row_numbers
        if number is None:
            number = np.arange(2, sheet.table.num_rows + 2, dtype=np.int64)
        of = (crew << _FILE_BITS) + (len(self._files) - 1)
        return (of << _ROW_BITS) + number

    def _streams(
        self, sheet: Sheet, names: Mapping[str, str], columns: PingColumns, faults: Faults
    ) -> Ints:
        """The number of each row's unit and device."""
        unit, unit_at = self._units(sheet, names, columns, faults)
        device, device_at = [""], np.zeros(sheet.table.num_rows, np.int64)
        if "device" in names:
            device, device_at = distinct(sheet.table[names["device"]])
        pairs, at = _met(unit_at * len(device) + device_at)
        codes = [0] * len(pairs)
        for place, pair in enumerate(pairs.tolist()):
            who = unit[pair // len(device)]
            if who is not None:
                stream = who, device[pair % len(device)]
                codes[place] = self.streams.setdefault(stream, len(self.streams))
        return np.array(codes, np.int64)[at]

    def _units(
        self, sheet: Sheet, names: Mapping[str, str], columns: PingColumns, faults: Faults
    ) -> tuple[list[str | None], Ints]:
        """The distinct units as they are spelt, None for one that can't be, and each row's."""
        column = names.get("unit")
        if column:
            texts, at = distinct(sheet.table[column])
        else:
            texts, at = [columns.unit_of(sheet.file)], np.zeros(sheet.table.num_rows, np.int64)
        spelt: list[str | None] = []
        wrong = []
        for text in texts:
            try:
                spelt.append(self.units.spell(text))
                wrong.append("")
            except BadValue as error:
                spelt.append(None)
                wrong.append(str(error))
        faults.mark_values(at, column, wrong)
        return spelt, at

    def _times(
        self, sheet: Sheet, names: Mapping[str, str], orders: DateOrders, faults: Faults
    ) -> tuple[Ints, Ints]:
        """Each row's UTC seconds since 1970, and how much later its time came round again."""
        column = names["time"]
        if pa.types.is_timestamp(sheet.table[column].type):
            return self._instants(sheet, column, faults)
        order = orders.order(sheet.file, column)
        texts, at = distinct(sheet.table[column])
        if "date" in names and not all(map(has_date, texts)):
            days, day_at = distinct(sheet.table[names["date"]])
            pairs, at = np.unique(at * len(days) + day_at, return_inverse=True)
            both = [(texts[p // len(days)], days[p % len(days)]) for p in pairs.tolist()]
            texts = _dated(both, orders.order(sheet.file, names["date"]))
        told, wrong = self._moments(texts, np.bincount(at, minlength=len(texts)).tolist(), order)
        faults.mark_values(at, column, wrong)
        moments, later = np.array(told, np.int64).reshape(-1, 2)[at].T
        return moments.copy(), later

    def _moments(
        self, texts: Sequence[str], times: Sequence[int], order: DateOrder
    ) -> tuple[list[tuple[int, int]], list[str]]:
        """UTC seconds of each text, how much later it came again, and what is wrong with it."""
        latest, told, wrong = self.now.timestamp(), [], []
        for text, rows in zip(texts, times, strict=True):
            try:
                moment, again = self._moment(text, rows, order)
                wrong.append("" if moment <= latest else self._ahead(moment))
            except BadValue as error:
                moment = again = 0
                wrong.append(str(error))
            told.append((moment, again - moment if again else 0))
        return told, wrong

    def _instants(self, sheet: Sheet, column: str, faults: Faults) -> tuple[Ints, Ints]:
        """As :meth:`_times`, of instants, which come round once; only odd ones need words."""
        at, blank = instant_column(sheet.table[column])
        odd = np.flatnonzero(blank | (at < 0) | (at > self.now.timestamp()))
        written = as_text(take(sheet.table.select([column]), odd)[column].combine_chunks())
        texts, place = distinct(pa.chunked_array([written]))
        _, wrong = self._moments(texts, [0] * len(texts), DAY_FIRST)
        which = np.zeros(len(at), np.int64)
        which[odd] = place + 1
        faults.mark_values(which, column, ["", *wrong])
        return at, np.zeros(len(at), np.int64)

    def _second_time_round(self, stream: Ints, at: Ints, later: Ints) -> Ints:
        """What to add to the times that came round twice."""
        twice = int(np.count_nonzero(later))
        if not twice:
            return np.zeros(len(at), np.int64)
        added, untold = second_time_round(stream, at, later)
        self._twice += twice
        self._untold += untold
        return added

    def _moment(self, text: str, rows: int, order: DateOrder) -> tuple[int, int]:
        """UTC seconds since 1970 of one cell, which ``rows`` rows have, and when it came again.

        The latter is 0 where it came once.
        """
        if not text:
            raise BadValue("It has no time: write it as 2024-10-07T14:00:00+01:00.")
        if _ISO.match(text) and _ZONED.search(text, 16):
            try:
                moment = round(datetime.fromisoformat(text).timestamp())
            except ValueError as error:
                raise BadValue(f"'{text}' is no date and time.") from error
            if moment < 0:
                raise BadValue(f"'{text}' is before 1970: the device's clock was not set.")
            return moment, 0
        read = read_moment(text, order)
        first = int(to_utc(read, self.zone).timestamp())
        if read.tzinfo is not None:
            return first, 0
        self._bare += rows
        if not was_twice(read, self.zone):
            return first, 0
        return first, int(read.replace(tzinfo=self.zone, fold=1).timestamp())

    def _ahead(self, moment: int) -> str:
        when = moment_label(datetime.fromtimestamp(moment, self.show), self.show)
        return f"It is from {when}, which is still to come: look at the device's clock."

    def _points(
        self, sheet: Sheet, names: Mapping[str, str], faults: Faults
    ) -> tuple[Floats, Floats]:
        """Each row's point as the file has it."""
        degrees = "longitude" in names
        pair = ("longitude", "latitude") if degrees else ("easting", "northing")
        across, up = (names[name] for name in pair)
        x, bad_x = numbers(sheet.table[across], thousands=not degrees)
        y, bad_y = numbers(sheet.table[up], thousands=not degrees)
        faults.mark_no_numbers(bad_x, across)
        faults.mark_no_numbers(bad_y, up)
        nowhere = np.isnan(x) | np.isnan(y) | ((x == 0) & (y == 0))
        self.without_coordinates += int((nowhere & ~bad_x & ~bad_y).sum())
        faults.mark(nowhere, across, "It has no coordinates: the device had no fix.")
        if not degrees:
            small = (np.abs(x) <= 180) & (np.abs(y) <= 90)
            faults.mark(small, across, "looks like degrees, not metres: map it to longitude.")
        faults.mark_beyond(x, y, (across, up), self.crs, degrees=degrees)
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
        codes, at = _met(key)
        places = [self._crew_of(code, said) for code in codes.tolist()]
        return np.array(places, np.int64)[at]

    def _crew_of(self, code: int, said: Sequence[Sequence[object]]) -> int:
        parts = []
        for values in reversed(said):
            code, which = divmod(code, len(values))
            parts.append(values[which])
        crew = PingCrew(*reversed(parts))  # type: ignore[arg-type]
        return self._crews.setdefault(crew, len(self._crews))


def _met(numbers: Ints) -> tuple[Ints, Ints]:
    """The distinct of some numbers from 0, and each one's place among them."""
    if not len(numbers) or numbers.max() > 4 * len(numbers):
        return np.unique(numbers, return_inverse=True)
    times = np.bincount(numbers)  # np.unique sorts, which takes several times as long
    return np.flatnonzero(times), (np.cumsum(times > 0) - 1)[numbers]


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
