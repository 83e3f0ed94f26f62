"""A month's reviews in one sitting: whose turn each is, in the pack's order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.places.place import Place
from casebook.reviews import months, queries
from casebook.reviews.need import OrderOfNeed
from casebook.reviews.review import Review
from casebook.reviews.sitting import ReviewTurn, Sitting, SittingPage, read_page
from casebook.store import schema
from tests.reads import indexes, reads
from tests.reviews.reviewed import ONE, SEPTEMBER, as_person, make_town

NOVEMBER = Month(2024, 11)


def sitting(*states: str) -> Sitting:
    """Profiles P1, P2 … that are to be signed, aren't the account's to sign, or neither."""
    turns = tuple(
        ReviewTurn(
            Review(f"P{n}", NOVEMBER),
            "sign" if state == "sign" else "",
            "Ask another." if state == "own" else "",
        )
        for n, state in enumerate(states, 1)
    )
    return Sitting(NOVEMBER, turns, OrderOfNeed((), (), ()), (NOVEMBER,))


def test_the_next_is_the_next_in_order_and_then_from_the_top() -> None:
    """After the last comes the first that is left; alone, nothing follows."""
    month = sitting("sign", "due", "sign")
    assert month.following() == (month.turns[0], ())
    assert month.following(month.turns[0].key) == (month.turns[2], ())
    assert month.following(month.turns[2].key) == (month.turns[0], ())
    alone = sitting("due", "sign")
    assert alone.following(alone.turns[1].key) == (None, ())


def test_what_isnt_ones_own_to_sign_is_passed_over_and_named() -> None:
    """Only those between here and the next are named."""
    month = sitting("own", "sign", "own", "sign")
    assert month.following() == (month.turns[1], (month.turns[0],))
    assert month.following(month.turns[1].key) == (month.turns[3], (month.turns[2],))


@given(st.lists(st.sampled_from(["sign", "own", "due"]), max_size=12))
def test_going_on_from_each_that_is_signed_ends_with_none_left(states: list[str]) -> None:
    """Every one that can be signed is come to once, whatever stands between."""
    month, seen, key = sitting(*states), [], ""
    while True:
        turn, _ = month.following(key)
        if turn is None:
            break
        key = turn.key
        seen.append(turn.ref)
        month = month.after(replace(turn.review, state="signed"))
    assert seen == [f"P{n}" for n, state in enumerate(states, 1) if state == "sign"]
    assert month.to_do == ()


def test_the_same_profile_of_two_months_is_two_turns() -> None:
    """The late one first; signing it leaves the month's own, which alone has a place in it."""
    late = ReviewTurn(Review("P1", NOVEMBER + -1), "sign")
    both = replace(sitting("sign"), earlier=(late,))
    assert [turn.key for turn in both.to_do] == ["P1 review 2024-10", "P1 review 2024-11"]
    assert both.following() == (late, ())
    assert (both.place(late.review), both.place(both.turns[0].review)) == (0, 1)
    after = both.after(replace(late.review, state="signed"))
    assert after.to_do == both.turns
    assert both.turn("P1 review 2024-10") is late


def _reason(*figures: Figure) -> str:
    page: Any = SittingPage.__new__(SittingPage)
    object.__setattr__(page, "figures", figures)
    return str(page.reason)


def test_the_reason_offered_is_what_the_frozen_figures_say() -> None:
    """Finding and hours of plan, each only where it is known; nothing without a hotspot."""
    month = Window(NOVEMBER, NOVEMBER)
    steps = Figure(
        month,
        "Steps",
        "HS-01",
        says="ASB: 2 against 1.0 expected: too few to tell; a doubling would go unnoticed.",
        officer_hours=45.0,
        planned_covered_officer_hours=60.0,
        covered_to=date(2024, 11, 30),
    )
    bare = Figure(month, "Quay", "HS-02", says="ASB: 3 against 2.5 expected: as expected (p 0.7).")
    assert _reason() == ""
    assert _reason(Figure(month, "Park", "HS-03")) == ""
    assert _reason(steps) == ("ASB: 2 against 1.0 expected: too few to tell. 75% of planned hours.")
    assert _reason(steps, bare).endswith("HS-02: ASB: 3 against 2.5 expected: as expected (p 0.7).")


def test_a_page_reads_its_own_hotspots_and_not_all_there_are(tmp_path: Path) -> None:
    """As many statements and records with forty hotspots more; its own have their names."""
    town = make_town(tmp_path)
    months.open_month(as_person(town, "ana"), SEPTEMBER)
    rev = as_person(town, "rev.a")
    (row,) = read_page(rev, ONE, SEPTEMBER).figures
    assert (row.hotspot, row.name) == ("HS-01", "The HS-01")
    before = reads(rev, lambda: read_page(rev, ONE, SEPTEMBER))
    with town.store.writing() as tx:
        for n in range(40):
            tx.save(None, Place(f"HS-9{n:02}", "hotspot"), town.author)
    read_page(rev, ONE, SEPTEMBER)
    assert reads(rev, lambda: read_page(rev, ONE, SEPTEMBER)) == before


def test_the_reviews_of_a_month_are_found_by_index(tmp_path: Path) -> None:
    """Its own by the month, what is left of earlier ones by its state; which months there are."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    by_month, by_state = "ix_review_month (month=?)", "ix_review_state (state=?)"
    with store.reading() as tx:
        assert indexes(tx, lambda: queries.heads(tx, month=SEPTEMBER)) == [by_month]
        left = indexes(tx, lambda: queries.heads(tx, month=SEPTEMBER, with_owed=True))
        assert [one for one in left if one.startswith("ix_")] == [by_month, by_state]
        assert indexes(tx, lambda: queries.months(tx)) == ["ix_review_month"]
    store.close()
