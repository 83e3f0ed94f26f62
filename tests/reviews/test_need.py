"""The order of need: what a meeting has to decide, ranked, from books made by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.measures import on_course
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.stages import BODIES, Stage
from casebook.reviews import matter
from casebook.reviews.matter import KINDS, Matter
from casebook.reviews.matters import ProfileMonth, hours_together
from casebook.reviews.need import OrderOfNeed, order_of_need
from casebook.reviews.review import Review

OCTOBER, NOVEMBER = Month(2024, 10), Month(2024, 11)
TODAY = date(2024, 12, 18)
WINDOW = Window(NOVEMBER, NOVEMBER)


def review(ref: str = "PMP-1", month: Month = NOVEMBER, **values: Any) -> Review:
    """A review due on the 10th of the next month."""
    given: dict[str, Any] = {"state": "updated", "due": (month + 1).first.replace(day=10)} | values
    return Review(ref, month, **given)


def row(hotspot: str = "HS-01", **values: Any) -> Figure:
    """A month in which 10 were counted where 10 are expected."""
    given: dict[str, Any] = {
        "count_group": "asb",
        "count": 10,
        "expected": 10.0,
        "verdict": "as expected",
        "verdict_p": 0.9,
    }
    return Figure(WINDOW, "Market Quay", hotspot, **(given | values))


def profile(
    ref: str = "PMP-1",
    hotspot: str = "HS-01",
    reviews: tuple[Review, ...] = (),
    rows: tuple[Figure, ...] = (),
    stages: tuple[Stage, ...] = (),
    **values: Any,
) -> ProfileMonth:
    """A profile of one hotspot."""
    made = Profile(ref, "Fights", owner="sgt.h", next_review=date(2025, 1, 18))
    file = ProfileFile(made, stages, (ProfilePlace(ref, hotspot),), ())
    return ProfileMonth(f"{hotspot} Market Quay", hotspot, file, reviews, rows, **values)


def ranked(*profiles: ProfileMonth, force: tuple[Matter, ...] = ()) -> OrderOfNeed:
    """The order of November on 18 December."""
    return order_of_need(profiles, NOVEMBER, TODAY, force)


def only(*profiles: ProfileMonth) -> Matter:
    """The one matter there is."""
    (found,) = ranked(*profiles).matters
    return found


def test_a_profile_with_nothing_amiss_has_no_matters_and_keeps_its_place() -> None:
    """Updated in time, as expected: nothing to decide, but it is in the order."""
    quiet = profile(reviews=(review(due=date(2024, 12, 20)),), rows=(row(),))
    order = ranked(quiet)
    assert (order.matters, order.subjects, order.hotspots) == ((), ("PMP-1",), ("HS-01",))


def test_what_the_owner_asks_stands_beside_what_got_in_the_way() -> None:
    """The fact is the owner's own line; an ask of nothing is none."""
    asked = review(
        due=date(2024, 12, 20), hindered="The van was off the road.", asks="Two Specials"
    )
    found = only(profile(reviews=(asked,)))
    assert (found.kind, found.place) == ("asks", "HS-01 Market Quay")
    assert (found.fact, found.ask) == (
        "Got in the way: The van was off the road.",
        "Asks: Two Specials",
    )
    for nothing in ("Nothing this month.", "none", "N/A", "", "No asks at present."):
        assert ranked(profile(reviews=(replace(asked, asks=nothing),))).matters == ()
    silent = replace(asked, hindered="", updated_by="sgt.h")
    assert only(profile(reviews=(silent,))).fact == "Asked by sgt.h; nothing got in the way."
    old = replace(asked, month=OCTOBER)
    assert only(profile(reviews=(old,))).fact.startswith("Got in the way in Oct 2024: The van")


def test_an_october_review_stays_owed_when_november_is_signed() -> None:
    """38 days since 10 November, though the profile's next review has moved on to January."""
    old = review(month=OCTOBER, state="endorsed")
    new = review(state="signed", decisions=("continue",), signed_on=TODAY, asks="A van")
    owed, asked = ranked(profile(reviews=(old, new))).matters[::-1]
    assert owed.fact == "The Oct 2024 review is 38 days overdue: it waits for a signature."
    assert (owed.ask, owed.decided) == ("Sign it or return it", "")
    assert asked.decided == "Decided 18 Dec 2024: continue"


