"""Types for each hotspot, area and month, by hand and against a slow, obvious count."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.figures.comparison import ComparisonTable, compare_types
from casebook.figures.table import figures
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from tests import lomea, lomea_areas
from tests.books import make_book

SEPTEMBER = Window.parse("2024-09")
HALF_YEAR = Window.parse("2024-01..2024-06")
POINTS = {
    lomea.IN_ONE: {"HS-01", "HS-03", "D1", "W1"},
    (1.509, 51.251): {"HS-01", "D1", "W1"},
    lomea.IN_TWO: {"HS-02", "D1", "W2"},
    lomea_areas.IN_W3: {"D2", "W3"},
    lomea_areas.AT_SEA: set(),
}
"""Points and all that each lies in; HS-03 is a part of HS-01."""
TYPES = (lomea.BURGLARY, lomea_areas.DRUGS, lomea.ASB)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots, three wards and two Septembers."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea_areas.two_septembers())
    return book


def _cells(table: ComparisonTable, *keys: str) -> dict[tuple[str, ...], int | None]:
    return {(*(row.keys[key] for key in keys), row.type): row.count for row in table.rows}


def test_each_hotspot_has_a_row_for_each_type(town: Book) -> None:
    """8 burglaries and 9 robberies in HS-01, 0 of each in HS-02; drugs lie in neither."""
    table = compare_types(town, SEPTEMBER, by=("hotspot", "type"))
    assert _cells(table, "hotspot") == {
        ("HS-01", "All crime"): 17, ("HS-01", "Burglary"): 8, ("HS-01", "Robbery"): 9,
        ("HS-01", "ASB"): 0,
        ("HS-02", "All crime"): 0, ("HS-02", "Burglary"): 0, ("HS-02", "Robbery"): 0,
        ("HS-02", "ASB"): 0,
    }  # fmt: skip
    assert [row.level for row in table.rows[:4]] == ["group", "type", "type", "group"]


def test_each_ward_has_a_row_for_each_type_and_both_windows(town: Book) -> None:
    """W1 30 burglaries to 11, W3 5 to 6; a type that only one ward has reads 0 in the other."""
    table = compare_types(
        town, SEPTEMBER, by=("area", "type"), areas=["ward"], against=Window.parse("2023-09")
    )
    burglaries = {
        row.keys["area"]: (row.count_against, row.count)
        for row in table.rows
        if row.type == "Burglary"
    }
    assert burglaries == {"W1": (30, 11), "W2": (0, 0), "W3": (5, 6)}
    assert _cells(table, "area")["W2", "Robbery"] == 0


def test_rows_stand_in_the_order_of_the_words(town: Book) -> None:
    """By type and then month, or by month and then type; JSON has the keys in front."""
    window = Window.parse("2024-09..2024-10")
    by_type = compare_types(town, window, by=("type", "month"), groups=["crime", "asb"])
    assert [(row.type, row.keys["month"]) for row in by_type.rows] == [
        ("All crime", "2024-09"), ("All crime", "2024-10"), ("ASB", "2024-09"), ("ASB", "2024-10")
    ]  # fmt: skip
    by_month = compare_types(town, window, by=("month", "type"), groups=["crime", "asb"])
    assert [row.keys["month"] for row in by_month.rows] == ["2024-09"] * 2 + ["2024-10"] * 2
    assert list(by_month.rows[0].encode(None))[:2] == ["month", "type"]


def test_a_month_not_loaded_is_missing_in_its_rows_alone(town: Book) -> None:
    """September is known; October isn't, and so the quarter isn't either."""
    window = Window.parse("2024-09..2024-10")
    monthly = compare_types(town, window, by=("type", "month"), groups=["crime"])
    assert [row.count for row in monthly.rows] == [46, None]
    assert monthly.rows[1].says == "All crime: October 2024 isn't wholly loaded."
    (whole,) = compare_types(town, window, groups=["crime"]).rows
    assert whole.count is None
    quarter = compare_types(town, window, by=("quarter", "type"), groups=["crime"])
    assert [(row.keys["quarter"], row.keys["months"], row.count) for row in quarter.rows] == [
        ("2024-25 Q2", "Sep 2024", 46),
        ("2024-25 Q3", "Oct 2024", None),
    ]
    assert "2024-25 Q2 has Sep 2024 only; 2024-25 Q3 has Oct 2024 only." in quarter.notes


@pytest.mark.parametrize(
    ("by", "how", "said"),
    [
        (("type", "ward"), {}, "for a row per ward take area"),
        (("type", "hotspot", "area"), {}, "can't be grouped by 'hotspot,area'"),
        (("type", "month", "quarter"), {}, "can't be grouped by 'month,quarter'"),
        (("type", "type"), {}, "names type twice"),
        (("hotspot", "type"), {"areas": ["W1"]}, "take area in place of hotspot"),
        (("area", "type"), {"hotspots": ["HS-01"]}, "leave the hotspots out"),
        (("type", "month"), {"hotspots": ["HS-01"], "areas": ["W1"]}, "not in both at once"),
    ],
)
def test_what_cant_be_asked(
    town: Book, by: tuple[str, ...], how: dict[str, list[str]], said: str
) -> None:
    """The sentence says what to take instead."""
    with pytest.raises(BadValue, match=said):
        compare_types(town, SEPTEMBER, by=by, **how)  # type: ignore[arg-type]


Incidents = list[tuple[Month, str, tuple[float, float]]]


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, Incidents]]:
    """Half a year of incidents at five points, and the casebook they were imported into."""
    folder = tmp_path_factory.mktemp("island")
    book = make_book(folder)
    lomea_areas.add_areas(book, folder)
    lomea.add_hotspots(book, folder)
    inner = lomea.square(1.50, "HS-03", "asb")
    ring = [[1.504, 51.254], [1.506, 51.254], [1.506, 51.256], [1.504, 51.256], [1.504, 51.254]]
    inner["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    (folder / "inner.geojson").write_text(_collection(inner))
    import_places(book, folder / "inner.geojson", follow=follow_boundaries, kind="hotspot")
    pick = random.Random(9)
    incidents: Incidents = []
    rows: list[str] = []
    for month in HALF_YEAR.months:
        for kind in TYPES:
            for point in POINTS:
                count = pick.choice((0, 0, 1, 2, 5))
                incidents += [(month, kind, point)] * count
                rows += lomea.street_rows(month, kind, count, point)
    lomea.add_incidents(book, folder, rows)
    yield book, incidents
    book.store.close()


def _collection(feature: dict[str, object]) -> str:
    import json

    return json.dumps({"type": "FeatureCollection", "features": [feature]})


WINDOWS = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
    lambda ends: Window(HALF_YEAR.first + min(ends), HALF_YEAR.first + max(ends))
)
PLACES = st.sampled_from(["", "hotspot", "district", "force", "area"])
PARTS = st.sampled_from(["", "month", "quarter"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(window=WINDOWS, place=PLACES, part=PARTS, ward=st.booleans(), first=st.booleans())
def test_every_cell_is_what_a_slow_count_finds(
    island: tuple[Book, Incidents],
    window: Window,
    place: str,
    part: str,
    ward: bool,
    first: bool,
) -> None:
    """Whatever the grouping: so types add up to totals and months to windows, in every place."""
    book, incidents = island
    by = ("type", *(word for word in (place, part) if word))
    areas = ["ward"] if place == "area" and ward else []
    table = compare_types(book, window, by=by if first else by[::-1], areas=areas)
    asb = "ASB"
    for row in table.rows:
        kinds = {"All crime": set(TYPES) - {lomea.ASB}, asb: {lomea.ASB}}.get(row.type, {row.type})
        where = row.where if place not in ("", "force") else place
        hotspots_only = place in ("district", "force")
        if place == "district" and where == "D2":
            assert row.count is None, "no hotspot lies there"
            continue
        expected = sum(
            month in row.window
            and kind in kinds
            and _lies(where, POINTS[point], hotspots_only=hotspots_only)
            for month, kind, point in incidents
        )
        assert row.count == expected, row
    rows_each = len({row.type for row in table.rows}) * _parts(window, part)
    assert len(table.rows) == rows_each * _places(place, ward=ward)


def _lies(where: str, within: set[str], *, hotspots_only: bool) -> bool:
    """Whether a point that lies in ``within`` counts in ``where``, or in a hotspot of it."""
    if hotspots_only and not any(ref.startswith("HS") for ref in within):
        return False
    return where in ("", "force") or where in within


def _parts(window: Window, part: str) -> int:
    quarters = {(month.number - 1) // 3 for month in window.months}
    return {"": 1, "month": len(window), "quarter": len(quarters)}[part]


def _places(place: str, *, ward: bool) -> int:
    return {"hotspot": 3, "district": 2, "area": 3 if ward else 2}.get(place, 1)


def test_the_table_of_figures_has_the_same_totals(island: tuple[Book, Incidents]) -> None:
    """``--by hotspot,month`` and ``--by hotspot,type,month`` come from one count."""
    book, _ = island
    plain = figures(book, HALF_YEAR, by=("hotspot", "month"))
    typed = compare_types(book, HALF_YEAR, by=("hotspot", "type", "month"))
    totals = {
        (row.keys["hotspot"], row.keys["month"], row.count_group): row.count
        for row in typed.rows
        if row.level == "group"
    }
    for row in plain.rows:
        at = (str(row.hotspot), str(row.month))
        assert (totals[*at, "crime"], totals[*at, "asb"]) == (row.crimes, row.asb)
