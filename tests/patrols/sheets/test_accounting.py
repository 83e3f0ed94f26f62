"""Accounting for a shift: what is saved, what it counts, who may, and what is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.patrols.sheets.accounting import account_for, add_visit, all_as_planned, edit_visit
from casebook.patrols.sheets.sheet import covered_in_words, read_sheet
from casebook.patrols.sheets.shift_visit import ShiftVisit
from casebook.places.hotspots import hotspots
from casebook.places.plans import set_plan
from casebook.upkeep.undo import undo
from tests.patrols.patrol_files import bring, counting
from tests.patrols.sheets.harbour import NIGHT, ROTA, holds, sergeant, sheet, slot, states, town


@pytest.fixture
def harbour(book: Book) -> Book:
    """The town, in the hands of Harbour's sergeant."""
    return sergeant(town(book))


def test_the_sheet_has_the_visits_of_the_rota_until_six_the_next_morning(harbour: Book) -> None:
    """Those of the own area in the order of their start, the one after midnight last."""
    found = [(line.asked.unit, line.place) for line in sheet(harbour).lines if line.asked]
    assert found == [("LH24", "HS-01"), ("LH22", "HS-02"), ("LH31", "HS-01"), ("LH31", "HS-02")]
    assert states(harbour) == ["left"] * 4


def test_all_as_planned_is_one_change_and_counts(harbour: Book) -> None:
    """Four visits are delivered as the rota has them; one undo takes them back; seals hold."""
    assert len(all_as_planned(harbour).visits) == 4
    assert counting(harbour) == [
        ("LH24", 180, 2, "core"),
        ("LH22", 180, 2, "core"),
        ("LH31", 45, 2, "core"),
        ("LH31", 45, 2, "core"),
    ]
    assert holds(harbour)
    assert len(undo(harbour).steps) == 4
    assert (states(harbour), counting(harbour)) == (["left"] * 4, [])
    assert holds(harbour)


def test_a_visit_not_done_says_why_and_counts_nothing(harbour: Book) -> None:
    """It is accounted for, and delivers no time."""
    account_for(harbour, slot(harbour, 1), "abstracted")
    assert states(harbour) == ["left", "abstracted", "left", "left"]
    assert counting(harbour) == []
    assert (sheet(harbour).done, sheet(harbour).not_done, len(sheet(harbour).left)) == (0, 1, 3)


def test_other_times_and_staff_are_typed_as_people_say_them(harbour: Book) -> None:
    """16:50 to 19:10 is that evening's; 00:10 is after midnight."""
    changes = {"start": "1650", "end": "7.10pm", "staff": "PC:1;PCSO:1"}
    visit = account_for(harbour, slot(harbour, 0), "changed", changes)
    assert (visit.start, visit.end) == ("2024-12-17T16:50:00+00:00", "2024-12-17T19:10:00+00:00")
    late = account_for(harbour, slot(harbour, 2), "changed", {"start": "23:40", "end": "00:10"})
    assert late.end == "2024-12-18T00:10:00+00:00"
    assert counting(harbour) == [("LH24", 140, 2, "core"), ("LH31", 30, 2, "core")]


def test_an_end_before_the_beginning_is_no_visit_of_a_day(harbour: Book) -> None:
    """15:00 to 14:30 isn't 23 and a half hours, but 21:00 to 06:30 goes over midnight."""
    with pytest.raises(BadValue, match=r"14:30 is before 15:00: write its day too") as found:
        account_for(harbour, slot(harbour, 0), "changed", {"start": "15:00", "end": "14:30"})
    assert found.value.field == "end"
    late = account_for(harbour, slot(harbour, 2), "changed", {"start": "21:00", "end": "06:30"})
    assert late.end == "2024-12-18T06:30:00+00:00"


def test_an_edit_swaps_the_patrol_and_undo_swaps_it_back(harbour: Book) -> None:
    """The patrol follows its visit, whichever way that changes."""
    visit = account_for(harbour, slot(harbour, 0), "done")
    edited = edit_visit(harbour, visit.id, {"end": "16:00"}, version=visit.version)
    assert (edited.code, counting(harbour)) == ("changed", [("LH24", 120, 2, "core")])
    edit_visit(harbour, visit.id, {"code": "weather"})
    assert counting(harbour) == []
    undo(harbour)
    assert counting(harbour) == [("LH24", 120, 2, "core")]
    undo(harbour)
    assert counting(harbour) == [("LH24", 180, 2, "core")]
    assert holds(harbour)