def test_a_returned_review_says_why_and_how_long_it_is_owed() -> None:
    """Its reason is the fact."""
    back = review(month=OCTOBER, state="returned", returned_why="Say what was done.")
    found = only(profile(reviews=(back,)))
    assert found.kind == "returned"
    assert found.fact == "The Oct 2024 review was returned, 38 days overdue: Say what was done."


def test_a_profile_whose_month_was_never_opened_is_overdue_all_the_same() -> None:
    """Its next review has passed and no review is open."""
    bare = profile()
    assert bare.file is not None
    late = replace(bare.file.profile, next_review=date(2024, 12, 8))
    found = only(replace(bare, file=replace(bare.file, profile=late)))
    assert (found.kind, found.fact) == (
        "overdue",
        "A review was due on 8 Dec 2024: none is open.",
    )


def test_a_count_that_stands_out_says_the_month_and_the_run_since_the_response() -> None:
    """58 against 29.1 since June lies outside; November alone doesn't."""
    risen = row(
        count=7,
        expected=3.9,
        run_months=6,
        run_count=58,
        run_of="the response",
        since_expected=29.1,
        since_verdict="more",
        since_verdict_p=0.0007,
    )
    found = only(profile(rows=(risen,)))
    assert (found.kind, found.points) == ("more", 5)
    assert found.fact == (
        "ASB since the response began (6 months): 58 against 29.1 expected, more than usual; "
        "Nov 2024 7 against 3.9, as expected."
    )


def test_overtime_under_80_per_cent_is_told_apart_from_the_whole() -> None:
    """104% of core hides 60% of overtime: 22 of 25 hours, 88% of the whole."""
    parts: dict[str, Any] = {
        "officer_hours": 23.0,
        "officer_hours_core": 13.0,
        "officer_hours_overtime": 6.0,
        "officer_hours_partner": 4.0,
        "planned_covered_officer_hours": 26.5,
        "planned_covered_officer_hours_core": 12.5,
        "planned_covered_officer_hours_overtime": 10.0,
        "planned_covered_officer_hours_partner": 4.0,
    }
    found = only(profile(rows=(row(**parts),)))
    assert (found.kind, found.fact) == ("under plan", "Overtime 60% of plan (6.0 of 10.0 h).")


def test_hours_of_the_whole_force_say_each_resourcing() -> None:
    """84% of overtime under a 94% total, the worst first."""
    whole = row(
        officer_hours=2080.67,
        officer_hours_core=987.33,
        officer_hours_overtime=853.67,
        officer_hours_partner=239.67,
        planned_covered_officer_hours=2224.0,
        planned_covered_officer_hours_core=986.0,
        planned_covered_officer_hours_overtime=1014.0,
        planned_covered_officer_hours_partner=224.0,
    )
    found = hours_together(whole)
    assert found is not None
    assert found.fact == (
        "Nov 2024: overtime 84% of plan (853.7 of 1,014.0 h), core 100%, partner 107%, all "
        "together 94%."
    )
    assert found.ask == "Say why 160.3 h of overtime weren't delivered"
    assert hours_together(row()) is None


def test_a_plan_that_names_no_resourcing_is_held_to_the_whole() -> None:
    """29.9 of 62 hours."""
    short = row(officer_hours=29.9, planned_covered_officer_hours=62.0)
    found = only(profile(rows=(short,)))
    assert found.fact == "Officer-hours 48% of plan (29.9 of 62.0 h)."


def test_a_measure_off_course_and_a_waiver_are_matters() -> None:
    """The measure with what would be on course; who waived the gate, and why, once unseen."""
    stands = Progress(
        *("asb", "ASB", 55.0, Window.parse("2023-07..2024-06"), 81),
        *(Window.parse("2023-12..2024-11"), 41.0, date(2025, 7, 1), 49.2),
        *(on_course.OFF_COURSE, ""),
    )
    gate = Stage(
        *("PMP-1", 1, "analyse"),
        closed=date(2024, 12, 2),
        waiver="Summer is near",
        waived_by="insp.h",
        body=BODIES["analyse"](),
    )
    both = profile(progress=stands, stages=(gate,))
    off, waived = ranked(both).matters
    assert off.fact == (
        "ASB: 81 in Dec 2023 to Nov 2024 where 49.2 would be on course from 55 to 41 by "
        "1 Jul 2025: off course."
    )
    assert waived.fact == (
        "The gate of analyse was waived by insp.h on 2 Dec 2024: Summer is near."
    )
    seen = review(month=OCTOBER, state="signed", signed_on=date(2024, 12, 3))
    (left,) = ranked(replace(both, reviews=(seen,))).matters
    assert left.kind == "off course"


