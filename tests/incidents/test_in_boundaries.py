"""Every incident that counts stands in each boundary and in the narrowest area it lies in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import select

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.incidents.import_files import import_incidents
from casebook.incidents.in_boundaries import fill_areas, fill_boundaries
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.store import loads
from casebook.store.tables import incident_place
from tests.incidents.incident_files import CHARGED, extract, extract_row, held, one

EAST, NORTH = 644000, 156000


def add_place(
    book: Book, ref: str, kind: str, *outlines: tuple[float, float, float, float]
) -> list[int]:
    """A place with box-shaped boundaries around the corner, one a year; the boundaries' ids."""
    with book.store.writing() as tx:
        load = loads.start_load(
            tx, book.author, kind="places", source="test", file=ref, sha256="", rules={}
        )
        tx.insert_many([Place(ref, kind)])
        place = tx.load_one(Place, ref=ref)
        assert place is not None
        rows = [
            (
                place.id,
                date(2020 + n, 1, 1),
                shapely.to_wkb(shapely.box(EAST + w, NORTH + s, EAST + e, NORTH + n_)),
            )
            for n, (w, s, e, n_) in enumerate(outlines)
        ]
        return list(places.add_boundaries(tx, load, rows))


def place_id(book: Book, ref: str) -> int:
    """The id of a place."""
    with book.store.reading() as tx:
        found = tx.load_one(Place, ref=ref)
    assert found is not None
    return found.id


def at(name: str, x: float, y: float, **more: Any) -> tuple[Any, ...]:
    """A row so many metres from the corner."""
    return extract_row(**{"Crime number": name, "Easting": EAST + x, "Northing": NORTH + y} | more)


def inside(book: Book) -> set[tuple[int, int, int]]:
    """Boundary, month and incident of everything that stands in a place."""
    with book.store.reading() as tx:
        rows = tx.sql.execute(select(incident_place)).all()
    keys = [row["key"] for row in held(book)]
    return {(row.boundary, row.month, keys.index(row.incident)) for row in rows}


def put(book: Book, folder: Path, name: str, *rows: tuple[Any, ...], **how: Any) -> Any:
    """Import rows of an extract."""
    return import_incidents(book, [extract(folder / name, *rows)], **how)


def test_incidents_stand_in_every_boundary_they_lie_in(book: Book, tmp_path: Path) -> None:
    """Old boundaries and new, and two hotspots where they overlap; on the edge counts as in."""
    first, redrawn = add_place(book, "HS-01", "hotspot", (0, 0, 10, 10), (0, 0, 20, 20))
    (other,) = add_place(book, "HS-02", "hotspot", (15, 0, 30, 10))
    put(book, tmp_path, "1.csv", at("a", 5, 5), at("b", 10, 10), at("c", 17, 5), at("d", 50, 5))
    with book.store.reading() as tx:
        rows = tx.sql.execute(
            select(incident_place.c.boundary, incident_place.c.place, incident_place.c.month)
        ).all()
    one_id, two_id = place_id(book, "HS-01"), place_id(book, "HS-02")
    assert sorted(map(tuple, rows)) == sorted(
        [(first, one_id, 202410)] * 2 + [(redrawn, one_id, 202410)] * 3 + [(other, two_id, 202410)]
    )


def test_an_incident_without_coordinates_stands_nowhere(book: Book, tmp_path: Path) -> None:
    """It counts in no place, and isn't outside the area either."""
    add_place(book, "HS-01", "hotspot", (0, 0, 10, 10))
    add_place(book, "W1", "ward", (0, 0, 100, 100))
    report = put(book, tmp_path, "1.csv", at("a", 5, 5), at("b", 5, 5, Easting="", Northing=""))
    assert len(inside(book)) == 1
    assert (report.without_coordinates, report.outside_area) == (1, 0)


def test_the_area_is_the_narrowest(book: Book, tmp_path: Path) -> None:
    """Ward within district within force; of a redrawn area the newest; impact areas group."""
    add_place(book, "W1", "ward", (50, 50, 90, 90), (0, 0, 10, 10))
    add_place(book, "F", "force", (0, 0, 1000, 1000))
    add_place(book, "D1", "district", (0, 0, 100, 100))
    add_place(book, "IA", "impact area", (0, 0, 5000, 5000))
    add_place(book, "HS-01", "hotspot", (0, 0, 5000, 5000))
    rows = [at("a", 5, 5), at("b", 60, 60), at("c", 500, 500), at("d", 2000, 5)]
    report = put(book, tmp_path, "1.csv", *rows)
    areas = {round(row["x"] - EAST): row["area"] for row in held(book)}
    assert areas == {
        5: place_id(book, "W1"),
        60: place_id(book, "D1"),
        500: place_id(book, "F"),
        2000: None,
    }
    assert report.outside_area == 1


def test_outside_is_unknown_without_areas(book: Book, tmp_path: Path) -> None:
    """Where there are no areas, nothing can be said to lie outside; a hotspot is no area."""
    add_place(book, "HS-01", "hotspot", (0, 0, 10, 10))
    assert put(book, tmp_path, "1.csv", at("a", 500, 500)).outside_area is None
    assert one(book)["area"] is None


def test_outside_counts_rows_that_changed_nothing_too(book: Book, tmp_path: Path) -> None:
    """It is about the file, whatever was stored before."""
    add_place(book, "W1", "ward", (0, 0, 10, 10))
    put(book, tmp_path, "1.csv", at("a", 500, 500))
    assert put(book, tmp_path, "2.csv", at("a", 500, 500), at("b", 5, 5)).outside_area == 1


