"""A casebook with the counts of the paper that gave the WDD, in eight months of two years.

HS-01 has 207 and then 110 crimes, its control 308 and 318, the buffer beside it 178 and 157, the
buffer's control 150 and 140 (Wheeler and Ratcliffe 2018). The response begins on 1 April 2024.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on as at_noon

REF = "PMP-2024-001"
BEFORE, AFTER = Window.parse("2023-04:2023-11"), Window.parse("2024-04:2024-11")
WEST = {"HS-01": 1.50, "B-1": 1.51, "C-1": 1.60, "BC-1": 1.62}
PAPER = {"HS-01": (207, 110), "C-1": (308, 318), "B-1": (178, 157), "BC-1": (150, 140)}
DESIGN = {
    "code": "crime",
    "before_from": "2023-04",
    "before_to": "2023-11",
    "after_from": "2024-04",
    "after_to": "2024-11",
    "controls": ["C-1"],
    "buffers": ["B-1"],
    "buffer_controls": ["BC-1"],
}


def shared(total: int, window: Window) -> list[tuple[Month, int]]:
    """``total`` spread over the months as evenly as whole numbers go."""
    months = window.months
    return [
        (month, total // len(months) + (n < total % len(months))) for n, month in enumerate(months)
    ]


def rows_of(ref: str, counts: list[tuple[Month, int]]) -> list[str]:
    """Burglaries in the middle of the area ``ref``."""
    at = (WEST[ref] + 0.005, 51.255)
    return [row for m, count in counts for row in lomea.street_rows(m, lomea.BURGLARY, count, at)]


def add_areas(book: Book, folder: Path) -> None:
    """HS-01 and the three areas it is compared with."""
    for kind, refs in (
        ("hotspot", ["HS-01"]),
        ("control", ["C-1", "BC-1"]),
        ("buffer", ["B-1"]),
    ):
        themes = "serious violence" if kind == "hotspot" else ""
        features = [lomea.square(WEST[ref], ref, themes) for ref in refs]
        path = folder / f"{kind}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        import_places(book, path, follow=follow_boundaries, kind=kind)


def build(book: Book, folder: Path, *, without: tuple[Month, ...] = ()) -> None:
    """Areas, incidents and the profile; the months ``without`` are in no file."""
    add_areas(book, folder)
    rows = [
        row
        for ref, (before, after) in PAPER.items()
        for total, window in ((before, BEFORE), (after, AFTER))
        for row in rows_of(ref, [at for at in shared(total, window) if at[0] not in without])
    ]
    lomea.add_incidents(book, folder, rows)
    new = Profile(REF, "Fights at the rank")
    intake.new_profile(at_noon(book, date(2024, 1, 22)), new, hotspots=["HS-01"])


def begin(book: Book, on: str = "2024-04-01") -> None:
    """Begin the response with an action."""
    profiles.add_action(book, REF, {"title": "night bus", "start": on})
