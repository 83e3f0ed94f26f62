"""Incidents laid out as data.police.uk lays out its own: by month, without times of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.generator.writing import table

if TYPE_CHECKING:
    from sample_data.generator.incidents.incident import Incident

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip

_FORCE = "Lomea Police"


def police_uk(found: dict[str, list[Incident]]) -> dict[str, bytes]:
    """The members of the archive: a folder a month, a CSV in each with CRLF line ends."""
    return {
        f"{month}/{month}-lomea-street.csv": table(
            [HEADER, *(_cells(row) for row in sorted(rows, key=_order))], "\r\n"
        )
        for month, rows in found.items()
    }


def _order(row: Incident) -> tuple[bool, str, bool, str, str, str]:
    area = "" if row.place is None else row.place.lsoa_name
    location = "" if row.place is None else row.place.location
    return row.place is None, area, bool(row.crime_id), row.crime_type, location, row.crime_id


def _cells(row: Incident) -> tuple[str, ...]:
    where = ("", "", "No Location", "", "")
    if row.place is not None:
        place = row.place
        where = (
            place.longitude, place.latitude, place.location, place.lsoa_code, place.lsoa_name,
        )  # fmt: skip
    return (row.crime_id, row.month, _FORCE, _FORCE, *where, row.crime_type, row.outcome, "")
