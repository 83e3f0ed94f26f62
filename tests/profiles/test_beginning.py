"""When a response began, from what was delivered, from records that start late, or declared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.figures.baselines import baseline_of, run_since
from casebook.profiles import casefile as profiles
from casebook.profiles.profile import Profile
from casebook.profiles.responses.beginning import Beginning, delivered_first
from casebook.profiles.responses.starts import Response, read_responses
from tests import lomea
from tests.books import brought

RECORDS = date(2024, 6, 1)
ONE, TWO = "PMP-1", "PMP-2"


@pytest.mark.parametrize(
    ("patrol", "actions", "nothing_before", "words"),
    [
        (date(2024, 9, 20), (), date.min, "on 20 Sep 2024"),
        (date(2024, 6, 3), (), date.min, "on or before 1 Jun 2024 (records begin)"),
        (date(2024, 6, 28), (), date.min, "on or before 1 Jun 2024 (records begin)"),
        (date(2024, 6, 29), (), date.min, "on 29 Jun 2024"),
        (date(2024, 6, 3), (), date(2024, 6, 1), "on 3 Jun 2024"),
        (
            date(2024, 6, 3),
            (date(2024, 5, 10), date(2024, 7, 1)),
            date.min,
            "on or before 10 May 2024 (patrol records begin later)",
        ),
        (date(2024, 9, 20), (date(2024, 5, 10),), date.min, "on 10 May 2024"),
        (None, (date(2024, 7, 3),), date.min, "on 3 Jul 2024"),
    ],
)
def test_the_first_delivery_or_the_day_records_begin(
    patrol: date | None, actions: tuple[date, ...], nothing_before: date, words: str
) -> None:
    """A first patrol within four weeks of the first record may not have been the first."""
    found = delivered_first(patrol, actions, records_begin=RECORDS, nothing_before=nothing_before)
    assert found is not None
    assert found.words == words


def test_nothing_delivered_is_no_beginning() -> None:
    """Whatever stage the paperwork has reached."""
    assert delivered_first(None, (), records_begin=RECORDS) is None


def test_at_scan_it_is_never_called_a_response() -> None:
    """What was delivered is named; a declared response is one at any stage."""
    patrols = Beginning(RECORDS, "patrol")
    assert [patrols.what(stage) for stage in ("objective", "scan", "analyse", "respond")] == [
        "patrols", "patrols", "the response", "the response"
    ]  # fmt: skip
    assert Beginning(RECORDS, "declared", reason="as agreed").what("scan") == "the response"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """HS-01 patrolled from May 2024 on, records from March; a profile opened in September."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LN21,HS-02,2024-03-01 10:00,2024-03-01 11:00,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-05-20 23:30,2024-05-21 00:30,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-09-10 10:00,2024-09-10 11:00,PC:2,foot,core,sheet",
    )
    _opened(book, ONE, date(2024, 9, 1))
    return book


def _opened(book: Book, ref: str, day: date) -> None:
    brought(book, Profile(ref, "Fights", opened=day), ["HS-01"])


def _response(book: Book) -> Response:
    with book.store.reading() as tx:
        return read_responses(tx, book.zone, book.today)["HS-01"]


def test_patrols_before_the_paperwork_count(town: Book) -> None:
    """The first patrol went in May; the profile was opened in September."""
    assert _response(town).beginning == Beginning(date(2024, 5, 20), "patrol")


def test_patrols_for_an_earlier_problem_are_none_of_a_later_ones(town: Book) -> None:
    """While the first profile is open its patrols are its own; the second has none since."""
    _opened(town, TWO, date(2024, 10, 1))
    assert (_response(town).profile, _response(town).beginning) == (TWO, None)


def test_declared_months_are_read_with_the_response(town: Book) -> None:
    """And the months that figures must read reach back to them."""
    assert _response(town).earliest == Month(2023, 5)
    profiles.edit_stage(town, ONE, "respond", {"judged_from": "2022-03", "judged_to": "2023-02"})
    found = _response(town)
    assert found.baseline == Window.parse("2022-03..2023-02")
    assert found.earliest == Month(2022, 3)


