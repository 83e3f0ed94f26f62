"""What a register adds up to, on a screen: months, groups, and one thing of many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal


def _add(casebook: Path, kind: str, about: str = "", **values: Any) -> None:
    book = reopen(casebook, "admin")
    registers.add_entry(book, kind, about, values)
    book.store.close()


async def _open(t: Any, title: str) -> None:
    await t.keys("r")
    await t.type(title)
    await t.keys("enter", "t")


@driven
async def test_activities_are_added_up_by_month_and_over_months(casebook: Path) -> None:
    """b chooses what a row stands for, w the months; counts are those of the rows added."""
    _add(casebook, "activity", code="arrest", count=2, at="2024-10-07", place="HS-01")
    _add(casebook, "activity", code="arrest", count=3, at="2024-11-04", place="HS-01")
    async with terminal(casebook) as t:
        await _open(t, "activ")
        t.has("Arrests", "5")
        await t.keys("B")
        await t.type("by month")
        await t.keys("enter")
        t.has("Oct 2024", "Nov 2024")
        await t.keys("M", "enter")
        assert "Oct 2024" not in t.shown
        t.has("Nov 2024", "3")
        await t.keys("escape")
        t.has("Activities 2 entries")


@driven
async def test_a_practitioner_is_found_by_tactic(casebook: Path) -> None:
    """n keeps one tactic; the filter of the register finds the same person by its words."""
    _add(casebook, "practitioner", "D1", role="PC 4127", tactics=["hotspot patrol"])
    _add(casebook, "practitioner", "D2", role="PC 9001", tactics=["set rules"])
    async with terminal(casebook) as t:
        await _open(t, "practi")
        t.has("PC 4127", "PC 9001")
        await t.keys("f")
        t.has("Narrow it by")
        await t.type("which")
        await t.keys("enter")
        await t.type("hotspot patrol")
        await t.keys("enter")
        t.has("PC 4127")
        assert "PC 9001" not in t.shown
        await t.keys("escape", "f")
        await t.type("set rules")
        await t.keys("enter")
        t.has("1 of 2 entries", "PC 9001")


@driven
async def test_what_cant_be_narrowed_says_so(casebook: Path) -> None:
    """The rule sets are of the whole casebook: n and w are greyed with their sentences."""
    async with terminal(casebook) as t:
        await _open(t, "abstr")
        await t.type("rules")
        await t.keys("enter")
        t.has("Cleveland")
        await t.keys("f")
        t.has("! This is of the whole casebook: it can't be narrowed.")


@driven
async def test_a_line_is_read_from_the_register_of_its_spends(casebook: Path) -> None:
    """v on spends states the funds they are booked on."""
    _add(casebook, "fund", ref="HRF", name="Hotspot fund", budget=1000.0)
    _add(casebook, "spend", "HRF", code="spend", at="2024-11-04", amount=250.0)
    async with terminal(casebook, size=(120, 40)) as t:
        await _open(t, "bids")
        t.has("Bids, commitments and spends: what of them", "Position:", "Cost:", "Forecast:")
        await t.type("position")
        await t.keys("enter")
        t.has("Position of Hotspot fund", "£1,000", "£250")


@driven
async def test_columns_that_dont_fit_are_turned_to(casebook: Path) -> None:
    """→ shows what stands to the right beside the ref, ← comes back, and the sentence counts."""
    _add(casebook, "fund", ref="HRF", name="Hotspot fund", budget=1000.0)
    _add(casebook, "spend", "HRF", code="spend", at="2024-11-04", amount=250.0)
    async with terminal(casebook) as t:
        await _open(t, "funds")
        await t.type("position")
        await t.keys("enter")
        t.has("HRF", "Budget", "more columns: → turns, Enter reads a row whole.")
        assert "% spent" not in t.shown
        while "% spent" not in t.shown:
            await t.keys("right")
        t.has("HRF", "25%")
        assert "Budget" not in t.shown
        await t.keys("left", "left", "left", "left")
        t.has("Budget")
        assert "% spent" not in t.shown
