"""The Isle of Lomea: an invented force area with invented data to show Casebook with.

Importing this loads nothing but the standard library; `python -m sample_data` makes the files
again. What each file is stands in this package's README.md.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

SAMPLE_TODAY = date(2024, 12, 18)
"""The day on which the sample is looked at."""

FILES = (
    "coastline.geojson",
    "districts.geojson",
    "wards.geojson",
    "streets.geojson",
    "hotspots.geojson",
    "incidents.zip",
    "patrols-rota.csv",
    "patrols-claims.csv",
    "patrols-sheets.csv",
    "accounts.json",
    "profiles.json",
)

_FOLDER = Path(__file__).parent / "lomea"


def path(name: str) -> Path:
    """Where a committed sample file lies.

    Raises ValueError naming the files there are when there is none called `name`.

    >>> path("hotspots.geojson").name
    'hotspots.geojson'
    """
    if name not in FILES:
        raise ValueError(f"There is no sample file '{name}'; there are {', '.join(FILES)}.")
    return _FOLDER / name
