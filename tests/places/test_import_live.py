"""Places are listed in the order people count, drawn for a day, and retired with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.hotspots import (
    hotspot_shapes,
    hotspots,
    list_places,
    older_shapes,
    retire,
    shapes_in_force,
)
from casebook.places.import_polygons import import_places
from geo.compare import same_shape
from geo.crs import BNG, WGS84
from geo.mend import Reprojection
from tests.places.place_files import feature, places_file, square


@pytest.fixture
def drawn(book: Book, tmp_path: Path) -> Book:
    """A ward with three hotspots, one of them live from October."""
    ward = places_file(tmp_path / "w.geojson", feature(square(0, 0, 2000), ref="W1"))
    import_places(book, ward, follow=follow_boundaries, kind="ward")
    two = places_file(
        tmp_path / "h.geojson",
        feature(square(0, 0), ref="HS-10", themes="asb"),
        feature(square(300, 0), ref="HS-2", themes="asb"),
    )
    import_places(book, two, follow=follow_boundaries, kind="hotspot")
    later = places_file(tmp_path / "l.geojson", feature(square(600, 0), ref="HS-3", themes="asb"))
    import_places(
        book, later, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 10, 1)
    )
    return book


def test_refs_sort_as_people_count(drawn: Book) -> None:
    """HS-10 comes after HS-3."""
    assert [place.ref for place in list_places(drawn, "hotspot")] == ["HS-2", "HS-3", "HS-10"]
    assert list_places(drawn, "beat") == ()


def test_shapes_are_in_degrees_and_only_of_the_day(drawn: Book) -> None:
    """A hotspot is on the map from its first day to the day before it is retired."""
    retire(drawn, "HS-2", date(2024, 11, 1), "Designation ended.")
    assert list(hotspot_shapes(drawn, date(2024, 9, 30))) == ["HS-2", "HS-10"]
    assert list(hotspot_shapes(drawn, date(2024, 10, 31))) == ["HS-2", "HS-3", "HS-10"]
    assert list(hotspot_shapes(drawn, date(2024, 11, 1))) == ["HS-3", "HS-10"]
    shape = hotspot_shapes(drawn, date(2024, 11, 1))["HS-10"]
    west, south, east, north = shape.bounds
    assert (west, south) == pytest.approx((1.44, 51.2), abs=0.1)
    assert same_shape(Reprojection(WGS84, BNG).moved(shape), square(0, 0))
    assert east > west
    assert north > south


def test_older_boundaries_end_the_day_before_the_newer_began(drawn: Book, tmp_path: Path) -> None:
    """Of live hotspots, once the newer one is in force; a retired one keeps its shape."""
    anew = places_file(tmp_path / "n.geojson", feature(square(0, 0, 150), ref="HS-10"))
    import_places(
        drawn, anew, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 11, 1)
    )
    assert older_shapes(drawn, date(2024, 10, 31)) == {}
    found = older_shapes(drawn, date(2024, 11, 1))
    assert list(found) == [("HS-10", date(2024, 10, 31))]
    assert same_shape(Reprojection(WGS84, BNG).moved(*found.values()), square(0, 0))
    retire(drawn, "HS-10", date(2024, 12, 1), "Designation ended.")
    assert older_shapes(drawn, date(2024, 12, 1)) == {}
    assert older_shapes(drawn, date(2024, 12, 31), since=date(2024, 11, 1)) == found
    assert set(shapes_in_force(drawn, date(2024, 12, 1))) == {"HS-2", "HS-3", "HS-10"}


def test_a_retired_hotspot_is_no_longer_live_but_listed(drawn: Book) -> None:
    """What was counted in it stays readable, and history says why it went."""
    gone = retire(drawn, "HS-2", date(2024, 12, 1), "Designation ended.")
    assert [place.ref for place in hotspots(drawn)] == ["HS-3", "HS-10"]
    assert [place.ref for place in hotspots(drawn, date(2024, 11, 30))] == ["HS-2", "HS-3", "HS-10"]
    assert len(list_places(drawn, "hotspot")) == 3
    with drawn.store.reading() as tx:
        [entry] = tx.history.of_record("place", gone.id)
    assert entry.why == "Designation ended."
    assert entry.change == {"retired_on": [None, "2024-12-01"]}


def test_what_cant_be_retired_says_why(drawn: Book) -> None:
    """Unknown, an area, without a reason, before its first day, or twice."""
    day = date(2024, 12, 1)
    with pytest.raises(NotFound, match=r"no hotspot 'HS-11' in this casebook\. Did you mean HS-10"):
        retire(drawn, "HS-11", day, "Ended.")
    with pytest.raises(NotFound, match="no hotspot 'W1'"):
        retire(drawn, "W1", day, "Ended.")
    with pytest.raises(BadValue, match="Say why HS-2 is retired"):
        retire(drawn, "HS-2", day, "  ")
    with pytest.raises(BadValue, match="HS-3 is live from 1 Oct 2024: retire it on a later day"):
        retire(drawn, "HS-3", date(2024, 10, 1), "Ended.")
    retire(drawn, "HS-2", day, "Ended.")
    with pytest.raises(BadValue, match="HS-2 was retired on 1 Dec 2024 already"):
        retire(drawn, "HS-2", day, "Ended.")


def test_a_sergeant_retires_only_in_the_own_area(drawn: Book) -> None:
    """The ward's sergeant may; another ward's may not, and a viewer never."""
    own = replace(drawn, account=Account("sgt.w1", roles=("sergeant",), place="W1"))
    other = replace(drawn, account=Account("sgt.w2", roles=("sergeant",), place="W2"))
    viewer = replace(drawn, account=Account("v", roles=("viewer",)))
    for account in (other, viewer):
        with pytest.raises(NotAllowed):
            retire(account, "HS-2", date(2024, 12, 1), "Ended.")
    assert retire(own, "HS-2", date(2024, 12, 1), "Ended.").retired_on == date(2024, 12, 1)