def test_an_incident_that_changes_moves(book: Book, tmp_path: Path) -> None:
    """A new place or an earlier month leaves nothing behind in the old."""
    (boundary,) = add_place(book, "HS-01", "hotspot", (0, 0, 10, 10))
    (other,) = add_place(book, "HS-02", "hotspot", (20, 0, 30, 10))
    add_place(book, "W2", "ward", (20, 0, 30, 10))
    put(book, tmp_path, "1.csv", at("a", 5, 5))
    assert inside(book) == {(boundary, 202410, 0)}
    put(book, tmp_path, "2.csv", at("a", 5, 5, Date="2024-08-01"))
    assert inside(book) == {(boundary, 202408, 0)}
    put(book, tmp_path, "3.csv", at("a", 25, 5, Outcome=CHARGED))
    assert inside(book) == {(other, 202408, 0)}
    assert one(book)["area"] == place_id(book, "W2")


def test_a_withdrawn_incident_leaves_its_places_and_returns(book: Book, tmp_path: Path) -> None:
    """What isn't counted stands nowhere."""
    (boundary,) = add_place(book, "HS-01", "hotspot", (0, 0, 10, 10))
    put(book, tmp_path, "1.csv", at("a", 5, 5), at("b", 5, 5))
    put(
        book,
        tmp_path,
        "2.csv",
        at("b", 5, 5),
        source="force extract",
        covers=Span.parse("2024-10"),
    )
    assert len(inside(book)) == 1
    put(book, tmp_path, "3.csv", at("a", 5, 5))
    assert inside(book) == {(boundary, 202410, 0), (boundary, 202410, 1)}


def test_a_new_boundary_is_filled_from_what_is_there(book: Book, tmp_path: Path) -> None:
    """With incidents that count; filling it again has the same effect, and leaves the others."""
    put(book, tmp_path, "1.csv", at("a", 5, 5), at("b", 50, 5), at("c", 5, 6))
    put(
        book,
        tmp_path,
        "2.csv",
        at("a", 5, 5),
        at("b", 50, 5),
        source="force extract",
        covers=Span.parse("2024-10"),
    )
    (wide,) = add_place(book, "HS-01", "hotspot", (0, 0, 100, 100))
    (narrow,) = add_place(book, "HS-02", "hotspot", (0, 0, 10, 10))
    for wanted, filled in (([wide], [2, 0]), (None, [2, 1]), ([wide], [2, 1]), ([], [2, 1])):
        with book.store.writing() as tx:
            fill_boundaries(tx, wanted)
        boundaries = [boundary for boundary, _, _ in inside(book)]
        assert [boundaries.count(wide), boundaries.count(narrow)] == filled


def test_areas_are_filled_from_what_is_there(book: Book, tmp_path: Path) -> None:
    """When an area is added, or is redrawn away from an incident."""
    put(book, tmp_path, "1.csv", at("a", 5, 5))
    add_place(book, "W1", "ward", (0, 0, 10, 10))
    with book.store.writing() as tx:
        fill_areas(tx)
    assert one(book)["area"] == place_id(book, "W1")
    with book.store.writing() as tx:
        ward = tx.load_one(Place, ref="W1")
        assert ward is not None
        moved = shapely.to_wkb(shapely.box(EAST + 50, NORTH, EAST + 60, NORTH + 10))
        places.add_boundaries(tx, 1, [(ward.id, date(2024, 1, 1), moved)])
        fill_areas(tx)
    assert one(book)["area"] is None


def test_stored_incidents_come_in_batches(book: Book, tmp_path: Path) -> None:
    """However many there are, each comes once, and the caller may write between."""
    from casebook.incidents.queries import stored as incidents

    rows = [at(f"n{n}", n, 5) for n in range(7)]
    put(book, tmp_path, "1.csv", *rows, at("none", 5, 5, Easting="", Northing=""))
    with book.store.writing() as tx:
        batches = []
        for batch in incidents.located(tx, size=3):
            batches.append([row.key for row in batch])
            incidents.set_areas(tx, batches[-1], [9] * len(batch))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    located = [row["key"] for row in held(book) if row["x"] is not None]
    assert [key for batch in batches for key in batch] == located
    assert {row["area"] for row in held(book)} == {9, None}


def test_rows_that_all_lie_beside_the_hotspots_are_told_of(book: Book, tmp_path: Path) -> None:
    """By how much, and what would fit; one inside, or no hotspot at all, needs no word."""
    swapped = extract_row(Easting=156485, Northing=644665)
    path = extract(tmp_path / "e.csv", swapped)
    assert not any("lies in a hotspot" in said for said in import_incidents(book, [path]).notes)
    add_place(book, "HS-01", "hotspot", (0, 0, 10000, 10000))
    swapped = extract_row(**{"Crime number": "2", "Easting": 156485, "Northing": 644665})
    (said,) = (
        note
        for note in import_incidents(book, [extract(tmp_path / "f.csv", swapped)]).notes
        if "lies in a hotspot" in note
    )
    assert said.startswith("No row with coordinates (1 of them) lies in a hotspot: the nearest is ")
    assert said.endswith(" km off. With easting and northing swapped all would.")
    path = extract(tmp_path / "g.csv", swapped, extract_row())
    assert not any("lies in a hotspot" in said for said in import_incidents(book, [path]).notes)
