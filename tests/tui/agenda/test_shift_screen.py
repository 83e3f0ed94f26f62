"""A sergeant's morning: last night's shift accounted for in a few keys, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from casebook.book.opening import Book
from casebook.patrols.sheets.sheet import read_sheet
from casebook.places.hotspots import hotspots
from casebook.registers.entries import add_entry, list_entries
from tests.patrols.patrol_files import bring, counting
from tests.tui.agenda.shift_night import HEAD, states
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.shift_screen import ShiftScreen
from tui.parts.form import FormScreen


async def press(screen: Terminal, *keys: str) -> int:
    """Keys as fast as a terminal hands them on, all before any is answered; gives how many."""
    for key in keys:
        screen.app.post_message(events.Key(key, " " if key == "space" else key))
    await screen.settle()
    return len(keys)


@driven
async def test_six_visits_in_eight_keys(night: Path) -> None:
    """Four as planned, one not done and why, one more: 2, Space x4, x s, Space."""
    async with terminal(night) as screen:
        used = 0
        for key in ("2", "space", "space", "space", "space", "x", "s", "space"):
            await screen.keys(key)
            used += 1
        assert used == 8
        screen.has("6 planned · 5 done · 1 not · 0 left", "2 PC short-staffed")
        screen.has("Sheets of Harbour: accounted for to 17 Dec 2024.")
    assert states(night) == ["done"] * 4 + ["short-staffed", "done"]


@driven
async def test_all_as_planned_in_two_keys(night: Path) -> None:
    """2 opens the sheet, A says it of all."""
    async with terminal(night) as screen:
        await screen.keys("2", "A")
        screen.has("6 visits as planned.", "6 planned · 6 done · 0 not · 0 left")
    assert states(night) == ["done"] * 6


@driven
async def test_keys_faster_than_saves_reach_the_visits_they_were_meant_for(night: Path) -> None:
    """Three Spaces, and All, before the first answer: each is saved, on its own line."""
    async with terminal(night) as screen:
        await screen.keys("2", "down")
        await press(screen, "space", "space", "down", "space")
        screen.has("6 planned · 3 done · 0 not · 3 left")
        assert states(night) == ["left", "done", "done", "left", "done", "left"]
        await press(screen, "space", "space", "A")
        screen.has("6 planned · 6 done · 0 not · 0 left")
    assert states(night) == ["done"] * 6


@driven
async def test_esc_leaves_once_all_is_saved(night: Path) -> None:
    """Two lines and Esc in one read: both are saved, and one Esc is enough."""
    async with terminal(night) as screen:
        await press(screen, "2", "space", "space", "escape")
        assert len(screen.app.screen_stack) == 1
    assert states(night) == ["done"] * 2 + ["left"] * 4


@driven
async def test_undo_takes_back_the_last_line_and_nothing_of_elsewhere(night: Path) -> None:
    """z puts the line back to be accounted for; where nothing is left of here it says so."""
    async with terminal(night) as screen:
        await screen.keys("2", "space", "z")
        screen.has("Taken back: HS-01 visit of 2024-12-17 14:00: removed.", "6 left")
        await screen.keys("z")
        screen.has("!")
    assert states(night) == ["left"] * 6


@driven
async def test_undo_takes_back_a_result_that_was_added_here(night: Path) -> None:
    """An arrest put on the wrong visit goes by z, and then the line before it."""
    async with terminal(night) as screen:
        await screen.keys("2", "space", "a", "enter", *"arrest", "enter", "f2")
        screen.has("Arrests · 1")
        await screen.keys("z")
        screen.has("Taken back: activity", "6 planned · 1 done")
        assert "Arrests · 1" not in screen.shown
        await screen.keys("z")
        screen.has("Taken back: HS-01 visit of 2024-12-17 14:00: removed.", "6 left")
    assert list_entries(reopen(night), "activity") == ()


@driven
async def test_other_times_are_typed_in_a_form(night: Path) -> None:
    """e shows what was planned; a time is typed in its place, is saved, counts; on to the next."""
    async with terminal(night) as screen:
        await screen.keys("2", "e")
        screen.has("Harbour steps · planned 17 Dec 2024 14:00", "14:00", "17:00", "LH24")
        await screen.type("1450")
        await screen.keys("f2")
        screen.has("14:50, 130 min (edited)")
        await screen.keys("space")
    assert states(night)[:3] == ["changed", "done", "left"]


@driven
async def test_a_visit_nobody_planned(night: Path) -> None:
    """p adds it at the hotspot under the cursor."""
    async with terminal(night) as screen:
        await screen.keys("2", "p", "tab")
        for text in ("2010", "2040", "LH40", "PC:2"):
            await screen.type(text)
            await screen.keys("tab")
        await screen.keys("f2")
        screen.has("not planned", "20:10, 30 min")
    assert states(night).count("unplanned") == 1


@driven
async def test_what_was_typed_stands_there_before_the_sheet_is_read_again(
    night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other times in their line, an added visit in its place, a result under the lines."""
    async with terminal(night) as screen:
        await screen.keys("2")
        monkeypatch.setattr(ShiftScreen, "reload", lambda _self: None)
        await screen.keys("e")
        await screen.type("16:50")
        await screen.keys("tab")
        await screen.type("19:10")
        await screen.keys("f2")
        screen.has("✓ Harbour steps saved.", "16:50, 140 min (edited)", "6 planned · 1 done")
        await screen.keys("p", "tab")
        await screen.type("20:00")
        await screen.keys("tab")
        await screen.type("20:30")
        await screen.keys("tab")
        await screen.type("LH29")
        await screen.keys("tab")
        await screen.type("PC:1")
        await screen.keys("f2")
        screen.has(
            "Visit to Quay Street added.", "20:00, 30 min (not planned)", "6 planned · 1 done"
        )
        await screen.keys("home", "a")
        await screen.type("arrest")
        await screen.keys("enter", "f2")
        screen.has("Also that day", "Arrests · 1 · Harbour steps")


