"""Files of incidents read in shards: the same to the last note, however they are cut."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.errors import BadFile
from casebook.detection.gathering import points_in_files
from casebook.incidents.points.count_points import count_points
from geo.crs import BNG
from tests.incidents.incident_files import street_file, street_row, write_csv
from tests.places.place_files import feature, places_file, square

TODAY = date(2024, 12, 18)
HEADING = ("Crime number", "Date", "Time", "Offence", "Easting", "Northing")
DATES = {
    "day first": ["25/03/2024", "02/04/2024"],
    "month first": ["03/25/2024", "02/04/2024"],
    "either": ["02/04/2024", "05/06/2024"],
    "neither": ["2024-03-25", "2024-04-02"],
    "both": ["25/03/2024", "03/25/2024"],
}
ROWS = st.tuples(
    st.sampled_from(["A1", "A2", "", "A3\u200b"]),
    st.integers(0, 1),
    st.sampled_from(["10", "2215", "unknown", ""]),
    st.sampled_from(["Robbery", "Burglary", "ASB", "", "Theft"]),
    st.sampled_from(["640050", "640950", "Quay", "640100"]),
)
TABLES = st.tuples(
    st.sampled_from(["day first", "either", "either", "neither", "month first", "both"]),
    st.lists(ROWS, max_size=4),
)
FILES = st.lists(st.one_of(TABLES, TABLES, TABLES, st.none()), min_size=1, max_size=5)
"""Some tables by how their dates are written and by their rows, and files that are no table."""
Table = tuple[str, list[tuple[str, int, str, str, str]]]


def written(folder: Path, files: Sequence[Table | None]) -> list[Path]:
    """The files, each with a heading; None is one that can't be read."""
    paths = []
    for number, table in enumerate(files):
        path = folder / f"{number}.csv"
        if table is None:
            path.write_bytes(b"\0\1\2")
        else:
            style, rows = table
            cells = [
                (id_, DATES[style][which], clock, kind, east, "150050")
                for id_, which, clock, kind, east in rows
            ]
            write_csv(path, HEADING, cells)
        paths.append(path)
    return paths


def said(work: Callable[[], Any]) -> Any:
    """What came of it, be it a refusal."""
    try:
        return work()
    except BadFile as error:
        return str(error)


def as_lists(found: Any) -> Any:
    """Points as plain values; a refusal as it is."""
    if isinstance(found, str):
        return found
    return [
        np.nan_to_num(value, nan=-1.0).tolist() if isinstance(value, np.ndarray) else value
        for value in astuple(found)
    ]


@settings(max_examples=60, deadline=None)
@given(FILES, st.integers(2, 6))
def test_any_cut_counts_and_gathers_the_same(files: list[Table | None], shards: int) -> None:
    """Rows, rejections, notes, and what can't be read at all: all as if they were read in turn."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        paths = written(folder, files)
        shapes = [feature(square(x, 0), ref=f"HS{x}") for x in (0, 50, 400)]
        places = places_file(folder / "places.geojson", *shapes)

        def count(number: int) -> Any:
            return said(lambda: count_points(paths, places, today=TODAY, ring=300.0, shards=number))

        def gather(number: int) -> Any:
            zone = ZoneInfo("Europe/London")
            return as_lists(
                said(lambda: points_in_files(paths, crs=BNG, zone=zone, today=TODAY, shards=number))
            )

        assert count(shards) == count(1)
        assert gather(shards) == gather(1)


def test_another_shard_tells_how_dates_are_written(tmp_path: Path) -> None:
    """02/04/2024 is in April or February, as the last of three files shows."""
    places = places_file(tmp_path / "places.geojson", feature(square(0, 0), ref="HS1"))
    sure, row = (("A1", which, "10:00", "Robbery", "640050") for which in (0, 1))
    either = ("either", [("A1", 0, "10:00", "Robbery", "640050")])
    for style, month in (("day first", "2024-04"), ("month first", "2024-02")):
        files = written(tmp_path, [either, either, (style, [sure, row])])
        found = count_points(files, places, today=TODAY, shards=3)
        counts = {each["month"]: each["count"] for each in found.rows}
        assert counts == {month: 3, "2024-03": 1}
        assert "1 ID comes more than once (3 rows more)" in found.notes[-1]


def test_where_none_lies_inside_the_same_points_are_looked_at(tmp_path: Path) -> None:
    """More points than are looked at, all swapped: by how much, and what would fit."""
    places = places_file(tmp_path / "places.geojson", feature(square(0, 0), ref="HS1"))
    paths = [
        write_csv(
            tmp_path / f"{file}.csv",
            HEADING,
            [
                ("", "2024-03-25", "", "Robbery", 150000 + row % 100, 640000 + (row + file) % 130)
                for row in range(1_500)
            ],
        )
        for file in range(3)
    ]
    alone, *others = (
        count_points(paths, places, today=TODAY, shards=number).notes for number in (1, 2, 3)
    )
    assert "With easting and northing swapped" in alone[-1]
    assert others == [alone, alone]


def test_a_folder_and_a_zip_are_cut_alike(tmp_path: Path) -> None:
    """Into more shards than there are files; and one that can't be read is refused by its name."""
    places = places_file(tmp_path / "places.geojson", feature(square(4000, 6000, 1000), ref="HS1"))
    folder = tmp_path / "street"
    street = street_file(folder / "0-street.csv", street_row("c0"), street_row("c0"))
    packed = tmp_path / "more.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(street, "a-street.csv")
    given_ = [folder, packed]
    alone = count_points(given_, places, today=TODAY)
    assert [each["count"] for each in alone.rows] == [4]
    assert count_points(given_, places, today=TODAY, shards=8) == alone
    street.write_bytes(b"\0")
    with pytest.raises(BadFile, match=r"^street/0-street\.csv is no table"):
        count_points(given_, places, today=TODAY, shards=2)
