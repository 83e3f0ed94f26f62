"""One profile: read any stage, see its figures, places and history, tie it to hotspots."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from casebook.book.opening import Book
from casebook.profiles import casefile
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from casebook.store.tables import table_of
from casebook.upkeep.undo import undo
from tests.tui.desk import SCAN, reopen
from tests.tui.terminal import driven, terminal
from tui.profiles import profile_screen
from tui.profiles.profile_screen import ProfileScreen
from tui.profiles.screen_data import ProfileFigures, ProfileScreenData
from tui.profiles.sections import READING


@driven
async def test_the_heading_says_where_the_profile_stands(casebook: Path) -> None:
    """Ref, title, status, owner, area, review, hotspot and the stage track are all there."""
    async with terminal(casebook) as t:
        await t.keys("enter")
        t.has("PMP-2024-001 Noise and drinking at the harbour steps", "open")
        t.has("owner sgt.harbour · area D1 · ! review 10 Dec 2024, overdue")
        t.has("✓ objective › ▶ scan › ○ analyse › ○ respond › ○ assess")


@driven
async def test_the_figures_carry_their_sentence(casebook: Path) -> None:
    """The month's counts, hours against plan, and the verdict; below with its baseline."""
    async with terminal(casebook, size=(80, 50)) as t:
        await t.keys("enter")
        t.has("Oct → Nov 2024 Crimes 0 → 0 ASB 29 → 23 Serious violence 0 → 0")
        t.has("Officer-hours 41.5 of 60.0 h planned · 7 visits")
        t.has("ASB 23, 30.8 expected, 16 to 49 usual: as expected")
        t.has("ASB: 23 against 30.8 expected from Nov 2023 to Oct 2024", within="#reading")


@driven
async def test_a_wide_screen_has_the_figures_beside_the_text(casebook: Path) -> None:
    """At 120 columns the same month last year and what each group counts stand there too."""
    async with terminal(casebook, size=(120, 50)) as t:
        await t.keys("enter")
        panel = "#figures-panel"
        t.has("Nov 2024 Oct 2024 Nov 2023", "ASB 23 29 31", "overtime 41.5 h", within=panel)
        t.has("claims to 30 Nov 2024", "a proxy: open data can't part", within=panel)


@driven
async def test_digits_and_arrows_show_every_section(casebook: Path) -> None:
    """1 to 8 show the stages, actions, places and history; arrows go on."""
    async with terminal(casebook, size=(80, 32)) as t:
        await t.keys("enter", "1")
        t.has("A quarter fewer ASB calls", "Baseline from Sep 2023", "Deadline 31 Mar 2025")
        await t.keys("3")
        t.has("Nothing is written here yet: e writes it.")
        await t.keys("6")
        t.has("Cut back the hedge 1 Dec 2024 ! overdue", "Warn the off-licence – ✓ done 20 Nov")
        await t.keys("right")
        t.has("HS-01 Harbour steps target ASB 29 → 23")
        await t.keys("8")
        t.has("action 3 added: Warn the off-licence", "heading: Stage: objective → scan")
        await t.keys("left", "left", "left")
        t.has("Nothing is written here yet: e writes it.")


@driven
async def test_a_sara_profile_has_no_objective(casebook: Path) -> None:
    """SARA's sections are four stages and three lists."""
    async with terminal(casebook) as t:
        await t.keys("down", "enter")
        t.has("1 Scan", "2 Analyse", "7 History")
        assert "Objective" not in t.shown


@driven
async def test_what_a_gate_lacks_is_said_where_one_reads(casebook: Path) -> None:
    """The stage shown says what it still asks for, and what simply isn't filled in."""
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter", "3")
        t.has(
            "To leave this stage: Answer 'What'. Answer 'Where'. Answer 'When'.", within="#reading"
        )
        t.has("Test at least one hypothesis.", "Not filled in: Who; Why; How")


@driven
async def test_a_change_opens_with_before_and_after(casebook: Path) -> None:
    """Enter on a line of the history shows every value it changed."""
    book = reopen(casebook)
    casefile.edit_profile(book, "PMP-2024-001", {"title": "Noise at the steps"})
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "8", "enter")
        t.has("before Noise and drinking at the harbour steps", "after Noise at the steps")
        t.has("sgt.harbour, entered by admin")
        await t.keys("escape")
        t.has("8 History")


@driven
async def test_a_hotspot_is_linked_by_typing_part_of_its_name(casebook: Path) -> None:
    """l offers the live hotspots not yet linked; letters filter; Enter links and it is saved."""
    async with terminal(casebook) as t:
        await t.keys("enter", "l")
        t.has("Link a hotspot", "HS-02 Quay Street", "HS-03 Lantern Park")
        assert "• HS-01" not in t.shown
        await t.type("quay")
        assert "Lantern Park" not in t.shown
        await t.keys("enter")
        t.has("✓ HS-02 Quay Street linked.", "Crimes 4 → 14 ASB 29 → 23")
    file = casefile.read_profile(reopen(casebook), "PMP-2024-001")
    assert file.hotspots == ("HS-01", "HS-02")


@driven
async def test_a_place_is_unlinked_from_its_row(casebook: Path) -> None:
    """u on a place takes it off, after the place has been picked."""
    async with terminal(casebook) as t:
        await t.keys("enter", "7", "u", "enter")
        t.has("HS-01 Harbour steps unlinked.", "No place is linked: l links a hotspot.")
        t.has("No live hotspot is linked, so there are no figures.")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").places == ()


@driven
async def test_leaving_the_picker_links_nothing(casebook: Path) -> None:
    """Esc in the picker changes nothing."""
    async with terminal(casebook) as t:
        await t.keys("enter", "l", "escape")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").hotspots == ("HS-01",)


