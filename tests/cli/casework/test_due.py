"""What falls due, from the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def busy(made: Casebook) -> Casebook:
    """A casebook with something of every kind that falls due."""
    made("setting", "set", "today", "2024-12-18")
    made("user", "add", "sgt", "--role", "sergeant")
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
    """A profile without a place lies in no area."""
    assert busy("due", "--area", "Harbour", "--format", "json").json == []


def test_a_calendar_can_be_subscribed_to(busy: Casebook) -> None:
    """Commas are escaped and every line ends as RFC 5545 asks."""
    text = busy("due", "--format", "ics").out
    assert text.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:P-1 action: Cut\\, then clear" in text
    assert "DTSTART;VALUE=DATE:20241201" in text
    assert text.count("BEGIN:VEVENT") == 3
