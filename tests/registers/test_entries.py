"""Registers: one service for every kind of entry."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from casebook.agenda.finding.search import search
from casebook.book.opening import Book
from casebook.core.entry import Entry
from casebook.core.errors import BadValue, NotAllowed, NotFound, PersonalDataFound, StaleRecord
from casebook.core.fields import encode, field
from casebook.core.months import Month
from casebook.registers import entries as registers
from casebook.registers.import_files import import_register
from tests.made_up_kinds import known, made_up
from tests.registers.register_team import COUNCIL, ONE, acting, csv_file, make_team, put_over

HOSTILE = (
    "[/red]",
    "<script>alert(1)</script>",
    "=1+1",
    "😀",
    "שלום",
    "'; --",
)


@pytest.fixture
def team(book: Book) -> Book:
    """People of two districts, a profile in the first, and two agencies."""
    return make_team(book)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("request", {"text": "Which nights?", "to": "ana", "until": "2024-12-20"}),
        ("lead", {"agency": COUNCIL, "at": "2024-10-01"}),
        ("sharing", {"agency": COUNCIL, "text": "Map", "agreement": "Lomea ISA 2023"}),
        ("document", {"text": "Survey", "lies": "Folder 12"}),
        ("note", {"text": "Lamp is mended"}),
        ("linked-crime", {"text": "46/012345/24", "at": "2024-11-02"}),
    ],
)
def test_every_kind_is_added_listed_and_edited_alike(
    team: Book, kind: str, values: dict[str, Any]
) -> None:
    """What was given comes back, in the register, on the profile and in history."""
    added = registers.add_entry(team, kind, ONE, values)
    assert values.items() <= encode(added).items()
    assert registers.list_entries(team, kind) == (added,)
    assert added in registers.list_entries(team, profile=ONE)
    edited = registers.edit_entry(team, kind, added.id, values)
    assert edited == added, "saving the same again changes nothing"
    with team.store.reading() as tx:
        (entry,) = tx.history.of_record(kind, added.id)
    assert entry.who == "admin"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_typed(team: Book, text: str) -> None:
    """In a column and in the body, after an edit too."""
    added: Any = registers.add_entry(team, "document", ONE, {"text": text, "lies": text})
    edited: Any = registers.edit_entry(team, "document", added.id, {"lies": f"{text}!"})
    (found,) = registers.list_entries(team, "document")
    assert found == edited
    assert (added.text, added.lies, edited.lies) == (text, text, f"{text}!")


@pytest.mark.parametrize(
    ("kind", "about", "values", "says"),
    [
        ("diary", ONE, {}, "There is no register 'diary'"),
        ("nots", ONE, {}, "There is no register 'nots'; did you mean note?"),
        ("note", "PMP-2024-002", {"text": "x"}, "Did you mean PMP-2024-001?"),
        ("note", ONE, {"text": " "}, "Note can't be empty."),
        ("note", ONE, {}, "Note needs: Note."),
        ("note", ONE, {"txt": "x"}, "note has no field 'txt'"),
        ("note", ONE, {"text": "x", "profile": "PMP-9"}, "Profile isn't typed"),
        ("note", ONE, {"text": "x", "at": "soon"}, "On takes a date such as 2024-10-07, not "),
        ("sharing", ONE, {"text": "x", "agency": "Lomea Distrikt Council", "agreement": "y"},
         "no agency 'Lomea Distrikt Council' in this casebook. Did you mean Lomea District"),
        ("request", ONE, {"text": "x", "to": "anna"}, "or a role, not 'anna'; did you mean ana"),
        ("request", ONE, {"text": "x", "stage": "scam"}, "OSARA and has no stage 'scam'; it has"),
        ("request", ONE, {"text": "x", "until": "2024-12-17"},
         "Due, 17 Dec 2024, is before Asked on, 18 Dec 2024."),
        ("request", ONE, {"text": "x", "reply": "y"}, "Reply isn't typed"),
        ("lead", ONE, {"agency": COUNCIL, "at": "2024-10-07", "until": "2024-10-01"},
         "To, 1 Oct 2024, is before From, 7 Oct 2024."),
        ("design", ONE, {}, "Assessment designs are kept with 'casebook design'"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_one_sentence_and_nothing_is_kept(
    team: Book, kind: str, about: str, values: dict[str, Any], says: str
) -> None:
    """Kind, profile, field, agency, person, stage and dates."""
    with pytest.raises((BadValue, NotFound)) as refused:
        registers.add_entry(team, kind, about, values)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert registers.list_entries(team, profile=ONE) == ()


def test_who_may_log_on_the_profile_may_log_entries(team: Book) -> None:
    """Not a viewer, nor another district's sergeant, and each is told who can."""
    added = registers.add_entry(acting(team, "sgt.h"), "note", ONE, {"text": "mine"})
    for login, says in (("eye", "eye may not log"), ("sgt.s", "lies outside Strand")):
        with pytest.raises(NotAllowed, match=says):
            registers.add_entry(acting(team, login), "note", ONE, {"text": "x"})
        with pytest.raises(NotAllowed, match=says):
            registers.edit_entry(acting(team, login), "note", added.id, {"text": "x"})
    assert registers.list_entries(acting(team, "eye"), "note") == (added,)


