"""A signed review keeps its verdicts and their sentences, and says which have flipped since."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month
from casebook.profiles import casefile as profiles
from casebook.reviews import months as reviews
from casebook.reviews.figures import flip_counts, flipped
from casebook.reviews.flips import recorded_verdicts
from casebook.reviews.review import Review, seal
from casebook.store.transaction import Transaction
from tests import lomea
from tests.reviews.reviewed import ONE, SEPTEMBER, as_person, endorsed, make_town, signed
from tests.rows_read import rows_read


@pytest.fixture
def town(tmp_path: Path) -> Book:
    """HS-01 with 9 violence in September where 4 are expected; an action since 1 September."""
    book = make_town(tmp_path)
    profiles.add_action(book, ONE, {"title": "Marshal the rank", "start": "2024-09-01"})
    reviews.open_month(as_person(book, "ana"), SEPTEMBER)
    return book


def _more_violence(book: Book, tmp_path: Path, count: int) -> None:
    """September has so many violent crimes more, loaded late."""
    rows = [row for row in lomea.thirteen_months(9 + count) if f",{SEPTEMBER}," in row]
    lomea.add_incidents(book, tmp_path, rows, "late.csv")


def _of(book: Book) -> tuple[Review, reviews.ReviewFile]:
    file = reviews.read_review(book, ONE, SEPTEMBER)
    return file.review, file


def older_figures(tx: Transaction, book: Book, profile: str, month: Month, **counts: int) -> None:
    """Give a review the figures that 0.1.0 froze, with ``counts`` in them."""
    review = tx.load_one(Review, profile=profile, month=str(month))
    assert review is not None
    kept = {"hotspot", "count_group", "count", "crimes", "poisson_z", "z_baseline"}
    old = {key: value for key, value in review.figures[0].items() if key in kept} | counts
    old |= {"variation": "usual", "z_says": "within usual variation", "run_expected": 4.0}
    older = dataclasses.replace(review, figures=[old], figures_hash=seal([old]))
    tx.save(review, older, book.author)


def test_the_verdict_and_its_sentence_are_frozen_with_the_figures(town: Book) -> None:
    """Word, sentences and those since the response began, for both themes."""
    row = _of(town)[0].figures[0]
    assert (row["verdict"], row["since_verdict"]) == ("higher", "higher")
    assert row["says"].startswith("Serious violence: 9 against 4.0 expected from ")
    assert row["since_says"].startswith("Serious violence since actions began on 1 Sep 2024")
    assert [one["count_group"] for one in row["other_verdicts"]] == ["asb"]


def test_a_verdict_that_flips_is_told_with_both_words(town: Book, tmp_path: Path) -> None:
    """9 of 4 expected is worth a look; 20 lie outside usual variation, in the month and since."""
    endorsed(town, month=SEPTEMBER)
    before = signed(town, month=SEPTEMBER)
    assert _of(town)[1].flips == ()
    assert flipped(town, [before]) == {before.ref: ()}
    _more_violence(town, tmp_path, 11)
    review, file = _of(town)
    assert review == before
    assert [(f.hotspot, f.count_group, f.over, f.as_signed, f.as_now) for f in file.flips] == [
        ("HS-01", "serious-violence", "month", "higher", "more"),
        ("HS-01", "serious-violence", "since", "higher", "more"),
    ]
    assert file.flips[0].said == before.figures[0]["says"]
    assert file.flips[0].says.startswith("Serious violence: 20 against 4.0 expected from")
    assert flipped(town, [before])[before.ref] == file.flips


def test_numbers_that_change_without_the_word_flip_nothing(town: Book, tmp_path: Path) -> None:
    """10 of 4 is still worth a look: the count has changed, the verdict hasn't."""
    _more_violence(town, tmp_path, 1)
    file = _of(town)[1]
    assert {one.figure for one in file.changed} >= {"count", "crimes"}
    assert file.flips == ()


def test_an_older_review_says_that_its_verdict_isnt_recorded_and_never_flips(
    town: Book, tmp_path: Path
) -> None:
    """It prints what it holds, whatever later data would make of it."""
    with town.store.writing() as tx:
        older_figures(tx, town, ONE, SEPTEMBER)
    _more_violence(town, tmp_path, 11)
    file = _of(town)[1]
    assert (file.verdicts_recorded, file.flips, file.intact) == (False, (), True)
    assert {one.figure for one in file.changed} == {"count", "crimes", "poisson_z"}
    assert flipped(town, [file.review]) == {}
    assert json.loads(json.dumps(file.encode(town.today)))["verdicts_recorded"] is False


