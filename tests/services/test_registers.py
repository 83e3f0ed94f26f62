"""Registers: one service for every kind, requests that are answered, agencies that lead."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from casebook.domain import registers as kinds
from casebook.domain.access import Account
from casebook.domain.errors import (
    AlreadyThere,
    BadFile,
    BadValue,
    NotAllowed,
    NotFound,
    PersonalDataFound,
    StaleRecord,
)
from casebook.domain.fields import encode, field
from casebook.domain.months import Month
from casebook.domain.place import Place
from casebook.domain.profile import Profile
from casebook.domain.registers import Agency, Entry
from casebook.imports.registers import import_register
from casebook.services import profiles, registers
from casebook.services.book import Book, open_book
from casebook.services.search import search
from casebook.storage import history, loads, records

HOSTILE = (
    "[/red]",
    "<script>alert(1)</script>",
    "=1+1",
    "😀",
    "\u202eabc",
    "a\x1b[2Jb\x07",
    "'; --",
)
COUNCIL = "Lomea District Council"
ONE = "PMP-2024-001"


@pytest.fixture
def team(book: Book) -> Book:
    """A casebook with people of two districts, a profile in the first, and two agencies."""
    made: list[Any] = [
        Place("Harbour", "district"),
        Place("Strand", "district"),
        Place("HS-01", "hotspot", parent="Harbour"),
        Account("sgt.h", roles=("sergeant",), place="Harbour"),
        Account("sgt.s", roles=("sergeant",), place="Strand"),
        Account("ana", roles=("analyst",)),
        Account("eye", roles=("viewer",)),
        Agency(COUNCIL, contact="Community safety manager"),
        Agency("Harbour Homes", contact="Estate manager"),
    ]
    with book.store.writing() as conn:
        for record in made:
            records.save(conn, None, record, book.author)
    profiles.new_profile(book, Profile(ONE, "Fights", owner="sgt.h"), hotspots=["HS-01"])
    return book


def _as(book: Book, login: str) -> Book:
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


def _over(book: Book, status: str = "closed") -> None:
    with book.store.writing() as conn:
        before = records.load_one(conn, Profile, ref=ONE)
        assert before is not None
        records.save(conn, before, dataclasses.replace(before, status=status), book.author)


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
    with team.store.reading() as conn:
        (entry,) = history.of_record(conn, kind, f"{ONE} {kind} {added.id}")
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
    assert registers.list_entries(team) == ()


def test_who_may_log_on_the_profile_may_log_entries(team: Book) -> None:
    """Not a viewer, nor another district's sergeant, and each is told who can."""
    added = registers.add_entry(_as(team, "sgt.h"), "note", ONE, {"text": "mine"})
    for login, says in (("eye", "eye may not log"), ("sgt.s", "lies outside Strand")):
        with pytest.raises(NotAllowed, match=says):
            registers.add_entry(_as(team, login), "note", ONE, {"text": "x"})
        with pytest.raises(NotAllowed, match=says):
            registers.edit_entry(_as(team, login), "note", added.id, {"text": "x"})
    assert registers.list_entries(_as(team, "eye")) == (added,)


def test_a_profile_that_is_over_takes_no_entry(team: Book) -> None:
    """Nor a change of one."""
    added = registers.add_entry(team, "note", ONE, {"text": "x"})
    _over(team)
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
    with team.store.reading() as conn:
        (entry,) = history.of_record(conn, "note", added.ref)
    assert "court order" in entry.why


def test_a_request_waits_for_whoever_was_asked_by_login_or_role(team: Book) -> None:
    """'me' is the login and all its roles; a role alone is only the role."""
    for to in ("ana", "analyst", "sgt.h", "reviewer"):
        registers.add_entry(team, "request", ONE, {"text": to, "to": to})

    def texts(login: str, to: str) -> list[str]:
        return [each.text for each in registers.waiting(_as(team, login), to)]

    assert texts("ana", "me") == ["ana", "analyst"]
    assert texts("eye", "ana") == ["ana", "analyst"]
    assert texts("eye", "analyst") == ["analyst"]
    assert texts("eye", "me") == []
    with pytest.raises(NotFound, match="There is no login or role 'analist'"):
        registers.waiting(team, "analist")


