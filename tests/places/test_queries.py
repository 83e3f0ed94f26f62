"""Boundaries are dated rows, and what a place lies in is walked up its parents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import StaleRecord
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.places.queries import Boundary, above, boundary_in_force, in_force
from casebook.store import history, loads, schema
from casebook.store.engine import Store
from casebook.store.transaction import Transaction

AUTHOR = history.Author("admin", datetime(2024, 12, 18, 12, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty casebook file."""
    made = schema.create(str(tmp_path / "casebook.db"), lambda *_: None)
    yield made
    made.close()


def _load(tx: Transaction) -> int:
    return loads.start_load(tx, AUTHOR, kind="hotspots", source="h", file="h", sha256="", rules={})


def _row(number: int, start: date | None, ref: str = "HS-01") -> Boundary:
    return Boundary(number, 1, ref, start, b"")


def test_boundaries_come_place_by_place_oldest_first(store: Store) -> None:
    """The one without a day is the oldest, in whatever order they were written."""
    with store.writing() as tx:
        ids = places.add_places(tx, [Place("HS-01", "hotspot"), Place("W1", "ward")])
        load = _load(tx)
        later, since_always = places.add_boundaries(
            tx, load, [(ids["HS-01"], date(2024, 10, 1), b"new"), (ids["HS-01"], None, b"old")]
        )
        places.add_boundaries(tx, load, [(ids["W1"], None, b"ward")])
        found = places.boundaries(tx)
        every = places.boundaries(tx, ("ward", "hotspot"))
    assert found == (
        Boundary(since_always, ids["HS-01"], "HS-01", None, b"old"),
        Boundary(later, ids["HS-01"], "HS-01", date(2024, 10, 1), b"new"),
    )
    assert [row.ref for row in every] == ["HS-01", "HS-01", "W1"]


def test_no_boundaries_to_add_are_no_rows(store: Store) -> None:
    """An import that only renames places adds none."""
    with store.writing() as tx:
        assert places.add_boundaries(tx, _load(tx), []) == ()
        assert places.add_places(tx, []) == {}
        assert places.boundaries(tx) == ()


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 1, 1), 1),
        (date(2024, 9, 30), 1),
        (date(2024, 10, 1), 2),
        (date(2024, 11, 30), 2),
        (date(2024, 12, 1), 3),
    ],
)
def test_the_newest_boundary_begun_is_in_force(day: date, number: int) -> None:
    """A boundary holds from its own day to the day before the next one's."""
    rows = [_row(3, date(2024, 12, 1)), _row(1, None), _row(2, date(2024, 10, 1))]
    chosen = boundary_in_force(rows, day)
    assert chosen is not None
    assert chosen.id == number


def test_before_the_first_day_there_is_none() -> None:
    """A hotspot drawn from October has no boundary in September; nor has one never drawn."""
    assert boundary_in_force([_row(1, date(2024, 10, 1))], date(2024, 9, 30)) is None
    assert boundary_in_force([], date(2024, 9, 30)) is None


def test_each_place_has_its_own_boundary_in_force() -> None:
    """A place without one on the day is left out."""
    rows = [_row(1, None), _row(2, date(2024, 10, 1)), _row(3, date(2024, 12, 1), "HS-02")]
    assert {ref: row.id for ref, row in in_force(rows, date(2024, 11, 1)).items()} == {"HS-01": 2}


@given(
    st.lists(st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31)), unique=True, min_size=1),
    st.dates(date(2023, 12, 1), date(2025, 1, 31)),
)
def test_what_is_in_force_never_began_later_and_nothing_newer_had(
    starts: list[date | None], day: date
) -> None:
    """Whatever the days and their order."""
    rows = [_row(number, start) for number, start in enumerate(starts)]
    begun = [start or date.min for start in starts if (start or date.min) <= day]
    chosen = boundary_in_force(rows, day)
    assert (None if chosen is None else chosen.valid_from or date.min) == max(begun, default=None)


def test_ancestors_run_from_the_parent_up(store: Store) -> None:
    """Hotspot, ward, district, force; a root lies in nothing."""
    tree = [
        Place("F", "force"),
        Place("D1", "district", parent="F"),
        Place("W1", "ward", parent="D1"),
        Place("HS-01", "hotspot", parent="W1"),
    ]
    with store.writing() as tx:
        places.add_places(tx, tree)
        assert places.ancestors(tx) == {
            "F": (),
            "D1": ("F",),
            "W1": ("D1", "F"),
            "HS-01": ("W1", "D1", "F"),
        }


def test_a_ring_of_parents_ends() -> None:
    """Two areas that lie in each other are walked once, and no area lies in itself."""
    ring = {"A": "B", "B": "A", "HS-01": "A", "S": "S"}
    assert above(ring, "HS-01") == ("A", "B")
    assert above(ring, "A") == ("B",)
    assert above(ring, "S") == ()


def test_a_change_raises_the_version_and_writes_only_what_an_import_may(store: Store) -> None:
    """What a file can say of a place changes; its kind and the day it was retired stay."""
    with store.writing() as tx:
        places.add_places(tx, [Place("W1", "ward"), Place("HS-01", "hotspot", officer="1234")])
        before = tx.load(Place, ref="HS-01")[0]
        said = replace(before, name="Ferry Road", parent="W1", themes=("asb",), officer="1299")
        said = replace(said, aliases=("Ferry",), groups=("W1",))
        after = replace(said, kind="ward", retired_on=date(2024, 12, 1))
        places.change_places(tx, [(before, after)])
        found = tx.load(Place, ref="HS-01")[0]
    assert found == replace(said, version=2)


def test_a_place_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    """The version read must still stand."""
    with store.writing() as tx:
        places.add_places(tx, [Place("HS-01", "hotspot")])
        before = tx.load(Place)[0]
        tx.save(before, replace(before, name="Ferry Road"), AUTHOR)
        with pytest.raises(StaleRecord, match="Place HS-01 was changed by somebody else"):
            places.change_places(tx, [(before, replace(before, name="Quay"))])
