"""What a file of patrols may not hold, each in one plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadFile, BadValue, NotAllowed
from casebook.patrols.import_files import import_patrols
from casebook.places.place import Place
from casebook.store import loads
from tests.patrols.patrol_files import EVENING, HEAD, bring, counting, why, with_hotspots, write


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with three hotspots."""
    return with_hotspots(book)


def test_rows_that_cannot_be_are_named(town: Book) -> None:
    """Every sad path, with its row, its column and a sentence; the good row goes in."""
    rows = [
        EVENING,
        EVENING,
        EVENING.replace("20:00", "20:30"),
        EVENING.replace("HS-01", "HS-02"),
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 17:00,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-08 18:01,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-12-18 18:00,2024-12-18 20:00,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-13-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-03-31 01:30,2024-03-31 03:00,PC:2,foot,core,sheet",
        "LH30,HS-1,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet",
        "LH30,Nowhere,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet",
        "LH30,,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet",
        ",HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,,foot,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:51,foot,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,hovercraft,core,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,lottery,sheet",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,rumour",
        "LH30,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,",
    ]
    report = bring(town, rows)
    assert (report.read, report.added, report.rejected) == (20, 1, 19)
    already = "row 2 has LH21 at HS-01 from 18:00 to 20:00 on 7 Oct 2024 already"
    assert why(report) == [
        (3, None, "Repeated: row 2 says the same."),
        (4, None, f"Entered twice: {already}, which overlaps."),
        (
            5,
            None,
            (
                "LH21 can't be in two places at once: row 2 has it at HS-01 from 18:00 to 20:00 "
                "on 7 Oct 2024."
            ),
        ),
        (6, None, "It ends (17:00 on 7 Oct 2024) no later than it starts (18:00 on 7 Oct 2024)."),
        (7, None, "It lasts 24.02 hours, and no patrol lasts more than 24."),
        (
            8,
            None,
            (
                "It ends at 20:00 on 18 Dec 2024, which is still to come: only a rota tells of "
                "patrols ahead."
            ),
        ),
        (9, "start", "'2024-13-07 18:00' isn't a date and time: there is no such day or time."),
        (10, "end", "It has no end: write it as 2024-10-07 14:00."),
        (
            11,
            "start",
            (
                "01:30 on 31 Mar 2024 never was: the clocks went forward. Write the time the "
                "clock showed, or its offset."
            ),
        ),
        (
            12,
            "hotspot",
            "There is no hotspot 'HS-1' in this casebook. Did you mean HS-11 or HS-01?",
        ),
        (13, "hotspot", "There is no hotspot 'Nowhere' in this casebook."),
        (14, "hotspot", "It has no hotspot: give the hotspot's ref."),
        (15, "unit", "It has no unit: give the callsign or the line of the rota."),
        (16, "staff", "Nobody was on it: give the staff, as PC:2;PCSO:1."),
        (17, "staff", "51 staff is more than one unit has: 50 is the most."),
        (
            18,
            "mode",
            (
                "'hovercraft' is no mode of patrol: it is one of foot, cycle, vehicle, "
                "static, plain clothes, drone, horse, dog."
            ),
        ),
        (19, "resourcing", "'lottery' is no resourcing: it is one of core, overtime, partner."),
        (
            20,
            "source",
            ("'rumour' is no source of patrols: it is one of gps, claim, sheet, manual, rota."),
        ),
        (21, "source", "It has no source: give one of gps, claim, sheet, manual, rota."),
    ]


def test_what_the_casebook_holds_stands_before_what_comes_later(town: Book) -> None:
    """A claim elsewhere, and a sheet's second telling, are refused against the stored row."""
    bring(town, [EVENING])
    report = bring(
        town,
        [
            "LH21,HS-02,2024-10-07 19:00,2024-10-07 21:00,PC:2,foot,overtime,claim",
            "LH21,HS-01,2024-10-07 18:30,2024-10-07 20:30,PC:2,foot,core,sheet",
            "LH22,HS-01,2024-10-07 18:30,2024-10-07 20:30,PC:2,foot,core,sheet",
        ],
        "more.csv",
    )
    assert why(report) == [
        (
            2,
            None,
            (
                "LH21 can't be in two places at once: the casebook (sheet) has it at HS-01 from "
                "18:00 to 20:00 on 7 Oct 2024."
            ),
        ),
        (
            3,
            None,
            (
                "Entered twice: the casebook (sheet) has LH21 at HS-01 from 18:00 to 20:00 on "
                "7 Oct 2024 already, which overlaps. To correct that, import with --covers."
            ),
        ),
    ]
    assert report.added == 1


def test_a_stored_row_that_the_file_has_too_is_named_by_its_row(town: Book) -> None:
    """The new row gives way to the known one though it comes first, and the sentence says where."""
    bring(town, [EVENING])
    report = bring(town, [EVENING.replace("HS-01", "HS-02"), EVENING], "both.csv")
    assert (report.unchanged, report.added) == (1, 0)
    assert why(report) == [
        (
            2,
            None,
            (
                "LH21 can't be in two places at once: row 3 has it at HS-01 from 18:00 to 20:00 "
                "on 7 Oct 2024."
            ),
        )
    ]


