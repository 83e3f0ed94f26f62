"""Figures that repeat published ones, counted in the committed files by point in polygon."""

from __future__ import annotations

from datetime import date

import pytest
from shapely import points

from tests.sample_data.conftest import Row, read_features, read_months
from tests.sample_data.counting import ASB, crimes, force_rows, outlines, rows_in

EVALUATED = {
    "HS-17": (207, 110),
    "CTL-01": (308, 318),
    "BUF-01": (178, 157),
    "CTL-02": (150, 140),
}
BEFORE, AFTER = ("2023-04", "2023-11"), ("2024-04", "2024-11")
FIRST, SECOND, THIRD = ("2021-12", "2022-11"), ("2022-12", "2023-11"), ("2023-12", "2024-11")


def change(before: int, after: int) -> float:
    """The change in per cent."""
    return 100 * (after - before) / before


@pytest.mark.parametrize("ref", EVALUATED)
def test_the_evaluation_example_in_the_forces_extract(ref: str) -> None:
    """Crimes from April to November, 2023 and 2024: the published worked example (WDD)."""
    counts = tuple(crimes(rows_in(ref, force_rows(*window))) for window in (BEFORE, AFTER))
    assert counts == EVALUATED[ref]


@pytest.mark.parametrize("ref", EVALUATED)
def test_the_evaluation_example_in_open_data(ref: str) -> None:
    """The same from the other format, whose points are in degrees."""
    shape = next(
        shape
        for name in ("hotspots", "comparison-controls", "comparison-buffers")
        for shape, props in read_features(f"{name}.geojson")
        if props["ref"] == ref
    )
    counts = []
    for first, last in (BEFORE, AFTER):
        rows = _placed(first, last)
        spots = points([(float(row["Longitude"]), float(row["Latitude"])) for row in rows])
        inside = shape.contains(spots)
        ids = [row["Crime ID"] for row, within in zip(rows, inside, strict=True) if within]
        assert len(set(ids)) == len(ids)
        counts.append(len(ids))
    assert tuple(counts) == EVALUATED[ref]


def _placed(first: str, last: str) -> list[Row]:
    months = read_months().items()
    rows = [row for month, found in months if first <= month <= last for row in found]
    return [row for row in rows if row["Crime ID"] and row["Longitude"]]


def test_the_evaluations_windows_have_244_days_each() -> None:
    """April to November, so that counts compare without scaling."""
    days = [(date(year, 12, 1) - date(year, 4, 1)).days for year in (2023, 2024)]
    assert days == [244, 244]


@pytest.mark.parametrize(
    ("label", "published", "counts"),
    [
        ("", -38, (500, 310)),
        ("Residential burglary", -63, (27, 10)),
        ("Vehicle crime", -22, (50, 39)),
        ("Drugs", -41, (22, 13)),
        ("Violence and sexual offences", -33, (180, 120)),
        ("Personal robbery", -26, (19, 14)),
    ],
)
def test_ropner_cleveland_2025_question_1(
    label: str, published: int, counts: tuple[int, int]
) -> None:
    """Station ward, 12 months to November 2022 and to November 2024, two years apart."""
    found = tuple(
        crimes(rows_in("ward Station", force_rows(*window)), label) for window in (FIRST, THIRD)
    )
    assert found == counts
    assert round(change(*counts)) == published


@pytest.mark.parametrize(
    ("label", "published", "counts"),
    [
        ("Residential burglary", -19.1, (251, 203)),
        ("Theft from the person", -15.7, (121, 102)),
        ("Vehicle crime", -20.5, (478, 380)),
        ("Personal robbery", 4.8, (84, 88)),
    ],
)
def test_force_wide_cleveland_2025_question_1(
    label: str, published: float, counts: tuple[int, int]
) -> None:
    """The whole island, 12 months to November 2024 against the 12 before; every row is placed."""
    rows = [
        [row for row in force_rows(*window) if crimes([row], label)] for window in (SECOND, THIRD)
    ]
    assert tuple(map(len, rows)) == counts
    assert round(change(*counts), 1) == published
    wards = [name for name in outlines() if name.startswith("ward ")]
    for found, count in zip(rows, counts, strict=True):
        assert sum(len(rows_in(name, found)) for name in wards) == count


def test_fant_kent_2024_16_ii() -> None:
    """Fanshaw Green's ASB: 29, 23 and 7, after twelve months with a mean of 20."""
    months = ("2024-07", "2024-08", "2024-09")
    calls = [rows_in("HS-25", force_rows(month, month)) for month in months]
    assert [len(rows) - crimes(rows) for rows in calls] == [29, 23, 7]
    year = rows_in("HS-25", force_rows("2023-09", "2024-08"))
    assert sum(row["Crime type"] == ASB for row in year) == 240


def test_published_figures_stand_apart() -> None:
    """No place that carries one overlaps another, and none is in the district with the gap."""
    refs = [*EVALUATED, "HS-25", "ward Station"]
    for number, ref in enumerate(refs):
        for other in refs[number + 1 :]:
            assert outlines()[ref].intersection(outlines()[other]).area == 0, (ref, other)
    wards = read_features("wards.geojson")
    gap = [props["name"] for _, props in wards if props["district"] == "Pellholt"]
    for ref in refs:
        shared = sum(outlines()[f"ward {name}"].intersection(outlines()[ref]).area for name in gap)
        assert shared < 1, ref
