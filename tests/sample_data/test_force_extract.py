"""The same incidents in a force's own layout: references, times of day and offences."""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import hypot
from random import Random

import numpy as np
import pytest
from shapely import contains, dwithin, points, prepare

from sample_data import path
from tests.sample_data.conftest import Row, read_features, read_months
from tests.sample_data.counting import (
    ASB,
    TO_METRES,
    at,
    force_rows,
    outlines,
    read_force,
    rows_in,
)

HEADER = "Reference,Crime type,Offence,Committed from,Easting,Northing,Location,Outcome"
EVERY = force_rows("2021-12", "2024-11")


def test_a_csv_a_month_for_36_months() -> None:
    """From December 2021 to November 2024, CRLF line ends and no BOM."""
    with zipfile.ZipFile(path("incidents-force.zip")) as archive:
        assert all(archive.read(name).startswith(HEADER.encode()) for name in archive.namelist())
    months = list(read_force())
    assert (len(months), months[0], months[-1]) == (36, "2021-12", "2024-11")
    assert months == sorted(months)


def test_references_are_unique_and_plainly_invented() -> None:
    """A crime's tells its month, an ASB call's its day; neither is a real force's form."""
    assert len({row["Reference"] for row in EVERY}) == len(EVERY)
    for row in EVERY:
        form = (
            f"LOM-A-{at(row):%Y-%m-%d}-" if row["Crime type"] == ASB else f"LOM-C-{at(row):%Y-%m}-"
        )
        assert re.fullmatch(rf"{form}\d{{3,4}}", row["Reference"]), row


def test_rows_stand_in_order_of_time_in_their_months_file() -> None:
    """Each file holds its own month by local time, sorted."""
    for month, rows in read_force().items():
        times = [at(row) for row in rows]
        assert {f"{one:%Y-%m}" for one in times} == {month}
        assert times == sorted(times)


def test_both_formats_hold_the_same_incidents() -> None:
    """Month by month, type by type and point by point; a crime in two months counts once."""
    seen: set[str] = set()
    for month, rows in read_months().items():
        first = [row for row in rows if row["Crime ID"] not in seen or not row["Crime ID"]]
        seen |= {row["Crime ID"] for row in first}
        theirs = Counter(_place(row) for row in first)
        ours = Counter(_place(row) for row in read_force()[month])
        assert ours == theirs, month


def _place(row: Row) -> tuple[str, str, bool]:
    placed = bool(row.get("Easting") or row.get("Longitude"))
    return row["Crime type"], row["Location"].removeprefix("On or near ").casefold(), placed


def test_both_formats_put_an_incident_in_the_same_place() -> None:
    """Eastings and degrees of one month are within a few metres of each other."""
    street = [row for row in read_months()["2023-06"] if row["Longitude"]]
    theirs = defaultdict(list)
    for row in street:
        x, y = TO_METRES.transform(float(row["Longitude"]), float(row["Latitude"]))
        theirs[row["Crime type"]].append((x, y))
    for row in force_rows("2023-06", "2023-06"):
        if row["Easting"]:
            x, y = float(row["Easting"]), float(row["Northing"])
            near = min(hypot(x - a, y - b) for a, b in theirs[row["Crime type"]])
            assert near < 6, row


def test_the_last_outcome_stands_for_a_crime_that_came_back() -> None:
    """The extract tells each crime once, as it ended."""
    outcomes: dict[str, list[str]] = defaultdict(list)
    for rows in read_months().values():
        for row in rows:
            if row["Crime ID"]:
                outcomes[row["Crime ID"]].append(row["Last outcome category"])
    assert Counter(ends[-1] for ends in outcomes.values()) == Counter(
        row["Outcome"] for row in EVERY if row["Crime type"] != ASB
    )


def test_every_type_has_its_offences() -> None:
    """No offence is of two types, ASB has its three qualifiers, and only ASB has no outcome."""
    types: dict[str, set[str]] = defaultdict(set)
    for row in EVERY:
        types[row["Offence"]].add(row["Crime type"])
        assert (row["Outcome"] == "") == (row["Crime type"] == ASB)
    assert all(len(found) == 1 for found in types.values())
    named = {label: {name for name in types if label in types[name]} for label in types["Nuisance"]}
    assert named == {ASB: {"Nuisance", "Personal", "Environmental"}}
    for label, parts in {
        "Burglary": {"Residential burglary", "Burglary of business premises"},
        "Robbery": {"Personal robbery", "Business robbery"},
        "Vehicle crime": {
            "Theft from a vehicle", "Theft of a vehicle", "Interfering with a vehicle",
        },
    }.items():  # fmt: skip
        assert {name for name in types if label in types[name]} == parts


