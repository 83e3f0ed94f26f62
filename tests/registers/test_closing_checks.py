"""A closed profile is looked at again after three and twelve months, and the look is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from tests.registers.register_team import ONE, acting, make_team


@pytest.fixture
def closed(book: Book) -> Book:
    """A profile closed on 5 September 2023."""
    team = make_team(book)
    with team.store.writing() as tx:
        before = tx.load_one(Profile, ref=ONE)
        assert before is not None
        after = replace(before, status="closed", closed=date(2023, 9, 5))
        tx.save(before, after, team.author)
    return team


def _look(book: Book, **values: Any) -> Any:
    return registers.add_entry(book, "closing-check", ONE, {"code": "held", **values})


def _owed(book: Book) -> list[date]:
    return [due.on for due in what_is_due(book) if due.what == "check after closing"]


def test_a_look_that_was_made_is_owed_no_longer(closed: Book) -> None:
    """The other stays."""
    assert _owed(closed) == [date(2023, 12, 5), date(2024, 9, 5)]
    made = _look(acting(closed, "sgt.h"), months=3)
    assert made.at == date(2024, 12, 18)
    assert _owed(closed) == [date(2024, 9, 5)]


def test_a_look_is_recorded_once_and_after_3_or_12_months(closed: Book) -> None:
    """The sentence says which there are, or which stands."""
    _look(closed, months=12)
    with pytest.raises(BadValue, match="was looked at after 12 months already"):
        _look(closed, months=12)
    with pytest.raises(BadValue, match="Months after closing takes 3 or 12, not 6"):
        _look(closed, months=6)


def test_only_a_closed_profile_is_looked_at_and_only_by_its_own(book: Book) -> None:
    """An open one is refused; so is somebody of another district."""
    team = make_team(book)
    with pytest.raises(BadValue, match="PMP-2024-001 is open; only a closed one"):
        _look(team, months=3)
    with pytest.raises(NotAllowed, match="it lies outside Strand"):
        _look(acting(team, "sgt.s"), months=3)