@driven
async def test_space_marks_an_action_done_today(casebook: Path) -> None:
    """With one key; one that is done says when, and other sections say where the actions are."""
    async with terminal(casebook) as t:
        await t.keys("enter", "space")
        t.has("! Space marks an action as done: 6 shows them.")
        await t.keys("6", "space")
        t.has("✓ Done today: Cut back the hedge", "✓ done 18 Dec 2024")
        assert t.app.screen.chosen_action.title == "Cut back the hedge"
        await t.keys("space")
        t.has("It was done on 18 Dec 2024: e changes it.")
        await t.keys("z", "u", "enter")
        t.has("! overdue")


@driven
async def test_space_marks_an_action_done_where_it_is_due(casebook: Path) -> None:
    """On Today and among what is due; on anything else it says what it is for."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("home")
        while "action" not in t.within("#detail"):
            await t.keys("down")
        await t.keys("space")
        t.has("✓ Done today: Cut back the hedge. z takes it back.")
        assert "Cut back the hedge" not in t.within("#today")
        await t.keys("z")
        t.has("✓ Taken back: PMP-2024-001 action 1")
        t.has("Cut back the hedge", within="#today")
        await t.keys("home")
        while "Cut back" not in t.within("#detail"):
            await t.keys("down")
        await t.keys("space")
        await t.keys("d", "space")
        t.has("Space marks an action as done today: put the cursor on one.")
        await t.keys("end", "space")
        t.has("✓ Done today: Ask the council for a light")


@driven
async def test_history_says_field_by_field_what_changed(casebook: Path) -> None:
    """A status from and to, a list by what came and went, a long text by its changed words."""
    book = reopen(casebook)
    casefile.edit_profile(book, "PMP-2024-001", {"next_review": "2024-12-11"})
    events = str(SCAN["events"]).replace("Friday", "Saturday")
    changes = {"events": events, "sources": ["asb calls", "site visit"]}
    casefile.edit_stage(book, "PMP-2024-001", "scan", changes)
    book.store.close()
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter", "8")
        t.has("heading: Next review: 10 Dec 2024 → 11 Dec 2024")
        t.has("Events: what happens: “Friday” → “Saturday”")
        t.has("; Sources: put in Site")
        t.has("HS-01 linked as target", "action 1 added: Cut back the hedge")
        await t.keys("home", "enter")
        t.has("changed “Friday” → “Saturday”", "before Groups of up to twenty")


@driven
async def test_history_says_what_was_removed_and_names_months(casebook: Path) -> None:
    """A note that was undone isn't each of its fields emptied; Sep 2023 isn't 2023-09."""
    book = reopen(casebook)
    add_entry(book, "note", "PMP-2024-001", {"text": "The light is out"})
    undo(book)
    casefile.edit_stage(book, "PMP-2024-001", "objective", {"baseline_from": "2023-10"})
    book.store.close()
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter", "8")
        t.has("objective: Baseline from: Sep 2023 → Oct 2023", "note 1 removed", "note 1 added")


@driven
async def test_the_texts_stand_before_the_figures_are_counted(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read and the sections gone through; Tab waits for the figures and goes to one."""
    counts, may_count = profile_screen.load_figures, threading.Event()

    def later(book: Book, case: ProfileScreenData) -> ProfileFigures:
        assert may_count.wait(timeout=60)
        return counts(book, case)

    monkeypatch.setattr(profile_screen, "load_figures", later)
    async with terminal(casebook) as t:
        await t.pilot.press("enter")
        await _until(lambda: READING in t.shown)
        t.has("PMP-2024-001 Noise and drinking", "owner sgt.harbour", "Reading the figures …")
        await t.pilot.press("7")
        await _until(lambda: "HS-01 Harbour steps target … …" in t.shown)
        await t.pilot.press("tab")
        may_count.set()
        await t.settle()
        t.has("ASB 29 → 23", "Harbour steps target ASB 29 → 23")
        assert t.app.screen.number is not None


@driven
async def test_the_figures_stay_until_they_are_counted_anew(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a save nothing says that they are being read; after another hotspot it does."""
    seen: list[str] = []
    lines = profile_screen.figures_lines
    monkeypatch.setattr(
        profile_screen,
        "figures_lines",
        lambda *given: seen.append(lines(*given).plain) or lines(*given),  # type: ignore[func-returns-value]
    )
    async with terminal(casebook) as t:
        await t.keys("enter", "6")
        seen.clear()
        await t.keys("space")
        t.has("✓ Done today")
        assert seen
        assert READING not in seen
        await t.keys("l", "enter")
        assert READING in seen
        t.has("Crimes 4 → 14")


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("until", "says"),
    [
        (date(2024, 12, 17), "'casebook profile dispose PMP-2024-004 --why WHY' disposes of it"),
        (date(2025, 12, 17), "Kept until 17 Dec 2025."),
    ],
)
def test_a_profile_that_is_over_says_how_long_it_is_kept(
    casebook: Path, until: date, says: str
) -> None:
    """Once that has passed, what disposes of it: Today leads here whoever owes that."""
    book = reopen(casebook, "insp.harbour")
    with book.store.writing() as tx:
        table = table_of(Profile)
        closed = update(table).where(table.c.ref == "PMP-2024-004")
        tx.sql.execute(closed.values(status="closed", retain_until=until, reason="Solved."))
    book.store.close()

    @driven
    async def read() -> None:
        async with terminal(casebook, size=(80, 40)) as t:
            t.app.push_screen(ProfileScreen("PMP-2024-004"))
            await t.settle()
            t.has("Solved.", says)

    read()
