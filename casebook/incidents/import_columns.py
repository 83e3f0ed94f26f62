"""Recognising files of incidents: whose layout it is, and which column holds what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from casebook.core.english import counted
from casebook.core.errors import BadFile
from casebook.files.mapping import NO_MAPPING, ColumnMapping, with_one_place
from casebook.files.sheet import POINT_COLUMNS, Heading, LacksColumns, Sheet
from casebook.files.tabular import find_columns

POLICE_UK = "data.police.uk"
FORCE_EXTRACT = "force extract"

_COARSE = (
    "Crime type",
    "Category",
    "Crime category",
    "Offence group",
    "Offence category",
    "Offense group",
    "Offense category",
    "Primary type",
)
_EITHER = (
    "Offence",
    "Offence type",
    "Offence description",
    "Offence title",
    "Offense",
    "Offense type",
    "Offense description",
    "Offense name",
)
"""Columns that hold the sub-type beside one of the coarse ones, and the type without."""
_RECORDED = (
    "Recorded",
    "Recorded on",
    "Date recorded",
    "Recorded date",
    "Reported",
    "Reported on",
    "Date reported",
    "Reported date",
    "Report date",
    "Date of report",
    "Date rptd",
    "Report datetime",
    "Created",
)
"""What files call the date an incident was told of."""
_TIMES = (
    "Time occurred",
    "Occurred time",
    "Occur time",
    "Occurrence time",
    "Time of occurrence",
    "Time of offence",
    "Time of offense",
    "Offence time",
    "Offense time",
    "Incident time",
    "Time committed",
    "Committed time",
    "Committed from time",
    "Occurred from time",
    "Time from",
    "Start time",
    "Time",
)
_TIMES_RECORDED = (
    "Time recorded",
    "Recorded time",
    "Time reported",
    "Reported time",
    "Report time",
    "Time of report",
    "Time rptd",
    "Time created",
    "Time",
)
"""What files call the time of day beside a date of each sort."""

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": (
            "Crime ID",
            "persistent_id",
            "Crime number",
            "Crime no",
            "Crime ref",
            "Crime reference",
            "Crime reference number",
            "Crime ref no",
            "Incident ref no",
            "CRN",
            "Incident ref",
            "Incident reference",
            "Incident number",
            "Incident no",
            "Incident ID",
            "URN",
            "Occurrence number",
            "Occurrence ref",
            "Case number",
            "Case no",
            "Case ID",
            "Report number",
            "Report no",
            "Offense number",
            "DR no",
            "CAD number",
            "CAD ref",
            "CAD",
            "Log number",
            "Log no",
            "Reference number",
            "Reference",
            "Ref",
            "UID",
            "ID",
        ),
        "month": ("Month", "Year month"),
        "date": (
            "Date time",
            "Date and time",
            "Date",
            "Occurred",
            "Occurred at",
            "Occurred on",
            "Occurred from",
            "Date occurred",
            "Date from",
            "Committed from",
            "Committed on",
            "Date committed",
            "Date committed from",
            "Date time committed from",
            "Earliest date",
            "Date time from",
            "Occurred from date",
            "Occurred from date time",
            "Date time occurred",
            "Date time committed",
            "Offence date",
            "Incident date",
            "Start date",
            "Date of offence",
            "Occur date",
            "Occurred date",
            "Occurrence date",
            "Date of occurrence",
            "Date occ",
            "Occur datetime",
            "Occurred datetime",
            "Occurred on date",
            "Offense date",
            "Offense start date",
            "Offense start datetime",
            "Date of offense",
            "Incident datetime",
            "Incident date time",
            *_RECORDED,
        ),
        "time": tuple(dict.fromkeys((*_TIMES, *_TIMES_RECORDED))),
        "type": (
            *_COARSE,
            *_EITHER,
            "Incident type",
            "Final incident type",
            "Closing code",
            "Classification",
            "Type",
        ),
        "subtype": (
            "Offence sub-type",
            "Crime sub-type",
            "Incident sub-type",
            "Sub-type",
            "Crime sub-category",
            "Sub-category",
            *_EITHER,
        ),
        "kind": ("Kind",),
        "outcome": (
            "Last outcome category",
            "outcome_status.category",
            "Outcome",
            "Outcome category",
            "Outcome type",
            "Current outcome",
            "Disposal",
            "Disposition",
            "Case disposition",
            "Case status",
            "Clearance status",
            "Result",
            "Status",
        ),
        "street": (
            "Location",
            "location.street.name",
            "Street",
            "Street name",
            "Road name",
            "Road",
            "Block",
            "Block address",
            "Hundred block",
        ),
        "force": ("Falls within", "Force", "Force name"),
        "reported by": ("Reported by",),
        "longitude": ("Longitude", "location.longitude", "Long", "Lon", "Lng"),
        "latitude": ("Latitude", "location.latitude", "Lat"),
        "easting": (
            POINT_COLUMNS[0],
            "Easting",
            "Eastings",
            "Grid easting",
            "OS easting",
            "Easting X",
            "X",
        ),
        "northing": (
            POINT_COLUMNS[1],
            "Northing",
            "Northings",
            "Grid northing",
            "OS northing",
            "Northing Y",
            "Y",
        ),
    }
)
"""What files call each column, best first; the left-hand names are those of a user's mapping."""
FACTS = frozenset(
    {"month", "date", "time", "type", "subtype", "kind"}
    | {"longitude", "latitude", "easting", "northing"}
)
"""Those that hold when an incident was, of what type, and where."""