def test_a_profile_opened_after_the_month_has_no_part_in_its_meeting() -> None:
    """It owes no review of it; its hotspot keeps its place."""
    bare = profile(rows=(row(verdict="more", verdict_p=0.001),))
    assert bare.file is not None
    later = replace(bare.file.profile, opened=date(2024, 12, 1))
    order = ranked(replace(bare, file=replace(bare.file, profile=later)))
    assert (order.matters, order.hotspots) == ((), ("HS-01",))


def test_a_hotspot_without_a_profile_is_one_to_decide_on() -> None:
    """It is ranked by its own ref."""
    order = ranked(ProfileMonth("HS-09 Quay", "HS-09", figures=(row("HS-09"),)))
    assert [(m.kind, m.subject) for m in order.matters] == [("no profile", "HS-09")]
    assert order.hotspots == ("HS-09",)


def test_the_neediest_comes_first_whatever_order_they_are_given_in() -> None:
    """Points add up; even points go by how long a review is owed, then by ref."""
    asks = profile("PMP-3", "HS-03", (review("PMP-3", due=None, asks="A camera"),))
    owed = profile("PMP-2", "HS-02", (review("PMP-2"),))
    worse = profile("PMP-9", "HS-09", rows=(row("HS-09", verdict="more", verdict_p=0.001),))
    money = Matter("money", "", "", "Fund", "£5 unspent", "Decide")
    for profiles in ((asks, owed, worse), (worse, asks, owed)):
        order = ranked(*profiles, force=(money,))
        assert order.subjects == ("PMP-9", "PMP-2", "PMP-3")
        assert order.hotspots == ("HS-09", "HS-02", "HS-03")
        assert [(m.rank, m.kind) for m in order.matters] == [
            *((1, "money"), (2, "more"), (3, "overdue"), (4, "asks")),
        ]
        assert [order.points(ref) for ref in order.subjects] == [5, 3, 3]
        assert order.of_force == (replace(money, rank=1),)


@pytest.mark.parametrize("name", KINDS)
def test_the_table_that_explains_the_ranking_is_the_one_it_is_made_by(name: str) -> None:
    """Every kind stands in the folder's table with the points it weighs."""
    rows = re.findall(r"^([a-z ]+?) {2,}(\d)  \S", matter.__doc__ or "", re.MULTILINE)
    assert dict(rows)[name] == str(KINDS[name].points)
    assert [kind for kind, _ in rows] == list(KINDS)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["more", "lower", "as expected"]),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_every_matter_is_ranked_once_and_points_never_rise_down_the_list(
    made: list[tuple[str, bool, bool, bool]], shuffle: Random
) -> None:
    """Whatever is given in whatever order: the same list, places together, no profile lost."""
    profiles = [
        profile(
            f"PMP-{at}",
            f"HS-{at}",
            (
                review(f"PMP-{at}", asks="A van" if asks else "", due=None),
                *((review(f"PMP-{at}", OCTOBER),) if owes else ()),
            ),
            (row(f"HS-{at}", verdict=verdict, verdict_p=0.01, count=3 if odd else 4),),
        )
        for at, (verdict, asks, owes, odd) in enumerate(made)
    ]
    order = ranked(*profiles)
    assert sorted(order.subjects) == sorted(one.subject for one in profiles)
    assert [m.rank for m in order.matters] == list(range(1, len(order.matters) + 1))
    points = [order.points(subject) for subject in order.subjects]
    assert points == sorted(points, reverse=True)
    assert [m for subject in order.subjects for m in order.of(subject)] == list(order.matters)
    mixed = list(profiles)
    shuffle.shuffle(mixed)
    assert ranked(*mixed) == order
