"""The figures of a review: frozen with a hash, and beside them what later data makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update as change_row

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.table import figures
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import linked_places
from casebook.profiles import stage_moves as stages
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from casebook.reviews.review import ChangedFigure, Review, changed_figures, seal
from casebook.store.tables import table_of
from tests import lomea
from tests.reviews.reviewed import (
    AREA_ONLY,
    OCTOBER,
    ONE,
    SEPTEMBER,
    TWO,
    add_places_and_counts,
    add_team,
    as_person,
    endorsed,
    make_town,
    signed,
    updated,
)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Book]:
    """Thirteen months of incidents to September 2024, whose review is opened."""
    book = make_town(tmp_path)
    reviews.open_month(book, SEPTEMBER)
    yield book
    book.store.close()


def _late(book: Book, folder: Path) -> None:
    """September again, with 2 violent crimes more in HS-01 than before."""
    rows = lomea.street_rows(SEPTEMBER, lomea.VIOLENCE, 11, lomea.IN_ONE)
    lomea.add_incidents(book, folder, rows, "late.csv")


def test_opening_freezes_the_figures_of_each_profiles_hotspots(town: Book) -> None:
    """9 violence and 1 burglary in HS-01, 7 ASB in HS-02; a profile of an area has none."""
    frozen = {r.profile: r.figures for r in reviews.list_reviews(town)}
    (one,), (two,) = frozen[ONE], frozen[TWO]
    assert (one["hotspot"], one["crimes"], one["count"], one["profile"]) == ("HS-01", 10, 9, ONE)
    assert (two["hotspot"], two["asb"], two["count_group"]) == ("HS-02", 7, "asb")
    assert one["officer_hours"] is None
    assert frozen[AREA_ONLY] == []


def test_the_frozen_row_is_the_figures_own(town: Book) -> None:
    """One table behind everything: every key and number is the same.

    Beside them stands what a pack needs to print the row again.
    """
    (row,) = figures(town, Window(SEPTEMBER, SEPTEMBER), hotspots=["HS-01"]).rows
    (frozen,) = reviews.read_review(town, ONE, SEPTEMBER).review.figures
    own = replace(row, review_state=None).encode()
    assert {key: frozen[key] for key in own} == own
    assert set(frozen) - set(own) == {"runs_of", "chances", "behinds", "objective"}


def test_the_hash_is_stable(town: Book, tmp_path: Path) -> None:
    """The same numbers give the same hash, in any order of keys; another number doesn't."""
    review = reviews.read_review(town, ONE, SEPTEMBER).review
    turned = [dict(reversed(row.items())) for row in review.figures]
    assert seal(turned) == seal(review.figures) == review.figures_hash
    assert seal([review.figures[0] | {"crimes": 11}]) != review.figures_hash
    assert seal([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


def test_the_same_data_in_another_casebook_gives_the_same_hash(town: Book, tmp_path: Path) -> None:
    """Nothing of the day or the file's name is in the figures."""
    from tests.books import make_book

    other = make_book(tmp_path, "other.db")
    add_places_and_counts(other, tmp_path)
    add_team(other)
    reviews.open_month(as_person(other, "ana"), SEPTEMBER)
    hashes = [{r.profile: r.figures_hash for r in reviews.list_reviews(b)} for b in (town, other)]
    assert hashes[0] == hashes[1]
    other.store.close()


def test_late_data_shows_as_signed_and_as_now(town: Book, tmp_path: Path) -> None:
    """The signed numbers stand; where now is otherwise, both are shown."""
    endorsed(town, month=SEPTEMBER)
    before = signed(town, month=SEPTEMBER)
    assert reviews.read_review(town, ONE, SEPTEMBER).changed == ()
    _late(town, tmp_path)
    file = reviews.read_review(town, ONE, SEPTEMBER)
    assert file.review == before
    assert {d.figure: (d.as_signed, d.as_now) for d in file.changed} == {
        "crimes": (10, 12),
        "serious_violence": (9, 11),
        "count": (9, 11),
        "poisson_z": (2.0, 2.63),
    }
    assert {d.hotspot for d in file.changed} == {"HS-01"}
    assert file.intact
    assert reviews.read_review(town, TWO, SEPTEMBER).changed == ()


def test_hours_that_come_late_were_missing_not_zero(town: Book, tmp_path: Path) -> None:
    """None as signed, a number as now."""
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 12:00,PC:2,foot,core,sheet",
    )
    changed = {d.figure: d for d in reviews.read_review(town, ONE, SEPTEMBER).changed}
    assert changed["officer_hours"] == ChangedFigure("HS-01", "officer_hours", None, 4.0)


def test_opening_the_next_month_never_rewrites_the_last(town: Book, tmp_path: Path) -> None:
    """Nor does opening the same month again after late data."""
    before = reviews.list_reviews(town, month=SEPTEMBER)
    _late(town, tmp_path)
    reviews.open_month(town, SEPTEMBER)
    reviews.open_month(town, OCTOBER)
    assert reviews.list_reviews(town, month=SEPTEMBER) == before


def test_now_is_counted_in_the_group_that_was_frozen(town: Book) -> None:
    """Themes given to the hotspot since don't make another figure of it."""
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        assert place is not None
        tx.save(place, replace(place, themes=("asb",)), town.author)
    assert reviews.read_review(town, ONE, SEPTEMBER).changed == ()


def test_figures_tampered_with_are_found_out(town: Book) -> None:
    """Their hash is in the history, whoever writes the table."""
    with town.store.writing() as tx:
        table = table_of(Review)
        row = reviews.read_review(town, ONE, SEPTEMBER).review.figures[0]
        tx.sql.execute(
            change_row(table).where(table.c.profile == ONE).values(figures=[row | {"crimes": 1}])
        )
    assert not reviews.read_review(town, ONE, SEPTEMBER).intact


def test_two_profiles_of_one_hotspot_freeze_their_own_row(book: Book, tmp_path: Path) -> None:
    """The counts are the hotspot's; profile, stage and run are each one's own."""
    add_places_and_counts(book, tmp_path)
    add_team(book)
    linked_places.link_place(book, AREA_ONLY, "HS-01")
    linked_places.link_place(book, AREA_ONLY, "Harbour")
    profiles.add_action(book, AREA_ONLY, {"title": "x", "start": "2024-09-01"})
    stages.advance(book, ONE)
    reviews.open_month(book, SEPTEMBER)
    found = {r.profile: r.figures for r in reviews.list_reviews(book)}
    (one,), (three,) = found[ONE], found[AREA_ONLY]
    assert (one["profile"], one["stage"], one["run_count"]) == (ONE, "scan", None)
    assert (three["profile"], three["stage"], three["run_count"]) == (AREA_ONLY, "objective", 9)
    assert one["crimes"] == three["crimes"] == 10
    assert reviews.read_review(book, ONE, SEPTEMBER).changed == ()


def test_words_beside_a_number_arent_compared() -> None:
    """Nor is a hotspot that isn't counted now; a number gone missing is."""
    frozen = [
        {"hotspot": "HS-01", "name": "Quay", "count": 3, "hours": 2.5, "visits": 0},
        {"hotspot": "HS-09", "count": 1},
    ]
    now = [{"hotspot": "HS-01", "name": "The Quay", "count": 3, "hours": None, "visits": 0}]
    assert changed_figures(frozen, now) == (ChangedFigure("HS-01", "hours", 2.5, None),)


def test_the_state_of_the_windows_last_month_stands_in_the_figures(town: Book) -> None:
    """None where no review is open; a retired profile shows none."""

    def state(window: str) -> dict[str | None, str | None]:
        rows = figures(town, Window.parse(window)).rows
        return {row.hotspot: row.review_state for row in rows}

    assert state("2024-09") == {"HS-01": "due", "HS-02": "due"}
    updated(town, month=SEPTEMBER)
    assert state("2024-07:2024-09") == {"HS-01": "updated", "HS-02": "due"}
    assert state("2024-08") == {"HS-01": None, "HS-02": None}
    months = figures(town, Window.parse("2024-08:2024-09"), by=("hotspot", "month")).rows
    assert [(r.hotspot, r.review_state) for r in months] == [
        ("HS-01", None), ("HS-01", "updated"), ("HS-02", None), ("HS-02", "due"),
    ]  # fmt: skip
    with town.store.writing() as tx:
        profile = tx.load_one(Profile, ref=TWO)
        assert profile is not None
        tx.save(profile, replace(profile, status="closed"), town.author)
    assert state("2024-09")["HS-02"] is None


def test_a_review_without_figures_reads_on(town: Book) -> None:
    """A profile of an area alone: no rows, nothing to differ, its hash that of none."""
    file = reviews.read_review(town, AREA_ONLY, SEPTEMBER)
    assert (file.review.figures, file.changed, file.intact) == ([], (), True)
    assert isinstance(file.review, Review)
