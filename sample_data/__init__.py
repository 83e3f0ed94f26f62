"""The Isle of Lomea: an invented force area with invented data to show Casebook with.

Gives the finished files in `lomea`, and loads nothing but the standard library. What each file is
stands in this package's README.md; a checkout also has `written` and `generator`, which make them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

SAMPLE_TODAY = date(2024, 12, 18)
"""The day on which the sample is looked at."""

REGISTER_FILES = {
    "agency": "agencies.csv",
    "closing-check": "closing-checks.csv",
    "programme": "programmes.csv",
    "phase": "phases.csv",
    "indicator": "indicators.csv",
    "benefit": "benefits.csv",
    "benefit-review": "benefit-reviews.csv",
    "paper": "papers.csv",
    "activity": "activities.csv",
    "reading": "readings.csv",
    "fund": "funds.csv",
    "spend": "spends.csv",
    "abstraction": "abstractions.csv",
    "duty-hours": "duty-hours.csv",
    "query": "queries.csv",
    "priority": "priorities.csv",
    "you-said": "you-said.csv",
    "meeting": "meetings.csv",
    "practitioner": "practitioners.csv",
    "scrutiny": "scrutiny.csv",
    "scrutiny-action": "scrutiny-actions.csv",
    "lead": "leads.csv",
    "sharing": "sharings.csv",
    "request": "requests.csv",
    "document": "documents.csv",
    "note": "notes.csv",
}
"""Each register's kind and its file, in the order they are imported: refs first."""

FILES = (
    "coastline.geojson",
    "districts.geojson",
    "wards.geojson",
    "impact-areas.geojson",
    "streets.geojson",
    "hotspots.geojson",
    "hotspots-retired.geojson",
    "comparison-controls.geojson",
    "comparison-buffers.geojson",
    "incidents-force.zip",
    "incidents.zip",
    "patrols-rota.csv",
    "patrols-claims.csv",
    "patrols-sheets.csv",
    "patrol-plans.json",
    "pings.zip",
    "accounts.json",
    "profiles.json",
    "casework.json",
    *REGISTER_FILES.values(),
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
