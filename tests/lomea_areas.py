"""The small town's areas: two districts of wards, and an impact area that groups two of those."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from casebook.book.opening import Book
from casebook.core.months import Month
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from tests import lomea

IN_W1, IN_W3, IN_D2, AT_SEA = (1.495, 51.245), (1.555, 51.255), (1.595, 51.255), (1.7, 51.255)
"""Points in ward W1 (beside its hotspot), in W3, in district D2 but no ward, and off the island."""
DRUGS, ROBBERY = "Drugs", "Robbery"


def box(ref: str, west: float, east: float) -> dict[str, object]:
    """An area between two longitudes."""
    ring = [[west, 51.24], [east, 51.24], [east, 51.27], [west, 51.27], [west, 51.24]]
    return {
        "type": "Feature",
        "properties": {"ref": ref, "name": f"Area {ref}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def take_areas(book: Book, folder: Path, kind: str, *features: dict[str, object]) -> None:
    """Import areas of one kind."""
    path = folder / f"{kind}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    import_places(book, path, follow=follow_boundaries, kind=kind)


def add_areas(book: Book, folder: Path) -> None:
    """D1 is W1 and W2, side by side; D2 is W3 and a strip in no ward; IA-1 groups W1 and W3."""
    take_areas(book, folder, "district", box("D1", 1.49, 1.54), box("D2", 1.54, 1.60))
    take_areas(
        book, folder, "ward", box("W1", 1.49, 1.515), box("W2", 1.515, 1.54), box("W3", 1.54, 1.59)
    )
    group = Place("IA-1", "impact area", "Docks and Ferry", parent=None, groups=("W1", "W3"))
    with book.store.writing() as tx:
        tx.save(None, group, book.author)
        ward = tx.load_one(Place, ref="W2")
        assert ward is not None
        renamed = dataclasses.replace(ward, aliases=("Mole End",))
        tx.save(ward, renamed, book.author)


def two_septembers() -> list[str]:
    """September 2023 and September 2024 by type and place, worked out by hand.

    ========  =============  =============  =============  =====  ======  =======
    .         W1 in HS-01    W1 beside      W3             D2     at sea  no x, y
    ========  =============  =============  =============  =====  ======  =======
    burglary  20, 8          10, 3          5, 6           2, 1   1, 0    0, 4
    robbery   4, 9           .              .              .      .       .
    drugs     .              0, 3           12, 12         .      .       .
    ASB       .              .              30, 11         .      .       .
    ========  =============  =============  =============  =====  ======  =======
    """
    rows: list[str] = []
    for month, counts in (
        (Month(2023, 9), (20, 10, 5, 2, 1, 0, 4, 0, 12, 30)),
        (Month(2024, 9), (8, 3, 6, 1, 0, 4, 9, 3, 12, 11)),
    ):
        one, beside, three, strip, sea, nowhere, robbery, drugs, drugs_three, asb = counts
        rows += lomea.street_rows(month, lomea.BURGLARY, one, lomea.IN_ONE)
        rows += lomea.street_rows(month, lomea.BURGLARY, beside, IN_W1)
        rows += lomea.street_rows(month, lomea.BURGLARY, three, IN_W3)
        rows += lomea.street_rows(month, lomea.BURGLARY, strip, IN_D2)
        rows += lomea.street_rows(month, lomea.BURGLARY, sea, AT_SEA)
        rows += nowhere_rows(month, lomea.BURGLARY, nowhere)
        rows += lomea.street_rows(month, ROBBERY, robbery, lomea.IN_ONE)
        rows += lomea.street_rows(month, DRUGS, drugs, IN_W1)
        rows += lomea.street_rows(month, DRUGS, drugs_three, IN_W3)
        rows += lomea.street_rows(month, lomea.ASB, asb, IN_W3)
    return rows


def nowhere_rows(month: Month, kind: str, count: int) -> list[str]:
    """Rows without coordinates, as data.police.uk writes them."""
    rows = lomea.street_rows(month, kind, count, (0.0, 0.0))
    return [row.replace(",0.0,0.0,On or near Quay Street", ",,,No Location") for row in rows]