@driven
async def test_an_arrest_in_ten_keys_beside_its_reference(night: Path) -> None:
    """The form is called by what is recorded, where and when; place, profile, unit stand in it."""
    async with terminal(night) as screen:
        await screen.keys("2", "a")
        screen.has("Harbour steps, 17 Dec 2024 14:00 · result: arrest, search, seizure …")
        screen.has("HS-01", "PMP-2024-001")
        await screen.keys("enter")
        await screen.type("arrest")
        await screen.keys("enter", "f2")
        screen.has("✓ Result added.", "Arrests · 1 · Harbour steps · PMP-2024-001")
    book = reopen(night)
    (made,) = list_entries(book, "activity")
    assert (made.place, made.profile) == ("HS-01", "PMP-2024-001")
    assert made.text == "LH24"
    book.store.close()


@driven
async def test_a_reference_used_already_is_told_with_who_and_when(night: Path) -> None:
    """Capitals or not; the result is added all the same."""
    book = reopen(night, "insp.harbour")
    values = {"code": "arrest", "at": "2024-12-16", "place": "HS-02", "reference": "CR/1234/24"}
    add_entry(book, "activity", "", values)
    book.store.close()
    async with terminal(night) as screen:
        await screen.keys("2", "a", "enter", *"seiz", "enter")
        form = screen.app.screen
        assert isinstance(form, FormScreen)
        form.editor("reference").take_focus()
        await screen.type("cr/1234/24")
        await screen.keys("f2")
        screen.has("✓ Result added. Reference cr/1234/24 is used already: arrest at HS-02 on")
        screen.has("16 Dec 2024, by insp.harbour.")
    assert len(list_entries(reopen(night), "activity")) == 2


@driven
async def test_of_many_results_the_newest_are_shown_and_all_are_counted(night: Path) -> None:
    """The one just added is seen, however many there are."""
    book = reopen(night)
    for number in range(5):
        values = {"code": "arrest", "at": "2024-12-17", "place": "HS-02", "count": number + 1}
        add_entry(book, "activity", "", values)
    book.store.close()
    async with terminal(night) as screen:
        await screen.keys("2")
        screen.has("Also that day, the newest of 5 results Arrests · 5 · Quay Street")
        await screen.keys("a", "enter", *"arrest", "enter", "f2")
        screen.has("Also that day, the newest of 6 results Arrests · 1 · Harbour steps")


@driven
async def test_abstracted_offers_the_abstraction(night: Path) -> None:
    """a opens the entry with the visit's staff and officer-hours, until the cursor is moved."""
    async with terminal(night) as screen:
        await screen.keys("2", "x", "a")
        screen.has("not done: abstracted. a adds the abstraction.")
        await screen.keys("a")
        screen.has(
            "Harbour steps, 17 Dec 2024 14:00 · abstraction", "2 PCSO", "Officer-hours (h) ▌ 6"
        )
        await screen.keys("escape", "a")
        screen.has("17 Dec 2024 14:00 · result: arrest, search, seizure …")
        await screen.keys("escape", "up", "a")
        screen.has("· abstraction")
        await screen.keys("enter", *"court", "enter", "f2")
        screen.has("✓ Abstraction added.")
    (made,) = list_entries(reopen(night), "abstraction")
    assert (made.code, made.role, made.hours) == ("court", "2 PCSO", 6.0)


@driven
async def test_space_after_an_abstraction_accounts_for_the_next_visit(night: Path) -> None:
    """What was just said to be abstracted stays so."""
    async with terminal(night) as screen:
        await screen.keys("2", "x", "a", "space")
        screen.has("6 planned · 1 done · 1 not · 4 left")
    assert states(night)[:2] == ["abstracted", "done"]