def test_a_note_outlives_what_is_said_instead(harbour: Book) -> None:
    """Another outcome keeps it, unless a note comes with that."""
    visit = account_for(harbour, slot(harbour, 0), "weather", {"text": "Ice on the steps"})
    after = account_for(harbour, slot(harbour, 0), "done", version=visit.version)
    assert (after.code, after.text) == ("done", "Ice on the steps")
    last = account_for(
        harbour, slot(harbour, 0), "other", {"text": "Gate shut"}, version=after.version
    )
    assert (last.code, last.text) == ("other", "Gate shut")


def test_a_day_is_covered_once_nothing_is_left_and_for_the_own_team_alone(harbour: Book) -> None:
    """Harbour's sheet never says that Strand's day is known."""
    for number in range(3):
        account_for(harbour, slot(harbour, number), "done")
    assert sheet(harbour).covered == ()
    account_for(harbour, slot(harbour, 3), "incident")
    (span,) = sheet(harbour).covered
    assert (span.start, span.end) == (NIGHT, NIGHT)
    assert "accounted for to 17 Dec 2024" in covered_in_words(sheet(harbour))
    strand = read_sheet(harbour, "Strand")
    assert (strand.covered, len(strand.left)) == ((), 1)
    with harbour.store.reading() as tx:
        assert "sheet" not in covers(tx)
    undo(harbour)
    assert sheet(harbour).covered == ()
    assert holds(harbour)


def test_hours_of_one_place_are_known_and_those_of_the_other_team_are_not(harbour: Book) -> None:
    """What figures ask: known for the places of the area that is accounted for, and no other."""
    from casebook.core.months import Window
    from casebook.patrols.hours import read_hours

    all_as_planned(harbour)
    places = {place.ref: place for place in hotspots(harbour)}
    with harbour.store.reading() as tx:
        hours = read_hours(tx, harbour.zone, list(places.values()), Window.parse("2024-12"))
    ids = {ref: place.id for ref, place in places.items()}
    assert hours.known(NIGHT, [ids["HS-01"], ids["HS-02"]])
    assert not hours.known(NIGHT, [ids["HS-11"]])
    assert not hours.known(NIGHT, list(ids.values()))
    assert not hours.known(NIGHT)
    assert (hours.covered_to([ids["HS-01"]]), hours.covered_to([ids["HS-11"]])) == (NIGHT, None)
    assert hours.figures([ids["HS-01"]], Window.parse("2024-12"))["officer_hours"] == 7.5
    assert "officer_hours" not in hours.figures([ids["HS-11"]], Window.parse("2024-12"))


def test_a_shift_that_nothing_was_planned_for_is_said_to_be_empty(harbour: Book) -> None:
    """No patrol is known of the 16th, which isn't the same as nothing known."""
    day = date(2024, 12, 16)
    assert not read_sheet(harbour, "", day).whole
    all_as_planned(harbour, "", day)
    assert read_sheet(harbour, "", day).whole
    assert [(one.start, one.end) for one in read_sheet(harbour, "", day).covered] == [(day, day)]


def test_of_a_sheet_that_speaks_for_its_day_nothing_more_is_said(harbour: Book) -> None:
    """All as planned twice writes nothing the second time, and one undo takes all of it back."""
    all_as_planned(harbour)
    assert all_as_planned(harbour).visits == ()
    undo(harbour)
    assert states(harbour) == ["left"] * 4


def test_a_claim_that_comes_later_joins_its_visit(harbour: Book) -> None:
    """The claim's times and money count, once; the sheet tells so."""
    account_for(harbour, slot(harbour, 2), "done")
    bring(
        town_of(harbour),
        ["LH31,HS-01,2024-12-17 21:05,2024-12-17 22:00,PC:2,foot,overtime,claim"],
        "claims.csv",
    )
    assert counting(harbour) == [("LH31", 55, 2, "overtime")]
    (line,) = [line for line in sheet(harbour).lines if line.visit]
    assert line.counts is not None
    assert line.counts.source == "claim"
    assert holds(harbour)


def test_a_claim_that_came_first_tells_of_its_visit(harbour: Book) -> None:
    """Nothing is left to account for of what a claim tells of already."""
    claim = "LH31,HS-01,2024-12-17 21:05,2024-12-17 22:00,PC:2,foot,overtime,claim"
    bring(town_of(harbour), [claim], "claims.csv")
    assert states(harbour) == ["left", "left", "told", "left"]
    all_as_planned(harbour)
    assert len(sheet(harbour).left) == 0
    assert ("LH31", 55, 2, "overtime") in counting(harbour)