def test_no_time_is_in_an_hour_that_was_skipped() -> None:
    """From 01:00 to 02:00 on the nights when the clocks went forward."""
    nights = ("27/03/2022 01", "26/03/2023 01", "31/03/2024 01")
    assert not [row for row in EVERY if row["Committed from"].startswith(nights)]
    assert any(row["Committed from"].startswith("31/03/2024 0") for row in EVERY)


def test_asb_is_missing_in_one_district_for_one_month() -> None:
    """No calls in Pellholt's polygon in February 2024, some in every other month."""
    wards = read_features("wards.geojson")
    names = [f"ward {p['name']}" for _, p in wards if p["district"] == "Pellholt"]
    for month, rows in read_force().items():
        inside = [row for name in names for row in rows_in(name, rows)]
        calls = sum(row["Crime type"] == ASB for row in inside)
        assert (calls == 0) == (month == "2024-02"), month
        assert len(inside) > calls


def share(rows: list[Row], when: Callable[[datetime], bool]) -> float:
    """How large a share of the rows is at such a time."""
    return sum(when(at(row)) for row in rows) / len(rows)


def weekend_night(moment: datetime) -> bool:
    """Friday or Saturday from 21:00, or the small hours after it."""
    evening = moment - timedelta(hours=5)
    return evening.weekday() in (4, 5) and evening.hour >= 16


def test_fights_by_the_pubs_come_on_weekend_nights() -> None:
    """By the pubs much of the violence falls in an eighth of the week, on estates little."""
    violence = [row for row in EVERY if row["Crime type"] == "Violence and sexual offences"]
    pubs = [row for ref in ("HS-03", "HS-14", "HS-17") for row in rows_in(ref, violence)]
    homes = [row for ref in ("HS-13", "HS-15", "HS-18") for row in rows_in(ref, violence)]
    assert share(pubs, weekend_night) > 0.4
    assert share(homes, weekend_night) < 0.2


@pytest.mark.parametrize(
    ("offence", "hours", "least"),
    [
        ("Shoplifting", range(8, 21), 1.0),
        ("Theft from a vehicle", (*range(18, 24), *range(6)), 0.7),
        ("Burglary of business premises", (*range(18, 24), *range(6)), 0.7),
        ("Residential burglary", range(8, 18), 0.6),
        ("Nuisance", range(15, 24), 0.65),
    ],
)
def test_offences_keep_their_hours(offence: str, hours: Iterable[int], least: float) -> None:
    """Shops are stolen from while open, cars by night, homes while people are at work."""
    rows = [row for row in EVERY if row["Offence"] == offence]
    inside = set(hours)
    assert share(rows, lambda moment: moment.hour in inside) >= least


def test_homes_are_burgled_on_working_days() -> None:
    """A weekend day has well under a weekday's share."""
    rows = [row for row in EVERY if row["Offence"] == "Residential burglary"]
    assert share(rows, lambda moment: moment.weekday() >= 5) < 0.24


def test_burglaries_of_homes_come_close_together() -> None:
    """Far more follow another within 200 m and 14 days than if their days had been shuffled."""
    rows = [row for row in EVERY if row["Offence"] == "Residential burglary" and row["Easting"]]
    days = [at(row) for row in rows]
    shuffled = Random(1).sample(days, len(days))
    near, by_chance = _near_repeats(rows, days), _near_repeats(rows, shuffled)
    assert near / len(rows) > 0.12
    assert near > 1.5 * by_chance


def _near_repeats(rows: list[Row], days: list[datetime]) -> int:
    placed = sorted(
        (day, float(row["Easting"]), float(row["Northing"]))
        for day, row in zip(days, rows, strict=True)
    )
    return sum(
        any(
            timedelta(0) < day - before <= timedelta(days=14) and hypot(x - a, y - b) <= 200
            for before, a, b in placed[max(0, number - 60) : number]
        )
        for number, (day, x, y) in enumerate(placed)
    )


def test_every_point_is_on_the_island_and_clear_of_edges() -> None:
    """Each lies in exactly one ward, and none within ten metres of a counted place's edge."""
    spots = {(float(row["Easting"]), float(row["Northing"])) for row in EVERY if row["Easting"]}
    dots = points(sorted(spots))
    in_wards = np.zeros(len(dots), int)
    for ref, shape in outlines().items():
        if ref.startswith("ward "):
            prepare(shape)
            in_wards += contains(shape, dots)
        else:
            edge = shape.boundary
            prepare(edge)
            assert not dwithin(edge, dots, 10).any(), ref
    assert (in_wards == 1).all()
