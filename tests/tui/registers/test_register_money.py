"""Money on a screen: asked for by a sergeant, agreed by an inspector, spent over its budget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal


@pytest.fixture
def funded(casebook: Path) -> Path:
    """A casebook with a fund of £10,000."""
    book = reopen(casebook, "admin")
    fund = {"ref": "HRF", "name": "Hotspot fund", "place": "D1", "budget": 10000.0}
    registers.add_entry(book, "fund", "", fund)
    book.store.close()
    return casebook


async def _add(t: Any) -> None:
    await t.keys("r")
    await t.type("bids")
    await t.keys("enter", "a")
    await t.type("hrf")
    await t.keys("enter")


def _spends(casebook: Path) -> list[Any]:
    return list(registers.list_entries(reopen(casebook), "spend"))


@driven
async def test_a_sergeant_asks_for_money_and_an_inspector_agrees_it(funded: Path) -> None:
    """Who may only ask starts with a bid of today; the inspector's agreement names the amount."""
    async with terminal(funded) as t:
        await _add(t)
        t.has("HRF Hotspot fund · new bid", "▌ Bid", "▌ 18 Dec 2024")
        await t.keys("tab", "tab")
        await t.type("1200")
        await t.keys("f2")
        t.has("✓ Bid added.", "HRF Hotspot fund", "£1,200 18 Dec 2024")
    async with terminal(funded, "insp.harbour") as t:
        await t.keys("r")
        await t.type("bids")
        await t.keys("enter", "enter")
        t.has("HRF Hotspot fund · bid 1")
        await t.keys("tab", "tab", "tab")
        await t.type("agreed")
        await t.keys("enter", "tab")
        await t.type("1000.5")
        await t.keys("f2")
        t.has("✓ Bid saved.", "Agreed · £1,000.50")
    (bid,) = _spends(funded)
    assert (bid.code, bid.amount, bid.agreed) == ("bid", 1200.0, 1000.5)


@driven
async def test_a_spend_over_budget_is_taken_and_says_so(funded: Path) -> None:
    """The sentence stands in the notice after saving; the spend is kept."""
    async with terminal(funded, "insp.harbour") as t:
        await _add(t)
        t.has("HRF Hotspot fund · new spend")
        await t.keys("tab", "tab")
        await t.type("12500")
        await t.keys("f2")
        t.has(
            "! Spend added. HRF is over budget by £2,500: £12,500 spent of a budget of £10,000.",
            "£12,500 18 Dec 2024",
        )
        await t.keys("t")
        t.has("Position: Set what each line")
    assert [spend.amount for spend in _spends(funded)] == [12500.0]


@driven
async def test_agreeing_more_than_is_asked_is_refused_beside_its_field(funded: Path) -> None:
    """The sentence stands under the field and nothing typed is lost."""
    async with terminal(funded, "insp.harbour", size=(80, 50)) as t:
        await _add(t)
        await t.type("bid")
        await t.keys("enter", "tab", "tab")
        await t.type("100")
        await t.keys("tab")
        await t.type("agreed")
        await t.keys("enter", "tab")
        await t.type("200")
        await t.keys("f2")
        t.has("! Agreed is more than the £100 the bid asks.", "▌ 200")
    assert _spends(funded) == []


@driven
async def test_money_for_a_profile_is_asked_from_its_own_registers(funded: Path) -> None:
    """0, a: the fund is picked, the profile is named already, and the bid stands in its list."""
    async with terminal(funded) as t:
        await t.keys("enter", "0", "a")
        await t.type("bids")
        await t.keys("enter")
        t.has("About which: Fund or line", "HRF Hotspot fund")
        await t.keys("enter", "tab", "tab")
        await t.type("300")
        await t.keys("f2")
        t.has("✓ Bid added.", "bid HRF · Bid · £300 18 Dec 2024")
    (bid,) = _spends(funded)
    assert bid.profile == "PMP-2024-001"


@driven
async def test_a_spend_in_a_profiles_list_is_changed_by_who_keeps_money_only(funded: Path) -> None:
    """A sergeant is told who can; Enter reads it then."""
    book = reopen(funded, "admin")
    spend = {"code": "spend", "at": "2024-12-02", "amount": 50.0, "profile": "PMP-2024-001"}
    registers.add_entry(book, "spend", "HRF", spend)
    book.store.close()
    async with terminal(funded) as t:
        await t.keys("enter", "0", "e")
        t.has("! sgt.harbour may not keep the money of D1: an inspector, analyst")
        await t.keys("enter")
        t.has("HRF · spend 1", "Amount £50", "Profile PMP-2024-001 Noise and drinking")
