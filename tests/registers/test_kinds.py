"""What each register asks of an entry."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.core.entry import Entry, register_titles, registers
from casebook.core.errors import BadValue
from casebook.core.fields import fields_of
from casebook.registers.agency import Agency
from casebook.registers.casework import Document, Lead, LinkedCrime, Note, Request, Sharing

TODAY = date(2024, 12, 18)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Note(profile="PMP-1", text=" \n"), "Note can't be empty."),
        (Request(profile="PMP-1", text=""), "What is asked can't be empty."),
        (Sharing(profile="PMP-1", agency="A", text="map"), "Under which agreement can't be empty."),
        (Document(profile="PMP-1", text="Survey"), "Where it lies can't be empty."),
        (
            Lead(profile="PMP-1", agency="A", at=date(2024, 10, 7), until=date(2024, 10, 6)),
            "To, 6 Oct 2024, is before From, 7 Oct 2024.",
        ),
    ],
)
def test_an_entry_says_what_it_lacks(entry: Entry, says: str) -> None:
    """A field that must be filled, or dates that cross, are named in one sentence."""
    with pytest.raises(BadValue) as refused:
        entry.check()
    assert str(refused.value) == says


def test_a_lead_of_one_day_is_a_lead() -> None:
    """The last day may be the first."""
    Lead(profile="PMP-1", agency="A", at=TODAY, until=TODAY).check()


@pytest.mark.parametrize("number", ["46/012345/24", "CAD 1234", "LX-000123-24", "46XY012345"])
def test_reference_numbers_are_linked(number: str) -> None:
    """As forces write them."""
    LinkedCrime(profile="PMP-1", text=number).check()


@pytest.mark.parametrize(
    "text",
    ["[/red]", "burglary at the Crown", "HARBOUR 1234", "12", "=1+123", "1234\x1b", "1" * 41],
)
def test_a_linked_crime_is_a_number_and_nothing_else(text: str) -> None:
    """Words, names and control characters are refused."""
    with pytest.raises(BadValue, match="Reference number takes the number and nothing else"):
        LinkedCrime(profile="PMP-1", text=text).check()


def test_a_request_is_for_the_stage_that_asks() -> None:
    """The profile's own unless one is named, in its present cycle, asked today."""
    given = {"today": TODAY, "login": "sgt", "stage": "analyse", "cycle": 2}
    asked = Request(profile="PMP-1", text="x").filled(given)
    assert (asked.stage, asked.cycle, asked.at, asked.asked_by) == ("analyse", 2, TODAY, "sgt")
    named = Request(profile="PMP-1", text="x", stage="scan").filled(given)
    assert named.stage == "scan"


def test_a_request_is_overdue_the_day_after() -> None:
    """On its day it still waits; answered it is neither."""
    asked = Request(profile="PMP-1", text="x", until=TODAY)
    assert asked.state(TODAY) == "waiting"
    assert asked.state(date(2024, 12, 19)) == "overdue"
    answered = Request(profile="PMP-1", text="x", until=TODAY, answered=date(2025, 1, 2))
    assert answered.state(date(2025, 1, 3)) == "answered"


def test_a_note_is_of_today_unless_it_says() -> None:
    """A day that is given stays."""
    assert Note(profile="PMP-1", text="x").filled({"today": TODAY}).at == TODAY
    on = date(2024, 1, 1)
    assert Note(profile="PMP-1", text="x", at=on).filled({"today": TODAY}).at == on


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((None, None), (None, None), True),
        ((None, date(2024, 1, 31)), (date(2024, 2, 1), None), False),
        ((None, date(2024, 2, 1)), (date(2024, 2, 1), None), True),
        ((date(2024, 3, 1), None), (date(2024, 1, 1), date(2024, 2, 1)), False),
    ],
)
def test_leads_overlap_on_a_day_both_hold(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None], overlap: bool
) -> None:
    """First and last days count; a missing day leaves that end open. Either way round."""
    a, b = (Lead(profile="P", agency="A", at=at, until=until) for at, until in (one, other))
    assert a.overlaps(b) is overlap
    assert b.overlaps(a) is overlap


def test_an_agency_has_a_name_and_one_who_answers() -> None:
    """Without either it is refused."""
    with pytest.raises(BadValue, match="needs a name"):
        Agency(ref=" ").check()
    with pytest.raises(BadValue, match="Council needs the one role there"):
        Agency(ref="Council").check()
    Agency(ref="Council", contact="Community safety manager").check()


def test_every_register_is_told_by_its_class() -> None:
    """A kind has a word, a heading, a sentence, and fields no column of another meaning hides."""
    for kind, register in registers().items():
        assert kind == register.KIND
        assert register.TITLE
        assert register.__doc__
        assert not register.SUBJECT or fields_of(register)[register.SUBJECT].fixed
        assert set(register.NEEDS) <= set(fields_of(register))
        own = {"id", "version", "body", "labels"} | (set() if register.OWN_TABLE else {"kind"})
        assert not own & set(fields_of(register))


def test_titles_are_read_without_making_a_class() -> None:
    """What help shows is what the classes say, in their order."""
    written = {kind: it.TITLE for kind, it in registers().items() if not it.KEPT_BY}
    assert register_titles() == written
    assert list(register_titles()) == list(written)
