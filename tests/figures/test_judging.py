"""What is expected of a hotspot in the casebook, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on as at_noon

SEPTEMBER = Window.parse("2024-09")
ELSEWHERE = (1.60, 51.30)
YEAR = Window.parse("2023-09:2024-08")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """20 ASB a month in HS-02 and 7 in September; HS-01 has 4 violence a month and then 9."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    return book


def _rest(book: Book, folder: Path, monthly: int, last: int, *, without: str = "") -> None:
    """ASB outside the hotspots: so many in each month of the year, and in September."""
    rows: list[str] = []
    for month in YEAR.months:
        if str(month) != without:
            rows += lomea.street_rows(month, lomea.ASB, monthly, ELSEWHERE)
    rows += lomea.street_rows(Month(2024, 9), lomea.ASB, last, ELSEWHERE)
    lomea.add_incidents(book, folder, rows, "rest.csv")


def _row(book: Book, ref: str = "HS-02", window: Window = SEPTEMBER, **how: object) -> Figure:
    (row,) = figures(book, window, hotspots=[ref], **how).rows  # type: ignore[arg-type]
    return row


def test_without_the_rest_the_baseline_speaks_alone_and_says_so(town: Book) -> None:
    """240 in twelve months are 20 a month; 7 of 247 at 1 in 13 is 1 time in 690."""
    row = _row(town)
    assert (row.expected, row.verdict) == (20.0, "fewer")
    assert row.verdict_p == pytest.approx(0.001454, abs=1e-6)
    assert row.says == (
        "ASB: 7 against 20.0 expected from Sep 2023 to Aug 2024: fewer, outside usual variation "
        "(by chance alone 1 time in 690). Season and trend are in it: the rest of the force isn't "
        "loaded."
    )


def test_what_the_rest_did_is_what_is_expected_here(town: Book, tmp_path: Path) -> None:
    """It fell from 30 a month to 12, so 20 x 0.4 = 8 are expected, and 7 is as expected."""
    _rest(town, tmp_path, 30, 12)
    row = _row(town)
    assert (row.expected, row.verdict) == (8.0, "as expected")
    assert "What the rest of the force did is allowed for" in row.says
    assert (row.z_baseline, row.poisson_z) == (20.0, -3.65)


def test_months_the_rest_lacks_are_left_out_on_both_sides(town: Book, tmp_path: Path) -> None:
    """Nothing outside the hotspots in February is a month of none, not one that isn't loaded."""
    _rest(town, tmp_path, 30, 12, without="2024-02")
    row = _row(town)
    assert row.expected == pytest.approx(20 * 12 / (330 / 12), abs=0.01)


def test_under_six_months_there_is_no_verdict(town: Book) -> None:
    """January has four months before it that are loaded: a z would need twelve."""
    row = _row(town, window=Window.parse("2024-01"))
    assert (row.count, row.verdict, row.expected, row.verdict_p) == (20, "", None, None)
    assert row.says == (
        "No baseline: 8 of the 12 months Jan to Dec 2023 aren't loaded, and it takes 6."
    )
    assert _row(town, window=Window.parse("2024-03")).verdict == "as expected"


def test_one_hotspot_reads_as_it_does_among_all(town: Book, tmp_path: Path) -> None:
    """Alone, by month and beside the others: one number, one sentence."""
    _rest(town, tmp_path, 30, 12)
    alone = _row(town)
    among = next(row for row in figures(town, SEPTEMBER).rows if row.hotspot == "HS-02")
    window = Window.parse("2024-07:2024-09")
    monthly = figures(town, window, by=("hotspot", "month"), hotspots=["HS-02"]).rows[-1]
    assert alone.verdicts == among.verdicts == monthly.verdicts


def test_a_place_with_two_themes_has_both_verdicts(town: Book) -> None:
    """HS-01's own count is serious violence; ASB stands beside it, unless a group is asked for."""
    row = _row(town, "HS-01")
    assert [one.count_group for one in row.verdicts] == ["serious-violence", "asb"]
    asked = _row(town, "HS-01", count="asb")
    assert asked.other_verdicts == ()
    assert asked.verdicts[0].verdict == row.other_verdicts[0].verdict == "too few to tell"
    encoded = row.encode()["other_verdicts"]
    assert [(one["count_group"], one["count"]) for one in encoded] == [("asb", 0)]


def test_what_is_worth_a_look_says_how_often_among_all(town: Book) -> None:
    """9 of 4 expected: three counts are looked at, HS-01's two themes and HS-02's one."""
    assert "higher, worth a look (by chance alone 1 time in 25 at any one place, so about 0.1 " in (
        _row(town, "HS-01").says
    )
    assert "times among 3)" in _row(town, "HS-01").says


def test_the_run_has_its_interval_verdict_and_beginning(town: Book) -> None:
    """From August: 27 in two months against 40 expected from the year to July."""
    intake.new_profile(
        at_noon(town, date(2024, 7, 1)), Profile("PMP-1", "Park"), hotspots=["HS-02"]
    )
    profiles.add_action(town, "PMP-1", {"title": "patrols", "start": "2024-07-20"})
    profiles.edit_stage(
        town, "PMP-1", "respond", {"began": "2024-07-20", "began_because": "as briefed"}
    )
    row = _row(town)
    assert (row.run_months, row.run_count, row.since_expected) == (2, 27, 40.0)
    assert row.since_verdict == "lower"
    assert row.since_says.startswith(
        "ASB since the response began on 20 Jul 2024 (declared: as briefed), 2 whole months (Aug "
        "to Sep 2024): 27 against 40.0 expected from 10 of the 12 months Jul 2023 to Jun 2024, "
        "between 0.2 and 22.3 fewer (95% interval): lower, worth a look"
    )
    assert "the baseline ends where the response began" in row.says
    assert "so some fall was to be expected without any response" in row.says


def test_overdispersion_is_said_and_used_only_where_it_is_measured(town: Book) -> None:
    """Two steady places have 22 degrees of freedom: too few to measure it on."""
    said = figures(town, SEPTEMBER).definitions
    assert (
        "ASB in hotspots: not measured: 11 degrees of freedom, and it takes 50; 1 is taken, "
        in (next(line for line in said if line.startswith("ASB in hotspots")))
    )


def test_an_area_is_judged_beside_the_force_without_it(town: Book, tmp_path: Path) -> None:
    """The ward of HS-02 has its 7 of 20; the rest of the force is what lies outside the ward."""
    from tests import lomea_areas

    lomea_areas.add_areas(town, tmp_path)
    _rest(town, tmp_path, 30, 12)
    (row,) = figures(town, SEPTEMBER, by=("area",), areas=["W2"], count="asb").rows
    (all_,) = figures(town, SEPTEMBER, by=("force",), count="asb").rows
    assert all_.expected == 8.0
    assert row.verdict in ("as expected", "too few to tell")


def test_a_limit_kept_as_a_z_is_read_as_how_rare_it_is(book: Book) -> None:
    """A casebook made with a z of 2.5 keeps calling 1 time in 81 outside usual variation."""
    from casebook.core.fields import encode
    from casebook.store.settings import load_settings

    old = {k: v for k, v in encode(book.settings).items() if k != "usual_variation"}
    with book.store.writing() as tx:
        tx.put("settings", old | {"z_limit": 2.5})
    with book.store.reading() as tx:
        assert load_settings(tx).usual_variation == 81