def test_a_visit_by_plan_alone_has_no_unit_and_joins_whichever_claim_tells_of_it(
    book: Book,
) -> None:
    """The plan says nothing of who; a claim of the place and time is that visit."""
    there = town(book)
    values = {"hours": "18:00-22:00", "visits": 2, "minutes": 20}
    set_plan(there, "HS-01", date(2024, 12, 10), values)
    mine, day = sergeant(there), date(2024, 12, 16)
    found = read_sheet(mine, "", day).planned
    assert [line.asked and line.asked.start.hour for line in found] == [18, 20]
    all_as_planned(mine, "", day)
    assert counting(mine) == [("HS-01 team", 20, 2, "core")] * 2
    bring(there, ["LH9,HS-01,2024-12-16 20:05,2024-12-16 21:00,PC:2,foot,overtime,claim"], "c.csv")
    assert counting(mine) == [("HS-01 team", 20, 2, "core"), ("LH9", 55, 2, "overtime")]
    assert holds(mine)


def test_a_visit_nobody_planned_stands_on_the_sheet_and_covers_no_day(harbour: Book) -> None:
    """It counts, and the planned ones are still to be accounted for."""
    visit = add_visit(
        harbour, "HS-02", {"start": "18:10", "end": "18:40", "unit": "LH24", "staff": "2"}
    )
    assert (visit.at, visit.code) == (NIGHT, "unplanned")
    assert counting(harbour) == [("LH24", 30, 2, "core")]
    assert states(harbour) == ["left", "left", "unplanned", "left", "left"]
    assert sheet(harbour).covered == ()


def test_an_earlier_day_may_be_given_with_its_start_alone(harbour: Book) -> None:
    """The end is that night's too, and the visit stands on that day's sheet."""
    values = {"start": "2024-12-10 23:10", "end": "0:20", "unit": "LH24", "staff": "2"}
    visit = add_visit(harbour, "HS-02", values)
    assert (visit.at, visit.end) == (date(2024, 12, 10), "2024-12-11T00:20:00+00:00")


def test_two_sergeants_on_one_sheet_lose_nothing(harbour: Book) -> None:
    """The second is told who was first, and what they said; it stands."""
    mine = slot(harbour, 0)
    account_for(harbour, mine, "done")
    mate = sergeant(harbour, "sgt.quayside")
    with pytest.raises(BadValue, match=r"already, by sgt.harbour at 07:05 on 18 Dec 2024: As pl"):
        account_for(mate, mine, "weather")
    assert states(harbour)[0] == "done"
    all_as_planned(mate)
    assert counting(harbour)[0] == ("LH24", 180, 2, "core")


def test_a_sergeant_records_in_the_own_area_alone(harbour: Book) -> None:
    """Another district's sheet can be read and not written."""
    strand = read_sheet(harbour, "Strand").planned[0].slot
    assert strand is not None
    for act in (
        lambda: account_for(harbour, strand, "done", area="Strand"),
        lambda: all_as_planned(harbour, "Strand"),
        lambda: add_visit(harbour, "HS-11", {"start": "18:10", "end": "18:40", "unit": "LS1"}),
    ):
        with pytest.raises(NotAllowed, match="outside Harbour"):
            act()
    assert counting(harbour) == []


def test_a_visit_that_is_there_already_is_refused_with_what_stands(harbour: Book) -> None:
    """Told twice, as a key pressed twice does."""
    visit = {"start": "15:00", "end": "15:30", "unit": "LH24", "staff": "2"}
    add_visit(harbour, "HS-02", visit)
    said = "Entered already: the casebook .* has LH24 at HS-02 from 15:00 to 15:30 on 17 Dec 2024"
    with pytest.raises(BadValue, match=said):
        add_visit(harbour, "HS-02", visit)
    assert len(counting(harbour)) == 1


