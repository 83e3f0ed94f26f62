"""The register of meetings: which come, for whom, and what is owed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Window
from casebook.core.statement import Ask
from casebook.registers.entries import add_entry, edit_entry
from casebook.registers.import_files import import_register
from casebook.registers.statements.meetings import coming, meetings_of
from tests.figures.ward_town import make_town


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards, at noon on 18 December 2024."""
    return make_town(book)


def _meet(
    town: Book, place: str, at: str, time: str = "", text: str = "Panel", **more: object
) -> int:
    values = {"at": at, "time": time, "text": text, **more}
    return add_entry(town, "meeting", place, values).id


def test_meetings_come_soonest_first_and_todays_are_still_to_come(town: Book) -> None:
    """Yesterday's is past; of a day the timed one stands before the one whose time isn't known."""
    _meet(town, "W1", "2024-12-17")
    untimed = _meet(town, "W1", "2024-12-20", text="Walk")
    timed = _meet(town, "W1", "2024-12-20", "18:30-20:00")
    today = _meet(town, "W3", "2024-12-18", "09:00", public=True)
    stated = coming(town, Ask())
    assert [row["number"] for row in stated.rows] == [today, timed, untimed]
    assert stated.rows[0] == {
        "number": today, "on": "2024-12-18", "day": "Wednesday", "time": "09:00", "place": "W3",
        "name": stated.rows[0]["name"], "venue": None, "what": "Panel", "public": True,
        "called_off": None,
    }  # fmt: skip
    assert stated.notes == ("1 of 3 meetings open to the public.",)


def test_a_ward_has_its_districts_meetings_too_and_not_its_neighbours(town: Book) -> None:
    """W1 lies in D1: of the four meetings its people have two, the district has three."""
    own, district = _meet(town, "W1", "2024-12-20"), _meet(town, "D1", "2024-12-21")
    neighbour = _meet(town, "W2", "2024-12-22")
    _meet(town, "D2", "2024-12-23")
    assert [r["number"] for r in coming(town, Ask(place="W1")).rows] == [own, district]
    assert [r["number"] for r in coming(town, Ask(place="D1")).rows] == [own, district, neighbour]
    with pytest.raises(NotFound):
        coming(town, Ask(place="W99"))


def test_a_window_shows_what_is_past(town: Book) -> None:
    """November's meeting is in November's list alone, and days bound a list at both ends."""
    _meet(town, "W1", "2024-11-30")
    _meet(town, "W1", "2024-12-20")
    assert [r["on"] for r in coming(town, Ask(window=Window.parse("2024-11"))).rows] == [
        "2024-11-30"
    ]
    with town.store.reading() as tx:
        found = meetings_of(tx, "W1", date(2024, 11, 30), date(2024, 12, 19))
    assert [str(one.at) for one in found] == ["2024-11-30"]


def test_the_named_officer_is_told_a_fortnight_ahead(town: Book) -> None:
    """On 1 January it is 14 days off; the day after is too early, and one called off isn't due."""
    near = _meet(town, "W1", "2025-01-01", "18:30", venue="Library")
    _meet(town, "W1", "2025-01-02")
    off = _meet(town, "W1", "2024-12-20", text="Surgery")
    edit_entry(town, "meeting", off, {"called_off": True})
    due = [one for one in what_is_due(town) if one.what == "meeting"]
    assert [(one.id, one.says, one.overdue) for one in due] == [
        (near, "18:30 at Library: Panel", False)
    ]


def test_a_meeting_is_entered_once_at_a_time_that_can_be(town: Book) -> None:
    """Noon and 25:00 are no times; the same meeting again is named, another day's isn't one."""
    number = _meet(town, "W1", "2024-12-20", "18:30")
    for text in ("noon", "25:00", "18:30-", "18", "13pm"):
        with pytest.raises(BadValue, match="Time takes a time such as 18:30"):
            _meet(town, "W1", "2024-12-21", text)
    with pytest.raises(BadValue, match=f"edit meeting {number}"):
        _meet(town, "W1", "2024-12-20", "6.30pm")
    _meet(town, "W1", "2024-12-27", "18:30")


def test_a_force_s_calendar_goes_in_as_it_is(town: Book, tmp_path: Path) -> None:
    """Times as people write them and as a spreadsheet has them; twice changes nothing."""
    rows = [
        "Date,Time,Area,Venue,What for,Open to the public",
        "20/12/2024,6.30pm,Quay,Library,Ward panel,Yes",
        "21/12/2024,09:00:00,W2,,Walkabout,No",
        "22/12/2024,,W9,,Nowhere,No",
    ]
    (tmp_path / "meetings.csv").write_text("\n".join(rows) + "\n")
    done = import_register(town, "meeting", tmp_path / "meetings.csv")
    assert (done.added, done.rejected) == (2, 1)
    found = [(row["place"], row["time"], row["public"]) for row in coming(town, Ask()).rows]
    assert found == [("W1", "18:30", True), ("W2", "09:00", False)]
    assert import_register(town, "meeting", tmp_path / "meetings.csv").unchanged == 2
