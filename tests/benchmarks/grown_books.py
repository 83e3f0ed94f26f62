"""``python -m tests.benchmarks.grown_books FOLDER HOTSPOTS``: a made-up casebook of so many.

The land grows with them, so that each hotspot has about as many incidents and neighbours, and a
profile with a month's review of its own. ``FOLDER/casebook.db`` is the casebook.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.made_up import TYPES, Land

if TYPE_CHECKING:
    from casebook.book.opening import Book

LAST = "2024-11"
_MONTHS = [f"{2022 + (n + 9) // 12}-{(n + 9) % 12 + 1:02d}" for n in range(26)]
"""From October 2022: two years for charts, and what the first of them is compared with."""
_OPENED, _TODAY = date(2024, 10, 1), date(2024, 12, 18)
_OBJECTIVE = {
    "reported": "Traders and residents report cars broken into and groups shouting at night.",
    "aim": "Fewer cars broken into, and nights that people living there call quiet.",
    "measure": "crime",
}
_SCAN = {
    "community": "Traders of the parade and some forty households above the shops.",
    "events": "Cars broken into between ten and two, mostly at weekends, and shouting after.",
}
_RESPOND = {"strategy": "Light the car park, lock its upper deck at nine, and walk it at ten."}
_ACTIONS = ("Mend the lamps", "Cut the hedge", "Ask the owner for a gate")
_EACH = 20
"""Incidents for each hotspot and month, in it and about it."""
_HEADINGS = (
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
)


def grown_book(folder: Path, hotspots: int) -> None:
    """Make the casebook; one that is there is replaced."""
    from casebook.book.opening import open_book
    from casebook.cli.desk import system_login
    from casebook.core.months import Month
    from casebook.core.settings import Settings
    from casebook.incidents.import_files import import_incidents
    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places
    from casebook.reviews.months import open_month
    from casebook.store.settings import save_settings
    from casebook.upkeep.setup import make_casebook

    name, login = str(folder / "casebook.db"), system_login()
    Path(name).unlink(missing_ok=True)
    side = 1_000 + 900 * hotspots**0.5
    land = Land(side + 1_000, side + 1_000, hotspots, 20 * hotspots)
    kept = Settings("Made-up Police", synthetic="Synthetic data", today=_OPENED)
    book = make_casebook(name, login, kept)
    try:
        places = land.write_hotspots(folder / "hotspots.geojson")
        import_places(book, places, follow=follow_boundaries, kind="hotspot")
        with book.store.writing() as tx:
            own = replace(book.account, roles=("administrator", "inspector", "analyst"))
            tx.save(book.account, own, book.author)
    finally:
        book.store.close()
    book = open_book(name, login)
    try:
        _open_profiles(book, hotspots)
        with book.store.writing() as tx:
            save_settings(tx, kept, replace(kept, today=_TODAY), book.author)
    finally:
        book.store.close()
    book = open_book(name, login)
    try:
        import_incidents(book, [_incidents(land, folder / "street.csv")])
        open_month(book, Month.parse(LAST))
    finally:
        book.store.close()


def _open_profiles(book: Book, hotspots: int) -> None:
    """A profile for each hotspot, with what its owner wrote and three actions."""
    from casebook.profiles.intake import write_file
    from casebook.profiles.profile import Profile, ProfilePlace

    stages = {"objective": _OBJECTIVE, "scan": _SCAN, "respond": _RESPOND}
    actions = [{"title": f"{what} by the car park", "owner": "sergeant"} for what in _ACTIONS]
    with book.store.writing() as tx:
        for number in range(1, hotspots + 1):
            ref = f"PMP-2024-{number:04}"
            profile = Profile(ref, f"Problem {number}", stage="objective", opened=_OPENED)
            where = (ProfilePlace(ref, f"HS-{number:04}"),)
            write_file(tx, book, profile, where, stages, actions)


def _incidents(land: Land, path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        for at, month in enumerate(_MONTHS):
            writer.writerows(_month(land, at, month))
    return path


def _month(land: Land, at: int, month: str) -> Iterator[tuple[str, ...]]:
    from geo.crs import BNG, WGS84, transform

    number = _EACH * land.hotspots
    longitude, latitude = transform(*land.points(number, seed=at), BNG, WGS84)
    kinds = np.random.default_rng(at).integers(0, len(TYPES), number).tolist()
    for n, (x, y, kind) in enumerate(zip(longitude, latitude, kinds, strict=True)):
        ref = f"{at:02x}{n:08x}" if kind else ""
        where = f"{x:.6f}", f"{y:.6f}", "On or near a street", "", ""
        yield ref, month, "Made-up", "Made-up", *where, TYPES[kind], "", ""


if __name__ == "__main__":
    grown_book(Path(sys.argv[1]), int(sys.argv[2]))
