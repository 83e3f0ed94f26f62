"""Which columns of a file of GPS pings say what, and the files that say too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import pyarrow as pa

from casebook.core.english import counted
from casebook.files.gpx import GPX_COLUMNS
from casebook.files.mapping import NO_MAPPING, ColumnMapping, with_one_place
from casebook.files.sheet import Heading, LacksColumns, Sheet
from casebook.files.tabular import find_columns
from casebook.incidents import import_columns as incident_columns
from casebook.patrols import import_columns as patrol_columns

ALIASES: Mapping[str, Sequence[str]] = {
    "unit": (
        *patrol_columns.ALIASES["unit"],
        "resource",
        "asset",
        "vehicle",
        "vehicle id",
        "radio",
        "radio id",
        "device",
        "device id",
        "tracker",
        "tracker id",
    ),
    "time": (
        "time",
        "timestamp",
        "date time",
        "date and time",
        "gps time",
        "fix time",
        "ping time",
        "position time",
        "utc time",
        "logged at",
        "recorded at",
        "at",
    ),
    "date": ("date", "day", "fix date", "gps date"),
    **{
        name: incident_columns.ALIASES[name]
        for name in ("longitude", "latitude", "easting", "northing")
    },
    "device": (
        "device",
        "device id",
        "radio",
        "radio id",
        "issi",
        "handset",
        "terminal",
        "tracker",
        "tracker id",
        "imei",
    ),
    **{name: patrol_columns.ALIASES[name] for name in ("staff", "mode", "resourcing")},
}
"""What each wanted column may be called in a file; the names ``--map`` takes."""

_PAIRS = (("longitude", "latitude"), ("easting", "northing"))


@dataclass
class PingColumns:
    """Chooses the columns of each table, and remembers what was picked."""

    mapping: ColumnMapping
    unit: str | None
    """The unit of files that don't say."""
    of: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each file, ``{wanted: its name}``."""
    _picked: dict[str, None] = field(default_factory=dict)
    _named: list[str] = field(default_factory=list)

    def choose(self, heading: Heading) -> list[str]:
        """The columns to read of a table; raises :class:`BadFile`, naming what is missing."""
        gpx = heading.names == GPX_COLUMNS
        columns = find_columns(heading, ALIASES, NO_MAPPING if gpx else self.mapping)
        placed = any(set(pair) <= columns.keys() for pair in _PAIRS)
        missing = [] if "time" in columns else ["time"]
        if "unit" not in columns and self.unit is None and not gpx:
            missing.append("unit (or give --unit)")
        if not placed:
            missing.append("longitude and latitude (or easting and northing)")
        if missing:
            raise LacksColumns(heading, ", for ".join(missing))
        columns = with_one_place(columns, self.mapping)
        if columns.get("device") == columns.get("unit"):  # all that names the unit is its device
            columns.pop("device", None)
        self.of[heading.file] = columns
        if not gpx:
            self._picked[self.mapping.said(columns)] = None
        return list(dict.fromkeys(columns.values()))

    def numeric(self, name: str) -> bool:
        """Whether a column holds coordinates, so far as is known, and nothing else."""
        return self._holds(name, {part for pair in _PAIRS for part in pair})

    def instants(self, name: str) -> bool:
        """Whether a column holds the times of pings, so far as is known, and nothing else."""
        return self._holds(name, {"time"})

    def _holds(self, name: str, wanted: Set[str]) -> bool:
        held = {one for of in self.of.values() for one, called in of.items() if called == name}
        return bool(held) and held <= wanted

    def dates(self, sheet: Sheet) -> list[str]:
        """The columns of a table that hold dates as they were written."""
        columns = self.of[sheet.file]
        if pa.types.is_timestamp(sheet.table[columns["time"]].type):
            return []
        wanted = (columns[name] for name in ("time", "date") if name in columns)
        return [name for name in wanted if name in sheet.names]

    def unit_of(self, file: str) -> str:
        """The unit of a file that has no column for it: as given, else what the file is called."""
        if self.unit is not None:
            return self.unit
        self._named.append(file)
        return file.rpartition("/")[2].rpartition(".")[0]

    def said(self) -> tuple[str, ...]:
        """What was picked, a sentence each."""
        if not self._named:
            return tuple(self._picked)
        first, files = self._named[0], len(self._named)
        whose = (
            f"{first} names"
            if files == 1
            else f"{first} and {counted(files - 1, 'more file name', 'more files name')}"
        )
        note = f"{whose} no unit: taken to be what the file is called. --unit gives another."
        return (*self._picked, note)
