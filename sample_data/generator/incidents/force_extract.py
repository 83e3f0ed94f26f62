"""Incidents laid out as a force's own extract: a row for each, to the minute and with sub-types."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sample_data.generator.writing import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_data.generator.incidents.incident import Incident

HEADER = (
    "Reference", "Crime type", "Offence", "Committed from", "Easting", "Northing", "Location",
    "Outcome",
)  # fmt: skip


def force_extract(found: dict[str, list[Incident]]) -> dict[str, bytes]:
    """The members of the archive: a CSV a month in order of time, with CRLF line ends.

    A crime stands once, in its first month and with its last outcome. Crimes are numbered through
    each month, ASB calls through each day.
    """
    return {
        f"lomea-incidents-{month}.csv": table([HEADER, *_rows(month, rows)], "\r\n")
        for month, rows in _once(found).items()
    }


def _once(found: dict[str, list[Incident]]) -> dict[str, list[Incident]]:
    last = {row.crime_id: row.outcome for rows in found.values() for row in rows}
    seen: set[str] = set()
    once: dict[str, list[Incident]] = {}
    for month, rows in found.items():
        first = [row for row in rows if row.crime_id not in seen or not row.crime_id]
        once[month] = [replace(row, outcome=last[row.crime_id]) for row in first]
        seen.update(row.crime_id for row in first)
    return once


def _rows(month: str, rows: list[Incident]) -> Iterator[tuple[str, ...]]:
    numbers: Counter[str] = Counter()
    for row in sorted(rows, key=_order):
        run = f"LOM-C-{month}" if row.crime_id else f"LOM-A-{row.at:%Y-%m-%d}"
        numbers[run] += 1
        width = 4 if row.crime_id else 3
        where = ("", "", "No location")
        if row.place is not None:
            name = row.place.location.removeprefix("On or near ")
            where = (f"{row.place.x:.1f}", f"{row.place.y:.1f}", name)
        yield (
            f"{run}-{numbers[run]:0{width}d}",
            row.crime_type,
            row.offence,
            f"{row.at:%d/%m/%Y %H:%M}",
            *where,
            row.outcome,
        )


def _order(row: Incident) -> tuple[str, str, str, str]:
    place = "" if row.place is None else f"{row.place.x} {row.place.y}"
    return row.at.isoformat(), row.crime_id, row.offence, place
