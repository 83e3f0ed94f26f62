"""The first screen: what is due and what the month did, at a glance."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from casebook.core.errors import StoreFailure
from casebook.profiles import casefile
from casebook.profiles.profile import Profile
from casebook.store.tables import table_of
from tests.tui.desk import opener, reopen
from tests.tui.terminal import driven, terminal
from tui.parts.table import Table
from tui.profiles.list_screen import ProfilesScreen
from tui.profiles.preview import ProfilePreview
from tui.profiles.profile_screen import ProfileScreen


def _row(lines: list[str], ref: str) -> str:
    return next(line for line in lines if ref in line)


def _close(casebook: Path, ref: str) -> None:
    book = reopen(casebook, "insp.harbour")
    with book.store.writing() as tx:
        closed = update(table_of(Profile)).where(table_of(Profile).c.ref == ref)
        tx.sql.execute(closed.values(status="closed"))
    book.store.close()


def _refs(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.strip().startswith("PMP-")]


@driven
async def test_the_list_shows_stage_review_hours_and_change(casebook: Path) -> None:
    """A row has the place by name, the stage, the review, hours of those planned and the change."""
    async with terminal(casebook) as t:
        row = _row(t.lines, "PMP-2024-001")
        assert row.split()[1:4] == ["Harbour", "steps:", "Noise"]
        assert "scan" in row
        assert "! overdue" in row
        assert "42 of 60" in row
        assert "ASB 29→23" in row
        assert "Oct→Nov 24" in t.shown
        assert "7 Jan 25" in _row(t.lines, "PMP-2024-002")


@driven
async def test_missing_is_a_dash_and_zero_a_zero(casebook: Path) -> None:
    """A profile without a hotspot has no figures; a hotspot nobody patrolled has 0 hours."""
    async with terminal(casebook, "looker") as t:
        assert _row(t.lines, "PMP-2024-005").split()[-2:] == ["–", "–"]
        assert " 0 ASB" in _row(t.lines, "PMP-2024-003")


@driven
async def test_an_unusual_rise_is_marked(casebook: Path) -> None:
    """14 of 4 expected lie outside usual variation and carry a mark; 23 of 30.8 don't."""
    async with terminal(casebook) as t:
        assert "SV 4→14▲" in _row(t.lines, "PMP-2024-002")
        assert "▲" not in _row(t.lines, "PMP-2024-001")


@driven
async def test_two_hotspots_are_counted_together(casebook: Path) -> None:
    """A profile on HS-01 and HS-02 has the hours of both."""
    async with terminal(casebook, size=(120, 40)) as t:
        row = _row(t.lines, "PMP-2024-004")
        assert "Harbour steps +1: Harbour" in row
        assert "41.5 of 60.0 h" in row


@driven
async def test_who_where_and_how_far_stand_at_the_foot(casebook: Path) -> None:
    """The status lines name the account, who acts for it, the book, the day and the coverage."""
    async with terminal(casebook) as t:
        t.has("sgt.harbour (by admin)", "claims to 30 Nov 2024, sheets to 17 Dec 2024")
        t.has("lomea.db · 18 Dec 2024")
        assert t.lines[0].strip() == t.lines[-1].strip() == "OFFICIAL-SENSITIVE · Synthetic data"


@driven
async def test_a_wide_screen_shows_more(casebook: Path) -> None:
    """At 120 columns more of the title, overdue actions and the month's counts are there too."""
    async with terminal(casebook, size=(120, 40)) as t:
        row = _row(t.lines, "PMP-2024-001")
        assert "Harbour steps: Noise and drin" in row
        assert "1 of 3" in row
        t.has("Crimes 0 → 0 ASB 29 → 23 Serious violence 0 → 0")


@pytest.mark.parametrize(("size", "lines"), [((80, 24), 3), ((120, 40), 5)])
@driven
async def test_two_years_of_months_stand_under_the_list(
    casebook: Path, size: tuple[int, int], lines: int
) -> None:
    """Of the profile under the cursor, with what is usual, in no more lines than without."""
    async with terminal(casebook, size=size) as t:
        t.has("│▄ ASB 23, 30.8 expected, 16 to 49 usual: as expected")
        assert t.app.screen.query_one("#detail").size.height == lines
        await t.keys("down")
        t.has("│█ SV 14, 4.0 expected, 0 to 11 usual: more ▲")
        await t.keys("up")
        t.has("ASB 23, 30.8 expected", within="#detail")