_STREET_CSV = {"Crime ID", "Falls within", "Crime type"}
_API = {"persistent_id", "category"}
_REPORTED = {"Crime ID", "Month", "Reported by", "Crime type"}
"""Only beside these columns is who reported a crime a force, and not a person."""
_COORDINATES = frozenset({"longitude", "latitude", "easting", "northing"})
_TIME_FOR = {"date": "time", "dt": "tm"}


@dataclass
class Recognised:
    """The columns of each table as they are chosen, and what was left out."""

    mapping: ColumnMapping = NO_MAPPING
    wanted: Collection[str] = frozenset(ALIASES)
    """Those of :data:`ALIASES` that are to be read."""
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each file, ``{wanted: its name}``."""
    layouts: dict[str, str] = field(default_factory=dict)
    """For each file, :data:`POLICE_UK` or :data:`FORCE_EXTRACT`."""
    left_out: dict[str, list[str]] = field(default_factory=dict)
    """Files that hold no incidents, by what they are."""
    _held: dict[str, set[str]] = field(default_factory=dict)
    """For each column that some table has by this name, what it holds."""
    _found: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    """Which column holds what in every table with these columns."""

    def choose(self, heading: Heading) -> set[str] | None:
        """The columns to read of a table; None where it is known to hold something else.

        Raises :class:`BadFile`, naming what is missing and what was found.
        """
        other = _no_incidents(heading)
        if other:
            self.left_out.setdefault(other, []).append(heading.file)
            return None
        found = self._found.get(heading.names)
        if found is None:  # a year of files has one heading
            found = self._found[heading.names] = self._find(heading)
            for wanted, name in found.items():
                self._held.setdefault(name, set()).add(wanted)
        self.columns[heading.file] = found
        police = any(names <= set(heading.names) for names in (_STREET_CSV, _API))
        self.layouts[heading.file] = POLICE_UK if police else FORCE_EXTRACT
        return set(self._read_of(found).values())

    def _find(self, heading: Heading) -> dict[str, str]:
        """Which column holds what; raises :class:`LacksColumns`."""
        found = _two_types(find_columns(heading, ALIASES, self.mapping), self.mapping)
        if "force" in found or not set(heading.names) >= _REPORTED:
            found.pop("reported by", None)
        found = _with_its_time(found, heading, self.mapping)
        missing = _missing(found, heading)
        if missing:
            raise LacksColumns(heading, " or for ".join(missing))
        return with_one_place(found, self.mapping)

    def join(self, later: Recognised) -> None:
        """Take in the tables that ``later`` was shown, which came after these."""
        self.columns |= later.columns
        self.layouts |= later.layouts
        for other, files in later.left_out.items():
            self.left_out.setdefault(other, []).extend(files)

    @property
    def of(self) -> Mapping[str, Mapping[str, str]]:
        """For each table, which of its columns holds each field."""
        return self.columns

    def dates(self, sheet: Sheet) -> tuple[str, ...]:
        """The columns of a table that hold dates."""
        columns = self.columns[sheet.file]
        wanted = (columns[name] for name in ("date", "month") if name in columns)
        return tuple(name for name in wanted if name in sheet.names)

    def few(self, name: str) -> bool:
        """Whether a column repeats its values, so far as is known: all but those of IDs do."""
        return "id" not in self._held.get(name, ())

    def numeric(self, name: str) -> bool:
        """Whether a column holds coordinates, so far as is known, and nothing else."""
        held = self._held.get(name)
        return held is not None and held <= _COORDINATES

    def refuse_two_sources(self) -> None:
        """Raise :class:`BadFile` where some files are data.police.uk's and some aren't."""
        first = {layout: file for file, layout in reversed(self.layouts.items())}
        if len(first) > 1:
            raise BadFile(
                f"{first[POLICE_UK]} comes from data.police.uk and {first[FORCE_EXTRACT]} "
                "doesn't: import them one after the other."
            )

    def refuse_if_nothing(self) -> None:
        """Raise :class:`BadFile` where every table was left out."""
        if not self.columns and self.left_out:
            what, files = next(iter(self.left_out.items()))
            raise BadFile(
                f"{files[0]} is a file of {what}, not of incidents: give the street file, "
                "whose name ends in -street.csv."
            )

    def notes(self, crs: str) -> list[str]:
        """A sentence for each thing that was left out or picked; eastings are in ``crs``."""
        notes = [
            f"{counted(len(files), 'file')} of {what} left out: they hold no incidents."
            for what, files in self.left_out.items()
        ]
        read = (self._read_of(self.columns[file]) for file in self._extracts)
        notes += dict.fromkeys(self.mapping.said(columns) for columns in read)
        eastings = {columns.get("easting") for columns in self.columns.values()}
        if eastings - {None, POINT_COLUMNS[0]}:
            notes.append(f"Eastings and northings were taken to be {crs}.")
        return notes

    def source_note(self) -> str:
        """What the files' source is called where the user doesn't name it."""
        name = FORCE_EXTRACT if self._extracts else POLICE_UK
        return f"The source is called '{name}'; --source NAME gives it another name."

    @property
    def _extracts(self) -> list[str]:
        return [file for file, layout in self.layouts.items() if layout == FORCE_EXTRACT]

    def _read_of(self, columns: Mapping[str, str]) -> dict[str, str]:
        return {wanted: name for wanted, name in columns.items() if wanted in self.wanted}


def _no_incidents(heading: Heading) -> str | None:
    names = set(heading.names)
    if {"Object of search", "Legislation"} <= names:
        return "stop and search"
    if {"Crime ID", "Outcome type"} <= names and "Crime type" not in names:
        return "outcomes"
    return None


def _two_types(found: dict[str, str], mapping: ColumnMapping) -> dict[str, str]:
    """``found`` without a sub-type that is only what the file calls its type."""
    if "subtype" not in found or "subtype" in (*mapping.columns, *mapping.values):
        return found
    if _among(found["subtype"], _EITHER) and not _among(found.get("type", ""), _COARSE):
        return {wanted: name for wanted, name in found.items() if wanted != "subtype"}
    return found


def _with_its_time(
    found: dict[str, str], heading: Heading, mapping: ColumnMapping
) -> dict[str, str]:
    """``found`` with the time of day that goes with its date, if any.

    A time of report beside a date of offence is another moment's.
    """
    if "time" in (*mapping.columns, *mapping.values):
        return found
    found = {wanted: name for wanted, name in found.items() if wanted != "time"}
    date = found.get("date")
    if date is None:
        return found
    namesake = re.sub(
        r"date|dt", lambda word: _TIME_FOR[word[0].lower()], date, flags=re.IGNORECASE
    )
    usual = _TIMES_RECORDED if _among(date, _RECORDED) else _TIMES
    names = (namesake, *usual) if namesake != date else usual
    found |= find_columns(heading, {"time": names})
    return {wanted: found[wanted] for wanted in ALIASES if wanted in found}


def _among(name: str, names: tuple[str, ...]) -> bool:
    """Whether a column's name is one of these, however it is written."""
    return bool(find_columns(Heading("", (name,)), {"it": names}))


def _missing(found: Mapping[str, str], heading: Heading) -> list[str]:
    missing = []
    if "type" not in found:
        missing.append("the type of crime or incident")
    if "month" not in found and "date" not in found:
        missing.append("the date or month")
    pairs = (("longitude", "latitude"), ("easting", "northing"))
    placed = any(x in found and y in found for x, y in pairs)
    # the API has a list of crimes without a location, which has no columns for one either
    if not placed and not set(heading.names) >= _API:
        missing.append("longitude and latitude, or easting and northing")
    return missing
