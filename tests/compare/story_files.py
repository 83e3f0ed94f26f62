"""The files that the small casebook's story imports: square hotspots, two years of counts.

Everything is invented and worked out by rule, so that the story can be told again to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

_HOTSPOTS = {
    "HS-01": ("Market Quay", "serious violence;asb", "W01"),
    "HS-02": ("Gas Lane", "asb", "W01"),
    "HS-03": ("Chalk Steps", "serious violence", "W02"),
    "HS-04": ("Mill Green", "asb", "W02"),
}
_STEP = 0.02
"""Degrees from one hotspot's western edge to the next one's."""
_WEST, _SOUTH, _SIDE = 1.50, 51.25, 0.01
_STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
_TYPES = ("Violence and sexual offences", "Robbery", "Burglary", "Public order", "Shoplifting")
_FIRST, _LAST = (2022, 12), (2024, 11)
_GAP = (2023, 8)
"""A month nothing was sent for."""


def write_files(folder: Path) -> None:
    """Write every file of the story into ``folder``."""
    for name, made in _FILES.items():
        (folder / name).write_text(made(), encoding="utf-8")


def _collection(features: Iterator[dict[str, object]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, indent=1)


def _box(
    west: float, south: float, east: float, north: float, **properties: str
) -> dict[str, object]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [[round(x, 5), round(y, 5)] for x, y in corners]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _square(west: float, side: float = _SIDE, **properties: str) -> dict[str, object]:
    return _box(west, _SOUTH, west + side, _SOUTH + side, **properties)


def _districts() -> str:
    return _collection(
        iter([_box(1.45, 51.20, 1.70, 51.30, ref="Harbour", name="Harbour district")])
    )


def _wards() -> str:
    def boxes() -> Iterator[dict[str, object]]:
        yield _box(1.45, 51.20, 1.535, 51.30, ref="W01", name="Old Town", district="Harbour")
        yield _box(1.535, 51.20, 1.70, 51.30, ref="W02", name="Hill", district="Harbour")

    return _collection(boxes())


def _hotspots() -> str:
    return _collection(
        _square(_west(number), ref=ref, name=name, themes=themes, parent=ward)
        for number, (ref, (name, themes, ward)) in enumerate(_HOTSPOTS.items())
    )


def _redrawn() -> str:
    name, themes, ward = _HOTSPOTS["HS-02"]
    drawn = _square(_west(1), side=0.012, ref="HS-02", name=name, themes=themes, parent=ward)
    return _collection(iter([drawn]))


def _comparison(*refs: str, west: float) -> Callable[[], str]:
    return lambda: _collection(_square(west + _STEP * n, ref=ref) for n, ref in enumerate(refs))


def _west(number: int) -> float:
    return _WEST + _STEP * number


def _months() -> Iterator[tuple[int, int]]:
    year, month = _FIRST
    while (year, month) <= _LAST:
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _street() -> str:
    rows = [row for month in _months() if month != _GAP for row in _month_rows(*month)]
    return "\n".join([_STREET, *rows]) + "\n"


def _month_rows(year: int, month: int) -> Iterator[str]:
    """A month's crimes and ASB calls: fewer from the summer of 2024 on, and some outside."""
    eased = 2 if (year, month) >= (2024, 7) else 0
    label = f"{year}-{month:02d}"
    for place in range(6):
        at = f"{_west(place) + 0.004:.3f},51.255"
        crimes = (place * 5 + month) % 7 + 3 - eased
        for n in range(crimes):
            kind = _TYPES[(n * 3 + place + month) % len(_TYPES)]
            outcome = ("Under investigation", "Offender given a caution")[n % 2]
            where = f"On or near Street {place},L0{place},Lomea 00{place}A,{kind},{outcome},"
            yield f"{label}{place}{n:02d},{label},Lomea Police,Lomea Police,{at},{where}"
        for _ in range((place * 3 + month * 2) % 11 + 4 - eased):
            where = f"On or near Street {place},L0{place},Lomea 00{place}A,Anti-social behaviour,,"
            yield f",{label},Lomea Police,Lomea Police,{at},{where}"


_PATROL = "unit,hotspot,start,end,staff,mode,resourcing,source"


def _patrols(source: str, resourcing: str, minutes: int, every: int) -> Callable[[], str]:
    def text() -> str:
        rows = [_PATROL]
        for n in range(0, 60, every):
            day = date(2024, 9, 30) + timedelta(days=n)
            spot = f"HS-0{n % 4 + 1}"
            end = f"{19 + minutes // 60:02d}:{minutes % 60:02d}"
            staff = ("PC:2", "PC:1;PCSO:1", "PCSO:2")[n % 3]
            row = f"LH{n % 5},{spot},{day} 19:00,{day} {end},{staff},foot,{resourcing},{source}"
            rows.append(row)
        return "\n".join(rows) + "\n"

    return text


def _pings() -> str:
    """Two visits to HS-01, a ping a minute."""
    rows = ["unit,time,longitude,latitude"]
    for hour, minutes in ((10, 17), (22, 41)):
        for minute in range(minutes):
            x, y = 1.503 + minute * 0.0001, 51.254 + minute * 0.0001
            rows.append(f"LH9,2024-11-04T{hour}:{minute:02d}:10Z,{x:.4f},{y:.4f}")
    return "\n".join(rows) + "\n"


def _queries() -> str:
    return (
        "place,received,code,text,answered,reply,reference\n"
        "W01,2024-09-02 17:46,email,Bikes on the quay.,2024-09-03 15:28,Patrols stop them.,Q-1\n"
        "W02,2024-10-03 11:59,online,Bins set alight behind the shops.,,,Q-2\n"
        "W09,2024-10-04 12:00,online,A ward nobody knows.,,,Q-3\n"
    )


_FILES: dict[str, Callable[[], str]] = {
    "districts.geojson": _districts,
    "wards.geojson": _wards,
    "hotspots.geojson": _hotspots,
    "redrawn.geojson": _redrawn,
    "controls.geojson": _comparison("CTRL-1", west=1.62),
    "buffers.geojson": _comparison("BUF-1", west=1.51),
    "street.csv": _street,
    "rota.csv": _patrols("rota", "overtime", 60, 1),
    "claims.csv": _patrols("claim", "overtime", 55, 2),
    "sheets.csv": _patrols("sheet", "core", 40, 3),
    "pings.csv": _pings,
    "queries.csv": _queries,
    "analyse.json": lambda: json.dumps(
        {
            "what": "Fights between groups who have drunk since noon.",
            "where": "The steps and the taxi rank.",
            "when": "Friday and Saturday, 22:00 to 02:00.",
            "who": "Visitors of 18 to 25.",
            "hypotheses": [
                {
                    "statement": "Waiting for taxis brings the groups together.",
                    "evidence_for": "Two in three fights are within sight of the rank.",
                    "evidence_against": "Some start on the quay.",
                    "tested": True,
                }
            ],
        }
    ),
}