def test_a_unit_is_in_one_place_at_a_time(harbour: Book) -> None:
    """What can't be is refused with where the unit was; the rest is accounted for."""
    add_visit(harbour, "HS-02", {"start": "15:00", "end": "15:30", "unit": "LH24", "staff": "2"})
    with pytest.raises(BadValue, match="LH24 can't be in two places at once"):
        account_for(harbour, slot(harbour, 0), "done")
    done = all_as_planned(harbour)
    assert (len(done.visits), len(done.left)) == (3, 1)
    assert "HS-01: LH24 can't be in two places" in done.left[0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"start": "18:00", "end": "", "unit": "X1", "staff": "2"}, "To can't be empty"),
        ({"start": "18:00", "end": "18:30", "unit": "", "staff": "2"}, "Unit can't be empty"),
        ({"start": "18:00", "end": "18:30", "unit": "X1"}, "Staff can't be empty"),
        ({"start": "18:00", "end": "18:00", "unit": "X1", "staff": "2"}, "no later than it starts"),
        ({"start": "tea", "end": "18:30", "unit": "X1", "staff": "2"}, "tea"),
        ({"start": "18:00", "end": "18:30", "unit": "X1", "staff": "many"}, "'many' is no staff"),
        (
            {"start": "2024-12-18 06:30", "end": "09:00", "unit": "X1", "staff": "2"},
            "still to come",
        ),
    ],
)
def test_what_cannot_be_is_a_sentence(harbour: Book, values: dict[str, str], says: str) -> None:
    """Nothing is saved of it."""
    with pytest.raises(BadValue, match=says):
        add_visit(harbour, "HS-02", values)
    assert counting(harbour) == []


def test_a_file_of_sheets_takes_no_visit_of_a_sergeant_back(harbour: Book) -> None:
    """A file that is the whole truth of its days is so of files, not of what people kept here."""
    from casebook.core.months import Span

    all_as_planned(harbour)
    row = "LH40,HS-01,2024-12-17 10:00,2024-12-17 11:00,PC:1,foot,core,sheet"
    report = bring(town_of(harbour), [row], covers=Span(NIGHT, NIGHT))
    assert (report.added, report.withdrawn) == (1, 0)
    assert len(counting(harbour)) == 5
    assert holds(harbour)


def test_what_a_file_of_sheets_leaves_out_was_not_made(harbour: Book) -> None:
    """It speaks for its day: the visit isn't left to account for, though one may still say why."""
    row = "LH24,HS-01,2024-12-17 14:00,2024-12-17 17:00,PCSO:2,foot,core,sheet"
    bring(town_of(harbour), [row])
    assert states(harbour) == ["told", "absent", "absent", "absent"]
    assert (sheet(harbour).done, sheet(harbour).not_done, sheet(harbour).left) == (1, 3, ())
    account_for(harbour, slot(harbour, 1), "vehicle")
    assert states(harbour) == ["told", "vehicle", "absent", "absent"]


def test_a_rota_that_changes_afterwards_leaves_what_was_said(harbour: Book) -> None:
    """A visit that was accounted for stays on the sheet, though nothing asks for it now."""
    from casebook.core.months import Span

    account_for(harbour, slot(harbour, 0), "done")
    bring(town_of(harbour), ROTA[1:], "rota.csv", covers=Span(NIGHT, date(2024, 12, 18)))
    assert states(harbour) == ["done", "left", "left", "left"]


WAYS = st.sampled_from(["done", "weather", "other times", "undo", "all"])
ACTS = st.lists(st.tuples(WAYS, st.integers(0, 3)), max_size=8)


@settings(max_examples=6)
@given(ACTS)
def test_patrols_are_always_those_that_the_visits_tell_of(
    acts: list[tuple[str, int]],
) -> None:
    """Whatever is said, changed and taken back: rows are what records say, and seals hold."""
    import tempfile
    from pathlib import Path

    from tests.books import make_book

    with tempfile.TemporaryDirectory() as folder:
        book = sergeant(town(make_book(Path(folder))))
        for what, number in acts:
            try:
                _act(book, what, number)
            except BadValue:
                continue
        with book.store.reading() as tx:
            told = {one.patrol() for one in tx.load(ShiftVisit)} - {None}
            stored = patrols.of_load_kind(tx, patrols.SHEET_LOAD)
        assert {one.key for one in stored} == {one.key for one in told if one}
        assert sheet(book).whole == bool(sheet(book).covered)
        assert holds(book)
        book.store.close()


def _act(book: Book, what: str, number: int) -> None:
    if what == "undo":
        undo(book)
    elif what == "all":
        all_as_planned(book)
    else:
        line = sheet(book).planned[number]
        times = {"start": "15:00", "end": "15:40"} if what == "other times" else {}
        code = "changed" if times else what
        assert line.slot is not None
        version = line.visit.version if line.visit else 0
        account_for(book, line.slot, code, times, version=version)


def town_of(book: Book) -> Book:
    """The casebook in the hands of whoever brings files in."""
    import dataclasses

    from casebook.core.access import Account

    return dataclasses.replace(book, account=Account("admin", roles=("administrator",)))