def test_the_reply_lands_in_the_stage_that_asked(team: Book) -> None:
    """It is shown under that stage of that cycle, is stored once, and no longer waits."""
    asked = registers.add_entry(team, "request", ONE, {"text": "Which nights?", "to": "ana"})
    answered = registers.reply(_as(team, "ana"), asked.id, "Fridays\nand Saturdays\n")
    assert answered.reply == "Fridays\nand Saturdays"
    assert (answered.answered, answered.answered_by) == (date(2024, 12, 18), "ana")
    assert registers.replies(team, ONE, "objective") == (answered,)
    assert registers.replies(team, ONE, "objective", cycle=1) == (answered,)
    assert registers.replies(team, ONE, "objective", cycle=2) == ()
    assert registers.replies(team, ONE, "scan") == ()
    assert registers.waiting(team, "ana") == ()
    assert profiles.read_profile(team, ONE).stage("objective").version == 1


def test_who_was_asked_may_answer_without_any_other_right(team: Book) -> None:
    """A viewer who was asked; not one who wasn't."""
    mine = registers.add_entry(team, "request", ONE, {"text": "x", "to": "eye"})
    other = registers.add_entry(team, "request", ONE, {"text": "y", "to": "ana"})
    assert registers.reply(_as(team, "eye"), mine.id, "yes").answered_by == "eye"
    with pytest.raises(NotAllowed, match="eye may not log"):
        registers.reply(_as(team, "eye"), other.id, "yes")


def test_an_answer_is_nobody_elses_to_change(team: Book) -> None:
    """Who gave it may put it otherwise; history keeps the first."""
    asked = registers.add_entry(team, "request", ONE, {"text": "x", "to": "ana"})
    registers.reply(_as(team, "ana"), asked.id, "yes")
    assert registers.reply(_as(team, "ana"), asked.id, "no").reply == "no"
    with pytest.raises(BadValue, match="Request 1 was answered on 18 Dec 2024 by ana: ask anew"):
        registers.reply(team, asked.id, "maybe")
    with pytest.raises(BadValue, match="A reply says something"):
        registers.reply(_as(team, "ana"), asked.id, " ")
    with pytest.raises(NotFound, match="no request '9'"):
        registers.reply(team, 9, "x")


def test_requests_of_a_closed_profile_wait_no_longer(team: Book) -> None:
    """They stay in its register."""
    registers.add_entry(team, "request", ONE, {"text": "x"})
    assert len(registers.waiting(team, "analyst", ONE)) == 1
    _over(team)
    assert registers.waiting(team, "analyst") == ()
    assert len(registers.list_entries(team, "request", ONE)) == 1


def test_a_request_of_a_sara_profile_has_no_objective(team: Book) -> None:
    """Its reply would land nowhere."""
    profiles.new_profile(team, Profile("PMP-2024-002", "Noise", model="SARA"))
    with pytest.raises(BadValue, match="is SARA and has no stage 'objective'"):
        registers.add_entry(team, "request", "PMP-2024-002", {"text": "x", "stage": "objective"})


def test_one_agency_leads_at_a_time(team: Book) -> None:
    """An overlap is refused naming the other; end that and the next may follow."""
    first = registers.add_entry(team, "lead", ONE, {"agency": COUNCIL, "at": "2024-01-01"})
    late = {"agency": "Harbour Homes", "at": "2024-06-01"}
    with pytest.raises(
        BadValue, match="Lomea District Council leads on PMP-2024-001 from 1 Jan 2024"
    ):
        registers.add_entry(team, "lead", ONE, late)
    registers.edit_entry(team, "lead", first.id, {"until": "2024-05-31"})
    second = registers.add_entry(team, "lead", ONE, late)
    with pytest.raises(
        BadValue, match="Harbour Homes leads on PMP-2024-001 from 1 Jun 2024 already"
    ):
        registers.edit_entry(team, "lead", first.id, {"until": "2024-06-01"})
    on = {day: registers.lead_on(team, ONE, day) for day in (
        date(2023, 12, 31), date(2024, 1, 1), date(2024, 5, 31), date(2024, 6, 1), date(2030, 1, 1)
    )}  # fmt: skip
    assert [lead and lead.agency for lead in on.values()] == [
        None, COUNCIL, COUNCIL, "Harbour Homes", "Harbour Homes"
    ]  # fmt: skip
    assert second.ref == "PMP-2024-001 lead 2"


