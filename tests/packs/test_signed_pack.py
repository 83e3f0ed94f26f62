"""A pack of a signed month prints what was signed, and says what late data changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.packs.chapters.parts import PackScope
from casebook.packs.html import render_html
from casebook.packs.review.pack import review_pack
from casebook.packs.review.pdf import render_pdf
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import linked_places
from casebook.registers.community import Query
from casebook.reviews import months as reviews
from casebook.reviews.review import Review, seal
from tests import lomea
from tests.packs.test_review import rows_of
from tests.reviews.reviewed import ONE, SEPTEMBER, as_person, endorsed, make_town, signed
from tests.reviews.test_as_signed import OBJECTIVE

WINDOW = Window(SEPTEMBER, SEPTEMBER)


@pytest.fixture
def town(tmp_path: Path) -> Book:
    """HS-01 with 9 violence in September, signed; 11 more were loaded afterwards."""
    book = make_town(tmp_path)
    profiles.add_action(book, ONE, {"title": "Marshal the rank", "start": "2024-09-01"})
    reviews.open_month(as_person(book, "ana"), SEPTEMBER)
    endorsed(book, month=SEPTEMBER)
    signed(book, month=SEPTEMBER)
    return book


def late(book: Book, tmp_path: Path) -> None:
    """September has 20 violent crimes in HS-01 in place of 9."""
    rows = [row for row in lomea.thirteen_months(20) if f",{SEPTEMBER}," in row]
    lomea.add_incidents(book, tmp_path, rows, "late.csv")


def test_every_page_prints_the_signed_number_after_late_data(town: Book, tmp_path: Path) -> None:
    """The table of hotspots, the hotspot's own page and the front page; the other one is live."""
    before = review_pack(PackScope(town, WINDOW))
    assert (before.late, before.front.late) == (None, "")
    late(town, tmp_path)
    made = review_pack(PackScope(town, WINDOW))
    assert rows_of(made.hotspots) == rows_of(before.hotspots)
    assert made.front.places == before.front.places
    facts = [line.fact for line in made.front.places if line.place.startswith("HS-01")]
    assert facts[1].startswith("Serious violence since actions began (1 month): 9 against 4.0")
    page = {part.ref: part for part in made.sections}["HS-01"]
    was = {part.ref: part for part in before.sections}["HS-01"]
    assert page.figures == was.figures
    assert page.verdicts == was.verdicts
    assert page.verdicts_say == was.verdicts_say
    assert page.signed.startswith("As signed on ")
    assert page.late[:2] == (
        "By the data held now:",
        "Verdict on Serious violence, the month: signed higher, now more.",
    )
    assert made.front.signed == "1 of 3 reviews of Sep 2024 signed; 2 due."


def test_a_box_says_what_late_data_changed_verdicts_first(town: Book, tmp_path: Path) -> None:
    """Two verdicts flipped from higher to more; then crimes, 10 to 21."""
    late(town, tmp_path)
    made = review_pack(PackScope(town, WINDOW))
    assert made.late is not None
    assert made.late.caption == "What late data changed since Sep 2024 was signed"
    cells = [line.cells[1:] for line in made.late.lines]
    assert cells[:3] == [
        ("Verdict on Serious violence, the month", "higher", "more"),
        ("Verdict on Serious violence, since the response began", "higher", "more"),
        ("Crimes", "10", "21"),
    ]
    assert {line.cells[0].split()[0] for line in made.late.lines} == {"HS-01"}
    assert made.front.late.startswith("Late data since signing in HS-01: 2 verdicts flipped, ")
    assert made.front.late in render_html(made)
    assert render_pdf(made).startswith(b"%PDF")


def test_a_pack_narrowed_to_an_area_tells_of_it_alone(town: Book) -> None:
    """Its own reviews, hotspots and answers; money is the whole force's."""
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        tx.save(place, replace(place, parent="Harbour"), town.author)  # type: ignore[type-var]
        came = datetime.fromisoformat("2024-12-01T09:00")
        for area, text in (("Harbour", "Lamps?"), ("Strand", "Vans?")):
            tx.save(None, Query(place=area, received=came, text=text), town.author)
    whole = review_pack(PackScope(town, WINDOW))
    narrow = review_pack(PackScope(town, WINDOW, "Harbour"))
    answers = {line.place: line.fact for line in narrow.front.force}["Answers"]
    assert answers.startswith("1 question waits for an answer over 72 hours: Harbour 17 days")
    assert "2 questions wait" in {line.place: line.fact for line in whole.front.force}["Answers"]
    assert {line.place[:5] for line in whole.front.places} == {"HS-01", "HS-02", "Probl"}
    assert {line.place[:5] for line in narrow.front.places} == {"HS-01", "Probl"}
    assert narrow.front.signed == "1 of 2 reviews of Sep 2024 signed; 1 due."


def test_a_signed_hotspot_outside_the_area_stays_out_of_its_pack(town: Book) -> None:
    """Though its profile has another hotspot inside, and its review froze both."""
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-02")
        tx.save(place, replace(place, parent="Strand"), town.author)  # type: ignore[type-var]
        review = tx.load_one(Review, profile=ONE, month=str(SEPTEMBER))
        assert review is not None
        both = [*review.figures, {**review.figures[0], "hotspot": "HS-02"}]
        tx.save(review, replace(review, figures=both, figures_hash=seal(both)), town.author)
    linked_places.link_place(town, ONE, "HS-02")
    made = review_pack(PackScope(town, WINDOW, "Strand"))
    assert [part.ref for part in made.sections] == ["HS-02"]


def test_a_measure_that_wasn_t_frozen_is_said_to_be_so(town: Book) -> None:
    """Not that there is none."""
    profiles.edit_stage(town, ONE, "objective", OBJECTIVE)
    with town.store.writing() as tx:
        review = tx.load_one(Review, profile=ONE, month=str(SEPTEMBER))
        assert review is not None
        older = [{k: v for k, v in row.items() if k != "objective"} for row in review.figures]
        tx.save(review, replace(review, figures=older, figures_hash=seal(older)), town.author)
    made = review_pack(PackScope(town, WINDOW))
    page = {part.ref: part for part in made.sections}["HS-01"]
    assert [one.says for one in page.measures] == [
        f"Where {ONE} stood wasn't frozen when it was signed."
    ]
    assert page.signed.endswith("Not frozen when signed: where its measure stands.")
    assert any("1 not frozen when signed" in said for said in made.headlines)