def test_a_profile_without_a_hotspot_has_no_verdict_to_record(town: Book) -> None:
    """So nothing is said to be missing."""
    file = reviews.read_review(town, "PMP-2024-003", SEPTEMBER)
    assert (file.verdicts_recorded, file.flips) == (True, ())


def test_a_hotspot_drawn_anew_is_counted_in_the_boundary_of_the_time(
    town: Book, tmp_path: Path
) -> None:
    """Moved in November onto empty ground, its September still reads as it was signed."""
    from datetime import date

    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    review = _of(town)[0]
    path = tmp_path / "moved.geojson"
    moved = {"type": "FeatureCollection", "features": [lomea.square(1.60, "HS-01", "asb")]}
    path.write_text(json.dumps(moved))
    import_places(
        town, path, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 11, 1)
    )
    later = _frozen_later(town, review)
    assert flipped(town, [review, later])[review.ref] == ()


def _frozen_later(town: Book, review: Review) -> Review:
    """The same figures as if frozen for October, so that two months are counted."""
    return dataclasses.replace(review, month=Month(2024, 10))


@pytest.mark.parametrize("figures", [None, [], [{"hotspot": "HS-01", "count_group": "asb"}]])
def test_figures_without_verdicts_record_none(figures: Any) -> None:
    """Neither none at all nor older ones."""
    assert recorded_verdicts(figures) == ()


def test_a_list_counts_the_flips_that_reading_each_review_finds(town: Book, tmp_path: Path) -> None:
    """2 of the one that flipped; 0 of what hasn't; nothing where verdicts weren't recorded."""
    endorsed(town, month=SEPTEMBER)
    before = signed(town, month=SEPTEMBER)
    heads = reviews.list_heads(town)
    assert flip_counts(town, heads) == {before.id: 0}
    _more_violence(town, tmp_path, 11)
    assert flip_counts(town, heads) == {before.id: len(flipped(town, [before])[before.ref])}
    assert flip_counts(town, heads, month=SEPTEMBER) == {before.id: 2}
    assert flip_counts(town, heads, month=SEPTEMBER + 1) == {}
    with town.store.writing() as tx:
        older_figures(tx, town, ONE, SEPTEMBER)
    assert flip_counts(town, heads) == {}


def test_a_list_reads_what_it_shows_and_no_more(town: Book) -> None:
    """A row a review by one statement; what signed ones froze only where the list shows some."""
    endorsed(town, month=SEPTEMBER)
    signed(town, month=SEPTEMBER)
    reviews.open_month(as_person(town, "ana"), SEPTEMBER + 1)
    late = dataclasses.replace(town.settings, today=date(2025, 3, 1))
    book = dataclasses.replace(town, settings=late)
    every = len(reviews.list_heads(book))
    for month, overdue in ((None, False), (SEPTEMBER, False), (None, True), (SEPTEMBER, True)):
        with rows_read(book) as found:
            shown = reviews.list_heads(book, month=month, overdue=overdue)
        assert (found.statements, found.rows) == (1, len(shown))
        assert (len(shown) < every) == (month is not None or overdue)
    unsigned = reviews.list_heads(book, overdue=True)
    with rows_read(book) as found:
        assert flip_counts(book, (one for one in unsigned if one.state == "signed")) == {}
    assert found.statements == 0


def test_a_list_says_of_reviews_what_reading_them_says(town: Book) -> None:
    """By month and profile, but for their texts and what they froze."""
    endorsed(town, month=SEPTEMBER)
    signed(town, month=SEPTEMBER)
    reviews.open_month(as_person(town, "ana"), SEPTEMBER + 1)
    blank = {"figures": None, "figures_hash": "", "head": ""}
    blank |= dict.fromkeys(("did", "hindered", "asks", "reason", "comments", "returned_why"), "")
    whole = [dataclasses.replace(one, **blank) for one in reviews.list_reviews(town)]  # type: ignore[arg-type]
    assert list(reviews.list_heads(town)) == whole
    assert len({one.month for one in whole}) == 2
    assert reviews.list_heads(town, month=SEPTEMBER) == tuple(whole[: len(whole) // 2])
    late = dataclasses.replace(town.settings, today=date(2025, 3, 1))
    book = dataclasses.replace(town, settings=late)
    overdue = [one.ref for one in reviews.list_reviews(book, overdue=True)]
    assert [one.ref for one in reviews.list_heads(book, overdue=True)] == overdue
    assert overdue