@driven
async def test_the_months_wait_until_the_cursor_rests(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the finding stands there in words."""
    monkeypatch.setattr(ProfilePreview, "RESTS", 60.0)
    async with terminal(casebook) as t:
        t.has("ASB: 23 against 30.8 expected from Nov 2023 to Oct 2024", within="#detail")


@driven
async def test_months_that_cant_be_read_leave_the_words(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong is said."""

    def lost(*_: Any) -> Any:
        raise StoreFailure("The casebook can't be read now.")

    monkeypatch.setattr("tui.profiles.preview.read_series", lost)
    async with terminal(casebook) as t:
        t.has("! The casebook can't be read now.")
        t.has("ASB: 23 against 30.8 expected from Nov 2023 to Oct 2024", within="#detail")


@driven
async def test_words_filter_as_they_are_typed(casebook: Path) -> None:
    """A filter matches ref, title, hotspot, stage and owner; Esc takes it away."""
    async with terminal(casebook, "looker") as t:
        await t.keys("f")
        await t.type("quay")
        assert "PMP-2024-002" in t.shown
        assert "PMP-2024-004" in t.shown, "its second hotspot is Quay Street"
        assert "PMP-2024-001" not in t.shown
        t.has("found 2 of 5")
        await t.keys("escape")
        t.has("PMP-2024-001", "all 5")


@driven
async def test_a_filter_without_a_match_says_what_to_do(casebook: Path) -> None:
    """Nothing found is a sentence, not an empty table."""
    async with terminal(casebook, "looker") as t:
        await t.keys("f")
        await t.type("zebra")
        t.has("No profile matches: Esc clears the filter, m shows all.")


@driven
async def test_the_own_area_is_listed_first_then_all_then_mine(casebook: Path) -> None:
    """m turns it; a sergeant's list begins without other districts, a viewer's with everything."""
    async with terminal(casebook, "sgt.strand") as t:
        t.has("D2 2 of 5")
        assert _refs(t.lines) == ["PMP-2024-005", "PMP-2024-003"]
        await t.keys("m")
        t.has("all 5", "PMP-2024-001")
        await t.keys("m")
        t.has("mine 2 of 5")
        await t.keys("m")
        t.has("D2 2 of 5")
    _close(casebook, "PMP-2024-001")
    async with terminal(casebook, "sgt.strand") as t:
        t.has("D2 2 of 4, by review")
    async with terminal(casebook, "looker") as t:
        t.has("all 4, 1 closed hidden")
        await t.keys("m")
        t.has("No profile is owned by looker: m shows all.")


@driven
async def test_enter_opens_a_profile_after_a_list_that_was_empty(casebook: Path) -> None:
    """Somebody who owns none looks at none, then at all again: the keys are the rows' still."""
    async with terminal(casebook, "looker") as t:
        await t.keys("m")
        t.has("No profile is owned by looker")
        await t.keys("m", "down", "enter")
        assert isinstance(t.app.screen, ProfileScreen)


@driven
async def test_the_foot_names_no_letter_while_words_are_typed(casebook: Path) -> None:
    """/ is text in the filter, so it isn't said to find; once the words are taken it is again."""
    async with terminal(casebook, size=(160, 40)) as t:
        assert "/ Find" in t.lines[-2]
        await t.keys("f")
        await t.type("a/")
        t.has("a/")
        assert "/ Find" not in t.lines[-2]
        await t.keys("enter")
        assert "/ Find" in t.lines[-2]


@driven
async def test_what_lies_elsewhere_is_found_by_looking_in_all(casebook: Path) -> None:
    """Words that nothing in the own area holds say so, and m looks further with them."""
    async with terminal(casebook, "sgt.strand") as t:
        await t.keys("f")
        await t.type("quay")
        t.has("No profile in D2 matches: Esc clears the filter, m looks in all.")
        await t.keys("enter", "m")
        t.has("found 2 of 5", "PMP-2024-002")


@driven
async def test_the_list_is_sorted_by_the_column_asked_for(casebook: Path) -> None:
    """Review first; S sorts by the next column."""
    async with terminal(casebook, "looker") as t:
        assert _refs(t.lines) == [f"PMP-2024-00{n}" for n in (1, 2, 5, 3, 4)]
        await t.keys("S", "S")
        assert _refs(t.lines) == [f"PMP-2024-00{n}" for n in (2, 4, 3, 1, 5)]
        await t.keys("S")
        t.has("by stage", "Stage ↓")


@driven
async def test_closed_profiles_come_last(casebook: Path) -> None:
    """C shows closed profiles too: they owe no review and stand under the live ones."""
    _close(casebook, "PMP-2024-001")
    async with terminal(casebook) as t:
        assert "PMP-2024-001" not in _refs(t.lines)
        await t.keys("C")
        assert _refs(t.lines)[-1] == "PMP-2024-001"
        row = _row(t.lines, "PMP-2024-001")
        assert "closed" in row
        assert "overdue" not in row


@driven
async def test_the_cursor_stays_on_its_profile(casebook: Path) -> None:
    """Sorting and coming back from a profile keep the highlighted row."""
    async with terminal(casebook) as t:
        await t.keys("down", "S")
        assert t.app.screen.query_one("#profiles").key == "PMP-2024-002"
        await t.keys("enter")
        t.has("Fights in Quay Street", "▶ scan")
        await t.keys("escape")
        assert t.app.screen.query_one("#profiles").key == "PMP-2024-002"


@driven
async def test_what_others_changed_is_there_on_coming_back(casebook: Path) -> None:
    """The list is read again when a profile is left."""
    async with terminal(casebook) as t:
        await t.keys("enter")
        book = reopen(casebook, "insp.harbour")
        casefile.edit_profile(book, "PMP-2024-001", {"next_review": date(2025, 5, 9).isoformat()})
        book.store.close()
        await t.keys("escape")
        t.has("9 May 2025")


@driven
async def test_a_book_without_profiles_says_how_to_open_one(tmp_path: Path) -> None:
    """An empty casebook isn't an empty screen."""
    from casebook.core.settings import Settings
    from casebook.upkeep.setup import make_casebook

    make_casebook(str(tmp_path / "new.db"), "admin", Settings()).store.close()
    async with terminal(opener(tmp_path / "new.db", "admin")) as t:
        t.has("There are no profiles yet: a proposes the first.")


def _many(casebook: Path, more: int) -> None:
    """Add so many proposed profiles without a review, the last by ref first by title."""
    book = reopen(casebook, "insp.harbour")
    with book.store.writing() as tx:
        tx.insert_many(
            [
                Profile(f"PMP-2025-{n:03}", f"{more - n:03} of many", status="proposed")
                for n in range(more)
            ]
        )
    book.store.close()


@driven
async def test_scrolling_reads_on_until_all_are_there(casebook: Path) -> None:
    """Of 505 profiles the first 150 are read; End goes to the very last; the count is of all."""
    _many(casebook, 500)
    async with terminal(casebook, "looker") as t:
        table = t.app.screen.query_one(Table)
        t.has("all 505, by review")
        assert len(table.keys) == 150
        await t.keys(*["pagedown"] * 8)
        assert 150 < len(table.keys) < 505
        await t.keys("end")
        assert table.key == "PMP-2025-499"
        assert len(set(table.keys)) == len(table.keys) == 505
        await t.keys("home")
        assert table.key == "PMP-2024-001"


@driven
async def test_sorting_and_words_are_of_all_profiles_not_of_those_read(casebook: Path) -> None:
    """The last profile comes first by title; words find two, and Enter opens it at once."""
    _many(casebook, 500)
    async with terminal(casebook, "looker") as t:
        await t.keys("S", "S", "home")
        t.has("by title")
        assert _refs(t.lines)[0] == "PMP-2025-499"
        await t.keys("f")
        await t.type("001 of")
        t.has("found 2 of 505")
        await t.keys("escape")
        t.has("all 505")
        await t.pilot.press("f", "0", "0", "7", "enter", "enter")
        await t.settle()
        t.has("PMP-2025-493", "007 of many")


@driven
async def test_sorting_by_figures_takes_in_those_not_read(casebook: Path) -> None:
    """By hours: 42 of 60 first, then those without any plan; by change the largest rise."""
    _many(casebook, 200)
    async with terminal(casebook, "looker") as t:
        await t.keys("S", "S", "S", "S")
        t.has("all 205, by hours")
        assert "worked out" not in t.shown
        assert _refs(t.lines)[:2] == ["PMP-2024-001", "PMP-2024-004"]
        await t.keys("home", "S")
        assert _refs(t.lines)[0] == "PMP-2024-002"


@driven
async def test_the_cursor_goes_to_a_new_profile_however_far_down(casebook: Path) -> None:
    """One proposed among 505 is read and gone to."""
    _many(casebook, 500)
    async with terminal(casebook) as t:
        screen = t.app.screen
        assert isinstance(screen, ProfilesScreen)
        screen._go_to("PMP-2025-450")
        await t.keys("f5")
        assert screen.query_one(Table).key == "PMP-2025-450"
        t.has("PMP-2025-450")
