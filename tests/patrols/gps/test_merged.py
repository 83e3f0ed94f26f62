"""GPS visits beside sheets, claims and rotas: times by GPS, people and money by the others."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Window
from casebook.core.settings import Settings, check_settings
from casebook.patrols.hours import read_hours
from tests.patrols.gps.ping_files import AWAY, TWO, ping, run, with_squares
from tests.patrols.patrol_files import bring, counting, officer_minutes

CLAIM = "LH21,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,overtime,claim"
SHEET = "LH21,HS-01,2024-10-07 18:05,2024-10-07 20:10,PC:1;PCSO:2,foot,core,sheet"
ROTA = "LH21,HS-01,2024-10-07 17:30,2024-10-07 21:00,PC:4,foot,partner,rota"
SEEN = [*run("2024-10-07T18:10+01:00", 40), *run("2024-10-07T19:00+01:00", 50)]


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with two drawn hotspots."""
    return with_squares(book)


def _bring(town: Book, name: str) -> None:
    if name == "pings":
        ping(town, SEEN)
    else:
        told = {"claim": CLAIM, "sheet": SHEET, "rota": ROTA}
        bring(town, [told[name]], f"{name}.csv")


@pytest.mark.parametrize("order", permutations(("claim", "sheet", "rota", "pings")))
def test_times_from_gps_people_and_money_from_the_claim(town: Book, order: tuple[str, ...]) -> None:
    """Whatever comes first: two visits of 40 and 50 minutes, two officers, on overtime."""
    for name in order:
        _bring(town, name)
    assert counting(town) == [("LH21", 40, 2, "overtime"), ("LH21", 50, 2, "overtime")]


def test_people_from_the_sheet_and_money_from_the_rota_where_there_is_no_claim(town: Book) -> None:
    """The sheet says three were there, the duty file who paid."""
    for name in ("pings", "sheet", "rota"):
        _bring(town, name)
    assert counting(town) == [("LH21", 40, 3, "partner"), ("LH21", 50, 3, "partner")]


def test_without_any_other_word_a_visit_is_one_officer(town: Book) -> None:
    """Somebody had the device: one, on core duty."""
    _bring(town, "pings")
    assert counting(town) == [("LH21", 40, 1, "core"), ("LH21", 50, 1, "core")]


def test_a_visit_elsewhere_has_the_unit_s_crew_of_that_time(town: Book) -> None:
    """The claim at HS-01 tells who was with the unit at HS-02; both count and it is said."""
    bring(town, [CLAIM], "claim.csv")
    report = ping(town, run("2024-10-07T18:30+01:00", 20, TWO))
    assert counting(town) == [("LH21", 120, 2, "overtime"), ("LH21", 20, 2, "overtime")]
    assert any("in another hotspot than a claim or sheet does" in note for note in report.notes)


def test_the_report_counts_what_was_merged(town: Book) -> None:
    """Two visits in one claim: both are new, one of them has the claim under it."""
    bring(town, [CLAIM, ROTA], "told.csv")
    report = ping(town, SEEN)
    assert (report.added, report.merged) == (2, 1)
    assert not any("of the rota confirmed" in note for note in report.notes)
    assert report.notes[-1].endswith("else 1 officer on core duty: so in 0 of 2 visits.")


def test_a_drive_through_takes_the_place_of_no_sheet(town: Book) -> None:
    """One ping at the hotspot leaves the claim's two hours as they were told."""
    bring(town, [CLAIM], "claim.csv")
    past = [*run("2024-10-07T18:29+01:00", 0, AWAY), *run("2024-10-07T18:30+01:00", 0)]
    report = ping(town, [*past, *run("2024-10-07T18:31+01:00", 0, AWAY)])
    assert counting(town) == [("LH21", 120, 2, "overtime")]
    assert report.added == 0
    assert any(note.startswith("Drive-throughs") for note in report.notes)


def test_gps_on_one_day_of_a_claimed_month_leaves_the_others(town: Book) -> None:
    """The next day's claim, on which the device was off, counts as claimed.

    The silence between the two visits has half a minute of each.
    """
    bring(town, [CLAIM, CLAIM.replace("10-07", "10-08")], "claim.csv")
    ping(town, SEEN)
    assert officer_minutes(town) == 2 * 91 + 2 * 120


def test_a_week_of_gps_does_not_hold_up_what_claims_cover(town: Book) -> None:
    """Hours are known to the claims' last day; with GPS alone, to its own."""
    ping(town, SEEN)
    assert _covered_to(town) == date(2024, 10, 7)
    bring(town, [CLAIM.replace("10-07", "10-21")], "claim.csv")
    assert _covered_to(town) == date(2024, 10, 21)


def _covered_to(town: Book) -> date | None:
    with town.store.reading() as tx:
        return read_hours(tx, town.zone, [], Window.parse("2024-10")).covered_to()


@pytest.mark.parametrize("gap", [0.0, -5.0, 121.0])
def test_a_gap_is_some_minutes(gap: float) -> None:
    """None, fewer than none and hours are refused."""
    with pytest.raises(BadValue, match=r"^The gap that ends a GPS visit is more than 0"):
        check_settings(Settings(visit_gap=gap))
