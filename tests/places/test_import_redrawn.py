"""A redrawn hotspot gets one more boundary with a day; the old one is never lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from casebook.book.opening import Book
from casebook.core.errors import BadFile, StoreFailure
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places import queries as places
from casebook.places.hotspots import hotspot_shapes, list_places, retire
from casebook.places.import_polygons import import_places
from casebook.places.queries import Boundary, boundary_in_force
from casebook.store import loads
from casebook.store.report import ImportReport
from casebook.store.tables import incident, incident_place
from casebook.store.transaction import Transaction
from geo.compare import same_shape
from tests.books import make_book
from tests.places.place_files import SOUTH, WEST, feature, places_file, square

TODAY = date(2024, 12, 18)


def draw(
    book: Book, folder: Path, width: float, day: date | None = None, ref: str = "HS-01"
) -> ImportReport:
    """A file with one hotspot, a square so wide, imported as of ``day``."""
    path = places_file(folder / "h.geojson", feature(square(0, 0, width), ref=ref, themes="asb"))
    return import_places(book, path, follow=follow_boundaries, kind="hotspot", valid_from=day)


def rows_of(book: Book, ref: str = "HS-01") -> list[Boundary]:
    """The boundaries of a hotspot, oldest first."""
    with book.store.reading() as tx:
        return places.by_ref(places.boundaries(tx))[ref]


def test_a_redraw_adds_a_boundary_from_today_and_says_so(book: Book, tmp_path: Path) -> None:
    """The first boundary stays, byte for byte, for the time before."""
    draw(book, tmp_path, 100)
    [first] = rows_of(book)
    report = draw(book, tmp_path, 120)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 0)
    assert (
        "Redrawn from 18 Dec 2024 (today; another day: --valid-from): HS-01. "
        "Their earlier boundaries stay for the time before." in report.notes
    )
    kept, added = rows_of(book)
    assert kept == first
    assert added.valid_from == TODAY
    assert shapely.area(shapely.from_wkb(added.wkb)) == 14400


def test_a_redraw_may_begin_on_another_day(book: Book, tmp_path: Path) -> None:
    """The day given is the day it holds from."""
    draw(book, tmp_path, 100)
    report = draw(book, tmp_path, 120, date(2024, 10, 1))
    assert any(note.startswith("Redrawn from 1 Oct 2024: HS-01.") for note in report.notes)
    before = hotspot_shapes(book, date(2024, 9, 30))["HS-01"]
    after = hotspot_shapes(book, date(2024, 10, 1))["HS-01"]
    assert after.contains(before.centroid)
    assert after.area == pytest.approx(before.area * 1.44, rel=1e-3)


def test_a_second_redraw_on_one_day_is_refused(book: Book, tmp_path: Path) -> None:
    """Nothing may replace a boundary that figures could have been made from."""
    draw(book, tmp_path, 100)
    draw(book, tmp_path, 120)
    before = rows_of(book)
    with pytest.raises(BadFile) as refused:
        draw(book, tmp_path, 140)
    assert str(refused.value).endswith(
        "The first: h.geojson row 1, ref: HS-01 has a boundary from 18 Dec 2024 already, and "
        "boundaries are never overwritten: give this one another day with --valid-from."
    )
    assert rows_of(book) == before
    assert draw(book, tmp_path, 120).unchanged == 1


def test_millimetres_are_no_redraw_and_centimetres_are(book: Book, tmp_path: Path) -> None:
    """A file that went through degrees and back differs by millimetres."""
    draw(book, tmp_path, 100)
    assert draw(book, tmp_path, 100.004).unchanged == 1
    assert draw(book, tmp_path, 100.03).updated == 1


def test_the_boundary_compared_is_the_one_in_force_on_the_day(book: Book, tmp_path: Path) -> None:
    """Drawing back what held before is a redraw too; what holds already is none."""
    draw(book, tmp_path, 100)
    draw(book, tmp_path, 120, date(2024, 10, 1))
    assert draw(book, tmp_path, 100, date(2024, 9, 1)).unchanged == 1
    assert draw(book, tmp_path, 120, date(2024, 11, 1)).unchanged == 1
    assert draw(book, tmp_path, 100, date(2024, 12, 1)).updated == 1
    assert [row.valid_from for row in rows_of(book)] == [
        None,
        date(2024, 10, 1),
        date(2024, 12, 1),
    ]


def test_a_hotspot_drawn_for_later_is_unchanged_when_drawn_again(
    book: Book, tmp_path: Path
) -> None:
    """A file imported ahead of its day and then without one adds nothing."""
    draw(book, tmp_path, 100, date(2025, 4, 1))
    assert draw(book, tmp_path, 100).unchanged == 1


def test_a_retired_hotspot_in_the_file_is_noted(book: Book, tmp_path: Path) -> None:
    """It is not brought back by being drawn."""
    draw(book, tmp_path, 100)
    retire(book, "HS-01", date(2024, 12, 1), "Designation ended.")
    report = draw(book, tmp_path, 100)
    assert "Retired here, though the file still has them: HS-01." in report.notes
    assert list_places(book, "hotspot")[0].retired_on == date(2024, 12, 1)


def incidents_at(book: Book, *offsets: float) -> None:
    """One crime of September 2024 at each distance east of the sample corner, 50 m north."""
    rows = [
        {
            "key": number,
            "month": 202409,
            "x": WEST + east,
            "y": SOUTH + 50,
            "type": 1,
            "outcome": 0,
            "street": "",
            "source": 0,
            "load": 1,
        }
        for number, east in enumerate(offsets, start=1)
    ]
    with book.store.writing() as tx:
        tx.sql.execute(insert(incident), rows)


def counted(book: Book) -> dict[tuple[str, date | None], int]:
    """How many incidents stand in each boundary."""
    with book.store.reading() as tx:
        found = tx.sql.execute(
            select(incident_place.c.boundary, func.count()).group_by(incident_place.c.boundary)
        )
        numbers = {row[0]: row[1] for row in found}
        return {(row.ref, row.valid_from): numbers.get(row.id, 0) for row in places.boundaries(tx)}


def test_stored_incidents_are_placed_in_every_new_boundary(book: Book, tmp_path: Path) -> None:
    """A crime 110 m east lies in the wider redraw only, and the older count stands."""
    incidents_at(book, 10, 90, 110, 300)
    draw(book, tmp_path, 100)
    assert counted(book) == {("HS-01", None): 2}
    draw(book, tmp_path, 120)
    assert counted(book) == {("HS-01", None): 2, ("HS-01", TODAY): 3}


def test_incidents_are_told_the_area_that_comes_in(book: Book, tmp_path: Path) -> None:
    """One inside the ward, one outside."""
    incidents_at(book, 10, 300)
    ward = places_file(tmp_path / "w.geojson", feature(square(0, 0), ref="W1"))
    import_places(book, ward, follow=follow_boundaries, kind="ward")
    with book.store.reading() as tx:
        areas = tx.sql.execute(select(incident.c.area).order_by(incident.c.key)).scalars().all()
    assert areas == [list_places(book, "ward")[0].id, None]


def test_an_import_that_fails_half_way_leaves_nothing(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places and boundaries are written by then; the one transaction takes them back."""

    def fail(_tx: Transaction, _ids: Sequence[int]) -> None:
        raise StoreFailure("The disk is full.")

    monkeypatch.setattr("casebook.incidents.in_boundaries.fill_boundaries", fail)
    with pytest.raises(StoreFailure, match="disk is full"):
        draw(book, tmp_path, 100)
    assert list_places(book, "hotspot") == ()
    with book.store.reading() as tx:
        assert places.boundaries(tx) == ()
        assert loads.loads(tx) == ()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, Path]]:
    """One casebook for every example; each draws a hotspot of its own."""
    folder = tmp_path_factory.mktemp("redrawn")
    opened = make_book(folder)
    yield opened, folder
    opened.store.close()


_REFS = (f"HS-{number}" for number in itertools.count(1))


@settings(max_examples=15, deadline=None)
@given(
    drawings=st.lists(
        st.tuples(
            st.sampled_from([80.0, 100.0, 120.0]),
            st.none() | st.dates(date(2024, 12, 10), date(2024, 12, 20)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_drawing_ever_loses_a_boundary(
    shared: tuple[Book, Path], drawings: list[tuple[float, date | None]]
) -> None:
    """Rows are only added, no two begin on one day, and what was taken last is in force."""
    book, folder = shared
    ref = next(_REFS)
    before: list[Boundary] = []
    for width, day in drawings:
        try:
            draw(book, folder, width, day, ref)
        except BadFile:
            assert rows_of(book, ref) == before
            continue
        after = rows_of(book, ref)
        assert {row.id for row in before} <= {row.id for row in after}
        assert [row for row in after if row in before] == before
        assert len({row.valid_from for row in after}) == len(after)
        chosen = boundary_in_force(after, day or TODAY) or after[0]
        assert same_shape(shapely.from_wkb(chosen.wkb), square(0, 0, width))
        before = after
