"""The rows of a file of patrols, read: each a patrol, or why it can't be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple, TypeVar

from casebook.core.called import Called, folded
from casebook.core.codes import CODE_LISTS, RESOURCING, STAFF_KINDS
from casebook.core.english import counted
from casebook.core.errors import BadValue, NotFound, Rejection
from casebook.core.local_time import to_utc, was_twice
from casebook.files.date_orders import whole_hours
from casebook.files.dates import DateOrder, has_date, read_clock, read_day, read_moment
from casebook.patrols.import_columns import PatrolSheet
from casebook.patrols.patrol import SOURCES, Patrol, Staff, parse_staff, staff_of

T = TypeVar("T")

_DEFAULT_MODE = "foot"
_DEFAULT_RESOURCING = {"claim": "overtime"}
_LONGEST_UNIT = 60
_MODES = {code.casefold(): code for code in CODE_LISTS["patrol-mode"]} | {
    label.casefold(): code for code, label in CODE_LISTS["patrol-mode"].items()
}
_RESOURCING = {code: code for code in RESOURCING} | {
    "funded overtime": "overtime",
    "funded": "overtime",
    "ot": "overtime",
}
_SOURCES = {code: code for code in SOURCES} | {f"{code}s": code for code in SOURCES}


class Units:
    """One spelling for each unit: that of the casebook, or else of its first row."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {unit.casefold(): unit for unit in known}

    def spell(self, text: str) -> str:
        """The unit as it is spelt; raises :class:`BadValue` for what can't be a callsign."""
        unit = _spaced(text)
        if not unit:
            raise BadValue("It has no unit: give the callsign or the line of the rota.")
        if len(unit) > _LONGEST_UNIT or not unit.isprintable():
            raise BadValue(
                f"Its unit is no callsign: one has at most {_LONGEST_UNIT} printed characters."
            )
        return self._known.setdefault(unit.casefold(), unit)


class Duty(NamedTuple):
    """When a unit was on duty, and who paid for it."""

    unit: str
    start: datetime
    """UTC."""
    end: datetime
    resourcing: str


@dataclass
class Seen:
    """What was taken for granted while reading a file, and in how many rows."""

    bare_staff: int = 0
    mode: int = 0
    resourcing: Counter[str] = field(default_factory=Counter)
    next_day: int = 0
    twice: int = 0

    def notes(self, file: str) -> Iterator[str]:
        """A sentence for each."""
        if self.bare_staff:
            yield (
                f"{file}: staff is a bare number in {counted(self.bare_staff, 'row')}: "
                "taken as PCs."
            )
        if self.mode:
            yield f"{file}: no mode in {counted(self.mode, 'row')}: taken as {_DEFAULT_MODE}."
        for (source, taken), count in sorted(_defaults(self.resourcing).items()):
            yield (
                f"{file}: no resourcing in {counted(count, 'row')} ({source}): taken as {taken}."
            )
        if self.next_day:
            yield (
                f"{file}: the end time is before the start time in "
                f"{counted(self.next_day, 'row')}: taken as the next day's."
            )
        if self.twice:
            yield (
                f"{file}: {counted(self.twice, 'row')} with a time that came round twice as the "
                "clocks went back: the first is taken, unless only the second is after the start. "
                "Write the offset (as in 2024-10-27T01:30+00:00) to be exact."
            )


@dataclass(frozen=True)
class RowReader:
    """What reading a row needs to know."""

    zone: tzinfo
    hotspots: Called
    units: Units
    source: str | None
    """Where a row without a source comes from."""

    def read(self, given: PatrolSheet, seen: Seen) -> Iterator[Patrol | Rejection]:
        """Each row of a sheet, in order."""
        yield from self._each(given, seen, lambda row, number: row.patrol(given.sheet.file, number))

    def duties(self, given: PatrolSheet, seen: Seen) -> Iterator[Duty | Rejection]:
        """Each row of a sheet of duties, in order."""
        yield from self._each(given, seen, lambda row, _: row.duty())

    def _each(
        self, given: PatrolSheet, seen: Seen, read: Callable[[_PatrolRow, int], T]
    ) -> Iterator[T | Rejection]:
        sheet, columns = given.sheet, given.columns
        cells = {wanted: sheet.table[name].to_pylist() for wanted, name in columns.items()}
        written = _HowWritten(
            {wanted: given.order(wanted) for wanted in columns},
            {w: whole_hours(cells[w]) for w in ("start", "end") if w in cells},
        )
        for position in range(sheet.table.num_rows):
            row = _PatrolRow(
                {wanted: (values[position] or "").strip() for wanted, values in cells.items()},
                self,
                seen,
                written,
            )
            number = sheet.row(position)
            try:
                yield read(row, number)
            except (BadValue, NotFound) as error:
                column = columns.get(row.at)
                yield Rejection(sheet.file, number, column, str(error), error.sort)


@dataclass(frozen=True)
class _HowWritten:
    """How the columns of a sheet write dates and times."""

    orders: Mapping[str, DateOrder]
    hours: Mapping[str, bool]
    """Whether the bare numbers of a column of times are whole hours."""