def test_leads_of_two_profiles_do_not_meet(team: Book) -> None:
    """The same agency may lead on both."""
    profiles.new_profile(team, Profile("PMP-2024-002", "Noise"))
    for ref in (ONE, "PMP-2024-002"):
        registers.add_entry(team, "lead", ref, {"agency": COUNCIL})
    assert len(registers.list_entries(team, "lead")) == 2


def test_an_agency_is_found_in_any_case_and_written_as_it_writes_itself(team: Book) -> None:
    """So that entries of one agency read alike."""
    added: Any = registers.add_entry(team, "lead", ONE, {"agency": " lomea  district council"})
    assert added.agency == COUNCIL


def test_an_agency_has_its_name_alone(team: Book) -> None:
    """In any case; and one that entries name keeps it."""
    with pytest.raises(AlreadyThere, match="already an agency 'Lomea District Council'"):
        registers.add_agency(team, {"ref": "LOMEA district council", "contact": "Clerk"})
    with pytest.raises(AlreadyThere, match="'Harbour Homes'"):
        registers.edit_agency(team, COUNCIL, {"ref": "harbour homes"})
    assert registers.edit_agency(team, COUNCIL, {"ref": "Lomea Council"}).ref == "Lomea Council"
    registers.add_entry(team, "lead", ONE, {"agency": "Lomea Council"})
    with pytest.raises(BadValue, match="keeps its name: PMP-2024-001 lead 1 has it"):
        registers.edit_agency(team, "Lomea Council", {"ref": COUNCIL})
    changed = registers.edit_agency(team, "Lomea Council", {"contact": "Clerk"}, why="new post")
    assert [each.contact for each in registers.list_agencies(team)] == ["Estate manager", "Clerk"]
    with pytest.raises(StaleRecord):
        registers.edit_agency(team, "Lomea Council", {"note": "x"}, version=changed.version - 1)


def test_agencies_are_for_those_who_edit(team: Book) -> None:
    """A viewer is told who can; a kind is one of its list."""
    with pytest.raises(NotAllowed, match="eye may not edit"):
        registers.add_agency(_as(team, "eye"), {"ref": "A", "contact": "Clerk"})
    with pytest.raises(BadValue, match="Kind has no code 'counsel'; did you mean council"):
        registers.add_agency(team, {"ref": "A", "contact": "Clerk", "kind": "counsel"})


