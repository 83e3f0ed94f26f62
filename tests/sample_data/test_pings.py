"""The week of GPS pings: clean, small, and of the units on that week's claims and sheets."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.patrols.gps.dosage_of_files import DosageAsked, dosage
from casebook.patrols.gps.import_pings import import_pings
from casebook.patrols.hours import read_hours
from casebook.patrols.import_files import import_patrols
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from sample_data import path
from sample_data.generator.patrols.pings import EXTRA, FIRST, LAST, OFF
from tests.sample_data.conftest import Row, read_features, read_patrols

LONDON = ZoneInfo("Europe/London")
FILES = ("patrols-claims.csv", "patrols-sheets.csv")


def moment(local: str) -> datetime:
    """The instant of a patrol file's local time."""
    return datetime.strptime(local, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Every ping."""
    with zipfile.ZipFile(path("pings.zip")) as archive:
        (name,) = archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"))))


@pytest.fixture(scope="module")
def told() -> list[Row]:
    """The claims and sheets of the district's hotspots in the week."""
    here = {p["ref"] for _, p in read_features("hotspots.geojson") if p["district"] == "Harbour"}
    days = f"{FIRST}", f"{LAST}"
    return [
        row
        for name in FILES
        for row in read_patrols(name)
        if row["hotspot"] in here and days[0] <= row["start"][:10] <= days[1]
    ]


@pytest.fixture(scope="module")
def seen() -> list[dict[str, Any]]:
    """What ``casebook dosage`` makes of the pings; nothing in them is bad."""
    asked = DosageAsked(
        pings=[path("pings.zip")],
        hotspots=path("hotspots.geojson"),
        now=datetime(2024, 12, 18, tzinfo=UTC),
        zone=LONDON,
    )
    found = dosage(asked)
    assert found.rejections == ()
    assert not any("Faster than" in note for note in found.notes)
    return list(found.rows)


def test_the_file_is_small_and_its_times_are_utc_within_the_week(rows: list[Row]) -> None:
    """Some thousands of pings, in order, all in a week of summer time."""
    assert path("pings.zip").stat().st_size < 1 << 20
    assert len(rows) > 3000
    times = [row["time"] for row in rows]
    assert times == sorted(times)
    days = {datetime.fromisoformat(time).astimezone(LONDON).date() for time in times}
    assert min(days) >= FIRST
    assert max(days) <= LAST
    assert not FIRST <= date(2024, 10, 27) <= LAST


def test_units_are_the_week_s_officers_one_device_being_off(
    rows: list[Row], told: list[Row]
) -> None:
    """Wardens carry none; OFF patrolled and wasn't heard; EXTRA was heard and is on no paper."""
    officers = {row["unit"] for row in told if row["resourcing"] != "partner"}
    assert OFF in officers
    assert EXTRA not in {row["unit"] for name in FILES for row in read_patrols(name)}
    assert {row["unit"] for row in rows} == officers - {OFF} | {EXTRA}


def test_every_visit_is_on_a_claim_or_sheet_and_the_other_way_round(
    seen: list[dict[str, Any]], told: list[Row]
) -> None:
    """So that merging is put to the test: only EXTRA's two visits are on no paper."""
    visits = [row for row in seen if not row["drive_through"]]

    def same(visit: dict[str, Any], row: Row) -> bool:
        return (
            (visit["unit"], visit["hotspot"]) == (row["unit"], row["hotspot"])
            and datetime.fromisoformat(visit["start"]) < moment(row["end"])
            and moment(row["start"]) < datetime.fromisoformat(visit["end"])
        )

    alone = [visit["unit"] for visit in visits if not any(same(visit, row) for row in told)]
    assert alone == [EXTRA, EXTRA]
    heard = [row for row in told if row["resourcing"] != "partner" and row["unit"] != OFF]
    unheard = [row for row in heard if not any(same(visit, row) for visit in visits)]
    assert [row for row in unheard if moment(row["end"]).date() <= LAST] == []
    assert len(visits) > len(heard) - len(unheard)  # some broke off and came back


def test_some_drove_through_other_hotspots(seen: list[dict[str, Any]]) -> None:
    """Lone pings a minute or so from the next, and ways between two; none of them a visit."""
    driven = [row for row in seen if row["drive_through"]]
    assert 4 <= len(driven) <= 20
    assert all(row["minutes"] < 2 for row in driven)


def test_in_a_casebook_they_better_the_week_and_leave_the_quarter(book: Book) -> None:
    """July to September stay as they are; October's hours fall a little, whoever comes first."""
    import_places(book, path("hotspots.geojson"), follow=follow_boundaries, kind="hotspot")
    for name in FILES:
        import_patrols(book, [path(name)])
    before = {window: _hours(book, window) for window in ("2024-07:2024-09", "2024-10")}
    report = import_pings(book, [path("pings.zip")])
    assert (report.rejected, report.without_coordinates) == (0, 0)
    assert 15 < report.merged < report.added
    assert not any("another hotspot than" in note for note in report.notes)
    assert not any("less than half of the time" in note for note in report.notes)
    assert report.notes[-1].startswith("Officers and resourcing of a visit")
    assert f"so in 2 of {report.added} visits." in report.notes[-1]
    assert _hours(book, "2024-07:2024-09") == before["2024-07:2024-09"]
    assert 0.99 < _hours(book, "2024-10") / before["2024-10"] < 1


def _hours(book: Book, window: str) -> float:
    with book.store.reading() as tx:
        places = tx.load(Place, kind="hotspot")
        span = Window.parse(window)
        found = read_hours(tx, book.zone, places, span).figures([p.id for p in places], span)
    return float(found["officer_hours"])
