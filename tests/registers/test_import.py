"""Registers from table files: good rows go in, bad ones are named, nothing comes in twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.agenda.finding.search import search
from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, NotAllowed
from casebook.core.fields import encode
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers import requests
from casebook.registers.import_files import import_register
from casebook.store import loads
from tests.registers.register_team import COUNCIL, ONE, acting, csv_file, make_team


@pytest.fixture
def team(book: Book) -> Book:
    """People of two districts, a profile in the first, and two agencies."""
    return make_team(book)


def test_good_rows_go_in_and_bad_ones_are_named(team: Book, tmp_path: Path) -> None:
    """Row and column as a spreadsheet shows them; one load and one history entry."""
    path = csv_file(
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
    rejects = [(bad.row, bad.column, bad.fault) for bad in report.rejections]
    assert [(row, column) for row, column, _ in rejects] == [
        (3, "PROFILE"), (4, "with"), (5, "ON"), (6, "What was shared"),
        (7, "Under which agreement"), (8, "What was shared"),
    ]  # fmt: skip
    assert "no profile 'PMP-2024-002'" in rejects[0][2]
    assert "Did you mean Lomea District Council?" in rejects[1][2]
    assert rejects[2][2] == "'soon' isn't a date: write it as 2024-09-30 or 30/09/2024 22:15."
    assert rejects[3][2] == "What was shared can't be empty."
    assert rejects[4][2] == "Under which agreement can't be empty."
    assert "LM1 2AB" in rejects[5][2]
    assert "Columns not read: Colour." in report.notes
    (entry,) = registers.list_entries(team, "sharing")
    assert encode(entry) == {
        "profile": ONE, "agency": COUNCIL, "text": "Map",
        "agreement": "Lomea ISA 2023", "at": "2024-10-07",
        "until": None, "by": "", "opens": False, "ended": None, "ended_by": "",
    }  # fmt: skip
    with team.store.reading() as tx:
        assert len(loads.loads(tx, "register sharing")) == 1
        (of_load,) = tx.history.of_record("load", 1)
        assert tx.history.of_record("sharing", entry.id) == ()
    assert of_load.change == {
        "of": "register sharing", "file": "log.csv", "read": 7, "added": 1, "rejected": 6
    }  # fmt: skip


def test_an_imported_entry_is_found_by_a_search(team: Book, tmp_path: Path) -> None:
    """As one typed is."""
    import_register(team, "note", csv_file(tmp_path, "profile,text", f"{ONE},the lighthouse"))
    (found,) = search(team, "lighthouse")
    assert (found.ref, found.hits[0].kind) == (ONE, "note")


def test_the_same_file_twice_changes_nothing(team: Book, tmp_path: Path) -> None:
    """By its bytes; another file with the same rows by what they say."""
    lines = ("profile,text,on", f"{ONE},a,2024-10-07", f"{ONE},b,")
    assert import_register(team, "note", csv_file(tmp_path, *lines)).added == 2
    other = import_register(team, "note", csv_file(tmp_path, *lines, "", name="other.csv"))
    assert (other.read, other.added, other.unchanged, other.notes) == (2, 0, 2, ())
    again = import_register(team, "note", tmp_path / "log.csv")
    assert (again.read, again.added, again.unchanged) == (2, 0, 2)
    assert again.notes == ("log.csv was imported on 18 Dec 2024 already: nothing has changed.",)
    assert len(registers.list_entries(team, "note")) == 2
    with team.store.reading() as tx:
        assert len(loads.loads(tx)) == 1


def test_a_row_mended_in_the_casebook_does_not_come_back(team: Book, tmp_path: Path) -> None:
    """What an entry said before an edit counts as there; the rows that were bad still go in."""
    path = csv_file(tmp_path, "profile,agency", f"{ONE},{COUNCIL}", "PMP-2024-002,harbour homes")
    assert import_register(team, "lead", path).added == 1
    registers.edit_entry(team, "lead", 1, {"agency": "Harbour Homes"})
    intake.new_profile(team, Profile("PMP-2024-002", "Noise"))
    again = import_register(team, "lead", path)
    assert (again.added, again.unchanged, again.rejected) == (1, 1, 0)
    leads = [(e.profile, e.agency) for e in registers.list_entries(team, "lead")]  # type: ignore[attr-defined]
    assert leads == [(ONE, "Harbour Homes"), ("PMP-2024-002", "Harbour Homes")]


def test_rows_of_one_file_are_held_against_each_other(team: Book, tmp_path: Path) -> None:
    """Leads that overlap in the file: the first goes in."""
    path = csv_file(
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
    path = csv_file(tmp_path, "profile,text", f"{ONE},a", "PMP-9,b")
    report = import_register(team, "note", path, dry_run=True)
    assert (report.added, report.rejected) == (1, 1)
    with pytest.raises(BadFile, match="1 of 2 rows of log"):
        import_register(team, "note", path, strict=True)
    assert registers.list_entries(team, profile=ONE) == ()
    assert search(team, "a") == ()
    with team.store.reading() as tx:
        assert loads.loads(tx) == ()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            ("profile,when", f"{ONE},x"),
            "log.csv has no column for 'Note' (or 'text'), which every entry",
        ),
        (
            ("profile,text", "PMP-9,x"),
            "log.csv has no row that can be taken. The first: log.csv row 2, profile",
        ),
        (("profile,text",), "has a heading but no rows"),
    ],
)
def test_a_file_with_nothing_usable_is_refused_whole(
    team: Book, tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    """One sentence that names what is missing."""
    with pytest.raises(BadFile) as refused:
        import_register(team, "note", csv_file(tmp_path, *lines))
    assert says in str(refused.value)


def test_a_spreadsheet_is_read_as_a_csv_is(team: Book, tmp_path: Path) -> None:
    """Dates in date cells, codes by their label, hostile text as typed but for what isn't seen."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Profile", "What is asked", "To", "For stage", "Asked on", "Due"])
    sheet.append([ONE, "[/red] <b> 😀 \u202eabc", "analyst", "Analyse", date(2024, 10, 7), None])
    workbook.save(tmp_path / "requests.xlsx")
    report = import_register(team, "request", tmp_path / "requests.xlsx")
    assert report.added == 1
    assert report.notes[-1] == (
        "Left out of 1 cell, as it can't be seen or printed: U+202E "
        "(first in requests.xlsx, tab 'Sheet' row 2, column What is asked)."
    )
    (asked,) = requests.waiting(team, "analyst")
    assert asked.text == "[/red] <b> 😀 abc"
    assert (asked.stage, asked.at, asked.until) == ("analyse", date(2024, 10, 7), None)


def test_imports_are_for_those_who_import(team: Book, tmp_path: Path) -> None:
    """And into registers that have plain entries."""
    path = csv_file(tmp_path, "profile,text", f"{ONE},x")
    with pytest.raises(NotAllowed, match="may not import"):
        import_register(acting(team, "sgt.h"), "note", path)
    with pytest.raises(BadValue, match="kept with 'casebook design'"):
        import_register(team, "design", path)