@driven
async def test_two_sergeants_on_one_sheet(night: Path) -> None:
    """What the other said meanwhile stands; the second is told who and what."""
    from casebook.patrols.sheets.accounting import account_for

    async with terminal(night) as screen:
        await screen.keys("2")
        other: Book = reopen(night, "insp.harbour")
        slot = read_sheet(other).planned[0].slot
        assert slot is not None
        account_for(other, slot, "weather")
        await screen.keys("space")
        screen.has("is accounted for already, by insp.harbour", "Not done: weather")
        screen.has("weather · insp.harbour")
        await screen.keys("enter")
        screen.has("What happened", "not done: weather")
        screen.has("Accounted for by", "insp.harbour at 12:05 on 18 Dec 2024")
        other.store.close()
    assert states(night)[0] == "weather"


@driven
async def test_what_was_typed_over_a_line_that_a_mate_was_quicker_with(night: Path) -> None:
    """It is refused and kept; e shows theirs then, and what was typed can be put over it."""
    from casebook.patrols.sheets.accounting import account_for

    async with terminal(night) as screen:
        await screen.keys("2", "e")
        other: Book = reopen(night, "insp.harbour")
        slot = read_sheet(other).planned[0].slot
        assert slot is not None
        account_for(other, slot, "changed", {"start": "14:10"})
        other.store.close()
        await screen.type("1450")
        await screen.keys("f2")
        screen.has("is accounted for already, by insp.harbour")
        await screen.keys("escape", "k")
        screen.has("14:10, 170 min (edited) · insp.")
        await screen.keys("home", "e", "u")
        screen.has("▌ 1450")
        await screen.keys("f2")
        screen.has("14:50, 130 min (edited)")
    assert states(night)[0] == "changed"


@driven
async def test_what_a_mate_says_shows_by_itself(night: Path) -> None:
    """It is read every minute; the cursor stays, and one's own lines carry no name."""
    from casebook.patrols.sheets.accounting import account_for

    async with terminal(night) as screen:
        await screen.keys("2", "space")
        other: Book = reopen(night, "insp.harbour")
        slot = read_sheet(other).planned[3].slot
        assert slot is not None
        account_for(other, slot, "done")
        other.store.close()
        sheet = screen.app.screen
        assert isinstance(sheet, ShiftScreen)
        before = sheet.chosen
        sheet._read_again()
        await screen.settle()
        screen.has("6 planned · 2 done", "as planned · insp.harbour")
        assert sheet.chosen == before
        assert screen.shown.count("· insp.harbour") == 1
        assert "· sgt.harbour" not in screen.shown


@driven
async def test_who_may_not_record_is_told_who_can(night: Path) -> None:
    """The keys are grey, and say why."""
    async with terminal(night, "looker") as screen:
        await screen.keys("2", "enter", "space")
        screen.has("looker may not record patrols in D1")
    assert states(night) == ["left"] * 6


@driven
async def test_days_before_and_none_to_come(night: Path) -> None:
    """The left arrow shows the day before; today is the last."""
    async with terminal(night) as screen:
        await screen.keys("2", "left")
        screen.has("Mon 16 Dec 2024", "Nothing was planned")
        await screen.keys("right", "right", "right")
        screen.has("Wed 18 Dec 2024", "This is today")


@driven
async def test_hostile_names_stay_text(night: Path) -> None:
    """A unit with markup and orders for a terminal in it is shown as it is."""
    admin = reopen(night, "admin")
    bring(
        admin,
        [f"[red]X[/],HS-01,2024-12-17 12:00,2024-12-17 13:00,PC:1,{HEAD}"],
        "more.csv",
    )
    assert [place.ref for place in hotspots(admin)] == ["HS-01", "HS-02", "HS-03"]
    admin.store.close()
    async with terminal(night) as screen:
        await screen.keys("2")
        screen.has("[red]X[/]")


def test_what_is_accounted_for_counts(night: Path) -> None:
    """The same verb as the command's: hours follow."""
    from casebook.patrols.sheets.accounting import all_as_planned

    book = reopen(night)
    before = len(counting(book))
    all_as_planned(book)
    assert len(counting(book)) == before + 6
    book.store.close()


@driven
async def test_today_opens_the_sheet_and_counts_what_was_accounted_for(night: Path) -> None:
    """From the first screen all as planned is two keys; back there, nothing is left."""
    async with terminal(night, at_profiles=False) as t:
        t.has("LAST NIGHT 6 visits planned, 0 accounted for: 2 opens the sheet")
        await t.keys("2", "A", "escape")
        t.has("LAST NIGHT 6 visits planned, all accounted for")
    async with terminal(night, "insp.harbour", at_profiles=False) as t:
        t.has("LAST NIGHT sgt.harbour 6 visits planned, all accounted for")