def _file(folder: Path, *lines: str, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_good_rows_go_in_and_bad_ones_are_named(team: Book, tmp_path: Path) -> None:
    """Row and column as a spreadsheet shows them; one load and one history entry."""
    path = _file(
        tmp_path,
        "PROFILE,with,What was shared,Under which agreement,ON,Colour",
        f"{ONE},{COUNCIL.lower()},Map,Lomea ISA 2023,7/10/2024,red",
        f"PMP-2024-002,{COUNCIL},Map,Lomea ISA 2023,,",
        f"{ONE},Lomea Distrikt Council,Map,Lomea ISA 2023,,",
        f"{ONE},{COUNCIL},Map,Lomea ISA 2023,soon,",
        f"{ONE},{COUNCIL},,Lomea ISA 2023,,",
        f"{ONE},{COUNCIL},Map,,,",
        f"{ONE},{COUNCIL},Lives at LM1 2AB,Lomea ISA 2023,,",
    )
    report = import_register(team, "sharing", path)
    assert (report.read, report.added, report.rejected) == (7, 1, 6)
    told = [(bad.row, bad.column, bad.why) for bad in report.rejections]
    assert [(row, column) for row, column, _ in told] == [
        (3, "PROFILE"), (4, "with"), (5, "ON"), (6, "What was shared"),
        (7, "Under which agreement"), (8, "What was shared"),
    ]  # fmt: skip
    assert "no profile 'PMP-2024-002'" in told[0][2]
    assert "Did you mean Lomea District Council?" in told[1][2]
    assert told[2][2] == "On takes a date such as 2024-10-07, not 'soon'."
    assert told[3][2] == "What was shared can't be empty."
    assert told[4][2] == "Under which agreement can't be empty."
    assert "LM1 2AB" in told[5][2]
    assert "Left out, being no field of the register: Colour." in report.notes
    (entry,) = registers.list_entries(team, "sharing")
    assert encode(entry) == {
        "profile": ONE, "agency": COUNCIL, "text": "Map",
        "agreement": "Lomea ISA 2023", "at": "2024-10-07",
    }  # fmt: skip
    with team.store.reading() as conn:
        assert len(loads.loads(conn, "register sharing")) == 1
        (of_load,) = history.of_record(conn, "load", "load 1")
        assert history.of_record(conn, "sharing", entry.ref) == ()
    assert of_load.change == {
        "of": "register sharing", "file": "log.csv", "read": 7, "added": 1, "rejected": 6
    }  # fmt: skip


def test_an_imported_entry_is_found_by_a_search(team: Book, tmp_path: Path) -> None:
    """As one typed is."""
    import_register(team, "note", _file(tmp_path, "profile,text", f"{ONE},the lighthouse"))
    (found,) = search(team, "lighthouse")
    assert (found.ref, found.hits[0].kind) == (ONE, "note")


def test_the_same_file_twice_changes_nothing(team: Book, tmp_path: Path) -> None:
    """By its bytes; another file with the same rows by what they say."""
    lines = ("profile,text,on", f"{ONE},a,2024-10-07", f"{ONE},b,")
    assert import_register(team, "note", _file(tmp_path, *lines)).added == 2
    other = import_register(team, "note", _file(tmp_path, *lines, "", name="other.csv"))
    assert (other.read, other.added, other.unchanged, other.notes) == (2, 0, 2, ())
    again = import_register(team, "note", tmp_path / "log.csv")
    assert (again.read, again.added, again.unchanged) == (2, 0, 2)
    assert again.notes == ("log.csv was imported on 18 Dec 2024 already: nothing has changed.",)
    assert len(registers.list_entries(team, "note")) == 2
    with team.store.reading() as conn:
        assert len(loads.loads(conn)) == 1


def test_a_row_mended_in_the_casebook_does_not_come_back(team: Book, tmp_path: Path) -> None:
    """What an entry said before an edit counts as there; the rows that were bad still go in."""
    path = _file(tmp_path, "profile,agency", f"{ONE},{COUNCIL}", "PMP-2024-002,harbour homes")
    assert import_register(team, "lead", path).added == 1
    registers.edit_entry(team, "lead", 1, {"agency": "Harbour Homes"})
    profiles.new_profile(team, Profile("PMP-2024-002", "Noise"))
    again = import_register(team, "lead", path)
    assert (again.added, again.unchanged, again.rejected) == (1, 1, 0)
    told = [(e.profile, e.agency) for e in registers.list_entries(team, "lead")]  # type: ignore[attr-defined]
    assert told == [(ONE, "Harbour Homes"), ("PMP-2024-002", "Harbour Homes")]


def test_rows_of_one_file_are_held_against_each_other(team: Book, tmp_path: Path) -> None:
    """Leads that overlap in the file: the first goes in."""
    path = _file(
        tmp_path,
        "profile,agency,from,to",
        f"{ONE},{COUNCIL},2024-01-01,",
        f"{ONE},Harbour Homes,2024-06-01,",
        f"{ONE},{COUNCIL},2024-01-01,",
    )
    report = import_register(team, "lead", path)
    assert (report.added, report.unchanged, report.rejected) == (1, 1, 1)
    assert (report.rejections[0].row, report.rejections[0].column) == (3, "agency")


def test_a_dry_run_and_a_strict_refusal_store_nothing(team: Book, tmp_path: Path) -> None:
    """The report of a dry run is that of the import."""
    path = _file(tmp_path, "profile,text", f"{ONE},a", "PMP-9,b")
    report = import_register(team, "note", path, dry_run=True)
    assert (report.added, report.rejected) == (1, 1)
    with pytest.raises(BadFile, match="1 of 2 rows in log"):
        import_register(team, "note", path, strict=True)
    assert registers.list_entries(team) == ()
    assert search(team, "a") == ()
    with team.store.reading() as conn:
        assert loads.loads(conn) == ()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            ("profile,when", f"{ONE},x"),
            "log.csv has no column 'Note' (or 'text'), which every entry",
        ),
        (
            ("profile,text", "PMP-9,x"),
            "log.csv has no row that can be taken. The first, row 2, profile",
        ),
        (("profile,text",), "has a heading but no rows"),
    ],
)
def test_a_file_with_nothing_usable_is_refused_whole(
    team: Book, tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    """One sentence that names what is missing."""
    with pytest.raises(BadFile) as refused:
        import_register(team, "note", _file(tmp_path, *lines))
    assert says in str(refused.value)


def test_a_spreadsheet_is_read_as_a_csv_is(team: Book, tmp_path: Path) -> None:
    """Dates in date cells, codes by their label, hostile text as typed."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Profile", "What is asked", "To", "For stage", "Asked on", "Due"])
    sheet.append([ONE, "[/red] <b> 😀 \u202eabc", "analyst", "Analyse", date(2024, 10, 7), None])
    workbook.save(tmp_path / "requests.xlsx")
    assert import_register(team, "request", tmp_path / "requests.xlsx").added == 1
    (asked,) = registers.waiting(team, "analyst")
    assert asked.text == "[/red] <b> 😀 \u202eabc"
    assert (asked.stage, asked.at, asked.until) == ("analyse", date(2024, 10, 7), None)


def test_imports_are_for_those_who_import(team: Book, tmp_path: Path) -> None:
    """And into registers that have plain entries."""
    path = _file(tmp_path, "profile,text", f"{ONE},x")
    with pytest.raises(NotAllowed, match="may not import"):
        import_register(_as(team, "sgt.h"), "note", path)
    with pytest.raises(BadValue, match="kept with 'casebook design'"):
        import_register(team, "design", path)


@dataclass(frozen=True, kw_only=True)
class Abstraction(Entry):
    """Officers taken from a hotspot for something else."""

    KIND: ClassVar[str] = "abstraction"
    TITLE: ClassVar[str] = "Abstractions"

    place: str = field("Hotspot", fixed=True)
    text: str = field("For what", free_text=True)
    hours: float | None = field("Hours", unit="officer-hours", default=None)
    at: date | None = field("From", default=None)
    until: date | None = field("Until", default=None)
    code: str = field("Theme", codes="theme", default="")
    month: Month | None = field("Counted in", default=None)
    units: tuple[str, ...] = field("Units", default=())


@pytest.fixture
def abstraction(monkeypatch: pytest.MonkeyPatch) -> type[Abstraction]:
    """A register that the casebook hasn't heard of."""
    monkeypatch.setattr(kinds, "REGISTERS", {**kinds.REGISTERS, "abstraction": Abstraction})
    return Abstraction


@pytest.mark.usefixtures("abstraction")
def test_a_new_kind_of_register_needs_nothing_but_its_class(team: Book, tmp_path: Path) -> None:
    """Added, edited, listed, refused, imported and found, about a hotspot this time."""
    values = {
        "text": "Carnival", "hours": 6.5, "at": "2024-08-03", "until": "2024-08-04",
        "code": "asb", "month": "2024-08", "units": ["LN21", "LN22"],
    }  # fmt: skip
    added = registers.add_entry(_as(team, "sgt.h"), "abstraction", "HS-01", values)
    assert encode(added) == {"place": "HS-01", **values}
    assert registers.list_entries(team, "abstraction", place="HS-01") == (added,)
    assert registers.list_entries(team, profile=ONE) == ()
    with pytest.raises(NotAllowed, match="actions on HS-01: it lies outside Strand"):
        registers.edit_entry(_as(team, "sgt.s"), "abstraction", added.id, {"hours": 7})
    for about, changes, says in (
        ("HS-1", {"text": "x"}, "no place 'HS-1' in this casebook. Did you mean HS-01"),
        ("HS-01", {"text": "x", "code": "noise"}, "Theme has no code 'noise'"),
        ("HS-01", {"text": "x", "at": "2024-02-01", "until": "2024-01-01"}, "is before From"),
    ):
        with pytest.raises((BadValue, NotFound), match=says):
            registers.add_entry(team, "abstraction", about, changes)
    edited = registers.edit_entry(team, "abstraction", added.id, {"hours": 7}, why="recounted")
    assert encode(edited)["hours"] == 7.0
    path = _file(
        tmp_path,
        "hotspot,for what,hours,theme,counted in,units",
        "HS-01,Regatta,12,Anti-social behaviour,2024-09,LN21; LN22",
        "HS-01,Regatta,lots,,,",
    )
    report = import_register(team, "abstraction", path)
    assert (report.added, [str(bad) for bad in report.rejections]) == (
        1, ["log.csv row 3, hours: Hours takes a number, not 'lots'."]
    )  # fmt: skip
    brought = registers.list_entries(team, "abstraction")[-1]
    assert (encode(brought)["code"], encode(brought)["units"]) == ("asb", ["LN21", "LN22"])
    (found,) = search(team, "regatta")
    assert (found.ref, found.hits[0].kind) == (f"HS-01 abstraction {brought.id}", "abstraction")
