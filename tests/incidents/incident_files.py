"""Files of incidents to import, and what a casebook then holds of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casebook.book.opening import Book
from casebook.incidents.queries import stored as incidents
from casebook.store.tables import incident

STREET = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
EXTRACT = ("Crime number", "Date", "Offence", "Easting", "Northing", "Outcome", "Street")
ASB, BURGLARY, ROBBERY = "Anti-social behaviour", "Burglary", "Robbery"
OPEN, CHARGED = "Under investigation", "Offender charged"
QUAY, MOLE = ("1.505", "51.255"), ("1.525", "51.256")
FORCE = "Lomea Police"


def street_row(
    crime_id: str = "",
    month: str = "2024-09",
    kind: str = BURGLARY,
    outcome: str = "",
    at: tuple[str, str] = QUAY,
    location: str = "On or near Quay Street",
    force: str = FORCE,
) -> tuple[str, ...]:
    """A row as data.police.uk writes it."""
    lsoa = ("L01", "Lomea 001A") if at[0] else ("", "")
    return (crime_id, month, force, force, *at, location, *lsoa, kind, outcome, "")


def write_csv(path: Path, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    """A CSV file with CRLF line ends, as data.police.uk and Excel write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)
    return path


def street_file(path: Path, *rows: tuple[str, ...]) -> Path:
    """A street file of data.police.uk."""
    return write_csv(path, STREET, rows)


def extract_row(**changed: Any) -> tuple[Any, ...]:
    """A row of a force's own extract."""
    row = {
        "Crime number": "46/1/24",
        "Date": "07/10/2024 22:15",
        "Offence": "Robbery of personal property",
        "Easting": 644665,
        "Northing": 156485,
        "Outcome": "",
        "Street": "Quay Street",
    } | changed
    return tuple(row.values())


def extract(path: Path, *rows: tuple[Any, ...], heading: tuple[str, ...] = EXTRACT) -> Path:
    """A force extract as CSV."""
    return write_csv(path, heading, rows)


def held(book: Book) -> list[dict[str, Any]]:
    """Every incident of a casebook with its words in place of their numbers, in key order."""
    with book.store.reading() as tx:
        types = incidents.types(tx)
        outcomes = tx.setting(incidents.OUTCOMES, [])
        sources = tx.setting(incidents.SOURCES, [])
        rows = tx.sql.execute(select(incident).order_by(incident.c.key)).mappings().all()
    return [
        dict(row)
        | {
            "type": types[row["type"]][0],
            "kind": types[row["type"]][1],
            "outcome": outcomes[row["outcome"]],
            "source": sources[row["source"]],
        }
        for row in rows
    ]


def said(book: Book) -> list[tuple[Any, ...]]:
    """What a casebook says of each incident, whichever load said it."""
    names = ("key", "month", "at", "x", "y", "type", "kind", "outcome", "street", "source")
    return [(*(row[name] for name in names), row["withdrawn"] is None) for row in held(book)]


def one(book: Book) -> dict[str, Any]:
    """The only incident of a casebook."""
    (row,) = held(book)
    return row
