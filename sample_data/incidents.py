"""Twenty-four months of incidents on Lomea, laid out as data.police.uk lays out its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp, hypot
from random import Random
from typing import TYPE_CHECKING

from sample_data.crime_mix import ASB, SERIES, crime_types, outcomes
from sample_data.writing import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_data.designations import Designation
    from sample_data.hotspots import Hotspot
    from sample_data.street_points import StreetPoint

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
MONTHS = (
    "2022-12",
    *(f"2023-{month:02d}" for month in range(1, 13)),
    *(f"2024-{month:02d}" for month in range(1, 12)),
)

GREEN = "HS-25"
GREEN_ASB = dict(
    zip(
        MONTHS,
        (14, 12, 13, 16, 19, 22, 24, 27, 26, 21, 20, 17,
         15, 14, 15, 18, 20, 23, 25, 29, 23, 7, 9, 6),
        strict=True,
    )
)  # fmt: skip
"""ASB at Fanshaw Green by month: 240 in the year before September 2024, so a mean of 20."""

_FORCE = "Lomea Police"
_ELSEWHERE_CRIMES = 98.0
_ELSEWHERE_ASB = 36.0
_PLACELESS = 0.062  # of the rows outside hotspots, which is about 1.5 % of all
_RETURNING = 0.0026  # of the crimes, which is about one a month


@dataclass(frozen=True)
class Incident:
    """One row; `place` is None where the row has no coordinates, `crime_id` "" for ASB."""

    crime_id: str
    month: str
    place: StreetPoint | None
    crime_type: str
    outcome: str


def incidents(
    seed: str, hotspots: list[Hotspot], points: list[StreetPoint]
) -> dict[str, list[Incident]]:
    """Every month's incidents, drawn month by month and place by place.

    Each month and place has dice of its own, so adding a month changes no other.
    """
    inside = {hotspot.ref: _busiest_first(hotspot, points) for hotspot in hotspots}
    found: dict[str, list[Incident]] = {}
    for month in MONTHS:
        rows: list[Incident] = []
        for hotspot in hotspots:
            rows += _in_hotspot(seed, month, hotspot.designation, inside[hotspot.ref])
        rows += _elsewhere(seed, month, [point for point in points if point.hotspot is None])
        found[month] = rows
    _return_some(Random(f"{seed} returning"), found)
    return found


def archive(found: dict[str, list[Incident]]) -> dict[str, bytes]:
    """The members of the archive: a folder a month, a CSV in each with CRLF line ends."""
    return {
        f"{month}/{month}-lomea-street.csv": table(
            [HEADER, *(_cells(row) for row in sorted(rows, key=_order))], "\r\n"
        )
        for month, rows in found.items()
    }


def poisson(dice: Random, mean: float) -> int:
    """A Poisson count, by Knuth's multiplication; for means below a few hundred."""
    floor, product, count = exp(-mean), dice.random(), 0
    while product > floor:
        product *= dice.random()
        count += 1
    return count


def _busiest_first(hotspot: Hotspot, points: list[StreetPoint]) -> list[StreetPoint]:
    """The hotspot's own points, those nearest its middle first."""
    middle = hotspot.shape.centroid
    inside = [point for point in points if point.hotspot == hotspot.ref]
    return sorted(inside, key=lambda point: hypot(point.x - middle.x, point.y - middle.y))


def _in_hotspot(
    seed: str, month: str, place: Designation, points: list[StreetPoint]
) -> Iterator[Incident]:
    dice = Random(f"{seed} {month} {place.ref}")
    effect = place.effect(month)
    of_year = int(month[5:]) - 1
    asb_series = SERIES["seafront" if place.kind == "seafront" else "asb"]
    crime_series = SERIES["asb" if place.kind == "seafront" else "crime"]
    crimes = poisson(dice, place.crimes * effect * crime_series[of_year])
    calls = poisson(dice, place.asb * effect * asb_series[of_year])
    if place.ref == GREEN:
        calls = GREEN_ASB[month]
    weights = [1 / (1 + rank) ** 0.6 for rank in range(len(points))]
    yield from _drawn(dice, month, place.kind, points, weights, crimes, calls)


def _elsewhere(seed: str, month: str, points: list[StreetPoint]) -> Iterator[Incident]:
    dice = Random(f"{seed} {month} elsewhere")
    of_year = int(month[5:]) - 1
    crimes = poisson(dice, _ELSEWHERE_CRIMES * SERIES["crime"][of_year])
    calls = poisson(dice, _ELSEWHERE_ASB * SERIES["asb"][of_year])
    steady = Random(f"{seed} elsewhere")
    weights = [steady.random() ** 3 + 0.05 for _ in points]
    for row in _drawn(dice, month, "elsewhere", points, weights, crimes, calls):
        yield replace(row, place=None) if dice.random() < _PLACELESS else row


def _drawn(
    dice: Random,
    month: str,
    kind: str,
    points: list[StreetPoint],
    weights: list[float],
    crimes: int,
    calls: int,
) -> Iterator[Incident]:
    labels, likely = crime_types(kind, int(month[5:]))
    age = _months_between(month, MONTHS[-1])
    for place in dice.choices(points, weights, k=crimes):
        crime_type = dice.choices(labels, likely)[0]
        outcome = dice.choices(*outcomes(crime_type, age))[0]
        crime_id = sha256(f"{month} {dice.getrandbits(128)}".encode()).hexdigest()
        yield Incident(crime_id, month, place, crime_type, outcome)
    for place in dice.choices(points, weights, k=calls):
        yield Incident("", month, place, ASB, "")


def _return_some(dice: Random, found: dict[str, list[Incident]]) -> None:
    """Puts a few crimes into a later month too, with the outcome they had by then.

    The earlier row keeps the outcome it was published with.
    """
    for number, month in enumerate(MONTHS[:-3]):
        for at, row in enumerate(found[month]):
            if not row.crime_id or dice.random() >= _RETURNING:
                continue
            later = MONTHS[min(number + dice.randint(2, 9), len(MONTHS) - 1)]
            ended = dice.choice(("Awaiting court outcome", "Local resolution", row.outcome))
            if ended == "Under investigation":
                ended = "Unable to prosecute suspect"
            found[month][at] = replace(row, outcome="Under investigation")
            found[later].append(replace(row, month=later, outcome=ended))


def _months_between(month: str, last: str) -> int:
    return (int(last[:4]) - int(month[:4])) * 12 + int(last[5:]) - int(month[5:])


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
