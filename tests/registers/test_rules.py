"""Rules that look at what the casebook holds; each refusal names the field at fault."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import AlreadyThere, BadValue, CasebookError
from casebook.core.fields import fields_of
from casebook.core.kinds import kind_called
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers.agency import Agency
from tests.figures.ward_town import add, make_town

P = "PMP-2024-001"


@pytest.fixture
def town(book: Book) -> Book:
    """One of everything that rules look at."""
    make_town(book)
    with book.store.writing() as tx:
        tx.save(None, Agency(ref="Police", contact="Manager"), book.author)
    intake.new_profile(book, Profile(P, "Fights", area="D1"), actions=[{"title": "Hedge"}])
    intake.new_profile(book, Profile("PMP-2024-002", "Noise", area="D1"))
    for ref, parent in (("HRF", None), ("HRF-1", "HRF"), ("HRF-2", "HRF-1")):
        add(book, "fund", ref=ref, name=ref, **({"parent": parent} if parent else {}))
    add(book, "spend", "HRF-1", at="2024-10-07", amount=40, code="commitment")
    add(book, "spend", "HRF-1", at="2024-10-07", amount=40)
    add(book, "programme", ref="CHB", name="Harbour", code="clear-hold-build")
    add(book, "phase", "CHB", text="Clear", agency="Police", at="2024-06-01", until="2024-08-31")
    add(book, "benefit", "CHB", text="Shorter queues")
    for ref, whole in (("protests", None), ("abroad", "protests"), ("far", "abroad")):
        add(book, "indicator", ref=ref, name=ref, unit="protests", source="Return",
            **({"part_of": whole} if whole else {}))  # fmt: skip
    add(book, "reading", "protests", at="2024-01-01", until="2024-12-31", value=72)
    add(book, "duty-hours", "D1", month="2024-10", hours=900)
    add(book, "scrutiny", meeting="June", at="2024-06-25", number=1, text="Why?")
    add(book, "scrutiny-action", meeting="June", at="2024-06-25", number=1, text="Report")
    return book


@pytest.mark.parametrize(
    ("kind", "about", "values", "label", "says"),
    [
        ("phase", "CHB", {"text": "Hold", "agency": "Police", "at": "2024-08-31"}, "From",
         "the phase Clear of CHB runs from 1 Jun 2024 to 31 Aug 2024, and phases can't overlap."),
        ("phase", "CHB", {"text": "Hold", "agency": "Police", "at": "2024-01-01"}, "From",
         "phases can't overlap"),
        ("benefit-review", "CHB", {"benefit": "Fewer calls", "months": 3, "code": "not yet"},
         "Expected benefit", "CHB expects no 'Fewer calls'. It expects: Shorter queues."),
        ("reading", "protests", {"at": "2024-01-01", "until": "2024-12-31", "value": 80},
         "On, or from", "has a reading for 1 Jan 2024 already, 72: edit reading 1."),
        ("duty-hours", "D1", {"month": "2024-10", "hours": 1}, "Month",
         "D1 has duty hours for Oct 2024 already, 900.0: edit duty-hours"),
        ("spend", "HRF-2", {"at": "2024-10-07", "amount": 1, "against": 1},
         "Against commitment", "HRF-2 has no commitment number 1."),
        ("spend", "HRF-1", {"at": "2024-10-07", "amount": 1, "against": 2},
         "Against commitment", "HRF-1 has no commitment number 2."),
        ("spend", "HRF-1", {"at": "2024-10-07", "amount": 1, "action": 1}, "Action",
         "no profile has no action number 1."),
        ("spend", "HRF-1", {"at": "2024-10-07", "amount": 1, "action": 1,
                            "profile": "PMP-2024-002"}, "Action",
         "PMP-2024-002 has no action number 1."),
        ("scrutiny", "", {"meeting": "June", "at": "2024-06-25", "number": 1, "text": "x"},
         "Question no.", "June has a number 1 already."),
        ("scrutiny-action", "", {"meeting": "June", "at": "2024-06-25", "number": 1, "text": "x"},
         "Action no.", "June has a number 1 already."),
    ],
)  # fmt: skip
def test_what_stands_already_or_is_not_there_is_refused(
    town: Book, kind: str, about: str, values: dict[str, Any], label: str, says: str
) -> None:
    """The error carries the field, for a form and an import; a person reads its label."""
    with pytest.raises(BadValue) as refused:
        registers.add_entry(town, kind, about, values)
    assert str(refused.value).startswith(f"{label}: ")
    assert says in str(refused.value)
    register = kind_called(kind)
    assert register is not None
    assert fields_of(register)[refused.value.field].label == label


def test_what_only_looks_alike_is_taken(town: Book) -> None:
    """The day after, another area, another meeting's day, a spend against its commitment."""
    add(town, "phase", "CHB", text="Hold", agency="Police", at="2024-09-01")
    add(town, "reading", "protests", at="2024-01-01", until="2024-12-31", value=9, place="D1")
    add(town, "duty-hours", "D2", month="2024-10", hours=1)
    add(town, "scrutiny", meeting="June", at="2023-06-25", number=1, text="x")
    settled = add(town, "spend", "HRF-1", at="2024-10-08", amount=1, against=1, profile=P,
                  action=1)  # fmt: skip
    assert (settled.against, settled.action) == (1, 1)