def test_a_declared_day_outranks_what_was_delivered(town: Book) -> None:
    """With its reason, which the sentence repeats."""
    said = {"began": "2024-07-01", "began_because": "the wardens' contract started"}
    profiles.edit_stage(town, ONE, "respond", said)
    found = _response(town).beginning
    assert found is not None
    assert (found.day, found.by) == (date(2024, 7, 1), "declared")
    assert found.words == "on 1 Jul 2024 (declared: the wardens' contract started)"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"began": "2024-07-01"}, "Say why the response began on 1 Jul 2024"),
        ({"began": "2025-07-01", "began_because": "planned"}, "1 Jul 2025 is still to come"),
        ({"judged_from": "2023-01"}, "a first and a last month: give both"),
        ({"judged_from": "2023-01", "judged_to": "2023-05"}, "Jan to May 2023 is too short"),
        ({"judged_from": "2023-05", "judged_to": "2023-01"}, "ends before it starts"),
    ],
)
def test_a_day_that_cant_be_declared_is_refused(town: Book, said: dict[str, str], why: str) -> None:
    """Without a reason, or before it has come."""
    with pytest.raises(BadValue, match=why):
        profiles.edit_stage(town, ONE, "respond", said)


MID_JUNE = Beginning(date(2024, 6, 12), "patrol")


@pytest.mark.parametrize(
    ("window", "months", "before"),
    [
        ("2024-05", "2023-05..2024-04", ""),
        ("2024-06", "2023-06..2024-05", ""),
        ("2024-07", "2023-06..2024-05", "the response"),
        ("2026-07", "2023-06..2024-05", "the response"),
        ("2024-04..2024-09", "2023-04..2024-03", ""),
    ],
)
def test_the_baseline_moves_up_to_the_response_and_then_stands_still(
    window: str, months: str, before: str
) -> None:
    """Of 12 June: its own month, and a window begun before, look back from themselves."""
    found = baseline_of(Window.parse(window), MID_JUNE, "respond", ())
    assert (found.window, found.before) == (Window.parse(months), before)
    assert found.old == (window == "2026-07")


def test_declared_months_take_the_place_of_the_year_before() -> None:
    """Earlier ones, where the year before helped to pick the place; never any of the response."""
    earlier, within = Window.parse("2022-01..2022-12"), Window.parse("2024-01..2024-08")
    july = Window.parse("2024-07")
    chosen = (date(2024, 6, 1),)
    found = baseline_of(july, MID_JUNE, "respond", chosen, earlier)
    assert (found.window, found.picked) == (earlier, False)
    year = Window.parse("2023-06..2024-05")
    assert baseline_of(july, MID_JUNE, "respond", chosen, within).window == year
    may = Window.parse("2024-05")
    assert baseline_of(may, MID_JUNE, "respond", chosen, earlier).window == may.year_before


def test_the_run_since_leaves_out_the_month_in_which_a_response_began() -> None:
    """Unless it began on the first day; before any whole month there is no run."""
    to_september = Window.parse("2024-09")
    assert run_since(to_september, MID_JUNE) == Window.parse("2024-07..2024-09")
    first = Beginning(date(2024, 6, 1), "patrol")
    assert run_since(to_september, first) == Window.parse("2024-06..2024-09")
    assert baseline_of(Window.parse("2024-06"), first, "respond", ()).before == "the response"
    assert run_since(Window.parse("2024-06"), MID_JUNE) is None
    assert run_since(to_september, None) is None


@pytest.mark.parametrize(
    ("chosen", "picked"),
    [("2024-06-12", True), ("2025-05-01", True), ("2023-07-01", True), ("2025-06-01", False),
     ("2022-06-01", False)],
)  # fmt: skip
def test_a_baseline_that_helped_to_pick_the_place_says_so(chosen: str, picked: bool) -> None:
    """It did where it shares months with the year before the place was designated or taken up."""
    window = Window.parse("2024-07")
    found = baseline_of(window, MID_JUNE, "respond", (date.fromisoformat(chosen),))
    assert found.picked == picked
    assert ("picked on some of those months" in found.says("more")) == picked
    assert ("some fall was to be expected" in found.says("fewer")) == picked