class _PatrolRow:
    """One row while it is read; ``at`` is the wanted column being looked at."""

    def __init__(
        self, cells: Mapping[str, str], reader: RowReader, seen: Seen, written: _HowWritten
    ) -> None:
        self._cells, self._reader, self._seen, self._written = cells, reader, seen, written
        self.at = ""

    def patrol(self, file: str, number: int) -> Patrol:
        unit = self._reader.units.spell(self._cell("unit"))
        if not self._cell("hotspot"):
            raise BadValue("It has no hotspot: give the hotspot's ref.")
        place = self._reader.hotspots.ref(self._cell("hotspot"))
        source = self._source()
        start, end = self._times()
        staff = self._staff()
        mode = self._mode()
        resourcing = self._resourcing(source)
        return Patrol(
            place, unit, start, end, staff, mode, resourcing, source, file=file, row=number
        )

    def duty(self) -> Duty:
        """The row as a duty."""
        unit = self._reader.units.spell(self._cell("unit"))
        start, end = self._times()
        if end <= start:
            raise BadValue("It ends no later than it starts.")
        return Duty(unit, start, end, self._resourcing("duty"))

    def _cell(self, wanted: str) -> str:
        self.at = wanted
        return self._cells.get(wanted, "")

    def _source(self) -> str:
        text = self._cell("source") or self._reader.source or ""
        if not text:
            raise BadValue(f"It has no source: give one of {', '.join(SOURCES)}.")
        return _coded(text, _SOURCES, "source of patrols", SOURCES)

    def _times(self) -> tuple[datetime, datetime]:
        zone = self._reader.zone
        first = self._moment("start", "date")
        start = to_utc(first, zone)
        last = self._end(first, start)
        end = to_utc(last, zone, start)
        if any(m.tzinfo is None and was_twice(m, zone) for m in (first, last)):
            self._seen.twice += 1
        return start, end

    def _moment(self, wanted: str, dated: str) -> datetime:
        """A date and time of one cell, or of its time of day and the date of another."""
        text, day = self._cell(wanted), self._cells.get(dated, "")
        if not text:
            raise BadValue(f"It has no {wanted}: write it as 2024-10-07 14:00.")
        if has_date(text) or not day:
            return read_moment(text, self._written.orders[wanted])
        clock = self._clock(wanted, text)
        self.at = dated
        return datetime.combine(read_day(day, self._written.orders[dated]), time()) + clock

    def _clock(self, wanted: str, text: str) -> timedelta:
        return read_clock(text, hours=self._written.hours[wanted])

    def _end(self, first: datetime, start: datetime) -> datetime:
        if not self._cell("end") and self._cell("minutes"):
            return start + _minutes(self._cell("minutes"))
        text = self._cell("end")
        if self._cells.get("end date") or not text or has_date(text):
            return self._moment("end", "end date")
        last = datetime.combine(first.date(), time(), first.tzinfo) + self._clock("end", text)
        if last >= first or self._second_time(last, start):
            return last
        self._seen.next_day += 1
        return last + timedelta(days=1)

    def _second_time(self, last: datetime, start: datetime) -> bool:
        """Whether an end before the start is the same night's, after the clocks went back."""
        zone = self._reader.zone
        return last.tzinfo is None and was_twice(last, zone) and to_utc(last, zone, start) > start

    def _staff(self) -> Staff:
        text = self._cell("staff")
        if text:
            self._seen.bare_staff += text.isdigit()
            return _known_staff(text)
        counts = {}
        for kind in STAFF_KINDS:
            number = self._cell(kind)
            if number:
                counts[kind] = _count(number)
        self.at = "staff"
        return staff_of(counts)

    def _mode(self) -> str:
        text = self._cell("mode")
        if not text:
            self._seen.mode += 1
            return _DEFAULT_MODE
        return read_mode(text)

    def _resourcing(self, source: str) -> str:
        text = self._cell("resourcing")
        if not text:
            self._seen.resourcing[source] += 1
            return _DEFAULT_RESOURCING.get(source, "core")
        return read_resourcing(text)


def read_mode(text: str) -> str:
    """The code of a mode of patrol, by code or label; raises :class:`BadValue`."""
    return _coded(text, _MODES, "mode of patrol", tuple(CODE_LISTS["patrol-mode"]))


def read_resourcing(text: str) -> str:
    """The code of a resourcing, as files write it; raises :class:`BadValue`."""
    return _coded(text, _RESOURCING, "resourcing", RESOURCING)


def _coded(text: str, known: Mapping[str, str], what: str, codes: Iterable[str]) -> str:
    code = known.get(folded(text))
    if code is None:
        raise BadValue(f"'{text}' is no {what}: it is one of {', '.join(codes)}.")
    return code


@lru_cache(4096)
def _known_staff(text: str) -> Staff:
    return parse_staff(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,6}(\.0+)?", text, re.ASCII):
        raise BadValue(f"'{text}' is no number of staff.")
    return int(float(text))


def _minutes(text: str) -> timedelta:
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text, re.ASCII):
        raise BadValue(f"'{text}' is no number of minutes.")
    return timedelta(seconds=round(float(text) * 60))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _defaults(counts: Counter[str]) -> dict[tuple[str, str], int]:
    return {(s, _DEFAULT_RESOURCING.get(s, "core")): n for s, n in counts.items()}
