"""A small casebook worked out by hand: two square hotspots, a year and a bit of months."""

from __future__ import annotations

import json
from pathlib import Path

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.incidents.import_files import import_incidents
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.patrols.import_files import import_patrols
from casebook.places.import_polygons import import_places

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
IN_ONE, IN_TWO = (1.505, 51.255), (1.525, 51.255)
VIOLENCE, ASB, BURGLARY = "Violence and sexual offences", "Anti-social behaviour", "Burglary"


def square(west: float, ref: str, themes: str) -> dict[str, object]:
    """A hotspot 0.01 degrees wide, from ``west`` on."""
    ring = [[west, 51.25], [west + 0.01, 51.25], [west + 0.01, 51.26], [west, 51.26], [west, 51.25]]
    return {
        "type": "Feature",
        "properties": {"ref": ref, "name": f"The {ref}", "themes": themes},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def add_hotspots(book: Book, folder: Path) -> None:
    """HS-01 (serious violence and ASB) and HS-02 (ASB only), side by side."""
    features = [square(1.50, "HS-01", "serious violence;asb"), square(1.52, "HS-02", "asb")]
    path = folder / "hotspots.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_places(book, path, follow=follow_boundaries, kind="hotspot")


def street_rows(month: Month, kind: str, count: int, at: tuple[float, float]) -> list[str]:
    """``count`` rows of one type in one place, as data.police.uk writes them."""
    rows = []
    for n in range(count):
        crime_id = "" if kind == ASB else f"{kind[:3]}{month}{at[0]}{n}"
        rows.append(
            f"{crime_id},{month},Lomea Police,Lomea Police,{at[0]},{at[1]},On or near Quay Street,"
            f"L01,Lomea 001A,{kind},{'' if kind == ASB else 'Under investigation'},"
        )
    return rows


def add_incidents(
    book: Book, folder: Path, rows: list[str], name: str = "street.csv", **how: object
) -> None:
    """Import street rows."""
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    import_incidents(book, [path], **how)  # type: ignore[arg-type]


def thirteen_months(in_last: int = 9) -> list[str]:
    """HS-01: 4 violence and 2 burglaries a month for a year to Aug 2024, then ``in_last`` violence.

    HS-02: 20 ASB a month for that year, then 7.
    """
    rows: list[str] = []
    for month in Window.parse("2023-09:2024-08").months:
        rows += street_rows(month, VIOLENCE, 4, IN_ONE)
        rows += street_rows(month, BURGLARY, 2, IN_ONE)
        rows += street_rows(month, ASB, 20, IN_TWO)
    last = Month(2024, 9)
    rows += street_rows(last, VIOLENCE, in_last, IN_ONE)
    rows += street_rows(last, BURGLARY, 1, IN_ONE)
    return rows + street_rows(last, ASB, 7, IN_TWO)


def add_patrols(book: Book, folder: Path, name: str, *rows: str) -> None:
    """Import patrol rows: unit,hotspot,start,end,staff,mode,resourcing,source."""
    path = folder / name
    path.write_text(
        "\n".join(["unit,hotspot,start,end,staff,mode,resourcing,source", *rows]) + "\n"
    )
    import_patrols(book, [path])
