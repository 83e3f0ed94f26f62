"""What the tests of importing pings share: two drawn hotspots, and files of pings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.patrols import queries as patrols
from casebook.patrols.gps.import_pings import import_pings
from casebook.places.import_polygons import import_places
from casebook.store.report import ImportReport
from tests.places.place_files import SOUTH, WEST, feature, places_file, square

HEAD = "unit,time,easting,northing"
ONE, TWO, AWAY = (WEST + 50, SOUTH + 50), (WEST + 550, SOUTH + 50), (WEST + 300, SOUTH + 300)
"""A spot in HS-01, one in HS-02, and one in neither."""


def with_squares(book: Book, valid_from: date | None = None) -> Book:
    """``book`` with HS-01 and HS-02, squares of 100 m."""
    path = places_file(
        Path(book.store.book).with_name("hotspots.geojson"),
        feature(square(0, 0), ref="HS-01"),
        feature(square(500, 0), ref="HS-02"),
    )
    import_places(book, path, follow=follow_boundaries, kind="hotspot", valid_from=valid_from)
    return book


def run(
    start: str, minutes: int, spot: tuple[int, int] = ONE, unit: str = "LH21", every: int = 60
) -> list[str]:
    """Rows with a ping every so many seconds, from ``start`` (ISO with its zone) to the end."""
    first = datetime.fromisoformat(start)
    times = (first + timedelta(seconds=n) for n in range(0, minutes * 60 + 1, every))
    return [f"{unit},{time.isoformat()},{spot[0]},{spot[1]}" for time in times]


def write(book: Book, rows: Iterable[str], name: str = "pings.csv", head: str = HEAD) -> Path:
    """A CSV of ``rows`` beside the casebook."""
    path = Path(book.store.book).with_name(name)
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def ping(
    book: Book, rows: Sequence[str], name: str = "pings.csv", head: str = HEAD, **options: Any
) -> ImportReport:
    """Import a CSV of ``rows``."""
    return import_pings(book, [write(book, rows, name, head)], **options)


def visits(book: Book) -> list[tuple[str, str, str, int]]:
    """Unit, hotspot, UTC start and minutes of every stored GPS visit, in order."""
    with book.store.reading() as tx:
        units = patrols.units(tx)
        far = (
            datetime.fromisoformat("2000-01-01T00:00Z"),
            datetime.fromisoformat("2050-01-01T00:00Z"),
        )
        held = [one.patrol for one in patrols.stored(tx, units, *far)]
    return sorted(
        (one.unit, one.place, f"{one.start:%m-%d %H:%M}", int(one.minutes))
        for one in held
        if one.source == "gps"
    )
