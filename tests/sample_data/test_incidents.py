"""Incidents as data.police.uk ships them, with the published figures in them."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from math import sqrt

from shapely import points

from sample_data import path
from tests.sample_data.conftest import Row, read_features

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
TYPES = (
    "Anti-social behaviour;Bicycle theft;Burglary;Criminal damage and arson;Drugs;Other crime;"
    "Other theft;Possession of weapons;Public order;Robbery;Shoplifting;Theft from the person;"
    "Vehicle crime;Violence and sexual offences"
)
YEAR = [f"2023-{n:02d}" for n in range(9, 13)] + [f"2024-{n:02d}" for n in range(1, 9)]
Count = Callable[[str, str, str], int]


def test_a_folder_a_month_for_36_months() -> None:
    """The archive is laid out as the site's own download, CRLF line ends and no BOM."""
    with zipfile.ZipFile(path("incidents.zip")) as archive:
        names = archive.namelist()
        for name in names:
            content = archive.read(name)
            assert content.startswith(HEADER.encode() + b"\r\n")
            assert content.count(b"\n") == content.count(b"\r\n")
    wanted = [f"{2021 + (11 + n) // 12}-{(11 + n) % 12 + 1:02d}" for n in range(36)]
    assert names == [f"{month}/{month}-lomea-street.csv" for month in wanted]
    assert wanted[0] == "2021-12"
    assert wanted[-1] == "2024-11"


def test_rows_say_what_their_file_says(months: dict[str, list[Row]]) -> None:
    """Month, force, type and the empty Context are as the site has them."""
    for month, rows in months.items():
        assert {row["Month"] for row in rows} == {month}
    every = [row for rows in months.values() for row in rows]
    assert {row["Reported by"] for row in every} == {"Lomea Police"}
    assert {row["Falls within"] for row in every} == {"Lomea Police"}
    assert {row["Crime type"] for row in every} == set(TYPES.split(";"))
    assert {row["Context"] for row in every} == {""}
    assert 30_000 <= len(every) <= 40_000


def test_only_asb_has_no_id_and_no_outcome(months: dict[str, list[Row]]) -> None:
    """A crime has an ID of 64 hexadecimal digits and an outcome; an ASB row has neither."""
    for rows in months.values():
        for row in rows:
            blank = row["Crime type"] == "Anti-social behaviour"
            assert (row["Crime ID"] == "") == blank
            assert (row["Last outcome category"] == "") == blank
            assert blank or re.fullmatch("[0-9a-f]{64}", row["Crime ID"])


def test_some_rows_have_no_place(months: dict[str, list[Row]]) -> None:
    """One to two in a hundred have no coordinates, and then no area either."""
    every = [row for rows in months.values() for row in rows]
    lost = [row for row in every if not row["Longitude"]]
    assert 0.01 < len(lost) / len(every) < 0.02
    for row in lost:
        assert row["Location"] == "No Location"
        assert row["Latitude"] == row["LSOA code"] == row["LSOA name"] == ""


def test_points_are_street_points_on_the_island(months: dict[str, list[Row]]) -> None:
    """Many rows share each point; all lie on land and in an output area of a district."""
    placed = [row for rows in months.values() for row in rows if row["Longitude"]]
    spots = {(float(row["Longitude"]), float(row["Latitude"])) for row in placed}
    assert len(placed) > 3 * len(spots)
    coast = read_features("coastline.geojson")[0][0]
    assert coast.contains(points(sorted(spots))).all()
    districts = {props["name"] for _, props in read_features("districts.geojson")}
    areas = {(row["LSOA code"], row["LSOA name"]) for row in placed}
    assert len({code for code, _ in areas}) == len({name for _, name in areas}) == len(areas)
    assert 100 <= len(areas) <= 120
    assert all(re.fullmatch(r"L01\d{6}", code) for code, _ in areas)
    assert {name.split(" ")[0] for _, name in areas} == districts


def test_a_few_ids_come_back_later_with_another_outcome(months: dict[str, list[Row]]) -> None:
    """The same crime, place and type in two months, under investigation in the first."""
    seen: dict[str, list[Row]] = {}
    for rows in months.values():
        for row in rows:
            if row["Crime ID"]:
                seen.setdefault(row["Crime ID"], []).append(row)
    again = [rows for rows in seen.values() if len(rows) > 1]
    assert 10 <= len(again) <= 60
    for first, later in again:
        assert first["Month"] < later["Month"]
        assert first["Location"] == later["Location"]
        assert first["Last outcome category"] == "Under investigation"
        assert later["Last outcome category"] != "Under investigation"


def test_asb_at_fanshaw_green_is_29_23_7_against_a_mean_of_20(count: Count) -> None:
    """Kent's published July to September, and outside usual variation against the year before."""
    published = [count("HS-25", month, "asb") for month in ("2024-07", "2024-08", "2024-09")]
    assert published == [29, 23, 7]
    assert sum(count("HS-25", month, "asb") for month in YEAR) == 240
    z = 2 * (sqrt(7) - sqrt(240 / 12))
    assert round(z, 2) == -3.65


def test_every_hotspot_is_busy_in_every_season(
    count: Count, months: dict[str, list[Row]], hotspots: dict[str, object]
) -> None:
    """Between 4 and 40 crimes and 3 and 30 ASB calls a month on average, more ASB in summer."""
    for ref in hotspots:
        crimes = sum(count(ref, month, "crime") for month in months) / 36
        calls = sum(count(ref, month, "asb") for month in months) / 36
        assert 4 <= crimes <= 40, (ref, crimes)
        assert 3 <= calls <= 30, (ref, calls)
    of_month = Counter(
        row["Month"][5:]
        for rows in months.values()
        for row in rows
        if row["Crime type"] == "Anti-social behaviour"
    )
    assert of_month["07"] > 1.4 * of_month["01"]


def test_asb_is_missing_in_one_district_for_one_month(months: dict[str, list[Row]]) -> None:
    """Pellholt has none in February 2024, though it has crime; nowhere else is any missing."""
    for month, rows in months.items():
        calls = {row["LSOA name"].split(" ")[0] for row in rows if not row["Crime ID"]} - {""}
        crimes = {row["LSOA name"].split(" ")[0] for row in rows if row["Crime ID"]} - {""}
        assert len(crimes) == 8, month
        assert crimes - calls == ({"Pellholt"} if month == "2024-02" else set()), month