def test_an_entry_is_not_held_against_itself(town: Book) -> None:
    """Each may be edited where it stands."""
    for kind, number, values in (
        ("phase", 1, {"until": "2024-09-30"}),
        ("reading", 1, {"value": 73}),
        ("scrutiny", None, {"code": "assured"}),
        ("duty-hours", None, {"hours": 901}),
    ):
        entry = registers.list_entries(town, kind)[0]
        edited = registers.edit_entry(town, kind, number or entry.id, values)
        assert edited.version == 2


@pytest.mark.parametrize(
    ("kind", "ref", "field", "above", "says"),
    [
        ("fund", "HRF", "parent", "HRF-2", "HRF would be a part of itself, through HRF-1"),
        ("fund", "HRF", "parent", "HRF", "HRF can't be a line of itself"),
        ("indicator", "protests", "part_of", "far", "protests would be a part of itself, through"),
        ("indicator", "protests", "part_of", "protests", "protests can't be a part of itself"),
    ],
)
def test_nothing_is_a_part_of_its_own_part(
    town: Book, kind: str, ref: str, field: str, above: str, says: str
) -> None:
    """However many steps round."""
    with pytest.raises(BadValue, match=says) as refused:
        registers.edit_entry(town, kind, ref, {field: above})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "about", "values", "field"),
    [
        ("phase", "CHB", {"text": "Hold", "agency": "Nobody", "at": "2025-01-01"}, "agency"),
        (
            "activity",
            "",
            {"code": "arrest", "at": "2024-10-07", "programmes": ["CHB", "OP-9"]},
            "programmes",
        ),
        ("note", P, {"text": "x", "at": "soon"}, "at"),
        ("note", P, {"text": " "}, "text"),
        ("note", P, {"text": "Spoke to Brian Smith"}, "text"),
        ("activity", "", {"code": "arrests", "at": "2024-10-07", "place": "D1"}, "code"),
        ("programme", "", {"ref": "CHB", "name": "Again", "code": "operation"}, "ref"),
        ("lead", P, {"agency": "Police", "at": "2024-02-01", "until": "2024-01-01"}, "until"),
    ],
)
def test_every_refusal_of_a_value_names_its_field(
    town: Book, kind: str, about: str, values: dict[str, Any], field: str
) -> None:
    """A ref that isn't known or stands, a date, a blank, a name, a code, dates that cross."""
    with pytest.raises(CasebookError) as refused:
        registers.add_entry(town, kind, about, values)
    assert refused.value.field == field


def test_a_ref_is_one_records_and_stays_its_own(town: Book) -> None:
    """In any case; edits by ref in any case can't change it."""
    for ref in ("CHB", "chb"):
        with pytest.raises(AlreadyThere, match=f"There is already a programme '{ref}' in this"):
            add(town, "programme", ref=ref, name="Again", code="operation")
    edited = registers.edit_entry(town, "programme", "chb", {"name": "Harbour north"})
    assert (edited.ref, edited.name) == ("CHB", "Harbour north")  # type: ignore[attr-defined]
    with pytest.raises(BadValue, match="Ref: CHB keeps its ref, by which others name it"):
        registers.edit_entry(town, "programme", "CHB", {"ref": "CHB-2"})
    for ref in ("", "a b", "x" * 41, "-x"):
        with pytest.raises(BadValue, match="Ref"):
            add(town, "programme", ref=ref, name="x", code="operation")


def test_a_profile_disposed_of_is_noted_on_no_more(town: Book) -> None:
    """A figure may still name it."""
    with town.store.writing() as tx:
        before = tx.load_one(Profile, ref=P)
        assert before is not None
        gone = dataclasses.replace(before, status="closed", disposed=town.today)
        tx.save(before, gone, town.author)
    assert add(town, "spend", "HRF-1", at="2024-10-08", amount=1, profile=P).profile == P
    with pytest.raises(BadValue, match="What for: PMP-2024-001 was disposed of on 18 Dec 2024"):
        add(town, "spend", "HRF-1", at="2024-10-08", amount=1, profile=P, text="Lamp")
