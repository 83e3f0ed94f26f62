"""What the monthly meeting is given, and the order it is taken in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.reviews import months as reviews
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.meeting import profile_months, read_order
from tests.reviews.reviewed import (
    AREA_ONLY,
    ONE,
    SEPTEMBER,
    TWO,
    as_person,
    endorsed,
    make_town,
    signed,
    updated,
)
from tests.reviews.test_need import NOVEMBER, review, row
from tests.rows_read import rows_read

NAMES = {"HS-01": "Market Quay", "HS-02": "Harbour Station"}


def file(ref: str, *hotspots: str, status: str = "open") -> ProfileFile:
    """A profile of some hotspots."""
    places = tuple(ProfilePlace(ref, place) for place in hotspots)
    return ProfileFile(Profile(ref, f"About {ref}", status=status), (), places, ())


def given(*files: ProfileFile, **values: object) -> dict[str, ProfileMonth]:
    """Each profile of November by ref, with rows of HS-01 and HS-02."""
    rows = (row("HS-01", profile="PMP-2"), row("HS-02"))
    found = profile_months(
        files,
        values.get("reviews", ()),
        rows,
        {},
        NOVEMBER,
        NAMES,  # type: ignore[arg-type]
    )
    return {each.subject: each for each in found}


def test_a_hotspot_that_profiles_share_stands_with_the_one_its_row_names() -> None:
    """Told once; the other profile keeps its own matters."""
    found = given(file("PMP-1", "HS-01", "HS-02"), file("PMP-2", "HS-01"))
    assert [r.hotspot for r in found["PMP-1"].figures] == ["HS-02"]
    assert [r.hotspot for r in found["PMP-2"].figures] == ["HS-01"]
    assert found["PMP-1"].place == "HS-01 Market Quay and 1 more"
    alone = given(file("PMP-1", "HS-01"))
    assert [r.hotspot for r in alone["PMP-1"].figures] == ["HS-01"]


def test_a_hotspot_without_a_live_profile_stands_for_itself() -> None:
    """A closed one doesn't count, but for the reviews it owes."""
    closed = file("PMP-2", "HS-01", status="closed")
    assert list(given(closed, file("PMP-3"))) == ["PMP-3", "HS-01", "HS-02"]
    owed = given(closed, reviews=[review("PMP-2")])
    assert [r.month for r in owed["PMP-2"].reviews] == [NOVEMBER]
    assert owed["PMP-2"].figures == ()
    paid = given(closed, reviews=[replace(review("PMP-2"), state="signed")])
    assert "PMP-2" not in paid


def test_the_order_of_a_casebook_is_read_from_it(tmp_path: Path) -> None:
    """An ask and an overdue review outweigh an overdue one; signed, what was decided stands."""
    town = make_town(tmp_path)
    reviews.open_month(as_person(town, "ana"), SEPTEMBER)
    updated(town, TWO, SEPTEMBER, by="sgt.s")
    order = read_order(town, SEPTEMBER)
    assert order.subjects[0] == TWO
    assert set(order.subjects) == {ONE, TWO, AREA_ONLY}
    assert [matter.kind for matter in order.of(TWO)] == ["asks", "overdue", "fewer"]
    endorsed(town, month=SEPTEMBER)
    signed(town, month=SEPTEMBER)
    (asks, higher) = read_order(town, SEPTEMBER).of(ONE)
    assert (asks.decided, higher.decided) == ("Decided 18 Dec 2024: continue",) * 2
    town.store.close()


def test_the_order_is_kept_until_something_is_changed(tmp_path: Path) -> None:
    """Asked for again it takes a look at the history; what is written then stands in it."""
    book = make_town(tmp_path)
    reviews.open_month(as_person(book, "ana"), SEPTEMBER)
    before = read_order(book, SEPTEMBER)
    with rows_read(book) as found:
        assert read_order(book, SEPTEMBER) is before
    assert found.statements == 1
    updated(book, month=SEPTEMBER)
    after = read_order(book, SEPTEMBER)
    assert "asks" in [matter.kind for matter in after.of(ONE)]
    assert "asks" not in [matter.kind for matter in before.of(ONE)]
    book.store.close()