def test_a_known_row_told_twice_in_a_file_is_repeated(town: Book) -> None:
    """The first telling is unchanged, the second is refused like that of a new row."""
    bring(town, [EVENING])
    report = bring(town, [EVENING, EVENING], "again.csv")
    assert report.unchanged == 1
    assert why(report) == [(3, None, "Repeated: row 2 says the same.")]


def test_a_name_that_two_hotspots_share_names_neither(town: Book) -> None:
    """Which one is meant can't be told, so the row is refused."""
    with town.store.writing() as tx:
        tx.insert_many([Place("HS-12", "hotspot", "Lamp Lane")])
    report = bring(town, [EVENING, EVENING.replace("HS-01", "Lamp Lane")])
    assert why(report) == [
        (3, "hotspot", "Several hotspots are called 'Lamp Lane': write one's ref, HS-11, HS-12.")
    ]


def test_rows_of_two_files_given_together_are_told_apart(town: Book) -> None:
    """A clash names the other file's row, and rejections keep the order of the files."""
    one = write(town, [EVENING], "a.csv")
    two = write(town, [EVENING.replace("HS-01", "HS-02")], "b.csv")
    report = import_patrols(town, [one, two])
    assert why(report) == [
        (
            2,
            None,
            (
                "LH21 can't be in two places at once: row 2 of a.csv has it at HS-01 from 18:00 "
                "to 20:00 on 7 Oct 2024."
            ),
        )
    ]
    assert report.rejections[0].file == "b.csv"


def test_strict_refuses_the_file_for_one_bad_row(town: Book) -> None:
    """Nothing is stored, and the first bad row is named."""
    with pytest.raises(
        BadFile,
        match=r"^1 of 2 rows of sheets.csv can't be taken, and with --strict none is. "
        r"The first: sheets.csv row 3, hotspot: There is no hotspot 'HS-9'",
    ):
        bring(town, [EVENING, EVENING.replace("HS-01", "HS-9")], strict=True)
    assert counting(town) == []


def test_a_file_without_a_usable_row_is_refused_whole(town: Book) -> None:
    """The first bad row says why."""
    with pytest.raises(BadFile, match=r"^sheets.csv has no row that can be taken. The first: "):
        bring(town, [EVENING.replace("HS-01", "HS-9")])
    with town.store.reading() as tx:
        assert loads.loads(tx) == ()


def test_a_file_without_the_columns_is_refused_with_those_it_has(town: Book) -> None:
    """Missing columns are named, so are the present ones, and the way out."""
    with pytest.raises(BadFile) as caught:
        bring(town, ["a,b"], head="Callsign,Note")
    assert str(caught.value) == (
        "sheets.csv has no column for hotspot, start, end (or minutes) and staff: it has "
        "Callsign, Note. Say which column is which with --map."
    )


def test_a_file_that_does_not_say_its_source_needs_one(town: Book) -> None:
    """Nobody guesses whether hours were planned or delivered."""
    row, head = EVENING.removesuffix(",sheet"), HEAD.removesuffix(",source")
    with pytest.raises(BadFile, match="doesn't say where its patrols come from: give --source"):
        bring(town, [row], head=head)
    assert bring(town, [row], head=head, source="sheet").covers[0].kind == "sheet"
    with pytest.raises(BadValue, match="'rumour' is no source of patrols"):
        bring(town, [row], head=head, source="rumour")


def test_a_source_given_for_a_file_that_has_one_fills_blanks_only(town: Book) -> None:
    """The row's own source wins, and the report says so."""
    report = bring(
        town, [EVENING, EVENING.replace("LH21", "LH22").removesuffix("sheet")], source="claim"
    )
    assert {cover.kind for cover in report.covers} == {"sheet", "claim"}
    assert any("claim stands only where that is blank" in note for note in report.notes)


def test_a_casebook_without_hotspots_says_what_comes_first(book: Book) -> None:
    """Patrols need places to be in."""
    with pytest.raises(BadFile, match=r"no hotspots yet .* 'casebook import hotspots' first"):
        bring(book, [EVENING])


def test_only_those_who_may_import_do(town: Book) -> None:
    """A viewer is refused before the file is looked at."""
    viewer = Book(town.store, Account("a.viewer"), town.settings, clock=town.clock)
    with pytest.raises(NotAllowed, match=r"^a\.viewer may not import"):
        import_patrols(viewer, [Path("nowhere.csv")])


def test_a_file_that_is_not_there_is_said_to_be(town: Book) -> None:
    """One plain line, no traceback."""
    with pytest.raises(BadFile, match=r"There is no file nowhere\.csv"):
        import_patrols(town, [Path("nowhere.csv")])