def test_a_profile_that_is_over_takes_no_entry(team: Book) -> None:
    """Nor a change of one."""
    added = registers.add_entry(team, "note", ONE, {"text": "x"})
    put_over(team)
    with pytest.raises(BadValue, match="PMP-2024-001 is closed: it can be read, not changed"):
        registers.add_entry(team, "note", ONE, {"text": "y"})
    with pytest.raises(BadValue, match="is closed"):
        registers.edit_entry(team, "note", added.id, {"text": "y"})


def test_two_people_in_one_entry(team: Book) -> None:
    """The second is refused by version; the first's text stands."""
    added: Any = registers.add_entry(team, "note", ONE, {"text": "a"})
    registers.edit_entry(team, "note", added.id, {"text": "b"}, version=added.version)
    with pytest.raises(StaleRecord, match="Note PMP-2024-001 note 1 was changed"):
        registers.edit_entry(team, "note", added.id, {"text": "c"}, version=added.version)
    (stands,) = registers.list_entries(team, "note")
    assert stands.text == "b"  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [0, -1, 7, 2**40, 2**70])
def test_a_number_of_no_entry_is_not_found(team: Book, number: int) -> None:
    """However large; a number of another register's entry neither."""
    registers.add_entry(team, "note", ONE, {"text": "a"})
    with pytest.raises(NotFound, match=f"There is no note '{number}'"):
        registers.edit_entry(team, "note", number, {"text": "b"})
    with pytest.raises(NotFound, match="There is no document '1'"):
        registers.edit_entry(team, "document", 1, {"text": "b"})


def test_personal_data_in_an_entry_needs_a_reason(team: Book) -> None:
    """Nothing is kept without; with one it goes into history."""
    values = {"text": "Lives at LM1 2AB"}
    with pytest.raises(PersonalDataFound, match="LM1 2AB"):
        registers.add_entry(team, "note", ONE, values)
    allowed = dataclasses.replace(team, personal_because="court order")
    added = registers.add_entry(allowed, "note", ONE, values)
    with team.store.reading() as tx:
        (entry,) = tx.history.of_record("note", added.id)
    assert "court order" in entry.why


@made_up
@dataclass(frozen=True, kw_only=True)
class Posting(Entry):
    """Officers taken from a hotspot for something else."""

    KIND: ClassVar[str] = "posting"
    TITLE: ClassVar[str] = "Postings"
    SUBJECT: ClassVar[str] = "place"

    place: str = field("Hotspot", refers="place", fixed=True)
    text: str = field("For what", free_text=True)
    hours: float | None = field("Hours", unit="officer-hours", default=None)
    at: date | None = field("From", default=None)
    until: date | None = field("Until", default=None)
    code: str = field("Theme", codes="theme", default="")
    month: Month | None = field("Counted in", default=None)
    units: tuple[str, ...] = field("Units", default=())


@pytest.fixture
def posting() -> Iterator[type[Posting]]:
    """A register that the casebook hasn't heard of."""
    with known(Posting):
        yield Posting


@pytest.mark.usefixtures("posting")
def test_a_new_kind_of_register_needs_nothing_but_its_class(team: Book, tmp_path: Path) -> None:
    """Added, edited, listed, refused, imported and found, about a hotspot this time."""
    values = {
        "text": "Carnival", "hours": 6.5, "at": "2024-08-03", "until": "2024-08-04",
        "code": "asb", "month": "2024-08", "units": ["LN21", "LN22"],
    }  # fmt: skip
    added = registers.add_entry(acting(team, "sgt.h"), "posting", "HS-01", values)
    assert encode(added) == {"place": "HS-01", **values}
    assert registers.list_entries(team, "posting", place="HS-01") == (added,)
    assert registers.list_entries(team, profile=ONE) == ()
    with pytest.raises(NotAllowed, match="actions on HS-01: it lies outside Strand"):
        registers.edit_entry(acting(team, "sgt.s"), "posting", added.id, {"hours": 7})
    for about, changes, says in (
        ("HS-1", {"text": "x"}, "no place 'HS-1' in this casebook. Did you mean HS-01"),
        ("HS-01", {"text": "x", "code": "noise"}, "Theme has no code 'noise'"),
        ("HS-01", {"text": "x", "at": "2024-02-01", "until": "2024-01-01"}, "is before From"),
    ):
        with pytest.raises((BadValue, NotFound), match=says):
            registers.add_entry(team, "posting", about, changes)
    edited = registers.edit_entry(team, "posting", added.id, {"hours": 7}, why="recounted")
    assert encode(edited)["hours"] == 7.0
    path = csv_file(
        tmp_path,
        "hotspot,for what,hours,theme,counted in,units",
        "HS-01,Regatta,12,Anti-social behaviour,2024-09,LN21; LN22",
        "HS-01,Regatta,lots,,,",
    )
    report = import_register(team, "posting", path)
    assert (report.added, [str(bad) for bad in report.rejections]) == (
        1, ["log.csv row 3, hours: Hours takes a number, not 'lots'."]
    )  # fmt: skip
    brought = registers.list_entries(team, "posting")[-1]
    assert (encode(brought)["code"], encode(brought)["units"]) == ("asb", ["LN21", "LN22"])
    (found,) = search(team, "regatta")
    assert (found.ref, found.hits[0].kind) == (f"HS-01 posting {brought.id}", "posting")
