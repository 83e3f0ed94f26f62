"""Pings of a Parquet file, whose times and coordinates are read as they are, in parts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from casebook.files import parquet
from casebook.files.mapping import NO_MAPPING
from casebook.files.progress import silent
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.rows import PingReader
from casebook.patrols.import_rows import Units
from geo.crs import BNG

LONDON = ZoneInfo("Europe/London")
WHEN: list[datetime | None] = [
    datetime(2024, 10, 27, 0, 59, 30, 500_000, UTC),  # half a second, to the even one
    datetime(2024, 10, 27, 1, 0, 31, 500_000, UTC),
    None,
    datetime(1969, 12, 31, 23, tzinfo=UTC),
    datetime(2031, 1, 1, tzinfo=UTC),
    datetime(2024, 10, 27, 1, 2, tzinfo=UTC),
    datetime(2024, 10, 27, 1, 3, tzinfo=UTC),
    None,  # a row of nothing
    datetime(2024, 10, 27, 1, 5, tzinfo=UTC),
]
EAST = [450_010.5, 450_011, 450_012, 450_013, 450_014, None, 9e9, None, 450_017]
UNIT = ["LH21", "LH22", "LH21", "LH21", "LH21", "LH22", "LH21", None, "LH22"]


def read(path: Path) -> tuple[Any, ...]:
    """Units, times, places and rows of the sound pings of a file, and what is wrong with others."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    reader = PingReader(zone=LONDON, crs=BNG, now=now, show=LONDON, units=Units(()))
    parts = list(reader.parts([path], PingColumns(NO_MAPPING, None), silent))
    names = [unit for unit, _ in reader.streams]
    rows = [
        (names[unit], at, x, y, reader.row_of(mark).row)
        for part in parts
        for unit, at, x, y, mark in zip(
            *(getattr(part, name).tolist() for name in ("stream", "at", "x", "y", "mark")),
            strict=True,
        )
    ]
    faults = [(one.row, one.column, one.fault) for one in reader.rejections]
    return len(parts), rows, faults, reader.read, reader.without_coordinates, reader.notes


def pings(when: pa.Array) -> pa.Table:
    """The pings with their times as ``when`` has them."""
    north = [None if unit is None else 220_000.0 for unit in UNIT]
    return pa.table({"unit": UNIT, "time": when, "easting": EAST, "northing": north})


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_instants_are_read_as_their_text_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    """Every part agrees with the same pings as text, row numbers and rejections too."""
    monkeypatch.setattr(parquet, "_TOGETHER", 2)
    as_text = pa.array([None if at is None else at.isoformat() for at in WHEN])
    typed, plain = tmp_path / "typed" / "pings.parquet", tmp_path / "plain" / "pings.parquet"
    for path, when in ((typed, pa.array(WHEN, pa.timestamp(unit, "UTC"))), (plain, as_text)):
        path.parent.mkdir()
        pq.write_table(pings(when), path)
    found, right = read(typed), read(plain)
    assert (found[0], right[0]) == (5, 1)
    assert found[1:] == right[1:]
    assert [row[-1] for row in found[1]] == [2, 3, 10]
    assert found[1][0][1] == round(datetime(2024, 10, 27, 0, 59, 30, tzinfo=UTC).timestamp())
    assert len(found[2]) == 5


def test_times_without_a_zone_are_still_told_by_the_order_of_rows(tmp_path: Path) -> None:
    """The hour that comes twice needs all rows of a unit: such a table comes whole."""
    naive = [None if at is None else at.replace(tzinfo=None) for at in WHEN]
    path = tmp_path / "pings.parquet"
    pq.write_table(pings(pa.array(naive, pa.timestamp("us"))), path)
    parts, *_, notes = read(path)
    assert parts == 1
    assert any("a time that came round twice" in note for note in notes)


def test_whole_numbers_are_places_too(tmp_path: Path) -> None:
    """Metres kept as whole numbers or short floats are the same places."""
    rows = {"unit": ["LH21"] * 3, "time": pa.array(WHEN[:2] + WHEN[5:6], pa.timestamp("s", "UTC"))}
    found = []
    for number, kind in enumerate((pa.float64(), pa.float32(), pa.int32())):
        places = {"easting": [450_010, 450_011, 450_012], "northing": [220_000] * 3}
        columns = {name: pa.array(np.array(at), kind) for name, at in places.items()}
        path = tmp_path / f"{number}.parquet"
        pq.write_table(pa.table(rows | columns), path)
        found.append(read(path)[1])
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 3
