"""What falls due, from the command line."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from tests.cli.conftest import Casebook


@pytest.fixture
def busy(made: Casebook) -> Casebook:
    """A casebook with something of every kind that falls due."""
    made("setting", "set", "today", "2024-12-18")
    made("user", "add", "sgt", "--role", "sergeant", "--force-wide")
    made("profile", "new", "--ref", "P-1", "--title", "Noise", "--owner", "sgt",
         "--next-review", "2024-12-10")  # fmt: skip
    made("action", "add", "P-1", "--title", "Cut, then clear", "--due", "2024-12-01")
    made("action", "add", "P-1", "--title", "Done", "--due", "2024-12-01", "--done", "2024-12-02")
    made("request", "add", "P-1", "--to", "analyst", "Hours", "--due", "2024-12-24")
    return made


def test_what_is_owed_is_listed_by_day(busy: Casebook) -> None:
    """Overdue in words; what is done is owed no more."""
    rows = busy("due", "--format", "json").json
    assert [(r["on"], r["what"], r["who"], r["overdue"]) for r in rows] == [
        ("2024-12-01", "action", "sgt", True),
        ("2024-12-10", "review", "sgt", True),
        ("2024-12-24", "request", "analyst", False),
    ]
    assert len(busy("due", "--overdue", "--format", "json").json) == 2
    assert [r["what"] for r in busy("due", "--for", "analyst", "--format", "json").json] == [
        "request"
    ]


def test_an_area_keeps_what_belongs_to_it(busy: Casebook) -> None:
    """A profile without a place lies in no area; an area that isn't there is no empty one."""
    ran = busy("due", "--area", "Harbour", "--format", "json")
    assert (ran.code, ran.err) == (
        1, "casebook: There is no place 'Harbour' in this casebook.\n",
    )  # fmt: skip
    assert busy("area", "add", "D1", "--kind", "district", "--name", "Harbour").code == 0
    assert busy("due", "--area", "Harbour", "--format", "json").json == []


def test_a_calendar_can_be_subscribed_to(busy: Casebook) -> None:
    """A whole-day event each; commas are escaped, and a later reading updates the same events."""
    text = busy("due", "--format", "ics").out
    assert text.startswith("BEGIN:VCALENDAR")
    assert "PRODID:-//Casebook//due//EN" in text
    assert "SUMMARY:P-1 action: Cut\\, then clear" in text
    assert "DTSTART;VALUE=DATE:20241201" in text
    assert "DTEND;VALUE=DATE:20241202" in text
    assert text.count("BEGIN:VEVENT") == 3
    uids = {line for line in text.splitlines() if line.startswith("UID:")}
    assert len(uids) == 3
    again = busy("due", "--format", "ics").out
    assert {line for line in again.splitlines() if line.startswith("UID:")} == uids


def test_a_calendar_is_read_back_by_others_whole(busy: Casebook) -> None:
    """Lines of at most 75 bytes that end as RFC 5545 asks, whatever was typed."""
    title = "Cut; clear\\prune, then \u05e9\u05dc\u05d5\u05dd " + "long " * 30
    busy("action", "add", "P-1", "--title", title.strip(), "--due", "2024-12-02")
    text = busy("due", "--format", "ics").out
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    events = Calendar.from_ical(text).walk("VEVENT")
    said = [str(event["SUMMARY"]) for event in events if event["DTSTART"].dt.day == 2]
    assert len(said) == 1
    assert title.strip() in said[0]


def test_an_empty_calendar_is_one(made: Casebook) -> None:
    """Nothing owed is no error to whoever subscribes."""
    text = made("due", "--format", "ics").out
    assert text.endswith("END:VCALENDAR\r\n")
    assert "VEVENT" not in text
