"""Which columns of a file of patrols say what, and the files that say too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebook.core.codes import STAFF_KINDS
from casebook.core.english import listed
from casebook.core.errors import BadFile
from casebook.files.date_orders import DateOrders
from casebook.files.dates import DateOrder
from casebook.files.mapping import ColumnMapping
from casebook.files.progress import Progress
from casebook.files.tabular import Heading, LacksColumns, Sheet, find_columns, sheets
from casebook.patrols.patrol import SOURCES

ALIASES: Mapping[str, Sequence[str]] = {
    "unit": ("unit", "callsign", "call sign", "unit callsign", "rota line", "team"),
    "hotspot": ("hotspot", "hotspot ref", "hotspot id", "ref", "place", "location", "zone"),
    "start": ("start", "start time", "started", "from", "time from", "start datetime", "on"),
    "end": ("end", "end time", "ended", "finish", "to", "time to", "until", "end datetime", "off"),
    "date": ("date", "start date", "day", "shift date", "duty date"),
    "end date": ("end date", "finish date", "date to"),
    "minutes": ("minutes", "mins", "duration", "duration minutes", "duration mins"),
    "staff": ("staff", "officers", "crew", "staffing", "number of officers", "headcount"),
    **{kind: (kind, f"{kind}s") for kind in STAFF_KINDS},
    "mode": ("mode", "patrol mode"),
    "resourcing": ("resourcing", "funding", "funded by"),
    "source": ("source",),
}
"""What each wanted column may be called in a file; the names ``--map`` takes."""

_DATES = ("start", "end", "date", "end date")


@dataclass(frozen=True)
class PatrolSheet:
    """One table of patrols, and what it calls each column that can be read."""

    sheet: Sheet
    columns: Mapping[str, str]
    orders: DateOrders

    def order(self, wanted: str) -> DateOrder:
        """How the dates of a wanted column are written."""
        return self.orders.order(self.sheet.file, self.columns.get(wanted, ""))


@dataclass(frozen=True)
class PatrolColumns:
    """Chooses the columns of each table."""

    mapping: ColumnMapping
    source: str | None
    """Where rows come from that don't say."""
    of: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """For each table, which of its columns holds each field."""

    def choose(self, heading: Heading) -> list[str]:
        """The columns to read of a table.

        Raises :class:`LacksColumns` for one without those that patrols need, and :class:`BadFile`
        for one that doesn't say whether it is a rota, claims or sheets where nobody else does.
        """
        columns = find_columns(heading, ALIASES, self.mapping)
        _refuse_missing(heading, columns, self.source)
        self.of[heading.file] = columns
        return list(dict.fromkeys(columns.values()))


def read_sheets(
    paths: Sequence[Path], chosen: PatrolColumns, progress: Progress, tabs: Sequence[str] = ()
) -> tuple[PatrolSheet, ...]:
    """The tables of ``paths`` (or only ``tabs``), each with the columns that patrols need.

    Raises :class:`BadFile` for a file without them.
    """
    mapping = chosen.mapping
    orders = DateOrders(mapping.date_order)
    found = []
    for sheet in sheets(paths, choose=chosen.choose, tabs=tabs, progress=progress):
        columns = chosen.of[sheet.file]
        dates = (columns[wanted] for wanted in _DATES if wanted in columns)
        orders.see(sheet, [name for name in dates if name in sheet.names])
        found.append(PatrolSheet(mapping.filled(sheet), columns, orders))
    return tuple(found)


def _refuse_missing(heading: Heading, columns: Mapping[str, str], source: str | None) -> None:
    missing = [name for name in ("unit", "hotspot", "start") if name not in columns]
    if not {"end", "minutes"} & columns.keys():
        missing.append("end (or minutes)")
    if not {"staff", *STAFF_KINDS} & columns.keys():
        missing.append("staff")
    if missing:
        raise LacksColumns(heading, listed(missing))
    if source is None and "source" not in columns:
        raise BadFile(
            f"{heading.file} doesn't say where its patrols come from: give --source, one of "
            f"{', '.join(SOURCES)}."
        )
